"""Bodies that exist on several levels, over a list of them: "UBND các huyện, thị xã Long Khánh, thành phố Biên Hòa"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.canonical import printed_name
from ingest.obligations.agency_phrases.tokens import Word

_BODIES = re.compile(
    r"văn phòng hội đồng nhân dân (?:và|-) ủy ban nhân dân|(?:(?:văn phòng|thường trực|ban chấp hành|ban thường vụ) )?"
    r"(?:ủy ban nhân dân|hội đồng nhân dân|đảng ủy|công an|ban chỉ huy quân sự|ủy ban mặt trận tổ quốc(?: việt nam)?)"
)
_LONGEST_BODY = 12
_FIRST_WORDS = frozenset({"văn", "thường", "ban", "ủy", "hội", "đảng", "công"})

_UNITS = lexicon.Phrases(
    {
        name: name
        for name in (
            *("tỉnh", "thành phố", "huyện", "thị xã", "thị trấn", "thị"),
            *("quận", "xã", "phường", "đặc khu", "tp", "thành"),
        )
    }
)
_LONGEST_PLACE = 4
_COUNT = re.compile(r"\d{1,3}")  # "Ủy ban nhân dân 04 xã"
_JOINTS = frozenset({",", "và", "-", ";", "/"})


@dataclass(frozen=True, slots=True)
class Unit:
    """Levels said together ("huyện, thị xã") or one place ("thành phố Biên Hòa"); `province` where it is one."""

    name: str
    province: str = ""


def body_of_levels(words: Sequence[Word], at: int) -> int | None:
    """The end of a body at word `at` that exists on several levels, where a level follows it; None where none does."""
    if at >= len(words) or words[at].form not in _FIRST_WORDS:
        return None
    for i in range(min(at + _LONGEST_BODY, len(words) - 1), at, -1):
        if _BODIES.fullmatch(" ".join(w.form for w in words[at:i])) and _unit(words, _past_cac(words, i)):
            return i
    return None


def read_units(words: Sequence[Word], at: int) -> tuple[list[Unit], int] | None:
    """The levels and places from word `at` on, those without a name said together; None where only one level stands."""
    units: list[tuple[str, str]] = []
    i, end = at, at
    while found := _unit(words, _past_cac(words, i)):
        level, level_end = found
        place_end = _place(words, level_end)
        units.append((level, printed_name(words[level_end:place_end])))
        end = place_end
        if end < len(words) and place_end == level_end and words[end].form != "thành" and _unit(words, end):
            i = end  # "phường xã": the comma between them is lost
            continue
        if end >= len(words) or words[end].form not in _JOINTS:
            break
        i = end + 2 if words[end].form == "," and end + 1 < len(words) and words[end + 1].form == "và" else end + 1
    units = [(level, "" if _is_person(level, place) else place) for level, place in units]
    if len(units) < 2 and not (units and units[0][1] and not _is_province(units[0][1])):
        return None
    names = _together(units)
    if lexicon.spells(words, end, "trực thuộc trung ương") or lexicon.spells(words, end, "trực thuộc tỉnh"):
        names[-1] = Unit(
            f"{names[-1].name} {printed_name(words[end : end + (4 if words[end + 2].form == 'trung' else 3)])}"
        )
        end += 4 if words[end + 2].form == "trung" else 3
    return names, end


def named_places(words: Sequence[Word], at: int) -> tuple[list[str], int]:
    """Names of places listed from word `at` on and the word after them: "các xã: [An Phú, Tân Lập và Bình Sơn]"."""
    names: list[str] = []
    end = at
    while (after := _place(words, at)) > at:
        names.append(printed_name(words[at:after]))
        end = after
        if end >= len(words) or words[end].form not in {",", ";", "và"}:
            break
        at = end + 1
    return names, end


def are_levels(words: Sequence[Word], at: int) -> bool:
    """Two levels or more without names stand at word `at`: "trung tâm chính trị | xã, phường, đặc khu"."""
    first = _unit(words, at)
    if first is None or first[0] in {"tỉnh", "thành phố"} or first[1] + 1 >= len(words):
        return False
    if words[first[1]].form not in _JOINTS or words[first[1]].form == ";":
        return False
    second = _unit(words, first[1] + 1)
    return second is not None and not words[first[1] + 1].is_capital


def _together(units: list[tuple[str, str]]) -> list[Unit]:
    """Places apart, levels without a name together: "huyện, thị xã" and "thành phố Biên Hòa"."""
    found: list[Unit] = []
    open_group = False
    for level, place in units:
        if place and _is_province(place):
            found.append(Unit(level, _is_province(place)))
        elif place:
            found.append(Unit(f"{level} {place}"))
        elif open_group:
            found[-1] = Unit(f"{found[-1].name}, {level}")
        else:
            found.append(Unit(level))
        open_group = not place
    return found


def _unit(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    found = _UNITS.longest(words, at) if at < len(words) else None
    if found is None:
        return None
    following = words[found[0]].form if found[0] < len(words) else ""
    if (found[1] == "xã" and following == "hội") or (found[1] == "thị" and following == "trường"):
        return None
    is_verb = following != "lập" and lexicon.verbs().longest(words, found[0]) is not None
    if found[1] == "thành" and following[:1].isalnum() and not is_verb:
        return None  # "thành viên", "thành ủy": only "huyện, thị, thành" is short for cities
    return found[1], found[0]


def _past_cac(words: Sequence[Word], at: int) -> int:
    if at >= len(words):
        return at
    return at + 1 if words[at].form in {"các", "những"} or _COUNT.fullmatch(words[at].form) else at


def _place(words: Sequence[Word], at: int) -> int:
    """The end of a place's name at word `at`: capitals, no other body."""
    province = lexicon.places().longest(words, at) if at < len(words) and words[at].is_capital else None
    if province and not (province[0] < len(words) and words[province[0]].is_capital):
        return province[0]  # "thành phố Hải Phòng", though "Phòng" heads bodies too
    end = at
    while end < len(words) and end - at < _LONGEST_PLACE and words[end].is_capital and not words[end].is_mark:
        if lexicon.heads().longest(words, end) or lexicon.posts().longest(words, end) or _begins_verb(words, end):
            break
        end += 1
    return end


def _begins_verb(words: Sequence[Word], at: int) -> bool:
    """A capital that begins a verb, not a place: "Ủy ban nhân dân các tỉnh, thành phố | Khẩn trương rà soát"."""
    found = lexicon.verbs().longest(words, at)
    return found is not None and found[0] - at > 1 and not any(word.is_capital for word in words[at + 1 : found[0]])


def _is_person(level: str, place: str) -> bool:
    """What stands after "tỉnh" and is no province is who heads it: "Chủ tịch UBND tỉnh Nguyễn Văn A"."""
    return level == "tỉnh" and bool(place) and not _is_province(place)


def _is_province(name: str) -> str:
    words = tuple(Word(form.lower(), form, 0, 0) for form in name.split())
    found = lexicon.places().longest(words, 0)
    return found[1] if found and found[0] == len(words) else ""
