"""What is read from the store: single records, and streams over many without loading them all.

Streams come in order of document id, then of position in the document, a few
hundred rows at a time; they last as long as their connection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select, tuple_, union

from corpus.errors import UnknownDocument
from corpus.identifiers import number_heads, number_key, number_spellings
from corpus.model import Clause, Document, Obligation, Page, Place, Record, Reference, Relation
from corpus.relations.duplicates import NEAR_KEYS, DuplicatePair, canonical_ids
from corpus.relations.minhash import Sketch
from corpus.storage import mappers, schema
from corpus.storage.mappers import Row
from corpus.vietnamese import slug

# Rows fetched at a time: the round trip to a server no longer shows, and quotes of
# this many take some 200 kB.
_FETCHED = 500

_Conditions = list[ColumnElement[bool]]


def documents(connection: Connection, *, type: str, province: str, number: str) -> list[Document]:
    """The documents that meet every condition given, in order of source and id."""
    table = schema.documents
    keys = {table.c.type_key: slug(type), table.c.province_key: slug(province), table.c.number_key: number_key(number)}
    chosen = _own_columns().where(*(column == key for column, key in keys.items() if key))
    found = [mappers.document_of(row) for row in _fetched(connection, chosen)]
    return sorted(found, key=lambda document: (document.source, document.id))


def documents_with(connection: Connection, ids: Collection[str]) -> dict[str, Document]:
    """The documents with these ids, by id; those that are not there are left out."""
    chosen = _own_columns().where(schema.documents.c.id.in_(ids))
    return {row["id"]: mappers.document_of(row) for row in _fetched(connection, chosen)}


def texts(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The texts of the documents with these ids, by id; those that are not there are left out."""
    table = schema.documents
    return {row.id: row.text for row in connection.execute(select(table.c.id, table.c.text).where(table.c.id.in_(ids)))}


def documents_numbered(connection: Connection, number: str, *, type: str, year: str) -> list[Document]:
    """The documents with this number in any spelling or, where it is digits alone, with this serial."""
    table = schema.documents
    chosen: ColumnElement[bool] = table.c.number_key.in_(number_spellings(number))
    if number.isdigit():
        chosen = or_(*(table.c.number_key.startswith(f"{number}{mark}") for mark in "/-"))
    found = (mappers.document_of(row) for row in _fetched(connection, _own_columns().where(chosen)))
    return sorted(
        (d for d in found if (not type or slug(d.type) == slug(type)) and d.issued.startswith(year)),
        key=lambda document: (document.source, document.id),
    )


def document(connection: Connection, doc: str) -> Document:
    """The document with this id; raises `UnknownDocument`."""
    return mappers.document_of(_one(connection, _own_columns(), doc))


def column(connection: Connection, doc: str, name: str) -> Any:
    """One column of a document's row; raises `UnknownDocument`."""
    return _one(connection, select(schema.documents.c[name]), doc)[name]


def record(connection: Connection, doc: str, *, with_layout: bool = True) -> Record:
    """All that is kept of the document with this id, or all but its pages and places; raises `UnknownDocument`."""
    pages, places = layout(connection, doc) if with_layout else ((), ())
    return Record(
        document=document(connection, doc),
        text=column(connection, doc, "text"),
        clauses=tuple(clause for _, clause in clauses(connection, doc)),
        references=tuple(reference for _, reference in references(connection, doc)),
        obligations=tuple(obligation for _, obligation in obligations(connection, doc)),
        pages=pages,
        places=places,
    )


def layout(connection: Connection, doc: str) -> tuple[tuple[Page, ...], tuple[Place, ...]]:
    """The pages and places of the document with this id; none where it has none or is not there."""
    pages = tuple(mappers.page_of(row) for row in _stream(connection, schema.pages, _of(schema.pages, doc)))
    return pages, _places(connection, doc)


def clauses(connection: Connection, doc: str | None = None) -> Iterator[tuple[str, Clause]]:
    """The clauses of one document, or of all, each with its document's id."""
    for row in _stream(connection, schema.clauses, _of(schema.clauses, doc)):
        yield row["doc"], mappers.clause_of(row)


def above(connection: Connection, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[Clause, ...]]:
    """The clauses above each of `places` (document id, path), outermost first; none above the top."""
    known: dict[tuple[str, str], Clause] = {}
    # A path begins with those of the clauses above it; a parent that it does not name is asked for by itself.
    sought = {(doc, start) for doc, path in places for start in _starts(path)}
    while sought:
        known |= _clauses_at(connection, sought)
        parents = {(doc, known[doc, path].parent or "") for doc, path in sought & known.keys()}
        sought = {(doc, path) for doc, path in parents if path} - known.keys() - sought
    return {(doc, path): tuple(reversed(list(_up(known, doc, path)))) for doc, path in places}


