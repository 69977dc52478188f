"""Proper names of bodies: how far the capitals reach, and what ends them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.normalized_text import NormalizedText
from ingest.obligations.agency_phrases import lexicon, name_bounds
from ingest.obligations.agency_phrases.tokens import Word

_LONGEST_NAME = 14
_LONGEST_WORK = 9
_LEVELS = frozenset({"tỉnh", "huyện", "quận", "thị", "xã", "phường", "thành"})
_BODIES = frozenset({"bộ", "sở", "ban", "ngành", "đơn", "địa"})
# Bodies set up for a task; their names reach over its name, the longest seen with 22 words.
_SET_UP = ("ban chỉ đạo", "ban chỉ huy", "ban vận động", "tổ công tác", "hội đồng", "ban vì", "ủy ban quốc gia")
_LONGEST_TASK_NAME = 24
# Heads that also stand inside names, where no comma is before them: the owner of a unit ("Ban
# Nội chính Thành ủy") or whom a body is for ("Tập đoàn Công nghiệp - Viễn thông Quân đội").
_IN_NAMES = (
    *("tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "hội đồng nhân dân", "đoàn đại biểu quốc hội", "quốc hội"),
    *("chính phủ", "tòa án nhân dân", "quân đội", "công an", "doanh nghiệp", "ngân hàng", "hải quan", "kiểm lâm"),
)
# The last syllables of heads that are followed by fields of work: "vụ", "trung tâm", "ủy ban".
_WITH_FIELDS = frozenset({"vụ", "cục", "ban", "phòng", "tâm"})
# How far behind "và" a name in lower case may take up its capitals again.
_LONGEST_PAIR = 6
# The end of a name that belongs to the whole country or a level.
_ENDS = frozenset({"việt", "trung", "tỉnh", "thành"})


class ProperNames:
    """Reads names in one list of words."""

    # Words that end a name: they open the predicate of a report, a clause, or a phrase.
    stops = frozenset(
        [
            "đã",
            "đang",
            "sẽ",
            "là",
            "vẫn",
            "còn",
            "chưa",
            "bị",
            "về",
            "cho",
            "để",
            "đến",
            "với",
            "từ",
            "tới",
            "khi",
            "nếu",
            "như",
            "gồm",
            "hoặc",
            "nhằm",
            "mà",
            "thì",
            "này",
            "đó",
            "nào",
            "do",
            "tại",
            "ở",
            "đối",
            "trong",
            "trên",
            "của",
            "ngoài",
            "theo",
            "vào",
            "bằng",
            "qua",
            "không",
            "cũng",
            "đều",
            "bao",
            "trừ",
            "nhất",
            "có",
            "được",
            "hay",
            "rằng",
        ]
    )

    def __init__(self, normalized: NormalizedText, words: Sequence[Word]) -> None:
        self.normalized = normalized
        self.words = words

    def strength(self, at: int) -> str:
        """The strength of the verb or adverb that begins at word `at`; ``""`` where none does."""
        found = lexicon.verbs().longest(self.words, at)
        return found[1] if found else ""

    def name(self, at: int, *, listed: bool = False) -> int:
        """The end of a proper name that goes on at word `at` with a capital; `at` where none does.

        `listed` says that the name stands in a list of such names, so that a comma ends it.
        """
        i = at
        while i < len(self.words) and i - at < (_LONGEST_TASK_NAME if self._names_a_task(at, i) else _LONGEST_NAME):
            word = self.words[i]
            if i == at and not word.is_capital and not self._opens_task(at):
                return self._work_up_to_level(at) or at
            whole = name_bounds.whole(self.words, i)
            if self._goes_on_with_task(at, i):
                i += 2
            elif whole and whole[1] != "role" and (i > at or word.is_capital or not whole[1]):
                i = whole[0]
            elif word.is_mark or word.form == "và":
                more = self._past_joint(at, i, listed=listed)
                if more is None:
                    break
                i = more
            elif self._is_past_name(at, i):
                break
            elif more := self._object_of_work(at, i):
                i = more
            elif not word.is_capital and self._ends_name(i):
                break
            else:
                i += 1
        return name_bounds.cut_back(self.words, at, i)

    def _opens_task(self, at: int) -> bool:
        """A task's name begins in lower case: "Ban Chỉ đạo [công tác Dân số]", "Ban Chỉ đạo [các Chương trình …]"."""
        if lexicon.spells(self.words, at, "công tác"):
            return True
        following = self.words[at + 1] if at + 1 < len(self.words) else None
        is_plural = self.words[at].form == "các" and following is not None and following.is_capital
        return is_plural and self._names_a_task(at, at) and not self._is_agency(at + 1)

    def _past_joint(self, at: int, i: int, *, listed: bool) -> int | None:
        """Past the mark or "và" at word `i` where the name from word `at` goes on behind it; None where it ends."""
        word = self.words[i]
        following = self.words[i + 1] if i + 1 < len(self.words) else None
        if following is None or self._is_agency(i + 1):
            return None
        if word.form in {",", "và"} and name_bounds.wants_more(self.words, at, i) and not following.is_mark:
            verb = lexicon.verbs().longest(self.words, i + 1)
            # "Phổ biến, [giáo dục] pháp luật", "Điều tra, [xử lý] vi phạm"
            return verb[0] if verb and verb[1] in {"soft", "hard"} and verb[0] - i > 2 else i + 1
        if word.form == "/" or (word.form == "và" and not following.is_capital):
            return i + 1 if not following.is_mark and self._takes_up_capitals(i + 1) else None
        joins = word.form in {"-", "và"} or (word.form == "," and not listed and self._name_goes_on(at, i))
        return i + 1 if joins and following.is_capital else None

    def _takes_up_capitals(self, at: int) -> bool:
        """A name goes on in lower case up to its last capitals: "Hội Bảo trợ … và [trẻ mồ côi] Việt Nam"."""
        for i in range(at, min(at + _LONGEST_PAIR, len(self.words))):
            word = self.words[i]
            if word.form in _ENDS and (word.is_capital or word.form in _LEVELS) and i > at:
                return True
            if word.is_mark or word.is_capital or word.form in self.stops or self.strength(i) in {"modal", "manner"}:
                return False
        return False

    def _is_past_name(self, at: int, i: int) -> bool:
        """Word `i` belongs to no name that begins at `at`: another body, a predicate, the letter of an item."""
        word = self.words[i]
        if i == at:
            return at > 1 and self._changes_case(at, i)
        if name_bounds.is_item_mark(self.words, i) or (at > 1 and self._changes_case(at, i)):
            return True
        if word.is_capital and self._is_agency(i) and word.form not in {"bộ", "tỉnh"}:
            return not any(lexicon.spells(self.words, i, noun) for noun in _IN_NAMES)
        if self._names_a_task(at, i) and (i - at < 2 or lexicon.name_verbs().longest(self.words, i) is None):
            return False
        return name_bounds.opens_predicate(self.words, i)

    def _changes_case(self, at: int, i: int) -> bool:
        """A heading in capitals ends before word `i`: "TRUNG TÂM | Mẫu 2"."""
        before, word = self.words[max(at - 2, 0) : i], self.words[i]
        return (
            all(len(w.printed) > 1 and w.printed.isupper() for w in before)
            and word.printed[:1].isalpha()
            and not word.printed.isupper()
            and len({w.start for w in before}) > 1
        )

    def _object_of_work(self, at: int, i: int) -> int | None:
        """Past a verb in lower case that is the object of the work named before it: "Dịch vụ [đấu giá] tài sản"."""
        if self.words[i].is_capital or not name_bounds.wants_more(self.words, at, i):
            return None
        verb = lexicon.verbs().longest(self.words, i)
        if verb is None or verb[0] - i < 2 or verb[1] not in {"soft", "hard"}:
            return None
        following = self.words[verb[0]] if verb[0] < len(self.words) else None
        opens = following is None or following.form in {"việc", "các", "những", "cho"} or following.is_mark
        return None if opens else verb[0]

    def names_work(self, at: int) -> bool:
        """The name of a body set up for a task goes on in lower case: "Ban Chỉ đạo công tác Dân số"."""
        if not self._names_a_task(at, at):
            return False
        return lexicon.spells(self.words, at, "công tác") or self._work_up_to_level(at) is not None

    def _work_up_to_level(self, at: int) -> int | None:
        """Where a task's name in lower case ends, at its body's level: "Ban chỉ đạo [diệt trừ … huyện] phối hợp"."""
        if not self._names_a_task(at, at):
            return None
        for i in range(at, min(at + _LONGEST_WORK, len(self.words) - 1)):
            if self.words[i].is_mark or self.words[i].form in {"các", "những"}:
                return None
            if i > at and name_bounds.opens_predicate(self.words, i):
                return None
            if i > at and self.words[i].form in _LEVELS and (self.words[i + 1].is_mark or self.strength(i + 1)):
                # "thành phố" and "thành" in "huyện, thị, thành" are levels, "thành lập" is not
                return None if self.words[i].form == "thành" and self.strength(i) else i + 1
        return None

    def _names_a_task(self, at: int, i: int) -> bool:
        """The name is that of a body set up for a task, which is named by the task in whole."""
        return any(
            lexicon.spells(self.words, k, body) and not lexicon.spells(self.words, k, "hội đồng nhân dân")
            for k in range(max(0, at - 3), i)
            for body in _SET_UP
        )

    def _goes_on_with_task(self, at: int, i: int) -> bool:
        """Words inside a task's name that elsewhere end one: "Phòng, chống thiên tai", "Ứng phó với biến đổi"."""
        if i == at or i + 1 >= len(self.words):
            return False
        form, following = self.words[i].form, self.words[i + 1]
        if form == "," and self.words[i - 1].form == "phòng" and following.form in {"chống", "ngừa", "tránh"}:
            return True
        if not self._names_a_task(at, i) or following.is_mark or self._is_agency(i + 1):
            return False
        if form == "và":
            if following.form in {"các", "những"} or lexicon.no_bodies().longest(self.words, i + 1):
                return False  # another body of the list, or persons
            return not following.is_capital and self.strength(i + 1) not in {"modal", "manner"}
        if form == "," and any(w.form in {"các", "về"} for w in self.words[at:i]):
            # "Ban Chỉ đạo các chương trình, công trình, dự án trọng điểm", "… về phòng, chống tham nhũng, lãng phí"
            plain = not following.is_capital and following.form not in {*self.stops, "các", "những"}
            return plain and not self.strength(i + 1)
        if form == "về":  # "Ban Chỉ đạo Nhà nước về Du lịch", "Ủy ban Quốc gia về chuyển đổi số"
            return following.is_capital or self.words[i - 1].form in {"nước", "gia", "ương"}
        return form in {"với", "vì"} and not following.is_capital

    def _ends_name(self, at: int) -> bool:
        """A word in lower case that cannot be part of a name: a verb of two syllables, a stop, a known tail."""
        word = self.words[at]
        if word.form in {"trong", "ngoài"} and at + 1 < len(self.words) and self.words[at + 1].form == "nước":
            return False  # "Vụ Thị trường trong nước"
        if word.form == "các" and at + 1 < len(self.words):
            following = self.words[at + 1]
            if following.form in _LEVELS or following.is_mark or following.form in _BODIES:
                return True  # "Ban Chỉ huy … | các huyện, thị xã", "Vụ Tổ chức cán bộ | các đơn vị"
        return word.form in self.stops or self._phrase(at) is not None or self._is_verb(at)

    def _is_verb(self, at: int) -> bool:
        """A verb stands at word `at`; single syllables are left out, for they are parts of too many words."""
        found = lexicon.verbs().longest(self.words, at)
        if found is None:
            return False
        if found[0] - at == 2 and self.words[at - 1].is_capital and not self.words[at].is_capital:
            # "Cục Viễn thông | báo cáo" has no "thông báo": where both read, the later is the verb.
            later = lexicon.verbs().longest(self.words, at + 1)
            if later and later[0] - at > 2:
                return False
        return found[0] - at > 1 or found[1] in {"modal", "manner"}

    def past_more_fields(self, head_end: int, end: int) -> int:
        """Past the fields that make a known name a longer one: "Phòng Kinh tế[, Hạ tầng và Đô thị]"; `end` without."""
        if end >= len(self.words) or self.words[end].form not in {",", "và"} or self._is_agency(end + 1):
            return end
        return self.name(end + 1) if self._is_second_field(head_end, end) else end

    def _is_second_field(self, at: int, comma: int) -> bool:
        """A second field of the body's work behind a comma: "Ủy ban Văn hóa, [Giáo dục]", and no other body."""
        i = comma + 1
        if i + 1 >= len(self.words) or not self.words[i].printed[:1].isupper() or self.words[i + 1].is_mark:
            return False
        if self.words[i + 1].is_capital or self.words[i].printed.isupper() or self.strength(i):
            return False
        named = lexicon.known_names().longest((*self.words[at - 1 : at], *self.words[i : i + 12]), 0, pass_over=True)
        said_once = named is not None and named[0] > 1  # "Cục Báo chí, [Viễn thông]"
        has_fields = self.words[at - 1].form in _WITH_FIELDS and self.words[i].form not in {"bộ", "thành"}
        return has_fields and not said_once and not name_bounds.opens_predicate(self.words, i)

    def _name_goes_on(self, at: int, comma: int) -> bool:
        """A comma inside a name, with capitals behind it.

        "Vụ Khoa học, Đào tạo và Môi trường" has "và" with a capital later; "Cục Quản lý Y,
        Dược cổ truyền" goes on behind a word that stands for half of a pair.
        """
        if self._is_agency(comma + 1):
            return False
        following = self.words[comma + 1] if comma + 1 < len(self.words) else None
        if following and following.is_capital and name_bounds.wants_more(self.words, comma - 3, comma - 1):
            return not following.printed.isupper()
        if self._is_second_field(at, comma):
            return True
        for i in range(comma + 1, min(comma + 9, len(self.words) - 1)):
            word = self.words[i]
            if word.form == "và":
                return self.words[i + 1].is_capital and not self._is_agency(i + 1)
            if word.is_mark and word.form != ",":
                return False
            if not word.is_capital and self._is_verb(i):
                return False
        return False

    def _is_agency(self, at: int) -> bool:
        post = lexicon.posts().longest(self.words, at)
        if post and (not (only := post[1].only_before) or any(lexicon.spells(self.words, post[0], f) for f in only)):
            return True
        head = lexicon.heads().longest(self.words, at)
        if head and any(lexicon.spells(self.words, head[0], form) for form in head[1].not_before):
            return False
        return head is not None or lexicon.known_names().longest(self.words, at, pass_over=True) is not None

    def _phrase(self, at: int, *, of_class: bool = True) -> tuple[int, bool] | None:
        """The end of a known tail at word `at`, and whether it is part of the name, of a class's or of one body's."""
        if at >= len(self.words):
            return None
        start = self.words[at].start
        for tail in lexicon.tails():
            m = tail.pattern.match(self.normalized.folded, start)
            if m and not self.normalized.folded[m.end() : m.end() + 1].isalnum():
                end = next((i for i in range(at, len(self.words)) if self.words[i].start >= m.end()), len(self.words))
                return end, tail.keep and (of_class or not tail.of_class)
        return None
