"""Bodies and programmes that clauses name, in forms that a parent and a child can be compared by.

A child document names other bodies than its parent for the same work (Bộ Y tế, Sở Y tế);
what is left of a name without its level is compared, and the bodies that took over from it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from corpus.agencies import authority_list
from corpus.authority.agency_names import comparable
from corpus.model import Assignee
from corpus.vietnamese import syllables
from index.crosswalk.units import Unit

Core = frozenset[str]

# What of a body's name says where it stands, not what it is about: "Bộ" in front, "tỉnh" behind,
# all of "Ủy ban nhân dân tỉnh"; "phòng" in "Bộ Quốc phòng" stays.
_LEVEL = re.compile(
    r"""
    ^(?:tổng\ cục|cục|vụ|bộ(?!\ (?:chỉ\ huy|tư\ lệnh))|sở|ban|ngành|phòng|chi\ cục|hội|cơ\ quan|đơn\ vị|tổ\ chức)\b
    | \b(?:ủy\ ban\ nhân\ dân|hội\ đồng\ nhân\ dân|chính\ quyền|chính\ phủ|trung\ ương|địa\ phương|trực\ thuộc
      |(?:tỉnh|thành|huyện|quận)\ ủy|thành\ phố|tỉnh|huyện|quận|xã|phường|thị\ trấn|cấp|cùng\ cấp
      |quốc\ gia|việt\ nam|các|những|và|của)\b
    """,
    re.VERBOSE,
)
# So much of the shorter of two names is in the longer one where they are of one field:
# "giáo dục đào tạo", "phụ nữ" in "liên hiệp phụ nữ"; "thanh tra" is not "kiểm tra".
_SAME_FIELD = 0.6

# A programme by its name, which begins with a capital: "Chương trình hành động quốc gia vì trẻ em
# giai đoạn 2021 - 2030", up to the next name or the end of the phrase.
_PROGRAMME = re.compile(
    r"""
    (?P<name>
        (?:Chương\ trình|Chiến\ lược|Đề\ án|Dự\ án|Quỹ|Phong\ trào|Cuộc\ vận\ động|Công\ ước|Tháng|Ngày)
        \s(?!này|trên|số\s)[^\W\d_]
        (?:(?!,\s(?:Chương\ trình|Chiến\ lược|Đề\ án|Dự\ án|Kế\ hoạch)) [^;.:()“”"])+
    )
    """,
    re.VERBOSE,
)
# What ends a programme's name, or may differ below: "… giai đoạn 2021 - 2030", "… mang tính tổng thể",
# "Công ước Liên hợp quốc, các phong trào toàn cầu".
_AFTER_NAME = re.compile(
    r"""
    (?: \s(?:giai\ đoạn|đến\ năm|và\ các|trên\ địa\ bàn|mang\ tính|bảo\ đảm|gắn\ với|theo|do|vào|trong|nhằm|để)\s
      | ,\s(?=\d|các\s) ).*
    """,
    re.VERBOSE | re.DOTALL,
)
# A movement or campaign in quotation marks: phong trào "Toàn dân chăm sóc, giáo dục và bảo vệ trẻ em".
_QUOTED = re.compile(r'[“"]([^“”"]{12,120})[”"]')
# Syllables a programme's name has at least: "Chương trình này", "Quỹ đất" name nothing.
_SHORTEST_NAME = 4
# So much of a programme's name, by pairs of syllables, must stand in a text that names it.
# Names below are cut or adapted ("Chương trình hành động vì trẻ em tỉnh …", .6 of the national one's).
_NAMED = 0.6


def bodies(unit: Unit) -> tuple[Assignee, ...]:
    """The single bodies a unit's own words give its duties to; classes of bodies and inherited ones are left out."""
    known = authority_list()
    named = [a for o in unit.obligations for a in o.assignees if not a.derived]
    return tuple(a for a in named if a.agency_id and not known.get(a.agency_id).is_class and fields(a))


def fields(assignee: Assignee) -> tuple[Core, ...]:
    """What a body is about, in each form it may have below: its own, its heirs' and its predecessors'."""
    return _fields(assignee.name, (assignee.agency_id or "").partition("@")[0])


# Documents name the same few dozen bodies over and over.
@lru_cache(maxsize=10_000)
def _fields(name: str, agency_id: str) -> tuple[Core, ...]:
    names = [name]
    if agency_id:
        known = authority_list()
        heir = known.get(agency_id).successor
        names += [known.get(other).name for other in (*([heir] if heir else []), *known.predecessors(agency_id))]
    return tuple(dict.fromkeys(core for core in map(field, names) if core))


def field(name: str) -> Core:
    """The syllables of a body's name without those of its level: "Sở Y tế tỉnh" gives "y", "tế"."""
    return frozenset(syllables(_LEVEL.sub(" ", comparable(name))))


def same_field(one: Core, other: Core) -> bool:
    """Whether two bodies are about the same."""
    return bool(one and other) and len(one & other) >= _SAME_FIELD * min(len(one), len(other))


def programmes(words: str) -> tuple[str, ...]:
    """The named programmes, strategies, funds, movements in `words`, in order, without their years."""
    found = [_AFTER_NAME.sub("", m["name"]).strip(" ,") for m in _PROGRAMME.finditer(words)]
    found += [m[1].strip(" ,") for m in _QUOTED.finditer(words)]
    return tuple(dict.fromkeys(name for name in found if len(syllables(name)) >= _SHORTEST_NAME))


def is_named(name: str, words: frozenset[str]) -> bool:
    """Returns whether the words of a unit (`lexical_similarity.word_bag`, with their pairs) name a programme."""
    wanted = _pairs(name)
    return len(wanted & words) >= _NAMED * len(wanted)


@lru_cache(maxsize=10_000)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(f"{first} {second}" for first, second in pairwise(syllables(name)))
