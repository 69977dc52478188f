"""The set phrases that mark the parts of a document, from the vocabularies."""

from __future__ import annotations

import re
from functools import cache

from corpus.vietnamese import bare
from corpus.vocabulary import load, pattern


@cache
def phrases(part: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of one part of the frame; they are searched in folded text."""
    return tuple(pattern(entry) for entry in load("frame_phrases") if entry["part"] == part)


def matches(part: str, low: str) -> bool:
    """Whether folded words hold a phrase of this part."""
    return any(p.search(low) for p in phrases(part))


@cache
def _closings() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(entry) for entry in load("closings"))


def closes(low: str) -> bool:
    """Whether a paragraph closes the document as a whole: "Chỉ thị này có hiệu lực …"."""
    return any(p.search(low) for p in _closings())


@cache
def _openings() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(entry) for entry in load("openings"))


def opens_text(low: str) -> bool:
    """Whether words open the first sentence after a title or an address: "Để triển khai …", "Thời gian qua …"."""
    return any(p.search(low) for p in _openings())


@cache
def type_names() -> tuple[str, ...]:
    """The names of kinds of document, the longest first: "nghị quyết liên tịch" before "nghị quyết"."""
    names = {entry["name"] for entry in load("document_types")} | {"quy chế", "điều lệ", "danh mục", "nội quy"}
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


@cache
def type_line() -> re.Pattern[str]:
    """Matches folded words that open with the name of a kind of document; spaces may be lost or doubled."""
    names = "|".join(r"\s*".join(re.escape(w) for w in name.split()) for name in type_names())
    return re.compile(rf"(?P<type>{names})")


def type_at_start(words: str, low: str) -> tuple[str, int] | None:
    """The kind of document that words open with, and where its name ends; `low` are the folded `words`.

    In capitals a diacritic may be wrong or missing, as OCR leaves them: "NGHỊ QUYÉT";
    a copy may lose the space or the line break after it: "QUYẾT ĐỊNHVề việc".
    """
    m = type_line().match(low)
    if m and _ends_name(words, m.end()):
        return _by_squeezed_name()[re.sub(r"\s+", "", m["type"])], m.end()
    m = _bare_type_line().match(bare(low)) if not m else None
    if m and words[: m.end()].isupper() and _ends_name(words, m.end()):
        return _by_bare_name()[re.sub(r"\s+", "", m["type"])], m.end()
    # A decorated capital may be lost: "UYẾT ĐỊNH".
    m = _tail_line().match(bare(low[:_LONGEST_NAME])) if not m and words[:4].isupper() else None
    if m and words[: m.end()].isupper():
        return _by_tail()[m["type"].replace(" ", "")], m.end()
    return None


# "nghị quyết liên tịch" has 20 characters.
_LONGEST_NAME = 24


@cache
def _tail_line() -> re.Pattern[str]:
    names = sorted((bare(name)[1:] for name in _by_tail().values()), key=len, reverse=True)
    return re.compile(rf"(?P<type>{'|'.join(names)})(?!\w)")


@cache
def _by_tail() -> dict[str, str]:
    """Names of several words without diacritics and first letter, those left out that two kinds would share."""
    return {key[1:]: name for key, name in _by_bare_name().items() if " " in name and len(name) > _SHORTEST_NAME}


# "đề án", "quy chế": without a letter they meet other words.
_SHORTEST_NAME = 7


def _ends_name(words: str, end: int) -> bool:
    """Whether the name of a kind of document may end there: before no letter, or before a word glued to it."""
    after = words[end : end + 2]
    if not after[:1].isalnum():
        return True
    if " " not in words[:end].strip() or not after[:1].isupper():
        return False
    return words[end - 1].islower() or (words[:end].isupper() and len(after) > 1 and after[1:].isalpha())


@cache
def _by_squeezed_name() -> dict[str, str]:
    return {name.replace(" ", ""): name for name in type_names()}


@cache
def _by_bare_name() -> dict[str, str]:
    """Names without diacritics, those left out that two kinds would share."""
    keys = [bare(name).replace(" ", "") for name in type_names()]
    return {key: name for key, name in zip(keys, type_names(), strict=True) if keys.count(key) == 1}


@cache
def _bare_type_line() -> re.Pattern[str]:
    single = set(_by_bare_name().values())
    names = "|".join(r"\s*".join(bare(name).split()) for name in type_names() if name in single and " " in name)
    return re.compile(rf"(?P<type>{names})")
