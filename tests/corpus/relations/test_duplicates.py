"""Files that hold one document are recognised; documents that only look alike are not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, DocumentKind
from corpus.relations.duplicates import DuplicatePair, canonical_ids, twin_of
from corpus.relations.minhash import Sketch, resemblance, sketch

WORDS = "sở y tế chủ trì phối hợp với các cơ quan liên quan báo cáo kết quả thực hiện kế hoạch trước ngày"
DRAWN = random.Random(4)
LONG = " ".join(DRAWN.choice(WORDS.split()) + str(i % 37) for i in range(600))
OTHER = " ".join(DRAWN.choice(WORDS.split()) + str(i % 41) for i in range(600))


def misread(text: str, every: int) -> str:
    """`text` with each `every`-th word spoilt, as OCR does."""
    return " ".join(w if i % every else "?" + w[::-1] for i, w in enumerate(text.split()))


DECISION = Document("a", "a.txt", "", number="27/QĐ-TTg", issuer="Thủ tướng Chính phủ", issued="2025-01-03")
SCAN = replace(DECISION, id="b", source="b.pdf")

# name: (one, other, their texts, whether they are copies of one)
PAIRS = {
    "two web copies": (DECISION, SCAN, LONG, LONG, True),
    "a scan of it": (DECISION, SCAN, LONG, misread(LONG, 8), True),
    "only its beginning": (DECISION, SCAN, LONG, LONG[: len(LONG) // 3], True),
    "another spelling of the number": (DECISION, replace(SCAN, number="27/QD-TTG"), LONG, LONG, True),
    "its date lost": (DECISION, replace(SCAN, issued=""), LONG, LONG, True),
    "its number lost": (DECISION, replace(SCAN, number=""), LONG, misread(LONG, 90), True),
    "without numbers": (replace(DECISION, number=""), replace(SCAN, number=""), LONG, LONG, True),
    "another number": (DECISION, replace(SCAN, number="28/QĐ-TTg"), LONG, LONG, False),
    "another date": (DECISION, replace(SCAN, issued="2024-01-03"), LONG, LONG, False),
    "another issuer": (DECISION, replace(SCAN, issuer="Ủy ban nhân dân tỉnh Hà Tĩnh"), LONG, LONG, False),
    "another text": (DECISION, SCAN, LONG, OTHER, False),
    "a report about it": (DECISION, replace(SCAN, kind=DocumentKind.SECONDARY), LONG, LONG, False),
    "alike, without numbers": (replace(DECISION, number=""), replace(SCAN, number=""), LONG, misread(LONG, 9), False),
    "too short to tell": (DECISION, SCAN, LONG[:60], LONG[:60], False),
}


@pytest.mark.parametrize(("one", "other", "text", "its", "same"), PAIRS.values(), ids=PAIRS)
def test_copies_are_told_from_likenesses(one: Document, other: Document, text: str, its: str, same: bool) -> None:
    drawn = sketch(text), sketch(its)
    found = twin_of(one, other, drawn)
    assert (found is not None) is same
    assert twin_of(other, one, (drawn[1], drawn[0])) == found
    assert found is None or (found.doc, found.twin, bool(found.reason)) == ("a", "b", True)


def test_the_best_reading_stands_for_all_whatever_came_first() -> None:
    documents = {
        "a": replace(DECISION, id="a", warnings=("Đọc bằng OCR.",)),
        "b": replace(DECISION, id="b"),
        "c": replace(DECISION, id="c", number=""),
        "d": replace(DECISION, id="d"),
    }
    links = [DuplicatePair("a", "c", 1.0, "-"), DuplicatePair("b", "c", 1.0, "-")]
    assert canonical_ids(links, documents) == canonical_ids(links[::-1], documents) == {"a": "b", "c": "b"}


@given(st.text(), st.text())
def test_resemblance_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    drawn, theirs = sketch(one), sketch(other)
    share, of_shorter = resemblance(drawn, theirs)
    assert 0 <= share <= of_shorter <= 1
    assert resemblance(theirs, drawn) == (share, of_shorter)
    assert resemblance(drawn, drawn) == ((1, 1) if drawn.size else (0, 0))
    assert Sketch.unpacked(drawn.size, drawn.packed()) == drawn


def test_a_sketch_estimates_what_texts_share() -> None:
    half = " ".join([*LONG.split()[:300], *OTHER.split()[300:]])
    _, of_shorter = resemblance(sketch(LONG), sketch(half))
    assert of_shorter == pytest.approx(0.5, abs=0.12)
