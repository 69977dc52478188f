"""Records to rows of the store and back, without loss."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from corpus.errors import StoreError
from corpus.identifiers import number_key
from corpus.model import (
    Addressee,
    Assignee,
    Clause,
    ClauseKind,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    FieldDoubt,
    Modality,
    Obligation,
    ObligationKind,
    Page,
    Place,
    Record,
    Reference,
    Relation,
    Role,
    Span,
    Status,
)
from corpus.relations.cited_names import borne_names, cited_name
from corpus.relations.minhash import Sketch, sketch
from corpus.vietnamese import slug

Row = dict[str, Any]

# The names of fields, asked for with every row and slow to find out.
_FIELDS: dict[type, tuple[str, ...]] = {
    shape: tuple(f.name for f in fields(shape))
    for shape in (Document, FieldDoubt, Clause, Reference, Obligation, Assignee, Addressee, Deadline, Page, Place)
}

# JSON writes a NUL so, and a backslash before it doubled: "\\u0000" is those six letters.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def rows_of(record: Record) -> dict[str, list[Row]]:
    """The rows of everything a document owns, by table name."""
    doc = record.document.id
    return {
        "pages": [_listed(doc, i, page) for i, page in enumerate(record.pages)],
        "clauses": [_listed(doc, i, clause) for i, clause in enumerate(record.clauses)],
        "references": [
            _listed(doc, i, reference) | {"number_key": number_key(reference.number), "name_key": cited_name(reference)}
            for i, reference in enumerate(record.references)
        ],
        "obligations": [_obligation_row(doc, i, obligation) for i, obligation in enumerate(record.obligations)],
        "assignees": [
            _listed(doc, i, assignee) | {"obligation": of}
            for of, obligation in enumerate(record.obligations)
            for i, assignee in enumerate(obligation.assignees)
        ],
        "report_to": [
            _listed(doc, i, addressee) | {"obligation": of}
            for of, obligation in enumerate(record.obligations)
            for i, addressee in enumerate(obligation.report_to)
        ],
        "places": [{"doc": doc, "data": _packed(record.places)}] if record.places else [],
        "names": [{"doc": doc, "position": i, "name_key": name} for i, name in enumerate(borne_names(record.document))],
    } | _sketch_rows(doc, sketch(record.text))


def _sketch_rows(doc: str, drawn: Sketch) -> dict[str, list[Row]]:
    return {
        "sketches": [{"doc": doc, "size": drawn.size, "data": drawn.packed()}],
        "sketch_keys": [{"doc": doc, "position": i, "hash": key} for i, key in enumerate(drawn.keys)],
    }


def sketch_in(owned: Mapping[str, list[Row]]) -> Sketch:
    """The sketch among the rows that a document owns (`rows_of`)."""
    [row] = owned["sketches"]
    return Sketch.unpacked(row["size"], row["data"])


def document_row(document: Document) -> Row:
    """A document's own columns, with the keys it is looked up by."""
    return _columns(document) | {
        "type_key": slug(document.type),
        "number_key": number_key(document.number),
        "province_key": slug(document.province),
        "reasons": dict(document.reasons),
        "doubts": [_columns(doubt) for doubt in document.doubts],
    }


def document_of(row: Mapping[str, Any]) -> Document:
    """The document a row of `documents` holds."""
    return Document(
        **_same(Document, row, but={"kind", "status", "recipients", "about", "warnings", "doubts"}),
        kind=DocumentKind(row["kind"]),
        status=Status(row["status"]),
        recipients=tuple(row["recipients"]),
        about=tuple(row["about"]),
        warnings=tuple(row["warnings"]),
        doubts=tuple(_doubt_of(doubt) for doubt in row["doubts"]),
    )


def _doubt_of(row: Mapping[str, Any]) -> FieldDoubt:
    return FieldDoubt(**_same(FieldDoubt, row, but={"candidates"}), candidates=tuple(row["candidates"]))


def clause_of(row: Mapping[str, Any]) -> Clause:
    """The clause a row of `clauses` holds."""
    cells = tuple(Span(start, end) for start, end in row["cells"])
    return Clause(**_same(Clause, row, but={"kind", "cells"}), kind=ClauseKind(row["kind"]), cells=cells)


def reference_of(row: Mapping[str, Any]) -> Reference:
    """The reference a row of `references` holds."""
    return Reference(**_same(Reference, row, but={"relation"}), relation=Relation(row["relation"]))


