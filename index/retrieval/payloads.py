"""Passages as points of an engine, and back.

The payload is laid out as Haystack's own Qdrant integration lays it out (``id``,
``content``, ``meta``), so that the index can be read as a Haystack document store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from corpus.authority.provinces import find_province
from corpus.identifiers import number_identity
from corpus.model import Document
from corpus.vietnamese import slug
from index.embedding.embedder import Vectors
from index.engines.filters import AllOf, Between, Condition, Equals, Not, OneOf
from index.engines.port import PayloadSchema, Point
from index.query.dates import last_day
from index.retrieval.chunking import Passage
from index.retrieval.query import Filter
from index.retrieval.sparse import sparse_passage

# Raised when the payload changes.
SCHEMA_VERSION = 2

DOC = "meta.doc"
REVISION = "meta.mark"
NUMBER = "meta.number"
START = "start"
_KEYWORDS = (
    *(DOC, REVISION, NUMBER, "meta.type", "meta.province", "meta.issuer"),
    *("meta.agencies", "meta.kinds", "meta.roles"),
)
_INTEGERS = ("meta.year", "meta.dues")

_NAMESPACE = UUID("3c4c7d52-58d0-5a35-8f3b-6f0a6a6f6a11")


def layout(dimension: int) -> PayloadSchema:
    """What the points of an index look like whose vectors have `dimension` numbers."""
    return PayloadSchema(dimension, _KEYWORDS, _INTEGERS)


def points(document: Document, revision: str, found: Sequence[Passage], dense: Sequence[Vectors]) -> list[Point]:
    """The points of one document from its passages and their vectors; without any, one that says it was indexed."""
    kept = payloads(document, revision, found)
    if not found:
        return [Point(kept[0]["id"], kept[0])]
    return [
        Point(passage.id, payload, vector, sparse_passage(passage.embedded))
        for passage, payload, vector in zip(found, kept, dense, strict=True)
    ]


def payloads(document: Document, revision: str, found: Sequence[Passage]) -> list[dict[str, Any]]:
    """What is kept of each passage beside its vectors, as `points` has it."""
    mark = RevisionMarker(document.id, revision, max(1, len(found)))
    shared = {
        "doc": document.id,
        "mark": str(mark),
        "number": number_identity(document.number) if document.number else "",
        "type": slug(document.type),
        "province": province_key(document.province),
        "issuer": document.issuer_id or "",
        "year": int(document.issued[:4]) if document.issued[:4].isdigit() else None,
    }
    if not found:
        marker = str(uuid5(_NAMESPACE, document.id))
        return [{"id": marker, "content": "", "meta": shared}]
    return [{"id": p.id, "content": p.text, "meta": shared | _own(p)} for p in found]


def _own(passage: Passage) -> dict[str, Any]:
    return {
        "path": passage.path,
        "paths": list(passage.paths),
        START: passage.start,
        "end": passage.end,
        "context": passage.context,
        "agencies": list(passage.agencies),
        "kinds": list(passage.kinds),
        "roles": list(passage.roles),
        "dues": [_last_day(due) for due in passage.dues],
    }


def passage_of(payload: Mapping[str, Any]) -> Passage | None:
    """The passage a point was made of; None where the point only marks a document without passages."""
    meta = payload["meta"]
    if START not in meta:
        return None
    return Passage(
        id=payload["id"],
        doc=meta["doc"],
        path=meta["path"],
        paths=tuple(meta["paths"]),
        start=meta[START],
        end=meta["end"],
        text=payload["content"],
        context=meta["context"],
        agencies=tuple(meta["agencies"]),
        kinds=tuple(meta["kinds"]),
        roles=tuple(meta["roles"]),
        dues=tuple(_iso(day) for day in meta["dues"]),
    )


def passages_in(found: Iterable[Point]) -> int:
    """How many of the points are passages, not the mark of a document without any."""
    return sum(START in point.payload["meta"] for point in found)


def texts_by_document(found: Iterable[Point]) -> dict[str, list[str]]:
    """The texts of points, as they were embedded and counted, by their document's id."""
    texts: dict[str, list[str]] = {}
    for point in found:
        if passage := passage_of(point.payload):
            texts.setdefault(passage.doc, []).append(passage.embedded)
    return texts


def province_key(name: str) -> str:
    """A province's name in comparable form, with or without "tỉnh" before it."""
    if not name:
        return ""
    known = find_province(name)
    return known.id if known else slug(name)


def conditions(query: Filter) -> Condition | None:
    """What the answers to `query` must meet besides its words; None where anything may answer."""
    wanted: list[Condition] = []
    if query.agencies and query.role:
        wanted.append(OneOf("meta.roles", tuple(f"{query.role}:{agency}" for agency in query.agencies)))
    elif query.agencies:
        wanted.append(OneOf("meta.agencies", tuple(query.agencies)))
    elif query.role:
        wanted.append(Equals("meta.roles", query.role))
    for name, value in (
        ("meta.type", slug(query.type)),
        ("meta.province", province_key(query.province)),
        ("meta.issuer", query.issuer),
        ("meta.year", query.year),
        ("meta.kinds", query.kind),
        (DOC, query.doc),
        (NUMBER, number_identity(query.number) if query.number else ""),
    ):
        if value:
            wanted.append(Equals(name, value))
    if query.due:
        first, _, last = query.due.partition("..")
        days = (_last_day(first) if first else None, _last_day(last) if last else None)
        wanted.append(Between("meta.dues", at_least=days[0], at_most=days[1]))
    if query.among is not None:
        wanted.append(OneOf(DOC, query.among))
    if query.without:
        wanted.append(Not(OneOf(DOC, query.without)))
    return AllOf(tuple(wanted)) if wanted else None


def _last_day(iso: str) -> int:
    """A date as a number that compares, 20250630; of a month or a year its last day."""
    return int(last_day(iso).replace("-", ""))


def _iso(day: int) -> str:
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


# --- which revision of a document is indexed ------------------------------------

_SEPARATOR = "\t"


@dataclass(frozen=True, slots=True)
class RevisionMarker:
    """Stands in every point of a document: its revision, and how many points that comes to.

    A document is wholly indexed when all its points carry one mark and there are as
    many as it says; a kill between two writes leaves it otherwise, which shows.
    """

    doc: str
    revision: str
    size: int

    def __str__(self) -> str:
        return _SEPARATOR.join((self.doc, self.revision, str(self.size)))


def revisions(counts: Mapping[str, int]) -> dict[str, str]:
    """From the number of points with each mark: each document's revision, ``""`` where it is not whole."""
    of_document: defaultdict[str, list[tuple[RevisionMarker, int]]] = defaultdict(list)
    for text, count in counts.items():
        mark = _parsed(text)
        of_document[mark.doc].append((mark, count))
    return {doc: _whole(found) for doc, found in of_document.items()}


def _parsed(text: str) -> RevisionMarker:
    doc, revision, size = text.rsplit(_SEPARATOR, 2)
    return RevisionMarker(doc, revision, int(size))


def _whole(found: Iterable[tuple[RevisionMarker, int]]) -> str:
    (mark, count), *others = found
    return mark.revision if not others and count == mark.size else ""
