"""The title of a document and the headings of its annexes."""

from __future__ import annotations

import re
from itertools import islice

from ingest.markers import BULLETS, SMALLS, read_markers
from ingest.structure.frame.head import is_heading
from ingest.structure.lines import Line
from ingest.structure.phrases import matches, opens_text, phrases, type_at_start, type_names
from ingest.structure.tables.table_columns import is_index_heading
from ingest.structure.typography import capital_run, ends_sentence, is_upper

_LONGEST_TITLE_LINES = 14
_LONGEST_TITLE = 900
# The longest headline of the news copies seen has 110 characters.
_LONGEST_HEADLINE = 260
_SMALL_START = re.compile(rf"[{SMALLS}(“\"]")


def is_title_start(lines: list[Line], i: int) -> bool:
    """Whether the title begins at line `i`: "KẾ HOẠCH", "Chỉ thị về việc …", "NGHỊ ĐỊNH của Chính phủ"."""
    line = lines[i]
    found = type_at_start(line.words, line.low)
    if not found:
        return False
    if is_heading(line):
        return not ends_sentence(line.words) or found[1] < capital_run(line.words) < len(line.words)
    if ends_sentence(line.words):
        return False
    rest = line.low[found[1] :].lstrip()
    return bool(re.match(r"(?:về|v/v|quy định|hướng dẫn|ban hành|phê duyệt|sửa đổi|thực hiện|triển khai)\b", rest))


def title_size(lines: list[Line], i: int) -> int:
    """How many lines from `i` on the title takes, its closing rule included."""
    found = type_at_start(lines[i].words, lines[i].low)
    subject = bool(found and _has_subject(lines[i].low[found[1] :]))
    # A headline is one line of running text: what goes on with it begins small.
    headline = subject and not is_upper(lines[i].words)
    j, before = i + 1, lines[i]
    while j < len(lines) and j < i + _LONGEST_TITLE_LINES and lines[j].start - lines[i].start < _LONGEST_TITLE:
        line = lines[j]
        if line.table is not None:  # "KẾ HOẠCH / Triển khai …" with nothing between it and the tasks
            break
        if line.bare:
            j += 1
            if subject and len(line.words) + line.end - line.start > 4:
                break
            continue
        if _ends_title(lines, j, before) or (subject and not _goes_on(before, line)):
            break
        if headline and not _SMALL_START.match(line.words):
            break
        subject, before = subject or _has_subject(line.low), line
        j += 1
        if ends_sentence(line.words):
            break
    while j - 1 > i and lines[j - 1].bare and not _is_rule(lines[j - 1]):
        j -= 1
    return j - i


def bare_subject_size(lines: list[Line], i: int) -> int:
    """How many lines from `i` on a subject takes whose kind of document a copy has moved or lost; 0 where none is.

    ``VỀ PHÊ DUYỆT QUY HOẠCH …`` before the authority and the bases; "Sửa đổi … Căn cứ Luật …" on one line.
    """
    line = lines[i]
    named = bool(_SUBJECT.match(line.low))
    if named and _BASIS_INSIDE.search(line.words):
        return 1
    if line.bare or not (named or is_upper(line.words)) or _is_frame(line) or _opens_body(line):
        return 0
    j = i + 1
    while j < len(lines) and j < i + _LONGEST_TITLE_LINES:
        if not lines[j].bare:
            authority = matches("authority", lines[j].low) and (
                is_upper(lines[j].words) or len(lines[j].words) < _LONGEST_AUTHORITY
            )
            if matches("basis", lines[j].low) or (authority and _text_follows(lines, j)):
                return j - i if named or len(line.words.split()) > _SHORTEST_SUBJECT else 0
            if is_upper(line.words) and not is_upper(lines[j].words) and not _is_frame(lines[j]):
                # "VỀ VIỆC …" in capitals with the text itself below it.
                return j - i if line.low.startswith("về ") else 0
            if _is_frame(lines[j]) or _opens_body(lines[j]) or is_upper(lines[j].words) != is_upper(line.words):
                return 0
        j += 1
    return 0


# Names of bodies and of kinds of document have fewer words than a subject.
_SHORTEST_SUBJECT = 5


def _is_frame(line: Line) -> bool:
    """Whether a line is another part of the frame, which no subject is."""
    parts = ("authority", "address", "number", "date", "motto", "enacting", "recipients", "basis", "marking")
    return any(matches(part, line.low) for part in parts)


