"""The "6 rõ" check: what each duty lacks, document by document."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.model import (
    Addressee,
    Assignee,
    Deadline,
    DeadlineKind,
    Modality,
    Obligation,
    ObligationKind,
    Role,
    Span,
)
from search_api.bootstrap import KnowledgeBase
from search_api.quality.completeness import (
    MissingElement,
    clarity,
    clarity_summary,
    completeness_of_all,
    missing_elements,
    names_a_product,
)

LEAD = Assignee("Sở Y tế", Role.LEAD, "so-y-te@nghe-an")
BY_JUNE = Deadline("trước ngày 30/6/2025", DeadlineKind.FIXED, due="2025-06-30")
WHOLE: dict[str, Any] = {
    "assignees": (LEAD,),
    "deadline": BY_JUNE,
    "report_to": (Addressee("Ủy ban nhân dân tỉnh"),),
    "product": "Kế hoạch",
}


def duty(**changed: Any) -> Obligation:
    fields: dict[str, Any] = {
        "id": "1#1",
        "path": "1",
        "start": 0,
        "end": 10,
        "quote": "Khám bệnh.",
        "action": "khám bệnh",
        "kind": ObligationKind.SERVICES,
        "modality": Modality.MUST,
        "explicit": True,
    }
    return Obligation(**(fields | WHOLE | changed))


LACKS = {
    "nothing": ({}, set()),
    "a lead": ({"assignees": ()}, {MissingElement.LEAD}),
    "a lead among those who help": ({"assignees": (Assignee("Sở Y tế", Role.SUPPORT),)}, {MissingElement.LEAD}),
    "a deadline": ({"deadline": None}, {MissingElement.DEADLINE}),
    "a product": ({"product": ""}, {MissingElement.PRODUCT}),
    "a product but for its own words": ({"product": "", "action": "xây dựng kế hoạch khám bệnh"}, set()),
    "a report": ({"report_to": ()}, {MissingElement.REPORT}),
    "a report but for being one": ({"report_to": (), "kind": ObligationKind.REPORTING}, set()),
    "a day": ({"deadline": Deadline("sớm", DeadlineKind.FIXED)}, {MissingElement.DUE}),
    "the day of an event": (
        {"deadline": Deadline("30 ngày kể từ khi có hướng dẫn", DeadlineKind.RELATIVE, trigger="có hướng dẫn")},
        {MissingElement.DUE},
    ),
    "a period": (
        {"deadline": Deadline("định kỳ", DeadlineKind.RECURRING, recurrence="periodic")},
        {MissingElement.DUE},
    ),
    "no period": ({"deadline": Deadline("hằng năm", DeadlineKind.RECURRING, recurrence="yearly")}, set()),
    "no end": ({"deadline": Deadline("thường xuyên", DeadlineKind.CONTINUOUS)}, set()),
    "nothing of a ban": (
        {"modality": Modality.MUST_NOT, "deadline": None, "product": "", "report_to": ()},
        set(),
    ),
    "somebody a ban is for": ({"modality": Modality.MUST_NOT, "assignees": ()}, {MissingElement.LEAD}),
}


AUTHORITIES = {
    "an unnamed authority": ({"action": "lập kế hoạch, trình cấp có thẩm quyền phê duyệt"}, "cấp có thẩm quyền"),
    "submitted to nobody": ({"action": "hoàn thiện Đề án, trình phê duyệt trong quý I"}, "trình phê duyệt"),
    "a named one": ({"action": "lập kế hoạch, trình Ủy ban nhân dân tỉnh phê duyệt"}, ""),
    "its own": ({"action": "ban hành kế hoạch theo thẩm quyền"}, ""),
    "a procedure": ({"action": "rà soát quy trình phê duyệt kế hoạch"}, ""),
    "what a cited document says": (
        {"action": "trình cấp có thẩm quyền phê duyệt theo Nghị định số 9001/2024/NĐ-CP", "basis": (Span(4, 9),)},
        "",
    ),
}


@pytest.mark.parametrize(("changed", "words"), AUTHORITIES.values(), ids=AUTHORITIES)
def test_who_decides_is_the_sixth_thing(changed: dict[str, Any], words: str) -> None:
    one = duty(**changed)
    found = missing_elements(one, [one])
    assert set(found) == ({MissingElement.AUTHORITY} if words else set())
    assert f"“{words}”" in found.get(MissingElement.AUTHORITY, "“”")
    assert not missing_elements(one, [one], asked=5)


def test_a_ban_needs_no_authority() -> None:
    ban = duty(modality=Modality.MUST_NOT, action="để hồ sơ quá hạn trình phê duyệt")
    assert not missing_elements(ban, [ban])


@pytest.mark.parametrize(("changed", "expected"), LACKS.values(), ids=LACKS)
def test_lacks(changed: dict[str, Any], expected: set[MissingElement]) -> None:
    assert set(missing_elements(duty(**changed), [duty(**changed)])) == expected


def test_who_reports_on_the_document_reports_on_each_of_its_duties() -> None:
    report = duty(kind=ObligationKind.REPORTING, id="2#1")
    silent = duty(report_to=())
    assert MissingElement.REPORT not in missing_elements(silent, [silent, report])
    other = duty(report_to=(), assignees=(Assignee("Sở Tài chính", Role.LEAD, "so-tai-chinh@nghe-an"),))
    assert MissingElement.REPORT in missing_elements(other, [other, report])


def test_advice_says_why_no_day_can_be_worked_out() -> None:
    timed = duty(deadline=Deadline("sau khi có hướng dẫn", DeadlineKind.RELATIVE, trigger="có hướng dẫn"))
    assert "có hướng dẫn" in missing_elements(timed, [timed])[MissingElement.DUE]


@pytest.mark.parametrize("words", ["Ban hành kế hoạch", "tổng hợp, báo cáo Thủ tướng Chính phủ", "mở lớp tập huấn"])
def test_words_that_name_a_product(words: str) -> None:
    assert names_a_product(words)


def test_a_document(held: KnowledgeBase) -> None:
    view = clarity(held.resources, "777/KH-UBND")
    assert (view.obligations, view.clear) == (4, 4 - len(view.rows))
    spread = next(row for row in view.rows if "tuyên truyền" in row.quote)
    assert spread.lacks == ("deadline", "report", "product")
    assert (spread.cited, len(spread.advice)) == ("Mục 2 mục II", 3)
    assert view.counts["deadline"] == sum("deadline" in row.lacks for row in view.rows)


def test_all_documents(held: KnowledgeBase) -> None:
    views = completeness_of_all(held.resources)
    assert {v.document.number for v in views} == {"999-CT/MM", "777/KH-UBND", "555/QĐ-UBND"}
    for view in views:
        whole = clarity(held.resources, view.document.doc)
        assert (view.clear, view.counts) == (whole.clear, whole.counts)
        assert clarity_summary(view).deadline == view.counts["deadline"]
