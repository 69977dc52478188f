"""What is worked out from all documents at once, kept for as long as the store stays as it is."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from corpus.model import Document, Obligation, Relation
from corpus.relations.duplicates import canonical_ids
from corpus.relations.relation_graph import DocumentGraph
from corpus.relations.validity import Validity, standing, validities_on

if TYPE_CHECKING:
    from corpus.storage.catalogue import Entry, Inventory
    from corpus.store import Store

T = TypeVar("T")

# Days on which standings are kept: today and the few that people ask about at once.
_DAYS = 8


class StoreSnapshot:
    """What one state of the store comes to, each part worked out when it is first asked for; not to be changed."""

    def __init__(self, store: Store, inventory: Inventory, before: StoreSnapshot | None = None) -> None:
        """`before` is what an earlier state came to, from which parts are carried on where they can be."""
        self._store = store
        self._inventory = inventory
        self._carried = before._carried_on_to(inventory) if before else _NOTHING
        self._known: dict[str, Any] = {}
        self._asked_of_each: set[str] = set()
        self._standings: dict[str, Mapping[str, Validity]] = {}
        # Together, or many that ask at once after a change would each work out the same.
        self._working = threading.RLock()
        # For caches that are parts of this state and go on being filled.
        self.lock = threading.Lock()

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of source."""
        return self.part("documents", lambda: tuple(sorted(self.by_id.values(), key=lambda d: (d.source, d.id))))

    @property
    def by_id(self) -> Mapping[str, Document]:
        """All documents by their ids."""
        return self.part("by_id", lambda: {doc: one.document for doc, one in self._inventory.entries.items()})

    @property
    def types(self) -> frozenset[str]:
        """The types that documents have."""
        return self.part("types", lambda: frozenset(d.type for d in self.documents) - {""})

    @property
    def provinces(self) -> frozenset[str]:
        """The provinces that documents are of."""
        return self.part("provinces", lambda: frozenset(d.province for d in self.documents) - {""})

    @property
    def agency_counts(self) -> Mapping[str, int]:
        """How many obligations each agency holds, by its id; those of copies are left out."""
        return self.part("agency_counts", self._agency_counts)

    def _agency_counts(self) -> Mapping[str, int]:
        earlier, now = self._carried, self._inventory.entries
        if earlier.counts is not None and earlier.copies == self.copies:
            counts = Counter(earlier.counts)
            for doc, entry in earlier.changed.items():
                if doc not in self.copies:
                    counts.subtract(entry.agencies if entry else {})
                    counts.update(now[doc].agencies if doc in now else {})
            return +counts  # without those that hold none any more
        counts = Counter()
        for doc, one in now.items():
            if doc not in self.copies:
                counts.update(one.agencies)
        return counts

    @property
    def copies(self) -> Mapping[str, str]:
        """For each document that is a copy of another, the id of the one that stands for both."""
        return self.part("copies", lambda: canonical_ids(self._inventory.twins, self.by_id))

    @property
    def carried_out_by(self) -> Mapping[str, frozenset[str]]:
        """The documents that say of themselves that they carry out each document, by its id."""
        return self.part("carried_out_by", self._carried_out_by)

    def _carried_out_by(self) -> Mapping[str, frozenset[str]]:
        def read(docs: Collection[str]) -> Mapping[str, frozenset[str]]:
            found: dict[str, set[str]] = {doc: set() for doc in docs}
            every = len(docs) == len(self._inventory.entries)
            of = self._store.references(docs=None if every else docs, relations=[Relation.IMPLEMENTS])
            for doc, reference in of:
                if doc in found and reference.target:
                    found[doc].add(reference.target)
            return {doc: frozenset(targets) for doc, targets in found.items()}

        below: dict[str, set[str]] = {}
        for doc, targets in self.per_document("carries out", read).items():
            for target in targets - {doc}:
                below.setdefault(target, set()).add(doc)
        return {target: frozenset(docs) for target, docs in below.items()}

    @property
    def amending(self) -> frozenset[str]:
        """The documents that amend another one that is held."""
        return self.part(
            "amending",
            lambda: frozenset(
                doc
                for doc, entry in self._inventory.entries.items()
                if any(r.relation is Relation.AMENDS and r.target not in {None, doc} for r in entry.acts)
            ),
        )

    def validities(self, day: str) -> Mapping[str, Validity]:
        """Whether each document is in force on a day (ISO), by id."""
        with self._working:
            if day not in self._standings:
                if len(self._standings) >= _DAYS:
                    self._standings.clear()
                self._standings[day] = self._standings_on(day)
            return self._standings[day]

    def _standings_on(self, day: str) -> Mapping[str, Validity]:
        earlier, now = self._carried, self._inventory.entries
        if not self._acts_as_before or day not in earlier.validities:
            return validities_on(self._force, day)
        # A copy stands as what it is a copy of.
        concerned = {*earlier.changed, *(doc for doc, node in self.copies.items() if node in earlier.changed)}
        kept = {doc: found for doc, found in earlier.validities[day].items() if doc in now}
        return kept | {doc: standing(self._force, doc, day) for doc in concerned if doc in now}

    @property
    def _force(self) -> DocumentGraph:
        return self.part("force", self._kinship)

    def _kinship(self) -> DocumentGraph:
        entries = self._inventory.entries
        if self._carried.force is not None and self._acts_as_before:
            return self._carried.force.over(self.by_id)
        acts = ((doc, act) for doc, entry in entries.items() for act in entry.acts)
        return DocumentGraph(self.documents, acts, self.copies)

    @property
    def _acts_as_before(self) -> bool:
        """Whether no document that has changed does anything to another, or did."""
        earlier, now = self._carried, self._inventory.entries
        both = (entry for doc, was in earlier.changed.items() for entry in (was, now.get(doc)))
        return earlier.copies == self.copies and not any(entry.acts for entry in both if entry)

    def _carried_on_to(self, inventory: Inventory) -> _PreviousSnapshot:
        was, now = self._inventory.entries, inventory.entries
        # What was not read again is the same object.
        changed = {doc: was.get(doc) for doc in was.keys() | now.keys() if was.get(doc) is not now.get(doc)}
        known = self._known
        with self._working:
            validities = dict(self._standings)
            each = {name: known[name] for name in self._asked_of_each if name in known}
        # What nobody asked for in this state is carried further.
        each = {name: self._carried.still(name) for name in self._carried.each if name not in each} | each
        return _PreviousSnapshot(
            changed, known.get("copies"), known.get("agency_counts"), known.get("force"), validities, each
        )

    @property
    def duties(self) -> Mapping[str, tuple[Obligation, ...]]:
        """The duties of each document by its id, in order of id; also of copies."""
        return self.per_document("duties", self._read_duties)

    def _read_duties(self, docs: Collection[str]) -> Mapping[str, tuple[Obligation, ...]]:
        found: dict[str, list[Obligation]] = {doc: [] for doc in docs}
        every = len(docs) == len(self._inventory.entries)
        for doc, duty in self._store.obligations(docs=None if every else docs):
            # One taken in since is met in the next state.
            if doc in found:
                found[doc].append(duty)
        return {doc: tuple(duties) for doc, duties in found.items()}

    def per_document(self, name: str, work_out: Callable[[Collection[str]], Mapping[str, T]]) -> Mapping[str, T]:
        """What is worked out of each document by itself, by id in order of id.

        `work_out` is given the ids of documents for which that was not done, or which were touched
        since, and gives something for each.
        """

        def all_of_them() -> Mapping[str, T]:
            known = self._carried.still(name)
            new = work_out([doc for doc in self._inventory.entries if doc not in known])
            return {doc: new[doc] if doc in new else known[doc] for doc in self._inventory.entries}

        with self._working:
            self._asked_of_each.add(name)
        return self.part(name, all_of_them)

    def part(self, name: str, work_out: Callable[[], T]) -> T:
        """What `work_out` gives for this state; asked once under each `name`."""
        if name not in self._known:
            with self._working:
                if name not in self._known:
                    self._known[name] = work_out()
        return cast(T, self._known[name])


