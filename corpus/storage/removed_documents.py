"""Documents that somebody removed: out of the store and all made from it, their originals kept for a time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from corpus.storage import commands, queries
from corpus.storage.database import Database
from corpus.storage.schema import removed, sources


class RemovedDocument(NamedTuple):
    """A document that somebody removed: what it was, when that was (ISO, UTC), and a path that led to it."""

    source_path: str
    doc: str
    sha256: str
    name: str
    title: str
    at: str


class RemovedDocuments:
    """The removed documents of a store; `discard` deletes originals that nothing claims any more."""

    def __init__(self, database: Database, discard: Callable[[Collection[str]], None]) -> None:
        self._database = database
        self._discard = discard

    def add(self, doc: str, at: str) -> None:
        """Take the document with this id out, keeping its original; `at` is ISO, UTC. Raises `UnknownDocument`."""
        with self._database.writing() as connection:
            document = queries.document(connection, doc)
            paths = connection.scalars(select(sources.c.source_path).where(sources.c.doc == doc)).all()
            row = {"doc": doc, "sha256": document.sha256, "title": document.title, "at": at}
            row["name"] = document.number or document.source
            connection.execute(delete(removed).where(removed.c.source_path.in_(paths)))
            connection.execute(insert(removed), [row | {"source_path": path} for path in paths])
            commands.forget(connection, doc)

    def list(self) -> list[RemovedDocument]:
        """The documents that can be restored, the latest first; one row for each path that led to one."""
        with self._database.reading() as connection:
            order = (removed.c.at.desc(), removed.c.name, removed.c.source_path)
            return [RemovedDocument(*row) for row in connection.execute(select(removed).order_by(*order))]

    def discard(self, docs: Collection[str]) -> int:
        """Let go of removed documents for good, with their originals; gives their number."""
        with self._database.writing() as connection:
            own = removed.c.doc.in_(docs)
            hashes = set(connection.scalars(select(removed.c.sha256).where(own)))
            gone = set(connection.scalars(select(removed.c.doc).where(own)))
            connection.execute(delete(removed).where(own))
        self._discard(hashes)
        return len(gone)


def no_longer(connection: Connection, sha256: str) -> None:
    """Take the document with this hash off the list of those removed."""
    connection.execute(delete(removed).where(removed.c.sha256 == sha256))
