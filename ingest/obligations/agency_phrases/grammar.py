"""The grammar of agency phrases: one name, a list of names, and what may be left out of them.

list     = item ((", " | "; " | " và ") item)* places? related?
item     = ("các" | "từng" …)? posts? (known name | head tail | left-out head) tail*
posts    = "Bộ trưởng" | "Chủ tịch Hội đồng thành viên, Tổng giám đốc" …
places   = "các tỉnh: Hà Tĩnh, Huế"      the list over several provinces
left-out = "các Bộ: Tài chính, Nội vụ"   the head stands once
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.normalized_text import NormalizedText
from ingest.obligations.agency_phrases import levels, lexicon
from ingest.obligations.agency_phrases.canonical import class_name, printed_name
from ingest.obligations.agency_phrases.mention import AgencyList, Mention, related, spread_heads, spread_related
from ingest.obligations.agency_phrases.tails import Tails
from ingest.obligations.agency_phrases.tokens import Word, words_of

__all__ = ["AgencyList", "Grammar", "Mention"]

# "các", "tất cả các", "từng", "một số": what may stand before a class of bodies.
_BEFORE_CLASS = lexicon.Phrases(
    dict.fromkeys(("các", "những", "từng", "mỗi", "một số", "tất cả các", "toàn thể các", "tất cả", "toàn thể"), True)
)

# Heads that may be said once for several names: "các Bộ: Tài chính, Nội vụ".
_SAID_ONCE = frozenset({"bộ", "sở", "cục", "vụ", "ban", "phòng", "tổng cục", "viện", "hội", "tập đoàn", "tổng công ty"})

# Posts held by persons: their names may follow ("Phó Thủ tướng Chính phủ Trần Hồng Hà").
_PERSONS = frozenset({"Phó Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "Tổng Bí thư", "Chủ tịch nước", "thứ trưởng"})

# Provincial bodies that a list of provinces belongs to: "Bí thư tỉnh ủy và Chủ tịch UBND các tỉnh: …".
_PROVINCIAL = re.compile(r"tỉnh ủy|thành ủy|(?:ủy ban|hội đồng) nhân dân|^tỉnh\b|^thành phố\b")
# Sets of provincial departments that may stand over the names of their members.
_DEPARTMENTS = re.compile(r"(?:^| )sở(?:, ban)?, ngành$")
_UNITS = lexicon.Phrases({"tỉnh": 1, "thành phố": 1, "tp": 1})


class Grammar:
    """Reads agency phrases in a stretch of running text."""

    def __init__(self, normalize_span: NormalizedText, start: int = 0, end: int | None = None) -> None:
        self.normalize_span = normalize_span
        self.words: Sequence[Word] = words_of(normalize_span, start, end)
        self._tails = Tails(normalize_span, self.words)

    def word_at(self, offset: int) -> int:
        """The index of the first word at or after a flow offset."""
        return next((i for i, word in enumerate(self.words) if word.start >= offset), len(self.words))

    def form(self, at: int) -> str:
        """The folded form of word `at`; ``""`` past the end."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def offset(self, at: int) -> int:
        """Where word `at` begins in the flow; the end of the words past the last."""
        if at < len(self.words):
            return self.words[at].start
        return self.words[-1].end if self.words else 0

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
            end = self._over_places(found, end)
            end = self._after_colon(found, end)
            begin = self._next_item(end, semicolons)
        return AgencyList(tuple(spread_heads(spread_related(found))), end) if found else None

    def _concerned(self, found: list[Mention], end: int) -> int:
        """Past "có liên quan" behind persons who end a list: it says so of the bodies before them too."""
        tail = self._tails.after(end, go_on=False)
        if tail.end > end and (said := related(class_name(self.words[end : tail.end]))):
            found[-1] = replace(found[-1], name=f"{found[-1].name} {said}")
            return tail.end
        return end

    def _next_item(self, end: int, semicolons: bool) -> int | None:
        """Where the next item of a list may begin; None where no separator follows."""
        form = self.form(end)
        if form == "," or form == "và" or (form == ";" and semicolons):
            return end + 2 if form != "và" and self.form(end + 1) == "và" else end + 1
        if form == "-" and end > 0 and self.words[end - 1].form in {"sở", "ban", "quận", "huyện", "phường"}:
            return end + 1
        if form == "tổ" and self.form(end - 1) == "quan" and self.form(end + 2) in {"có", "liên"}:
            return end  # "cơ quan tổ chức có liên quan", its comma lost
        # "các bộ, ngành địa phương": the comma is often lost before "địa phương"
        return end if form == "địa" and self.form(end + 1) == "phương" and self.form(end - 1) == "ngành" else None

    def _item(self, at: int, *, in_list: bool) -> tuple[list[Mention], int] | None:
        i, opens = self._before_class(at)
        i, post = self._posts(i)
        if post and self.form(i) == ":":
            inner = self.agencies(i + 1)
            return (list(inner.mentions), inner.end) if inner else None
        if post:
            i, plural = self._before_class(i)
            opens = opens or plural
        if post and post.alone == "bộ" and self.form(i) != "bộ" and (said := self._under_head("bộ", i, strict=True)):
            return [replace(said[0][0], start=self.words[at].start, opens=opens)], said[1]  # "Bộ trưởng Công an"
        if over := self._of_levels(i):
            return [replace(m, start=self.words[at].start, opens=opens) for m in over[0]], over[1]
        body = self._body(i, marked=opens or in_list or post is not None)
        if body is None:
            return self._post_alone(post, at, i)
        mention, end = body
        if post and post.stays and mention.is_class and "," in mention.name:
            # Heads of a whole set of bodies are kept as printed: "Thủ trưởng các sở, ban, ngành".
            mention = replace(mention, name=f"{post.stays} các {mention.name}", base=mention.base or mention.name)
        return [replace(mention, start=self.words[at].start, opens=opens)], end

    def _no_body(self, at: int) -> tuple[list[Mention], int] | None:
        """Persons or groups in a list of bodies: passed over, for they are none."""
        i, _ = self._before_class(at)
        found = lexicon.no_bodies().longest(self.words, i)
        return ([], found[0]) if found and self._is_boundary(found[0]) else None

    def _before_class(self, at: int) -> tuple[int, bool]:
        found = _BEFORE_CLASS.longest(self.words, at)
        return (found[0], True) if found else (at, False)

    def _posts(self, at: int) -> tuple[int, lexicon.Post | None]:
        """Past the posts at word `at` ("Chủ tịch Hội đồng thành viên, Tổng giám đốc"); the last of them.

        A post that stands for a class where it stands alone ("Bộ trưởng, Thủ trưởng …")
        ends the run, so that it becomes an item of its own.
        """
        last, i = None, at
        while found := lexicon.posts().longest(self.words, i):
            end, post = found
            known = lexicon.known_names().longest(self.words, i)
            if known and known[0] > end and not known[1].is_class:
                break  # "Chủ tịch nước" is a body of its own
            if post.only_before and not any(lexicon.spells(self.words, end, form) for form in post.only_before):
                break
            last, i = post, end
            following = end
            while self.form(following) in {",", "và", "các"} and not post.alone:
                following += 1
            if lexicon.posts().longest(self.words, following):
                i = following
        return i, last

    def _post_alone(self, post: lexicon.Post | None, at: int, i: int) -> tuple[list[Mention], int] | None:
        """A post that no body follows: "các đồng chí bộ trưởng" are the ministries, "Thứ trưởng A" the person."""
        if post is None or not post.alone:
            return None
        end = self._person(post.alone, i)
        plural = self._before_class(at)[1]
        start, stop = self.words[at].start, self.words[end - 1].end
        return [Mention(post.alone, start, stop, is_class=True, is_post=not plural)], end

    def _person(self, name: str, i: int) -> int:
        """Past the name of the person who holds a post: two to four capitalised words."""
        end = i
        while name in _PERSONS and end < len(self.words) and end - i < 4 and self.words[end].is_capital:
            if lexicon.known_names().longest(self.words, end):
                break
            end += 1
        return end if end - i >= 2 else i

    def _body(self, at: int, *, marked: bool) -> tuple[Mention, int] | None:
        known = lexicon.known_names().longest(self.words, at, pass_over=True)
        head = lexicon.heads().longest(self.words, at)
        if head and (known is None or known[0] <= head[0]):
            if self._is_other_word(head) or not (marked or self._is_noun(head)):
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
            return self._mention(at, self._person(name.printed, end), name.printed, named_end=end)
        may_go_on = head is not None and head[1].goes_on
        mention, after = self._mention(at, end, name.printed, is_class=True, go_on=may_go_on)
        if not marked and after == end and end - at == 1 and not self._is_boundary(end):
            return None
        return mention, after

    def _unknown(self, at: int, head: tuple[int, lexicon.Head], *, marked: bool) -> tuple[Mention, int] | None:
        end, noun = head
        if noun.form == "thành viên" and (inner := self._body(end, marked=True)) and not inner[0].is_class:
            return replace(inner[0], name=f"thành viên {inner[0].name}", start=self.words[at].start), inner[1]
        if noun.is_proper:
            if (
                self.form(end) == "các"
                and (of := lexicon.known_names().longest(self.words, end + 1))
                and of[1].is_class
            ):
                return self._mention(at, of[0], "", is_class=True)  # "Thanh tra các Bộ, ngành"
            name_end = self._tails.name(end)
            if name_end > end:
                return self._mention(at, name_end, "")
            return (
                self._mention(at, end, "", is_class=True) if noun.bare and marked and self._is_boundary(end) else None
            )
        if self.words[at].printed[:1].isupper() and end < len(self.words) and self.words[end].is_capital:
            name_end = self._tails.name(end)
            return self._mention(at, name_end, "")
        mention, after = self._mention(at, end, "", is_class=True, go_on=noun.goes_on)
        if after == end and not (noun.bare and (marked or self._is_boundary(end))):
            return None
        return mention, after

    def _mention(
        self, at: int, end: int, printed: str, *, is_class: bool = False, go_on: bool = False, named_end: int = 0
    ) -> tuple[Mention, int]:
        """A mention from word `at` with whatever tail follows word `end`."""
        tail = self._tails.after(end, go_on=go_on)
        kept = [self.words[at:end], *(self.words[a:b] for a, b in tail.kept)]
        if printed and (tail.kept or (named_end and named_end != end)):
            name = " ".join([printed, *(printed_name(words) for words in kept[1:])])
        else:
            name = printed or (class_name if is_class else printed_name)([w for words in kept for w in words])
        last = tail.end if tail.end > at else end
        base = printed if not tail.is_class_name else ""
        return Mention(name, self.words[at].start, self.words[last - 1].end, tail.scope, is_class, base=base), tail.end

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
        head = next((h for h in _SAID_ONCE if found and found[-1].name.lower() == h), None)
        if found and _DEPARTMENTS.search(found[-1].name.lower()):
            head = "sở"  # "các sở, ngành: Tư pháp, Công an"
        if head is None or not found[-1].is_class or self.form(end) != ":":
            return end
        names: list[Mention] = []
        at: int | None = end + 1
        mark = next((w.form for w in self.words[end + 1 : end + 15] if w.form in ",;"), ",")
        while at is not None and (item := self._item_under(head, at, listed=mark == ",", first=not names)):
            names.extend(item[0])
            end = item[1]
            at = self._next_item(end, semicolons=True)
        if names:
            found[-1:] = names
        return end

    def _item_under(self, head: str, at: int, *, listed: bool, first: bool) -> tuple[list[Mention], int] | None:
        """The next name under a head said once; from the second on it may carry its own head."""
        known = self._under_head(head, at, strict=True)
        own = None if known or first else self._item(at, in_list=True)
        return known or own or self._under_head(head, at, strict=False, listed=listed)

    def _over_places(self, found: list[Mention], end: int) -> int:
        """Provinces a list of bodies is spread over; each body before them becomes one mention for each."""
        at = end + 1 if self.form(end) == ":" else end
        listed = list(self._places(at))
        if not listed or (at == end and len(listed) == 1):
            return end
        first = len(found)
        while first > 0 and _PROVINCIAL.search(found[first - 1].name.lower()) and not found[first - 1].scope:
            first -= 1
        if first == len(found):
            return end
        found[first:] = [replace(m, scope=place) for m in found[first:] for place, _ in listed]
        return listed[-1][1]

    def _places(self, at: int) -> Iterator[tuple[str, int]]:
        while at < len(self.words):
            unit = _UNITS.longest(self.words, at)
            place = lexicon.places().longest(self.words, unit[0] if unit else at)
            if place is None or not self.words[place[0] - 1].is_capital:
                return
            yield place[1], place[0]
            following = self._next_item(place[0], semicolons=False)
            if following is None:
                return
            at = following

    def _is_boundary(self, at: int, *, in_list: bool = False) -> bool:
        """A phrase may end before word `at`: a mark, "và", a verb, or the end stands there."""
        if at >= len(self.words) or self.words[at].is_mark or self.form(at) in {"và", "hoặc"}:
            return True
        return bool(self.strength(at)) or (self.form(at) in self._tails.stops and not in_list) or self._tails.begins(at)

    def _is_noun(self, head: tuple[int, lexicon.Head]) -> bool:
        """A head that is also a verb is a noun here: "Tổ chức tín dụng", not "Tổ chức diễn đàn"."""
        shown = head[1].noun_before
        return not shown or any(lexicon.spells(self.words, head[0], form) for form in shown)

    def _is_other_word(self, head: tuple[int, lexicon.Head]) -> bool:
        """The head is part of another word here: "ban hành", "bộ máy", "tổ chức thực hiện"."""
        return any(lexicon.spells(self.words, head[0], form) for form in head[1].not_before)
