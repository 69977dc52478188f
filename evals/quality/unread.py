"""How often the reading of a folder is visibly wrong, without any label: ``nhiemvu eval unread DIR``.

Nobody has said what is right in these documents. But a document issued by a body has a
kind, a number, an issuer, a date and a subject; a body's name neither ends in "của" nor
opens a bracket it does not close; a duty is somebody's; and a clause that opens with
"Chủ trì, phối hợp …" lays one. Each figure is the share of places where that does not
hold, with the worst to look at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus.model import Clause, ClauseKind, Document, DocumentKind, Record
from corpus.vietnamese import fold
from corpus.vocabulary import load
from ingest.errors import IngestError
from ingest.pipeline import analyse, document_id
from ingest.readers import READABLE_SUFFIXES, read

# What every issued document has.
FIELDS = ("type", "number", "issuer", "issued", "title")
# So many of the worst are named for each figure.
WORST = 20
_LONGEST_QUOTE = 160

# Clauses that may lay a duty by themselves: items and bullets, not the sentences between them.
_LAYING = frozenset({ClauseKind.CLAUSE, ClauseKind.POINT, ClauseKind.ITEM, ClauseKind.BULLET})
# Where nothing is laid on anybody although it reads so: forms, definitions, procedures.
_UNDER = re.compile(r"^(?:phu-luc|kem-theo|chu-thich|can-cu)")


@dataclass(slots=True)
class Tally:
    """How many places were looked at, how many are wrong, and which: source and words."""

    seen: int = 0
    wrong: int = 0
    places: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, source: str, words: str, *, wrong: bool) -> None:
        """Count one place, and remember it where it is wrong."""
        self.seen += 1
        if wrong:
            self.wrong += 1
            self.places[source, words[:_LONGEST_QUOTE]] += 1

    def figures(self) -> dict[str, Any]:
        """The share as a fraction of one, the counts, and the worst places, the most frequent first."""
        worst = [
            {"source": source, "words": words, "times": n} for (source, words), n in self.places.most_common(WORST)
        ]
        share = round(self.wrong / self.seen, 4) if self.seen else 0.0
        return {"share": share, "wrong": self.wrong, "of": self.seen, "worst": worst}


def evaluate(folder: Path) -> dict[str, Any]:
    """The label-free figures of every readable file in `folder` and below it.

    Returns ``{"files", "documents", "reports", "set_aside", "documents_without":
    {field: figures}, "names_malformed", "names_unresolved", "obligations_without_doer",
    "leading_verb_without_obligation"}``; each figure has ``share, wrong, of, worst``.
    """
    set_aside: list[dict[str, str]] = []
    records = list(_records(folder, set_aside))
    figures = measure(records)
    return {"files": len(records) + len(set_aside), **figures, "set_aside": set_aside}


def lines(figures: dict[str, Any]) -> Iterator[str]:
    """The figures as lines to read: each share, and below it the worst places."""
    yield f"files\t{figures['files']}\tset aside\t{len(figures['set_aside'])}"
    yield f"documents\t{figures['documents']}\treports\t{figures['reports']}"
    shares = {f"documents_without {name}": found for name, found in figures["documents_without"].items()}
    shares |= {name: found for name, found in figures.items() if isinstance(found, dict) and "share" in found}
    for name, found in shares.items():
        yield f"{name}\tshare {found['share']}\twrong {found['wrong']}\tof {found['of']}"
        for place in found["worst"]:
            yield f"  {place['times']}\t{place['source']}\t{' '.join(place['words'].split())}"


def measure(records: Iterable[Record]) -> dict[str, Any]:
    """The figures of `records`."""
    missing = {name: Tally() for name in FIELDS}
    malformed, unresolved, ownerless, silent = Tally(), Tally(), Tally(), Tally()
    documents = reports = 0
    for record in records:
        document = record.document
        is_report = document.kind is DocumentKind.SECONDARY
        reports += is_report
        documents += not is_report
        if not is_report:
            _count_fields(document, missing)
        for obligation in record.obligations:
            ownerless.count(document.source, obligation.quote, wrong=not obligation.assignees)
            for assignee in obligation.assignees:
                malformed.count(document.source, assignee.name, wrong=is_malformed(assignee.name))
                unresolved.count(document.source, assignee.name, wrong=assignee.agency_id is None)
        for clause, laid in _opening_with_verb(record):
            silent.count(document.source, record.text[clause.start : clause.head_end], wrong=not laid)
    return {
        "documents": documents,
        "reports": reports,
        "documents_without": {name: tally.figures() for name, tally in missing.items()},
        "names_malformed": malformed.figures(),
        "names_unresolved": unresolved.figures(),
        "obligations_without_doer": ownerless.figures(),
        "leading_verb_without_obligation": silent.figures(),
    }


def _records(folder: Path, set_aside: list[dict[str, str]]) -> Iterator[Record]:
    if not folder.is_dir():
        raise FileNotFoundError(f"Không có thư mục {folder}.")
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in READABLE_SUFFIXES):
        data = path.read_bytes()
        try:
            reading = read(path, data)
        except IngestError as error:
            set_aside.append({"source": path.name, "reason": str(error)})
            continue
        yield analyse(reading, id=document_id(data), source=path.name, sha256="")


def _count_fields(document: Document, missing: dict[str, Tally]) -> None:
    for name, tally in missing.items():
        reason = document.reasons.get(name, "")
        tally.count(document.source, reason, wrong=not getattr(document, name))


# --- names ------------------------------------------------------------------

# Words with which no body's name ends: what they lead up to was cut off.
_NEVER_LAST = frozenset(
    """của và các những với cho tại trong từ theo do để khi hoặc là về được bị không chưa có đã sẽ phải cần nhà hoạt coi
    việc tự""".split()  # noqa: SIM905
)
_MAY_END = re.compile(r"(?:giúp việc|sở hữu nhà|chủ nhà)$")
# Words with which none begins, and signs that none holds.
_NEVER_FIRST = re.compile(r"(?:và|của|với|tại|theo|về|để|được|có|không|phải|là|do|từ)\b")
_NO_NAME = re.compile(r"[;:?!\"“”]|\.\s|\d{3,}|\b(?:chủ trì|phối hợp với|chịu trách nhiệm|có trách nhiệm|thực hiện)\b")
# "Ủy ban Quản lý vốn nhà nước tại doanh nghiệp" has nine; the longest listed name has nineteen.
_LONGEST_NAME = 22


def is_malformed(name: str) -> bool:
    """Whether a name looks cut or overrun: it ends or begins where none does, or holds more than a name."""
    low = fold(name).strip()
    words = low.split()
    if not words or len(words) > _LONGEST_NAME or low.count("(") != low.count(")"):
        return True
    if words[-1] in _NEVER_LAST and not _MAY_END.search(low):
        return True
    return bool(_NEVER_FIRST.match(low) or _NO_NAME.search(low) or not re.search(r"[\w)]$", low))


# --- clauses that open with a verb ------------------------------------------


def _opening_with_verb(record: Record) -> Iterator[tuple[Clause, bool]]:
    """The clauses of the document's own text that open with a verb of duty, and whether a duty was found in them."""
    if record.document.kind is DocumentKind.SECONDARY:
        return
    spans = sorted((o.start, o.end) for o in record.obligations)
    for clause in record.clauses:
        if clause.kind not in _LAYING or _UNDER.match(clause.path):
            continue
        head = fold(record.text[clause.start : clause.head_end])
        if _opens_with_verb(head):
            yield clause, any(start < clause.end and end > clause.start for start, end in spans)


_MARKER = re.compile(r"^[\s*_]*(?:[-–+•]|\(?\w{1,4}[.)]|\d+(?:\.\d+)+\.?)?[\s*_]*")
# A heading in few words ("1. Tổ chức thực hiện") lays nothing.
_SHORTEST_DUTY = 8


def _opens_with_verb(head: str) -> bool:
    words = _MARKER.sub("", head)
    if len(words.split()) < _SHORTEST_DUTY:
        return False
    return _verbs().match(words) is not None


@cache
def _verbs() -> re.Pattern[str]:
    """The verbs that never belong to a body's name, and the adverbs before them, at the beginning of words."""
    words = {w for entry in load("duty_verbs") if entry["strength"] in {"hard", "manner"} for w in entry["words"]}
    return re.compile(rf"(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})(?!\w)")
