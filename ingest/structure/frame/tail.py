"""How a document ends: recipients, signature, annexes, footnotes."""

from __future__ import annotations

import re

from ingest.markers import BULLETS, read_markers
from ingest.structure.frame.head import is_heading
from ingest.structure.lines import Line
from ingest.structure.phrases import matches
from ingest.structure.typography import ends_sentence, is_name, is_upper, name_at_end

# A name stands at most this many lines below the post (blank lines are not counted).
_NAME_WITHIN = 8
# "VPCP: BTCN, các PCN, …" with its list of departments takes 300 characters.
_LONGEST_RECIPIENT = 400


def heads_recipients(line: Line) -> bool:
    """Whether "Nơi nhận:" heads the list: it stands alone, or before a dash or a column."""
    rest = re.sub(r"^n[ơo]i\s+nh[ậâ]n[\W_]*", "", line.low)
    return not rest or rest.startswith(("-", "như", "chủ tịch")) or line.words.count("  ") > 0 or "- " in rest


def is_recipient(line: Line) -> bool:
    """Whether a line may stand in the list of recipients."""
    if line.bare:
        return True
    if line.table is not None or len(line.words) > _LONGEST_RECIPIENT:
        return False
    return not any(not m.weak and m.style not in BULLETS for m in read_markers(line.words))


def is_signing(lines: list[Line], i: int, *, after_recipients: bool) -> bool:
    """Whether the signature begins at line `i`."""
    line = lines[i]
    if not matches("signing", line.low) or len(line.words) > 160:
        return False
    capitals = is_upper(line.words) or bool(name_at_end(line.words))
    if re.match(r"(?:t|k)\s*[./]?\s*(?:m|t|l|u)\b", line.low):
        below = [other for other in lines[i + 1 : i + 6] if not other.bare][:3]
        return capitals or after_recipients or any(matches("recipients", other.low) for other in below)
    if after_recipients:
        return capitals or _starts_capital(line)
    return capitals and _signed_below(lines, i) and _text_ends_above(lines, i)


def _starts_capital(line: Line) -> bool:
    words = line.words.split()
    return len(words) >= 2 and is_upper(" ".join(words[:2]))


def _signed_below(lines: list[Line], i: int) -> bool:
    if name_at_end(lines[i].words):
        return True
    below = [line for line in lines[i + 1 : i + 1 + _NAME_WITHIN] if not line.bare]
    for line in below:
        if is_name(line.words) or name_at_end(line.words) or matches("signed", line.low):
            return True
        if not (is_upper(line.words) or matches("recipients", line.low)):
            return False
        if matches("recipients", line.low):
            return True
    return False


def _text_ends_above(lines: list[Line], i: int) -> bool:
    above = next((lines[k] for k in range(i - 1, -1, -1) if not lines[k].bare), None)
    return above is None or ends_sentence(above.words) or is_upper(above.words) or is_name(above.words)


def is_signature_part(line: Line) -> bool:
    """Whether a line goes on with a signature: a post, "(đã ký)", a name."""
    if line.bare:
        return True
    short = len(line.words) <= 120
    return short and (
        matches("signing", line.low)
        or matches("signed", line.low)
        or is_name(line.words)
        or bool(name_at_end(line.words))
        or (is_upper(line.words) and not is_heading(line) and not ends_sentence(line.words))
    )


def is_annex_start(lines: list[Line], i: int, *, after_signature: bool) -> bool:
    """Whether an annex begins at line `i`: "PHỤ LỤC I …", or "QUY CHẾ … (Ban hành kèm theo …)"."""
    line = lines[i]
    if matches("annex", line.low):
        first = " ".join(line.words.split()[:2])
        alone = len(line.words) < 20 and (line.gap or after_signature) and line.new
        return is_upper(first) or alone or (after_signature and matches("issued_with", line.low))
    if not after_signature:
        return False
    return is_heading(line) and _issued_with_below(lines, i)


def _issued_with_below(lines: list[Line], i: int) -> bool:
    for line in lines[i : i + 9]:
        if matches("issued_with", line.low):
            return True
        if matches("basis", line.low):
            return False
    return False
