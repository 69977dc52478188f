"""Where the letterhead of a document stands: issuer, national motto, number, place and date."""

from __future__ import annotations

import re

from ingest.markers import Style, read_markers
from ingest.structure.lines import Line
from ingest.structure.phrases import matches, phrases, type_at_start
from ingest.structure.typography import capital_run, ends_sentence, is_upper

# The letterhead of a web copy begins after the site's own data: 45 lines in one copy.
_SEARCHED_LINES = 150
# A motto or a date broken over lines: "CỘNG HÒA XÃ HỘI / CHỦ NGHĨA VIỆT NAM", "Hà / Nội, ngày 2 tháng 8 / năm 2017".
_BROKEN_OVER = 3
# Issuers are short: "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI" with a rule behind it is 45 characters.
_LONGEST_ISSUER = 130


def find_letterhead(lines: list[Line], start: int = 0, stop: int | None = None) -> tuple[int, int] | None:
    """The lines ``[first, after)`` of the letterhead at or after `start`, or None where there is none."""
    stop = min(len(lines), start + _SEARCHED_LINES) if stop is None else stop
    motto = next(((i, j) for i in range(start, stop) if (j := motto_at(lines, i))), None)
    if motto is None:
        return _without_motto(lines, start)
    first = _back(lines, motto[0], start)
    if any(_is_text(line) for line in lines[start:first]):
        return None  # the letterhead of an annex; the text has none
    return first, _forward(lines, motto[1])


def _is_text(line: Line) -> bool:
    """Whether a line is of a document's own text, as no site sets it above a letterhead."""
    article = any(m.style is Style.ARTICLE and not m.weak for m in read_markers(line.words))
    return article or any(matches(part, line.low) for part in ("basis", "recipients"))


def motto_at(lines: list[Line], i: int) -> int:
    """The line after the motto that begins at line `i`; 0 where none does."""
    if lines[i].bare:
        return 0
    low = ""
    for j in range(i, min(len(lines), i + _BROKEN_OVER)):
        low = f"{low} {lines[j].low}".strip()
        found = [m.start() for p in phrases("motto") if (m := p.search(low))]
        if found and min(found) < len(lines[i].low):
            # A long sentence that speaks of the country's name is no letterhead.
            return j + 1 if len(low) < _LONGEST_ISSUER + 120 and not ends_sentence(low) else 0
    return 0


def is_letterhead_line(lines: list[Line], i: int) -> int:
    """The line after the letterhead element that begins at line `i` (motto, number, date, issuer); 0 for none."""
    line = lines[i]
    if j := motto_at(lines, i):
        return j
    if j := _broken(lines, i, ("number", "date")):
        return j
    if line.bare or (matches("marking", line.low) and len(line.words) < 40):
        return i + 1
    return 0


def opens_subject(lines: list[Line], i: int) -> bool:
    """Whether the subject of a letter begins at line `i`: "V/v …", or "Về …" right below the number."""
    if matches("subject", lines[i].low):
        return True
    above = next((lines[k] for k in range(i - 1, max(-1, i - 3), -1) if not lines[k].bare), None)
    return lines[i].low.startswith("về ") and above is not None and matches("number", above.low)


def ends_subject(lines: list[Line], i: int) -> bool:
    """Whether line `i` is no more of a subject ("V/v …"): a motto or a date begins there."""
    if lines[i].bare or motto_at(lines, i):
        return True
    after = _broken(lines, i, ("date",))
    # "… về hóa đơn. / Hà Nội, ngày 18 …", "cho hộ trồng sen / Hà Nội, ngày 18 …": the date is the next line's alone.
    words = lines[i].words
    goes_on = len(words) > _LONGEST_BREAK or not all(word[:1].isupper() for word in words.split())
    whole = after > i + 1 and goes_on and bool(_broken(lines, i + 1, ("date",)))
    return after > 0 and not whole


# "Thành phố Hồ Chí / Minh, ngày …": what a break leaves of a place's name is short.
_LONGEST_BREAK = 20


