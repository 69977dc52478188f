"""Mends the diacritics that OCR slips on: "bố sung" to "bổ sung", "Chính quyên" to "Chính quyền".

A noisy channel: of the syllables that a word may have been (the same letters with other
marks) the sequence is taken that is likeliest in law and administration
(`ingest.readers.ocr.syllable_pairs`), given how often the OCR takes one letter for another.
A word is changed only where the evidence is strong; numbers, names and abbreviations
are left as they were read.

Measured: of 30 renderings of three pages with known text 0.954 of the syllables are right
instead of 0.913, of hanoi-NQ-12-2025.pdf 0.979 instead of 0.967 (41 words mended, all
rightly); of 17,613 syllables that were right, none of them counted in the table, 5 are
changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from corpus.vietnamese import fold
from ingest.readers.ocr.syllable_pairs import NUMBER, SyllablePairs, syllable_pairs

# How often Tesseract took a letter for another, of 49,000 letters of 27 renderings of
# three pages (150 to 300 dpi; aslant, speckled, stamped, on grey, JPEG): the letter as
# printed, how often it was seen, and what it was read as.
_SLIPS = """
i 1908 ỉ72 ị5 í2 | ồ 171 ô59 ò16 | ố 466 ó57 ô22 ồ6 | ề 361 ê53 ẻ7 è2 ệ2 | ổ 288 ồ50 ố36 ô36 ỗ11 ỏ10 ó2
ấ 179 á41 ậ3 â2 ầ2 | ế 330 ê33 é24 | ẩ 59 â18 ấ3 ầ2 | ể 126 ề16 ê11 ế2 | ầ 75 â15 à5 ả2 | ắ 117 ă10
u 2153 ư6 ụ3 ủ2 | đ 1219 d6 | á 1023 ả6 | â 537 ầ6 á2 | à 1028 ả6 | ử 350 ứ6 | ộ 422 ọ5 | ả 452 á5
a 1250 ả4 ạ3 | ỷ 32 ý3 | d 564 đ3 | ư 377 ự3 ừ2
"""
# A slip that was not seen counts as this much of one.
_UNSEEN = 0.1

# A change must be e to this times likelier than leaving the word as it was read.
_MARGIN = 3.0
# Where the OCR itself has less confidence than this in the word, e to this much less is asked.
_UNSURE, _UNSURE_MARGIN = 0.75, 1.0
# "Trần Trọng Đông": a name may be any syllable, so a capital after a capital asks for more.
_NAME_MARGIN = 4.0
# A syllable counted less often than this is hardly known: that it was never seen beside
# its neighbours says little, and the mended one must have been seen beside both.
_KNOWN = 10

# "(quyên", "quyên;", "“Chính": one syllable and the marks around it.
_SYLLABLE = re.compile(r"(?P<before>\W*)(?P<syllable>[^\W\d_]+)(?P<after>\W*)")


# "l6 tháng 6", "1656/NQ-UBTVQHI5", "Điều 2|": nothing but a one stands beside a digit and looks like this
_ONE = re.compile(r"(?<![A-Za-zÀ-ỹ][a-zà-ỹ])[lI|](?=\d)|(?<=\d)[lI|](?![a-zà-ỹ])")
# "2O25"
_NOUGHT = re.compile(r"(?<=\d)[oO](?=\d)")
# "A_", "2_": the ruling under a cell
_STROKE = re.compile(r"(?<=^[\w.])_$|(?<=^\d\.\d)_$")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A syllable as the OCR read it: which word it is in, in folded form, with what its neighbours may be told by."""

    word: int
    form: str
    printed: str
    margin: float


def mended(words: Sequence[str], confidences: Sequence[float], line_starts: Collection[int] = ()) -> dict[int, str]:
    """The words of running text that were mended, by their positions; `line_starts` are those that begin a line."""
    pairs = syllable_pairs()
    found = {n: number for n, word in enumerate(words) if (number := _number(word)) != word}
    for stretch in _stretches(words, confidences, line_starts):
        for heard, form in zip(stretch, _likeliest(stretch, pairs), strict=True):
            if form != heard.form:
                found[heard.word] = words[heard.word].replace(heard.printed, _cased(form, heard.printed), 1)
    return found


