"""Fields of a scanned letterhead that a hand filled in or the scan damaged: present, and not to be relied on.

OCR is made for print. Of eleven numbers that were written by hand in scans of two
offices it read seven wrong, among them "1942" as "2"; a number that is wrong does
more harm than one that is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.vietnamese import fold
from ingest.readers.extracted_text import BLANK, Doubt
from ingest.readers.pdf.glyph_layout import Line, Word

# The letterhead stands in this part of the first page.
_HEAD = 0.45

# Print is read with a confidence of 0.86 and more (the letterheads of three scans), what
# a hand wrote with 0.26 to 0.88.
_SURE = 0.80
# Digits as tall as this many times the print beside them were written: 1.6 to 1.8.
_TALL = 1.35

_NUMBER_LABEL = re.compile(r"số[:.;]?")
# "/KH-UBND", "-KH/TU", "123/QĐ-UBND": the part of a number that is printed beforehand
_SYMBOL = re.compile(r"(?P<before>[^/]*?)(?P<symbol>[/\-–]\s?(?:20\d\d/)?[A-ZĐ]{1,5}(?:[-–/][A-Za-zĐđ]{1,12})*)")
_DIGITS = re.compile(r"\d{1,5}[a-zA-Z]?")
# A label and what it labels: within so many words.
_NEAR = 9

_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_YEAR = re.compile(r"(?:19|20)\d\d[.,;]?")
_DATE_LABELS = (("ngày", _DAY, "ngày ban hành"), ("tháng", _MONTH, "tháng ban hành"), ("năm", _YEAR, "năm ban hành"))

_WRITTEN = "viết tay hoặc mờ trên bản quét nên chưa chắc chắn"


@dataclass(frozen=True, slots=True)
class Checked:
    """The lines of a page with what is not sure left blank, and what that was."""

    lines: list[Line]
    doubts: list[Doubt]


def without_damaged_fields(lines: Sequence[Line], height: float) -> Checked:
    """`lines`, as OCR read them from a first page, with a doubtful number and date of the letterhead left blank.

    Both stand before any other number or date: those of cited documents are left as they were read.
    """
    checked = Checked([], [])
    number_seen = date_seen = False
    for line in lines:
        words = list(line.words)
        if line.top < _HEAD * height:
            if not number_seen and (label := _number_label(line)) is not None:
                number_seen = _symbol_after(words, label) is not None
                words = list(_without_number(words, label, checked.doubts))
            if not date_seen and _has_date(words):
                date_seen = True
                words = list(_without_date(words, checked.doubts))
        checked.lines.append(Line(tuple(words)))
    return checked


def _number_label(line: Line) -> int | None:
    """Where "Số:" begins the line or a stretch of it."""
    begins = {id(segment.words[0]) for segment in line.segments()}
    labels = (n for n, word in enumerate(line.words) if _NUMBER_LABEL.fullmatch(fold(word.text)))
    return next((n for n in labels if id(line.words[n]) in begins), None)


def _has_date(words: Sequence[Word]) -> bool:
    forms = [fold(word.text) for word in words]
    return "ngày" in forms and "tháng" in forms and "năm" in forms and forms.index("ngày") < forms.index("năm")


def _without_number(words: list[Word], at: int, doubts: list[Doubt]) -> Iterator[Word]:
    found = _symbol_after(words, at)
    if found is None:
        yield from words
        return
    end, m = found
    content = [*words[at + 1 : end], *([words[end]] if m["before"] else [])]
    read = " ".join([*(word.text for word in words[at + 1 : end]), m["before"]]).strip()
    if not content or not read.strip(" ._…") or not _is_doubtful(content, read, words[at], _DIGITS):
        yield from words
        return
    doubts.append(Doubt("number", read, f"Số văn bản {_WRITTEN}.", (), m["symbol"].replace(" ", "")))
    yield from words[: at + 1]
    whole = replace(words[end], text=BLANK + words[end].text[m.end("before") :], x0=content[0].x0)
    yield replace(whole, was=read + m["symbol"], shown=None if whole.shown is None else content[0].shown)
    yield from words[end + 1 :]


def _symbol_after(words: Sequence[Word], label: int) -> tuple[int, re.Match[str]] | None:
    for n in range(label + 1, min(len(words), label + _NEAR)):
        if m := _SYMBOL.match(words[n].text):
            return n, m
    return None


def _without_date(words: list[Word], doubts: list[Doubt]) -> Iterator[Word]:
    """The words of a line with the parts of its date that are not sure left blank."""
    forms = [fold(word.text) for word in words]
    for n, word in enumerate(words):
        label = next((entry for entry in _DATE_LABELS if n and forms[n - 1] == entry[0]), None)
        if label and _is_doubtful([word], word.text, words[n - 1], label[1]) and word.text.strip(" ._…"):
            doubts.append(Doubt("issued", word.text, f"{label[2].capitalize()} {_WRITTEN}."))
            yield replace(word, text=BLANK, was=word.text)
        else:
            yield word


def _is_doubtful(content: Sequence[Word], read: str, beside: Word, form: re.Pattern[str]) -> bool:
    """Whether what was read in a field is no such thing, was not read surely, or is larger than print."""
    if not form.fullmatch(read):
        return True
    if any(word.confidence < _SURE for word in content if word.text.strip("/-")):
        return True
    return max(word.bottom - word.top for word in content) > _TALL * max(1.0, beside.bottom - beside.top)


# "1942-KH-UBND.pdf", "KH 1942 UBND", "1942_QD_UBND.signed": a number in the name of a file
_IN_NAME = re.compile(r"(?<!\d)(?P<number>\d{1,5})(?!\d)")


def with_candidates(doubt: Doubt, path: Path) -> Doubt:
    """A doubt of a document's number with those that the name of the file offers; a day or year is none."""
    if doubt.field != "number":
        return doubt
    stem = re.sub(r"(?:19|20)\d\d[-_. ]\d{1,2}[-_. ]\d{1,2}|\d{1,2}[-_. ]\d{1,2}[-_. ](?:19|20)\d\d", " ", path.stem)
    numbers = [m["number"] for m in _IN_NAME.finditer(stem) if not re.fullmatch(r"20[0-4]\d", m["number"])]
    return replace(doubt, candidates=tuple(dict.fromkeys(f"{number}{doubt.symbol}" for number in numbers)))


def told(doubt: Doubt) -> str:
    """A doubt in a sentence for the user."""
    offered = f" Tên tệp gợi ý: {', '.join(doubt.candidates)}." if doubt.candidates else ""
    return f"{doubt.reason} Máy đọc được “{doubt.read}”, để trống để người dùng đối chiếu bản gốc.{offered}"
