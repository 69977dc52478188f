"""Where a document is sent: the list under "Nơi nhận"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Clause
from ingest.structure.lines import split_lines

_HEADING = re.compile(r"^n[ơo]i\s+nh[ậâ]n[\s_*:.]*", re.IGNORECASE)
# "(để b/c)", "(*báo cáo*)", "(3b)": why and how many, not to whom
_NOTE = re.compile(
    r"\s*\((?:\*?(?:để|báo cáo|b/c|t/h|thay b/c|phối hợp|chỉ đạo|biết|đăng|\d+\s*b)[^()]*)\)", re.IGNORECASE
)
_JOINED = re.compile(r"(?:^|[;,.:])\s*[-–]\s+(?=\S)")


def read_recipients(text: str, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The recipients in order, as printed, without dashes and notes; the file copy ("Lưu: …") is the last."""
    found: list[str] = []
    for clause in clauses:
        for line in split_lines(text[clause.start : clause.head_end]):
            words = _HEADING.sub("", line.words.strip(" *_|"))
            pieces = [piece for piece in _JOINED.split(words) if piece.strip(" -–;,.")]
            dashed = bool(re.match(r"\s*[-–]", words))
            for n, piece in enumerate(pieces):
                if n or dashed or not found or _complete(found[-1]):
                    found.append(piece)
                else:
                    found[-1] = f"{found[-1].rstrip()} {piece.lstrip()}"
    recipients = []
    for words in found:
        is_copy = bool(re.match(r"\W*lưu\b", words, re.IGNORECASE))
        name = re.sub(r"\s+", " ", words if is_copy else _NOTE.sub("", words)).strip(" -–;,./*_")
        if name:
            recipients.append(name)
        if is_copy:
            break
    return tuple(recipients)


def _complete(words: str) -> bool:
    return words.rstrip(" *_").endswith((";", ".", "./."))
