"""Passages: what the index holds. One clause each, or small neighbours of one parent joined.

Every passage is a stretch of the document's text, ``record.text[start:end]``; the
headings above it are kept apart, as `context`, and go into what is embedded and
matched but never into the stretch. Letterhead, recipients, signature and noise give
none; every other character of text stands in at least one passage or heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from corpus.model import FRAME_KINDS, Assignee, Clause, ClauseKind, Document, Record, Span

# Raised when the same record would be cut differently, or described differently.
PASSAGES_VERSION = 3

# Syllables. A clause below FRAGMENT ("Sở Tài chính", "2025": cells of a flattened table) says
# nothing alone and is joined with its neighbours, up to JOINED.
FRAGMENT = 8
JOINED = 60
# A clause past WINDOW is cut at sentence ends: with its context it must stay below the
# model's 512 tokens (1.2 to 1.4 tokens a syllable). On alqac, windows of 200 syllables
# instead of whole articles raised BM25's nDCG@10 from .892 to .907.
WINDOW = 200
OVERLAP = 40
# A clause with others under it and at most this many syllables of its own is a heading or an
# intro line; longer, it is text that happens to have parts, and a passage too.
HEADING = 40
# What the embedded text keeps of the document's title and of each heading. On the 30 queries
# over 45 documents (1,230 passages), 20 and 15 beat none, 12 and 10, and 30 and 25: more of
# it, and all passages of a document look alike.
TITLE_SHARE = 20
HEADING_SHARE = 15
# Numbers of documents that a report is said to be about.
_MOST_ABOUT = 2

_NAMESPACE = UUID("6f0e6c1e-8a57-5d0c-9d0b-0d5c7a1e2f43")
SEPARATOR = " › "

_SYLLABLE = re.compile(r"\w+")
# After a sentence, a clause of one that ends in ";", or a line end.
_SENTENCE_END = re.compile(r"(?<=[.;:!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch ``[start, end)`` of a document with what surrounds it.

    `path` is the clause it begins with, `paths` all clauses in it. `context` is the
    heading path, "Kế hoạch 377/KH-UBND … › III. Tổ chức thực hiện › 2. Bộ Y tế:".
    `agencies` are the ids that hold a duty in it, `kinds` the kinds of those duties,
    `roles` the roles in which they are held, alone and by whom ("lead", "lead:bo-y-te"),
    `dues` the last days of their deadlines (ISO, as partial as they are written).
    """

    id: str
    doc: str
    path: str
    paths: tuple[str, ...]
    start: int
    end: int
    text: str
    context: str
    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    dues: tuple[str, ...] = ()

    @property
    def embedded(self) -> str:
        """The text as it is embedded and matched: context, then the words."""
        return f"{self.context}\n{self.text}" if self.context else self.text


def passages(record: Record) -> list[Passage]:
    """The passages of `record` in text order; a record without clauses is cut as one paragraph."""
    clauses = record.clauses or (_whole(record.text),)
    tree = _Tree(record, clauses)
    found: list[Passage] = []
    for group in _groups(clauses, tree):
        context = tree.context(group[0])
        start, end = _stripped(record.text, group[0].start, group[-1].head_end)
        found.extend(_passage(record, group, window, context) for window in _windows(record.text, start, end))
    return found


def _whole(text: str) -> Clause:
    return Clause("doan-1", None, ClauseKind.PARAGRAPH, "", 0, len(text), len(text))


def _passage(record: Record, group: Sequence[Clause], window: Span, context: str) -> Passage:
    inside = [c.path for c in group if c.start < window.end and window.start < c.head_end]
    duties = [o for o in record.obligations if o.start < window.end and window.start < o.end]
    return Passage(
        id=passage_id(record.document.id, window.start, window.end),
        doc=record.document.id,
        path=inside[0],
        paths=tuple(inside),
        start=window.start,
        end=window.end,
        text=window.of(record.text),
        context=context,
        agencies=_distinct(a.agency_id for o in duties for a in o.assignees),
        kinds=_distinct(str(o.kind) for o in duties),
        roles=_distinct(role for o in duties for a in o.assignees for role in _roles(a)),
        dues=_distinct(o.deadline.due for o in duties if o.deadline),
    )


def _roles(assignee: Assignee) -> tuple[str, ...]:
    role = str(assignee.role)
    return (role, f"{role}:{assignee.agency_id}") if assignee.agency_id else (role,)


def passage_id(doc: str, start: int, end: int) -> str:
    """The id of a passage: the same document and span give the same id, a UUID."""
    return str(uuid5(_NAMESPACE, f"{doc}:{start}:{end}"))


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({v for v in values if v}))


# --- which clauses stand together ---------------------------------------------


