"""How long a crosswalk matrix takes: one directive against many plans, of synthetic clauses with their vectors at hand.

``python -m evals.benchmarks.crosswalk_speed`` prints one JSON object. What is looked at is the ratio of
the two runs: twice the plans must take about twice the time.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np

from corpus.model import (
    Assignee,
    Clause,
    ClauseKind,
    Document,
    Modality,
    Obligation,
    ObligationKind,
    Record,
    Role,
)
from index.crosswalk.alignment import Tasks, compare
from index.crosswalk.feature_cache import FeatureCache
from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.matrix import EmbeddedDocumentCache
from index.crosswalk.units import units
from index.embedding.embedder import Vectors

TASKS = 50
CLAUSES = 100
PLANS = (50, 100)
# Syllables of a clause, as in Chỉ thị 28-CT/TW (30 to 60).
_LONG = 40
_WORDS = (
    "nâng cao hiệu quả công tác chăm sóc giáo dục bảo vệ trẻ em phòng chống đuối nước rà soát cơ sở vật chất kinh"
    " phí ngân sách tuyên truyền phổ biến nhận thức đào tạo bồi dưỡng cán bộ cộng tác viên dữ liệu liên thông thanh tra"
    " kiểm tra giám sát xử lý vi phạm phối hợp nhà trường gia đình xã hội hội phụ nữ đoàn thanh niên mô hình sáng kiến"
    " khen thưởng báo cáo định kỳ hằng năm quý tháng vùng sâu xa biên giới hộ nghèo dinh dưỡng y tế văn hóa du lịch"
)
_VERBS = ("Tổ chức", "Xây dựng", "Rà soát", "Đẩy mạnh", "Tăng cường", "Hướng dẫn", "Kiểm tra", "Bố trí")
_BODIES = (
    ("Sở Y tế", "so-y-te@nghe-an"),
    ("Sở Giáo dục và Đào tạo", "so-giao-duc-va-dao-tao@nghe-an"),
    ("Công an tỉnh", "cong-an-tinh@nghe-an"),
)


class StoredVectors:
    """An embedder that only looks up: a text's vector stands in memory, as an index would give it."""

    dimension = 384
    fingerprint = "stored"

    def __init__(self) -> None:
        self._kept: dict[str, Vectors] = {}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, made at the first look."""
        for text in texts:
            if text not in self._kept:
                self._kept[text] = _direction(text, self.dimension)
        return np.stack([self._kept[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query, which is a text like any other here."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def plans(seed: int = 7) -> Iterator[Record]:
    """Plans of `CLAUSES` bullets, without end; the first is fit to be a directive of as many tasks."""
    random = Random(seed)  # noqa: S311 - not for secrets
    number = 0
    while True:
        number += 1
        yield _plan(f"plan-{number}", random, TASKS if number == 1 else CLAUSES)


@dataclass(frozen=True, slots=True)
class Taken:
    """Processor seconds of one matrix: plans taken apart for it, plans as they are kept on disk, and in memory."""

    first: float
    kept: float
    again: float


def seconds(count: int) -> Taken:
    """The processor seconds that the matrix of one directive and `count` plans takes.

    The vectors are at hand each time, as after ingest. Kept on disk, as in a server that was
    restarted, are the plans taken apart; in memory, as on a page that is looked at twice, all of it.
    """
    embedder = StoredVectors()
    made = plans()
    parent = Tasks.of(next(made), embedder)
    children = list(islice(made, count))
    for child in children:
        EmbeddedDocument.of(units(child), embedder)
    with tempfile.TemporaryDirectory(prefix="nhiemvu-") as folder:
        path = Path(folder) / "kept.sqlite"
        first = _taken(parent, children, EmbeddedDocumentCache(embedder))
        for child in children:
            FeatureCache(path).of(child, "1")
        sides = EmbeddedDocumentCache(embedder, disk=FeatureCache(path))
        return Taken(first, _taken(parent, children, sides), _taken(parent, children, sides))


def _taken(parent: Tasks, children: Sequence[Record], sides: EmbeddedDocumentCache) -> float:
    begun = time.process_time()
    found = [compare(parent, child, sides.of(child, "1"), reasons=False) for child in children]
    taken = time.process_time() - begun
    rows = sum(len(alignment.rows) for alignment in found)
    if rows != TASKS * len(children):
        raise ValueError(f"{rows} rows for {TASKS} tasks of {len(children)} plans")
    return taken


def main() -> None:
    """Print the seconds of each run and their ratio."""
    runs = {str(count): seconds(count) for count in PLANS}
    few, many = runs.values()
    answer = {
        "tasks": TASKS,
        "clauses": CLAUSES,
        "seconds": {count: round(run.first, 2) for count, run in runs.items()},
        "kept": {count: round(run.kept, 2) for count, run in runs.items()},
        "again": {count: round(run.again, 2) for count, run in runs.items()},
        "ratio": round(many.first / few.first, 2),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


def _plan(doc: str, random: Random, size: int) -> Record:
    text, clauses, duties = "", [], []
    for number in range(1, size + 1):
        name, agency = random.choice(_BODIES)
        verb = random.choice(_VERBS)
        words = f"{name} {verb.lower()} {' '.join(random.choices(_WORDS.split(), k=_LONG))}"
        start = len(text)
        path = f"{(number - 1) // 10 + 1}/gach-{(number - 1) % 10 + 1}"
        text += f"- {words}.\n"
        clauses.append(Clause(path, None, ClauseKind.BULLET, "-", start, len(text) - 1, len(text) - 1))
        duties.append(
            Obligation(
                f"{path}#1",
                path,
                start + 2,
                len(text) - 1,
                words,
                words,
                ObligationKind.ORGANISATION,
                Modality.MUST,
                True,
                (Assignee(name, Role.LEAD, agency),),
            )
        )
    return Record(Document(doc, f"{doc}.txt", doc), text, tuple(clauses), obligations=tuple(duties))


def _direction(text: str, dimension: int) -> Vectors:
    seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
    vector = np.random.default_rng(seed).standard_normal(dimension, np.float32)
    unit: Vectors = vector / np.float32(np.linalg.norm(vector))
    return unit


if __name__ == "__main__":
    main()
