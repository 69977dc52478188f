"""Headings that name bodies: the bodies, read to the heading's end whatever the authority list knows.

known        2. Sở Khoa học và Công nghệ
of           Trách nhiệm của Sở Tài chính, Nội dung giám sát của chủ chương trình
qualified    7. Các doanh nghiệp hoạt động trong lĩnh vực xây dựng
unknown      17. Chi cục Hải quan khu vực V     beside headings that name bodies
level        - Cấp xã
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.obligations.agency_phrases.canonical import class_name, printed_name
from ingest.obligations.agency_phrases.grammar import AgencyList, Grammar, Mention
from ingest.obligations.agency_phrases.tokens import Word

# "Trách nhiệm của Sở Y tế", "Đối với các Sở", "Nhiệm vụ của UBND cấp xã", "Giao Sở Nội vụ"
_LEADS_TO_BODY = re.compile(
    r"""
    (?:trách\ nhiệm|nhiệm\ vụ|quyền\ hạn|phân\ công|công\ tác|về\ phía|đối\ với|giao|đề\ nghị|yêu\ cầu|tại
        |khuyến\ khích|kêu\ gọi)
    (?:,?\ (?:và\ )?(?:trách\ nhiệm|nhiệm\ vụ|quyền\ hạn|phối\ hợp|thực\ hiện|thi\ hành|cụ\ thể|thêm))*
    (?:\ (?:của|cho))?[ ]
    """,
    re.VERBOSE,
)
# "Nội dung giám sát của chủ chương trình", "Hoạt động kiểm tra của Đoàn kiểm tra"
_WORK_OF = re.compile(
    r"(?:các\ )?(?:nội\ dung|hoạt\ động|công\ việc|nhiệm\ vụ|trách\ nhiệm|phần\ việc)(?:\ [^\W\d_]+){0,7}?\ của\ ",
    re.VERBOSE,
)
# "Tăng cường sự lãnh đạo, chỉ đạo của các cấp ủy đảng đối với …"
_PART_OF = re.compile(r"[^.;:]{0,80}\bsự\ [^.;:]{3,60}?\ (?:của|giữa)\ ", re.VERBOSE)
# "Cấp xã", "Ở cấp tỉnh", "Đối với cấp thành phố"
_LEVEL = re.compile(
    r"(?:ở\ |tại\ |đối\ với\ )?(?P<level>cấp\ (?:trung\ ương|tỉnh|thành\ phố|huyện|xã|cơ\ sở))[:.]?", re.VERBOSE
)
# Those who act though no list has them: "chủ dự án thành phần", "chủ đầu tư", "nhà đầu tư".
_ACTOR = re.compile(
    r"(?:các\ )?(?:chủ\ (?:chương\ trình|dự\ án|đầu\ tư|cơ\ sở|rừng|hồ|đập|tàu|sở\ hữu|nguồn)|nhà\ (?:đầu\ tư|thầu|mạng"
    r"|cung\ cấp|sản\ xuất|trường)|cơ\ quan|đơn\ vị|cơ\ sở|doanh\ nghiệp|tổ|đội|bộ\ phận)\b",
    re.VERBOSE,
)
# Beginnings of headings that are matters, not bodies: "Công tác tuyên truyền", "Về kinh phí".
_MATTER = re.compile(
    r"(?:các\ |những\ |một\ số\ )?(?:công\ tác|về|nội\ dung|kinh\ phí|thời\ gian|nhiệm\ vụ|giải\ pháp|hình\ thức|hồ\ sơ"
    r"|kết\ quả|mục|chương|phụ\ lục|đối\ tượng|nguyên\ tắc|tiêu\ chí|tiêu\ chuẩn|điều\ kiện|quy\ trình|trình\ tự"
    r"|thủ\ tục|chế\ độ|phương\ |trường\ hợp|lĩnh\ vực|dự\ án|chương\ trình|đề\ án|kế\ hoạch|danh\ |biểu\ |mẫu|số|việc"
    r"|tình\ hình|hạ\ tầng|hệ\ thống|dữ\ liệu|nền\ tảng|nguồn|thành\ phần|địa\ điểm|hoạt\ động|chính\ sách|cơ\ chế|bước"
    r"|giai\ đoạn|tổ\ chức\ (?:thực|triển)|cá\ nhân|tập\ thể|người|hộ|công\ dân)\b",
    re.VERBOSE,
)
# Where a body is, behind its name: "… trên địa bàn tỉnh", "… đóng trên địa bàn", "(sau đây gọi là …)".
_PLACE = re.compile(
    r",?\s*(?:(?:(?:đóng|có\ trụ\ sở|hoạt\ động(?:\ [^\W\d_]+){0,3}?|cư\ trú|sinh\ sống)\ )?"
    r"(?:trên|tại|ở)\ (?:địa\ bàn|phạm\ vi|địa\ phương|tỉnh|thành\ phố)\b"
    r"|thuộc\ (?:phạm\ vi|tỉnh|thành\ phố|địa\ bàn)\b|\().*$",
    re.VERBOSE | re.IGNORECASE,
)
_CLASS_WORD = re.compile(r"\b(?:các|những) (?!cấp\b)", re.IGNORECASE)
# The rest of a heading behind its last known body: no longer than this many words; the longest seen has 21.
_LONGEST_REST = 26
_LONGEST_UNKNOWN = 16
_SHORTEST_UNKNOWN = 2
_SENTENCE = frozenset({"modal", "manner", "frame"})
# Words that no name holds: "… là người Việt Nam", "… bao gồm".
_NO_NAME = frozenset({".", ":", "là", "gồm", "không", "đã", "khi", "nếu"})
# "Các ngành, lĩnh vực khác": what is dealt with, not who deals with it.
_FIELD = re.compile(r",?\s*(?:và\ )?lĩnh\ vực", re.VERBOSE)


def bodies_named(grammar: Grammar, *, beside_bodies: bool, is_title: bool = True) -> tuple[Mention, ...]:
    """The bodies a heading names and nothing else; empty where it names none or goes on as a sentence.

    `beside_bodies` says that the headings beside it name bodies, `is_title` that the
    words are a line of their own and not what stands before a colon.
    """
    if not grammar.words:
        return ()
    folded, start, end = grammar.normalized.folded, grammar.offset(0), grammar.words[-1].end
    if level := _LEVEL.fullmatch(folded, start, end):
        return (_as_printed(grammar, grammar.word_at(level.start("level")), _last(grammar)),)
    lead = _LEADS_TO_BODY.match(folded, start, end)
    of = _WORK_OF.match(folded, start, end)
    begins = dict.fromkeys(grammar.word_at(m.end()) for m in (of, lead) if m)
    for at in [*begins, 0]:
        found = _read(grammar, at, is_title=is_title, beside_bodies=beside_bodies, of=of is not None and at != 0)
        if found:
            return found
    part = _PART_OF.match(folded, start, end)
    listed = grammar.agencies(grammar.word_at(part.end())) if part else None
    return listed.mentions if listed else ()


def list_ends(grammar: Grammar) -> int:
    """Where the list of known bodies ends that a heading begins with, past what leads to it: a flow offset."""
    if not grammar.words:
        return 0
    lead = _LEADS_TO_BODY.match(grammar.normalized.folded, grammar.offset(0))
    starts = dict.fromkeys((grammar.word_at(lead.end()) if lead else 0, 0))
    ends = (grammar.agencies(at, semicolons=True) for at in starts)
    return max((grammar.offset(listed.end) for listed in ends if listed), default=0)


def _read(grammar: Grammar, at: int, *, is_title: bool, beside_bodies: bool, of: bool) -> tuple[Mention, ...]:
    listed = grammar.agencies(at, semicolons=True)
    stop = _last(grammar)
    if listed is None:
        folded = grammar.normalized.folded
        if at >= stop:
            return ()
        acts = _ACTOR.match(folded, grammar.offset(at)) is not None
        if not (of and acts) and not (beside_bodies and _may_be_a_body(grammar, at, stop)):
            return ()
        return (_as_printed(grammar, at, stop),)
    if places := _places_listed(grammar, listed, stop):
        return places
    if grammar.form(at) == "cấp":
        return ()  # "Cấp giấy phép": the verb; levels are read above
    is_sentence = any(grammar.form(i) in _NO_NAME for i in range(listed.end, stop))
    if listed.end >= stop or (of and is_sentence):
        return listed.mentions
    if of:
        return _whole(grammar, listed, stop)
    if grammar.form(listed.end) in {"trong", "về"} and not beside_bodies:
        return listed.mentions
    if not _is_qualified(grammar, listed, stop, is_title=is_title, beside_bodies=beside_bodies):
        return ()
    return _whole(grammar, listed, stop)


def _last(grammar: Grammar) -> int:
    """The word index after the heading's words, without marks at its end."""
    stop = len(grammar.words)
    while stop and grammar.words[stop - 1].is_mark and grammar.form(stop - 1) != ")":
        stop -= 1
    return stop


