"""The grammar of agency phrases: lists, classes, heads left out, posts, places."""

from __future__ import annotations

import pytest

from corpus.agencies import authority_list
from corpus.normalized_text import normalize_span
from corpus.vietnamese import fold
from ingest.obligations.agency_phrases.grammar import Grammar

CASES = {
    "one-comma-lost": (
        "Thủ trưởng các Sở, Ban ngành, quận, huyện phải",
        ["Thủ trưởng các sở, ban, ngành", "quận", "huyện"],
    ),
    "levels-do-not-go-on": ("Các quận, huyện nghiên cứu phân cấp", ["quận", "huyện"]),
    "committees-of-a-council": (
        "các Ban của Hội đồng nhân dân, các Tổ đại biểu giám sát",
        ["Ban của Hội đồng nhân dân", "tổ đại biểu"],
    ),
    "small-letters-of-a-council": ("ủy ban nhân dân quận, huyện đề xuất", ["Ủy ban nhân dân quận, huyện"]),
    "department-of-all-provinces": ("Giám đốc Sở Y tế các tỉnh, thành phố rà soát", ["Sở Y tế các tỉnh, thành phố"]),
    "bodies-of-levels-set-up-for-a-task": (
        "Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn các huyện, thị, thành khẩn trương",
        ["Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn các huyện, thị, thành"],
    ),
    "task-name-with-preposition": (
        "Văn phòng Ban Chỉ đạo Ứng phó với biến đổi khí hậu - Phòng chống thiên tai tỉnh cập nhật",
        ["Văn phòng Ban Chỉ đạo Ứng phó với biến đổi khí hậu - Phòng chống thiên tai tỉnh"],
    ),
    "class-with-two-objects-before-another": (
        "các đơn vị quản lý hồ chứa thủy điện, thủy lợi và các đơn vị có liên quan chủ động",
        ["đơn vị quản lý hồ chứa thủy điện, thủy lợi", "đơn vị có liên quan"],
    ),
    "class-and-its-verb-before-another-verb": (
        "các đơn vị quản lý chặt chẽ tàu thuyền, thực hiện nghiêm",
        ["đơn vị"],
    ),
    "stretch-of-the-country": (
        "Chủ tịch UBND các tỉnh, thành phố ven biển từ Đà Nẵng đến Lâm Đồng tổ chức",
        ["Ủy ban nhân dân tỉnh, thành phố ven biển từ Đà Nẵng đến Lâm Đồng"],
    ),
    "levels-with-a-stroke": ("UBND các huyện/thành phố rà soát", ["Ủy ban nhân dân huyện, thành phố"]),
    "boards-of-committees": (
        "Ban Thường vụ Tỉnh ủy, Thành ủy lãnh đạo",
        ["Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Thành ủy"],
    ),
    "task-in-lower-case-up-to-its-level": (
        "Ban chỉ đạo diệt trừ cây Mai dương huyện phối hợp",
        ["Ban chỉ đạo diệt trừ cây Mai dương huyện"],
    ),
    "work-of-a-body-set-up-for-it": (
        "thành viên Ban Chỉ đạo công tác Dân số tỉnh và các đơn vị, tổ chức, cá nhân có liên quan căn cứ",
        ["thành viên Ban Chỉ đạo công tác Dân số tỉnh", "đơn vị có liên quan", "tổ chức có liên quan"],
    ),
    "minister-without-the-ministry": ("Bộ trưởng Công an quyết liệt chỉ đạo", ["Bộ Công an"]),
    "departments-said-once": (
        "Giám đốc các sở, ngành: Tư pháp, Y tế; Chủ tịch UBND các huyện, thành phố chịu trách nhiệm",
        ["Sở Tư pháp", "Sở Y tế", "Ủy ban nhân dân huyện, thành phố"],
    ),
    "members-of-a-body": ("thành viên Ban Chỉ đạo 751 rà soát", ["thành viên Ban Chỉ đạo 751"]),
    "owners": ("Chủ các mạng viễn thông căn cứ vào quy định", ["chủ mạng viễn thông"]),
    "verb-with-object-is-no-name": ("các xã giám sát việc thực hiện", ["xã"]),
    "list": ("Sở Tài chính, Sở Y tế và Sở Nội vụ báo cáo", ["Sở Tài chính", "Sở Y tế", "Sở Nội vụ"]),
    "set-phrase-stays-whole": ("các Sở, ban, ngành tổ chức", ["sở, ban, ngành"]),
    "lost-commas": ("các bộ ngành, địa phương rà soát", ["bộ, ngành", "địa phương"]),
    "other-lists-are-split": ("Các tỉnh uỷ, thành uỷ, các ban đảng phổ biến", ["Tỉnh ủy", "Thành ủy", "ban đảng"]),
    "abbreviations": ("Bộ CHQS tỉnh; UBND cấp xã", ["Bộ Chỉ huy quân sự tỉnh", "Ủy ban nhân dân cấp xã"]),
    "head-said-once": ("các Bộ: Tài chính, Nội vụ, Bộ Y tế.", ["Bộ Tài chính", "Bộ Nội vụ", "Bộ Y tế"]),
    "head-said-once-names-with-commas": (
        "các Cục: Bản quyền tác giả; Xuất bản, In và Phát hành; Báo chí",
        ["Cục Bản quyền tác giả", "Cục Xuất bản, In và Phát hành", "Cục Báo chí"],
    ),
    "head-said-once-is-no-class-of-police": ("các Bộ: Văn hóa, Thể thao và Du lịch, Công an", [
        "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Công an"]),
    "post": ("Chủ tịch UBND các xã, phường chịu trách nhiệm", ["Ủy ban nhân dân xã, phường"]),
    "posts-in-a-row": (
        "Chủ tịch Hội đồng thành viên, Tổng giám đốc các Tập đoàn chủ động",
        ["tập đoàn"],
    ),
    "post-alone": ("Bộ trưởng, Thủ trưởng cơ quan ngang bộ chỉ đạo", ["bộ", "cơ quan ngang bộ"]),
    "post-with-person": ("Phó Chủ tịch UBND tỉnh Nguyễn Minh Luân chỉ đạo", ["Ủy ban nhân dân tỉnh"]),
    "several-posts-with-colon": (
        "Tổng giám đốc: Đài Truyền hình Việt Nam, Thông tấn xã Việt Nam",
        ["Đài Truyền hình Việt Nam", "Thông tấn xã Việt Nam"],
    ),
    "class-tail-up-to-verb": ("cơ quan thanh tra khẩn trương làm rõ", ["cơ quan thanh tra"]),
    "class-tail-soft-verb": ("các doanh nghiệp kinh doanh bảo hiểm khẩn trương", ["doanh nghiệp kinh doanh bảo hiểm"]),
    "class-tail-joined": (
        "Các doanh nghiệp viễn thông và truyền hình cáp hoạt động trên địa bàn tỉnh:",
        ["doanh nghiệp viễn thông và truyền hình cáp"],
    ),
    "class-tail-capital": (
        "Cơ quan Lao động - Thương binh và Xã hội ở địa phương có trách nhiệm",
        ["cơ quan Lao động - Thương binh và Xã hội ở địa phương"],
    ),
    "tail-of-place-is-dropped": ("các cơ quan báo chí của tỉnh tăng cường", ["cơ quan báo chí"]),
    "tail-of-area-is-dropped": ("Các cấp ủy đảng từ tỉnh đến cơ sở tăng cường", ["cấp ủy đảng"]),
    "aside-is-dropped": ("công an các địa phương (kể cả lân cận) chủ động", ["công an các địa phương"]),
    "owner-is-kept": ("các đơn vị thuộc Bộ Quốc phòng cung cấp hồ sơ", ["đơn vị thuộc Bộ Quốc phòng"]),
    "apposition": ("Bộ Tài chính - Cơ quan Thường trực Ban Chỉ đạo 751 đôn đốc", ["Bộ Tài chính"]),
    "related-to-last-cac": (
        "Bộ Tài chính, các bộ, địa phương liên quan rà soát",
        ["Bộ Tài chính", "bộ liên quan", "địa phương liên quan"],
    ),
    "related-not-to-named": ("Sở Tài chính và cơ quan liên quan", ["Sở Tài chính", "cơ quan liên quan"]),
    "persons-are-passed-over": ("các cơ quan, tổ chức, cá nhân có trách nhiệm", ["cơ quan", "tổ chức"]),
    "levels-together": ("UBND các huyện, thị xã thực hiện", ["Ủy ban nhân dân huyện, thị xã"]),
    "levels-with-places": (
        "Uỷ ban nhân dân các huyện, thị xã Long Khánh, thành phố Biên Hoà báo cáo",
        ["Ủy ban nhân dân huyện", "Ủy ban nhân dân thị xã Long Khánh", "Ủy ban nhân dân thành phố Biên Hòa"],
    ),
    "level-left-out": (
        "Ban Chỉ huy Phòng thủ dân sự cấp tỉnh, cấp xã",
        ["Ban Chỉ huy Phòng thủ dân sự cấp tỉnh", "Ban Chỉ huy Phòng thủ dân sự cấp xã"],
    ),
    "unknown-name": ("Cục Di sản văn hóa chủ trì", ["Cục Di sản văn hóa"]),
    "unknown-name-with-comma": (
        "Vụ Khoa học công nghệ, Đào tạo và Môi trường chủ trì",
        ["Vụ Khoa học công nghệ, Đào tạo và Môi trường"],
    ),
    "numbered-name": ("Quân khu 5, Quân khu 7 bổ sung", ["Quân khu 5", "Quân khu 7"]),
    "institution-in-its-name": ("Sở Xây dựng xây dựng kế hoạch", ["Sở Xây dựng"]),
    "compound-with-a-verb-in-it": (
        "Các doanh nghiệp công nghệ thông tin có trách nhiệm",
        ["doanh nghiệp công nghệ thông tin"],
    ),
    "compound-behind-a-known-class": (
        "Các cơ quan báo chí, phát thanh, truyền hình tăng cường",
        ["cơ quan báo chí, phát thanh, truyền hình"],
    ),
    "housing-authority": ("Cơ quan quản lý nhà ở cấp tỉnh phải", ["cơ quan quản lý nhà ở cấp tỉnh"]),
    "compound-that-is-a-predicate": ("Các doanh nghiệp đầu tư hạ tầng viễn thông", ["doanh nghiệp"]),
    "role-in-a-work": ("Cơ quan chủ trì có trách nhiệm tổng hợp", ["cơ quan chủ trì"]),
    "role-that-is-a-predicate": ("Các cơ quan phối hợp rà soát", ["cơ quan"]),
    "charged-with-a-work": (
        "Các đơn vị được giao vận hành hệ thống có trách nhiệm",
        ["đơn vị được giao vận hành hệ thống"],
    ),
    "charged-with-a-task-alone": ("Cơ quan được giao nhiệm vụ có trách nhiệm", ["cơ quan"]),
    "charged-is-the-predicate": ("Các cơ quan được giao nghiên cứu", ["cơ quan"]),
    "field-of-business": (
        "Các doanh nghiệp hoạt động trong lĩnh vực logistics, cảng biển phải",
        ["doanh nghiệp hoạt động trong lĩnh vực logistics, cảng biển"],
    ),
    "noun-said-again": (
        "Ban Quản lý các khu công nghệ cao và khu công nghiệp chủ trì",
        ["Ban Quản lý khu công nghệ cao và khu công nghiệp"],
    ),
    "verb-of-one-syllable": ("Cục Bảo tồn đất ngập nước lập báo cáo", ["Cục Bảo tồn đất ngập nước"]),
    "syllable-of-another-word": ("Các đơn vị sự nghiệp công lập rà soát", ["đơn vị sự nghiệp công lập"]),
    "head-of-one-syllable": ("Chủ công trình, chủ mỏ có trách nhiệm", ["chủ công trình", "chủ mỏ"]),
    "two-readings-of-a-syllable": ("Các nhà thầu thi công lập kế hoạch", ["nhà thầu thi công"]),
    "predicate-with-a-capital": ("Cục Hợp tác biển quốc tế Khẩn trương hoàn thành", ["Cục Hợp tác biển quốc tế"]),
    "known-name-and-a-capital-predicate": ("Các cơ quan ngang bộ Tập trung chỉ đạo", ["cơ quan ngang bộ"]),
    "verb-with-its-object": ("Các địa phương coi việc thực hiện", ["địa phương"]),
    "letter-of-the-next-item": ("Hội Công chứng viên thành phố a) Thực hiện", ["Hội Công chứng viên thành phố"]),
    "work-with-its-object": (
        "Phòng Pháp chế và Phổ biến, giáo dục pháp luật chủ trì",
        ["Phòng Pháp chế và Phổ biến, giáo dục pháp luật"],
    ),
    "second-field": ("Vụ Quy hoạch, Kiến trúc rà soát", ["Vụ Quy hoạch, Kiến trúc"]),
    "longer-name-behind-a-known-one": (
        "Phòng Kinh tế, Hạ tầng và Thủy lợi chủ trì",
        ["Phòng Kinh tế, Hạ tầng và Thủy lợi"],
    ),
    "second-unit-of-one-head": ("Cục Báo chí, Viễn thông rà soát", ["Cục Báo chí", "Cục Viễn thông"]),
    "owner-without-a-comma": ("Ban Cán bộ Thành ủy rà soát", ["Ban Cán bộ Thành ủy"]),
    "known-body-in-a-place": (
        "Ban Quản lý Khu kinh tế Vân Sơn chủ trì",
        ["Ban Quản lý Khu kinh tế Vân Sơn"],
    ),
    "named-by-a-pair": (
        "Hội Chăm sóc người mù và trẻ mồ côi Việt Nam vận động",
        ["Hội Chăm sóc người mù và trẻ mồ côi Việt Nam"],
    ),
    "task-with-about": (
        "Ban Chỉ đạo Nhà nước về Hàng hải chỉ đạo",
        ["Ban Chỉ đạo Nhà nước về Hàng hải"],
    ),
    "project-board": (
        "Ban QLDA đầu tư xây dựng các công trình thủy lợi tỉnh rà soát",
        ["Ban Quản lý dự án đầu tư xây dựng công trình thủy lợi tỉnh"],
    ),
    "body-inside-another": (
        "Thường trực Ủy ban MTTQ Việt Nam tỉnh giám sát",
        ["Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"],
    ),
    "region-with-a-number": ("Kho bạc Nhà nước khu vực XVI tổ chức", ["Kho bạc Nhà nước khu vực XVI"]),
    "court-of-a-region": ("Tòa án nhân dân khu vực 3 xét xử", ["Tòa án nhân dân khu vực 3"]),
    "branch": (
        "Ngân hàng Chính sách xã hội Chi nhánh thành phố cho vay",
        ["Ngân hàng Chính sách xã hội chi nhánh Thành phố"],
    ),
    "special-zone": ("Đặc khu Phú Quý tổ chức", ["Đặc khu Phú Quý"]),
    "investors-and-suppliers": (
        "Doanh nghiệp, nhà cung cấp dịch vụ IoT, nhà đầu tư bảo đảm",
        ["doanh nghiệp", "nhà cung cấp dịch vụ IoT", "nhà đầu tư"],
    ),
    "levels-without-cac": (
        "Các trung tâm chính trị xã, phường, đặc khu phối hợp",
        ["trung tâm chính trị xã, phường, đặc khu"],
    ),
    "levels-whose-comma-is-lost": ("UBND các phường xã rà soát", ["Ủy ban nhân dân phường, xã"]),
    "classes-whose-comma-is-lost": (
        "Các tổ chức cá nhân có liên quan phải",
        ["tổ chức có liên quan"],
    ),
    "units-that-organise": ("Các đơn vị tổ chức lập quy hoạch", ["đơn vị"]),
    "branch-without-its-company": ("Viễn thông Sơn La chủ động", ["Viễn thông Sơn La"]),
    "level-of-councils-and-committees": (
        "Thường trực HĐND, UBND cấp xã báo cáo",
        ["Thường trực Hội đồng nhân dân cấp xã", "Ủy ban nhân dân cấp xã"],
    ),
    "levels-apart": (
        "Hội đồng nhân dân, các Ủy ban nhân dân cấp xã báo cáo",
        ["Hội đồng nhân dân", "Ủy ban nhân dân cấp xã"],
    ),
    "board-of-a-council": ("Ban Dân tộc HĐND tỉnh thẩm tra", ["Ban Dân tộc Hội đồng nhân dân tỉnh"]),
    "owner-of-a-known-body": (
        "Cục Hải quan, Kho bạc Nhà nước thuộc Bộ Tài chính rà soát",
        ["Cục Hải quan", "Kho bạc Nhà nước"],
    ),
    "zone-behind-levels": (
        "UBND các xã, phường ven biển và đặc khu Lý Sơn rà soát",
        ["Ủy ban nhân dân xã, phường ven biển", "đặc khu Lý Sơn"],
    ),
    "bracket-that-defines-a-class": (
        "Các cơ quan đầu mối (Sở Nội vụ, Sở Y tế) tổng hợp",
        ["Sở Nội vụ", "Sở Y tế"],
    ),
    "bracket-of-a-body": ("Sở Y tế (Chi cục Dân số) rà soát", ["Sở Y tế"]),
    "bracket-of-another-kind": ("Các cơ quan chức năng (qua bưu chính) gửi", ["cơ quan chức năng"]),
    "members-of": ("Các thành viên của Ban Chỉ đạo rà soát", ["thành viên của Ban Chỉ đạo"]),
    "competence-is-no-name": ("Bộ Y tế có thẩm quyền quyết định", ["Bộ Y tế"]),
    "two-heads-said-once": (
        "các tập đoàn, tổng công ty: Điện lực Việt Nam, Viễn thông MobiFone huy động",
        ["Tập đoàn Điện lực Việt Nam", "Tổng công ty Viễn thông MobiFone"],
    ),
    "ministries-and-provinces": (
        "Bộ Xây dựng các tỉnh Sơn La, Lào Cai rà soát",
        ["Bộ Xây dựng", "tỉnh Sơn La", "tỉnh Lào Cai"],
    ),
    "communes-of-one-level": (
        "Chủ tịch UBND 02 xã: An Phú, Tân Lập chỉ đạo",
        ["Ủy ban nhân dân xã An Phú", "Ủy ban nhân dân xã Tân Lập"],
    ),
    "communes-of-two-levels": (
        "UBND các xã, phường: An Phú, Tân Lập và Sở Y tế rà soát",
        ["Ủy ban nhân dân xã, phường", "Sở Y tế"],
    ),
    "a-known-body-on-two-levels": ("Trạm Y tế các xã, phường triển khai", ["Trạm Y tế xã, phường"]),
    "standing-office": (
        "Cơ quan thường trực Ban Chỉ đạo (Sở Nội vụ) tổng hợp",
        ["Sở Nội vụ"],
    ),
    "set-up-for-a-work": (
        "Hội đồng quản lý Quỹ phòng, chống thiên tai tỉnh phê duyệt",
        ["Hội đồng quản lý Quỹ phòng, chống thiên tai tỉnh"],
    ),
    "own-level-behind-a-department": ("Sở Nội vụ Thành phố chủ trì", ["Sở Nội vụ"]),
    "level-that-tells": ("Ủy ban bầu cử tỉnh chỉ đạo", ["Ủy ban bầu cử tỉnh"]),
    "work-up-to-the-duty": ("Cơ quan lập đề án có trách nhiệm lấy ý kiến", ["cơ quan lập đề án"]),
    "mark-of-a-footnote": ("Bộ Nội vụ[6] có trách nhiệm", ["Bộ Nội vụ"]),
    "military-command": ("BCH Quân sự tỉnh tổ chức", ["Bộ Chỉ huy quân sự tỉnh"]),
    "military-command-of-communes": ("BCH quân sự cấp xã tổ chức", ["Ban Chỉ huy quân sự cấp xã"]),
    "committee-of-a-union": ("BCH Đoàn tỉnh tổ chức", ["Ban Chấp hành Đoàn tỉnh"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES.keys())
def test_agencies(text: str, wanted: list[str]) -> None:
    listed = Grammar(normalize_span(text)).agencies(0, semicolons=True)
    assert listed is not None
    assert [m.name for m in listed.mentions] == wanted


FRAMES = (
    *("{} có trách nhiệm rà soát", "{} khẩn trương rà soát", "{}, Sở Tư pháp thực hiện", "{} và Sở Tư pháp thực hiện"),
    *("{} lập kế hoạch triển khai", "{} trình cấp có thẩm quyền", "{}: rà soát", "{} báo cáo kết quả"),
)


@pytest.mark.parametrize("frame", FRAMES)
def test_no_name_of_the_list_is_cut_or_overrun(frame: str) -> None:
    wrong = []
    for agency in authority_list():
        listed = Grammar(normalize_span(frame.format(agency.name))).agencies(0)
        if not agency.is_class and (listed is None or fold(listed.mentions[0].name) != fold(agency.name)):
            wrong.append(agency.name)
    assert wrong == []


PLACES = {
    "over-provinces": (
        "Chủ tịch Ủy ban nhân dân các tỉnh: Khánh Hòa, Đắk Lắk và Gia Lai chủ động",
        [("Ủy ban nhân dân tỉnh", province) for province in ("Khánh Hòa", "Đắk Lắk", "Gia Lai")],
    ),
    "two-bodies-over-provinces": (
        "Bí thư tỉnh ủy và Chủ tịch UBND các tỉnh: Hà Tĩnh, Huế tập trung",
        [(body, province) for body in ("Tỉnh ủy", "Ủy ban nhân dân tỉnh") for province in ("Hà Tĩnh", "Huế")],
    ),
    "one-province": ("Sở Y tế tỉnh Nghệ An chủ trì", [("Sở Y tế", "Nghệ An")]),
    "provinces-as-such": (
        "Các tỉnh Nghệ An, Quảng Ngãi và Cao Bằng khẩn trương",
        [(f"tỉnh {province}", province) for province in ("Nghệ An", "Quảng Ngãi", "Cao Bằng")],
    ),
    "a-city-and-provinces": (
        "Thành phố Hà Nội và các tỉnh Bắc Ninh, Gia Lai đẩy nhanh",
        [("thành phố Hà Nội", "Hà Nội"), ("tỉnh Bắc Ninh", "Bắc Ninh"), ("tỉnh Gia Lai", "Gia Lai")],
    ),
    "departments-over-provinces": (
        "Sở Y tế các tỉnh: Hà Tĩnh, Sơn La rà soát",
        [("Sở Y tế", "Hà Tĩnh"), ("Sở Y tế", "Sơn La")],
    ),
    "branch-of-a-company": ("VNPT Lâm Đồng phối hợp", [("VNPT Lâm Đồng", "Lâm Đồng")]),
    "city-whose-name-holds-a-head": (
        "UBND thành phố Hà Nội, thành phố Hải Phòng rà soát",
        [("Ủy ban nhân dân thành phố", "Hà Nội"), ("Ủy ban nhân dân thành phố", "Hải Phòng")],
    ),
    "one-city": ("UBND thành phố Đà Nẵng khẩn trương", [("Ủy ban nhân dân Thành phố", "Đà Nẵng")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PLACES.values(), ids=PLACES.keys())
def test_places(text: str, wanted: list[tuple[str, str]]) -> None:
    listed = Grammar(normalize_span(text)).agencies(0, semicolons=True)
    assert listed is not None
    assert [(m.name, m.scope) for m in listed.mentions] == wanted


NO_AGENCY = {
    "verb-ban-hanh": "ban hành kế hoạch thực hiện",
    "verb-to-chuc": "Tổ chức thực hiện nghiêm",
    "verb-to-chuc-forum": "Tổ chức diễn đàn, đối thoại tại các trường học",
    "bo-may": "bộ máy quản lý nhà nước",
    "xa-hoi": "xã hội hóa nguồn lực",
    "bao-cao": "báo cáo kết quả",
    "phong-chong": "phòng, chống dịch bệnh",
    "person": "người dân và doanh nhân",
    "cap-lai": "cấp lại giấy chứng nhận",
    "cap-and-a-number": "Cấp 121: 30 tấn",
    "phong-hat": "phòng hát phải có diện tích",
    "truong-thong-tin": "trường thông tin chia sẻ phải",
}


@pytest.mark.parametrize("text", NO_AGENCY.values(), ids=NO_AGENCY.keys())
def test_no_agency(text: str) -> None:
    assert Grammar(normalize_span(text)).agencies(0) is None


@pytest.mark.parametrize("text", ["hiện trường, đơn vị thi công phải", "cán bộ, công chức phải", "cơ sở, ban ngành"])
def test_the_end_of_another_word_is_no_head(text: str) -> None:
    listed = Grammar(normalize_span(text)).agencies(1)
    assert listed is None


@pytest.mark.parametrize(
    "phrase",
    [
        "thành viên ",
        "thường trực ",
        "Ban Thường vụ thường trực ",
        "các cơ quan (",
        "xã, phường ",
        "Cục Quản lý Y, Dược ",
    ],
)
def test_a_phrase_said_again_and_again_is_read(phrase: str) -> None:
    Grammar(normalize_span(phrase * 3000)).agencies(0)


def test_offsets_lead_back_to_the_words() -> None:
    text = "Giao Sở Y tế,\nSở Nội vụ **chủ trì**"
    running = normalize_span(text)
    grammar = Grammar(running)
    listed = grammar.agencies(1)
    assert listed is not None
    assert [running.span(m.start, m.end).of(text) for m in listed.mentions] == ["Sở Y tế", "Sở Nội vụ"]


BLIND = {
    # A class of two nouns of which the second is itself a body reads as two bodies.
    "class-of-two-bodies": ("các đơn vị quân đội, công an đóng trên địa bàn, đồng thời", ["đơn vị quân đội, công an"]),
    # "của tỉnh" behind a list belongs to every member, also to one that names no level.
    "level-behind-a-list": (
        "Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội của tỉnh tổ chức",
        ["Ủy ban Mặt trận Tổ quốc tỉnh", "tổ chức chính trị - xã hội"],
    ),
}


@pytest.mark.xfail(strict=True, reason="known blind spots")
@pytest.mark.parametrize(("text", "wanted"), BLIND.values(), ids=BLIND.keys())
def test_known_blind_spots(text: str, wanted: list[str]) -> None:
    listed = Grammar(normalize_span(text)).agencies(0)
    assert listed is not None
    assert [m.name for m in listed.mentions] == wanted
