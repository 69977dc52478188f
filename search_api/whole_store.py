"""What is worked out from all documents at once, kept for as long as the store stays as it is."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from corpus.copies import stand_ins
from corpus.kinship import Kinship
from corpus.model import Document, Relation
from search_api.kin import standings_on

if TYPE_CHECKING:
    from corpus.inventory import Inventory
    from corpus.standing import Standing
    from corpus.store import Store

T = TypeVar("T")

# Days on which standings are kept: today and the few that people ask about at once.
_DAYS = 8


class Whole:
    """What one state of the store comes to, each part worked out when it is first asked for; not to be changed."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._known: dict[str, Any] = {}
        self._standings: dict[str, Mapping[str, Standing]] = {}
        # Together, or many that ask at once after a change would each work out the same.
        self._working = threading.RLock()

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
        counts: Counter[str] = Counter()
        for doc, entry in self._inventory.entries.items():
            if doc not in self.copies:
                counts.update(entry.agencies)
        return counts

    @property
    def copies(self) -> Mapping[str, str]:
        """For each document that is a copy of another, the id of the one that stands for both."""
        return self.part("copies", lambda: stand_ins(self._inventory.twins, self.by_id))

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

    def standings(self, day: str) -> Mapping[str, Standing]:
        """Whether each document is in force on a day (ISO), by id."""
        with self._working:
            if day not in self._standings:
                if len(self._standings) >= _DAYS:
                    self._standings.clear()
                self._standings[day] = standings_on(self._force, day)
            return self._standings[day]

    @property
    def _force(self) -> Kinship:
        acts = ((doc, act) for doc, entry in self._inventory.entries.items() for act in entry.acts)
        return self.part("force", lambda: Kinship(self.documents, acts, self.copies))

    def part(self, name: str, work_out: Callable[[], T]) -> T:
        """What `work_out` gives for this state; asked once under each `name`."""
        if name not in self._known:
            with self._working:
                if name not in self._known:
                    self._known[name] = work_out()
        return cast(T, self._known[name])


class WholeStore:
    """Gives what the whole of a store comes to now: the same object until the store changes. Safe between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looking = threading.Lock()
        self._state: str | None = None
        self._inventory: Inventory | None = None
        self._whole: Whole | None = None

    def now(self) -> Whole:
        """What holds for the store as it is, whoever wrote to it last."""
        with self._looking:
            # Asked before anything is read: what is read later can only be newer than it says.
            state = self._store.state()
            if self._whole is None or state != self._state:
                found = self._store.inventory(self._inventory)
                # Many writes are of nothing that is looked at here: places set aside, verdicts.
                if self._whole is None or found is not self._inventory:
                    self._whole = Whole(found)
                self._inventory, self._state = found, state
            return self._whole
