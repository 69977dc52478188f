"""How a sentence begins: who is to act there, by which construction, and what is no duty at all."""

from __future__ import annotations

import pytest

from tests.ingest.obligations.sample_texts import duties, roles, shortly

# The sentence, the doers; each is read as the first numbered item of a document.
DOERS = {
    "subject": ("Sở Y tế rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "subject-bound": ("Sở Y tế có trách nhiệm rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "subject-aside": ("Sở Y tế, căn cứ chức năng, nhiệm vụ được giao, rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "subject-colon": ("Sở Y tế: Rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "title-colon": ("Về công tác dữ liệu: Sở Y tế rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "adjunct-first": ("Trong quá trình thực hiện, các đơn vị báo cáo kịp thời.", "L đơn vị"),
    "condition-first": ("Nếu có khó khăn, vướng mắc các cơ quan báo cáo kịp thời.", "L cơ quan"),
    "list-from-adjunct-into-subject": (
        "Trong phạm vi hướng dẫn của cơ quan quản lý, các doanh nghiệp xây dựng danh mục.",
        "L doanh nghiệp",
    ),
    "connector": ("Đồng thời, Sở Y tế rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "as-to": ("Đối với các bệnh viện: rà soát cơ sở dữ liệu.", "L bệnh viện"),
    "relative-clause": ("Những cơ quan đã có trang thông tin điện tử phải công khai thủ tục.", "L cơ quan"),
    "implementers": (
        "Chánh Văn phòng UBND tỉnh, Giám đốc các sở, thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành.",
        "L Văn phòng Ủy ban nhân dân tỉnh; L sở; L đơn vị liên quan",
    ),
    "implementer-without-body": (
        "Chánh Văn phòng, Giám đốc Sở Y tế chịu trách nhiệm thi hành.",
        "L văn phòng; L Sở Y tế",
    ),
    "assigned": ("Giao Sở Y tế rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "assigned-work": ("Giao nhiệm vụ cho Sở Y tế rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "asked": ("Đề nghị Ban Tuyên giáo Tỉnh ủy tăng cường tuyên truyền.", "L Ban Tuyên giáo Tỉnh ủy"),
    "assigned-by-issuer": ("Thủ tướng Chính phủ yêu cầu Bộ Y tế rà soát cơ sở dữ liệu.", "L Bộ Y tế"),
    "assigned-list-with-unknown": (
        "Giao Sở Y tế, các mạng lưới tự nguyện và các xã giám sát việc thực hiện.",
        "L Sở Y tế; L xã",
    ),
    "encouraged": ("Khuyến khích các doanh nghiệp tham gia hỗ trợ trẻ em.", "L doanh nghiệp"),
    "encouraged-with-unknown": (
        "Khuyến khích các doanh nghiệp, cộng đồng trong và ngoài nước tham gia hỗ trợ trẻ em.",
        "L doanh nghiệp",
    ),
    "object-first": ("Danh sách trẻ em do Sở Y tế lập và công bố.", "L Sở Y tế"),
    "passive": ("Cơ sở dữ liệu phải được Sở Y tế rà soát hằng năm.", "L Sở Y tế"),
    "doer-in-brackets": ("Rà soát cơ sở dữ liệu (Sở Y tế, Sở Nội vụ).", "L Sở Y tế; L Sở Nội vụ"),
    "charge-in-brackets": (
        "Rà soát cơ sở dữ liệu (Giao Công an tỉnh chủ trì, phối hợp với Sở Nội vụ; Sở Tư pháp).",
        "L Công an tỉnh; S Sở Nội vụ; S Sở Tư pháp",
    ),
    "drafters-before-semicolons": (
        "Người đứng đầu cơ quan chủ trì soạn thảo; cơ quan thẩm định căn cứ tình hình thực tế quyết định mức chi.",
        "L cơ quan chủ trì soạn thảo; L cơ quan thẩm định",
    ),
    "work-given-to-others-is-the-givers": (
        "Sở Y tế thực hiện phân công nhiệm vụ kịp thời cho các cơ quan, đơn vị, xác định sản phẩm.",
        "L Sở Y tế",
    ),
    "led-in-a-field": (
        "Đề nghị Ban Tuyên giáo Tỉnh ủy lãnh đạo, chỉ đạo các cơ quan báo chí về công tác tuyên truyền.",
        "D Ban Tuyên giáo Tỉnh ủy; L cơ quan báo chí",
    ),
    "then": ("Trường hợp vượt thẩm quyền thì Sở Y tế tham mưu cấp trên xem xét.", "L Sở Y tế"),
    "forbidden": ("Nghiêm cấm các đơn vị tự ý thu phí.", "L đơn vị"),
    "without-doer": ("Rà soát cơ sở dữ liệu về trẻ em.", ""),
    "part-of": ("Bảo đảm sự phối hợp chặt chẽ giữa các sở.", "L sở"),
}


@pytest.mark.parametrize(("sentence", "doers"), DOERS.values(), ids=DOERS)
def test_who_is_to_act(sentence: str, doers: str) -> None:
    assert roles(f"1. {sentence}") == [doers]


NO_DUTIES = {
    "what-was-done": "Sở Y tế đã rà soát cơ sở dữ liệu.",
    "how-it-went": "Thời gian qua, Sở Y tế rà soát cơ sở dữ liệu còn chậm.",
    "praise": "Thủ tướng Chính phủ đánh giá cao các bộ, ngành.",
    "agreement": "Thống nhất với đề xuất của Bộ Y tế.",
    "information": "Văn phòng Chính phủ thông báo để các cơ quan biết, thực hiện.",
    "definition": "Cơ sở dữ liệu về trẻ em là tập hợp thông tin về trẻ em.",
    "quoted-words": "Khoản 2 được sửa đổi như sau: “Sở Y tế rà soát; báo cáo”.",
}


@pytest.mark.parametrize("sentence", NO_DUTIES.values(), ids=NO_DUTIES)
def test_statements_hold_no_duty(sentence: str) -> None:
    assert roles(f"1. {sentence}") == []


PARTS = {
    "another-doer": (
        "Sở Y tế rà soát cơ sở dữ liệu; Sở Tài chính bố trí kinh phí.",
        ["Sở Y tế rà soát cơ sở dữ liệu", "Sở Tài chính bố trí kinh phí."],
    ),
    "same-doer": (
        "Sở Y tế rà soát cơ sở dữ liệu; bố trí kinh phí.",
        ["Sở Y tế rà soát cơ sở dữ liệu; bố trí kinh phí."],
    ),
    "same-doer-named-again": (
        "Sở Y tế rà soát cơ sở dữ liệu; Sở Y tế bố trí kinh phí.",
        ["Sở Y tế rà soát cơ sở dữ liệu; Sở Y tế bố trí kinh phí."],
    ),
    "what-must-not-happen": (
        "Sở Y tế rà soát cơ sở dữ liệu; không để trẻ em bị bỏ sót.",
        ["Sở Y tế rà soát cơ sở dữ liệu", "không để trẻ em bị bỏ sót."],
    ),
    "semicolon-in-brackets": ("Sở Y tế rà soát (dữ liệu; hồ sơ).", ["Sở Y tế rà soát (dữ liệu; hồ sơ)."]),
}


@pytest.mark.parametrize(("sentence", "quotes"), PARTS.values(), ids=PARTS)
def test_parts_of_a_sentence(sentence: str, quotes: list[str]) -> None:
    assert [o.quote for o in duties(f"1. {sentence}")] == quotes


def test_what_must_not_happen_is_up_to_the_doer_before() -> None:
    last = duties("1. Sở Y tế rà soát cơ sở dữ liệu; không để trẻ em bị bỏ sót.")[-1]
    assert shortly(last) == "L Sở Y tế"
    assert last.modality == "must_not"


def test_what_must_be_is_up_to_those_addressed() -> None:
    found = duties(
        "Các sở tập trung thực hiện các nhiệm vụ sau:\n"
        "1. Đào tạo nghề phải gắn với việc làm.\n"
        "2. Trẻ em là tương lai của đất nước."
    )
    assert [(o.quote, shortly(o)) for o in found] == [("Đào tạo nghề phải gắn với việc làm.", "L sở")]


@pytest.mark.xfail(strict=True, reason="known blind spot: a verb as the subject of a statement")
def test_a_verb_may_be_the_subject_of_a_statement() -> None:
    assert roles("Các sở thực hiện các nhiệm vụ sau:\n1. Đào tạo nghề có vai trò quan trọng.") == []
