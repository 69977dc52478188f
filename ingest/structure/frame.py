"""Which lines are the document's frame and which its body.

The frame is what Decree 30/2020/NĐ-CP sets around the text: letterhead, title,
bases, recipients, signature, headings of annexes. Copies join these on one line,
break them in mid-phrase, put a site's own data before and after them, and begin
anew with an annex; `place_lines` walks the lines once and gives each its zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Span
from ingest.markers import BULLETS, read_markers
from ingest.structure.head import find_letterhead, is_heading, motto_at
from ingest.structure.lines import Line
from ingest.structure.phrases import matches
from ingest.structure.tail import is_annex_start, is_signature_part, is_signing
from ingest.structure.titles import annex_heading_size, cut_title, is_headline, is_title_start, title_size
from ingest.structure.words import ends_sentence, is_name, is_upper, name_at_end


class Zone(StrEnum):
    """The part of a document that a line belongs to."""

    NOISE = "noise"
    LETTERHEAD = "letterhead"
    TITLE = "title"
    AUTHORITY = "authority"  # "THỦ TƯỚNG CHÍNH PHỦ" before the bases, "QUYẾT ĐỊNH:" after them
    BASIS = "basis"
    BODY = "body"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    ANNEX = "annex"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its zone; `opens` says that a new piece of that zone begins with it."""

    line: Line
    zone: Zone
    opens: bool = False


def place_lines(lines: list[Line], noise: Iterable[Span] = ()) -> list[Placed]:
    """The lines with their zones, in order; lines that hold two parts are cut where the parts meet."""
    walk = _Walk(_cut_cells(lines), tuple(noise))
    walk.run()
    return walk.placed


