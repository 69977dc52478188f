"""Sets of judged questions (BEIR layout), indexed in a temporary place and ranked by the whole search.

A folder holds ``corpus.jsonl`` (``_id``, ``title``, ``text``) and ``queries.jsonl``
(``_id``, ``text``); what answers what (``qrels.tsv``) is the business of whoever measures.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.model import Document, Record
from corpus.settings import Settings
from index.embedding.embedder import Embedder
from index.retrieval.index import Index
from index.retrieval.query import Query


@dataclass(frozen=True, slots=True)
class RankedSet:
    """For each question the texts that answer, best first, each with its score; and what that took.

    `milliseconds` has the time of each question in order; `seconds` is what indexing
    all texts took, embedding included.
    """

    texts: dict[str, dict[str, float]]
    milliseconds: tuple[float, ...]
    passages: int
    seconds: float


def rank_questions(
    folder: Path,
    settings: Settings,
    *,
    depth: int = 100,
    embed: Embedder | None = None,
    only: Collection[str] | None = None,
) -> RankedSet:
    """Ranks the texts of the set in `folder` for each of its questions (with an id in `only`), down to `depth`.

    Everything goes to a temporary folder and is removed; only the model is that of
    `settings`. `embed` stands in for it.
    """
    with tempfile.TemporaryDirectory(prefix="nhiemvu-") as place:
        here = replace(settings, data=Path(place), qdrant_url="")
        with Index.open(here, embed=embed) as index:
            began = time.perf_counter()
            names = index_corpus(folder, index)
            seconds = time.perf_counter() - began
            texts, milliseconds = {}, []
            for question in rows(folder / "queries.jsonl"):
                if only is not None and question["_id"] not in only:
                    continue
                began = time.perf_counter()
                texts[question["_id"]] = _ranked(question["text"], index, names, depth)
                milliseconds.append(1000 * (time.perf_counter() - began))
            return RankedSet(texts, tuple(milliseconds), index.counts.passages(), seconds)


def index_corpus(folder: Path, index: Index) -> dict[str, str]:
    """Puts every text of the set in `folder` in; gives the set's own id of each document."""
    names = {}
    records = []
    for place, row in enumerate(rows(folder / "corpus.jsonl")):
        doc = f"{place:012x}"
        names[doc] = row["_id"]
        title = row.get("title", "")
        records.append(Record(Document(id=doc, source=row["_id"], sha256="", title=title), row["text"]))
    index.add_all((record, "1") for record in records)
    return names


def _ranked(text: str, index: Index, names: dict[str, str], depth: int) -> dict[str, float]:
    """The texts by their best passage."""
    ranked: dict[str, float] = {}
    for hit in index.search(Query(text, limit=2 * depth)):
        for doc in (hit.doc, *(other for other, _ in hit.same)):
            ranked.setdefault(names[doc], hit.score)
    return dict(list(ranked.items())[:depth])


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of the set."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
