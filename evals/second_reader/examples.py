"""The sentences that the second reader learns from: those of all gold documents, with what the rows say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.model import Record, Span
from evals.quality.extraction import GOLD_SETS, rows_of, source_files
from evals.quality.matching import Units, even
from evals.second_reader.gold_labels import labels_of
from evals.second_reader.sequence_training import TaggedSentence
from ingest.metadata import describe
from ingest.obligations.candidates import Candidate
from ingest.obligations.extractor import Extractor
from ingest.obligations.second_reader import RoleSpan, first_spans
from ingest.obligations.sentence_features import SentenceReading, found_tags, sentence_features, word_features
from ingest.obligations.sentences.denials import without_denied
from ingest.readers import read
from ingest.structure import structure

Row = dict[str, Any]

_REPOSITORY = Path(__file__).resolve().parents[2]

# Beside the gold sets of the extraction's scores: whole office documents of late 2025.
TRAINING_SETS = GOLD_SETS | {"office": (Path("../shared/gold/office"), (Path("../shared/corpus/office"),))}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a gold document: what is learnt from it, how many rows it holds, and the reading of the rules."""

    tagged: TaggedSentence
    sentence: SentenceReading
    rows: int
    first: tuple[RoleSpan, ...]
    is_duty_to_rules: bool


def all_examples(more: Iterable[tuple[Path, Path]] = ()) -> list[Example]:
    """Returns the sentences of every training set that is there, and of `more` gold folders with their sources."""
    rows_by_doc: dict[str, list[Row]] = defaultdict(list)
    neutral: dict[str, list[str]] = defaultdict(list)
    files: dict[str, Path] = {}
    for gold, sources in (*TRAINING_SETS.values(), *((gold, (source,)) for gold, source in more)):
        folders = [_REPOSITORY / source for source in sources]
        if not (_REPOSITORY / gold).is_dir() or not folders[0].is_dir():
            continue
        rows = rows_of(_REPOSITORY / gold / "obligations.jsonl")
        for row in rows:
            rows_by_doc[row["doc"]].append(row)
        for row in rows_of(_REPOSITORY / gold / "ignore.jsonl"):
            neutral[row["doc"]].append(row["anchor"])
        files |= source_files({row["doc"] for row in rows}, folders)
    return [
        example
        for doc, path in sorted(files.items())
        for example in examples_of(doc, _outlined(path), rows_by_doc[doc], neutral[doc])
    ]


def _outlined(path: Path) -> Record:
    """A document's text, clauses and head, without what the second reader has a part in."""
    reading = read(path, path.read_bytes())
    clauses = structure(reading)
    return Record(describe(reading, clauses, id=path.stem, source=path.name, sha256=""), reading.text, clauses)


def examples_of(doc: str, record: Record, rows: Sequence[Row], neutral: Sequence[str]) -> Iterator[Example]:
    """Yields the sentences of one document, those left out that count neither way."""
    extractor = Extractor(record.text, record.clauses, record.document)
    kept = without_denied(record.text, record.clauses, extractor.duties())
    units = Units(record.text, [*(row["anchor"] for row in rows), *neutral])
    ignored = set(map(even, neutral))
    by_anchor: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_anchor[even(row["anchor"])].append(row)
    for sentence in extractor.sentences:
        words = sentence.words
        span = sentence.grammar.normalized.span(sentence.piece.start, sentence.piece.end)
        anchors = [unit.anchor for unit in units.units if _shares_half(unit.span, span)]
        if not words or (anchors and ignored.issuperset(anchors)):
            continue
        mine = [row for anchor in anchors for row in by_anchor[anchor]]
        found = [duty for duty in kept if _in_sentence(duty, sentence)]
        tags = found_tags(sentence)
        tagged = TaggedSentence(
            doc,
            tuple(sentence_features(sentence, tags)),
            tuple(map(tuple, word_features(sentence, tags))),
            tuple(labels_of([word.form for word in words], mine)),
            is_duty=bool(mine),
            is_read=bool(mine or found),
        )
        first = tuple(span for duty in found for span in first_spans(duty))
        yield Example(tagged, sentence, len(mine), first, bool(found))


def _shares_half(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= 0.5 * min(one.end - one.start, other.end - other.start)


def _in_sentence(duty: Candidate, sentence: SentenceReading) -> bool:
    is_here = duty.clause.path == sentence.clause.path
    return is_here and sentence.piece.start <= duty.found.start < sentence.piece.end
