"""What a clause stands under: topics of sections, who is addressed, headings, intro lines, reports."""

from __future__ import annotations

import pytest

from tests.ingest.obligations.sample_texts import duties, roles, shortly


def test_the_address_goes_for_all_that_name_nobody() -> None:
    text = """Các sở, ban, ngành; UBND các xã tập trung thực hiện các nhiệm vụ sau:
1. Rà soát cơ sở dữ liệu về trẻ em.
2. Giao Sở Y tế tổ chức kiểm tra.
3. Tổ chức tuyên truyền về quyền trẻ em.
"""
    everybody = "L sở, ban, ngành; L Ủy ban nhân dân xã"
    assert roles(text) == [everybody, "L Sở Y tế", everybody]
    assert [o.explicit for o in duties(text)] == [False, True, False]


def test_the_issuer_speaks_and_does_not_direct() -> None:
    text = """Bộ trưởng Bộ Y tế yêu cầu các Sở Y tế, Giám đốc các bệnh viện thực hiện các nhiệm vụ sau:
1. Rà soát cơ sở dữ liệu về trẻ em.
"""
    assert roles(text, issuer="Bộ Y tế") == ["L Sở Y tế; L bệnh viện"]
    assert roles(text) == ["L Sở Y tế; L bệnh viện"]


def test_a_heading_names_who_acts_under_it() -> None:
    text = """II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
a) Rà soát cơ sở dữ liệu về trẻ em.
b) Tham mưu Ủy ban nhân dân tỉnh ban hành kế hoạch.
2. Trách nhiệm của Sở Tài chính
Bố trí kinh phí thực hiện Kế hoạch.
"""
    found = duties(text)
    assert [shortly(o) for o in found] == ["L Sở Y tế", "L Sở Y tế", "L Sở Tài chính"]
    assert all(o.explicit and o.assignees[0].derived for o in found)


def test_an_intro_line_is_no_duty_but_names_who_acts_under_it() -> None:
    text = """III. TỔ CHỨC THỰC HIỆN
1. Giao Sở Y tế:
- Rà soát cơ sở dữ liệu về trẻ em;
- Phối hợp với Sở Nội vụ tổ chức tập huấn.
2. Sở Tài chính có trách nhiệm:
- Bố trí kinh phí.
"""
    assert roles(text) == ["L Sở Y tế", "L Sở Y tế; S Sở Nội vụ", "L Sở Tài chính"]


def test_an_intro_line_may_set_others_to_work() -> None:
    text = """1. Ban cán sự đảng Chính phủ
- Lãnh đạo, chỉ đạo các bộ, ngành:
+ Rà soát, bổ sung các quy định của pháp luật.
"""
    assert roles(text) == ["L bộ, ngành; D Ban cán sự đảng Chính phủ"]


def test_who_is_set_to_work_is_not_its_own_director() -> None:
    text = """1. Công an tỉnh
Giao Giám đốc Công an tỉnh chỉ đạo thực hiện:
- Đôn đốc việc thực hiện Kế hoạch.
"""
    assert roles(text)[-1] == "L Công an tỉnh"


def test_the_opening_of_a_charge_begins_the_tasks() -> None:
    text = """Thời gian qua, dịch bệnh diễn biến phức tạp.
Thủ tướng Chính phủ yêu cầu Bộ trưởng Bộ Y tế:
- Khẩn trương rà soát cơ sở dữ liệu;
- Báo cáo Thủ tướng Chính phủ trước ngày 10/12/2025.
"""
    assert roles(text, issuer="Thủ tướng Chính phủ") == ["L Bộ Y tế", "L Bộ Y tế"]


