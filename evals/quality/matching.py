"""What counts as the same: units of text, agency names, document numbers.

The definitions are those of the annotation guide: a gold row names its duty by the
first words of a sentence or bullet; agencies are compared after abbreviations,
posts that speak for a body, plural words and the document's own province are taken
out; a class written as a list ("các sở, ban, ngành") counts member by member.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.model import Span
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vietnamese import fold

# Two names at least this alike are one: spelling and word-order slips of copies.
# The value is the scorer's of the shared gold rows, so that figures compare.
SAME_NAME = 0.93

_ABBREVIATIONS = [
    (re.compile(rf"\b(?:{short})\b"), full)
    for short, full in (
        ("ubnd", "ủy ban nhân dân"),
        ("hđnd", "hội đồng nhân dân"),
        ("ubmttq", "ủy ban mặt trận tổ quốc"),
        ("mttq", "mặt trận tổ quốc"),
        ("tw", "trung ương"),
        ("bch", "ban chấp hành"),
        ("bcđ", "ban chỉ đạo"),
        ("lđtbxh", "lao động - thương binh và xã hội"),
        ("gd&đt|gdđt", "giáo dục và đào tạo"),
        ("tt&tt", "thông tin và truyền thông"),
        ("chqs", "chỉ huy quân sự"),
        ("tp", "thành phố"),
    )
]
_PLURAL = re.compile(r"\b(?:tất cả |toàn thể )?(?:các|những)\s+")
_POST = re.compile(  # "Bộ trưởng Bộ Y tế", "Chủ tịch UBND tỉnh"
    r"""^(?:đồng\ chí\ )?
    (?:bộ\ trưởng|thủ\ trưởng|thống\ đốc|(?:tổng\ )?giám\ đốc|chủ\ tịch|bí\ thư|người\ đứng\ đầu|lãnh\ đạo)
    (?:,?\ (?:và\ )?thủ\ trưởng)?\s+
    (?=(?:bộ|sở|ủy\ ban|ban|tỉnh\ ủy|thành\ ủy|cơ\ quan|đơn\ vị|ngân\ hàng|tập\ đoàn|tổng\ công\ ty)\b)""",
    re.VERBOSE,
)
_OFFICE = re.compile(r"^(?:chánh )?văn phòng\s+")
_CONCERNED = re.compile(r"\s+(?:có )?liên quan$")
_CLASS_MEMBER = re.compile(
    r"(?:sở|ban|bộ|ngành|cơ quan|đơn vị|tổ chức|địa phương|cấp|hội|đoàn thể|phòng|doanh nghiệp|xã|phường)\b"
)
_LIST = re.compile(r",\s*|;\s*|\s+và\s+")
_SENTENCE_END = re.compile(r"\.(?=\s|$)|\./\.")


def even(text: str) -> str:
    """Folded text with spaces around every dash and none doubled, quotes out: how anchors are compared."""
    text = re.sub(r"[\"'*]", "", fold(text))
    return re.sub(r"\s+", " ", re.sub(r"\s*-\s*", " - ", text)).strip()


def agency_key(name: str, scope: str = "") -> str:
    """An agency's comparable name; `scope` is the province whose name may be left off."""
    key = even(name)
    for short, full in _ABBREVIATIONS:
        key = short.sub(full, key)
    key = _PLURAL.sub("", _POST.sub("", _PLURAL.sub("", _OFFICE.sub("văn phòng ", key))))
    if scope:
        place = re.escape(re.sub(r"^(?:tỉnh|thành phố)\s+", "", even(scope)))
        key = re.sub(rf"\b(?P<kind>tỉnh|thành phố)?\s*{place}$", lambda m: m["kind"] or "", key)
    return re.sub(r"\s+", " ", key).strip(" .,;:")


def agency_keys(name: str, scope: str = "") -> list[str]:
    """The keys of one written name, one for each member of a class written as a list."""
    bare = _PLURAL.sub("", name.strip(), count=1)
    parts = [part for part in _LIST.split(bare) if part]
    is_class = (
        len(parts) > 1
        and all(_CLASS_MEMBER.match(_PLURAL.sub("", fold(part))) for part in parts)
        and all(part[0].islower() for part in parts[1:])
    )
    return [_CONCERNED.sub("", agency_key(part, scope)) for part in (parts if is_class else [name])]


def same_name(one: str, other: str) -> bool:
    """Whether two agency keys name one body."""
    return one == other or SequenceMatcher(None, one, other).ratio() >= SAME_NAME


@dataclass(frozen=True, slots=True)
class Unit:
    """The stretch of text a gold anchor stands for, from its first word to the end of its sentence."""

    anchor: str
    span: Span


class Units:
    """A document's gold units, and which of them a predicted span belongs to.

    Raises `ValueError` for an anchor that is not in the text.
    """

    def __init__(self, text: str, anchors: Iterable[str]) -> None:
        self._even, self._offsets = _even_with_offsets(normalize_span(text))
        starts = sorted({(self._find(anchor), anchor) for anchor in set(map(even, anchors))})
        self.units = [self._unit(i, starts) for i in range(len(starts))]

    def _find(self, anchor: str) -> int:
        at = self._even.find(anchor)
        if at < 0:
            raise ValueError(f"anchor not in the document: {anchor!r}")
        return at

    def _unit(self, i: int, starts: list[tuple[int, str]]) -> Unit:
        at, anchor = starts[i]
        stop = _SENTENCE_END.search(self._even, at + len(anchor))
        end = stop.end() if stop else len(self._even)
        if i + 1 < len(starts):
            end = min(end, max(starts[i + 1][0], at + 1))
        return Unit(anchor, Span(self._offsets[at], self._offsets[end]))

    def of(self, span: Span) -> str | None:
        """The anchor of the unit `span` belongs to: half of the shorter of the two lies in the other."""
        best = max(self.units, key=lambda unit: _overlap(unit.span, span), default=None)
        if best is None:
            return None
        shared = _overlap(best.span, span)
        shorter = min(best.span.end - best.span.start, span.end - span.start)
        return best.anchor if shared > 0 and shared >= 0.5 * shorter else None

    def before(self, span: Span, reach: int) -> str | None:
        """The anchor of the last unit that ends at most `reach` characters before `span`."""
        ends = sorted((unit.span.end, unit.anchor) for unit in self.units)
        i = bisect_right(ends, (span.start + 2, "\uffff")) - 1
        return ends[i][1] if i >= 0 and span.start - ends[i][0] < reach else None


def _overlap(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _even_with_offsets(running: NormalizedText) -> tuple[str, list[int]]:
    """`even` of a flow's text, with the document offset of every character and of the end."""
    out: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(running.folded):
        if char in "\"'*":
            continue
        for piece in " - " if char == "-" else char:
            if piece == " " and (not out or out[-1] == " "):
                continue
            out.append(piece)
            offsets.append(running.offsets[i])
    offsets.append(running.offsets[-1])
    return "".join(out), offsets