def _number(word: str) -> str:
    """`word` with what was taken for letters among its digits, and the stroke of a ruling behind a short one."""
    word = _ONE.sub("1", _NOUGHT.sub("0", word.replace("\u2044", "/")))
    return _STROKE.sub("", word)


def _stretches(words: Sequence[str], confidences: Sequence[float], line_starts: Collection[int]) -> list[list[_Heard]]:
    """Syllables and numbers that stand together: punctuation, an abbreviation or a new heading parts them."""
    stretches: list[list[_Heard]] = [[]]
    for position, (word, confidence) in enumerate(zip(words, confidences, strict=True)):
        if word.isdigit():
            stretches[-1].append(_Heard(position, NUMBER, word, 0.0))
            continue
        m = _SYLLABLE.fullmatch(word)
        if m is None or m["before"] or (position in line_starts and word[0].isupper()):
            stretches.append([])
        if m is None or not syllable_pairs().forms(fold(m["syllable"])):
            stretches.append([])
            continue
        printed = m["syllable"]
        margin = _MARGIN - (_UNSURE_MARGIN if confidence < _UNSURE else 0.0)
        last = stretches[-1][-1] if stretches[-1] else None
        if last is not None and _is_name(last.printed) and _is_name(printed):
            margin += _NAME_MARGIN
        stretches[-1].append(_Heard(position, fold(printed), printed, margin))
        if m["after"]:
            stretches.append([])
    return [stretch for stretch in stretches if len(stretch) > 1]


def _is_name(printed: str) -> bool:
    return printed[0].isupper() and not printed.isupper()


def _likeliest(stretch: Sequence[_Heard], pairs: SyllablePairs) -> list[str]:
    """What was printed where `stretch` was read (Viterbi); the same syllable where that is not sure."""
    best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for position, heard in enumerate(stretch):
        step = {}
        for form in {heard.form, *pairs.forms(heard.form)}:
            cost = _slip(form, heard.form) - (heard.margin if form != heard.form else 0.0)
            if form != heard.form and not _is_borne_out(form, stretch, position, pairs):
                continue
            step[form] = max(
                (so_far + (pairs.after(before, form) if before else pairs.alone(form)) + cost, [*path, form])
                for before, (so_far, path) in best.items()
            )
        best = step
    return max(best.values())[1]


def _is_borne_out(form: str, stretch: Sequence[_Heard], position: int, pairs: SyllablePairs) -> bool:
    """Whether `form` was seen beside a neighbour, in any reading of that; beside both where what was read is rare."""
    beside = []
    if position:
        beside.append(any(pairs.together(f, form) for f in _readings(stretch[position - 1], pairs)))
    if position + 1 < len(stretch):
        beside.append(any(pairs.together(form, f) for f in _readings(stretch[position + 1], pairs)))
    return all(beside) if pairs.seen(stretch[position].form) < _KNOWN else any(beside)


def _readings(heard: _Heard, pairs: SyllablePairs) -> set[str]:
    return {heard.form, *pairs.forms(heard.form)}


def _slip(printed: str, read: str) -> float:
    """The logarithm of the probability that the OCR reads `printed` as `read`: the same letters with other marks."""
    return sum(_letter(a, b) for a, b in zip(printed, read, strict=True)) if len(printed) == len(read) else -20.0


@cache
def _letter(printed: str, read: str) -> float:
    seen, slips = _slips().get(printed, (500, {}))
    if printed == read:
        return log(1 - min(0.5, sum(slips.values()) / seen))
    return log(slips.get(read, _UNSEEN) / seen)


@cache
def _slips() -> dict[str, tuple[int, dict[str, int]]]:
    entries = [entry.split() for entry in re.split(r"[|\n]", _SLIPS) if entry.strip()]
    return {letter: (int(seen), {slip[0]: int(slip[1:]) for slip in slips}) for letter, seen, *slips in entries}


def _cased(form: str, like: str) -> str:
    """`form` in capitals, with a capital, or as it is, like the syllable it replaces."""
    if len(like) > 1 and like.isupper():
        return form.upper()
    return form.capitalize() if like[:1].isupper() else form
