"""Proper names of bodies: how far the capitals reach, and what ends them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.normalized_text import NormalizedText
from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.tokens import Word

_LONGEST_NAME = 14
_LONGEST_WORK = 9
_LEVELS = frozenset({"tỉnh", "huyện", "quận", "thị", "xã", "phường", "thành"})
# Bodies set up for a task; their names reach over its name, the longest seen with 22 words.
_SET_UP = ("ban chỉ đạo", "ban chỉ huy", "ban vận động", "tổ công tác", "hội đồng", "ban vì")
_LONGEST_TASK_NAME = 24


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

    def __init__(self, normalize_span: NormalizedText, words: Sequence[Word]) -> None:
        self.normalize_span = normalize_span
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
            if i == at and not word.is_capital and not lexicon.spells(self.words, at, "công tác"):
                return self._work_up_to_level(at) or at
            following = self.words[i + 1] if i + 1 < len(self.words) else None
            if self._goes_on_with_task(at, i):
                i += 2
            elif word.is_mark or word.form == "và":
                joins = word.form in {"-", "và"} or (word.form == "," and not listed and self._name_goes_on(i))
                if not joins or following is None or not following.is_capital or self._is_agency(i + 1):
                    break
                i += 1
            elif (not word.is_capital and self._ends_name(i)) or (
                i > at and word.is_capital and self._is_agency(i) and word.form not in {"bộ", "tỉnh"}
            ):
                break
            else:
                i += 1
        return i

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
            if i > at and self.words[i].form in _LEVELS and (self.words[i + 1].is_mark or self.strength(i + 1)):
                return i + 1
        return None

    def _names_a_task(self, at: int, i: int) -> bool:
        """The name is that of a body set up for a task, which is named by the task in whole."""
        return any(lexicon.spells(self.words, k, body) for k in range(max(0, at - 3), i) for body in _SET_UP)

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
            if following.form in {"các", "những"}:
                return False  # another body of the list
            return not following.is_capital and self.strength(i + 1) not in {"modal", "manner"}
        return form in {"với", "vì"} and not following.is_capital

    def _ends_name(self, at: int) -> bool:
        """A word in lower case that cannot be part of a name: a verb of two syllables, a stop, a known tail."""
        word = self.words[at]
        if word.form in {"trong", "ngoài"} and at + 1 < len(self.words) and self.words[at + 1].form == "nước":
            return False  # "Vụ Thị trường trong nước"
        if word.form == "các" and at + 1 < len(self.words) and self.words[at + 1].form in _LEVELS:
            return True  # "Ban Chỉ huy … | các huyện, thị xã"
        return word.form in self.stops or self._phrase(at) is not None or self._is_verb(at)

    def _is_verb(self, at: int) -> bool:
        """A verb stands at word `at`; single syllables are left out, for they are parts of too many words."""
        found = lexicon.verbs().longest(self.words, at)
        return found is not None and (found[0] - at > 1 or found[1] in {"modal", "manner"})

    def _name_goes_on(self, comma: int) -> bool:
        """A comma inside a name: "Vụ Khoa học, Đào tạo và Môi trường" — capitals, then "và" with a capital."""
        if self._is_agency(comma + 1):
            return False
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
        if lexicon.posts().longest(self.words, at):
            return True
        head = lexicon.heads().longest(self.words, at)
        if head and any(lexicon.spells(self.words, head[0], form) for form in head[1].not_before):
            return False
        return head is not None or lexicon.known_names().longest(self.words, at, pass_over=True) is not None

    def _phrase(self, at: int) -> tuple[int, bool] | None:
        """The end of a known tail at word `at`, and whether it is part of the name."""
        if at >= len(self.words):
            return None
        start = self.words[at].start
        for tail in lexicon.tails():
            m = tail.pattern.match(self.normalize_span.folded, start)
            if m and not self.normalize_span.folded[m.end() : m.end() + 1].isalnum():
                end = next((i for i in range(at, len(self.words)) if self.words[i].start >= m.end()), len(self.words))
                return end, tail.keep
        return None
