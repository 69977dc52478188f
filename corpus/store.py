"""The system of record: documents with their text, clauses, references, obligations and originals.

A document is written in one transaction, its original before that is committed, so a
program killed at any moment leaves whole documents and at worst an original that no
document claims. Any number of threads and processes may read at once, each seeing one
state of the store; one writes at a time and others wait (`corpus.storage.database`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import NamedTuple, Self

from sqlalchemy import insert, select

from corpus.errors import StoreError
from corpus.model import Clause, Document, Obligation, Page, Place, Record, Reference, Relation
from corpus.relations import review_decisions
from corpus.relations.duplicates import DuplicatePair
from corpus.settings import Settings
from corpus.storage import catalogue, commands, queries, removed_documents, source_names
from corpus.storage.database import Database
from corpus.storage.identity import pair
from corpus.storage.lookup import locate
from corpus.storage.originals import Originals
from corpus.storage.schema import documents, set_aside, sources

log = logging.getLogger(__name__)


class AsideFile(NamedTuple):
    """A file that could not be taken in, and why, in Vietnamese; `sha256` is empty where its bytes are unknown.

    `kept` where its original is kept as those of documents are.
    """

    source_path: str
    sha256: str
    reason: str
    kept: bool = False


class Store:
    """One knowledge base's records; close it, or use it in a ``with`` statement.

    Every method raises `StoreError` where the database or the disk refuses, with the
    reason in Vietnamese. `doc` is a document's id; only `document` takes other names.
    """

    def __init__(self, database: Database, originals: Originals) -> None:
        self._database = database
        self.originals = originals
        self.removed = removed_documents.RemovedDocuments(database, self._discard)

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """The store that `settings` name, created or brought to the newest schema where that is needed.

        Raises `StoreVersionError` where a newer version of the program has written it, `StoreError` where the
        folder of originals belongs to another store.
        """
        database, originals = Database.open(settings.database_url), Originals(settings.originals)
        try:
            pair(database, originals)
        except BaseException:
            database.close()
            raise
        return cls(database, originals)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- writing ---------------------------------------------------------------

    def put(
        self, record: Record, *, source_path: str, original: bytes, analyser: int, anew: bool = False
    ) -> tuple[str, ...]:
        """Keep `record`, its original and where that came from, in one transaction.

        Replaces an earlier record of the same document; the same record put again changes
        nothing, unless its rows are to be written `anew` because they are damaged. `source_path`
        then leads here, is no longer set aside and no longer removed; a document it led to before
        is removed unless another source leads to it. Gives the ids of documents removed so.
        """
        sha256 = hashlib.sha256(original).hexdigest()
        if sha256 != record.document.sha256:
            raise StoreError(f"Tệp gốc của {record.document.source} không khớp với mã băm của văn bản.")
        record = replace(record, document=replace(record.document, source=_printable(record.document.source)))
        with self._database.writing() as connection:
            self.originals.keep(original)
            source_names.note(self.originals, sha256, _printable(source_path))
            commands.write(connection, record, analyser, anew=anew)
            removed_documents.no_longer(connection, sha256)
            aside = commands.no_longer_aside(connection, _printable(source_path))
            removed = commands.lead(connection, _printable(source_path), record.document.id)
        self._discard([*removed.values(), *aside])
        return tuple(removed)

    def add_source(self, doc: str, source_path: str) -> tuple[str, ...]:
        """Let `source_path` lead to a document that is there: the same bytes under another name.

        Gives the ids of documents removed because nothing leads to them any more.
        """
        with self._database.writing() as connection:
            source_names.note(self.originals, queries.column(connection, doc, "sha256"), _printable(source_path))
            aside = commands.no_longer_aside(connection, _printable(source_path))
            removed = commands.lead(connection, _printable(source_path), doc)
        self._discard([*removed.values(), *aside])
        return tuple(removed)

    def remove(self, doc: str) -> None:
        """Take a document out, with its original; references to it lose their target."""
        with self._database.writing() as connection:
            sha256 = queries.column(connection, doc, "sha256")
            commands.forget(connection, doc)
        self._discard([sha256])

    def update_targets(self, changes: Iterable[commands.TargetChange]) -> None:
        """Set what references lead to: ``(doc, path, start, target, target_path, reason)`` for each that changed."""
        # Worked out before others are kept waiting: it may take reading the whole store.
        if known := list(changes):
            with self._database.writing() as connection:
                commands.aim(connection, known)

    def set_aside(self, source_path: str, sha256: str, reason: str, *, original: bytes | None = None) -> None:
        """Record that a file could not be taken in, and why, and keep its `original`; forgotten once it is."""
        path = _printable(source_path)
        if original is not None and hashlib.sha256(original).hexdigest() != sha256:
            raise StoreError(f"Tệp gốc {path} không khớp với mã băm của nó.")
        row = AsideFile(path, sha256, reason, original is not None)
        with self._database.writing() as connection:
            if original is not None:
                self.originals.keep(original)
                source_names.note(self.originals, sha256, path)
            before = commands.no_longer_aside(connection, path)
            connection.execute(insert(set_aside).values(row._asdict()))
        self._discard(before)

    def forget_set_aside(self, source_path: str) -> None:
        """Take a file off the list of those set aside, with its original, if it is on it."""
        with self._database.writing() as connection:
            before = commands.no_longer_aside(connection, _printable(source_path))
        self._discard(before)

    def decide(self, parent: str, child: str, verdict: review_decisions.Verdict) -> None:
        """Keep what somebody decided about the crosswalk of two documents (ids); raises `UnknownDocument`."""
        with self._database.writing() as connection:
            both = (queries.document(connection, parent), queries.document(connection, child))
            review_decisions.decide(connection, *both, verdict)

    def withdraw(
        self, parent: str, child: str, task: review_decisions.Anchor, clause: review_decisions.Anchor | None
    ) -> bool:
        """Take back what was decided about a task or a link; gives whether anything was."""
        with self._database.writing() as connection:
            both = (queries.document(connection, parent), queries.document(connection, child))
            return review_decisions.withdraw(connection, *both, task, clause)

    def sweep_originals(self) -> int:
        """Set apart the originals that nothing in the store claims, as a crash may leave them; gives their number.

        They are never deleted: they move to the folder ``unclaimed``, with a list. Only what a write left
        unfinished, which is no original yet, goes away.
        """
        if self.damage():
            raise StoreError("Cơ sở dữ liệu bị hỏng nên không sắp lại các bản gốc. Hãy dựng lại kho: nhiemvu recover")
        with self._database.writing() as connection:
            claimed = set(queries.originals(connection))
            strays = [sha256 for sha256 in self.originals.kept() if sha256 not in claimed]
            for sha256 in strays:
                self.originals.set_apart(sha256)
            for path in self.originals.unfinished():
                path.unlink(missing_ok=True)
            if claimed:
                source_names.write_anew(self.originals, source_names.stored(connection))
        return len(strays)

    def _discard(self, hashes: Collection[str]) -> None:
        if not hashes:
            return
        try:
            # As a writer, so that nobody puts the same bytes back between question and deletion.
            with self._database.writing() as connection:
                for sha256 in hashes:
                    if not queries.is_claimed(connection, sha256):
                        self.originals.discard(sha256)
        except (OSError, StoreError) as error:
            # The document itself is gone, as was asked; the file is left to `sweep_originals`.
            log.warning("originals left behind: %s", error)

    # --- reading ---------------------------------------------------------------

    def known(self, sha256: str) -> int | None:
        """The version of the analyser that last read the file with this hash, None where it is not there."""
        with self._database.reading() as connection:
            return connection.scalar(select(documents.c.analyser).where(documents.c.sha256 == sha256))

    def document(self, name: str) -> Document:
        """The document that answers to `name`: its id, number or file name (`corpus.storage.lookup.locate`).

        Raises `UnknownDocument` where none does, or several, which the message names.
        """
        with self._database.reading() as connection:
            return queries.document(connection, locate(connection, name))

    def documents(self, *, type: str = "", province: str = "", number: str = "") -> list[Document]:
        """The documents that meet every condition given, however it is spelt, in order of source."""
        with self._database.reading() as connection:
            return queries.documents(connection, type=type, province=province, number=number)

    def documents_with(self, ids: Collection[str]) -> dict[str, Document]:
        """The documents with these ids, by id; those that are not there are left out."""
        with self._database.reading() as connection:
            return queries.documents_with(connection, ids)

    def documents_numbered(self, number: str, *, type: str = "", year: str = "") -> list[Document]:
        """The documents with this number in any spelling or, where it is digits alone, with this serial."""
        with self._database.reading() as connection:
            return queries.documents_numbered(connection, number, type=type, year=year)

    def text(self, doc: str) -> str:
        """The document's text, exactly what spans index; raises `UnknownDocument`."""
        with self._database.reading() as connection:
            return str(queries.column(connection, doc, "text"))

    def record(self, doc: str) -> Record:
        """All that is kept of a document; raises `UnknownDocument`."""
        with self._database.reading() as connection:
            return queries.record(connection, doc)

    def revised(self, doc: str, *, with_layout: bool = True) -> tuple[Record, str]:
        """A document's record and its revision, of one state of the store; raises `UnknownDocument`.

        Without its pages and places where these are not needed: they may be thousands.
        """
        with self._database.reading() as connection:
            record = queries.record(connection, doc, with_layout=with_layout)
            return record, str(queries.column(connection, doc, "revision"))

    def layout(self, doc: str) -> tuple[tuple[Page, ...], tuple[Place, ...]]:
        """The pages of a document, and where each stretch of its text stands; raises `UnknownDocument`."""
        with self._database.reading() as connection:
            queries.column(connection, doc, "id")
            return queries.layout(connection, doc)

    def original(self, doc: str) -> bytes:
        """The file as it was received; raises `UnknownDocument`, or `StoreError` where it has been damaged."""
        with self._database.reading() as connection:
            sha256 = queries.column(connection, doc, "sha256")
        return self.originals.read(sha256)

    def sources(self, doc: str) -> list[str]:
        """The paths of the files a document came from."""
        with self._database.reading() as connection:
            return sorted(connection.scalars(select(sources.c.source_path).where(sources.c.doc == doc)))

    def clauses(self, doc: str | None = None) -> Iterator[tuple[str, Clause]]:
        """The clauses of one document in its order, or of all, each with its document's id."""
        with self._database.reading() as connection:
            yield from queries.clauses(connection, doc)

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of the documents with these ids, by id; those that are not there are left out."""
        with self._database.reading() as connection:
            return queries.texts(connection, ids)

    def above(self, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[Clause, ...]]:
        """The clauses above each of `places` (document id, path), outermost first; none above the top."""
        with self._database.reading() as connection:
            return queries.above(connection, places)

    def references(
        self,
        doc: str | None = None,
        *,
        target: str | None = None,
        number: str | None = None,
        name: str | None = None,
        relations: Collection[Relation] = (),
        docs: Collection[str] | None = None,
        targets: Collection[str] | None = None,
    ) -> Iterator[tuple[str, Reference]]:
        """The references of one document, of some (`docs`), or of all.

        `target` is the id of the document cited, `targets` those of several, `number` its number, `name` the key of
        the name it is cited by (`corpus.relations.cited_names`), `relations` those they may have.
        """
        with self._database.reading() as connection:
            yield from queries.references(
                connection,
                doc,
                target=target,
                number=number,
                name=name,
                relations=relations,
                docs=docs,
                targets=targets,
            )

    def unsettled(self, reasons: Collection[str]) -> Iterator[tuple[str, Reference]]:
        """The references that lead nowhere, for a reason that holds one of `reasons`."""
        with self._database.reading() as connection:
            yield from queries.unsettled(connection, reasons)

    def named(self, name: str) -> list[Document]:
        """The documents that may be cited by the name with this key (`corpus.relations.cited_names`)."""
        with self._database.reading() as connection:
            return queries.named(connection, name)

    def copies(self) -> dict[str, str]:
        """Returns for each copy the id of the document that stands for both (`corpus.relations.duplicates`)."""
        with self._database.reading() as connection:
            return queries.copies(connection)

    def twins(self) -> list[DuplicatePair]:
        """Every pair of documents that are copies of one, with what tells it."""
        with self._database.reading() as connection:
            return queries.twins(connection)

    def obligations(
        self,
        doc: str | None = None,
        *,
        docs: Collection[str] | None = None,
        agencies: Collection[str] = (),
        kind: str = "",
    ) -> Iterator[tuple[str, Obligation]]:
        """The obligations of one document, of some (`docs`), or of all, that any of `agencies` (ids) holds."""
        with self._database.reading() as connection:
            yield from queries.obligations(connection, doc, docs=docs, agencies=agencies, kind=kind)

    def agency_counts(self) -> dict[str, int]:
        """How many obligations each agency holds, by its id."""
        with self._database.reading() as connection:
            return queries.agency_counts(connection)

    def set_aside_list(self) -> list[AsideFile]:
        """The files that could not be taken in, in order of path."""
        with self._database.reading() as connection:
            return sorted(AsideFile(**row._asdict()) for row in connection.execute(select(set_aside)))

    def verdicts(self, parent: str, child: str) -> list[review_decisions.Verdict]:
        """What was decided about the crosswalk of two documents (ids), the oldest first."""
        with self._database.reading() as connection:
            both = (queries.document(connection, parent), queries.document(connection, child))
            return review_decisions.verdicts_between(connection, *both)

    def verdicts_below(self, parent: str, children: Collection[str]) -> dict[str, list[review_decisions.Verdict]]:
        """What was decided about the crosswalks of a document with several (ids), by their ids, the oldest first."""
        with self._database.reading() as connection:
            below = queries.documents_with(connection, children).values()
            return review_decisions.verdicts_below(connection, queries.document(connection, parent), below)

    def damage(self) -> list[str]:
        """Returns what the database finds damaged in its own file, in its words."""
        return self._database.damage()

    def state(self) -> str:
        """A token of the state of the store: another one after any write, by this program or another.

        It compares only with others that this object gave, and may change without a write.
        """
        return self._database.state()

    def inventory(self, before: catalogue.Inventory | None = None) -> catalogue.Inventory:
        """Returns what one state holds; `before` itself where nothing has changed since (`storage.catalogue`)."""
        with self._database.reading() as connection:
            return catalogue.take(connection, before)

    def index_state(self) -> dict[str, str]:
        """The revision of every document, in order of id: what an index that is up to date holds."""
        state = select(documents.c.id, documents.c.revision).order_by(documents.c.id)
        with self._database.reading() as connection:
            return {row.id: row.revision for row in connection.execute(state)}

    def revision(self, doc: str) -> str:
        """A hash of what the index is derived from; raises `UnknownDocument`."""
        with self._database.reading() as connection:
            return str(queries.column(connection, doc, "revision"))


def _printable(path: str) -> str:
    """`path` as it can be stored: bytes of a file name that are no UTF-8 are spelt out."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
