"""The authority list: who the agencies are, what they are called, and who took over from whom.

An agency's id is the slug of its canonical name (``bo-y-te``); a body that every
province has one of takes the province after "@" (``so-y-te@nghe-an``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from corpus.authority.agency_names import comparable, expand, loosened, split_place, without_post
from corpus.authority.provinces import Province, find_province, provinces
from corpus.authority.succession import Step, Succession, legal_bases, succession
from corpus.model import Agency, AgencyLevel
from corpus.vietnamese import slug, syllables
from corpus.vocabulary import Entry, load

__all__ = ["AuthorityList", "Province", "authority_list", "find_province", "provinces"]

_LOCAL = frozenset({AgencyLevel.PROVINCE, AgencyLevel.DISTRICT, AgencyLevel.COMMUNE})


@cache
def authority_list() -> AuthorityList:
    """The authority list of ``corpus/reference``, read once."""
    central, local, classes = load("agencies_central"), load("agencies_local"), load("agencies_classes")
    groups: dict[str, list[str]] = {}
    for entry in (*central, *local):
        if "group" in entry:
            groups.setdefault(entry["group"], []).append(entry["key"])
    agencies = [_agency(e, AgencyLevel.CENTRAL) for e in central]
    agencies += [_agency(e, AgencyLevel.PROVINCE) for e in local]
    for e in classes:
        members = [*e.get("members", ()), *(m for group in e.get("of", ()) for m in groups[group])]
        agencies.append(_agency(e, AgencyLevel.ANY, members=dict.fromkeys(members), is_class=True))
    return AuthorityList(agencies, succession())


def _agency(e: Entry, level: AgencyLevel, *, members: Iterable[str] = (), is_class: bool = False) -> Agency:
    heirs = succession().heirs_of(e["key"])
    return Agency(
        id=e["key"],
        name=e["name"],
        aliases=tuple(e.get("aliases", ())),
        level=AgencyLevel(e.get("level", level)),
        is_class=is_class,
        members=tuple(members),
        parent=e.get("parent"),
        since=e.get("since", ""),
        until=e.get("until", ""),
        successor=heirs[0] if heirs else None,
        source=legal_bases()[e["source"]] if "source" in e else "",
    )


@dataclass(frozen=True, slots=True)
class Ends:
    """When an agency began and ended (ISO days, ``""`` where not known), on which document, and who took over."""

    since: str = ""
    until: str = ""
    source: str = ""
    heirs: tuple[Step, ...] = ()


class AuthorityList:
    """All agencies that are known by name, to be looked up, compared and followed over time."""

    def __init__(self, agencies: Iterable[Agency], succession: Succession) -> None:
        self.succession = succession
        self._agencies = {a.id: a for a in agencies}
        self._by_name: dict[str, list[str]] = {}
        for a in self._agencies.values():
            for key in dict.fromkeys(comparable(name) for name in (a.name, *a.aliases)):
                self._by_name.setdefault(key, []).append(a.id)
        self._before: dict[str, list[str]] = {}
        for event in succession:
            for heir in () if event.stays else event.heirs:
                self._before.setdefault(heir.to, []).append(event.of)
        self._classes: dict[str, list[str]] = {}
        for a in self._agencies.values():
            for member in a.members:
                self._classes.setdefault(member, []).append(a.id)

    def __iter__(self) -> Iterator[Agency]:
        return iter(self._agencies.values())

    def get(self, agency_id: str) -> Agency:
        """The entry of an id, with or without a province after "@"; raises `KeyError` where there is none."""
        return self._agencies[agency_id.partition("@")[0]]

    def names(self) -> tuple[str, ...]:
        """Every name and alias in comparable form (`corpus.authority.agency_names.comparable`)."""
        return tuple(self._by_name)

    def find(self, name: str, *, province: str = "", date: str = "") -> Agency | None:
        """The one agency `name` stands for: a name, alias, abbreviation, or the post of its head.

        `province` is where the document comes from and `date` (ISO) when; of two
        bodies of one name the one that existed then is meant. None where no agency
        or more than one answers.
        """
        key = comparable(name)
        place = find_province(province) if province else None
        for candidate in dict.fromkeys((key, comparable(without_post(key)))):
            bare, own_place = split_place(candidate)
            # "Báo Nghệ An" is the province's: what its own place stands in for comes before a bare name.
            placed = (f"{bare} tỉnh",) if own_place and not bare.endswith(("tỉnh", "thành phố")) else ()
            for form in dict.fromkeys((candidate, *placed, bare, loosened(candidate), loosened(bare))):
                if form == "ủy ban nhân dân thành phố" and not _is_city(own_place or place):
                    continue  # of a province, it may be a town inside it
                ids = self._by_name.get(form) or self._without_accents.get(slug(form), [])
                found = self._one(ids, date, is_local=bool(own_place or place))
                if found:
                    return found
        return None

    @cached_property
    def _without_accents(self) -> dict[str, list[str]]:
        """Ids by the slug of a name, for names typed without accents; made when first needed."""
        found: dict[str, list[str]] = {}
        for key, ids in self._by_name.items():
            found.setdefault(slug(key), []).extend(ids)
        return found

    def _one(self, ids: Iterable[str], date: str, *, is_local: bool) -> Agency | None:
        """The one among several of one name that was there on the day, local where the document is of a province."""
        found = [self._agencies[i] for i in dict.fromkeys(ids)]
        if len(found) > 1 and date:
            found = [a for a in found if was_there(a, date)]
        if len(found) > 1:
            found = [a for a in found if (a.level in _LOCAL) == is_local]
        return found[0] if len(found) == 1 else None

    def provincial(self, agency: Agency, province: str) -> str:
        """The id of an agency in a province: ``so-y-te@nghe-an``; of a central body its plain id."""
        if agency.level not in _LOCAL or not province:
            return agency.id
        place = find_province(province)
        return f"{agency.id}@{place.id if place else slug(province)}"

    def predecessors(self, agency_id: str) -> tuple[str, ...]:
        """The ids of the bodies whose work this one took over, near ones first; a province stays."""
        base, at, place = agency_id.partition("@")
        found: dict[str, None] = {}
        queue = [base]
        while queue:
            for earlier in self._before.get(queue.pop(0), ()):
                if earlier not in found and earlier != base:
                    found[earlier] = None
                    queue.append(earlier)
        return tuple(f"{i}{at}{place}" for i in found)

    def classes_of(self, agency_id: str) -> tuple[str, ...]:
        """The ids of the classes that include an agency; of a provincial body also in its province."""
        base, _, place = agency_id.partition("@")
        found: dict[str, None] = {}
        queue = [base]
        while queue:
            for name in self._classes.get(queue.pop(0), ()):
                if name not in found:
                    found[name] = None
                    queue.append(name)
        local = [f"{i}@{place}" for i in found if place]
        return (*found, *local)

    def members_of(self, class_id: str, day: str = "") -> tuple[str, ...]:
        """The ids of the bodies a class includes, in its province, that were there on an ISO day where one is given."""
        base, at, place = class_id.partition("@")
        found: dict[str, None] = {}
        for member in self._agencies[base].members if base in self._agencies else ():
            agency = self._agencies[member]
            if agency.is_class:
                found |= dict.fromkeys(self.members_of(f"{member}{at}{place}", day))
            elif not day or was_there(agency, day):
                found[self.provincial(agency, place)] = None
        return tuple(found)

    def ends_of(self, agency_id: str) -> Ends:
        """From when and until when an agency was there, by itself or because its province was, and who took over."""
        kind, _, place = agency_id.partition("@")
        agency = self._agencies.get(kind)
        if agency is None:
            return Ends()
        heirs = self.succession.last_steps(agency_id)
        merged = next((p.until for p in provinces() if p.id == place and p.until), "")
        until = min((day for day in (agency.until, merged) if day), default="")
        return Ends(agency.since, until, agency.source, heirs)

    def place_was_there(self, agency_id: str, day: str) -> bool:
        """Whether the province of an id existed on an ISO day; true of an id without one."""
        place = agency_id.partition("@")[2]
        known = next((p for p in provinces() if p.id == place), None)
        return known is None or not known.until or day < known.until

    def describe(self, agency_id: str) -> tuple[str, str]:
        """The display name of an id and of its province, or ``""``."""
        base, _, place = agency_id.partition("@")
        name = self._agencies[base].name if base in self._agencies else base
        known = find_province(place.replace("-", " ")) if place else None
        return name, known.name if known else place

    def search(self, words: str, limit: int = 10) -> list[Agency]:
        """Agencies whose name or alias has a word beginning with each of `words`, best first; accents optional."""
        wanted = [w for w in slug(expand(words)).split("-") if w]
        if not wanted:
            return []
        ranked = []
        for agency in self._agencies.values():
            best = min(
                (r for name in (agency.name, *agency.aliases) if (r := _rank(wanted, name)) is not None), default=None
            )
            if best is not None:
                ranked.append(((bool(agency.until), *best), agency))
        ranked.sort(key=lambda pair: (pair[0], pair[1].name))
        return [agency for _, agency in ranked[:limit]]


def was_there(agency: Agency, day: str) -> bool:
    """Whether a body existed on an ISO day, which may be partial."""
    return (not agency.since or agency.since[: len(day)] <= day) and (not agency.until or day < agency.until)


def _rank(wanted: list[str], name: str) -> tuple[int, int] | None:
    """How well a name answers: words begin as wanted from its start (0) or anywhere (1), shorter names first."""
    words = [slug(s) for s in syllables(expand(name))]
    if all(w.startswith(q) for w, q in zip(words, wanted, strict=False)) and len(words) >= len(wanted):
        return 0, len(words)
    return (1, len(words)) if all(any(w.startswith(q) for w in words) for q in wanted) else None


def _is_city(place: Province | None) -> bool:
    return place is None or place.is_city