def obligation_of(
    row: Mapping[str, Any], assignees: Iterable[Mapping[str, Any]], report_to: Iterable[Mapping[str, Any]]
) -> Obligation:
    """The obligation a row of `obligations` holds with its rows of `assignees` and `report_to`."""
    return Obligation(
        **_same(Obligation, row, but={"kind", "modality", "deadline", "assignees", "report_to", "basis"}),
        kind=ObligationKind(row["kind"]),
        modality=Modality(row["modality"]),
        deadline=_deadline_of(row),
        assignees=tuple(Assignee(**_same(Assignee, a, but={"role"}), role=Role(a["role"])) for a in assignees),
        report_to=tuple(Addressee(**_same(Addressee, a)) for a in report_to),
        basis=tuple(Span(*ends) for ends in json.loads(row["basis"])),
    )


def page_of(row: Mapping[str, Any]) -> Page:
    """The page a row of `pages` holds."""
    return Page(**_same(Page, row))


def places_of(data: bytes) -> tuple[Place, ...]:
    """The places a row of `places` holds."""
    # The last, `was`, stands only where there is something to say.
    return tuple(
        Place(start, end, page, tuple(box) if box else None, part, *was)
        for start, end, page, box, part, *was in json.loads(zlib.decompress(data))
    )


def digest(record: Record, analyser: int) -> str:
    """A hash of everything that is put: equal where putting `record` again would change nothing.

    Raises `StoreError` where the record holds characters that no database keeps
    (NUL, halves of surrogate pairs).
    """
    # The revision stands for the parts it covers, which are most of a record.
    return _hash([analyser, revision(record), record.document, record.references, record.pages, record.places])


def revision(record: Record) -> str:
    """A hash of what the index is derived from: metadata, text, clauses and obligations.

    What later ingests or a renamed file change (source, status, targets of references)
    is no part of it, so that the index need not be written again. Doubts are left out as if
    there were no such field, so that revisions of earlier versions of the store hold.
    """
    document = replace(record.document, source="", status=Status.UNKNOWN, warnings=(), reasons={})
    described = [getattr(document, name) for name in _FIELDS[Document] if name != "doubts"]
    return _hash([described, record.text, record.clauses, record.obligations])


def _hash(value: object) -> str:
    written = json.dumps(value, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        encoded = written.encode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError("Văn bản chứa ký tự hỏng (không thuộc Unicode), không lưu được.") from error
    if r"\u0000" in written and _NUL.search(written):
        raise StoreError("Văn bản chứa ký tự rỗng (NUL), không lưu được.")
    return hashlib.sha256(encoded).hexdigest()


def _plain(value: Any) -> object:
    if names := _FIELDS.get(type(value)):
        return [getattr(value, name) for name in names]
    return dict(value)  # a mapping that is no dict


def _columns(value: Any) -> Row:
    """The fields of a dataclass as column values; enumerations are plain strings, tuples lists."""
    row: Row = {}
    for name in _FIELDS[type(value)]:
        content = getattr(value, name)
        if isinstance(content, tuple):
            row[name] = list(content)
        else:
            row[name] = str(content) if isinstance(content, str) else content
    return row


def _listed(doc: str, position: int, value: Any) -> Row:
    return _columns(value) | {"doc": doc, "position": position}


def _obligation_row(doc: str, position: int, obligation: Obligation) -> Row:
    row = _listed(doc, position, obligation)
    for apart in ("assignees", "report_to", "deadline"):
        del row[apart]
    deadline = _columns(obligation.deadline) if obligation.deadline else {}
    row["basis"] = json.dumps(obligation.basis)
    return row | {f"deadline_{name}": deadline.get(name) for name in _FIELDS[Deadline]}


def _deadline_of(row: Mapping[str, Any]) -> Deadline | None:
    if row["deadline_kind"] is None:
        return None
    words = {name: row[f"deadline_{name}"] for name in _FIELDS[Deadline]}
    return Deadline(**words | {"kind": DeadlineKind(words["kind"])})


def _same(shape: type, row: Mapping[str, Any], *, but: Iterable[str] = ()) -> Row:
    """The fields of dataclass `shape` that stand in `row` as they are."""
    return {name: row[name] for name in _FIELDS[shape] if name not in but}


def _packed(places: Iterable[Place]) -> bytes:
    written = json.dumps(
        [[p.start, p.end, p.page, p.box, p.part, *([p.was] if p.was else [])] for p in places], separators=(",", ":")
    )
    return zlib.compress(written.encode("ascii"))