CHARGED_UNDER_A_HEADING = {
    "classes-charge-nobody": (
        """II. TỔ CHỨC THỰC HIỆN
1. Các sở, ban, ngành
a) Giao Công an tỉnh chủ trì kiểm tra các cơ sở lưu trú.
b) Giao Sở Tài chính bố trí kinh phí.
""",
        ["L Công an tỉnh", "L Sở Tài chính"],
    ),
    "a-body-charges-those-below-it": (
        """II. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân tỉnh
a) Giao Công an tỉnh chủ trì kiểm tra các cơ sở lưu trú.
""",
        ["D Ủy ban nhân dân tỉnh; L Công an tỉnh"],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CHARGED_UNDER_A_HEADING.values(), ids=CHARGED_UNDER_A_HEADING)
def test_who_charges_under_a_heading(text: str, wanted: list[str]) -> None:
    assert roles(text) == wanted


def test_goals_hold_no_duties() -> None:
    text = """I. MỤC TIÊU
1. Nâng cao chất lượng chăm sóc trẻ em.
2. Sở Y tế phấn đấu đạt 90% chỉ tiêu.
II. NHIỆM VỤ, GIẢI PHÁP
1. Nâng cao chất lượng chăm sóc trẻ em.
"""
    assert [o.path for o in duties(text)] == ["ii/1"]


def test_aims_and_demands_together_hold_only_what_names_its_doer() -> None:
    text = """I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức về quyền trẻ em.
2. Các sở, ban, ngành tổ chức thực hiện nghiêm túc.
"""
    assert roles(text) == ["L sở, ban, ngành"]


def test_results_hold_no_duties() -> None:
    text = """I. TÌNH HÌNH THỰC HIỆN
1. Các bộ, ngành tổ chức thực hiện tốt.
II. NHIỆM VỤ
1. Các bộ, ngành tổ chức thực hiện Nghị quyết.
"""
    assert [o.path for o in duties(text)] == ["ii/1"]


def test_those_a_letter_is_sent_to_are_meant_where_nobody_is_named() -> None:
    text = """Kính gửi: Sở Y tế; Sở Nội vụ.
Để thực hiện Kế hoạch, UBND tỉnh đề nghị:
1. Rà soát cơ sở dữ liệu về trẻ em.
"""
    assert roles(text, issuer="Ủy ban nhân dân tỉnh Nghệ An", province="Nghệ An") == [
        "L Sở Y tế@Nghệ An; L Sở Nội vụ@Nghệ An"
    ]


def test_those_a_dispatch_is_sent_to_are_meant_where_nobody_is_named() -> None:
    text = """THỦ TƯỚNG CHÍNH PHỦ điện:
- Bộ Y tế;
- Bộ Nội vụ.
Thủ tướng Chính phủ yêu cầu:
1. Rà soát cơ sở dữ liệu về trẻ em.
"""
    assert roles(text) == ["L Bộ Y tế; L Bộ Nội vụ"]


def test_the_next_sentence_goes_on_about_the_same_doer() -> None:
    text = "1. Sở Y tế chủ trì rà soát. Báo cáo Ủy ban nhân dân tỉnh kết quả. Sở Nội vụ phối hợp thực hiện."
    assert roles(text) == ["L Sở Y tế", "L Sở Y tế", "L Sở Nội vụ"]


def test_lines_that_were_one_sentence_are_read_as_one() -> None:
    (duty,) = duties("1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ\n\nrà soát cơ sở dữ liệu về trẻ em.")
    assert shortly(duty) == "L Sở Y tế; S Sở Nội vụ"
    assert duty.quote.endswith("trẻ em.")


def test_in_articles_a_verb_alone_is_the_issuers_own_act() -> None:
    text = """Điều 1. Ban hành kèm theo Quyết định này Quy chế.
Điều 2. Bãi bỏ Quyết định số 10/QĐ-UBND.
Điều 3. Sở Y tế chịu trách nhiệm thi hành Quyết định này.
"""
    assert [o.path for o in duties(text)] == ["dieu-3"]


def test_a_report_tells_what_a_body_asks_of_others() -> None:
    text = """UBND tỉnh Nghệ An yêu cầu các sở, ngành thực hiện nghiêm Kế hoạch
Theo đó, UBND tỉnh yêu cầu các sở, ngành tập trung triển khai các nhiệm vụ. Đó là rà soát cơ sở dữ liệu về trẻ em.
Cùng với đó, đẩy mạnh công tác tuyên truyền về quyền trẻ em.
UBND tỉnh đã ban hành Kế hoạch số 10/KH-UBND.
"""
    found = duties(text, kind="secondary")
    assert [shortly(o) for o in found] == ["L sở, ngành"] * 3
    assert found[-1].quote.startswith("Cùng với đó")


def test_an_intro_line_over_parts_of_its_object_is_the_duty() -> None:
    text = """II. NHIỆM VỤ
1. Bộ Công an phát triển ứng dụng với 02 chức năng chính:
- Lưu trữ dữ liệu số của công dân;
- Là kênh giao tiếp với người dân.
"""
    assert [o.path for o in duties(text)] == ["ii/1"]


def test_an_annex_of_a_list_holds_no_duties() -> None:
    text = """Điều 1. Ban hành Danh mục ngành nghề.
PHỤ LỤC
DANH MỤC NGÀNH NGHỀ ĐƯỢC ƯU ĐÃI
I. Giáo dục
1. Thành lập cơ sở dạy nghề.
"""
    assert roles(text) == []


def test_what_opens_an_annex_is_said_by_the_issuer() -> None:
    text = """Điều 1. Ban hành Kế hoạch.
PHỤ LỤC
KẾ HOẠCH THỰC HIỆN
Để triển khai Nghị quyết, Ủy ban nhân dân tỉnh xây dựng kế hoạch thực hiện.
I. NHIỆM VỤ
1. Sở Y tế rà soát cơ sở dữ liệu.
"""
    assert roles(text, issuer="Ủy ban nhân dân tỉnh Nghệ An", province="Nghệ An") == ["L Sở Y tế@Nghệ An"]


def test_amending_is_the_issuers_own_act_where_nobody_is_to_do_it() -> None:
    text = """Điều 1. Sửa đổi, bổ sung một số điều của Quy chế
1. Bãi bỏ khoản 2 Điều 5.
Điều 2. Tổ chức thực hiện
1. Giao Sở Tư pháp sửa đổi, bổ sung Quyết định số 10/2020/QĐ-UBND.
"""
    assert [o.path for o in duties(text)] == ["dieu-2/khoan-1"]


def test_a_noun_that_may_be_a_verb_is_no_task() -> None:
    assert roles("Các sở thực hiện nhiệm vụ sau:\n1. Tổ chức, cá nhân bán hàng hóa.") == []


def test_things_listed_under_a_heading_are_no_tasks() -> None:
    text = """1. Sở Y tế
a) Tiếp nhận hồ sơ của người dân.
b) Hồ sơ gồm:
- Giấy khai sinh;
- Đơn đăng ký.
"""
    assert [o.path for o in duties(text)] == ["1/diem-a"]


def test_whose_decision_a_heading_names_does_not_act_under_it() -> None:
    text = """II. NHIỆM VỤ
1. Triển khai cơ chế một cửa theo Quyết định số 181/2003/QĐ-TTg của Thủ tướng Chính phủ:
- Rà soát thủ tục hành chính.
"""
    assert roles(text) == [""]


ASKED_IN_NEWS = {
    "behind-what-is-told": (
        "UBND tỉnh Hà Tĩnh vừa ban hành chỉ thị yêu cầu Giám đốc Sở Y tế rà soát các biện pháp phòng dịch.",
        ["L Sở Y tế"],
    ),
    "by-a-person": (
        "Tại buổi làm việc, ông Hoàng Văn Thái, Chủ tịch UBND huyện đề nghị Công an huyện tăng cường tuần tra.",
        ["L Công an huyện"],
    ),
    "with-a-comma": (
        "Chủ tịch UBND tỉnh Nguyễn Văn Bốn đề nghị, Sở Y tế, các địa phương cần tập trung đẩy nhanh tiến độ.",
        ["L Sở Y tế; L địa phương"],
    ),
    "given-several-tasks": (
        "Ban Bí thư giao Ban Tổ chức Trung ương một số nhiệm vụ là: Chủ trì rà soát tổ chức bộ máy.",
        ["L Ban Tổ chức Trung ương"],
    ),
    "past": (
        "Trước diễn biến dịch bệnh, UBND tỉnh đã yêu cầu các sở, ngành tập trung chỉ đạo phòng dịch.",
        ["L sở, ngành"],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), ASKED_IN_NEWS.values(), ids=ASKED_IN_NEWS)
def test_whom_news_says_is_asked(text: str, wanted: list[str]) -> None:
    assert roles(text, kind="secondary") == wanted


def test_when_it_was_asked_is_no_deadline() -> None:
    (duty,) = duties("Sau khi kiểm tra, Chủ tịch UBND tỉnh yêu cầu Sở Y tế rà soát thuốc.", kind="secondary")
    assert duty.deadline is None


def test_the_body_whose_functions_are_laid_down_has_the_tasks_that_name_nobody() -> None:
    text = """Điều 1. Vị trí và chức năng
1. Sở Nội vụ là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, giúp Ủy ban nhân dân tỉnh quản lý về tổ chức.
2. Sở Nội vụ có con dấu và tài khoản riêng.
Điều 2. Nhiệm vụ và quyền hạn
1. Tổ chức thực hiện các kế hoạch đã được phê duyệt.
2. Tham mưu, giúp Ủy ban nhân dân tỉnh:
a) Rà soát danh sách viên chức;
b) Hướng dẫn Ủy ban nhân dân cấp xã lập hồ sơ.
Điều 3. Trách nhiệm của Sở Tài chính
1. Bố trí kinh phí hoạt động.
"""
    assert roles(text) == ["L Sở Nội vụ"] * 3 + ["L Sở Tài chính"]


def test_nobody_has_the_tasks_where_no_body_is_said_to_be_one() -> None:
    text = """Điều 1. Vị trí và chức năng
1. Tổ giúp việc hoạt động theo chế độ kiêm nhiệm.
Điều 2. Nhiệm vụ và quyền hạn
1. Tổ chức thực hiện các kế hoạch đã được phê duyệt.
"""
    assert "L Sở Nội vụ" not in roles(text)
    assert all(not o.assignees for o in duties(text))


@pytest.mark.parametrize(
    "intro",
    ["Trình Ủy ban nhân dân tỉnh:", "Tham mưu cho Ủy ban nhân dân tỉnh:", "Báo cáo Bộ Nội vụ:"],
)
def test_whom_an_intro_line_serves_is_not_the_doer_of_its_list(intro: str) -> None:
    text = f"""III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
a) {intro}
- Rà soát danh sách viên chức;
- Lập kế hoạch biên chế.
"""
    assert roles(text) == ["L Sở Nội vụ", "L Sở Nội vụ"]


def test_the_closing_formula_of_a_letter_means_those_it_is_sent_to() -> None:
    text = """Kính gửi: Sở Y tế các tỉnh
Bộ Y tế có ý kiến như sau:
1. Tại thời điểm lập dự toán, các địa phương chưa có đầy đủ thông tin.
2. Việc phân bổ kinh phí được thực hiện theo Thông tư số 12/2024/TT-BYT.
Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Bộ Y tế để được hướng dẫn.
"""
    assert roles(text, issuer="Bộ Y tế")[-1].startswith("L Sở Y tế")


def test_who_watches_and_directs_acts_too() -> None:
    text = """1. Sở Công Thương
- Theo dõi, đôn đốc, chỉ đạo các doanh nghiệp viễn thông lắp đặt trạm phát sóng.
- Chỉ đạo các doanh nghiệp viễn thông lắp đặt trạm phát sóng.
"""
    first, second = roles(text)
    assert "L Sở Công Thương" in first
    assert "L Sở Công Thương" not in second
