"""Who signed a document, and on whose behalf."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Clause
from ingest.structure.lines import Line, split_lines
from ingest.structure.phrases import matches
from ingest.structure.typography import is_name, is_upper, name_at_end, without_rank

# Before what a joined signing line is cut: "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
_JOINED = re.compile(
    r"(?<!K/T)(?<!T/L)(?<!KT\.)(?<!TL\.)(?<!TM\.)(?<!PHÓ)(?<!T/M)\s+"
    r"(?=(?:KT\.|K/T|TL\.|T/L|TUQ\.|Q\.)\s?|PHÓ\s|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG)"
)
NOT_SIGNED = "Bản này không có phần chữ ký."
NO_NAME = "Phần chữ ký không ghi họ tên người ký."
NO_POST = "Phần chữ ký không ghi chức vụ của người ký."


def read_signature(text: str, clauses: Sequence[Clause]) -> tuple[str, str, str]:
    """The signer's name, the signing line ("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, …"), or why there is no name."""
    lines = [line for clause in clauses for line in split_lines(text[clause.start : clause.head_end]) if not line.bare]
    if not lines:
        return "", "", NOT_SIGNED
    names = [name for line in lines if (name := _name(line))]
    posts = [post for line in lines for post in _posts(line)]
    signing = ", ".join(dict.fromkeys(posts))
    return "; ".join(dict.fromkeys(names)), signing, "" if names else NO_NAME


def _name(line: Line) -> str:
    if is_name(line.words):
        return without_rank(line.words)
    return name_at_end(line.words)


def _posts(line: Line) -> list[str]:
    if is_name(line.words) or matches("signed", line.low):
        return []
    words = line.words.removesuffix(name_at_end(line.words)).strip(" *_|")
    if not words or not (is_upper(words) or matches("signing", line.low)):
        return []
    return [part.strip(" ,") for part in _JOINED.split(words) if part.strip(" ,")]
