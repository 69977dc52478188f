"""The grammar of agency phrases: one name, a list of names, and what may be left out of them.

list     = item ((", " | "; " | " và ") item)* places? related?
item     = ("các" | "từng" …)? posts? (known name | head tail | left-out head) tail*
posts    = "Bộ trưởng" | "Chủ tịch Hội đồng thành viên, Tổng giám đốc" …
places   = "các tỉnh: Hà Tĩnh, Huế"; left-out = "các Bộ: Tài chính, Nội vụ": the head stands once
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.normalized_text import NormalizedText
from ingest.obligations.agency_phrases import levels, lexicon, name_bounds
from ingest.obligations.agency_phrases.canonical import class_name, printed_name, without_level, without_place
from ingest.obligations.agency_phrases.listed_places import branch_of_brand, is_qualifier, names_a_place, places_from
from ingest.obligations.agency_phrases.mention import (
    AgencyList,
    Mention,
    related,
    spread_heads,
    spread_levels,
    spread_related,
)
from ingest.obligations.agency_phrases.posts import past_person, read_posts
from ingest.obligations.agency_phrases.separators import next_item
from ingest.obligations.agency_phrases.spreading import over_communes, over_places
from ingest.obligations.agency_phrases.tails import Tails
from ingest.obligations.agency_phrases.tokens import Word, words_of

__all__ = ["AgencyList", "Grammar", "Mention"]

# "các", "tất cả các", "từng", "một số": what may stand before a class of bodies.
_BEFORE_CLASS = lexicon.Phrases(
    dict.fromkeys(("các", "những", "từng", "mỗi", "một số", "tất cả các", "toàn thể các", "tất cả", "toàn thể"), True)
)

# Heads of bodies that are there on several levels: "Ủy ban bầu cử tỉnh", "Ủy ban bầu cử xã".
_ON_LEVELS = ("ủy ban", "hội đồng", "công an", "đảng ủy", "chính quyền", "mặt trận", "bộ chỉ huy", "ban chỉ huy")
# Heads of bodies that are named by their fields, so that a longer list of fields is another body.
_OF_FIELDS = frozenset({"phòng", "vụ", "cục", "chi cục", "ban", "ủy ban", "trung tâm"})
# Heads of which a province may have several, told apart by what follows a known name.
_OF_A_PLACE = frozenset({"ban quản lý", "trung tâm", "công ty", "trường", "viện", "bệnh viện", "công ty cổ phần"})
# Heads of bodies inside another body, which is named behind them: "Thường trực Ủy ban Mặt trận Tổ quốc".
_OF_A_BODY = frozenset({"thường trực", "chi nhánh", "ban thường vụ"})
# Levels whose places follow with a capital: "đặc khu Lý Sơn".
_OF_COMMUNES = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
_SAYS_MEMBERS = frozenset({"gồm", "bao", "là"})
_OPENS_CLASS = frozenset({"các", "những", "từng", "mỗi", "mọi"})

# Heads that may be said once for several names: "các Bộ: Tài chính, Nội vụ".
_SAID_ONCE = frozenset({"bộ", "sở", "cục", "vụ", "ban", "phòng", "tổng cục", "viện", "hội", "tập đoàn", "tổng công ty"})

# Sets of provincial departments that may stand over the names of their members.
_DEPARTMENTS = re.compile(r"(?:^| )sở(?:, ban)?, ngành$")


class Grammar:
    """Reads agency phrases in a stretch of running text."""

    def __init__(self, normalized: NormalizedText, start: int = 0, end: int | None = None) -> None:
        self.normalized = normalized
        self.words: Sequence[Word] = words_of(normalized, start, end)
        self._starts = [word.start for word in self.words]
        self._tails = Tails(normalized, self.words)

    def word_at(self, offset: int) -> int:
        """The index of the first word at or after a flow offset."""
        return bisect_left(self._starts, offset)

    def form(self, at: int) -> str:
        """The folded form of word `at`; ``""`` past the end."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def offset(self, at: int) -> int:
        """Where word `at` begins in the flow; the end of the words past the last."""
        words = self.words
        return words[at].start if at < len(words) else words[-1].end if words else 0

    def strength(self, at: int) -> str:
        """The strength of the verb or adverb that begins at word `at`; ``""`` where none does."""
        return self._tails.strength(at)

    def agencies(self, at: int, *, semicolons: bool = False) -> AgencyList | None:
        """The longest list of agencies that begins at word `at`; None where no agency does.

        `semicolons` lets the list go on over ";" (in subjects and table cells, where
        no verb has come yet).
        """
        found: list[Mention] = []
        end = at
        begin: int | None = at
        while begin is not None:
            item = self._item(begin, in_list=bool(found)) or self._left_out(begin, found) or self._no_body(begin)
            if item is None:
                break
            mentions, end = item
            found.extend(mentions)
            if not mentions and found:
                end = self._concerned(found, end)
            end = over_communes(self.words, found, over_places(self.words, found, end))
            end = self._after_colon(found, end)
            begin = next_item(self.words, end, semicolons=semicolons)
        return AgencyList(tuple(spread_levels(spread_heads(spread_related(found)))), end) if found else None

    def _concerned(self, found: list[Mention], end: int) -> int:
        """Past "có liên quan" behind persons who end a list: it says so of the bodies before them too."""
        tail = self._tails.after(end, go_on=False)
        if tail.end > end and (said := related(class_name(self.words[end : tail.end]))):
            found[-1] = replace(found[-1], name=f"{found[-1].name} {said}")
            return tail.end
        return end

    def _item(self, at: int, *, in_list: bool) -> tuple[list[Mention], int] | None:
        i, opens = self._before_class(at)
        i, post = read_posts(self.words, i)
        if post and self.form(i) == ":":
            inner = self.agencies(i + 1)
            return (list(inner.mentions), inner.end) if inner else None
        if post:
            i, plural = self._before_class(i)
            opens = opens or plural
        if post and post.alone == "bộ" and self.form(i) != "bộ" and (said := self._under_head("bộ", i, strict=True)):
            return [replace(said[0][0], start=self.words[at].start, opens=opens)], said[1]  # "Bộ trưởng Công an"
        if provinces := self._provinces(i):
            return [replace(m, opens=opens) for m in provinces[0]], provinces[1]
        if over := self._of_levels(i):
            return [replace(m, start=self.words[at].start, opens=opens) for m in over[0]], over[1]
        body = self._body(i, marked=opens or in_list or post is not None)
        if body is None:
            return self._post_alone(post, at, i)
        mention, end = body
        if post and post.stays and mention.is_class and "," in mention.name:
            # Heads of a whole set of bodies are kept as printed: "Thủ trưởng các sở, ban, ngành".
            mention = replace(mention, name=f"{post.stays} các {mention.name}", base=mention.base or mention.name)
        elif mention.is_class:
            mention = replace(mention, name=without_level(mention.name))
        if members := self._members(mention):
            return members, end
        return [replace(mention, start=self.words[at].start, opens=opens)], end

    def _members(self, mention: Mention) -> list[Mention]:
        """The bodies in a bracket that defines a class: "Các cơ quan đầu mối (Sở Nội vụ, Ban Dân tộc)"."""
        if not mention.is_class or mention.bracket is None:
            return []
        begin, end = mention.bracket
        while begin < end and (self.form(begin) in _SAYS_MEMBERS or self.words[begin].form == ":"):
            begin += 1
        inner = self.agencies(begin, semicolons=True)
        if inner is None or inner.end != end or all(m.is_class for m in inner.mentions):
            return []
        return list(inner.mentions)

    def _no_body(self, at: int) -> tuple[list[Mention], int] | None:
        """Persons or groups in a list of bodies: passed over, for they are none."""
        i, _ = self._before_class(at)
        found = lexicon.no_bodies().longest(self.words, i)
        return ([], found[0]) if found and self._is_boundary(found[0]) else None

    def _before_class(self, at: int) -> tuple[int, bool]:
        found = _BEFORE_CLASS.longest(self.words, at)
        return (found[0], True) if found else (at, False)

    def _post_alone(self, post: lexicon.Post | None, at: int, i: int) -> tuple[list[Mention], int] | None:
        """A post that no body follows: "các đồng chí bộ trưởng" are the ministries, "Thứ trưởng A" the person."""
        if post is None or not post.alone:
            return None
        end = past_person(self.words, post.alone, i)
        plural = self._before_class(at)[1]
        start, stop = self.words[at].start, self.words[end - 1].end
        return [Mention(post.alone, start, stop, is_class=True, is_post=not plural)], end

    def _body(self, at: int, *, marked: bool) -> tuple[Mention, int] | None:
        known = lexicon.known_names().longest(self.words, at, pass_over=True)
        head = lexicon.heads().longest(self.words, at)
        if head and lexicon.ends_other_word(self.words, at, head[1]):
            return None
        if head and (known is None or known[0] <= head[0]):
            if self._is_other_word(head) or not (marked or lexicon.is_noun(self.words, head)):
                return None
            if known and known[0] < head[0]:
                known = None
        if known and not self._goes_on_as_name(at, known, head):
            return self._known(at, known, head, marked=marked)
        return self._unknown(at, head, marked=marked) if head else None

    def _goes_on_as_name(
        self, at: int, known: tuple[int, lexicon.Known], head: tuple[int, lexicon.Head] | None
    ) -> bool:
        """A head known as a class is here the beginning of a name: "Cục Di sản văn hóa", "Ban Chỉ đạo 934"."""
        end, name = known
        if not name.is_class or head is None or head[0] < end or not head[1].is_proper or end >= len(self.words):
            return False
        return (self.words[end].is_capital and self.words[at].is_capital) or self._tails.names_work(end)

    def _known(
        self, at: int, known: tuple[int, lexicon.Known], head: tuple[int, lexicon.Head] | None, *, marked: bool
    ) -> tuple[Mention, int] | None:
        end, name = known
        if not name.is_class:
            return self._known_body(at, end, name, head[1] if head else None)
        may_go_on = head is not None and head[1].goes_on
        compound = self._inside_compound(at, end) if may_go_on else None
        if compound:
            return self._mention(at, compound, "", is_class=True, go_on=True)
        mention, after = self._mention(at, end, name.printed, is_class=True, go_on=may_go_on)
        if not marked and after == end and end - at == 1 and not self._is_boundary(end):
            return None
        return mention, after

    def _known_body(self, at: int, end: int, name: lexicon.Known, head: lexicon.Head | None) -> tuple[Mention, int]:
        """One body of the list, or the branch or the longer name that begins with it."""
        spread = levels.read_units(self.words, end - 1) if levels.are_levels(self.words, end - 1) else None
        if spread:  # "Trạm Y tế xã, phường", where the list has "Trạm Y tế xã"
            units = ", ".join(unit.name for unit in spread[0])
            printed = f"{name.printed.rpartition(' ')[0]} {units}"
            mention, after = self._mention(at, spread[1], printed, named_end=spread[1])
            return replace(mention, base=name.printed), after
        if head and head.form == "ban" and lexicon.spells(self.words, end, "hội đồng nhân dân"):
            council, after = self._mention(end, end + 4, "Hội đồng nhân dân")
            return replace(council, name=f"{name.printed} {council.name}", start=self.words[at].start, base=""), after
        if branch := branch_of_brand(self.words, at, end, name.printed):
            return branch
        if head and head.form in _OF_FIELDS:
            longer = self._tails.past_more_fields(at + len(head.form.split()), end)
            if longer > end:
                return self._mention(at, longer, "")
        if head and head.form in _OF_A_PLACE and is_qualifier(self.words, end):
            longer = self._tails.name(end)
            return self._mention(at, longer, f"{name.printed} {printed_name(self.words[end:longer])}", named_end=longer)
        return self._mention(at, past_person(self.words, name.printed, end), name.printed, named_end=end)

    def _inner_body(self, at: int) -> tuple[Mention, int] | None:
        """The body at word `at` that another is part of; none that is itself named by a third, so that it ends."""
        head = lexicon.heads().longest(self.words, at)
        is_nested = head is not None and head[1].form in {"thành viên", *_OF_A_BODY}
        return None if is_nested else self._body(at, marked=True)

    def _inside_compound(self, at: int, end: int) -> int | None:
        """Past a compound that a known class ends in the middle of: "cơ quan báo chí[, phát thanh, truyền hình]"."""
        compounds = (name_bounds.whole(self.words, i) for i in range(at + 1, end))
        return next((found[0] for found in compounds if found and found[0] > end and not found[1]), None)

    def _unknown(self, at: int, head: tuple[int, lexicon.Head], *, marked: bool) -> tuple[Mention, int] | None:
        end, noun = head
        if noun.form == "thành viên":
            is_of = self.form(end) == "của"
            inner = self._inner_body(end + is_of)
            if inner and (not inner[0].is_class or is_of or self.words[end].printed[:1].isupper()):
                said = f"thành viên của {inner[0].name}" if is_of else f"thành viên {inner[0].name}"
                return replace(inner[0], name=said, start=self.words[at].start), inner[1]
        if noun.form in _OF_A_BODY and (inner := self._inner_body(end)) and not inner[0].is_class:
            name = f"{printed_name(self.words[at:end])} {inner[0].name}"
            return replace(inner[0], name=name, start=self.words[at].start, base=""), inner[1]
        if noun.form == "văn phòng" and lexicon.spells(self.words, end, "cấp ủy"):
            return self._mention(at, end + 2, "", is_class=True)
        if noun.is_proper:
            of = lexicon.known_names().longest(self.words, end + 1) if self.form(end) == "các" else None
            if of and of[1].is_class:
                return self._mention(at, of[0], "", is_class=True)  # "Thanh tra các Bộ, ngành"
            name_end = self._tails.name(end)
            if name_end > end:
                return self._mention(at, name_end, "")
            return (
                self._mention(at, end, "", is_class=True) if noun.bare and marked and self._is_boundary(end) else None
            )
        is_commune = noun.form in _OF_COMMUNES and end < len(self.words) and self.words[end].printed[:1].isupper()
        if is_commune or (self.words[at].is_capital and end < len(self.words) and self.words[end].is_capital):
            name_end = self._tails.name(end)
            return self._mention(at, name_end, "")
        end = self._inside_compound(at, end) or end
        mention, after = self._mention(at, end, "", is_class=True, go_on=noun.goes_on)
        if after == end and not (noun.bare and (marked or self._is_boundary(end))):
            return None
        return mention, after

    def _mention(
        self, at: int, end: int, printed: str, *, is_class: bool = False, go_on: bool = False, named_end: int = 0
    ) -> tuple[Mention, int]:
        """A mention from word `at` with whatever tail follows word `end`."""
        keep_level = any(lexicon.spells(self.words, at, head) for head in _ON_LEVELS)
        tail = self._tails.after(
            end, go_on=go_on, of_class=is_class, keep_level=keep_level, keep_owner=is_class or not printed
        )
        kept = [self.words[at:end], *(self.words[a:b] for a, b in tail.kept)]
        if printed and (tail.kept or (named_end and named_end != end)):
            name = " ".join([printed, *(printed_name(words) for words in kept[1:])])
        else:
            name = printed or (class_name if is_class else printed_name)([w for words in kept for w in words])
        name = without_place(name) if is_class else name
        last = tail.end if tail.end > at else end
        base = printed if not tail.is_other_body else ""
        start, stop = self.words[at].start, self.words[last - 1].end
        return Mention(name, start, stop, tail.scope, is_class, base=base, bracket=tail.bracket), tail.end

    def _of_levels(self, at: int) -> tuple[list[Mention], int] | None:
        """A body over levels and places: "UBND các huyện, thị xã Long Khánh"; a mention for each place."""
        end = levels.body_of_levels(self.words, at)
        read = levels.read_units(self.words, end) if end else None
        if end is None or read is None:
            return None
        units, after = read
        body = class_name(self.words[at:end])
        tail = self._tails.after(after, go_on=False)
        last = self.words[max(tail.end, after) - 1].end
        kept = "".join(f" {printed_name(self.words[a:b])}" for a, b in tail.kept)
        return [
            Mention(f"{body} {unit.name}{kept}", self.words[at].start, last, unit.province or tail.scope, True)
            for unit in units
        ], max(tail.end, after)

    def _provinces(self, at: int) -> tuple[list[Mention], int] | None:
        """Provinces that act as such: "các tỉnh Nghệ An, Cao Bằng | khẩn trương"; a mention for each."""
        listed = places_from(self.words, at)
        if not listed or not listed[0].unit:
            return None
        found, begin = [], at
        for place in listed:
            begin = begin + 1 if self.words[begin].form in {",", "và", ";"} else begin
            start, end = self.words[begin].start, self.words[place.end - 1].end
            found.append(Mention(f"{place.unit} {place.name}", start, end, place.name))
            begin = place.end
        tail = self._tails.after(listed[-1].end, go_on=False)
        return found, max(tail.end, listed[-1].end)

    def _left_out(self, at: int, found: list[Mention]) -> tuple[list[Mention], int] | None:
        """An item whose head stands before another: ", Nội vụ" after "Bộ Tài chính", ", cấp xã" after "… cấp tỉnh"."""
        if found and self.form(at) == "cấp" and self.form(at + 1) in {"huyện", "xã"} and " cấp " in found[-1].name:
            name = f"{found[-1].name.rpartition(' cấp ')[0]} cấp {self.form(at + 1)}"
            again = replace(found[-1], name=name, start=self.words[at].start, end=self.words[at + 1].end)
            return [again], at + 2
        head = next((h for h in _SAID_ONCE if found and found[-1].name.lower().startswith(h + " ")), None)
        if head is None or found[-1].is_class:
            return None
        return self._under_head(head, at, strict=True)

    def _under_head(self, head: str, at: int, *, strict: bool, listed: bool = True) -> tuple[list[Mention], int] | None:
        """The name that `head` and the words at `at` make; `strict` wants a name of the authority list."""
        if at >= len(self.words) or self.words[at].is_mark:
            return None
        said = tuple(Word(form, form, 0, 0) for form in head.split())
        known = lexicon.known_names().longest((*said, *self.words[at : at + 16]), 0, pass_over=True)
        if known and known[0] > len(said) and self._is_boundary(end := at + known[0] - len(said), in_list=True):
            tail = self._tails.after(end, go_on=False)
            return [Mention(known[1].printed, self.words[at].start, self.words[end - 1].end)], tail.end
        if strict or not self.words[at].is_capital or self.strength(at) in {"modal", "manner", "hard", "frame"}:
            return None
        end = self._tails.name(at, listed=listed)
        if end == at or not self._is_boundary(end, in_list=True):
            return None
        name = f"{head.capitalize()} {printed_name(self.words[at:end])}"
        return [Mention(name, self.words[at].start, self.words[end - 1].end)], end

    def _after_colon(self, found: list[Mention], end: int) -> int:
        """Names under a head that stands once: "các Bộ: Tài chính, Nội vụ"; they replace the head's mention."""
        heads: list[str] = []
        for mention in reversed(found):
            if not mention.is_class or mention.name.lower() not in _SAID_ONCE:
                break
            heads.insert(0, mention.name.lower())  # "các tập đoàn, tổng công ty: Điện lực Việt Nam, …"
        if found and _DEPARTMENTS.search(found[-1].name.lower()):
            heads = ["sở"]  # "các sở, ngành: Tư pháp, Công an"
        if not heads or self.form(end) != ":":
            return end
        names: list[Mention] = []
        at: int | None = end + 1
        mark = next((w.form for w in self.words[end + 1 : end + 15] if w.form in ",;"), ",")
        while at is not None and (item := self._item_under(heads, at, listed=mark == ",", first=not names)):
            names.extend(item[0])
            end = item[1]
            at = next_item(self.words, end, semicolons=True)
        if names:
            found[-len(heads) :] = names
        return end

    def _item_under(self, heads: list[str], at: int, *, listed: bool, first: bool) -> tuple[list[Mention], int] | None:
        """The next name under heads said once; from the second on it may carry its own head."""
        known = next((item for head in heads if (item := self._under_head(head, at, strict=True))), None)
        own = None if known or first else self._item(at, in_list=True)
        return known or own or self._under_head(heads[-1], at, strict=False, listed=listed)

    def _is_boundary(self, at: int, *, in_list: bool = False) -> bool:
        """A phrase may end before word `at`: a mark, "và", a verb, or the end stands there."""
        if at >= len(self.words) or self.words[at].is_mark or self.form(at) in {"và", "hoặc"}:
            return True
        return bool(self.strength(at)) or (self.form(at) in self._tails.stops and not in_list) or self._tails.begins(at)

    def _is_other_word(self, head: tuple[int, lexicon.Head]) -> bool:
        """The head is part of another word here: "ban hành", "bộ máy", "tổ chức thực hiện", "cấp lại"."""
        end, noun = head
        at = end - len(noun.form.split())
        if noun.capital and not (self.words[at].is_capital and names_a_place(self.words, end)):
            return True
        only = noun.only_before
        if only and not any(lexicon.spells(self.words, head[0], form) for form in only):
            return not (self.form(head[0] - 2) in _OPENS_CLASS and self._is_boundary(head[0]))
        return any(lexicon.spells(self.words, head[0], form) for form in head[1].not_before)
