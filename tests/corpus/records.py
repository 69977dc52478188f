"""Records to keep: a small real-looking one with everything in it, and strategies for any at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from corpus.model import (
    Addressee,
    Assignee,
    Clause,
    ClauseKind,
    Deadline,
    DeadlineKind,
    Document,
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
)

TEXT = (
    "Căn cứ Chỉ thị số 28-CT/TW ngày 25/12/2023;\n"
    "Điều 1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ báo cáo UBND tỉnh trước ngày 30/6/2025.\n"
    "Số liệu\t120\n"
)


def record_of(original: bytes, **document: object) -> Record:
    """A record of the file `original` with one of each thing; `document` gives the document's own fields."""
    sha256 = hashlib.sha256(original).hexdigest()
    fields = {"source": "ke-hoach.txt", "type": "kế hoạch", "number": "377/KH-UBND", "province": "Nghệ An"}
    own = Document(id=sha256[:12], sha256=sha256, **fields | document)  # type: ignore[arg-type]
    article = TEXT.index("Điều 1")
    row = TEXT.index("Số liệu")
    return Record(
        document=own,
        text=TEXT,
        clauses=(
            Clause("can-cu-1", None, ClauseKind.BASIS, "Căn cứ", 0, article - 1, article - 1, page=1),
            Clause("dieu-1", None, ClauseKind.ARTICLE, "Điều 1.", article, row - 1, row - 1),
            Clause(
                "bang-1/hang-1",
                None,
                ClauseKind.ROW,
                "",
                row,
                row + 11,
                row + 11,
                cells=(Span(row, row + 7), Span(row + 8, row + 11)),
            ),
        ),
        references=(reference_to("28-CT/TW"),),
        obligations=(obligation_of("dieu-1#1", "so-y-te@nghe-an", "so-noi-vu@nghe-an"),),
        pages=(Page(1, 0, len(TEXT), "ocr", 0.97, 595.0, 842.0),),
        places=(Place(0, 7, 1, (56.5, 70.0, 120.25, 84.0), was="Cán cử"), Place(article, article + 7, part="p2")),
    )


def reference_to(number: str, target: str | None = None) -> Reference:
    quote = TEXT[8:26]
    return Reference("can-cu-1", 8, 26, quote, number, "chỉ thị", "Ban Bí thư", "2023-12-25", Relation.BASED_ON, target)


def obligation_of(id: str, lead: str | None, *supports: str) -> Obligation:
    """An obligation with assignees of these agency ids."""
    start, end = TEXT.index("Sở Y tế"), TEXT.index(".\nSố liệu")
    return Obligation(
        id=id,
        path="dieu-1",
        start=start,
        end=end,
        quote=TEXT[start:end],
        action="báo cáo UBND tỉnh",
        kind=ObligationKind.REPORTING,
        modality=Modality.MUST,
        explicit=True,
        assignees=(
            Assignee("Sở Y tế", Role.LEAD, lead, "Nghệ An"),
            *(Assignee("Sở Nội vụ", Role.SUPPORT, support, derived=True) for support in supports),
        ),
        deadline=Deadline("trước ngày 30/6/2025", DeadlineKind.FIXED, due="2025-06-30"),
        report_to=(Addressee("UBND tỉnh", "ubnd-tinh@nghe-an"),),
        confidence=0.9,
    )


def with_targets(record: Record, target: str | None) -> Record:
    """`record` with its references leading to `target`."""
    return replace(record, references=tuple(replace(r, target=target) for r in record.references))


# Text of any kind a cleaned document can hold: not NUL, not halves of surrogate pairs.
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
numbers = st.integers(0, 10_000)
sizes = st.floats(0, 1e6, allow_nan=False)
maybe_words = st.none() | words


def _some(strategy: SearchStrategy[object], key: str = "") -> SearchStrategy[tuple[object, ...]]:
    unique = (lambda value: getattr(value, key)) if key else None
    return st.lists(strategy, max_size=3, unique_by=unique).map(tuple)


_clauses = st.builds(
    Clause,
    path=words,
    parent=maybe_words,
    label=words,
    start=numbers,
    end=numbers,
    head_end=numbers,
    page=st.none() | numbers,
    cells=_some(st.builds(Span, numbers, numbers)),
)
_references = st.builds(
    Reference,
    path=words,
    start=numbers,
    end=numbers,
    quote=words,
    number=words,
    type=words,
    issuer=words,
    date=words,
    target=st.none(),  # any other must be in the store
    target_path=maybe_words,
    reason=words,
)
_obligations = st.builds(
    Obligation,
    id=words,
    path=words,
    start=numbers,
    end=numbers,
    quote=words,
    action=words,
    assignees=_some(st.builds(Assignee, name=words, agency_id=maybe_words, scope=words)),
    deadline=st.none() | st.builds(Deadline, text=words, due=words, recurrence=words, trigger=words),
    report_to=_some(st.builds(Addressee, name=words, agency_id=maybe_words)),
    product=words,
    confidence=sizes,
    reason=words,
)
_pages = st.builds(
    Page, number=numbers, start=numbers, end=numbers, how=words, quality=sizes, width=sizes, height=sizes
)
_doubts = st.builds(
    FieldDoubt, field=words, read=words, reason=words, candidates=_some(words), page=st.none() | numbers
)
_places = st.builds(
    Place,
    start=numbers,
    end=numbers,
    page=st.none() | numbers,
    box=st.none() | st.tuples(sizes, sizes, sizes, sizes),
    part=words,
)


@st.composite
def records(draw: st.DrawFn, original: bytes = b"original") -> Record:
    """Any record of the file `original`."""
    sha256 = hashlib.sha256(original).hexdigest()
    own = st.builds(
        Document,
        id=st.just(sha256[:12]),
        sha256=st.just(sha256),
        source=words,
        type=words,
        number=words,
        issuer=words,
        issuer_id=maybe_words,
        issued=words,
        title=words,
        province=words,
        signer=words,
        signing=words,
        effective=words,
        recipients=_some(words),
        about=_some(words),
        pages=numbers,
        warnings=_some(words),
        reasons=st.dictionaries(words, words, max_size=3),
        doubts=_some(_doubts),
    )
    return Record(
        document=draw(own),
        text=draw(words),
        clauses=draw(_some(_clauses, "path")),  # type: ignore[arg-type]
        references=draw(_some(_references)),  # type: ignore[arg-type]
        obligations=draw(_some(_obligations, "id")),  # type: ignore[arg-type]
        pages=draw(_some(_pages)),  # type: ignore[arg-type]
        places=draw(_some(_places)),  # type: ignore[arg-type]
    )
