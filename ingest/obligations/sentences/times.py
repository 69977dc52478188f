"""Times that stand outside a duty's own words and hold for it: of an intro line, or in a sentence of their own.

intro      "… hoàn thành trong tháng 11 năm 2025, cụ thể: (1) Bộ A …; (2) Bộ B …"
own        "Sở A rà soát … . Sở B tổng hợp … . Thời gian hoàn thành trước ngày 30/12/2025."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.model import FRAME_KINDS, Clause, ClauseKind, Deadline, DeadlineKind
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vietnamese import fold
from ingest.deadlines import find_deadlines, stated_deadline
from ingest.obligations.candidates import Candidate
from ingest.obligations.context.task_labels import Labels
from ingest.obligations.sentences.sentence_splitting import Piece, pieces

# "Thời gian hoàn thành trước ngày 30/12/2025", "Việc này hoàn thành trong tháng 6", "Xong trước ngày 15/3"
_OWN_TIME = re.compile(
    r"""
    [\W_]* (?: (?:tất \s cả \s |các \s |những \s )? (?:nội \s dung|nhiệm \s vụ|công \s việc|việc)
                (?:\s (?:trên|này|nêu \s trên))* \s )?
    (?: (?:phấn \s đấu|phải|yêu \s cầu|bảo \s đảm|đảm \s bảo) \s )*
    (?: (?:thời \s (?:gian|hạn|điểm)|tiến \s độ|hạn)
        (?:\s (?:hoàn \s thành|thực \s hiện|báo \s cáo|gửi|xong|triển \s khai))* (?:\s (?:là|chậm \s nhất \s là))?
      | hoàn \s thành (?:\s xong)? | xong ) [\s:,]*
    """,
    re.VERBOSE,
)
# An intro line's time that counts for what it opens; what counts from an event does so where it is said.
_HANDED_DOWN = {DeadlineKind.FIXED, DeadlineKind.PERIOD, DeadlineKind.RECURRING}
_LIST_ITEMS = {ClauseKind.ITEM, ClauseKind.POINT, ClauseKind.BULLET, ClauseKind.CLAUSE}
# Words that may stand beside the time in such a sentence: "(chậm nhất)", "nhiệm vụ này".
_LONGEST_REST = 12


def with_times(text: str, clauses: Sequence[Clause], stated: Sequence[Candidate]) -> list[Candidate]:
    """The duties, each without a time of its own with the one that an intro line or a sentence behind gives it."""
    by_path = {clause.path: clause for clause in clauses}
    intros = _Intros(text, clauses)
    out = list(stated)
    own = _own_times(text, clauses)
    of_clause: dict[str, list[int]] = {}
    for i, duty in enumerate(out):
        of_clause.setdefault(duty.clause.path, []).append(i)
    sentences = {path: pieces(out[held[0]].normalized) for path, held in of_clause.items()}
    for path, held in of_clause.items():
        for i in held:
            if _timed(out[i]):
                continue
            deadline = (
                _behind(out[i], sentences[path])
                or _of_line(by_path[path], own)
                or _of_part(out[i], sentences[path])
                or intros.over(by_path[path])
            )
            if deadline:
                out[i] = replace(out[i], labels=out[i].labels.and_then(Labels(deadline=deadline)))
    return [duty for duty in out if not _only_a_time(_words(duty))]


def _timed(duty: Candidate) -> bool:
    return duty.labels.deadline is not None or bool(find_deadlines(_words(duty)))


def _words(duty: Candidate) -> str:
    return duty.normalized.text[duty.found.start : duty.found.end]


def _behind(duty: Candidate, sentences: Sequence[Piece]) -> Deadline | None:
    """The time of the next sentence of the same clause that says nothing else."""
    for piece in sentences:
        if piece.start >= duty.found.end and (deadline := _only_a_time(duty.normalized.text[piece.start : piece.end])):
            return deadline
    return None


def _of_part(duty: Candidate, sentences: Sequence[Piece]) -> Deadline | None:
    """The time of the intro in the same clause that a numbered part hangs under."""
    piece = next((p for p in sentences if p.start <= duty.found.start < p.end), None)
    while piece is not None and piece.under is not None:
        piece = sentences[piece.under]
        if deadline := _handed_down(duty.normalized.text[piece.start : piece.end]):
            return deadline
    return None


def _of_line(clause: Clause, own: Mapping[str | None, Sequence[tuple[int, Deadline]]]) -> Deadline | None:
    """The time of the line behind a clause, under the same heading, that says nothing else."""
    return next((deadline for start, deadline in own.get(clause.parent, ()) if start >= clause.end), None)


def _own_times(text: str, clauses: Sequence[Clause]) -> dict[str | None, list[tuple[int, Deadline]]]:
    """The lines that are a time and nothing else, by the clause they stand in."""
    found: dict[str | None, list[tuple[int, Deadline]]] = {}
    for clause in clauses:
        if clause.kind not in FRAME_KINDS and clause.head_end - clause.start < _LONGEST_LINE:
            words = normalize_span(text, clause.start + len(clause.label), clause.head_end).text
            if clause.parent is not None and (deadline := _only_a_time(words)):
                found.setdefault(clause.parent, []).append((clause.start, deadline))
    return found


# A line that is a time and nothing else is short; no measurement set this, it only spares long lines the reading.
_LONGEST_LINE = 120


def _only_a_time(words: str) -> Deadline | None:
    """The deadline of a sentence that says nothing but by when; None where it says more."""
    if len(words) > _LONGEST_LINE or not (m := _OWN_TIME.match(fold(words))):
        return None
    times = find_deadlines(words)
    deadline, _ = stated_deadline(times, words)
    if deadline is None or times[0].start > m.end():
        return None
    said = m.end() + sum(t.end - max(t.start, m.end()) for t in times)
    return deadline if len(words.rstrip(" .;")) - said <= _LONGEST_REST else None


def _handed_down(words: str) -> Deadline | None:
    times = tuple(t for t in find_deadlines(words) if t.deadline.kind in _HANDED_DOWN)
    return stated_deadline(times, words)[0]


class _Intros:
    """The intro lines of a document with the times they give to what they open."""

    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self._text = text
        self._by_path = {clause.path: clause for clause in clauses}
        self._beside = dict(_siblings_of_intros(text, clauses))
        self._known: dict[str, Deadline | None] = {}

    def over(self, clause: Clause) -> Deadline | None:
        """The time of the nearest intro line that opens a clause, if it gives one."""
        at: Clause | None = clause
        while at is not None:
            for path in (self._beside.get(at.path), at.parent):
                if path is not None and (deadline := self._of(self._by_path[path])):
                    return deadline
            at = self._by_path[at.parent] if at.parent is not None else None
        return None

    def _of(self, intro: Clause) -> Deadline | None:
        if intro.path not in self._known:
            self._known[intro.path] = _of_intro(normalize_span(self._text, intro.start, intro.head_end))
        return self._known[intro.path]


def _of_intro(running: NormalizedText) -> Deadline | None:
    """The time in the last sentence of a clause's own words, where that ends in a colon."""
    if not running.text.rstrip().endswith(":"):
        return None
    last = pieces(running)[-1:]
    return _handed_down(running.text[last[0].start : last[0].end]) if last else None


def _siblings_of_intros(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Each list item beside an intro line that does not hold it in the tree, with that line."""
    parents = {clause.parent for clause in clauses if clause.kind not in FRAME_KINDS}
    open_: dict[str | None, str] = {}
    for clause in clauses:
        if clause.kind is ClauseKind.PARAGRAPH:
            is_intro = text[clause.start : clause.head_end].rstrip(" *_\n").endswith(":") and clause.path not in parents
            open_.pop(clause.parent, None)
            if is_intro:
                open_[clause.parent] = clause.path
        elif clause.kind in _LIST_ITEMS and clause.parent in open_:
            yield clause.path, open_[clause.parent]
