"""Which lines are the document's frame and which its body.

The frame is what Decree 30/2020/NĐ-CP sets around the text: letterhead, title,
bases, recipients, signature, headings of annexes. Copies join these on one line,
break them in mid-phrase, put a site's own data before and after them, and begin
anew with an annex; `place_lines` walks the lines once and gives each its zone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from corpus.model import Span
from ingest.markers import BULLETS, read_markers
from ingest.structure.frame.head import ends_subject, find_letterhead, is_heading, is_issuer, motto_at, opens_subject
from ingest.structure.frame.preamble import basis_ahead, ends_basis, is_authority, is_introduction
from ingest.structure.frame.tail import (
    heads_recipients,
    is_annex_start,
    is_recipient,
    is_signature_part,
    is_signing,
)
from ingest.structure.frame.titles import (
    annex_heading_size,
    bare_subject_size,
    cut_title,
    heading_below,
    is_headline,
    is_title_start,
    subject_size,
    title_size,
)
from ingest.structure.line_splitting import (
    cut_address,
    cut_bases,
    cut_cells,
    cut_closing,
    cut_columns,
    cut_footnotes,
    cut_heading,
    cut_letterhead,
)
from ingest.structure.lines import Line
from ingest.structure.phrases import matches
from ingest.structure.typography import ends_sentence, is_name, is_upper, name_at_end


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
    walk = _Walk([part for line in cut_cells(lines) for part in cut_letterhead(line)], tuple(noise))
    walk.run()
    return walk.placed


class _Walk:
    """One pass over the lines: where it stands, and what it has already seen."""

    def __init__(self, lines: list[Line], noise: tuple[Span, ...]) -> None:
        self.lines = lines
        self.noise = sorted(noise)
        self.noise_starts = [span.start for span in self.noise]
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
        elif (below := heading_below(self.lines)) is not None:
            self._put_until(below, Zone.NOISE)
        while self.i < len(self.lines) and (self.lines[self.i].bare or self._is_noise(self.i)):
            self._put(Zone.NOISE)
        self._title(headline=head is None)
        self._preamble()

    def _letterhead(self, after: int) -> None:
        subject = next((k for k in range(self.i, after) if opens_subject(self.lines, k)), None)
        if subject is None:
            self._put_until(after, Zone.LETTERHEAD, opens=True)
            return
        self._put_until(subject, Zone.LETTERHEAD, opens=True)
        self._put(Zone.TITLE, opens=True)
        while self.i < after and not ends_subject(self.lines, self.i):
            self._put(Zone.TITLE)
        self._put_until(after, Zone.LETTERHEAD, opens=True)

    def _title(self, *, headline: bool) -> None:
        if self.i >= len(self.lines):
            return
        if is_annex_start(self.lines, self.i, after_signature=True) and not self._seen(Zone.LETTERHEAD):
            return
        if is_title_start(self.lines, self.i):
            self._cut(cut_title(self.lines, self.i))
            self._put_until(self.i + title_size(self.lines, self.i), Zone.TITLE, opens=True)
        elif not headline and matches("subject", self.lines[self.i].low):
            self._put_until(self.i + subject_size(self.lines, self.i), Zone.TITLE, opens=True)
        elif not headline and (subject := self._bare_subject()):
            self._put_until(subject[0], Zone.LETTERHEAD)
            self._cut(cut_title(self.lines, self.i))
            self._put_until(self.i + subject[1], Zone.TITLE, opens=True)
        elif headline and is_headline(self.lines, self.i):
            self._put(Zone.TITLE, opens=True)

    def _bare_subject(self) -> tuple[int, int] | None:
        """Where a subject without the name of a kind of document begins, and how many lines it takes."""
        for k in range(self.i, min(self.i + 3, len(self.lines))):
            if size := bare_subject_size(self.lines, k):
                return k, size
            if matches("authority", self.lines[k].low) or matches("basis", self.lines[k].low):
                return None
        return None

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
            self._cut(cut_bases(line))
            line = self.lines[self.i]
            if matches("enacting", line.low) and (not in_basis or is_upper(line.words)):
                self._put(Zone.AUTHORITY, opens=True)
                in_basis = False
                if basis_ahead(self.lines, self.i):
                    continue
                return
            further = matches("further_basis", line.low) and not in_basis and self._seen(Zone.BASIS)
            named = is_authority(self.lines, self.i, after_authority=self._after(Zone.AUTHORITY))
            if (matches("basis", line.low) or (further and not named)) and not is_introduction(self.lines, self.i):
                self._put(Zone.BASIS, opens=True)
                in_basis = not ends_basis(line)
            elif in_basis:
                self._put(Zone.BASIS)
                in_basis = not ends_basis(line)
            elif named:
                self._put(Zone.AUTHORITY, opens=True)
            else:
                return

    def _after(self, zone: Zone) -> bool:
        return bool(self.placed) and self.placed[-1].zone is zone

    def _seen(self, zone: Zone) -> bool:
        return any(p.zone is zone for p in self.placed[-60:])

    # --- the body and the end -----------------------------------------------

    def _body_line(self) -> None:
        line = self.lines[self.i]
        following = next((k for k in range(self.i + 1, len(self.lines)) if not self.lines[k].bare), None)
        last = following is None or matches("recipients", self.lines[following].low)
        parts = cut_address(line) if self._in_address() else cut_heading(line)
        for _ in range(self._cut([*parts[:-1], *(cut_closing(parts[-1]) if last else parts[-1:])])):
            self._put(Zone.BODY)

    def _in_address(self) -> bool:
        """Whether the line is an entry of the address: a dash under "Kính gửi:" or "… điện:"."""
        for item in reversed(self.placed[-40:]):
            if item.line.bare or item.zone is Zone.NOISE:
                continue
            if matches("address", item.line.low):
                return item.zone is Zone.BODY
            if not item.line.words.startswith(("-", "–", "+")):
                return False
        return False

    def _frame_line(self) -> bool:
        """Noise wherever it stands, footnotes after the text."""
        if self._is_noise(self.i):
            self._put(Zone.NOISE, opens=True)
            return True
        return False

    def _is_noise(self, i: int) -> bool:
        line = self.lines[i]
        at = bisect_right(self.noise_starts, line.start) - 1
        if at >= 0 and line.end <= self.noise[at].end:
            return True
        if matches("noise", line.low):
            return True
        # The number of a page stands by the running header.
        beside = [self.lines[k] for k in (i - 1, i + 1) if 0 <= k < len(self.lines)]
        return bool(re.fullmatch(r"\d{1,4}", line.words)) and any(matches("noise", b.low) for b in beside)

    def _tail(self) -> bool:
        line = self.lines[self.i]
        if matches("recipients", line.low) and heads_recipients(line):
            self._recipients()
            return True
        if is_signing(self.lines, self.i, after_recipients=self.after_recipients and not self.after_signature):
            self._signature()
            return True
        if matches("footnote", line.low) and (self.after_signature or self.after_recipients or self._is_note(line)):
            for _ in range(self._cut(cut_footnotes(line))):
                self._put(Zone.FOOTNOTE, opens=True)
            return True
        return False

    def _is_note(self, line: Line) -> bool:
        """Whether the text above points to the note that the line opens with: "… nhiều văn bản[1] chỉ đạo …"."""
        mark = line.words[line.words.index("[") : line.words.index("]") + 1]
        return line.new and any(mark in p.line.words[1:] for p in self.placed)

    def _recipients(self) -> None:
        self.after_recipients = True
        self._cut(cut_columns(self.lines[self.i]))
        self._put(Zone.RECIPIENTS, opens=True)
        self._signature_beside()
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
            if not is_recipient(line):
                return
            if line.bare:
                self._put(self.placed[-1].zone)
                continue
            if is_name(line.words) and self._copy_listed():
                self._signature()
                return
            self._cut(cut_columns(line))
            self._put(Zone.RECIPIENTS)
            self._signature_beside()

    def _signature_beside(self) -> None:
        """The piece of the signature that a copy set beside a recipient."""
        while self.i < len(self.lines) and not self.lines[self.i].new:
            self._put(Zone.SIGNATURE, opens=True)

    def _copy_listed(self) -> bool:
        """Whether the list of recipients has come to its last entry, the file copy: "Lưu: VT."."""
        return any(re.match(r"[-–\s]*lưu\b", p.line.low) for p in self.placed[-6:] if p.zone is Zone.RECIPIENTS)

    def _signature(self) -> None:
        self.after_signature = True
        self._put(Zone.SIGNATURE, opens=not self.placed or self.placed[-1].zone is not Zone.SIGNATURE)
        while self.i < len(self.lines):
            line = self.lines[self.i]
            if self._frame_line():
                continue
            if matches("recipients", line.low) or matches("footnote", line.low) or matches("site_title", line.low):
                return
            if self._heads_letterhead() or is_annex_start(self.lines, self.i, after_signature=True):
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
        if is_annex_start(self.lines, self.i, after_signature=ended):
            self._put_until(self.i + annex_heading_size(self.lines, self.i), Zone.ANNEX, opens=True)
            self._enter_annex()
            return True
        if ended and self._heads_letterhead():
            self._annex_with_letterhead()
            return True
        if ended and self.placed[-1].zone in {Zone.SIGNATURE, Zone.RECIPIENTS, Zone.NOISE} and not line.bare:
            return self._unannounced()
        if line.bare and self.placed and self.placed[-1].zone is not Zone.BODY:
            self._put(self.placed[-1].zone)
            return True
        return False

    def _heads_letterhead(self) -> bool:
        """Whether the letterhead of an annex begins here: a motto, or an issuer with a motto below it."""
        if motto_at(self.lines, self.i):
            return True
        below = [k for k in range(self.i + 1, min(self.i + 5, len(self.lines))) if not self.lines[k].bare][:2]
        return is_issuer(self.lines[self.i]) and any(motto_at(self.lines, k) for k in below)

    def _annex_with_letterhead(self) -> None:
        head = find_letterhead(self.lines, self.i, self.i + 4)
        self._put_until(head[1] if head else self.i + 1, Zone.LETTERHEAD, opens=True)
        if self.i < len(self.lines) and is_heading(self.lines[self.i]):
            self._put_until(self.i + annex_heading_size(self.lines, self.i), Zone.ANNEX, opens=True)
        self._enter_annex()

    def _unannounced(self) -> bool:
        """Text after the signature that no heading announces: an annex where there is enough of it, else noise."""
        if self.lines[self.i].table is not None:
            return False
        if self._only_remarks_follow():
            self._put(Zone.NOISE, opens=True)
            return True
        head = len(self.lines[self.i].words) <= 200 and not ends_sentence(self.lines[self.i].words)
        if head and not read_markers(self.lines[self.i].words):
            self._put(Zone.ANNEX, opens=True)
            self._enter_annex()
            return True
        return False

    def _only_remarks_follow(self) -> bool:
        size = 0
        for line in islice(self.lines, self.i, None):
            if line.bare or matches("noise", line.low):
                continue
            size += len(line.words)
            if size >= _SHORTEST_ANNEX or any(m.style not in BULLETS for m in read_markers(line.words)):
                return False
        return True

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


# Stamps and site remarks after a signature are shorter; the shortest annex seen has 700 characters.
_SHORTEST_ANNEX = 400
