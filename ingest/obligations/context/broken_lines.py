"""Clauses that a line break cut in two: a wrapped line of a copy taken for a new paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.model import Clause, ClauseKind
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vietnamese import fold
from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.tokens import Word, words_of

# A line that cannot end a clause: "… các tỉnh: Khánh Hòa,", "… theo Tờ trình số", "… tham mưu cho Chủ tịch".
_BROKEN_OFF = re.compile(
    r"(?:[,(&]|\b(?:và|với|của|cho|về|theo|số|các|những|tại|trong|từ|đến|để|do|bằng|là|chủ tịch|bộ trưởng|thủ tướng"
    r"|ngày|tháng|năm|khoản|điều|điểm|quyết định|nghị quyết|chỉ thị|kế hoạch số))$"
)


# How many words of a name may stand on either side of the line break.
_NAME_WORDS = 8


def _cuts_a_name(text: str, before: Clause, bullet: Clause, ends: dict[str, int]) -> bool:
    """A dash that a line break put first belongs to a name: "Sở Lao động / - Thương binh và Xã hội"."""
    if bullet.label not in {"-", "–"}:
        return False
    left = words_of(normalize_span(text, before.start, ends.get(before.path) or before.head_end))[-_NAME_WORDS:]
    right = words_of(normalize_span(text, bullet.start, bullet.head_end))[: _NAME_WORDS + 1]
    if len(right) < 2 or not right[1].is_capital or not left or left[-1].is_mark:
        return False
    for head in ((), ("sở",), ("bộ",)):
        said = tuple(Word(form, form, 0, 0) for form in head)
        for i in range(len(left)):
            found = lexicon.known_names().longest((*said, *left[i:], *right), 0, pass_over=True)
            if found and found[0] > len(said) + len(left) - i + 1:
                return True
    return False


def joined(text: str, clauses: Sequence[Clause], skipped: Collection[ClauseKind]) -> dict[str, int]:
    """Where clauses end that a line break cut in two: the first part reaches to the end of the second, which gets 0.

    The clause tree is right nearly always; what it takes for a new paragraph in the
    middle of a sentence (a wrapped line in a copy) would lose the duty's doer.
    """
    ends: dict[str, int] = {}
    first: Clause | None = None
    for clause in clauses:
        if clause.kind in skipped or clause.head_end == clause.start:
            continue
        if first is not None and clause.kind is ClauseKind.BULLET and _cuts_a_name(text, first, clause, ends):
            ends[first.path] = clause.head_end
            ends[clause.path] = 0
            continue
        if first is not None and clause.kind is ClauseKind.PARAGRAPH and not clause.label:
            before = fold(text[first.start : ends.get(first.path) or first.head_end]).rstrip(" *_\n")
            follows = text[clause.start : clause.head_end].lstrip(" *_\n")
            if _BROKEN_OFF.search(before) or (
                (follows[:1].islower() or follows[:1] == "(") and before[-1:] not in ".;:"
            ):
                ends[first.path] = clause.head_end
                ends[clause.path] = 0
                continue
        first = clause
    return ends


def after_label(running: NormalizedText, label: str) -> int:
    """Returns where a clause's words begin after its printed marker."""
    start = 0
    if label:
        at = running.text.find(" ".join(label.split()), 0, len(label) + 8)
        start = at + len(" ".join(label.split())) if at >= 0 else 0
    return start + leading_marks(running.text[start:])


def leading_marks(text: str) -> int:
    """Returns how many marks, stars and spaces stand before the first word."""
    return len(text) - len(text.lstrip(" .)*_:–-"))
