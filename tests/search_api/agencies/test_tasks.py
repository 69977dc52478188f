"""An agency's tasks: in which role, under which name, by when."""

from __future__ import annotations

import pytest

from search_api.agencies.tasks import TaskFilter, agency_view
from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownAgency

HEALTH = "so-y-te@nghe-an"


def test_all_tasks_in_order_of_how_they_were_given(held: KnowledgeBase) -> None:
    view = agency_view(held.resources, HEALTH, TaskFilter())
    assert [(t.via, t.obligation.path, t.roles) for t in view.tasks] == [
        ("own", "ii/1/diem-a", ("lead",)),
        ("own", "ii/1/diem-b", ("lead",)),
        ("class", "ii/2", ("lead",)),
    ]
    assert view.vias == {"own": 2, "class": 1}
    assert view.deadlines == {"recurring": 1, "none": 2}
    assert [c.agency_id for c in view.classes] == ["so-ban-nganh@nghe-an"]
    assert [d.number for d in view.documents] == ["777/KH-UBND"]
    assert (view.total, view.page, view.pages) == (3, 1, 1)


FILTERS = {
    "role": (TaskFilter(role="support"), "so-tai-chinh@nghe-an", ["ii/1/diem-a"]),
    "deadline": (TaskFilter(deadline="fixed"), "so-tai-chinh@nghe-an", ["phu-luc-1/bang-1/hang-1"]),
    "no deadline": (TaskFilter(deadline="none"), HEALTH, ["ii/1/diem-b", "ii/2"]),
    "how it was given": (TaskFilter(via="class"), HEALTH, ["ii/2"]),
    "document not concerned": (TaskFilter(doc="0"), HEALTH, []),
    "earliest first": (
        TaskFilter(order="due"),
        "so-tai-chinh@nghe-an",
        ["phu-luc-1/bang-1/hang-1", "ii/1/diem-a", "ii/2"],
    ),
}


@pytest.mark.parametrize(("wanted", "agency", "paths"), FILTERS.values(), ids=FILTERS)
def test_narrowed(held: KnowledgeBase, wanted: TaskFilter, agency: str, paths: list[str]) -> None:
    view = agency_view(held.resources, agency, wanted)
    assert [t.obligation.path for t in view.tasks] == paths
    assert view.total == len(paths)


def test_a_page_past_the_last_is_the_last(held: KnowledgeBase) -> None:
    assert agency_view(held.resources, HEALTH, TaskFilter(page=9)).page == 1


def test_a_known_agency_without_tasks_has_none(held: KnowledgeBase) -> None:
    view = agency_view(held.resources, "bo-quoc-phong", TaskFilter())
    assert view.agency.name == "Bộ Quốc phòng"
    assert view.tasks == ()


def test_an_unknown_id_is_refused(held: KnowledgeBase) -> None:
    with pytest.raises(UnknownAgency, match="khong-co"):
        agency_view(held.resources, "khong-co", TaskFilter())