def _may_be_a_body(grammar: Grammar, at: int, stop: int) -> bool:
    """A noun phrase without a verb at its head and without a clause in it, which is no matter by its first words."""
    if (
        stop - at > _LONGEST_UNKNOWN
        or grammar.strength(at)
        or _MATTER.match(grammar.normalized.folded, grammar.offset(at))
    ):
        return False
    if not grammar.words[at].is_capital or grammar.words[at].printed.isdigit() or stop - at < _SHORTEST_UNKNOWN:
        return False
    return not any(grammar.strength(i) in _SENTENCE or grammar.form(i) in {".", ";", ":"} for i in range(at, stop))


def _is_qualified(grammar: Grammar, listed: AgencyList, stop: int, *, is_title: bool, beside_bodies: bool) -> bool:
    """The rest of the heading belongs to the last body's name, and is not what it is to do."""
    rest = range(listed.end, stop)
    if len(rest) > _LONGEST_REST or any(grammar.strength(i) in _SENTENCE for i in rest):
        return False
    if (
        any(grammar.form(i) in _NO_NAME for i in rest)
        or grammar.form(0) == "cấp"
        or _FIELD.match(grammar.normalized.folded, grammar.offset(listed.end))
    ):
        return False
    if grammar.strength(listed.end) == "":
        return is_title or beside_bodies
    last = listed.mentions[-1]
    return is_title and beside_bodies and (last.is_class or not last.base)