# "Về phê duyệt", "Sửa đổi, bổ sung một số điều", "Quy định việc phát hành", "V/v thành lập"
_SUBJECT = re.compile(
    r"(?:về|v/v|s[ửữ]a đổi|quy định|ban hành|hướng dẫn|phê duyệt|bãi bỏ|thành lập|công bố"
    r"|đính chính|điều chỉnh|giao|kiện toàn|tăng cường)\b"
)
_BASIS_INSIDE = re.compile(r"\sCăn c[ứử]\s")


def heading_below(lines: list[Line]) -> int | None:
    """The line where, in a text without letterhead, a document's own title stands below the words of a site.

    It is the name of a kind of document alone on its line, in capitals, with its subject
    below it: "KẾ HOẠCH / Thực hiện Chỉ thị số …".
    """
    for i in range(1, min(len(lines), _SEARCHED_LINES)):
        line = lines[i]
        if line.bare:
            continue
        if matches("basis", line.low) or matches("recipients", line.low) or _opens_body(line):
            return None
        found = type_at_start(line.words, line.low)
        alone = found is not None and found[1] == len(line.words) and is_upper(line.words) and found[0] in type_names()
        below = next((other for other in islice(lines, i + 1, None) if not other.bare), None)
        if alone and below is not None and not _opens_body(below) and not ends_sentence(below.words):
            return i
    return None


# What a site sets above the text took 45 lines in one copy.
_SEARCHED_LINES = 80


def subject_size(lines: list[Line], i: int) -> int:
    """How many lines from `i` on the subject of a letter takes: "V/v thu hồi thuốc / không đạt tiêu chuẩn"."""
    j = i + 1
    while j < len(lines) and j < i + 6 and not lines[j].bare and not lines[j].gap:
        if any(matches(part, lines[j].low) for part in ("address", "date", "motto", "basis")) or _opens_body(lines[j]):
            break
        j += 1
    return j - i


def cut_title(lines: list[Line], i: int) -> list[Line]:
    """Line `i`, which holds title, authority and maybe a first sentence, cut where they meet.

    ``CÔNG ĐIỆN VỀ VIỆC … TRUNG BỘ THỦ TƯỚNG CHÍNH PHỦ điện:`` gives the title and
    "THỦ TƯỚNG CHÍNH PHỦ điện:"; so does a line in capitals with the bases below it.
    """
    line = lines[i]
    run = capital_run(line.words)
    if run == len(line.words) > _LONGEST_AUTHORITY and _text_follows(lines, i) and not _authority_below(lines, i):
        authority = _authority_in(line.words, line.low)
        return line.cut(authority) if authority else [line]
    if not 0 < run < len(line.words):
        return line.cut(m.start()) if (m := _BASIS_INSIDE.search(line.words)) else [line]
    rest = line.low[run:].lstrip(" *-_")
    authority = _authority_in(line.words[:run], line.low[:run]) if _follows_authority(rest) else 0
    return line.cut(authority, run) if authority and not rest.startswith("điện") else line.cut(authority or run)


def _authority_below(lines: list[Line], i: int) -> bool:
    below = next((line for line in islice(lines, i + 1, None) if not line.bare), None)
    return below is not None and matches("authority", below.low)


def annex_heading_size(lines: list[Line], i: int) -> int:
    """How many lines from `i` on the heading of an annex takes, up to "(Kèm theo Quyết định số …)"."""
    limit = min(len(lines), i + _LONGEST_TITLE_LINES)
    for j in range(i, limit):
        if matches("issued_with", lines[j].low) and lines[j].start - lines[i].start < _LONGEST_TITLE:
            return _closed(lines, j) - i
        if j > i and (_opens_body(lines[j]) or ends_sentence(lines[j].words)):
            break
    j = i + 1
    while j < limit and not _opens_body(lines[j]) and (lines[j].bare or is_upper(lines[j].words)):
        j += 1
    if j == i + 1 and j < limit and not _opens_body(lines[j]) and len(lines[i].words) < 20:
        # "Phụ lục I / Danh sách các xã": the name on the line below, in small letters.
        j += 1 if not ends_sentence(lines[j].words) and len(lines[j].words) < _LONGEST_HEADLINE else 0
    return j - i


def is_headline(lines: list[Line], i: int) -> bool:
    """Whether line `i` is the headline of a text without letterhead: short, no stop, with text below it."""
    line = lines[i]
    if line.bare or len(line.words) > _LONGEST_HEADLINE or ends_sentence(line.words) or line.words[-1:] in {",", "-"}:
        return False
    if line.table is not None or read_markers(line.words) or is_index_heading(line.low) or _ROW.search(line.words):
        return False
    below = next((other for other in islice(lines, i + 1, None) if not other.bare), None)
    framed = matches("address", line.low) or matches("recipients", line.low)
    return below is not None and not framed and not _SMALL_START.match(below.words)


