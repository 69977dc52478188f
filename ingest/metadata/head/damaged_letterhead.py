"""The issuer of a letterhead too damaged to be read in order: spotted by the number's letters and known names."""

from __future__ import annotations

import re

from corpus.authority.provinces import find_province, provinces
from corpus.identifiers import DocumentNumber
from corpus.vietnamese import bare, fold
from ingest.metadata.head.issuing_body import Body, known_bodies, named_body, squeezed

# What is left of other parts of the letterhead where letters or spaces were lost:
# "Ủy ban nhân dân tỉnh Long An uyết định", "Bộ Y tế ộng hòa xã hội".
_RESIDUE = re.compile(
    r"""\b(?: c?[ộô]ng \s* hòa | c?hủ \s* nghĩa | đ?ộc \s* lập | ngày | t?háng
    | q?uyết \s* (?: định | nghị ) | n?ghị \s* (?: định | quyết ) | t?hông \s* tư | k?ế \s* hoạch | c?hỉ \s* thị )""",
    re.VERBOSE,
)
_LOCAL_LETTERS = (
    ("UBND", "ủy ban nhân dân"),
    ("CTUBND", "ủy ban nhân dân"),
    ("UB", "ủy ban nhân dân"),
    ("HĐND", "hội đồng nhân dân"),
)
_BELOW_PROVINCE = re.compile(r"\b(?:huyện|quận|thị xã|thị trấn|xã(?! hội)|phường|đặc khu)\b")


def is_doubtful(body: Body | None) -> bool:
    """Whether a body read from a letterhead is none, lacks its place, or holds words that are of no name."""
    if body is None or _RESIDUE.search(fold(body.name)):
        return True
    local = fold(body.name).startswith(("ủy ban nhân dân", "hội đồng nhân dân"))
    return local and not body.province and not _BELOW_PROVINCE.search(fold(body.name))


def spotted_body(words: str, number: DocumentNumber | None, place: str) -> Body | None:
    """The body that the issuer's `words` of a letterhead and its number point to together; None where they do not.

    `place` is the province the letterhead is dated in, or ``""``.
    """
    key = bare(squeezed(fold(words)))
    letters = number.issuer_letters if number else ""
    base = next((name for short, name in _LOCAL_LETTERS if letters == short), "")
    if base:
        return _local_body(base, words, key, place)
    found = sorted((key.find(name), body) for name, body in _central_keys() if name in key)
    kept = [(at, body) for n, (at, body) in enumerate(found) if not _inside(at, body, found, n)]
    joint = number is not None and number.type.endswith("liên tịch")
    if joint and len(kept) > 1:
        return Body(", ".join(body for _, body in kept))
    return Body(kept[0][1]) if len(kept) == 1 else None


def _local_body(base: str, words: str, key: str, place: str) -> Body | None:
    if _BELOW_PROVINCE.search(fold(words)):
        return None
    named = {p.name for p in provinces() for name in (p.name, *p.aliases) if bare(squeezed(fold(name))) in key}
    name = place or (named.pop() if len(named) == 1 else "")
    province = find_province(name) if name else None
    if province is None:
        return None
    return named_body(f"{base} {'thành phố' if province.is_city else 'tỉnh'} {name}")


def _central_keys() -> list[tuple[str, str]]:
    return [(bare(key), body.name) for key, body in known_bodies().items() if not body.province and len(key) > 4]


def _inside(at: int, body: str, found: list[tuple[int, str]], own: int) -> bool:
    """Whether a name found at `at` is a part of another found there, or the same body again."""
    size = len(bare(squeezed(fold(body))))
    for n, (other_at, other) in enumerate(found):
        other_size = len(bare(squeezed(fold(other))))
        if n != own and other_at <= at and at + size <= other_at + other_size and (other_size > size or n < own):
            return True
    return False
