"""The features by which the second reader reads a sentence: its words, what it stands under, bodies and times in it.

They leave out whether the rules hold the sentence to be a duty, and which role they give a
body: a reader that sees the verdict of the other only repeats it where both are wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Clause
from ingest.deadlines import find_deadlines
from ingest.obligations.agency_phrases.grammar import Grammar
from ingest.obligations.agency_phrases.tokens import Word
from ingest.obligations.context.clause_context import ClauseContext
from ingest.obligations.sentences.sentence_parser import ObligationMatch
from ingest.obligations.sentences.sentence_splitting import Piece

# Words by which the role of a body behind them is told: "phối hợp với", "chỉ đạo", "báo cáo", "giao".
_CUES = frozenset(
    [
        *("báo", "cho", "chủ", "chỉ", "cùng", "của", "do", "giao", "gửi", "hướng", "hỗ", "kiểm", "lãnh", "phân"),
        *("phối", "tham", "theo", "thuộc", "trình", "trong", "tại", "từ", "với", "yêu", "để", "đề", "đôn"),
    ]
)
# Verbs and adverbs that begin what is done.
_ACTING = frozenset({"hard", "modal", "manner"})
# So many words of a sentence tell whether it lays a duty; those behind say what it is about.
_OPENING_WORDS = 8
# The longest list of words read with one another; longer ones are annexes run together.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence as the rules read it: its words, what it stands under, the duties found in it."""

    clause: Clause
    grammar: Grammar
    piece: Piece
    setting: ClauseContext
    found: tuple[ObligationMatch, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the sentence, abbreviations written out."""
        first, stop = self.grammar.word_at(self.piece.start), self.grammar.word_at(self.piece.end)
        return tuple(self.grammar.words[first : min(stop, first + LONGEST)])


def sentence_features(reading: SentenceReading, tags: Sequence[str]) -> list[str]:
    """Returns the features that tell whether a sentence lays a duty; `tags` are its `found_tags`."""
    words, setting = reading.words, reading.setting
    forms = [w.form for w in words]
    first = reading.grammar.word_at(reading.piece.start)
    topic, origin, kind = setting.topic.value, setting.origin.value, reading.clause.kind.value
    strength = reading.grammar.strength(first)
    opening = " ".join(forms[:2])
    subject = _subject(reading, first, tags)
    out = [
        f"topic={topic} origin={origin}",
        f"topic={topic} kind={kind}",
        f"topic={topic} doers={bool(setting.doers)}",
        f"topic={topic} strength={strength}",
        f"origin={origin} strength={strength}",
        f"kind={kind} strength={strength}",
        f"subject={subject}",
        f"topic={topic} subject={subject}",
        f"origin={origin} subject={subject}",
        f"bodies={min(tags.count('B-body'), 3)} topic={topic}",
        f"times={min(tags.count('B-time'), 2)}",
        f"topic={topic} first={forms[0] if forms else ''}",
        f"opening={opening}",
        f"three={' '.join(forms[:3])}",
        f"opens={reading.piece.opens}",
        f"length={min(len(forms) // 8, 8)}",
        f"lower={bool(words) and words[0].printed[:1].islower()}",
        f"depth={reading.clause.path.count('/')}",
        f"annex={reading.clause.path.startswith('phu-luc')}",
        f"last={forms[-1] if forms else ''}",
        f"numbers={min(sum(form[:1].isdigit() for form in forms), 4)}",
    ]
    out += [f"begins {form}" for form in forms[:_OPENING_WORDS]]
    out += [f"has {form}" for form in set(forms)]
    return out


def _subject(reading: SentenceReading, first: int, tags: Sequence[str]) -> str:
    """How a sentence begins: the strength of its first verb, behind its bodies where it begins with some."""
    last = -1
    for i, tag in enumerate(tags):
        if tag.endswith("-body"):
            last = i
        elif i > last + 1:
            break
    return f"{'body ' if last >= 0 else ''}{reading.grammar.strength(first + last + 1)}"


def word_features(reading: SentenceReading, found: Sequence[str]) -> list[list[str]]:
    """Returns the features of each word of a sentence, by which its roles and times are told; `found` as above."""
    words = reading.words
    first = reading.grammar.word_at(reading.piece.start)
    forms = ["", "", *(w.form for w in words), "", ""]
    tags = ["", *found, ""]
    setting = f"{reading.setting.topic.value} {bool(reading.setting.doers)}"
    cue, verb, bodies = "", "", 0
    out = []
    for i, word in enumerate(words):
        form, before, after = forms[i + 2], forms[i + 1], forms[i + 3]
        tag = tags[i + 1]
        bodies += tag == "B-body"
        out.append(
            [
                "bias",
                f"w={form}",
                f"-1={before}",
                f"-2={forms[i]}",
                f"+1={after}",
                f"+2={forms[i + 4]}",
                f"-1w={before} {form}",
                f"w+1={form} {after}",
                f"-2-1={forms[i]} {before}",
                f"c={word.is_capital}{word.is_mark} {tag}",
                f"t={tag}",
                f"t-1={tags[i]} {tag}",
                f"t+1={tag} {tags[i + 2]}",
                f"t w={tag} {form}",
                f"t cue={tag} {cue}",
                f"t verb={tag} {verb}",
                f"t cue verb={tag} {cue} {verb}",
                f"t setting={tag} {setting} {verb != ''}",
                f"t bodies={tag} {min(bodies, 3)} {verb != ''}",
                f"cue={cue} {word.is_capital}",
                f"place={min(i // 4, 6)} {tag}",
            ]
        )
        if form in _CUES:
            cue = f"{form} {after}"
        if tag in {"O", ""} and not verb and reading.grammar.strength(first + i) in _ACTING:
            verb = form
    return out


def found_tags(reading: SentenceReading) -> list[str]:
    """Returns for each word whether it begins or goes on with a body or a time that lists and patterns know."""
    grammar, piece = reading.grammar, reading.piece
    first, n = grammar.word_at(piece.start), len(reading.words)
    tags = ["O"] * n
    at = 0
    while at < n:
        listed = grammar.agencies(first + at)
        for mention in listed.mentions if listed else ():
            begin, end = grammar.word_at(mention.start) - first, grammar.word_at(mention.end) - first
            for i in range(max(begin, 0), min(end, n)):
                tags[i] = "B-body" if i == begin else "I-body"
        at = max(at + 1, listed.end - first if listed else 0)
    for time in find_deadlines(grammar.normalized.text[piece.start : piece.end]):
        begin, end = (grammar.word_at(piece.start + offset) - first for offset in (time.start, time.end))
        for i in range(begin, min(end, n)):
            tags[i] = "B-time" if i == begin else "I-time"
    return tags
