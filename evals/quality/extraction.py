"""Extraction against gold rows: documents, references and obligations as precision, recall and F1.

A gold set is a folder with ``documents.jsonl``, ``references.jsonl`` and
``obligations.jsonl`` (any of them may be absent) and, where some places count
neither way, ``ignore.jsonl``. Every row names its document by the stem of the source
file, or by a prefix of it that ends before ``_``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from corpus.identifiers import number_key
from corpus.model import Record
from corpus.vietnamese import fold
from evals.quality.matching import agency_key, same_name
from evals.quality.obligation_metrics import DocumentDuties, score_obligations
from evals.quality.precision_recall import Score
from ingest.pipeline import analyse, document_id
from ingest.readers import READABLE_SUFFIXES, read

Row = dict[str, Any]

_REPOSITORY = Path(__file__).resolve().parents[2]

_SHARED = tuple(Path("../shared/corpus") / part for part in ("seeds", "admin", "web"))

# The project's own rows over its sample documents, the shared rows over real documents
# that stand beside a developer's checkout, and the project's own rows over more of those
# documents: gold folder, folders of sources.
GOLD_SETS = {
    "samples": (Path("evals/gold"), (Path("corpus/documents/files"),)),
    "real": (Path("../shared/gold"), _SHARED),
    "more": (Path("evals/gold/real"), _SHARED),
}

DOCUMENT_FIELDS = ("type", "number", "issuer", "issued", "province", "title", "signer")
_TITLE_ALIKE = 0.85  # titles differ in "về việc" and quotation marks between copies


def evaluate_all() -> Row:
    """The scores of every gold set that is there, by its name in `GOLD_SETS`."""
    return {
        name: evaluate(_REPOSITORY / gold, [_REPOSITORY / folder for folder in sources])
        for name, (gold, sources) in GOLD_SETS.items()
        if (_REPOSITORY / gold).is_dir() and (_REPOSITORY / sources[0]).is_dir()
    }


def evaluate(gold: Path, sources: Iterable[Path]) -> Row:
    """Score the analysis of the documents in the folders `sources` against the gold set in `gold`.

    Returns ``{"documents": …, "references": …, "obligations": …}`` for the files that
    are there. Raises `FileNotFoundError` for a gold document without a source file.
    """
    rows = {name: rows_of(gold / f"{name}.jsonl") for name in ("documents", "references", "obligations", "ignore")}
    wanted = {row["doc"] for name in ("documents", "references", "obligations") for row in rows[name]}
    records = read_records(wanted, list(sources))
    out: Row = {}
    if rows["documents"]:
        out["documents"] = score_documents(rows["documents"], records)
    if rows["references"]:
        out["references"] = score_references(rows["references"], records)
    if rows["obligations"]:
        out["obligations"] = score_obligations(rows["obligations"], rows["ignore"], records)
    return out


def rows_of(path: Path) -> list[Row]:
    """The rows of a gold file; none where it is not there."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_records(wanted: set[str], sources: list[Path]) -> dict[str, Record]:
    """Each gold document's record, analysed afresh from its source file in one of the folders."""
    return {doc: _record(path) for doc, path in source_files(wanted, sources).items()}


def source_files(wanted: set[str], sources: list[Path]) -> dict[str, Path]:
    """Returns each gold document's source file; raises `FileNotFoundError` where one has none."""
    files: dict[str, Path] = {}
    for folder in sources:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in READABLE_SUFFIXES:
                for name in (path.stem, path.stem.split("_")[0]):
                    if name in wanted:
                        files.setdefault(name, path)
    if lost := sorted(wanted - files.keys()):
        raise FileNotFoundError(f"no source file for the gold documents {', '.join(lost)}")
    return dict(sorted(files.items()))


def _record(path: Path) -> Record:
    data = path.read_bytes()
    return analyse(read(path, data), id=document_id(data), source=path.name, sha256="")


def score_documents(gold: list[Row], records: dict[str, Record]) -> Row:
    """The share of gold documents whose field is right, field by field, and their mean."""
    out: Row = {}
    for field in DOCUMENT_FIELDS:
        rows = [row for row in gold if field in row]
        right = sum(_same_field(field, row[field] or "", getattr(records[row["doc"]].document, field)) for row in rows)
        if rows:
            out[field] = round(right / len(rows), 4)
    out["mean"] = round(sum(out.values()) / len(out), 4)
    return out


def _same_field(field: str, want: str, got: str) -> bool:
    if field == "number":
        return number_key(want) == number_key(got)
    if field == "title":
        return SequenceMatcher(None, fold(want), fold(got)).ratio() >= _TITLE_ALIKE
    if field == "issuer":
        return same_name(agency_key(want), agency_key(got))
    return fold(want) == fold(got)


def score_references(gold: list[Row], records: dict[str, Record]) -> Row:
    """Numbered citations by document and number; relation and date of those that have them."""
    numbered = [row for row in gold if row["number"]]
    want = {(row["doc"], number_key(row["number"])) for row in numbered}
    found = {
        (doc, number_key(ref.number), ref.relation.value, ref.date)
        for doc in {row["doc"] for row in gold}
        for ref in records[doc].references
        if ref.number
    }
    got = {(doc, number) for doc, number, _, _ in found}
    relations = defaultdict(set)
    for row in numbered:
        relations[row["doc"], number_key(row["number"])].add(row["relation"])
    related = {(doc, number) for doc, number, relation, _ in found if relation in relations[doc, number]}
    dated = {(row["doc"], number_key(row["number"]), row["date"]) for row in numbered if row.get("date")}
    dates = {(doc, number, date) for doc, number, _, date in found}
    return {
        "numbered": Score(len(want & got), len(got - want), len(want - got)).row(),
        "relation_accuracy": round(len(related & want) / len(want), 4) if want else None,
        "date_accuracy": round(len(dated & dates) / len(dated), 4) if dated else None,
    }


def misses(gold: Path, sources: Iterable[Path]) -> Iterator[str]:
    """Lines that name each missed and each wrong (unit, agency, role), for reading one by one."""
    rows, ignored = rows_of(gold / "obligations.jsonl"), rows_of(gold / "ignore.jsonl")
    records = read_records({row["doc"] for row in rows}, list(sources))
    for doc, record in records.items():
        duties = DocumentDuties(
            record,
            [row for row in rows if row["doc"] == doc],
            [row["anchor"] for row in ignored if row["doc"] == doc],
        )
        for sign, triples in (("-", duties.gold - duties.found), ("+", duties.found - duties.gold)):
            for unit, agency, role in sorted(triples):
                yield f"{sign} {doc}\t{unit[:60]}\t{agency}\t{role}"
