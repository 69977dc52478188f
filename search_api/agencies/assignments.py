"""Who holds a duty, then and now: under its own name, as heir of a body that is gone, or as one of a class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from corpus.agencies import was_there
from corpus.authority.succession import Duty, Holding, Step
from corpus.model import Document, Obligation, Role
from search_api.agencies.directory import AgencyDirectory
from search_api.agencies.lookup import AssignmentBasis, ids_for_agency
from search_api.documents.headings import Headings
from search_api.labels import display_name, vietnamese_date
from search_api.schemas.records import StepRow, ViaRow

if TYPE_CHECKING:
    from corpus.agencies import AuthorityList
    from search_api.resources import Resources

# After everything that has happened: who holds a duty when no day is asked for.
_NOW = "9999-12-31"

_NEAREST = {
    AssignmentBasis.OWN: 0,
    AssignmentBasis.BRANCH: 1,
    AssignmentBasis.PREDECESSOR: 2,
    AssignmentBasis.CLASS: 3,
    AssignmentBasis.POSSIBLE: 4,
}
_ROLES = {Role.LEAD: 0, Role.DIRECT: 1, Role.SUPPORT: 2}

_OF_CLASS = "Giao chung cho “{group}”, trong đó có {agency}."
_STEP = "Từ ngày {on}, {to} tiếp nhận từ {of}: {functions}. Căn cứ: {basis}."
_WORK = "chức năng, nhiệm vụ"
_UNSURE = "{reason} Có thể là: {possible}."


class HasHeadings(Protocol):
    """Knows the headings that clauses stand under."""

    def of(self, doc: str, path: str, /) -> tuple[str, ...]:
        """The headings above the clause `path` of the document with id `doc`, outermost first."""
        ...


class AssignmentResolver:
    """Answers who holds duties on one day (ISO); with ``""`` for the day, whoever held them at any time."""

    def __init__(self, resources: Resources, day: str = "", *, headings: HasHeadings | None = None) -> None:
        """`headings` are those of the store, where they are known already."""
        self._resources = resources
        self._agencies: AuthorityList = resources.agencies
        self._describe = AgencyDirectory.of(resources).describe
        self._store = resources.store
        self._day = day
        self._headings: HasHeadings = headings or Headings(resources.store)
        self._known: dict[tuple[str, tuple[str, ...], str, str], Holding] = {}
        self._names: dict[str, str] = {}

    def for_agency(self, agency_id: str) -> Iterator[tuple[str, Obligation, ViaRow]]:
        """The duties of one agency with the id of their document, in text order, and how each reaches it.

        On a day on which the agency was not there it holds none.
        """
        if self._day and not self._was_there(agency_id):
            return
        reach = ids_for_agency(agency_id, self._agencies, self._resources.snapshot.agency_counts)
        if not reach:
            return
        documents = self._resources.snapshot.by_id
        for doc, obligation in self._store.obligations(agencies=tuple(reach)):
            # One taken in since is met at the next question.
            if doc in documents and (via := self.resolve(agency_id, reach, documents[doc], obligation)):
                yield doc, obligation, via

    def for_obligation(self, document: Document, obligation: Obligation) -> tuple[ViaRow, ...]:
        """Who holds one duty, body by body as it names them; those not on the authority list are left out."""
        found: dict[str, ViaRow] = {}
        for assignee in obligation.assignees:
            named = assignee.agency_id
            if named is None or named in found:
                continue
            held = self._holding(named, document, obligation)
            how = (
                AssignmentBasis.POSSIBLE
                if held.holder is None
                else AssignmentBasis.PREDECESSOR
                if held.steps
                else AssignmentBasis.OWN
            )
            found[named] = self._row(named, how, held, _roles(obligation, {named}))
        return tuple(found.values())

    def resolve(
        self, agency_id: str, reach: Mapping[str, AssignmentBasis], document: Document, obligation: Obligation
    ) -> ViaRow | None:
        """How a duty reaches an agency, by the nearest of the names it has in it; None where it went to others.

        `reach` are the ids that speak to the agency (`search_api.agencies.lookup.ids_for_agency`).
        """
        found = self._ways(agency_id, reach, document, obligation)
        if not found:
            return None
        how, named, held = min(found, key=lambda f: _NEAREST[f[0]])
        same = {n for h, n, _ in found if h is how}
        return self._row(named, how, held, _roles(obligation, same), asked=agency_id)

    def is_assigned_to(
        self, agency_id: str, reach: Mapping[str, AssignmentBasis], document: Document, obligation: Obligation
    ) -> bool:
        """Whether a duty reaches an agency for certain; see `resolve`."""
        found = self._ways(agency_id, reach, document, obligation)
        return any(how is not AssignmentBasis.POSSIBLE for how, _, _ in found)

    def _ways(
        self, agency_id: str, reach: Mapping[str, AssignmentBasis], document: Document, obligation: Obligation
    ) -> list[tuple[AssignmentBasis, str, Holding]]:
        """Every way in which a duty reaches an agency, with the name through which it does."""
        found: list[tuple[AssignmentBasis, str, Holding]] = []
        for named in dict.fromkeys(a.agency_id for a in obligation.assignees if a.agency_id):
            if named not in reach:
                continue
            if self._is_class(named):
                found += self._through_class(agency_id, named, document, obligation)
            elif (via := self._under_name(agency_id, named, document, obligation)) is not None:
                found.append(via)
        return found

    def _under_name(
        self, agency_id: str, named: str, document: Document, obligation: Obligation
    ) -> tuple[AssignmentBasis, str, Holding] | None:
        """How a duty that names a body (not a class) reaches an agency."""
        place = agency_id.partition("@")[2]
        is_every = bool(place) and "@" not in named  # "Sở Y tế các tỉnh": one of them is this
        start = f"{named}@{place}" if is_every else named
        held = self._holding(start, document, obligation)
        if self._leads_to(agency_id, start, held):
            if is_every:
                return AssignmentBasis.CLASS, named, held
            if _is(start, agency_id):
                return (AssignmentBasis.OWN if start == agency_id else AssignmentBasis.BRANCH), named, held
            return AssignmentBasis.PREDECESSOR, named, held
        return (
            (AssignmentBasis.POSSIBLE, named, held) if any(_is(other, agency_id) for other in held.possible) else None
        )

    def _leads_to(self, agency_id: str, start: str, held: Holding) -> bool:
        """Whether a duty that began with `start` is an agency's on the day, or was at any time where there is none."""
        ends = [held.holder] if self._day else [start, *(step.to for step in held.steps)]
        return any(end is not None and _is(end, agency_id) for end in ends)

    def _through_class(
        self, agency_id: str, named: str, document: Document, obligation: Obligation
    ) -> list[tuple[AssignmentBasis, str, Holding]]:
        """How a duty of a class reaches an agency: as its member, or as heir of one that was."""
        kind, _, place = agency_id.partition("@")
        group, _, class_place = named.partition("@")
        where = class_place or place
        # The agency itself first: as a member it needs no predecessor to be meant.
        for member in dict.fromkeys((kind, *self._agencies.succession.sources_of(kind))):
            if member != kind and not was_there(self._agencies.get(member), document.issued):
                continue  # it was none of the class when the duty was given
            if group in self._agencies.classes_of(member):
                start = f"{member}@{where}" if where else member
                held = self._holding(start, document, obligation)
                if self._leads_to(agency_id, start, held):
                    return [(AssignmentBasis.CLASS, named, held)]
        return []

    def _holding(self, named: str, document: Document, obligation: Obligation) -> Holding:
        words: tuple[str, ...] = ()
        if self._agencies.succession.is_divided(named.partition("@")[0]):
            above = self._headings.of(document.id, obligation.path)
            words = (obligation.action or obligation.quote, " ".join(above), document.title)
        # Of a body whose work was not divided the words say nothing, and many duties ask the same.
        key = (named, words, obligation.kind.value if words else "", document.issued)
        if (held := self._known.get(key)) is None:
            duty = Duty(words, obligation.kind.value, document.issued)
            held = self._known[key] = self._agencies.succession.holder(named, duty, self._day or _NOW)
        return held

    def _was_there(self, agency_id: str) -> bool:
        try:
            agency = self._agencies.get(agency_id)
        except KeyError:
            return True  # stored by an earlier authority list
        return was_there(agency, self._day) and self._agencies.place_was_there(agency_id, self._day)

    def _is_class(self, agency_id: str) -> bool:
        try:
            return self._agencies.get(agency_id).is_class
        except KeyError:
            return False

    # --- rows ------------------------------------------------------------------

    def _row(self, named: str, how: AssignmentBasis, held: Holding, roles: tuple[str, ...], asked: str = "") -> ViaRow:
        holder = held.holder
        steps = tuple(self.step(step) for step in held.steps)
        return ViaRow(
            named=named,
            named_name=self.name(named),
            how=how.value,
            holder=holder,
            holder_name=self.name(holder) if holder else "",
            roles=roles,
            derived=how is AssignmentBasis.CLASS,
            steps=steps,
            possible=tuple(self.name(i) for i in held.possible),
            reason=self._reason(named, how, held, steps, asked),
        )

    def _reason(self, named: str, how: AssignmentBasis, held: Holding, steps: tuple[StepRow, ...], asked: str) -> str:
        said = []
        if how is AssignmentBasis.CLASS and asked:
            said.append(_OF_CLASS.format(group=self.name(named), agency=self.name(held.holder or asked)))
        for step in steps:
            on, basis = vietnamese_date(step.on), "; ".join(step.basis)
            functions = step.functions or _WORK
            said.append(_STEP.format(on=on, functions=functions, of=step.of_name, to=step.to_name, basis=basis))
            said += [step.why] if step.why else []
        if held.holder is None:
            names = "; ".join(self.name(i) for i in held.possible)
            said.append(_UNSURE.format(reason=held.reason, possible=names))
        return " ".join(said)

    def step(self, step: Step) -> StepRow:
        """The row of a step, with the names of its bodies."""
        return StepRow(
            of=step.of,
            of_name=self.name(step.of),
            to=step.to,
            to_name=self.name(step.to),
            on=step.on,
            functions=step.functions,
            basis=step.basis,
            why=step.why,
            alternatives=tuple(self.name(i) for i in step.alternatives),
        )

    def name(self, agency_id: str) -> str:
        """The display name of an id, with its province: ``Sở Y tế Nghệ An``."""
        if agency_id not in self._names:
            self._names[agency_id] = display_name(*self._describe(agency_id))
        return self._names[agency_id]


def _is(other: str, agency_id: str) -> bool:
    """Whether an id is an agency's, or of the same kind where that is asked for without a province."""
    return other == agency_id or ("@" not in agency_id and other.partition("@")[0] == agency_id)


def _roles(obligation: Obligation, named: set[str]) -> tuple[str, ...]:
    roles = {a.role for a in obligation.assignees if a.agency_id in named}
    return tuple(role.value for role in sorted(roles, key=_ROLES.__getitem__))
