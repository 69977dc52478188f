"""The grammar of agency phrases: lists, classes, heads left out, posts, places."""

from __future__ import annotations

import pytest

from corpus.normalized_text import normalize_span
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
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES.keys())
def test_agencies(text: str, wanted: list[str]) -> None:
    listed = Grammar(normalize_span(text)).agencies(0, semicolons=True)
    assert listed is not None
    assert [m.name for m in listed.mentions] == wanted


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
}


@pytest.mark.parametrize("text", NO_AGENCY.values(), ids=NO_AGENCY.keys())
def test_no_agency(text: str) -> None:
    assert Grammar(normalize_span(text)).agencies(0) is None


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