def _broken(lines: list[Line], i: int, parts: tuple[str, ...]) -> int:
    """The line after one of `parts` that begins at line `i`, maybe broken over lines; 0 where none does."""
    for size in range(1, _BROKEN_OVER + 1):
        low = " ".join(line.low for line in lines[i : i + size])
        if i + size <= len(lines) and len(low) < _LONGEST_ISSUER and any(matches(part, low) for part in parts):
            return i + size
    return 0


def _is_number_or_date(low: str) -> bool:
    return any(matches(part, low) for part in ("number", "date"))


def _forward(lines: list[Line], i: int) -> int:
    after = i
    while i < len(lines) and not is_heading(lines[i]):
        if j := is_letterhead_line(lines, i):
            i = j
            if not all(line.bare for line in lines[after:j]):
                after = j
            continue
        if opens_subject(lines, i):
            i = _subject_end(lines, i)
            continue
        if is_issuer(lines[i]) and _date_ahead(lines, i):
            i += 1
            continue
        break
    # The rules and bars that close the table of the letterhead.
    while after < len(lines) and lines[after].bare:
        after += 1
    return after


def _subject_end(lines: list[Line], i: int) -> int:
    """The line after a subject set under the number: "V/v thành lập Mạng lưới / quan trắc"."""
    j = i + 1
    while j < len(lines) and j < i + 6 and not ends_subject(lines, j) and not lines[j].gap:
        if matches("address", lines[j].low):
            break
        j += 1
    return j


def _date_ahead(lines: list[Line], i: int) -> bool:
    return any(_is_number_or_date(line.low) or motto_at(lines, i + n) for n, line in enumerate(lines[i : i + 4]) if n)


def _back(lines: list[Line], i: int, start: int) -> int:
    first = i
    subject = _subject_above(lines, i, start)
    for k in range(i - 1, max(start, i - 12) - 1, -1):
        line = lines[k]
        if line.bare:
            continue
        number = _is_number_or_date(line.low) and len(line.words) < _LONGEST_ISSUER
        near_top = k <= start + 3 and len(line.words) <= _LONGEST_LOWERED and not _is_site_words(line)
        if number or is_issuer(line) or near_top or k in subject:
            first = k
            continue
        break
    while first > start and lines[first - 1].bare:
        first -= 1
    return first


def _subject_above(lines: list[Line], i: int, start: int) -> range:
    """The lines of a letter's subject that stand above the motto, where the left column is read first."""
    for k in range(i - 1, max(start, i - 7) - 1, -1):
        if matches("subject", lines[k].low):
            return range(k, i)
    return range(0)


def _is_site_words(line: Line) -> bool:
    """Whether a line above the letterhead is a site's: a sentence, a label, an entry of a list."""
    return (
        ends_sentence(line.words)
        or bool(re.search(r"[:|]", line.words))
        or bool(read_markers(line.words))
        or matches("noise", line.low)
    )


# "ngân hàng nhà nước cộng hoà …": an issuer whose capitals were lost; longer lines are headlines of the site.
_LONGEST_LOWERED = 60


def is_issuer(line: Line) -> bool:
    """Whether a line may name an issuing body: capitals, short, no sentence."""
    return is_upper(line.words) and len(line.words) <= _LONGEST_ISSUER and not ends_sentence(line.words)


def is_heading(line: Line) -> bool:
    """Whether a line opens the title: the name of a kind of document, alone or with its subject."""
    found = type_at_start(line.words, line.low)
    if not found or matches("number", line.low):
        return False
    rest = line.words[found[1] :]
    own = line.words[: found[1]]
    alone = not rest.strip(" :*") or bool(re.match(r"\s+(?:của|số)\b", line.low[found[1] :]))
    glued = rest[:1].isalnum() and is_upper(own)
    return alone or glued or (is_upper(own) and len(rest[: capital_run(rest)].split()) > 1)


def _without_motto(lines: list[Line], start: int) -> tuple[int, int] | None:
    """A letterhead that a copy left no motto in: the opening lines with a number or a date among them."""
    i, found = start, False
    while i < len(lines) and i < start + 8 and not is_heading(lines[i]):
        j = is_letterhead_line(lines, i)
        if j and not lines[i].bare:
            found = True
        elif not j and not is_issuer(lines[i]):
            break
        i = j or i + 1
    return (start, i) if found else None
