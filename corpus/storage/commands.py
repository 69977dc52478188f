"""What is changed in the store, inside the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from corpus.errors import StoreError
from corpus.model import Document, Record
from corpus.relations.duplicates import twin_of
from corpus.relations.minhash import Sketch
from corpus.relations.relation_graph import TARGET_GONE
from corpus.storage import catalogue, mappers, queries
from corpus.storage.lookup import file_keys
from corpus.storage.originals import file_name
from corpus.storage.schema import OWNED, documents, meta, references, set_aside, sources, twins

# (doc, path, start, target, target_path, reason) of a reference that leads elsewhere now
TargetChange = tuple[str, str, int, str | None, str | None, str]


def write(connection: Connection, record: Record, analyser: int, *, anew: bool = False) -> None:
    """Write the rows of `record` where they are not there already, or `anew` whatever is there."""
    doc, digest = record.document.id, mappers.digest(record, analyser)
    there = connection.execute(
        select(documents.c.sha256, documents.c.digest).where(documents.c.id == doc)
    ).one_or_none()
    if there and there.digest == digest and not anew:
        return
    if there and there.sha256 != record.document.sha256:
        raise StoreError(f"Hai tệp khác nhau có cùng mã văn bản {doc}; tệp sau không được lưu.")
    own = mappers.document_row(record.document) | {
        "text": record.text,
        "analyser": analyser,
        "revision": mappers.revision(record),
        "digest": digest,
        "touched": catalogue.token(),
    }
    if there:
        # In place: what other documents cite must not vanish on the way.
        connection.execute(update(documents).where(documents.c.id == doc), own)
        for table in reversed(OWNED):
            connection.execute(delete(table).where(table.c.doc == doc))
    else:
        connection.execute(insert(documents), own)
    owned = mappers.rows_of(record)
    for table in OWNED:
        if owned[table.name]:
            connection.execute(insert(table), owned[table.name])
    _link_copies(connection, record.document, mappers.sketch_in(owned))
    _note_analyser(connection, analyser)


def _link_copies(connection: Connection, document: Document, drawn: Sketch) -> None:
    """Link a document that was written to the copies of it that are there; a removed one takes its links along."""
    mine = (twins.c.doc == document.id) | (twins.c.twin == document.id)
    connection.execute(delete(twins).where(mine))
    found = []
    for other, its in queries.alike(connection, document, drawn):
        link = twin_of(document, other, (drawn, its))
        if link:
            found.append({"doc": link.doc, "twin": link.twin, "likeness": link.likeness, "reason": link.reason})
    if found:
        connection.execute(insert(twins), found)


def _note_analyser(connection: Connection, analyser: int) -> None:
    newest = connection.scalar(select(meta.c.value).where(meta.c.key == "analyser"))
    if newest is None:
        connection.execute(insert(meta).values(key="analyser", value=str(analyser)))
    elif int(newest) < analyser:
        connection.execute(update(meta).where(meta.c.key == "analyser").values(value=str(analyser)))


def lead(connection: Connection, source_path: str, doc: str) -> dict[str, str]:
    """Let `source_path` lead to `doc`; gives the documents removed because nothing leads to them, with their hashes."""
    before = connection.scalar(select(sources.c.doc).where(sources.c.source_path == source_path))
    if before == doc:
        return {}
    connection.execute(delete(sources).where(sources.c.source_path == source_path))
    connection.execute(insert(sources).values(source_path=source_path, doc=doc, **file_keys(source_path)))
    if before is None:
        return {}
    left = connection.scalar(select(func.min(sources.c.source_path)).where(sources.c.doc == before))
    if left is not None:
        # It may have been known by the name that is no longer its own.
        own = (documents.c.id == before) & (documents.c.source == file_name(source_path))
        connection.execute(update(documents).where(own).values(source=file_name(left), touched=catalogue.token()))
        return {}
    sha256 = queries.column(connection, before, "sha256")
    forget(connection, before)
    return {before: sha256}


def no_longer_aside(connection: Connection, source_path: str) -> list[str]:
    """Take a file off the list of those set aside; gives the hash its original was kept under, if it was."""
    own = set_aside.c.source_path == source_path
    kept = list(connection.scalars(select(set_aside.c.sha256).where(own, set_aside.c.kept)))
    connection.execute(delete(set_aside).where(own))
    return kept


def forget(connection: Connection, doc: str) -> None:
    """Take a document out with all it owns; references to it lose their target."""
    lost = {"target": None, "reason": TARGET_GONE}
    citing = select(references.c.doc).where(references.c.target == doc).distinct()
    catalogue.touch(connection, connection.scalars(citing).all())
    connection.execute(update(references).where(references.c.target == doc).values(lost))
    connection.execute(delete(documents).where(documents.c.id == doc))


def aim(connection: Connection, changes: Iterable[TargetChange]) -> None:
    """Set what references lead to; there must be changes."""
    names = ("its_doc", "its_path", "its_start", "target", "target_path", "reason")
    known = list(changes)
    values = [dict(zip(names, change, strict=True)) for change in known]
    catalogue.touch(connection, {change[0] for change in known})
    its = {references.c.doc: "its_doc", references.c.path: "its_path", references.c.start: "its_start"}
    connection.execute(update(references).where(*(c == bindparam(name) for c, name in its.items())), values)
