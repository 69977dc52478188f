"""What follows the head of an agency's name: the rest of the name, a class's tail, its place."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.obligations.agency_phrases import levels, lexicon
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
_STRONG = frozenset({"modal", "manner", "hard", "frame"})
_UNITS = lexicon.Phrases({"tỉnh": 1, "thành phố": 1, "tp": 1})


@dataclass(frozen=True, slots=True)
class Tail:
    """The word ranges of a tail that belong to the name, the province it names, and the word after it."""

    kept: tuple[tuple[int, int], ...]
    scope: str
    end: int
    is_class_name: bool = False  # it says what sort of body it is: "doanh nghiệp [kinh doanh bảo hiểm]"


class Tails(ProperNames):
    """Reads what follows heads of names in one list of words."""

    _adjuncts = frozenset({"trong", "tại", "ở", "trên", "của", "do", "thuộc", "có", "được", "hoạt"})

    def begins(self, at: int) -> bool:
        """One of the known tails begins at word `at`."""
        return self._phrase(at) is not None

    def after(self, at: int, *, go_on: bool) -> Tail:
        """The tail that begins at word `at`; `go_on` lets a class go on in lower case up to its verb."""
        kept: list[tuple[int, int]] = []
        scope, i, is_class_name = "", at, False
        while i < len(self.words):
            if closed := self._parenthesis(i):
                i = closed
            elif person := self._person(i):
                i = person
            elif owner := self._owner(i):
                kept.append((i, owner))
                i, go_on = owner, False
            elif apposition := self._apposition(at, i):
                i = apposition
            elif phrase := self._phrase(i):
                end, keep = phrase
                if keep:
                    kept.append((i, end))
                i, go_on = end, go_on and not keep
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
                i, go_on, is_class_name = end, False, True
            elif adjunct := self._adjunct(i):
                i = adjunct
            else:
                break
        return Tail(tuple(kept), scope, i, is_class_name)

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

    def _over_levels(self, at: int) -> int | None:
        """Past the levels a body is spread over: "Ban Chỉ huy … [các huyện, thị xã, thành phố]"."""
        if self.words[at].form != "các":
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
        if self.words[at].is_capital and not self._is_agency(at):
            return self.name(at)
        return self._class_run(at)

    def _class_run(self, at: int) -> int:
        """The end of a class's own words in lower case: "cơ quan [thanh tra] khẩn trương …"; `at` where none are.

        A run may go on over "và" and commas where no body follows them and it ends at a
        verb or the colon of a heading: "doanh nghiệp [viễn thông và truyền hình cáp] có trách nhiệm".
        """
        joined = self._run(at, joined=True)
        if joined > at and self._ends_well(joined):
            return joined
        return self._run(at, joined=False)

    def _ends_well(self, at: int) -> bool:
        if at >= len(self.words):
            return False
        return (
            self.words[at].form in {":", "hoạt"}
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
            if word.is_mark or word.form in {"và", "hoặc"}:
                if not (joined and i > at and word.form in {",", "và"} and self._goes_on_after(i + 1)):
                    break
                i += 1
                continue
            if word.form in self.stops or word.form == "hoạt" or self._phrase(i):
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
                return False
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