class _Walk:
    """One pass over the lines: where it stands, and what it has already seen."""

    def __init__(self, lines: list[Line], noise: tuple[Span, ...]) -> None:
        self.lines = lines
        self.noise = noise
        self.placed: list[Placed] = []
        self.i = 0
        self.after_recipients = False
        self.after_signature = False

    def run(self) -> None:
        self._opening()
        while self.i < len(self.lines):
            if not (self._frame_line() or self._tail() or self._annex()):
                self._body_line()

    # --- the beginning ------------------------------------------------------

    def _opening(self) -> None:
        """Site data, letterhead, title and bases of the document or of an annex with its own letterhead."""
        if head := find_letterhead(self.lines, self.i):
            self._put_until(head[0], Zone.NOISE)
            self._letterhead(head[1])
        while self.i < len(self.lines) and (self.lines[self.i].bare or self._is_noise(self.i)):
            self._put(Zone.NOISE)
        self._title(headline=head is None)
        self._preamble()

    def _letterhead(self, after: int) -> None:
        subject = next((k for k in range(self.i, after) if matches("subject", self.lines[k].low)), None)
        if subject is None:
            self._put_until(after, Zone.LETTERHEAD, opens=True)
            return
        self._put_until(subject, Zone.LETTERHEAD, opens=True)
        self._put(Zone.TITLE, opens=True)
        while self.i < after and not self.lines[self.i].bare and not matches("date", self.lines[self.i].low):
            self._put(Zone.TITLE)
        self._put_until(after, Zone.LETTERHEAD, opens=True)

    def _title(self, *, headline: bool) -> None:
        if self.i >= len(self.lines):
            return
        if is_title_start(self.lines, self.i):
            self._cut(cut_title(self.lines[self.i]))
            self._put_until(self.i + title_size(self.lines, self.i), Zone.TITLE, opens=True)
        elif headline and is_headline(self.lines, self.i):
            self._put(Zone.TITLE, opens=True)

    def _preamble(self) -> None:
        """Authority, bases and the enacting word, as far as they follow one another."""
        in_basis = False
        while self.i < len(self.lines):
            line = self.lines[self.i]
            if self._frame_line():
                continue
            if line.bare:
                self._put(Zone.BASIS if in_basis else Zone.NOISE)
                continue
            self._cut(_cut_bases(line))
            line = self.lines[self.i]
            if matches("enacting", line.low) and not in_basis:
                self._put(Zone.AUTHORITY, opens=True)
                return
            if matches("basis", line.low) and not self._is_introduction():
                self._put(Zone.BASIS, opens=True)
                in_basis = not _ends_basis(line)
            elif in_basis:
                self._put(Zone.BASIS)
                in_basis = not _ends_basis(line)
            elif self._is_authority():
                self._put(Zone.AUTHORITY, opens=True)
            elif self._seen_basis() and matches("further_basis", line.low) and not self._is_introduction():
                self._put(Zone.BASIS, opens=True)
                in_basis = not _ends_basis(line)
            else:
                return

    def _is_authority(self) -> bool:
        line = self.lines[self.i]
        if not matches("authority", line.low) or ends_sentence(line.words):
            return False
        # Copies that lost their capitals still set the authority alone on a short line.
        return is_upper(line.words) or (len(line.words) < 60 and self._basis_ahead())

    def _basis_ahead(self) -> bool:
        ahead = [line for line in self.lines[self.i + 1 : self.i + 6] if not line.bare]
        return any(matches("basis", line.low) for line in ahead[:3])

    def _seen_basis(self) -> bool:
        return any(p.zone is Zone.BASIS for p in self.placed[-60:])

    def _is_introduction(self) -> bool:
        """Whether the sentence from here leads into the text: "Căn cứ …, Ban Chỉ đạo xây dựng kế hoạch như sau:"."""
        for line in self.lines[self.i : self.i + 12]:
            words = line.words.rstrip(" *")
            if words.endswith(":"):
                return not matches("enacting", line.low)
            if words.endswith((";", ".", ",")) and len(words) < _FULL_LINE:
                return False
            if words.endswith((";", ".")):
                return False
        return False

    # --- the body and the end -----------------------------------------------

    def _body_line(self) -> None:
        self._cut(_cut_body(self.lines[self.i]))
        self._put(Zone.BODY)

    def _frame_line(self) -> bool:
        """Noise wherever it stands, footnotes after the text."""
        if self._is_noise(self.i):
            self._put(Zone.NOISE, opens=True)
            return True
        return False

    def _is_noise(self, i: int) -> bool:
        line = self.lines[i]
        if any(span.start <= line.start and line.end <= span.end for span in self.noise):
            return True
        if matches("noise", line.low):
            return True
        # The number of a page stands by the running header.
        beside = [self.lines[k] for k in (i - 1, i + 1) if 0 <= k < len(self.lines)]
        return bool(re.fullmatch(r"\d{1,4}", line.words)) and any(matches("noise", b.low) for b in beside)

    def _tail(self) -> bool:
        line = self.lines[self.i]
        if matches("recipients", line.low) and self._plausible_recipients():
            self._recipients()
            return True
        if is_signing(self.lines, self.i, after_recipients=self.after_recipients and not self.after_signature):
            self._signature()
            return True
        if (self.after_signature or self.after_recipients) and matches("footnote", line.low):
            for _ in range(self._cut(_cut_footnotes(line))):
                self._put(Zone.FOOTNOTE, opens=True)
            return True
        return False

    def _plausible_recipients(self) -> bool:
        """"Nơi nhận:" stands alone, or before a dash or a column; not as a row of a form."""
        rest = re.sub(r"^n[ơo]i\s+nh[ậâ]n\W*", "", self.lines[self.i].low)
        return not rest or rest.startswith(("-", "như", "chủ tịch")) or self.lines[self.i].words.count("  ") > 0 or "- " in rest

    def _recipients(self) -> None:
        self.after_recipients = True
        self._put(Zone.RECIPIENTS, opens=True)
        while self.i < len(self.lines):
            line = self.lines[self.i]
            if self._frame_line():
                continue
            if matches("footnote", line.low) or matches("site_title", line.low) or motto_at(self.lines, self.i):
                return
            if is_annex_start(self.lines, self.i, after_signature=True):
                return
            if is_signing(self.lines, self.i, after_recipients=True):
                return
            if not _is_recipient(line):
                return
            self._cut(_cut_columns(line))
            self._put(Zone.RECIPIENTS)
            while self.i < len(self.lines) and not self.lines[self.i].new:
                self._put(Zone.SIGNATURE, opens=True)

    def _signature(self) -> None:
        self.after_signature = True
        self._put(Zone.SIGNATURE, opens=not self.placed or self.placed[-1].zone is not Zone.SIGNATURE)
        while self.i < len(self.lines):
            line = self.lines[self.i]
            if self._frame_line():
                continue
            if matches("recipients", line.low) or matches("footnote", line.low) or matches("site_title", line.low):
                return
            if motto_at(self.lines, self.i) or is_annex_start(self.lines, self.i, after_signature=True):
                return
            if not is_signature_part(line) or self._signed_already():
                return
            self._put(Zone.SIGNATURE)

    def _signed_already(self) -> bool:
        """Whether a name has closed this signature, so that capitals after it are a heading."""
        last = next((p.line for p in reversed(self.placed) if p.zone is Zone.SIGNATURE and not p.line.bare), None)
        line = self.lines[self.i]
        named = last is not None and (is_name(last.words) or bool(name_at_end(last.words)))
        return named and not line.bare and not matches("signing", line.low) and not is_name(line.words)

    def _annex(self) -> bool:
        """An annex, announced or only standing after the signature; or what a site adds there."""
        line = self.lines[self.i]
        if matches("site_title", line.low) and self.after_recipients:
            self._put(Zone.NOISE, opens=True)
            return True
        ended = self.after_signature or self.after_recipients
        if is_annex_start(self.lines, self.i, after_signature=ended) and (self.placed or ended):
            self._put_until(self.i + annex_heading_size(self.lines, self.i), Zone.ANNEX, opens=True)
            self._enter_annex()
            return True
        if ended and motto_at(self.lines, self.i):
            self._annex_with_letterhead()
            return True
        if ended and self.placed[-1].zone in {Zone.SIGNATURE, Zone.RECIPIENTS, Zone.NOISE} and not line.bare:
            return self._unannounced()
        if line.bare and self.placed and self.placed[-1].zone is not Zone.BODY:
            self._put(self.placed[-1].zone)
            return True
        return False

    def _annex_with_letterhead(self) -> None:
        head = find_letterhead(self.lines, self.i, self.i + 4)
        self._put_until(head[1] if head else self.i + 1, Zone.LETTERHEAD, opens=True)
        if self.i < len(self.lines) and is_heading(self.lines[self.i]):
            self._put_until(self.i + annex_heading_size(self.lines, self.i), Zone.ANNEX, opens=True)
        self._enter_annex()

    def _unannounced(self) -> bool:
        """Text after the signature that no heading announces: an annex where there is enough of it, else noise."""
        rest = [line for line in self.lines[self.i :] if not line.bare and not matches("noise", line.low)]
        if sum(len(line.words) for line in rest) < _SHORTEST_ANNEX and not any(
            m.style not in BULLETS for line in rest for m in read_markers(line.words)
        ):
            self._put(Zone.NOISE, opens=True)
            return True
        head = len(self.lines[self.i].words) <= 200 and not ends_sentence(self.lines[self.i].words)
        if head and not read_markers(self.lines[self.i].words):
            self._put(Zone.ANNEX, opens=True)
            self._enter_annex()
            return True
        return False

    def _enter_annex(self) -> None:
        self.after_recipients = self.after_signature = False
        self._preamble()

    # --- moving on ----------------------------------------------------------

    def _put(self, zone: Zone, *, opens: bool = False) -> None:
        self.placed.append(Placed(self.lines[self.i], zone, opens))
        self.i += 1

    def _put_until(self, after: int, zone: Zone, *, opens: bool = False) -> None:
        while self.i < min(after, len(self.lines)):
            if zone is not Zone.NOISE and self._is_noise(self.i):
                self._put(Zone.NOISE, opens=True)
                continue
            self._put(zone, opens=opens)
            opens = False

    def _cut(self, parts: list[Line]) -> int:
        self.lines[self.i : self.i + 1] = parts
        return len(parts)


