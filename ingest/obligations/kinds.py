"""What sort of work a duty asks for, and how strongly it binds."""

from __future__ import annotations

import re
from functools import cache

from corpus.model import Modality, ObligationKind
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern

# How far into an action its main verb and object reach; what stands further on counts
# half. 70 characters did best on the gold rows (60 and 100: one and three points less).
_MAIN = 70

# "khuyến khích các doanh nghiệp", "nên", "có thể áp dụng", "không để", "nghiêm cấm"
_SHOULD = re.compile(r"^\W*(?:khuyến khích|kêu gọi|nên)\b|\bnên\b(?= (?:chủ|tổ|xem|ưu|có))")
_MAY = re.compile(r"\b(?:có thể|được phép|được quyền|có quyền)\b(?! (?:xảy|gây|bị|để|dẫn))")
_MUST_NOT = re.compile(r"^\W*(?:tuyệt đối )?(?:không được|không để|không|nghiêm cấm|cấm)\b")


def kind_of(action: str) -> ObligationKind:
    """The kind of a duty by the words of its action; leadership where none tells (``duty_kinds.yaml``)."""
    folded = fold(action)
    best, best_score = ObligationKind.LEADERSHIP, 0.0
    for kind, weight, found in _kinds():
        matches = [m.start() for m in found.finditer(folded)]
        if not matches:
            continue
        first = matches[0]
        main = sum(1 for at in matches if at < _MAIN)
        score = weight * (1.0 if first < _MAIN else 0.5) * (1 - min(first, 400) / 800) * (1 + 0.2 * min(main, 3))
        if score > best_score:
            best, best_score = kind, score
    return best


def modality_of(how: str, action: str) -> Modality:
    """How strongly a duty binds: by its construction first, then by the words its predicate begins with."""
    folded = fold(action)
    if how == "encouraged" or _SHOULD.search(folded):
        return Modality.SHOULD
    if how == "forbidden" or _MUST_NOT.match(folded):
        return Modality.MUST_NOT
    return Modality.MAY if _MAY.search(folded[:_MAIN]) else Modality.MUST


@cache
def _kinds() -> tuple[tuple[ObligationKind, float, re.Pattern[str]], ...]:
    return tuple((ObligationKind(e["key"]), float(e["weight"]), pattern(e)) for e in load("duty_kinds"))
