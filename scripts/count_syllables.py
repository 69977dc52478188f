"""Counts pairs of syllables in texts, for `ingest/readers/ocr/syllable_pairs.txt.gz`.

``python scripts/count_syllables.py FILE...``, where files are plain text, or JSON lines
with a ``text``. Only counts leave the texts: pairs seen once are dropped.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from corpus.vietnamese import clean, fold
from ingest.readers.ocr.syllable_pairs import NUMBER, TABLE
from ingest.readers.quality import is_syllable

_LEAST = 2
# Punctuation and blank lines part what is counted as neighbours; a number counts as one.
_BREAK = re.compile(r"[^\w\s]|_|\n\s*\n")


def main() -> None:
    """Count, and write the table."""
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in _texts([Path(name) for name in sys.argv[1:]]):
        for stretch in _BREAK.split(fold(clean(text))):
            words = [NUMBER if word.isdigit() else word for word in stretch.split()]
            alone.update(word for word in words if _counts(word))
            pairs.update(pair for pair in pairwise(words) if all(map(_counts, pair)))
    followers: dict[str, list[str]] = defaultdict(list)
    for (first, second), n in sorted(pairs.items()):
        if n >= _LEAST:
            followers[first].append(f"{second} {n}")
    lines = [" ".join([word, str(n), *followers[word]]) for word, n in sorted(alone.items()) if n >= _LEAST]
    TABLE.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    sys.stderr.write(f"{sum(alone.values())} syllables, {len(lines)} different, {TABLE.stat().st_size} bytes\n")


def _counts(word: str) -> bool:
    return word == NUMBER or is_syllable(word)


def _texts(files: list[Path]) -> Iterator[str]:
    for file in files:
        content = file.read_text("utf-8", errors="replace")
        if file.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in content.splitlines())
        else:
            yield content


if __name__ == "__main__":
    main()
