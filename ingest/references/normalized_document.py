"""A document's words as one running text, in the forms that citations are matched on."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.identifiers import plain_letters
from corpus.model import Clause, ClauseKind, Span
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vietnamese import bare
from ingest.references.ocr_repair import mended

_TONED = unicodedata.normalize(
    "NFC", "".join(f"{v}{t} " for v in "aăâeêioôơuưy" for t in "\u0300\u0301\u0303\u0309\u0323")
)
# Character classes of the Vietnamese small and capital letters; ranges such as à-ỹ hold both cases.
SMALL = "a-zăâđêôơư" + _TONED.replace(" ", "")
CAPITAL = "A-Z" + SMALL[3:].upper()

# Frames that cite nothing: "Nơi nhận: … - Như Điều 4", a signature, a page's running head.
_SILENT = frozenset({ClauseKind.RECIPIENTS, ClauseKind.SIGNATURE, ClauseKind.NOISE})

# "… như sau: Điều 1", "… của Chính phủ. Quyết định này": a stop before a capital, a digit
# or a quote. "TP. Hồ Chí Minh", "Nguyễn V. A" and "v.v. Các" are no ends.
_STOP = re.compile(
    rf"""(?<!\bTP)(?<!\bTp)(?<!\b[A-ZĐ])(?<!v\.v)(?<!\b[Ss]ố)
    [.!?…] (?:\s*["”’)])? \s+ (?=["“(]?[{CAPITAL}]|["“]|\d|[-•+]\s)""",
    re.VERBOSE,
)

# Where lines are kept apart: an empty line, or one that opens with a marker or a basis.
_NEW_BLOCK = re.compile(
    r"""\n[^\S\n]*(?:\n\s*)? (?=[-•+]\s | \d+(?:\.\d+)*[.)]\s | [a-zđ]\)\s | [IVX]+\.\s | \(\d+\) | \[\d+\]
      | \*?C[ăãâ]n\s+c[ứửúừ] | Điều\s+\d+\.)
    | \n[^\S\n]*\n\s*""",
    re.VERBOSE,
)
# "phủ về việc", ", Bộ Y tế"; not the "b)" of a list
_GOES_ON = re.compile(rf"(?![a-zđ]{{1,2}}\))[{SMALL},;)/]|[-–](?=\w)")
_UNFINISHED = re.compile(
    r"(?:\b(?:[Ss]ố|SỐ|của|và|tại|theo|ngày|tháng|năm|các|với|cho|do|thuộc|trong|về)|[,(]|\w\s?[-/])\s*$"
)


@dataclass(frozen=True, slots=True)
class Running:
    """`NormalizedText` with two more forms of equal length and the places where sentences begin.

    `printed` is the flow's text with the look-alikes of number letters made plain;
    `bare` has no diacritics, so that OCR slips ("Nghi định", "Căn cử") match too.
    `starts` are the offsets, in order, at which a sentence or clause begins.
    """

    normalized: NormalizedText
    printed: str
    bare: str
    starts: tuple[int, ...]

    def sentence(self, at: int) -> int:
        """Where the sentence that holds offset `at` begins."""
        return self.starts[max(bisect_right(self.starts, at) - 1, 0)]

    def sentence_end(self, at: int) -> int:
        """Where the sentence that holds offset `at` ends."""
        following = bisect_right(self.starts, at)
        return self.starts[following] if following < len(self.starts) else len(self.printed)

    def at(self, offset: int) -> int:
        """The place in the running text of an offset in the document (the next kept character's)."""
        return bisect_left(self.normalized.offsets, offset)


def running(text: str, clauses: Iterable[Clause]) -> Running:
    """The words of `text` that may cite a document, without silent frames and page furniture."""
    clauses = tuple(clauses)
    words = mended(normalize_span(text, skip=[Span(c.start, c.end) for c in clauses if c.kind in _SILENT]))
    starts = {0}
    starts.update(m.end() for m in _STOP.finditer(words.text))
    view = Running(words, plain_letters(words.text), _bare(words.folded), (0,))
    blocks = [at for c in clauses for at in (c.start, c.head_end, *(cell.start for cell in c.cells))]
    blocks += [m.end() for m in _NEW_BLOCK.finditer(text)]
    for offset in blocks:
        at = view.at(offset)
        at += words.text[at : at + 1] == " "
        if at < len(words.text) and not _is_broken_line(words.text, at):
            starts.add(at)
    return Running(words, view.printed, view.bare, tuple(sorted(starts)))


def compile_bare(words: str, flags: int = re.VERBOSE) -> re.Pattern[str]:
    """A pattern written in Vietnamese for `Running.bare`: its letters lose their diacritics, its escapes stay."""
    decomposed = unicodedata.normalize("NFD", words).replace("đ", "d").replace("Đ", "D")
    return re.compile("".join(c for c in decomposed if not unicodedata.combining(c)), flags)


def _is_broken_line(text: str, at: int) -> bool:
    """Whether what begins at `at` goes on with the line before it: in small letters, or after "… Tờ trình số"."""
    return bool(_GOES_ON.match(text, at) or _UNFINISHED.search(text, max(0, at - 12), at))


def _bare(folded: str) -> str:
    """`folded` without diacritics, character for character."""
    table = {ord(c): b for c in set(folded) if len(b := bare(c)) == 1 and b != c}
    return folded.translate(table)
