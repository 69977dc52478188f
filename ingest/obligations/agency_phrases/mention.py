"""What a phrase names, and what one member of a list lends to the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_RELATED = re.compile(r" (?:có )?liên quan$")
# "cơ quan, đơn vị được giao chủ trì": those before it are charged too.
_CHARGED = re.compile(r" được (?:giao|phân công) .+$")

# Classes that "liên quan" may belong to when it stands at the end of their list.
_GENERAL = re.compile(
    r"(?:(?:bộ|ngành|sở|ban|cơ quan|đơn vị|tổ chức|địa phương|doanh nghiệp|hội|đoàn thể|cấp)(?:, )?)+"
)

# Party committees of one rank, and what may stand before the first of them for all.
_COMMITTEE = re.compile(r"tỉnh ủy|thành ủy|huyện ủy|thị ủy|quận ủy|đảng ủy")
_OF_COMMITTEE = re.compile(
    r"(?i)(ban thường vụ|thường trực|ban tổ chức|ban tuyên giáo|văn phòng) (?:tỉnh|thành|huyện|thị|quận) ủy$"
)


# "Hội đồng nhân dân, Ủy ban nhân dân các xã, phường": what has no level of its own, and the level.
_WITHOUT_LEVEL = re.compile(
    r"(?i)(?:thường trực )?(?:hội đồng nhân dân|ủy ban nhân dân|ủy ban mặt trận tổ quốc(?: việt nam)?)"
)
_LEVEL = r"(?:tỉnh|thành phố|huyện|xã|phường|đặc khu)"
_WITH_LEVEL = re.compile(rf"(?i)(?:hội đồng|ủy ban) .*?( (?:cấp )?{_LEVEL}(?:, {_LEVEL})*)")


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency as a phrase names it: canonical `name`, `scope` where the phrase names a province, flow offsets."""

    name: str
    start: int
    end: int
    scope: str = ""
    is_class: bool = False
    opens: bool = False  # "các" or its like stands before it
    base: str = ""  # the known name in it, where what follows only says where or which
    is_post: bool = False  # a post alone: "Bộ trưởng", with no body after it
    bracket: tuple[int, int] | None = None  # the words in the first bracket behind it


@dataclass(frozen=True, slots=True)
class AgencyList:
    """A list of agencies and the word index after it."""

    mentions: tuple[Mention, ...]
    end: int


def related(words: str) -> str:
    """The words "có liên quan" or "liên quan" that make up a tail; "" where they are others."""
    m = _RELATED.fullmatch(f" {words}")
    return m[0].strip() if m else ""


def spread_related(found: list[Mention]) -> list[Mention]:
    """The list with "liên quan" or "được giao …" at its end given to every class back to the last "các"."""
    out = list(found)
    for i, mention in enumerate(found):
        m = _RELATED.search(mention.name) or _CHARGED.search(mention.name)
        if m is None:
            continue
        k = i
        while k > 0 and not out[k].opens and _GENERAL.fullmatch(out[k - 1].name):
            k -= 1
            out[k] = replace(out[k], name=out[k].name + m[0])
    return out


def spread_levels(found: list[Mention]) -> list[Mention]:
    """The list with the level of a council or committee given to those before it that name none.

    "Hội đồng nhân dân, Ủy ban nhân dân cấp xã" are both of the commune.
    """
    out = list(found)
    for i in range(len(found) - 2, -1, -1):
        level = _WITH_LEVEL.fullmatch(out[i + 1].name)
        if level and not out[i + 1].opens and _WITHOUT_LEVEL.fullmatch(out[i].name):
            out[i] = replace(out[i], name=out[i].name + level[1], scope=out[i].scope or out[i + 1].scope, base="")
    return out


def spread_heads(found: list[Mention]) -> list[Mention]:
    """The list with what stands before the first committee given to those after it.

    "Ban Thường vụ Tỉnh ủy, Thành ủy" are the standing boards of both.
    """
    out = list(found)
    for i, mention in enumerate(found[1:], start=1):
        m = _OF_COMMITTEE.match(out[i - 1].name)
        if m and not mention.opens and _COMMITTEE.fullmatch(mention.name.lower()):
            out[i] = replace(mention, name=f"{m[1]} {mention.name}", base="")
    return out
