"""Keeps what documents were taken apart into for crosswalks, so that a restarted server has it at hand.

The sentences, words, themes, bodies and programmes of a document take ten times as long to
find as to read back. What is kept is derived: it counts for one revision of a document and one
version of the rules that made it, and whatever is missing, old or damaged is made anew.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import zlib
from collections.abc import Callable
from hashlib import blake2b
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeVar

from corpus.model import Record, Span
from index.crosswalk.features import DocumentFeatures
from index.crosswalk.headings import Heading
from index.crosswalk.lexical_similarity import bag_of, spoken_words
from index.crosswalk.units import Unit, units

log = logging.getLogger(__name__)

T = TypeVar("T")

# Raised whenever the form of what is kept changes, or a rule or vocabulary by which documents are taken apart
# (a test holds the features of made documents and says so when they differ).
FEATURES_VERSION = 3
# Bytes of the check that stands before what is kept.
_CHECK = 16
# What SQLite says of a file that is no database any more.
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


class FeatureCache:
    """Documents taken apart, in a file of their own; safe for several threads and processes.

    What cannot be read or written costs time and nothing else, so it is logged and not raised.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._using = threading.Lock()
        self._rows: sqlite3.Connection | None = None

    def of(self, record: Record, revision: str) -> DocumentFeatures:
        """`record` taken apart: as it is kept of this revision, else taken apart now and kept."""
        made = f"{revision} {FEATURES_VERSION}"
        asked = (record.document.id, made)
        row = self._asked(
            lambda rows: rows.execute("SELECT data FROM apart WHERE doc = ? AND made = ?", asked).fetchone()
        )
        data = _checked(row[0]) if row else None
        if data is not None:
            return _unpacked(data, record)
        apart = DocumentFeatures.of(units(record))
        new = (record.document.id, made, _signed(_packed(apart, record)))
        self._asked(lambda rows: rows.execute("INSERT OR REPLACE INTO apart VALUES (?, ?, ?)", new))
        return apart

    def forget(self, doc: str) -> None:
        """Let go of what is kept of a document."""
        self._asked(lambda rows: rows.execute("DELETE FROM apart WHERE doc = ?", (doc,)))

    def close(self) -> None:
        """Close the file."""
        with self._using:
            self._let_go()

    # --- the file -----------------------------------------------------------------

    def _asked(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        with self._using:
            try:
                try:
                    return question(self._opened())
                except sqlite3.DatabaseError as error:
                    if getattr(error, "sqlite_errorname", "") not in _DAMAGED:
                        raise
                    log.warning("%s is damaged and made anew: %s", self._path, error)
                    self._throw_away()
                    return question(self._opened())
            except (sqlite3.Error, OSError) as error:
                log.warning("%s cannot be used: %s", self._path, error)
                self._let_go()
                return None

    def _opened(self) -> sqlite3.Connection:
        if self._rows is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            rows = sqlite3.connect(self._path, timeout=10, check_same_thread=False, isolation_level=None)
            self._rows = rows
            rows.execute("PRAGMA journal_mode = WAL")
            # A power cut may take the last ones along: they are made anew.
            rows.execute("PRAGMA synchronous = NORMAL")
            rows.execute("CREATE TABLE IF NOT EXISTS apart (doc TEXT PRIMARY KEY, made TEXT, data BLOB)")
        return self._rows

    def _throw_away(self) -> None:
        self._let_go()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._rows is not None:
            self._rows.close()
            self._rows = None


def _signed(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECK).digest() + data


def _checked(kept: object) -> bytes | None:
    if not isinstance(kept, bytes):
        return None
    data = kept[_CHECK:]
    return data if blake2b(data, digest_size=_CHECK).digest() == kept[:_CHECK] else None


# --- what is kept of a document -----------------------------------------------------


def _packed(apart: DocumentFeatures, record: Record) -> bytes:
    """All that does not stand in the record."""
    clause = {c.path: position for position, c in enumerate(record.clauses)}
    duty = {id(o): position for position, o in enumerate(record.obligations)}
    found = []
    for unit in apart.units:
        words = None if record.text[unit.start : unit.end] == unit.words else unit.words
        duties = [duty[id(o)] for o in unit.obligations]
        found.append(
            [clause[unit.path], unit.start, unit.end, words, duties, unit.is_title, unit.opening, unit.heading]
        )
    kept = {
        "units": found,
        "words": [" ".join(spoken_words(unit.words)) for unit in apart.units],
        "themes": [sorted(keys) for keys in apart.themes],
        "fields": [[sorted(core) for core in cores] for cores in apart.fields],
        "programmes": apart.programmes,
        "acts": apart.acts,
        "affairs": apart.affairs,
        "parts": [_cuts(unit.words, parts) for unit, parts in zip(apart.units, apart.parts, strict=True)],
    }
    return zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _unpacked(data: bytes, record: Record) -> DocumentFeatures:
    kept: dict[str, Any] = json.loads(zlib.decompress(data))
    text, clauses, duties = record.text, record.clauses, record.obligations
    found = tuple(
        Unit(
            clauses[clause].path,
            start,
            end,
            text[start:end] if words is None else words,
            tuple(duties[duty] for duty in own),
            title,
            Span(*opening) if opening else None,
            Heading(*heading),
        )
        for clause, start, end, words, own, title, opening, heading in kept["units"]
    )
    return DocumentFeatures(
        units=found,
        words=tuple(bag_of(words.split()) for words in kept["words"]),
        themes=tuple(map(frozenset, kept["themes"])),
        fields=tuple(tuple(map(frozenset, cores)) for cores in kept["fields"]),
        programmes=tuple(map(tuple, kept["programmes"])),
        acts=tuple((leading, named) for leading, named in kept["acts"]),
        affairs=tuple((upkeep, work) for upkeep, work in kept["affairs"]),
        parts=tuple(_parts(unit.words, cuts) for unit, cuts in zip(found, kept["parts"], strict=True)),
    )


def _cuts(words: str, parts: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where each part stands in `words`."""
    ends = accumulate(parts, lambda at, part: words.index(part, at) + len(part), initial=0)
    return [(after - len(part), after) for part, (_, after) in zip(parts, pairwise(ends), strict=True)]


def _parts(words: str, cuts: list[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(words[start:end] for start, end in cuts)
