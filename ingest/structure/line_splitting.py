"""Cutting lines on which a copy has joined what stands on lines of its own."""

from __future__ import annotations

import re
from functools import cache

from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern
from ingest.markers import BULLETS, CAPITALS, FORMAL, SMALLS, read_markers
from ingest.structure.lines import Line
from ingest.structure.phrases import closes, matches, opens_text, type_at_start
from ingest.structure.typography import capital_run, is_upper

# "…; Căn cứ Nghị định …; Theo đề nghị … QUYẾT ĐỊNH:", "…; Hội đồng nhân dân … ban hành Nghị quyết"
_JOINED_BASIS = re.compile(
    r"[;.,:]\s+(?P<next>Căn c[ứử]\s|Xét\s|Theo đề nghị|Theo Tờ trình|Thực hiện\s"
    r"|(?:QUYẾT|NGHỊ|CHỈ)\s+(?:ĐỊNH|QUYẾT|NGHỊ|THỊ)\s*:|[A-ZĐỦ][^;.]{4,60}\sban hành (?:Nghị|Quyết|Thông))"
)
_FOOTNOTE = re.compile(r"(?<=\s)\[\d{1,3}\](?=\s*\S)")
_BAR = re.compile(r"\s\|\s|\|{2,}")
_COLUMN = re.compile(r"\S(?:\s{4,}|\t+\s*)(?=\S)")
_SENTENCE = re.compile(rf"(?<=[.;])\s+(?=[{CAPITALS}])")


def cut_cells(lines: list[Line]) -> list[Line]:
    """Cells of the frame that a converter set on one line between bars, each as a line of its own."""
    out: list[Line] = []
    for line in lines:
        bars = [m.start() for m in _BAR.finditer(line.words)]
        frame = bars and (
            any(matches(part, line.low) for part in ("motto", "number", "date", "recipients")) or _PARTY in line.low
        )
        columns = [] if bars else [m.end() for m in _COLUMN.finditer(line.words)]
        party = [at for at in columns if line.low[at:].startswith(_PARTY)]
        out.extend(line.cut(*(bar + 1 for bar in bars)) if frame else line.cut(*party) if party else [line])
    return out


_PARTY = "đảng cộng sản việt nam"


def cut_letterhead(line: Line) -> list[Line]:
    """Number, subject, date and title, each by itself, where a copy joined them to the motto or to one another."""
    motto = _MOTTO.search(line.words)
    if not motto:
        if _SUBJECT_START.match(line.words):
            ends = _SUBJECT_END.search(line.words, _SHORTEST_SUBJECT, _LONGEST_SUBJECT)
            return line.cut(ends.start(), ends.end()) if ends else [line]
        number = _NUMBERED.search(line.words, 0, _LONGEST_ABOVE_NUMBER)
        if number and (number.start() == 0 or _is_issuer(line, number.start())):
            return _cut_number_line(line, number.start())
        return _cut_date_line(line)
    at, limit = motto.end(), motto.end() + _LETTERHEAD_REST
    number, date = _NUMBER.search(line.words, at, limit), _DATE.search(line.words, at, limit)
    places = [m for m in (number and number.start(), date and date.end()) if m]
    if number:
        places += _around_subject(line.words, number.start())
    if not places and type_at_start(line.words[at:], line.low[at:]):
        places = [at]
    return line.cut(*places)


def _is_issuer(line: Line, end: int) -> bool:
    """Whether the words up to `end` may be an issuer's, and no title: "… THỰC HIỆN QUYẾT ĐỊNH SỐ 12/QĐ-TTg"."""
    words = line.words[:end]
    return is_upper(words) and ":" in line.words[end : end + 5] and not type_at_start(words, line.low[:end])


def _cut_number_line(line: Line, number: int) -> list[Line]:
    """What stands around the number at `number`: the issuer, a letter's subject, the place and date, the title."""
    places = [number, *_around_subject(line.words, number)]
    placed = _PLACED.search(line.words, 0, _LETTERHEAD_REST + _LONGEST_SUBJECT)
    if placed:
        places += [placed.start(), placed.end()]
    return line.cut(*places)


def _cut_date_line(line: Line) -> list[Line]:
    date = _PLACED.match(line.words)
    rest = line.words[date.end() :].lstrip() if date else ""
    joined = rest and (type_at_start(rest, fold(rest)) or matches("address", fold(rest)) or _SUBJECT_START.match(rest))
    return line.cut(date.end()) if date and joined else [line]


def _around_subject(words: str, number: int) -> list[int]:
    """Where the subject begins that stands behind the number at `number`, and where it ends if on this line."""
    begins = _BEHIND_NUMBER.match(words, number)
    if not begins:
        return []
    at = begins.end()
    ends = _SUBJECT_END.search(words, at + _SHORTEST_SUBJECT, at + _LONGEST_SUBJECT)
    return [at, ends.start()] if ends else [at]


# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc -------"
_MOTTO = re.compile(
    r"(?:C[ỘÔ]NG\s+H\w{2}\s.{10,160}?|Độc\s+lập\s?[-–,]?\s?[Tt]ự\s+do\s?[-–,]?\s?)[Hh]ạnh\s+[Pp]húc[\s\-_*=]*"
)
# "Số: 3/CT-UBND Hà Nội, ngày 03 tháng 03 năm 2010 CHỈ THỊ VỀ VIỆC …", some 80 characters after the motto
_LETTERHEAD_REST = 200
_NUMBER = re.compile(r"(?<=\s)S[ốỐ]\s*:?\s*(?=\d{1,6}\s*[/-])")
_SERIAL = r"\d{0,6}(?:\.\d{1,2})?[A-Za-z]?\s*[/-]\s*(?:\d{4}\s*/\s*)?[^\W\d_][\w&]*(?:\s?[-/.]\s?[\w&]+)*"
_DATE = re.compile(r"ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*n[ăa]m\s*\d{4}(?=\W|$)")
_PLACE = rf"(?:(?:TP|Thành phố)\.?\s*)?(?:[{CAPITALS}][{SMALLS}]+\s+){{0,4}}[{CAPITALS}][{SMALLS}]+\s*,\s*"
# "Hà Nội, ngày 25 tháng 12 năm 2018 CHỈ THỊ …": the date of one cell, the title below it
_PLACED = re.compile(_PLACE + _DATE.pattern)
# "Số: 11306/VPCP-NN V/v đề xuất …", "Nghị quyết số: 12/NQ-HĐND Lâm Đồng, ngày …", "Số: 5155/SGDĐT-GDTX Về hướng dẫn …"
_NUMBERED = re.compile(rf"(?<!\S)S[ốỐ]\s*:\s*{_SERIAL}|(?<!\S)S[ốỐ]\s+{_SERIAL}|(?<!\S)s[ố]\s*:\s*{_SERIAL}")
_BEHIND_NUMBER = re.compile(
    rf"(?:[^\W\d]+\s)*?s[ố]\s*:?\s*{_SERIAL}\s+(?=v\s*/\s*v\b|(?:về|trích\s+yếu)\s)", re.IGNORECASE
)
_SUBJECT_START = re.compile(r"v\s*/\s*v\b|về\s", re.IGNORECASE)
_LONGEST_ABOVE_NUMBER = 160  # an issuer over two lines joined to the number behind it
# The subject ends where the place and date, the motto or the address begins.
_SUBJECT_END = re.compile(rf"(?<=\s)(?:{_PLACED.pattern}|C[ỘÔ]NG\s+H\w{{2}}\s+X|Kính\s+gửi)")
_SHORTEST_SUBJECT = 5
_LONGEST_SUBJECT = 450  # the longest subject of the letters seen has 390 characters


def cut_columns(line: Line) -> list[Line]:
    """A recipient, and the piece of the signature that a copy set beside it."""
    m = _COLUMN.search(line.words)
    return line.cut(m.end()) if m else [line]


def cut_bases(line: Line) -> list[Line]:
    """Bases joined on one line, and the enacting word behind them, each by itself."""
    if not matches("basis", line.low):
        return [line]
    return line.cut(*(m.start("next") for m in _JOINED_BASIS.finditer(line.words)))


def cut_footnotes(line: Line) -> list[Line]:
    """The notes of one line: "[1] … [2] …"."""
    return line.cut(*(m.start() for m in _FOOTNOTE.finditer(line.words)))


def cut_address(line: Line) -> list[Line]:
    """The last entry of an address, and the first sentence of the text that a copy joined to it."""
    for m in _SENTENCE.finditer(line.words):
        if opens_text(line.low[m.end() :]):
            return line.cut(m.end())
    return [line]


def cut_closing(line: Line) -> list[Line]:
    """The sentence that closes a document, cut from the last item it was joined to."""
    marker = max((m.size for m in read_markers(line.words)), default=0)
    for m in _SENTENCE.finditer(line.words):
        if m.start() > marker and closes(line.low[m.end() :]):
            return line.cut(m.end())
    return [line]


def cut_heading(line: Line) -> list[Line]:
    """A heading and the text that a copy joined to it: "I. KẾT QUẢ Thực hiện …", "1. Mục đích Xác định …"."""
    markers = [m for m in read_markers(line.words) if m.style not in BULLETS and not m.weak]
    if not markers:
        return [line]
    marker = markers[0]
    rest = line.words[marker.size :]
    run = capital_run(rest)
    if 0 < run < len(rest) and is_upper(rest[:run]) and len(rest[:run].split()) > 1 and _opens(rest[run:]):
        return line.cut(marker.size + run)
    if marker.style not in FORMAL and (end := _set_heading(line.low[marker.size :])) and _opens(rest[end:]):
        return line.cut(marker.size + end)
    return [line]


def _opens(rest: str) -> bool:
    """Whether what follows a heading is text: it begins with a capital, and is no mere tail."""
    rest = rest.lstrip(" *")
    sentence = rest[:1].isupper() and (rest[1:2].islower() or rest[1:2] == " ")
    return sentence and len(rest.split()) > _SHORTEST_TEXT


# "MỤC ĐÍCH Yêu cầu" may be one heading; a sentence has more words.
_SHORTEST_TEXT = 4


def _set_heading(low: str) -> int:
    """How far one of the usual headings runs from the beginning; 0 where there is none."""
    for heading in _headings():
        if m := heading.match(low):
            return m.end()
    return 0


@cache
def _headings() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(entry) for entry in load("headings"))
