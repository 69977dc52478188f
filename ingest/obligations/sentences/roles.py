"""Who else takes part in a duty: those directed, those worked with, those reported to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.agency_phrases.lexicon import Phrases, any_of
from ingest.obligations.sentences.reporting import reported_to
from ingest.obligations.sentences.unknown_subjects import past_unknown

_PURPOSE = any_of("duty_cues", use="purpose")

# Verbs by which one body sets another to work: "chỉ đạo B thực hiện".
_DIRECT = Phrases(
    dict.fromkeys(("chỉ đạo", "lãnh đạo", "giao", "giao nhiệm vụ", "yêu cầu", "phân công", "ủy quyền"), True)
    | dict.fromkeys(("giao ban", "giao thông", "giao dịch", "giao lưu", "giao đất", "giao thương", "giao tiếp"), False)
)
# Verbs that may stand beside them before the body is named: "lãnh đạo, chỉ đạo, đôn đốc các sở".
_BESIDE_DIRECT = Phrases(
    dict.fromkeys(
        (
            *("lãnh đạo", "chỉ đạo", "hướng dẫn", "đôn đốc", "kiểm tra", "giám sát", "yêu cầu", "phân công", "hỗ trợ"),
            *("định hướng", "điều hành", "theo dõi", "quán triệt", "nhiệm vụ", "trách nhiệm", "cụ thể", "trực tiếp"),
            *("cho", "ngay", "sát sao", "quyết liệt", "kịp thời", "chặt chẽ", "tốt", "thường xuyên"),
        ),
        True,
    )
)
# Among them those that are the director's own work where they come first.
_WATCH = Phrases(dict.fromkeys(("theo dõi", "kiểm tra", "giám sát"), True))
# "Ban Chỉ đạo", "ý kiến chỉ đạo", "theo yêu cầu", "được giao": no direction of anybody.
_NO_DIRECTION_AFTER = frozenset(
    ["ban", "sự", "kiến", "theo", "được", "của", "văn", "các", "đã", "những", "về", "nội", "đáp", "tác", "để", "thừa"]
)
_DIRECT_NOUN = frozenset({"của", "tại", "về", ",", ".", ";"})

# A later part that is the director's own work again: "…; gửi báo cáo", "đồng thời làm tốt …".
_OWN_AGAIN = re.compile(
    r"(?:đồng thời|gửi|báo cáo|tổng hợp|chủ trì|phối hợp|chịu trách nhiệm|kêu gọi|định kỳ|hằng năm|hàng năm"
    r"|(?:kịp thời|chủ động) (?:báo cáo|gửi|xử lý|phối hợp)|trình|ban hành)\b"
)
_PRESS = re.compile(r"báo chí|truyền thông|thông tin|^báo |^đài ")
_SPREADS = re.compile(r"tuyên truyền|thông tin|đưa tin|phản ánh|phổ biến|đăng tải|truyền thông")
_WITH = frozenset({"với", "cùng"})

_WITH_WITHIN = 6

# In reports: whose part is to be raised, who is to take part.
_TAKES_PART = re.compile(
    r"(?:vai\ trò\ của|phối\ hợp\ (?:chặt\ chẽ\ )?giữa"
    r"|huy\ động(?:\ sự\ tham\ gia\ (?:đóng\ góp\ )?(?:nguồn\ lực\ )?của)?"
    r"|vận\ động\ sự\ tham\ gia\ (?:đóng\ góp\ )?(?:nguồn\ lực\ )?của)\ ",
    re.VERBOSE,
)


@dataclass(slots=True)
class Roles:
    """The roles a predicate gives besides the doer's; `acts` says that the doer also acts itself."""

    acts: bool = False
    directed: tuple[Mention, ...] = ()
    supports: tuple[Mention, ...] = ()
    reports: tuple[Mention, ...] = ()
    guided: tuple[Mention, ...] = ()  # the press, which acts beside who guides it

    def add(self, more: Roles) -> None:
        """Takes in the roles of a later part of the same sentence."""
        self.acts = self.acts or more.acts
        self.directed = (*self.directed, *more.directed)
        self.supports = (*self.supports, *more.supports)
        self.reports = (*self.reports, *more.reports)
        self.guided = (*self.guided, *more.guided)