@dataclass(frozen=True, slots=True)
class _PreviousSnapshot:
    """What an earlier state came to, where that was asked, with each document changed since as it was then.

    A document that was not there then is None among those `changed`.
    """

    changed: Mapping[str, Entry | None] = field(default_factory=dict)
    copies: Mapping[str, str] | None = None
    counts: Mapping[str, int] | None = None
    force: DocumentGraph | None = None
    validities: Mapping[str, Mapping[str, Validity]] = field(default_factory=dict)
    each: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def still(self, name: str) -> Mapping[str, Any]:
        """What was worked out of each document that has not changed since."""
        return {doc: found for doc, found in self.each.get(name, {}).items() if doc not in self.changed}


_NOTHING = _PreviousSnapshot()


class SnapshotCache:
    """Gives what the whole of a store comes to now: the same object until the store changes. Safe between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looking = threading.Lock()
        self._state: str | None = None
        self._inventory: Inventory | None = None
        self._whole: StoreSnapshot | None = None

    def now(self) -> StoreSnapshot:
        """What holds for the store as it is, whoever wrote to it last."""
        with self._looking:
            # Asked before anything is read: what is read later can only be newer than it says.
            state = self._store.state()
            if self._whole is None or state != self._state:
                found = self._store.inventory(self._inventory)
                # Many writes are of nothing that is looked at here: places set aside, verdicts.
                if self._whole is None or found is not self._inventory:
                    self._whole = StoreSnapshot(self._store, found, self._whole)
                self._inventory, self._state = found, state
            return self._whole
