"""Words of the law that a letter quotes before it says what to do: they bind by the law, not by the letter.

quoted   Tại khoản 1 Điều 17 Nghị định số 103/2024/NĐ-CP quy định: "1. Hộ gia đình phải nộp …"
cited    Căn cứ khoản 3 Điều 47 Luật Quản lý thuế quy định về khai bổ sung hồ sơ.
"""

from __future__ import annotations

import re
from bisect import bisect_right

# "quy định như sau: “", "hướng dẫn: \"", "quy định về tiền thuê đất: ”"
_OPENS = re.compile(r"\b(?:quy\ định|hướng\ dẫn)(?:\ (?!này\b)[^\s:;“”\"]+){0,12}\s*:\s*(?P<mark>[“”\"])", re.VERBOSE)
# "khoản 1 Điều 17 Nghị định số 103/2024/NĐ-CP …": what must stand before it in the same line
_ARTICLE_OF_LAW = re.compile(
    r"\b(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Pp]hụ\ lục|[Mm]ục)\ [^\n“”\"]*"
    r"\b(?:Luật|Nghị\ định|Thông\ tư|Nghị\ quyết|Pháp\ lệnh|Quyết\ định|Quy\ chế)\b",
    re.VERBOSE,
)
# How far before the quotation its article is looked for, so that a long line is not searched whole for each mark.
_BEFORE = 800
_CLOSES = {"“": re.compile("”"), "”": re.compile("”"), '"': re.compile('["”]')}
# A quotation whose closing mark stands further than this was not closed; it ends with its line. The
# longest of 35 closed ones in 12 unread documents has 2,487 characters.
_LONGEST = 3000
# "Tại khoản 2 Điều 37 Nghị định … quy định …", "Căn cứ quy định tại khoản 1 Điều 50 Luật … hướng dẫn"
_CITES = re.compile(
    r"""
    [\W\d]*(?:tại|theo|căn\ cứ)\ (?:(?:các\ )?quy\ định\ (?:tại|của)\ )?(?:điều|khoản|điểm|phụ\ lục|mục)\ [^;]*?
    \b(?:luật|nghị\ định|thông\ tư|nghị\ quyết|pháp\ lệnh|quyết\ định)\b [^;]*?
    (?<!theo\ )(?<!các\ )\b(?:quy\ định|hướng\ dẫn)\b
    """,
    re.VERBOSE,
)


class Quotations:
    """The stretches of a text that quote the law."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for m in _OPENS.finditer(text):
            line = max(text.rfind("\n", 0, m.start()) + 1, m.start() - _BEFORE)
            is_inside = bool(self._ends) and m.start("mark") < self._ends[-1]
            if is_inside or not _ARTICLE_OF_LAW.search(text, line, m.start()):
                continue
            self._starts.append(m.start("mark"))
            self._ends.append(_end_of(text, m.end(), m["mark"]))

    def holds(self, offset: int) -> bool:
        """Returns whether the character at `offset` stands in a quotation."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def cites_law(folded: str) -> bool:
    """Returns whether a sentence says what the law provides: it begins with an article and goes on to its words."""
    return _CITES.match(folded) is not None


def _end_of(text: str, start: int, mark: str) -> int:
    closing = _CLOSES[mark].search(text, start, start + _LONGEST)
    if closing:
        return closing.end()
    line = text.find("\n", start)
    return line if line >= 0 else len(text)
