"""Counts of the corpus's syllables and of pairs of neighbours, in a small SQLite file beside the index.

A count is the number of passages something stands in. The counts restore diacritics
(`index.query.diacritics`) and tell a rare word from a common one; they are looked up, never
loaded, so that opening costs nothing. They are derived from the passages: a file that
is lost is made again from the index.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from math import log
from pathlib import Path

from corpus.vietnamese import bare, syllables

# Raised when the tables change.
COUNTS_VERSION = 1

_SCHEMA = """
CREATE TABLE IF NOT EXISTS syllables (bare TEXT, syllable TEXT, n INTEGER, PRIMARY KEY (bare, syllable)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pairs (first TEXT, second TEXT, n INTEGER, PRIMARY KEY (first, second)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counted (doc TEXT PRIMARY KEY, passages INTEGER) WITHOUT ROWID;
"""
_ADD_SYLLABLE = """
INSERT INTO syllables VALUES (?, ?, ?) ON CONFLICT (bare, syllable) DO UPDATE SET n = n + excluded.n
"""
_ADD_PAIR = "INSERT INTO pairs VALUES (?, ?, ?) ON CONFLICT (first, second) DO UPDATE SET n = n + excluded.n"


class SyllableCounts:
    """The counts of one index; safe for several readers and one writer."""

    def __init__(self, path: Path | None) -> None:
        """Opens or makes the file at `path`; None keeps the counts in memory."""
        self._rows = sqlite3.connect(path or ":memory:", timeout=60, check_same_thread=False, isolation_level=None)
        self._writing = threading.Lock()
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = NORMAL")
        self._rows.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._rows.close()

    # --- writing ---------------------------------------------------------------

    def replace_all(self, documents: Iterable[tuple[str, Collection[str], Collection[str]]]) -> None:
        """For each document, counts its new passages instead of the old ones: ``(doc, old, new)``.

        Old ones are taken away only where the document was counted.
        """
        changes, counted = _Changes(), {}
        for doc, old, new in documents:
            if old and self.has(doc):
                changes.count(old, -1)
            changes.count(new, 1)
            counted[doc] = len(new)
        with self._writing, self._rows:
            self._rows.execute("BEGIN IMMEDIATE")
            self._rows.executemany(_ADD_SYLLABLE, ((bare(s), s, n) for s, n in changes.syllables.items()))
            self._rows.executemany(_ADD_PAIR, ((*pair, n) for pair, n in changes.pairs.items()))
            if changes.takes_away:
                self._rows.execute("DELETE FROM syllables WHERE n <= 0")
                self._rows.execute("DELETE FROM pairs WHERE n <= 0")
            self._rows.executemany("INSERT OR REPLACE INTO counted VALUES (?, ?)", counted.items())
            self._rows.execute("DELETE FROM counted WHERE passages = 0")

    # --- reading ---------------------------------------------------------------

    def has(self, doc: str) -> bool:
        """Whether a document's passages are counted."""
        return self._rows.execute("SELECT 1 FROM counted WHERE doc = ?", (doc,)).fetchone() is not None

    def documents(self) -> set[str]:
        """The documents whose passages are counted."""
        return {doc for (doc,) in self._rows.execute("SELECT doc FROM counted")}

    def passages(self) -> int:
        """How many passages are counted."""
        return int(self._rows.execute("SELECT COALESCE(SUM(passages), 0) FROM counted").fetchone()[0])

    def forms(self, bare_syllables: Collection[str]) -> dict[str, dict[str, int]]:
        """For each syllable without diacritics, the syllables of the corpus it may stand for, with their counts."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        marks = ",".join("?" * len(bare_syllables))
        rows = self._rows.execute(
            f"SELECT bare, syllable, n FROM syllables WHERE bare IN ({marks})",  # noqa: S608
            tuple(bare_syllables),
        )
        for plain, syllable, n in rows:
            found[plain][syllable] = n
        return dict(found)

    def pairs(self, firsts: Collection[str], seconds: Collection[str]) -> dict[tuple[str, str], int]:
        """The counts of the pairs of one of `firsts` followed by one of `seconds`."""
        rows = self._rows.execute(
            f"SELECT first, second, n FROM pairs WHERE first IN ({','.join('?' * len(firsts))})"  # noqa: S608
            f" AND second IN ({','.join('?' * len(seconds))})",
            (*firsts, *seconds),
        )
        return {(first, second): n for first, second, n in rows}

    def weights(self, text: str) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
        """The inverse document frequency of each syllable of `text`, and of each pair of neighbours."""
        words = syllables(text)
        total = max(1, self.passages())
        forms = self.forms({bare(word) for word in words})
        found_pairs: Mapping[tuple[str, str], int] = self.pairs(set(words), set(words)) if len(words) > 1 else {}
        return (
            {word: _idf(forms.get(bare(word), {}).get(word, 0), total) for word in words},
            {pair: _idf(found_pairs.get(pair, 0), total) for pair in pairwise(words)},
        )


class _Changes:
    """What is to be added to the counts; below zero to be taken away."""

    def __init__(self) -> None:
        self.syllables: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.takes_away = False

    def count(self, texts: Iterable[str], sign: int) -> None:
        for text in texts:
            words = syllables(text)
            for word in set(words):
                self.syllables[word] += sign
            for pair in set(pairwise(words)):
                self.pairs[pair] += sign
            self.takes_away = self.takes_away or sign < 0


def _idf(count: int, total: int) -> float:
    """As Qdrant's IDF modifier has it."""
    count = min(count, total)
    return log(1 + (total - count + 0.5) / (count + 0.5))
