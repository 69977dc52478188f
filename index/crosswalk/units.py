"""What a crosswalk compares: the tasks of a parent document and the units of a child that may carry them out.

A unit is a sentence of a clause, a part of one after a semicolon that begins with a
verb or a body of its own, or the task cell of a table row.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.model import FRAME_KINDS, Clause, ClauseKind, Obligation, Record, Span
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vietnamese import syllables
from corpus.vocabulary import load
from index.crosswalk.headings import NOTHING, Heading, headings
from ingest.obligations.sentences.sentence_splitting import pieces

# Clauses about the document, and the heading rows of tables: nothing to carry out stands in them.
_NO_UNITS = FRAME_KINDS | {ClauseKind.TITLE, ClauseKind.BASIS, ClauseKind.FOOTNOTE, ClauseKind.TABLE}

# Syllables. Below SHORTEST nothing is said: "giai đoạn 2021", the leftovers of broken lines.
SHORTEST = 4
# A clause with others under it, of at most this many syllables and no duty, is their heading (as in
# `index.retrieval.chunking`).
HEADING = 40
# A first sentence up to this long with more behind it is a title run in with the text: "3. Đẩy
# mạnh dạy bơi an toàn. Bộ Giáo dục và Đào tạo chủ trì …". In the sample directive they have 6 to 11.
RUN_IN = 12

# "Đây là nhiệm vụ rất quan trọng", "Việc giảm lãi suất áp dụng …": about the tasks beside it, none itself.
_COMMENTS = re.compile(r"(?:Đây|Đó)\ là\ |Việc\ ", re.VERBOSE)

_SEMICOLON = re.compile(r";(?=\s)")
# What trails a statement: "…, nhất là các chương trình trợ giúp trẻ em mồ côi", "… nhằm thực hiện tốt
# các chính sách", "…, qua đó thu hút sự quan tâm của nhà trường".
_TAIL = re.compile(r",?\ (?:nhất\ là|đặc\ biệt\ là|trong\ đó|đồng\ thời|nhằm|qua\ đó|từ\ đó|góp\ phần)\ ", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch ``[start, end)`` of a document; `words` are its running text, `obligations` the duties in it.

    `opening` is the opening statement of the sentence it is a part of, by which people cite the
    sentence; None where it is no part of one (a cell of a table). `heading` is what it stands
    under: the heading of its section, the line that introduces its list.
    """

    path: str
    start: int
    end: int
    words: str
    obligations: tuple[Obligation, ...] = ()
    is_title: bool = False
    opening: Span | None = None
    heading: Heading = NOTHING

    @property
    def in_context(self) -> str:
        """The unit's words behind those it stands under: "Đào tạo" says more under "Cán bộ làm công tác trẻ em"."""
        return f"{self.heading.words}. {self.words}" if self.heading.words else self.words

    @property
    def stated(self) -> Span:
        """What the unit is cited by: its sentence's opening statement, else itself."""
        return self.opening or Span(self.start, self.end)

    def quote(self, text: str) -> str:
        """The unit as the document prints it."""
        return text[self.start : self.end]


def tasks(record: Record) -> tuple[Unit, ...]:
    """The units of `record` that ask for something to be done, in document order.

    Where its obligations are known these decide, and where most sentences of a clause are tasks, so are
    the others ("Chấp nhận rủi ro trong nghiên cứu khoa học."); else everything from the first clause with a marker on
    counts, for what stands before is background.
    """
    found = [unit for unit in units(record) if not unit.is_title]
    if record.obligations:
        states: dict[str, list[bool]] = {}
        for unit in found:
            states.setdefault(unit.path, []).append(bool(unit.obligations))
        asking = {path for path, each in states.items() if 2 * sum(each) > len(each)}
        return tuple(u for u in found if u.obligations or (u.path in asking and not _COMMENTS.match(u.words)))
    begin = next((c.start for c in record.clauses if c.label and c.kind not in _NO_UNITS), 0)
    return tuple(unit for unit in found if unit.start >= begin)


def units(record: Record) -> tuple[Unit, ...]:
    """All units of `record` in document order; intro lines over lists are none, that of the document is one."""
    parents = {c.parent for c in record.clauses if c.kind not in FRAME_KINDS}
    noise = [Span(c.start, c.end) for c in record.clauses if c.kind is ClauseKind.NOISE]
    duties: dict[str, list[Obligation]] = {}
    for obligation in record.obligations:
        duties.setdefault(obligation.path, []).append(obligation)
    under = headings(record, _NO_UNITS)
    found: list[Unit] = []
    for clause in record.clauses:
        own = duties.get(clause.path, [])
        if clause.kind in _NO_UNITS:
            continue
        if clause.kind is ClauseKind.ROW:
            found.extend(_row(record.text, clause, own, under.get(clause.parent, NOTHING)))
            continue
        running = normalize_span(record.text, _after_label(record.text, clause), clause.head_end, skip=noise)
        if clause.path not in parents or not _is_heading(running, clause, own):
            found.extend(_sentences(running, clause, own, under.get(clause.parent, NOTHING)))
    return tuple(found)


