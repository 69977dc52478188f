"""Turns ranked passages into answers: each said once, with what matched marked and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Span
from corpus.vietnamese import syllables
from index.retrieval.chunking import Passage
from index.retrieval.highlighting import HighlightTerms, highlights, phrases
from index.retrieval.hybrid_ranking import RankedPassage
from index.retrieval.query import Hit

# Of two passages of one document that share this much of the shorter, one is the answer.
_SAME_PLACE = 0.5
_MOST_PHRASES = 4
# From here on the meaning is worth naming: of the first answers to questions that have one,
# nine in ten lie above, of the hundredth two in ten.
_NEAR = 0.55


@dataclass(slots=True)
class ResultCollector:
    """Collects hits in order of rank until there are enough, leaving out what has been said."""

    sought: HighlightTerms
    understood: str
    limit: int
    has_preferences: bool = False
    hits: list[Hit] = field(default_factory=list)
    _said: dict[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        """Whether there are as many as were asked for."""
        return len(self.hits) >= self.limit

    def take(self, passage: Passage, ranked: RankedPassage) -> None:
        """Adds a passage, unless its place is there already or another document says the same."""
        if self.enough or any(_same_place(passage, hit) for hit in self.hits):
            return
        words = tuple(syllables(passage.text))
        if (at := self._said.get(words)) is not None:
            first = self.hits[at]
            self.hits[at] = replace(first, same=(*first.same, (passage.doc, passage.path)))
            return
        self._said[words] = len(self.hits)
        self.hits.append(self._hit(passage, ranked))

    def _hit(self, passage: Passage, ranked: RankedPassage) -> Hit:
        marked = highlights(passage.text, self.sought)
        return Hit(
            rank=len(self.hits) + 1,
            score=round(ranked.score, 6),
            doc=passage.doc,
            path=passage.path,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            highlights=marked,
            why=self._why(passage, marked, ranked),
            heading=passage.context,
            outside=self.has_preferences and not ranked.preferred,
            due=min(passage.dues, default=""),
        )

    def _why(self, passage: Passage, marked: tuple[Span, ...], ranked: RankedPassage) -> str:
        """What matched, in a sentence or two of Vietnamese."""
        said = []
        if words := phrases(passage.text, marked, _MOST_PHRASES):
            said.append(f"Có {_quoted(words)}")
        above = phrases(passage.context, highlights(passage.context, self.sought), 2)
        if new := [phrase for phrase in above if phrase.lower() not in {word.lower() for word in words}]:
            said.append(f"tiêu đề có {_quoted(new)}")
        if ranked.meaning >= _NEAR or not said:
            said.append("nội dung gần nghĩa với câu hỏi")
        why = "; ".join(said)
        if self.understood:
            why += f"; câu hỏi được hiểu là “{self.understood}”"
        return why[:1].upper() + why[1:] + "."


def _same_place(passage: Passage, hit: Hit) -> bool:
    shared = min(passage.end, hit.end) - max(passage.start, hit.start)
    shorter = min(passage.end - passage.start, hit.end - hit.start)
    return passage.doc == hit.doc and shared > _SAME_PLACE * shorter


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def document_hits(passages: Sequence[Passage], number: str, limit: int) -> list[Hit]:
    """The answers to a query that is a document's number: the document from its beginning."""
    ordered = sorted(passages, key=lambda p: (p.start, p.doc))
    return [
        Hit(
            rank=place + 1,
            score=round(1 - place / (len(ordered) + 1), 6),
            doc=passage.doc,
            path=passage.path,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            why=f"Văn bản mang số hiệu {number}.",
            heading=passage.context,
        )
        for place, passage in enumerate(ordered[:limit])
    ]
