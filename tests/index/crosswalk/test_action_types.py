"""What units ask to be done to their object, and where two ask for different things."""

from __future__ import annotations

import pytest

from corpus.model import Assignee, Modality, Obligation, ObligationKind, Role
from corpus.vocabulary import load
from index.crosswalk.action_types import LEADING, Acts, acts
from index.crosswalk.units import Unit

KEYS = [entry["key"] for entry in load("task_acts")]


def unit(words: str, *actions: str) -> Unit:
    """A unit of `words` with a duty for each of `actions`."""
    duties = tuple(
        Obligation(
            f"1#{n}",
            "1",
            0,
            len(words),
            words,
            action,
            ObligationKind.LEADERSHIP,
            Modality.MUST,
            True,
            (Assignee("Sở Y tế", Role.LEAD),),
        )
        for n, action in enumerate(actions)
    )
    return Unit("1", 0, len(words), words, duties)


def keys(bits: int) -> set[str]:
    return {key for place, key in enumerate(KEYS) if bits >> place & 1}


NAMED = {
    "a list of verbs of one sort": ("Thanh tra, kiểm tra, giám sát việc thực hiện", {"inspect"}),
    "two sorts": ("Rà soát, kiến nghị chính sách; tuyên truyền pháp luật", {"make", "tell"}),
    "a verb that goes with any work": ("Tăng cường, đẩy mạnh phát triển hệ thống bến khách", set()),
    "people to be put in place are not money": ("Bố trí đủ cán bộ ở cấp xã", {"staff"}),
    "money is": ("Bố trí kinh phí ở cấp xã", {"provide"}),
    "older tone placement, broken line": ("cụ thể hoá\nChỉ thị", {"make"}),
    "what another verb has as its object": ("Giám sát đối với việc xây dựng chính sách", {"inspect"}),
    "what is directed to be done": ("Lãnh đạo, chỉ đạo việc sửa đổi, bổ sung luật", {"make"}),
    "a part of a longer word is none": ("Bộ Giao thông vận tải", set()),
}


@pytest.mark.parametrize(("words", "expected"), NAMED.values(), ids=NAMED)
def test_sorts_of_work_are_read_from_the_verbs(words: str, expected: set[str]) -> None:
    assert keys(acts(words)) == expected


LED = {
    "by the unit's first words": (unit("Đánh giá tác động đến trẻ em trong quá trình xây dựng chính sách"), {"assess"}),
    "not by what stands far behind": (unit(f"{'Tăng cường mọi mặt ' * LEADING}kiểm tra"), set()),
    "behind the body that is to do it": (
        unit(
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên giám sát việc thực hiện",
            "giám sát việc thực hiện",
        ),
        {"inspect"},
    ),
    "by a duty that goes on in the next part of the sentence": (
        unit(
            "Các tỉnh ủy, thành ủy, ban đảng, ban cán sự đảng xây dựng kế hoạch thực hiện",
            "xây dựng kế hoạch thực hiện; hằng năm báo cáo",
        ),
        {"make"},
    ),
    "not by a duty that begins in another part of the sentence": (
        unit("xây dựng chính sách cho đội ngũ cán bộ", "kiện toàn bộ máy; xây dựng chính sách cho đội ngũ cán bộ"),
        {"make"},
    ),
}


@pytest.mark.parametrize(("one", "expected"), LED.values(), ids=LED)
def test_a_unit_is_led_by_its_opening_verbs(one: Unit, expected: set[str]) -> None:
    assert keys(int(Acts.of([one]).leading[0])) == expected


DIFFER = {
    "impact assessment and supervision of the same policy": (
        "Đánh giá tác động đến trẻ em trong quá trình xây dựng và thực hiện chính sách, pháp luật",
        "Tăng cường giám sát và phản biện xã hội đối với việc xây dựng và thực hiện chính sách, pháp luật",
        True,
    ),
    "a policy for the staff and staff put in place": (
        "Xây dựng, hoàn thiện chính sách cho đội ngũ cán bộ làm công tác trẻ em",
        "Bố trí đủ cán bộ làm công tác trẻ em ở cấp xã",
        True,
    ),
    "the child does it among other things": (
        "Tuyên truyền kỹ năng phòng, chống đuối nước",
        "Dạy bơi an toàn, tuyên truyền kỹ năng phòng, chống đuối nước",
        False,
    ),
    "the parent asks for it among other things": (
        "Đổi mới cơ chế xã hội hóa bằng nhiều hình thức, khuyến khích doanh nghiệp tham gia",
        "Khuyến khích sự đóng góp của các doanh nghiệp",
        False,
    ),
    "completing and bringing up to date": (
        "Xây dựng, hoàn thiện cơ sở dữ liệu về trẻ em",
        "Cập nhật, làm sạch dữ liệu về trẻ em",
        False,
    ),
    "a task of no sort": ("Tăng cường công tác y tế trường học", "Kiểm tra công tác y tế trường học", False),
    "a unit of no sort": ("Kiểm tra công tác y tế trường học", "Tăng cường công tác y tế trường học", True),
}


@pytest.mark.parametrize(("task", "below", "expected"), DIFFER.values(), ids=DIFFER)
def test_two_units_differ_where_neither_does_what_the_other_leads_with(task: str, below: str, expected: bool) -> None:
    found = Acts.of([unit(task)]).differ(Acts.of([unit(below), unit(task)]))
    assert found.tolist() == [[expected, False]]
