"""Intro lines that run on into what they open: "… có ý kiến chỉ đạo như sau: Bộ Y tế chủ trì …" on one line."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.normalized_text import NormalizedText
from ingest.obligations.sentences.sentence_splitting import Piece, pieces

# "… có ý kiến như sau: Bộ", "… yêu cầu thực hiện các nội dung sau đây: Sở"
_RUNS_ON = re.compile(r"\b(?:như\ sau|sau\ đây|dưới\ đây|nội\ dung\ sau|nhiệm\ vụ\ sau)\s?:\s", re.VERBOSE)
# What follows is at least so long: a sentence, not a name.
_SHORTEST = 40
# An intro line that already says what to do: at least so many words before its ", trong đó … sau:".
_SUBSTANTIAL = 25


def read_pieces(running: NormalizedText, start: int, end: int | None = None) -> list[Piece]:
    """The pieces of a flow, an intro line that runs on cut from the sentence it opens."""
    found: list[Piece] = []
    moved: dict[int, int] = {}  # the index of a piece before and after the cuts
    for index, piece in enumerate(pieces(running, start, end)):
        under = moved.get(piece.under, piece.under) if piece.under is not None else None
        m = _RUNS_ON.search(running.folded, piece.start, piece.end)
        if m and piece.end - m.end() >= _SHORTEST and running.text[m.end() : m.end() + 1].isupper():
            found.append(Piece(piece.start, m.end() - 1, under, opens=True))
            under = len(found) - 1
            found.append(Piece(m.end(), piece.end, under, opens=piece.opens))
        else:
            found.append(replace(piece, under=under))
        moved[index] = len(found) - 1
    return found


def is_substantial(intro: str) -> bool:
    """Returns whether a folded intro line says so much before its list that it is an obligation of its own."""
    before = max((intro.rpartition(mark)[0] for mark in (", trong đó", ";")), key=len)
    return len(before.split()) >= _SUBSTANTIAL