def _groups(clauses: Sequence[Clause], tree: _Tree) -> Iterator[list[Clause]]:
    """Clauses whose own words make one passage: neighbours of one parent, fragments joined, nothing across frame."""
    group: list[Clause] = []
    for clause in clauses:
        if clause.kind in FRAME_KINDS:
            if group:
                yield group
            group = []
            continue
        if not tree.size(clause) or tree.is_heading(clause):
            continue
        if group and not _joins(group, clause, tree):
            yield group
            group = []
        group.append(clause)
    if group:
        yield group


def _joins(group: list[Clause], clause: Clause, tree: _Tree) -> bool:
    size = sum(tree.size(c) for c in group)
    fragments = size < FRAGMENT or tree.size(clause) < FRAGMENT
    # What lies between must be white space, else the passage would take in words of others.
    between = tree.text[group[-1].head_end : clause.start]
    return (
        fragments
        and group[-1].parent == clause.parent
        and size + tree.size(clause) <= JOINED
        and not between.strip()
        and not tree.has_parts(group[-1])
    )


class _Tree:
    """The clauses of one record, by path, with what the cutting needs to know of each."""

    def __init__(self, record: Record, clauses: Sequence[Clause]) -> None:
        self.text = record.text
        self._by_path = {c.path: c for c in clauses}
        self._title = describe(record.document)
        self._sizes = {c.path: _size(record.text[c.start : c.head_end]) for c in clauses}
        self._parents: set[str] = set()
        for clause in reversed(clauses):  # parts before what they are parts of
            says_something = clause.path in self._parents or self._sizes[clause.path] > 0
            if clause.parent is not None and clause.kind not in FRAME_KINDS and says_something:
                self._parents.add(clause.parent)

    def size(self, clause: Clause) -> int:
        """Syllables of the clause's own words."""
        return self._sizes[clause.path]

    def has_parts(self, clause: Clause) -> bool:
        """Whether something that is searched stands under it."""
        return clause.path in self._parents

    def is_heading(self, clause: Clause) -> bool:
        """Whether its own words only introduce what stands under it."""
        return self.has_parts(clause) and self.size(clause) <= HEADING

    def context(self, clause: Clause) -> str:
        """The document, then the own words of every clause above, from the top."""
        words = []
        at = clause.parent
        while at is not None and (above := self._by_path.get(at)):
            own = _shortened(self.text[above.start : above.head_end], HEADING_SHARE)
            if own:
                words.append(own)
            at = above.parent
        return SEPARATOR.join(part for part in (self._title, *reversed(words)) if part)


def describe(document: Document) -> str:
    """A document in a few words: "Kế hoạch 377/KH-UBND: thực hiện Chỉ thị 28-CT/TW"; a report by what it is about."""
    title = _shortened(document.title, TITLE_SHARE)
    kind = document.type
    if kind and title.lower().startswith(kind.lower()):
        title = title[len(kind) :].strip(" :,-")
    number = document.number
    if not number and document.about:
        number = "về " + ", ".join(document.about[:_MOST_ABOUT])
    name = " ".join(part for part in (kind[:1].upper() + kind[1:], number) if part)
    return ": ".join(part for part in (name, title) if part)


def _shortened(text: str, share: int) -> str:
    """The first `share` syllables of `text` on one line."""
    line = " ".join(text.replace("*", " ").split())
    matches = list(_SYLLABLE.finditer(line))
    return line if len(matches) <= share else line[: matches[share - 1].end()] + "…"


def _size(text: str) -> int:
    return sum(1 for _ in _SYLLABLE.finditer(text))


# --- long clauses -------------------------------------------------------------


def _windows(text: str, start: int, end: int) -> Iterator[Span]:
    """``[start, end)`` whole, or in windows of whole sentences that overlap by some of them."""
    if _size(text[start:end]) <= WINDOW:
        yield Span(start, end)
        return
    sentences = list(_sentences(text, start, end))
    sizes = [_size(s.of(text)) for s in sentences]
    first = 0
    while True:
        last, total = first, sizes[first]
        while last + 1 < len(sentences) and total + sizes[last + 1] <= WINDOW:
            last += 1
            total += sizes[last]
        yield Span(sentences[first].start, sentences[last].end)
        if last + 1 == len(sentences):
            return
        following, shared = last + 1, 0
        while following - 1 > first and shared + sizes[following - 1] <= OVERLAP:
            following -= 1
            shared += sizes[following]
        first = following


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for gap in _SENTENCE_END.finditer(text, start, end):
        if gap.start() > at:
            yield from _short(text, at, gap.start())
        at = gap.end()
    if at < end:
        yield from _short(text, at, end)


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, cut between words where it alone is longer than a window."""
    words = list(_SYLLABLE.finditer(text, start, end))
    at = start
    for i in range(WINDOW, len(words), WINDOW):
        yield Span(at, words[i - 1].end())
        at = words[i].start()
    yield Span(at, end)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
