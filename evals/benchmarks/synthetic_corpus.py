"""Many documents out of few: the samples again and again with other words, numbers and dates, to measure at size."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import corpus.documents
from corpus.model import Record
from corpus.settings import Settings
from corpus.store import Store

SAMPLES = Path(corpus.documents.__file__).parent / "files"
# The share of a text's words that are others of the same length, so that every span stays one.
CHANGED = 0.3

_WORD = re.compile(r"[^\W\d_]+")
_FIRST_DAY = date(1998, 1, 1)
_DAYS = 10_000


def samples(folder: Path) -> list[Record]:
    """The sample documents as they are read, by way of a store in `folder`."""
    from ingest.batch import ingest

    with Store.open(Settings(folder, f"sqlite:///{folder / 'store.sqlite'}")) as store:
        ingest([SAMPLES], store)
        return [store.record(document.id) for document in store.documents()]


def clones(base: Sequence[Record], count: int, seed: int = 3) -> Iterator[tuple[Record, bytes]]:
    """`count` documents made of `base` in turn, each with the bytes that stand for its file."""
    random = Random(seed)  # noqa: S311 - not for secrets
    lent: dict[int, list[str]] = defaultdict(list)
    for record in base:
        for word in _WORD.findall(record.text):
            lent[len(word)].append(word)
    for number in range(count):
        yield _clone(base[number % len(base)], number, lent, random)


def _clone(record: Record, number: int, lent: dict[int, list[str]], random: Random) -> tuple[Record, bytes]:
    def another(m: re.Match[str]) -> str:
        return random.choice(lent[len(m[0])]) if random.random() < CHANGED else m[0]

    text = _WORD.sub(another, record.text)
    original = f"clone {number} of {record.document.source}".encode()
    sha256 = hashlib.sha256(original).hexdigest()
    document = replace(
        record.document,
        id=sha256[:12],
        sha256=sha256,
        source=f"{number}-{record.document.source}",
        number=re.sub(r"^\d+", str(10_000 + number), record.document.number),
        issued=(_FIRST_DAY + timedelta(random.randrange(_DAYS))).isoformat(),
    )
    duties = (replace(o, quote=text[o.start : o.end]) for o in record.obligations)
    cited = (
        replace(r, quote=text[r.start : r.end], target=document.id if r.target == record.document.id else r.target)
        for r in record.references
    )
    return replace(
        record, document=document, text=text, obligations=tuple(duties), references=tuple(cited), places=()
    ), original
