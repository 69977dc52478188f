"""Where a name cannot end, cannot go on, and how a name shows that it was cut or overrun.

These are the bounds of any body's name, whether or not the authority list knows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.normalized_text import normalize_span
from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.tokens import Word, words_of

_LONGEST_BOUND = 3  # syllables of the longest entry that ends a name

# "Hội Công chứng viên thành phố a", "… lấy ý kiến b)": the mark of the next item, not a name.
_ITEM_MARK = re.compile(r"[a-zđ]")
# A bracket or a quotation that is opened or closed only.
_PAIRS = (("(", ")"), ("“", "”"), ("[", "]"))
# "TRUNG TÂM CHÍNH TRỊ SỔ THEO DÕI": capitals do not show where names end.
_LONGEST_IN_CAPITALS = 6
# The longest name in the gold rows has 22 words.
_LONGEST = 26
# "Sở Sở Công thương", "Sở Dân tộc và Tộc và Tôn giáo": a word twice, which no body is called.
_TWICE = re.compile(r"(?:^| )(\w+)(?: và)? \1(?: |$)")
# The words that say which body is charged hold a verb themselves: "đơn vị được giao chủ trì".
_CHARGED = re.compile(r" (?:được (?:giao|phân công|ủy quyền)|hoạt động (?:trong|về)|chủ trì soạn thảo)\b.*")


def opens_predicate(words: Sequence[Word], at: int) -> bool:
    """Whether word `at` opens the predicate behind a name, in any case: "Cục A | trình", "Cục A | Khẩn trương"."""
    if lexicon.name_bounds("not_inside").longest(words, at):
        return True
    found = lexicon.name_verbs().longest(words, at)
    if found is None or words[at].is_capital:
        return False
    end, verb = found
    before = words[at - 1].form if at and not _ends_word(words, at) else ""
    return before not in verb.not_after and (end >= len(words) or words[end].form not in verb.not_before)


def _ends_word(words: Sequence[Word], at: int) -> bool:
    """The syllable before word `at` ends a word: "thi công | lập kế hoạch", "Dân tộc và Tôn giáo | trình"."""
    if at > 1 and words[at - 2].is_capital and not words[at - 1].is_capital and not words[at - 1].is_mark:
        head = lexicon.heads().longest(words, at - 2)
        return head is None or head[0] != at - 1  # "Chủ | công trình": a head of one syllable closes no word
    found = lexicon.verbs().longest(words, at - 2) if at > 1 else None
    return found is not None and found[0] == at


def is_item_mark(words: Sequence[Word], at: int) -> bool:
    """The letter of the next item of a list stands at word `at`: "… thành phố a) rà soát"."""
    return bool(
        at + 1 < len(words) and _ITEM_MARK.fullmatch(words[at].printed) and words[at + 1].form in {")", ".", "/"}
    )


def whole(words: Sequence[Word], at: int) -> tuple[int, str] | None:
    """The end of a compound at word `at` that stands whole inside names; "verb" or "role" where it may be other."""
    found = lexicon.name_parts().longest(words, at)
    verb = lexicon.verbs().longest(words, at - 1) if found and at else None
    return None if verb and verb[0] == at + 1 and verb[0] < (found or (0,))[0] else found  # "thi công | lập kế hoạch"


def wants_more(words: Sequence[Word], start: int, at: int) -> bool:
    """The words from `start` up to `at` end in one that takes an object: "Trung tâm Dịch vụ | …"."""
    return _ends_in("needs_more", words, start, at)


def cut_back(words: Sequence[Word], start: int, end: int) -> int:
    """`end` without marks and words in lower case that no name ends with; `start` where nothing is left."""
    while end > start and not words[end - 1].printed[:1].isupper():
        if not (words[end - 1].form in {",", "-", ";"} or _ends_open(words, start, end)):
            break
        end -= 1
    return end


def _ends_open(words: Sequence[Word], start: int, end: int) -> bool:
    """The words up to `end` end in one that ends no name: "đơn vị nơi", but "đơn vị trực thuộc" is a name."""
    if not _ends_in("never_last", words, end - 1, end):
        return False
    found = lexicon.allowed_ends().longest(words, end - 2) if end - 2 >= max(start - 1, 0) else None
    return found is None


def _ends_in(key: str, words: Sequence[Word], start: int, end: int) -> bool:
    for i in range(max(start, end - _LONGEST_BOUND), end):
        found = lexicon.name_bounds(key).longest(words, i)
        if found and found[0] == end:
            return True
    return False


@cache
def is_malformed(name: str) -> bool:
    """Whether a name looks cut or overrun: such a name is told as a doubt, not as a fact."""
    words = words_of(normalize_span(_CHARGED.sub("", name)))
    if not words or len(words) > _LONGEST or any(name.count(a) != name.count(b) for a, b in _PAIRS):
        return True
    last = words[-1]
    return (
        last.is_mark
        or words[0].is_mark
        or bool(_ITEM_MARK.fullmatch(last.printed))
        or bool(_TWICE.search(" ".join(w.form for w in words)))
        or sum(w.printed.isupper() for w in words) > _LONGEST_IN_CAPITALS
        or _changes_case(words)
        or _ends_open(words, 1, len(words))
        or (len(words) > 1 and words[-2].is_capital and wants_more(words, 1, len(words)) and last.form != "lý")
        or _has_predicate(words)
    )


def _changes_case(words: Sequence[Word]) -> bool:
    """A heading in capitals runs into what stands under it: "TRUNG TÂM Mẫu 2"."""
    in_capitals = [len(w.printed) > 1 and w.printed.isupper() for w in words if w.printed.isalpha()]
    return len(in_capitals) > 2 and all(in_capitals[:2]) and not all(in_capitals)


def _has_predicate(words: Sequence[Word]) -> bool:
    """A predicate stands inside what is given as a name; compounds that stand whole are passed over.

    The work right behind the head of a class may be its qualifier: "cơ quan lập đề án".
    """
    head = lexicon.heads().longest(words, 0)
    i = head[0] + 1 if head and not words[0].is_capital else 1
    while i < len(words):
        if compound := whole(words, i):
            i = compound[0]
        elif opens_predicate(words, i):
            return True
        else:
            i += 1
    return False
