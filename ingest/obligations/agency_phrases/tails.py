"""What follows the head of an agency's name: the rest of the name, a class's tail, its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.obligations.agency_phrases import levels, lexicon, name_bounds
from ingest.obligations.agency_phrases.proper_names import ProperNames

# A class may go on in lower case for this many words before its verb; longer runs are
# sentences, not names (the longest in the gold rows has seven).
_LONGEST_CLASS = 8
_LONGEST_JOINED = 12
# How far behind a class the verb of its sentence may stand, with the rest of its list.
_LONGEST_SUBJECT = 24
# A phrase such as "trong hệ thống chính trị" between a class and its verb.
_LONGEST_ADJUNCT = 12

# The most frequent family names; a name of two to five words that begins so is a person's.
_SURNAMES = frozenset(
    {
        *("nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô"),
        *("dương", "lý", "đinh", "mai", "trịnh", "đoàn", "lương", "tô", "trương", "cao", "đào", "hà", "tạ", "thái"),
        *("châu", "lâm", "tống", "vương", "triệu", "la"),
    }
)
_LONGEST_PERSON = 5

# What follows "được" where it says which body is meant, and not what is done for it.
_CHARGED = ("giao", "phân công", "ủy quyền", "chỉ định", "cử", "yêu cầu", "đề nghị", "lấy ý kiến")
_OPENS_OBJECT = frozenset({"việc", "các", "những", "toàn", "mọi"})
# Heads that follow another head where the comma between them is lost: "tổ chức cá nhân".
_LOST_COMMA = ("cá nhân", "đơn vị", "tổ chức", "doanh nghiệp")
# What a body is told to do begins so, whatever verbs stand before it.
_DUTIES = ("có trách nhiệm", "chịu trách nhiệm")
_STRONG = frozenset({"modal", "manner", "hard", "frame"})
_UNITS = lexicon.Phrases({"tỉnh": 1, "thành phố": 1, "tp": 1})


_NUMBER = re.compile(r"\d{1,2}|[IVX]{1,5}")


@dataclass(frozen=True, slots=True)
class Tail:
    """The word ranges of a tail that belong to the name, the province it names, and the word after it."""

    kept: tuple[tuple[int, int], ...]
    scope: str
    end: int
    is_other_body: bool = False  # the sort or the branch: "doanh nghiệp [bảo hiểm]", "Kho bạc [chi nhánh tỉnh]"
    bracket: tuple[int, int] | None = None  # the words of the first bracket


class Tails(ProperNames):
    """Reads what follows heads of names in one list of words."""

    _adjuncts = frozenset({"trong", "tại", "ở", "trên", "của", "do", "thuộc", "có", "được", "hoạt"})

    def begins(self, at: int) -> bool:
        """One of the known tails begins at word `at`."""
        return self._phrase(at) is not None

    def after(
        self, at: int, *, go_on: bool, of_class: bool = True, keep_level: bool = False, keep_owner: bool = True
    ) -> Tail:
        """The tail that begins at word `at`; `go_on` lets a class go on in lower case up to its verb.

        `keep_level` says that the body is there on several levels, so that "tỉnh" behind it tells which;
        `keep_owner` that it is told from others by whose it is.
        """
        kept: list[tuple[int, int]] = []
        scope, i, is_other_body, bracket = "", at, False, None
        while i < len(self.words):
            if closed := self._parenthesis(i):
                bracket = bracket or (i + 1, closed - 1)
                i = closed
            elif person := self._person(i):
                i = person
            elif owner := self._owner(i):
                if keep_owner:
                    kept.append((i, owner))
                i, go_on = owner, False
            elif apposition := self._apposition(at, i):
                i = apposition
            elif phrase := self._phrase(i, of_class=of_class):
                end, keep = phrase
                if keep:
                    kept.append((i, end))
                i, go_on = end, go_on and not keep
            elif unit := self._own_level(i):
                if keep_level:
                    kept.append((i, unit))
                i = unit
            elif branch := self._branch(i):
                kept.append((i, branch))
                is_other_body = is_other_body or branch - i > 1  # a number alone follows the known "… khu vực"
                i, go_on = branch, False
            elif place := self._place(i):
                scope, i = place
            elif over := self._over_levels(i):
                kept.append((i, over))
                i, go_on = over, False
            elif stretch := self._from_to(i):
                kept.append((i, stretch))
                i, go_on = stretch, False
            elif go_on and (end := self._class_name(i)) > i:
                kept.append((i, end))
                i, go_on, is_other_body = end, False, True
            elif adjunct := self._adjunct(i):
                i = adjunct
            else:
                break
        return Tail(tuple(kept), scope, i, is_other_body, bracket)

    def _person(self, at: int) -> int | None:
        """Past the name of the person who speaks for the body: "Phó Chủ tịch UBND tỉnh Nguyễn Minh Luân"."""
        end = at + 1
        while end < len(self.words) and end - at < _LONGEST_PERSON and self.words[end].is_capital:
            if lexicon.heads().longest(self.words, end) or lexicon.posts().longest(self.words, end):
                break
            end += 1
        is_person = self.words[at].form in _SURNAMES and self.words[at].is_capital and end - at >= 2
        return end if is_person and lexicon.places().longest(self.words, at) is None else None

    def _owner(self, at: int) -> int | None:
        """Past a named body that a class belongs to: "các đơn vị của Bộ Tài chính", "tổng công ty thuộc Bộ X"."""
        i = at + 1 if self.words[at].form == "trực" else at
        if i >= len(self.words) or self.words[i].form not in {"của", "thuộc"}:
            return None
        found = lexicon.known_names().longest(self.words, i + 1, pass_over=True)
        return found[0] if found and not found[1].is_class and found[0] - i > 2 else None

    def _apposition(self, start: int, at: int) -> int | None:
        """Past what a body also is: "Bộ Tài chính - Cơ quan Thường trực Ban Chỉ đạo 751"."""
        if at != start or self.words[at].form != "-" or at + 2 >= len(self.words):
            return None
        if self.words[at + 1].form != "cơ" or self.words[at + 2].form != "quan":
            return None
        return (
            self.name(at + 3)
            if self.words[at + 3 : at + 4] and self.words[at + 3].is_capital
            else self._class_run(at + 3)
        )

    def _parenthesis(self, at: int) -> int | None:
        """Past "(kể cả …)"; None where no short parenthesis stands."""
        if at < len(self.words) and self.words[at].form == "[":
            return at + 3 if lexicon.spells(self.words, at + 2, "]") else None  # the mark of a footnote: "Bộ Nội vụ[6]"
        if at >= len(self.words) or self.words[at].form != "(":
            return None
        for i in range(at + 1, min(at + 60, len(self.words))):
            if self.words[i].form == ")":
                return i + 1
        return None

    def _place(self, at: int) -> tuple[str, int] | None:
        """A single province at word `at`, with or without "tỉnh" before it."""
        unit = _UNITS.longest(self.words, at)
        first = unit[0] if unit else at
        found = lexicon.places().longest(self.words, first)
        if found is None or not self.words[first].is_capital:
            return None
        following = self.words[found[0]] if found[0] < len(self.words) else None
        return None if following and following.is_capital and not following.is_mark else (found[1], found[0])

    def _own_level(self, at: int) -> int | None:
        """Past the level of a province's body that says nothing more: "Sở Nội vụ [tỉnh] chủ trì", "… [Thành phố]"."""
        unit = _UNITS.longest(self.words, at)
        if unit is None or self.words[at].form == "địa":
            return None
        following = self.words[unit[0]] if unit[0] < len(self.words) else None
        ends = following is None or following.is_mark or following.form in {"và", "có"} or self.strength(unit[0])
        return unit[0] if ends else None

    def _branch(self, at: int) -> int | None:
        """Past what tells one branch of a body from another: "khu vực XVI", "chi nhánh tỉnh"."""
        i = at + 2 if lexicon.spells(self.words, at, "chi nhánh") else at
        if i < len(self.words) and self.words[i - 1].form == "vực" and _is_number(self.words[i].printed):
            return i + 1  # "Chi cục Thuế khu vực | XIV"
        if lexicon.spells(self.words, i, "khu vực"):
            return i + 3 if i + 2 < len(self.words) and _is_number(self.words[i + 2].printed) else None
        unit = _UNITS.longest(self.words, i) if i > at and i < len(self.words) else None
        return unit[0] if unit else None

    def _over_levels(self, at: int) -> int | None:
        """Past the levels a body is spread over: "Ban Chỉ huy … [các huyện, thị xã, thành phố]"."""
        if self.words[at].form != "các" and not levels.are_levels(self.words, at):
            return None
        read = levels.read_units(self.words, at)
        return read[1] if read else None

    def _from_to(self, at: int) -> int | None:
        """Past a stretch of the country: "từ Quảng Trị đến Khánh Hòa", "từ Thanh Hóa trở vào"."""
        if self.words[at].form != "từ":
            return None
        first = self._named_place(at + 1)
        if first is None or first >= len(self.words):
            return None
        if self.words[first].form == "trở":
            return min(first + 2, len(self.words))
        return self._named_place(first + 1) if self.words[first].form in {"đến", "tới"} else None

    def _named_place(self, at: int) -> int | None:
        unit = _UNITS.longest(self.words, at)
        found = lexicon.places().longest(self.words, unit[0] if unit else at)
        return found[0] if found else None

    def _class_name(self, at: int) -> int:
        """The end of what a class is called besides its head: "cơ quan Lao động", "cơ quan thanh tra"."""
        if charged := self._up_to_duty(at):
            return charged
        if name_bounds.opens_predicate(self.words, at) and not name_bounds.whole(self.words, at):
            return at
        if self.words[at].is_capital and not self._is_agency(at):
            return self.name(at)
        return self._class_run(at)

    def _class_run(self, at: int) -> int:
        """The end of a class's own words in lower case: "cơ quan [thanh tra] khẩn trương …"; `at` where none are.

        A run may go on over "và" and commas where no body follows them and it ends at a
        verb or the colon of a heading: "doanh nghiệp [viễn thông và truyền hình cáp] có trách nhiệm",
        or where its noun is said again: "Ban Quản lý [các khu công nghệ cao và khu công nghiệp]".
        """
        joined = self._run(at, joined=True)
        if joined > at and self._ends_well(joined):
            return name_bounds.cut_back(self.words, at, joined)
        alone = self._run(at, joined=False)
        again = self._said_again(at, alone)
        return name_bounds.cut_back(self.words, at, again or alone)

    def _up_to_duty(self, at: int) -> int | None:
        """Where work that says which body is meant ends: "cơ quan [lập đề án] có trách nhiệm"; None where none does."""
        if at >= len(self.words) or self.words[at].is_capital or self.strength(at) not in {"soft", "hard"}:
            return None
        for i in range(at + 2, min(at + _LONGEST_CLASS, len(self.words))):
            if any(lexicon.spells(self.words, i, duty) for duty in _DUTIES):
                return i
            if self.words[i].is_mark or self.words[i].form in self.stops or self.strength(i) in {"modal", "manner"}:
                return None
        return None

    def _said_again(self, at: int, end: int) -> int | None:
        """The end of a run that goes on at word `end` with "và" and a noun it already has; None where it does not."""
        if end + 1 >= len(self.words) or self.words[end].form != "và" or end == at:
            return None
        following = self.words[end + 1].form
        if following not in {word.form for word in self.words[at:end]}:
            return None
        more = self._run(end + 1, joined=False)
        return more if more > end + 1 else None

    def _ends_well(self, at: int) -> bool:
        if at >= len(self.words):
            return False
        return (
            self.words[at].form in {":", "(", "hoạt"}
            or self.strength(at) in _STRONG - {"frame"}
            or self._phrase(at) is not None
            or self._another_follows(at)
        )

    def _another_follows(self, at: int) -> bool:
        """A further body of the list stands behind a comma or "và": "…, thủy lợi | và các đơn vị liên quan"."""
        if self.words[at].form not in {",", ";", "và"} or at + 2 >= len(self.words):
            return False
        following = at + 2 if self.words[at + 1].form in {"các", "những"} else at + 1
        return self._is_agency(following)

    def _run(self, at: int, *, joined: bool) -> int:
        i, took_soft, longest = at, False, _LONGEST_JOINED if joined else _LONGEST_CLASS
        while i < len(self.words):
            word = self.words[i]
            if (whole := name_bounds.whole(self.words, i)) and self._stands_whole(*whole):
                i = whole[0]
                continue
            if word.is_mark or word.form in {"và", "hoặc"}:
                if not (joined and i > at and word.form in {",", "và"} and self._goes_on_after(i + 1)):
                    break
                i += 1
                continue
            if word.form in self.stops or word.form == "hoạt" or self._phrase(i) or self._ends_run(at, i):
                break
            strength = self.strength(i) if i == at or self._is_verb(i) else ""
            if strength in _STRONG:
                break
            if strength == "soft" and not word.is_capital:
                if (i > at and not took_soft) or self._has_object(i) or not self._strong_ahead(i + 1):
                    break
                took_soft = True
            i += 1
            if i - at > longest:
                return at
        return i

    def _stands_whole(self, end: int, otherwise: str) -> bool:
        """A compound up to word `end` that may be something else is part of the name here."""
        if otherwise == "role":
            return self.strength(end) == "modal"
        return not otherwise or self._ends_clearly(end)

    def _ends_clearly(self, at: int) -> bool:
        """A mark, "và", a verb or the end stands at word `at`, so that what is before it may be a name in whole."""
        if at >= len(self.words):
            return not self.strength(0)  # a cell or a list, not "Khuyến khích doanh nghiệp đầu tư hạ tầng"
        if self.words[at].form in {",", "và"}:
            return self._another_follows(at)
        if self.words[at].is_mark:
            return self.words[at].form != "."
        return self.strength(at) in _STRONG or self._phrase(at) is not None or self.words[at].form in {"có", "được"}

    def _ends_run(self, at: int, i: int) -> bool:
        """Word `i` is no part of a class's own words: a predicate, the levels of a list, a body whose comma is lost."""
        if name_bounds.opens_predicate(self.words, i) or name_bounds.is_item_mark(self.words, i):
            return True
        if i + 1 < len(self.words) and self.words[i + 1].form == "việc" and self.words[i].form not in {"dịch", "làm"}:
            return True  # a word that "việc" follows is a verb: "địa phương | coi việc …"
        if i == at and any(lexicon.spells(self.words, i, noun) for noun in _LOST_COMMA):
            return True
        return i > at and (levels.are_levels(self.words, i) or self._place(i) is not None)

    def _goes_on_after(self, at: int) -> bool:
        """What follows "và" or a comma is a noun of the same name: no body, no person, no verb."""
        if at >= len(self.words) or self.words[at].is_mark or self.words[at].is_capital or self.strength(at):
            return False
        if self.words[at].form in self.stops or self.words[at].form in {"các", "những", "từng"}:
            return False
        return not self._is_agency(at) and lexicon.no_bodies().longest(self.words, at) is None

    def _has_object(self, at: int) -> bool:
        """The word after the verb at word `at` opens its object: "giám sát việc …", "kiểm tra các …"."""
        found = lexicon.verbs().longest(self.words, at)
        return found is not None and found[0] < len(self.words) and self.words[found[0]].form in _OPENS_OBJECT

    def _strong_ahead(self, at: int) -> bool:
        """A verb that can be nothing else comes later, and not as the next of several predicates.

        "các đơn vị quản lý hồ chứa, đê điều và các xã | chủ động …" goes on as a name;
        "các đơn vị quản lý chặt chẽ tàu thuyền, thực hiện …" does not.
        """
        joined = False
        for i in range(at, min(at + _LONGEST_SUBJECT, len(self.words))):
            if self.words[i].is_mark and self.words[i].form != ",":
                return self.words[i].form == ":"  # a heading: "Các đơn vị tư vấn:"
            if self.words[i].form in {",", "và"}:
                joined = True
            elif self.strength(i) in _STRONG:
                return not joined
            elif not joined or self.strength(i) != "soft":
                joined = False
        return False

    def _adjunct(self, at: int) -> int | None:
        """Past a phrase between a class and its verb: "trong hệ thống chính trị | tăng cường"."""
        if self.words[at].form not in self._adjuncts or self.strength(at):
            return None
        if self.words[at].form == "được" and not any(lexicon.spells(self.words, at + 1, form) for form in _CHARGED):
            return None
        for i in range(at + 1, min(at + _LONGEST_ADJUNCT, len(self.words))):
            if self.words[i].form == ":":
                return i
            if self.words[i].is_mark:
                return None
            if self.strength(i) in _STRONG and (self.strength(i) != "frame" or self._is_verb(i)):
                return i
        return None


def _is_number(printed: str) -> bool:
    return _NUMBER.fullmatch(printed) is not None