def roles_in(
    grammar: Grammar, at: int, stop: int, *, goes_on: bool = False, has_directed: bool = False, reports: bool = False
) -> Roles:
    """The roles in the predicate of words `at` to `stop`.

    `goes_on` says that it is a later part of a sentence, `has_directed` that an
    earlier part directed somebody, `reports` that the document is a news report.
    """
    directed, first = _directed(grammar, at, stop)
    found = Roles(directed=directed, supports=_supports(grammar, at, stop), reports=reported_to(grammar, at, stop))
    found.guided = _guided(grammar, at, stop)
    if reports:
        found.supports = (*found.supports, *_taking_part(grammar, at, stop))
    if directed:
        found.acts = not first or _is_giving(grammar, at) or _watches(grammar, at, stop)
    elif goes_on and has_directed:
        found.acts = _OWN_AGAIN.match(grammar.normalized.folded, grammar.offset(at)) is not None
    else:
        found.acts = True
    return found


def _is_giving(grammar: Grammar, at: int) -> bool:
    """Handing out the work is itself the giver's work: "Giao nhiệm vụ cho …"."""
    return grammar.form(at) == "giao" and grammar.form(at + 1) == "nhiệm"


def _watches(grammar: Grammar, at: int, stop: int) -> bool:
    """Whoever first watches those it directs acts too: "Theo dõi, đôn đốc, chỉ đạo các doanh nghiệp lắp đặt"."""
    found = _WATCH.longest(grammar.words, at) if at < stop else None
    return found is not None and grammar.form(found[0]) in {",", "và"}


def _directed(grammar: Grammar, at: int, stop: int) -> tuple[tuple[Mention, ...], bool]:
    """Those whom the predicate sets to work, and whether that is the first thing it says."""
    found: list[Mention] = []
    first = False
    i = at
    while i < stop:
        m = _DIRECT.longest(grammar.words, i)
        if m is None or not m[1] or (grammar.form(i - 1) in _NO_DIRECTION_AFTER and i > at) or _is_purpose(grammar, i):
            i += 1
            continue
        if grammar.form(i) == "lãnh" and i > at:
            i = m[0]  # "…, lãnh đạo tỉnh": the leaders; only as the first verb it sets to work
            continue
        j = _past_beside(grammar, m[0], stop)
        listed = grammar.agencies(j) if j < stop else None
        is_marked = listed is not None and (listed.mentions[0].opens or grammar.words[j].is_capital)
        if listed and is_marked and grammar.form(listed.end) in {",", "và"} and listed.end < stop:
            listed = past_unknown(grammar, listed, stop)  # "các cơ quan báo chí và hệ thống thông tin các cấp xây dựng"
        if listed is None or not (
            _is_set_to_work(grammar, listed.end, stop) or _is_led_in(grammar, i, listed.end, stop)
        ):
            i = m[0]
            continue
        if not found:
            first = _only_direction_before(grammar, at, i)
        found.extend(listed.mentions)
        found.extend(_set_to_work_in_turn(grammar, listed.end, stop))
        i = listed.end
    return tuple(found), first


def _past_beside(grammar: Grammar, at: int, stop: int) -> int:
    """Past ", hướng dẫn, đôn đốc" and "nhiệm vụ cụ thể cho" to the body."""
    i = at
    while i < stop:
        j = i
        while grammar.form(j) in {",", "và"}:
            j += 1
        m = _BESIDE_DIRECT.longest(grammar.words, j)
        if m is None:
            return i
        i = m[0]
    return i


def _is_set_to_work(grammar: Grammar, at: int, stop: int) -> bool:
    """The body is followed by what it is to do, or by the colon of an intro."""
    form = grammar.form(at)
    if at >= stop:
        return False
    if form == ":":
        return True
    if form == ",":
        return grammar.strength(at + 1) in {"manner", "modal", "frame"} or grammar.form(at + 1) == "phối"
    return grammar.strength(at) != "" and form not in {"đã"}


def _is_led_in(grammar: Grammar, at: int, end: int, stop: int) -> bool:
    """A body led in a field of work rather than to an act: "chỉ đạo các cơ quan về công tác tuyên truyền"."""
    if end + 1 >= stop or grammar.form(at) != "chỉ" or grammar.form(end) not in {"về", "trong"}:
        return False
    return grammar.form(end + 1) in {"công", "việc"}


