"""What sort of work a duty asks for, and how strongly it binds."""

from __future__ import annotations

import math
import re
from functools import cache

from corpus.model import Modality, ObligationKind
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern

# Words before the work itself: how, by whose office, with whom, under whose lead.
_BEFORE_THE_WORK = re.compile(
    r"[\W_]*(?:"
    r"theo\ (?:chức\ năng|thẩm\ quyền)[^,;]{0,20}(?:,\ nhiệm\ vụ)?(?:\ (?:được\ giao|quản\ lý))?"
    r"|phải|cần|tiếp\ tục|kịp\ thời|khẩn\ trương|tập\ trung|chủ\ động|tích\ cực|nghiêm\ túc|trực\ tiếp"
    r"|trên\ cơ\ sở\ đó|tham\ mưu(?:\ cho)?|chủ\ trì|có\ trách\ nhiệm"
    r"|(?:lãnh\ đạo|chỉ\ đạo|hướng\ dẫn)(?:,\ (?:lãnh\ đạo|chỉ\ đạo|hướng\ dẫn))*"
    r"\ (?:công\ tác|việc|(?=ban\ hành|xây\ dựng|rà\ soát))"
    r"|phối\ hợp(?:\ chặt\ chẽ)?(?:\ với)?\ (?=[\s,;]+(?!để)\w)"
    r")(?:\b|(?=\s))",
    re.VERBOSE,
)
# How fast words lose weight the further they stand from the beginning of the work: at so
# many characters a third of it is left.
_REACH = 60
_WORK = 6 * _REACH  # words further on weigh less than a four-hundredth

# How far into an action a word still says how its main verb binds.
_EARLY = 70

# "khuyến khích các doanh nghiệp", "nên", "có thể áp dụng", "không để", "nghiêm cấm"
_SHOULD = re.compile(r"^\W*(?:khuyến khích|kêu gọi|nên)\b|\bnên\b(?= (?:chủ|tổ|xem|ưu|có))")
_MAY = re.compile(r"\b(?:có thể|được phép|được quyền|có quyền)\b(?! (?:xảy|gây|bị|để|dẫn))")
_MUST_NOT = re.compile(r"^\W*(?:tuyệt đối )?(?:không được|không để|không|nghiêm cấm|cấm)\b")


def kind_of(action: str) -> ObligationKind:
    """The kind of a duty by the words of its work, the first counting most; leadership where none tells."""
    folded = fold(action)
    start = 0
    while (m := _BEFORE_THE_WORK.match(folded, start)) and m.end() < len(folded):
        start = m.end()
    work = folded[start : start + _WORK].strip(" ,;")
    best, best_score = ObligationKind.LEADERSHIP, 0.0
    for kind, weight, found in _kinds():
        score = sum(weight * math.exp(-m.start() / _REACH) for m in found.finditer(work))
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
    return Modality.MAY if _MAY.search(folded[:_EARLY]) else Modality.MUST


@cache
def _kinds() -> tuple[tuple[ObligationKind, float, re.Pattern[str]], ...]:
    return tuple((ObligationKind(e["key"]), float(e["weight"]), pattern(e)) for e in load("duty_kinds"))