# A line this long that ends in a comma was most likely broken there.
_FULL_LINE = 60
# Stamps and site remarks after a signature are shorter; the shortest annex seen has 700 characters.
_SHORTEST_ANNEX = 400


def _ends_basis(line: Line) -> bool:
    words = line.words.rstrip(" *_")
    return words.endswith((";", ".", ":")) or (words.endswith(",") and len(words) < _FULL_LINE)


def _is_recipient(line: Line) -> bool:
    if line.bare:
        return True
    if len(line.words) > 400:
        return False
    return not any(not m.weak and m.style not in BULLETS for m in read_markers(line.words))


def _cut_cells(lines: list[Line]) -> list[Line]:
    """Frame cells that a converter set on one line between bars, each as a line of its own."""
    out: list[Line] = []
    for line in lines:
        bars = [m.start() for m in re.finditer(r"\s\|\s", line.words)]
        frame = bars and (matches("recipients", line.low) or any(matches(p, line.low) for p in ("motto", "number", "date")))
        out.extend(_cut_recipients(part) for part in ()) if False else None
        out.extend(line.cut(*(b + 1 for b in bars)) if frame else [line])
    return out


def _cut_recipients(line: Line) -> Line:
    return line


def _cut_columns(line: Line) -> list[Line]:
    """A recipient with a piece of the signature in the column beside it."""
    m = re.search(r"\S(\s{4,}|\t+\s*)(?=\S)", line.words)
    return line.cut(m.end()) if m else [line]


def _cut_bases(line: Line) -> list[Line]:
    """Bases joined on one line, and the enacting word behind them, each by itself."""
    places = [
        m.start("next")
        for m in re.finditer(r"[;.,:]\s+(?P<next>(?:Căn cứ|Xét|Theo đề nghị|Theo Tờ trình|Thực hiện|[A-ZĐ]{2,}\s[A-ZĐ]{2,}[A-Z\s]*:))", line.words)
    ]
    if not places or not (matches("basis", line.low)):
        return [line]
    return line.cut(*places)


def _cut_body(line: Line) -> list[Line]:
    return [line]


def _cut_footnotes(line: Line) -> list[Line]:
    return line.cut(*(m.start() for m in re.finditer(r"(?<=\s)\[\d{1,3}\]", line.words)))