def _clauses_at(connection: Connection, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], Clause]:
    """The clauses at `places`, by place."""
    table = schema.clauses
    paths: dict[str, list[str]] = {}
    for doc, path in sorted(places):
        paths.setdefault(doc, []).append(path)
    found: dict[tuple[str, str], Clause] = {}
    # Document by document in one question: SQLite finds pairs, asked for as such, only by reading the whole table.
    each = list(paths.items())
    for at in range(0, len(each), _FETCHED):
        chosen = or_(*((table.c.doc == doc) & table.c.path.in_(its) for doc, its in each[at : at + _FETCHED]))
        for row in _fetched(connection, select(table).where(chosen)):
            found[row["doc"], row["path"]] = mappers.clause_of(row)
    return found


def _starts(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _up(known: Mapping[tuple[str, str], Clause], doc: str, path: str) -> Iterator[Clause]:
    at = known.get((doc, path))
    while at is not None and at.parent is not None and (at := known.get((doc, at.parent))):
        yield at


def references(
    connection: Connection,
    doc: str | None = None,
    *,
    target: str | None = None,
    number: str | None = None,
    name: str | None = None,
    relations: Collection[Relation] = (),
    docs: Collection[str] | None = None,
    targets: Collection[str] | None = None,
) -> Iterator[tuple[str, Reference]]:
    """The references of one document, of some (`docs`) or of all, to `target`, `targets` (ids), `number` or `name`."""
    table = schema.references
    chosen = _of(table, doc)
    if target is not None:
        chosen.append(table.c.target == target)
    if docs is not None:
        chosen.append(table.c.doc.in_(docs))
    if targets is not None:
        chosen.append(table.c.target.in_(targets))
    if number is not None:
        chosen.append(table.c.number_key == number_key(number))
    if name is not None:
        chosen.append(table.c.name_key == name)
    if relations:
        chosen.append(table.c.relation.in_([str(relation) for relation in relations]))
    for row in _stream(connection, table, chosen):
        yield row["doc"], mappers.reference_of(row)


def unsettled(connection: Connection, reasons: Collection[str]) -> Iterator[tuple[str, Reference]]:
    """The references that lead nowhere for a reason that begins with one of `reasons`."""
    table = schema.references
    because = or_(*(table.c.reason.contains(reason, autoescape=True) for reason in reasons))
    for row in _stream(connection, table, [table.c.target.is_(None), because]):
        yield row["doc"], mappers.reference_of(row)


def named(connection: Connection, name_key: str) -> list[Document]:
    """The documents that may be cited by a name (`corpus.relations.cited_names`), in order of id."""
    bearing = select(schema.names.c.doc).where(schema.names.c.name_key == name_key)
    chosen = _own_columns().where(schema.documents.c.id.in_(bearing)).order_by(schema.documents.c.id)
    return [mappers.document_of(row) for row in _fetched(connection, chosen)]


def alike(connection: Connection, document: Document, drawn: Sketch) -> list[tuple[Document, Sketch]]:
    """The documents that may be copies of `document`, whose text is sketched as `drawn`, with the sketches of theirs.

    They are those that `corpus.relations.duplicates.twin_of` does not rule out by what they say of themselves, as far
    as the database can tell: else each document of a form that many share would be held against all others.
    """
    table, keys = schema.documents, schema.sketch_keys
    fits = [table.c.id != document.id, table.c.kind == str(document.kind), *_same_day(table.c.issued, document.issued)]
    shared = (
        select(keys.c.doc, func.count().label("times"))
        .where(keys.c.hash.in_(drawn.keys))
        .group_by(keys.c.doc)
        .subquery()
    )
    of_these_words = _with_sketches().join(shared, shared.c.doc == table.c.id)
    near = shared.c.times >= NEAR_KEYS
    if document.number:
        asked = [
            _with_sketches().where(table.c.number_key.in_(number_spellings(document.number)), *fits),
            of_these_words.where(table.c.number_key == "", near, *fits),
            of_these_words.where(_begins(table.c.number_key, number_heads(document.number)), *fits),
        ]
    else:
        asked = [of_these_words.where(near, *fits)]
    found = {row["id"]: row for one in asked for row in _fetched(connection, one)}
    return [(mappers.document_of(row), Sketch.unpacked(row["size"], row["data"])) for row in found.values()]


def _with_sketches() -> Select[Any]:
    drawn = schema.sketches
    return _own_columns().add_columns(drawn.c.size, drawn.c.data).join(drawn, drawn.c.doc == schema.documents.c.id)


def _same_day(column: ColumnElement[str], day: str) -> list[ColumnElement[bool]]:
    """That a date, partial or missing as it may be, can be `day`, which may be so too."""
    if not day:
        return []
    return [or_(column.in_([day[:end] for end in range(len(day))]), _begins(column, [day]))]


def _begins(column: ColumnElement[str], with_any: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(column.startswith(start, autoescape=True) for start in with_any))


def twins(connection: Connection) -> list[DuplicatePair]:
    """Every pair of documents that are copies of one."""
    table = schema.twins
    columns = (table.c.doc, table.c.twin, table.c.likeness, table.c.reason)
    return [DuplicatePair(*row) for row in connection.execute(select(*columns).order_by(table.c.doc, table.c.twin))]


def copies(connection: Connection) -> dict[str, str]:
    """Returns for each copy the id of the document that stands for it (`corpus.relations.duplicates.canonical_ids`)."""
    linked = twins(connection)
    ids = sorted({doc for twin in linked for doc in (twin.doc, twin.twin)})
    known: dict[str, Document] = {}
    for at in range(0, len(ids), _FETCHED):
        known |= documents_with(connection, ids[at : at + _FETCHED])
    return canonical_ids(linked, known)


def obligations(
    connection: Connection,
    doc: str | None = None,
    *,
    docs: Collection[str] | None = None,
    agencies: Collection[str] = (),
    kind: str = "",
) -> Iterator[tuple[str, Obligation]]:
    """The obligations of one document, of some (`docs`) or of all, assigned to any of `agencies` and of one kind."""
    table, held = schema.obligations, schema.assignees
    chosen = _of(table, doc)
    if docs is not None:
        chosen.append(table.c.doc.in_(docs))
    if kind:
        chosen.append(table.c.kind == kind)
    if agencies:
        theirs = select(held.c.doc, held.c.obligation).where(held.c.agency_id.in_(agencies))
        chosen.append(tuple_(table.c.doc, table.c.position).in_(theirs))
    assignees_of = _carried(connection, schema.assignees, chosen)
    report_to_of = _carried(connection, schema.report_to, chosen)
    for row in _stream(connection, table, chosen):
        yield row["doc"], mappers.obligation_of(row, assignees_of(row), report_to_of(row))


def agency_counts(connection: Connection) -> dict[str, int]:
    """How many obligations each agency holds, by its id; those of unknown agencies and of copies are left out."""
    table = schema.assignees
    held = select(table.c.agency_id, table.c.doc, table.c.obligation).where(table.c.agency_id.is_not(None))
    if doubled := copies(connection):
        held = held.where(table.c.doc.not_in(doubled))
    each = held.distinct().subquery()
    counts = select(each.c.agency_id, func.count().label("number")).group_by(each.c.agency_id)
    return {row.agency_id: row.number for row in connection.execute(counts)}


def originals(connection: Connection) -> list[str]:
    """The hashes of all originals there should be: of documents, of files set aside, of what was removed; in order."""
    aside = schema.set_aside
    gone = select(schema.removed.c.sha256)
    own = union(select(schema.documents.c.sha256), select(aside.c.sha256).where(aside.c.kept), gone)
    return sorted(connection.scalars(own))


def is_claimed(connection: Connection, sha256: str) -> bool:
    """Whether a document, a file set aside or a removed document has its original under this hash."""
    aside = schema.set_aside
    own = select(schema.documents.c.sha256).where(schema.documents.c.sha256 == sha256)
    kept = select(aside.c.sha256).where(aside.c.sha256 == sha256, aside.c.kept)
    gone = select(schema.removed.c.sha256).where(schema.removed.c.sha256 == sha256)
    return connection.execute(own.union_all(kept, gone).limit(1)).first() is not None


def _own_columns() -> Select[Any]:
    """The document's columns without its text, which may be megabytes."""
    return select(*(c for c in schema.documents.c if c.name != "text"))


def _one(connection: Connection, chosen: Select[Any], doc: str) -> Row:
    row = connection.execute(chosen.where(schema.documents.c.id == doc)).one_or_none()
    if row is None:
        raise UnknownDocument(f"Trong kho không có văn bản nào mang mã “{doc}”.")
    return row._asdict()


def _places(connection: Connection, doc: str) -> tuple[Place, ...]:
    data = connection.scalar(select(schema.places.c.data).where(schema.places.c.doc == doc))
    return () if data is None else mappers.places_of(data)


def _of(table: Table, doc: str | None) -> _Conditions:
    return [] if doc is None else [table.c.doc == doc]


def _stream(connection: Connection, table: Table, chosen: _Conditions) -> Iterator[Row]:
    yield from _fetched(connection, select(table).where(*chosen).order_by(table.c.doc, table.c.position))


def _carried(connection: Connection, table: Table, chosen: _Conditions) -> Callable[[Row], list[Row]]:
    """A list that obligations carry, streamed beside them: called with each of the chosen in order, gives its rows."""
    owner = schema.obligations
    own = (table.c.doc == owner.c.doc) & (table.c.obligation == owner.c.position)
    order = (table.c.doc, table.c.obligation, table.c.position)
    stream = _fetched(connection, select(table).join(owner, own).where(*chosen).order_by(*order))
    waiting: list[Row] = []

    def of(obligation: Row) -> list[Row]:
        found = []
        while row := waiting.pop() if waiting else next(stream, None):
            if (row["doc"], row["obligation"]) != (obligation["doc"], obligation["position"]):
                waiting.append(row)
                break
            found.append(row)
        return found

    return of


def _fetched(connection: Connection, chosen: Select[Any]) -> Iterator[Row]:
    with connection.execute(chosen, execution_options={"yield_per": _FETCHED}) as found:
        for row in found:
            yield row._asdict()
