"""Posts that speak for bodies, and the persons who hold them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.tokens import Word

# Posts held by persons: their names may follow ("Phó Thủ tướng Chính phủ Trần Hồng Hà").
_PERSONS = frozenset({"Phó Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "Tổng Bí thư", "Chủ tịch nước", "thứ trưởng"})
_LONGEST_PERSON = 4


def read_posts(words: Sequence[Word], at: int) -> tuple[int, lexicon.Post | None]:
    """Past the posts at word `at` ("Chủ tịch Hội đồng thành viên, Tổng giám đốc"); the last of them.

    A post that stands for a class where it stands alone ("Bộ trưởng, Thủ trưởng …")
    ends the run, so that it becomes an item of its own.
    """
    last, i = None, at
    while found := lexicon.posts().longest(words, i):
        end, post = found
        known = lexicon.known_names().longest(words, i)
        if known and known[0] > end and not known[1].is_class:
            break  # "Chủ tịch nước" is a body of its own
        if post.only_before and not any(lexicon.spells(words, end, form) for form in post.only_before):
            break
        last, i = post, end
        following = end
        while following < len(words) and words[following].form in {",", "và", "các"} and not post.alone:
            following += 1
        if lexicon.posts().longest(words, following):
            i = following
    return i, last


def past_person(words: Sequence[Word], name: str, at: int) -> int:
    """Past the name of the person who holds a post: two to four capitalised words; `at` where none stands."""
    end = at
    while name in _PERSONS and end < len(words) and end - at < _LONGEST_PERSON and words[end].is_capital:
        if lexicon.known_names().longest(words, end):
            break
        end += 1
    return end if end - at >= 2 else at
