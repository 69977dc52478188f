"""The written forms of an agency's name: abbreviations, posts, class words, and one form to compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.authority.provinces import Province, find_province, province_pattern
from corpus.vietnamese import fold, place_tones
from corpus.vocabulary import load

# "LĐ-TB&XH", "LĐ,TB&XH", "TT&TT", "UBND", "TP.", "T.Ư"
_LETTERS = re.compile(r"(?<![\w/.-])[^\W\d_]+(?:[&-][^\W\d_]+|,(?=[^\W\d_]+&)[^\W\d_]+|\.Ư)*(?![\w/])\.?")
# Two capitals in one word: without any there are no letters to write out.
_CAPITALS = "".join(c for c in map(chr, range(0x1F00)) if c.isupper())
_TWO_CAPITALS = re.compile(rf"[{_CAPITALS}]\S*[{_CAPITALS}]")

# "Các sở", "tất cả các bộ", "những cơ quan", "từng cấp ủy", "mỗi địa phương", "một số bộ"
_CLASS_WORD = re.compile(
    r"^(?: (?:tất\ cả|toàn\ thể|hầu\ hết)\s+(?:(?:các|những)\s+)? | (?:các|những|từng|mỗi|một\ số)\s+ )", re.VERBOSE
)

# "Bộ trưởng Bộ", "Chủ tịch UBND tỉnh", "Thủ trưởng các cơ quan", "đồng chí Bí thư Tỉnh ủy",
# "Chủ tịch Hội đồng thành viên, Tổng giám đốc các tập đoàn", "người đứng đầu cơ quan",
# "Trưởng Ban Dân tộc", "Chánh Văn phòng", "Tổng Thanh tra Chính phủ"
_POST_WORD = r"""(?:
      (?:các\s+)?(?:đồng\ chí|đ/c|ông|bà)
    | (?:phó\s+)?(?:bộ|thứ|thủ|cục|vụ|viện|hiệu|chi\ cục|tổng\ cục|trưởng)\ trưởng(?:\ phụ\ trách)?
    | (?:phó\s+)?(?:tổng\s+)?giám\ đốc | tổng\ biên\ tập | thống\ đốc | tư\ lệnh | chỉ\ huy\ trưởng
    | (?:phó\s+)?chủ\ tịch\ (?:hội\ đồng\ (?:thành\ viên|quản\ trị)|hđtv|hđqt)
    | (?:phó\s+)?(?:chủ\ tịch|chủ\ nhiệm|bí\ thư) | kiêm | thường\ trực
    | (?:tập\ thể\s+)?lãnh\ đạo | người\ đứng\ đầu | đứng\ đầu
    | (?:phó\s+)?(?:chánh\ án|trưởng(?=\ (?:ban|phòng|đoàn))|chánh(?=\ (?:văn\ phòng|thanh\ tra)))
    | tổng(?=\ (?:thanh\ tra|kiểm\ toán))
)"""
_POSTS = re.compile(
    rf"^{_POST_WORD}(?:(?:\s*,\s*|\s+và\s+|\s+)(?:các\s+)?{_POST_WORD})*\s*,?\s*(?:các\s+|của\s+)*", re.VERBOSE
)

# "Sở Y tế tỉnh Nghệ An", "Công an TP. Huế", "UBND tỉnh Nghệ An"
_PLACE_TAIL = r"\s+(?:(?P<unit>tỉnh|thành\ phố|thủ\ đô)\s+)?(?P<name>{names})$"

# "của tỉnh", "trên địa bàn", "thành phố", "có liên quan"
_LOOSE_TAIL = re.compile(
    r"\s+(?: (?:có\s+)?liên\ quan | của\ (?:tỉnh|thành\ phố) | cấp\ (?:tỉnh|thành\ phố)"
    r" | (?:tỉnh|thành\ phố) | trực\ thuộc | ở?\ ?địa\ phương"
    r" | trong\ (?:tỉnh|thành\ phố) | -\ (?:ctcp|công\ ty\ cổ\ phần) )$",
    re.VERBOSE,
)


def expand(text: str) -> str:
    """`text` with the letters that stand for agencies written out: ``UBND tỉnh`` becomes ``Ủy ban nhân dân tỉnh``.

    Also sets every tone mark in the newer place and reads "&" as "và".
    """

    def written_out(m: re.Match[str]) -> str:
        letters = m[0].rstrip(".")
        if sum(c.isupper() for c in letters) < 2:
            return m[0]
        return _meaning(letters, fold(m.string[m.end() :])) or m[0]

    text = place_tones(text)
    if _TWO_CAPITALS.search(text):
        text = _LETTERS.sub(written_out, text)
    text = re.sub(r"\s*&\s*", " và ", text)
    return re.sub(r"\s+", " ", text).strip()


def without_post(name: str) -> str:
    """The body a post speaks for: ``Chủ tịch UBND tỉnh`` gives ``UBND tỉnh``; a name without a post is unchanged."""
    m = _POSTS.match(fold(name))
    rest = name[m.end() :] if m else name
    return rest if rest.strip() else name


def without_class_word(name: str) -> str:
    """`name` without "các", "những", "tất cả các" before it."""
    m = _CLASS_WORD.match(fold(name))
    return name[m.end() :] if m else name


def comparable(name: str) -> str:
    """One form of a name to compare by: abbreviations and class words out, one tone placement, plain dashes."""
    key = fold(expand(name))
    key = _CLASS_WORD.sub("", key.strip(" .,;:\"'"))
    key = re.sub(r"\b(?:các|những)\s+(?!cấp\b|ngành\b|vấn\b|hội\b|tổ\b|cơ\ quan\ (?:đảng|trung))", "", key)
    key = re.sub(r"[\"'()]", "", key)
    key = re.sub(r"\s*-\s*", " - ", key)
    return re.sub(r"\s+", " ", key).strip(" .,;:")


def split_place(key: str) -> tuple[str, Province | None]:
    """A comparable name and the province at its end: ``công an tỉnh nghệ an`` gives ``công an tỉnh`` and Nghệ An."""
    m = _place_tail().search(key)
    if m is None:
        return key, None
    place = find_province(m["name"])
    unit = m["unit"] or ""
    return f"{key[: m.start()]} {unit}".strip(), place


def loosened(key: str) -> str:
    """A comparable name without the loose words at its end ("của tỉnh", "có liên quan")."""
    return _LOOSE_TAIL.sub("", key)


def has_several_meanings(letters: str) -> bool:
    """Whether letters stand for different words by what follows them: "BCH Quân sự tỉnh", "BCH Đoàn"."""
    return letters in _letters_of_several_meanings()


def expand_before(letters: str, following: str) -> str:
    """Letters of several meanings written out by the folded words that follow: "BCH" before "quân sự" is Bộ Chỉ huy."""
    return _meaning(letters, following) or letters


def _meaning(letters: str, following: str) -> str:
    """The whole of letters that stand for agencies, by what follows them; "" where they stand for none."""
    entry = _abbreviations().get(re.sub("[&.,-]", "", fold(letters)))
    if entry is None:
        return ""
    return next((name for name, before in entry.others if before.match(following.lstrip())), entry.name)


@dataclass(frozen=True, slots=True)
class _Abbreviation:
    """What letters stand for, and the other readings with what follows there."""

    name: str
    others: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _abbreviations() -> dict[str, _Abbreviation]:
    return {
        e["key"]: _Abbreviation(
            e["name"], tuple((other["name"], re.compile(other["pattern"], re.VERBOSE)) for other in e.get("before", ()))
        )
        for e in load("agency_abbreviations")
    }


@cache
def _letters_of_several_meanings() -> frozenset[str]:
    return frozenset(key.upper() for key, entry in _abbreviations().items() if entry.others)


@cache
def _place_tail() -> re.Pattern[str]:
    return re.compile(_PLACE_TAIL.format(names=province_pattern()), re.VERBOSE)
