"""Labels under or behind a task: who leads, who works with them, by when, with what product."""

from __future__ import annotations

from tests.ingest.obligations.sample_texts import duties, roles, shortly


def test_labels_in_bullets_belong_to_the_task_above() -> None:
    first, second = duties("""1. Xây dựng cơ sở dữ liệu về trẻ em.
- Cơ quan chủ trì: Sở Y tế.
- Cơ quan phối hợp: Sở Nội vụ, các sở, ngành liên quan.
- Thời gian thực hiện: Trước ngày 30/6/2026.
- Sản phẩm: Cơ sở dữ liệu.
2. Tổ chức tuyên truyền về quyền trẻ em.
""")
    assert shortly(first) == "L Sở Y tế; S Sở Nội vụ; S sở, ngành liên quan"
    assert first.deadline is not None
    assert first.deadline.due == "2026-06-30"
    assert first.product == "Cơ sở dữ liệu"
    assert all(a.derived for a in first.assignees)
    assert (second.assignees, second.deadline, second.product) == ((), None, "")


def test_labels_on_the_line_of_the_task_are_no_part_of_it() -> None:
    (duty,) = duties(
        "1. Xây dựng cơ sở dữ liệu về trẻ em. Đơn vị chủ trì: Sở Y tế; đơn vị phối hợp: Sở Nội vụ; "
        "thời gian hoàn thành: quý II năm 2026."
    )
    assert duty.quote == "Xây dựng cơ sở dữ liệu về trẻ em."
    assert shortly(duty) == "L Sở Y tế; S Sở Nội vụ"
    assert duty.deadline is not None
    assert duty.deadline.due == "2026-06"


def test_a_heading_of_labels_goes_for_all_tasks_of_its_section() -> None:
    found = duties("""1. Công tác tuyên truyền
a) Tổ chức tuyên truyền về quyền trẻ em.
b) Lập chuyên trang về trẻ em.
c) Cơ quan thực hiện
- Cơ quan chủ trì: Sở Y tế.
- Thời gian: Năm 2026.
""")
    assert [shortly(o) for o in found] == ["L Sở Y tế"] * 2
    assert [o.deadline.due if o.deadline else "" for o in found] == ["2026"] * 2


def test_a_heading_with_labels_and_nothing_else_is_the_task() -> None:
    (duty,) = duties("1. Xây dựng Nghị định về trẻ em\n- Cơ quan chủ trì: Bộ Y tế.\n- Thời hạn: Tháng 12/2026.")
    assert (duty.quote, shortly(duty)) == ("Xây dựng Nghị định về trẻ em", "L Bộ Y tế")


def test_sections_that_sound_like_labels_hold_duties() -> None:
    text = """I. PHÂN CÔNG THỰC HIỆN
1. Sở Y tế
Rà soát cơ sở dữ liệu về trẻ em.
2. Phối hợp thực hiện
Sở Nội vụ bố trí kinh phí.
"""
    assert roles(text) == ["L Sở Y tế", "L Sở Nội vụ"]


def test_a_sentence_that_only_says_by_when_belongs_to_the_duty_before() -> None:
    (duty,) = duties("1. Sở Y tế rà soát cơ sở dữ liệu. Hoàn thành trong quý II năm 2026.")
    assert duty.quote == "Sở Y tế rà soát cơ sở dữ liệu."
    assert duty.deadline is not None
    assert duty.deadline.due == "2026-06"
