"""Which agency ids speak to an agency: its own, its old names', and those of classes that include it."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.authority.provinces import provinces
from corpus.vietnamese import bare
from search_api.errors import UnknownAgency

if TYPE_CHECKING:
    from corpus.agencies import AuthorityList


class AssignmentBasis(StrEnum):
    """How a duty reaches an agency."""

    OWN = "own"  # under its own name
    PREDECESSOR = "predecessor"  # under the name of a body it took over from
    CLASS = "class"  # because a class of bodies includes it
    BRANCH = "branch"  # a body of this kind in one province, asked for without a province
    POSSIBLE = "possible"  # under a name whose work was divided, and the words do not say to whom this went


def ids_for_agency(agency_id: str, agencies: AuthorityList, present: Collection[str]) -> dict[str, AssignmentBasis]:
    """The ids in `present` whose duties `agency_id` has to know of, each with how it reaches them.

    `present` are the ids that hold duties in the knowledge base. A provincial body
    ("so-y-te@nghe-an") also answers to its kind without a province and to the classes
    of its own province, never to those of another; a kind without a province
    ("so-y-te") takes in its bodies of every province. Which of the duties under an old
    name went to this agency is not asked here; `search_api.agencies.assignments` does.
    """
    province = agency_id.partition("@")[2]
    earlier = agencies.succession.sources_of(agency_id)
    wanted: dict[str, AssignmentBasis] = dict.fromkeys(earlier, AssignmentBasis.PREDECESSOR) | {
        agency_id: AssignmentBasis.OWN
    }
    if province:
        wanted |= dict.fromkeys((i.partition("@")[0] for i in earlier), AssignmentBasis.CLASS)
    for including in list(wanted):
        for group in agencies.classes_of(including):
            wanted.setdefault(group, AssignmentBasis.CLASS)
    found = {candidate: via for candidate, via in wanted.items() if candidate in present}
    if not province:
        for candidate in present:
            via = wanted.get(candidate.partition("@")[0])
            if via is not None and candidate not in found:
                found[candidate] = AssignmentBasis.BRANCH if via is AssignmentBasis.OWN else via
    return found


def find_agency(words: str, agencies: AuthorityList, province: str = "") -> str:
    """The id of the one agency `words` names: an id, a name, an alias or an abbreviation, with or without its province.

    Accents are optional. Raises `UnknownAgency` with the nearest names where there is
    none or more than one.
    """
    words = words.strip()
    kind, place = _split_place(words)
    try:
        agency = agencies.get(words)
    except KeyError:
        agency = None
    else:
        if "@" in words:
            return words
    agency = agency or agencies.find(words, province=province) or agencies.find(kind, province=place or province)
    if agency is None:
        near = "; ".join(a.name for a in agencies.search(kind, limit=5))
        hint = f"Có phải: {near}?" if near else "Xem tên đúng ở trang “Cơ quan”, hoặc bằng: nhiemvu export agencies"
        raise UnknownAgency(f"Không nhận ra cơ quan “{words}”. {hint}")
    return agencies.provincial(agency, place or province)


def _split_place(words: str) -> tuple[str, str]:
    """``so y te tinh nghe an`` gives ``so y te`` and ``Nghệ An``; else all of it and ``""``."""
    typed = bare(words)
    for place in provinces():
        for name in (place.name, *place.aliases):
            if m := re.search(rf"\s+(?:(?:tinh|thanh pho|tp\.?)\s+)?{re.escape(bare(name))}$", typed):
                return words[: m.start()], place.name
    return words, ""