def _set_to_work_in_turn(grammar: Grammar, at: int, stop: int) -> list[Mention]:
    """Those whom the directed body sets to work: B in "chỉ đạo A hướng dẫn B tuyên truyền"."""
    if grammar.form(at) == "hướng" and grammar.form(at + 1) == "dẫn":
        listed = grammar.agencies(at + 2)
        if listed and _is_set_to_work(grammar, listed.end, stop):
            return list(listed.mentions)
    return []


def _only_direction_before(grammar: Grammar, at: int, i: int) -> bool:
    """Nothing but adverbs and verbs of direction stands between the doer and "chỉ đạo"."""
    while at < i:
        m = _BESIDE_DIRECT.longest(grammar.words, at)
        if m:
            at = m[0]
        elif grammar.form(at) in {",", "và", "đồng", "thời"} or grammar.strength(at) in {"manner", "modal"}:
            at += 1
        elif grammar.strength(at) == "frame":
            return True
        elif grammar.strength(at - 1) == "manner" or grammar.strength(at) == "":
            at += 1
        else:
            return False
    return True


def _guided(grammar: Grammar, at: int, stop: int) -> tuple[Mention, ...]:
    """The press that is guided in what it reports: "định hướng các cơ quan báo chí tuyên truyền"."""
    for i in range(at, stop - 2):
        if grammar.form(i) in {"hướng", "định"} and grammar.form(i + 1) in {"dẫn", "hướng"}:
            listed = grammar.agencies(i + 2)
            if listed is None or not _PRESS.search(listed.mentions[0].name.lower()):
                continue
            if _SPREADS.match(grammar.normalized.folded, grammar.offset(listed.end)):
                return listed.mentions
    return ()


def _is_purpose(grammar: Grammar, at: int) -> bool:
    """What begins at word `at` is what for: "để chỉ đạo", "để tổng hợp, báo cáo"."""
    start = grammar.offset(at)
    return _PURPOSE.search(grammar.normalized.folded[max(0, start - 60) : start]) is not None


def _supports(grammar: Grammar, at: int, stop: int) -> tuple[Mention, ...]:
    """Those the doer works with: "phối hợp (chặt chẽ) với", "chủ trì cùng", "với sự tham gia của"."""
    found: list[Mention] = []
    i = at
    while i < stop:
        target = _worked_with(grammar, i, stop, begins=i == at)
        inside = target is not None and _in_brackets(grammar, at, target)
        listed = grammar.agencies(target, semicolons=inside) if target is not None and target < stop else None
        if listed:
            found.extend(listed.mentions)
            i = max(listed.end, i + 1)
        else:
            i += 1
    return tuple(found)


def _in_brackets(grammar: Grammar, at: int, target: int) -> bool:
    """Word `target` stands in brackets: there ";" only separates the members of a list."""
    depth = 0
    for i in range(at, target):
        depth += (grammar.form(i) == "(") - (grammar.form(i) == ")")
    return depth > 0


def _worked_with(grammar: Grammar, at: int, stop: int, *, begins: bool) -> int | None:
    """Where the body worked with may stand, if a word of cooperation begins at word `at`."""
    form, following = grammar.form(at), grammar.form(at + 1)
    if begins and form == "với":
        return at + 1
    if form == "chủ" and following == "trì" and grammar.form(at + 2) in _WITH:
        return at + 4 if grammar.form(at + 3) == "với" else at + 3
    if form != "phối" or following != "hợp" or grammar.form(at - 1) in {"quan", "chế", "sự", "vị"}:
        return None
    for i in range(at + 2, min(at + 2 + _WITH_WITHIN, stop)):
        if grammar.form(i) in _WITH:
            return i + 2 if grammar.form(i + 1) == "với" else i + 1
        if grammar.form(i) in {",", ";", "giữa"}:
            return None
        if i == at + 2 and grammar.agencies(i):
            return i
    return None


def _taking_part(grammar: Grammar, at: int, stop: int) -> tuple[Mention, ...]:
    """In a report: whose part is to be raised, who is to take part."""
    found: list[Mention] = []
    start, end = (
        grammar.offset(at),
        grammar.offset(stop) if stop < len(grammar.words) else len(grammar.normalized.folded),
    )
    for m in _TAKES_PART.finditer(grammar.normalized.folded, start, end):
        if listed := grammar.agencies(grammar.word_at(m.end())):
            found.extend(listed.mentions)
    return tuple(found)