def _places_listed(grammar: Grammar, listed: AgencyList, stop: int) -> tuple[Mention, ...]:
    """A body in each of the places a heading lists: "12. Ủy ban nhân dân các xã: Gia Thuận, Tân Điền"."""
    rest = grammar.words[listed.end + 1 : stop]
    is_list = all(w.is_capital or w.form in {",", "và"} for w in rest)
    if grammar.form(listed.end) != ":" or not rest or not is_list or any(w.printed.isdigit() for w in rest):
        return ()
    last, found, at = listed.mentions[-1], [*listed.mentions[:-1]], listed.end + 1
    for i in range(at, stop + 1):
        if i == stop or grammar.form(i) in {",", "và"}:
            if i > at:
                name = f"{last.name} {printed_name(grammar.words[at:i])}"
                found.append(replace(last, name=name, start=grammar.words[at].start, end=grammar.words[i - 1].end))
            at = i + 1
    return tuple(found)


def _whole(grammar: Grammar, listed: AgencyList, stop: int) -> tuple[Mention, ...]:
    """The bodies with the rest of the heading: a further body, or what tells the last from others."""
    at = listed.end
    if grammar.form(at) in {",", ";", "và"} and at + 1 < stop and _begins_name(grammar.words, at + 1):
        return (*listed.mentions, _as_printed(grammar, at + 1, stop))
    last = listed.mentions[-1]
    rest = _PLACE.sub("", _CLASS_WORD.sub("", printed_name(grammar.words[at:stop])))
    if not rest:
        return listed.mentions
    begins = grammar.word_at(last.start)
    printed = _PLACE.sub("", _printed(grammar.words[begins:stop]))
    begins_so = printed.lower().startswith(last.name.partition(" ")[0].lower())  # no post before it
    if begins_so and (last.is_class or not last.base):
        return (*listed.mentions[:-1], replace(last, name=printed, end=grammar.words[stop - 1].end, base=""))
    name = f"{last.name}{'' if rest[0] in ',;' else ' '}{rest}"
    return (*listed.mentions[:-1], replace(last, name=name, end=grammar.words[stop - 1].end, base="", is_class=True))


def _begins_name(words: Sequence[Word], at: int) -> bool:
    return words[at].is_capital or words[at].form in {"các", "những"}


def _as_printed(grammar: Grammar, at: int, stop: int) -> Mention:
    name = _PLACE.sub("", _printed(grammar.words[at:stop]))
    return Mention(name, grammar.words[at].start, grammar.words[stop - 1].end, is_class=True)


def _printed(words: Sequence[Word]) -> str:
    """A class's name without "các", a proper name as it stands: "Chi cục Hải quan khu vực V"."""
    if not words:
        return ""
    is_proper = words[0].form not in {"các", "những"} and any(w.is_capital and not w.is_mark for w in words[1:])
    return printed_name(words) if is_proper else class_name(words)