def _is_heading(running: NormalizedText, clause: Clause, duties: Sequence[Obligation]) -> bool:
    """Whether the own words of a clause with others under it only announce these."""
    states = any(duty.start < clause.head_end for duty in duties) and not running.text.rstrip().endswith(":")
    return not states and len(syllables(running.text)) <= HEADING


def _after_label(text: str, clause: Clause) -> int:
    labelled = clause.kind is not ClauseKind.PARAGRAPH and text.startswith(clause.label, clause.start)
    return clause.start + len(clause.label) if labelled else clause.start


def _row(text: str, clause: Clause, duties: Sequence[Obligation], heading: Heading) -> Iterator[Unit]:
    """The task cell of a row that states a duty; a row that may be one, whole; a heading row gives nothing."""
    whole = Span(clause.start, clause.head_end)
    cells = [cell for cell in clause.cells for duty in duties if cell.start <= duty.start < cell.end]
    cell = cells[0] if cells else whole
    words = normalize_span(text, cell.start, cell.end)
    if len(syllables(words.text)) >= SHORTEST and (cells or _filled(text, clause) > 2):
        span = words.span(0, len(words.text))
        yield Unit(clause.path, span.start, span.end, words.text.strip(), tuple(duties), heading=heading)


def _filled(text: str, clause: Clause) -> int:
    return sum(1 for cell in clause.cells if cell.of(text).strip())


def _sentences(
    running: NormalizedText, clause: Clause, duties: Sequence[Obligation], heading: Heading
) -> Iterator[Unit]:
    sentences = pieces(running)
    for number, sentence in enumerate(sentences):
        if sentence.opens and clause.parent is not None:
            continue
        parts = list(_parts(running, sentence.start, sentence.end, duties))
        opening = running.span(parts[0][0], _before_tail(running.text, *parts[0]))
        for start, end in parts:
            span = running.span(start, end)
            inside = tuple(d for d in duties if d.start < span.end and span.start < d.end)
            words = running.text[start:end].strip()
            size = len(syllables(words))
            runs_in = number == 0 and len(sentences) > 1 and len(parts) == 1 and size <= RUN_IN
            if size >= SHORTEST:
                title = runs_in and bool(clause.label) and not any(d.deadline for d in inside)
                yield Unit(clause.path, span.start, span.end, words, inside, title, opening, heading)


def _before_tail(text: str, start: int, end: int) -> int:
    """Where the statement ``text[start:end]`` ends without the purpose or emphasis that trails it."""
    tail = next(
        (m for m in _TAIL.finditer(text, start, end) if len(syllables(text[start : m.start()])) >= RUN_IN), None
    )
    return tail.start() if tail else end


def _parts(running: NormalizedText, start: int, end: int, duties: Sequence[Obligation]) -> Iterator[tuple[int, int]]:
    """A sentence in its parts, cut after a semicolon where a duty of its own begins.

    "Hoàn thiện chính sách; tiêu chuẩn, quy trình …" is one, for "tiêu chuẩn" is no verb;
    "tạo sự đồng bộ …; bảo đảm trẻ em phải là trung tâm …" is two.
    """
    begun = {bisect_left(running.offsets, duty.start) for duty in duties}
    at = start
    for mark in _SEMICOLON.finditer(running.text, start, end):
        inner = running.text[at : mark.start()]
        follows = mark.end() + 1
        if inner.count("(") > inner.count(")") or len(syllables(inner)) < SHORTEST:
            continue
        if follows in begun or _begins_with_verb(running.folded[follows:end]):
            yield at, mark.start()
            at = follows
    while end > at and running.text[end - 1] in " ;,":
        end -= 1
    yield at, end


def _begins_with_verb(words: str) -> bool:
    return _verb().match(words) is not None


@cache
def _verb() -> re.Pattern[str]:
    """A verb of ``corpus/reference/duty_verbs.yaml``, also after "được", "đồng thời" and their kin, or "không"."""
    entries = [entry for entry in load("duty_verbs") if entry["strength"] != "frame"]
    words = sorted({re.escape(word) for entry in entries for word in entry["words"]}, key=len, reverse=True)
    return re.compile(rf"(?:(?:được|phải|cần|đồng\ thời|nhất\ là|và)\s+)*(?:{'|'.join(words)}|không)(?!\w)")
