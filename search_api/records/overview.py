"""What the knowledge base holds, for a person who has not asked anything yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document
from corpus.vietnamese import bare
from search_api.agencies.directory import AgencyDirectory
from search_api.documents.catalogue import newest_first
from search_api.schemas.records import STRICT, DocumentRow

if TYPE_CHECKING:
    from search_api.resources import Resources

_LATEST = 5
_BUSIEST = 8

# Asked of any collection of policy documents; shown until the collection offers its own.
_GENERAL_QUESTIONS = ("báo cáo kết quả thực hiện trước ngày", "bố trí kinh phí thực hiện kế hoạch")


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """An agency and the number of duties it holds under its own name."""

    __pydantic_config__ = STRICT

    agency_id: str
    name: str
    province: str
    is_class: bool
    obligations: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How much there is, what came last, who has most to do, and questions to begin with."""

    __pydantic_config__ = STRICT

    documents: int
    agencies: int
    set_aside: int
    latest: tuple[DocumentRow, ...]
    busiest: tuple[AgencyCount, ...]
    examples: tuple[str, ...]


def overview(resources: Resources) -> Overview:
    """The overview of a knowledge base."""
    documents = resources.snapshot.documents
    counted = agency_counts(AgencyDirectory.of(resources))
    latest = newest_first(documents)[:_LATEST]
    return Overview(
        documents=len(documents),
        agencies=len(counted),
        set_aside=len(resources.store.set_aside_list()),
        latest=tuple(DocumentRow.of(d) for d in latest),
        busiest=tuple(a for a in counted if not a.is_class)[:_BUSIEST],
        examples=_examples(latest, counted),
    )


def agency_counts(directory: AgencyDirectory, words: str = "") -> tuple[AgencyCount, ...]:
    """The agencies with duties, those with most first; `words` must all stand in name or province, accents optional."""
    found = []
    wanted = bare(words).split()
    for agency_id, number in directory.snapshot.agency_counts.items():
        name, province = directory.describe(agency_id)
        if all(word in bare(f"{name} {province}") for word in wanted):
            found.append(AgencyCount(agency_id, name, province, _is_class(directory, agency_id), number))
    return tuple(sorted(found, key=lambda a: (-a.obligations, a.name, a.province)))


def _is_class(directory: AgencyDirectory, agency_id: str) -> bool:
    try:
        return directory.authority.get(agency_id).is_class
    except KeyError:
        return False  # stored by an earlier authority list


def _examples(latest: Sequence[Document], counted: Sequence[AgencyCount]) -> tuple[str, ...]:
    if not latest:
        return ()
    body = next((a.name for a in counted if not a.is_class), "")
    number = next((d.number for d in latest if d.number), "")
    own = [f"trách nhiệm của {body}" if body else "", bare(f"trách nhiệm của {body}") if body else "", number]
    return tuple(question for question in (*own, *_GENERAL_QUESTIONS) if question)