# "TT | Nhiệm vụ | Chủ trì", "TT|Nhiệm vụ   |", "TT,Nhiệm vụ,Thời hạn": a row of a table, drawn or separated
_ROW = re.compile(r"\|.*\w|\w[,;\t]\w[^,;]*[,;\t]\w")


def _closed(lines: list[Line], j: int) -> int:
    """The line after the bracket that opens at line `j`: "(Ban hành kèm theo … / của Bộ trưởng …)"."""
    text = ""
    for k in range(j, min(len(lines), j + 5)):
        text += lines[k].words
        if text.count("(") <= text.count(")"):
            return k + 1
    return j + 1


def _has_subject(rest: str) -> bool:
    rest = re.sub(r"^\s*(?:của|số)\b.*?(?=\b(?:về|v/v|quy định|ban hành)\b|$)", "", rest)
    return bool(rest.strip(" :*-"))


def _ends_title(lines: list[Line], j: int, before: Line) -> bool:
    line = lines[j]
    if any(matches(part, line.low) for part in ("basis", "address", "recipients", "issued_with", "enacting")):
        return True
    if matches("authority", line.low) and (is_upper(line.words) or len(line.low) < _LONGEST_AUTHORITY):
        return not before.words.rstrip(" *").endswith((",", "-", "–")) and _text_follows(lines, j)
    if is_upper(line.words) and is_upper(before.words) and line.words.rstrip(" *").endswith("."):
        return _opens_body(line)  # "THÔNG BÁO / KẾT LUẬN CỦA … VẬN TẢI.": a subject in capitals with a stop behind it
    tail = bool(_SMALL_START.match(line.words)) and not line.gap and not line.words.rstrip(" *").endswith((":", ";"))
    return (ends_sentence(line.words) and not tail) or _opens_body(line)


# "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH" has 40 characters.
_LONGEST_AUTHORITY = 42


def _text_follows(lines: list[Line], j: int) -> bool:
    """Whether the bases or the enacting word follow the authority at line `j`, which may take three lines."""
    following = [line for line in lines[j + 1 : j + 6] if not line.bare and not _SESSION.match(line.low)]
    for line in following[:3]:
        if matches("basis", line.low) or matches("enacting", line.low):
            return True
        if not is_upper(line.words):
            return opens_text(line.low) and line.gap
    return False


# "KHÓA XVI, KỲ HỌP THỨ TƯ" below the name of a council
_SESSION = re.compile(r"kh\s?óa\s|kỳ họp thứ\s")


def _opens_body(line: Line) -> bool:
    # "STT" heads the first column of a table, though it is in capitals as the title above it.
    opens = is_index_heading(line.low)
    return opens or any(not m.weak and (m.style not in BULLETS) for m in read_markers(line.words))


def _goes_on(before: Line, line: Line) -> bool:
    """Whether `line` continues a title whose last line was `before`."""
    if is_upper(before.words) or (len(before.words) == 1 and before.words.isupper()):
        return is_upper(line.words) or (not line.gap and line.words[:1].isdigit())
    if is_upper(line.words):
        return False
    if _SMALL_START.match(line.words):
        return True
    return not line.gap and not opens_text(line.low) and len(before.words) < _WIDEST_TITLE_LINE


# Titles are set narrower than the text: no line of a broken title seen passes 85 characters.
_WIDEST_TITLE_LINE = 100


def _is_rule(line: Line) -> bool:
    return bool(re.fullmatch(r"[\s\-_*=~]{3,}", line.words or "---"))


def _follows_authority(rest: str) -> bool:
    return rest.startswith("điện") or matches("basis", rest) or matches("enacting", rest.split(":")[0])


def _authority_in(words: str, low: str) -> int:
    """Where, in a title in capitals, the name of the authority begins that closes it; 0 for nowhere."""
    starts = [m.start() for m in re.finditer(r"(?<![^\s])[^\W\d]", words)]
    found = 0
    for at in reversed(starts):
        if not any(p.search(low[at:].strip()) for p in phrases("authority")):
            if found and len(words[at:found].split()) > _POST_WORDS:
                break
            continue
        if _is_object(low[:at]):
            break
        found = at
    return found


# "PHÓ CHỦ TỊCH THƯỜNG TRỰC" stands at most this many words before the body's name.
_POST_WORDS = 4


def _is_object(before: str) -> bool:
    """Whether the words before make what follows a part of the title: "… của", "… và"."""
    return bool(
        re.search(r"(?:của|\b(?:do|bởi|về|cho|và|đến|tại|theo|thuộc|với|từ|giữa|các|là|trước)|[,:–-])\s*$", before)
    )
