"""The time of a reading grows with the size of the document, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ingest.metadata import describe
from ingest.references import find_references
from ingest.structure import structure
from tests.ingest.trees import reading_of

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 98/CT-UBND\nNghệ An, ngày 12 tháng 3 năm 2025\nCHỈ THỊ\nVề việc trồng sen\n"
)
# Ten times the size took 3 to 11 times the time when this was written; of a square it takes a hundred;
# on a machine with other work up to 19.
MOST_GROWTH = 30
SMALL, LARGE = 6_000, 60_000
# Below this, in seconds, a time is one of the clock more than of the text.
SHORTEST = 0.02

CONSTRUCTIONS: dict[str, Callable[[int], str]] = {
    "a run of spaces": lambda n: f"Sở{' ' * n}Y tế rà soát.\n",
    "lines in capitals that name a kind": lambda n: "QUYẾT ĐỊNH\n" * (n // 11),
    "lines of articles": lambda n: "".join(f"Điều {i}. X\n" for i in range(n // 11)),
    "numbered lines": lambda n: "".join(f"{i}. Sở Y tế thực hiện.\n" for i in range(n // 26)),
    "clauses cited in a row": lambda n: f"Theo {'điểm a khoản 1 Điều 2, ' * (n // 24)}các sở thực hiện.\n",
    "bullets": lambda n: "- Sở Y tế rà soát\n" * (n // 18),
    "paragraphs": lambda n: "Sở Y tế rà soát\n\n" * (n // 17),
    "numbers cited in a row": lambda n: "Căn cứ Nghị định số 12/2020/NĐ-CP; " * (n // 36),
    "rules of underscores": lambda n: "_ " * (n // 2) + "x\n",
    "subjects": lambda n: "V/v rà soát\n" * (n // 12),
    "places and dates": lambda n: "Hà Nội, ngày 5 tháng 6 năm 2025\n" * (n // 33),
    "cell bars": lambda n: "| a " * (n // 4) + "\n",
    "stars": lambda n: "*a " * (n // 3) + "\n",
}


def seconds(text: str) -> float:
    """The processor time of reading the frame, the fields and the citations of `text`."""
    reading = reading_of(HEAD + text)
    began = time.process_time()
    clauses = structure(reading)
    document = describe(reading, clauses, id="a", source="a.txt", sha256="")
    find_references(reading.text, clauses, document)
    return time.process_time() - began


@pytest.mark.parametrize("made", CONSTRUCTIONS.values(), ids=CONSTRUCTIONS)
def test_time_grows_with_size(made: Callable[[int], str]) -> None:
    seconds(made(100))  # vocabularies are loaded once
    small = min(seconds(made(SMALL)) for _ in range(3))
    assert min(seconds(made(LARGE)) for _ in range(2)) < MOST_GROWTH * max(small, SHORTEST)
