"""Measures documents to searchable passages: ``python -m evals.benchmarks.indexing_speed [PASSAGES]`` (default: all).

Documents of the samples are put in an index whose vector cache is empty (`Index.add_all`:
cut, embedded, written, flushed), and the same texts are run plainly through
``SentenceTransformer.encode`` in fp32, in turns. Processor time is that of all threads
of this process; by the clock ours gives way to others on a busy machine, so there the
ratio of processor times is the one to look at. The mark is 2.5 times on a CPU with bf16.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import corpus.documents
from corpus.model import Record
from corpus.offline import disable_network
from corpus.settings import Settings
from corpus.store import Store
from index.embedding.embedder import Embedder, Vectors, open_embedder, prompts
from index.retrieval.chunking import passages
from index.retrieval.index import Index
from ingest.batch import take_in
from ingest.sources import files_of

SAMPLES = Path(corpus.documents.__file__).parent / "files"
TURNS = 3
# Passages embedded before anything is timed: models are loaded at first use.
WARMING = 8


@dataclass(slots=True)
class Spent:
    """Seconds by the clock and of all threads' processor time."""

    clock: float = 0.0
    processor: float = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Counts what is done within."""
        began, computed = time.perf_counter(), time.process_time()
        yield
        self.clock += time.perf_counter() - began
        self.processor += time.process_time() - computed


class TimedEmbedder:
    """An embedder that counts what it spends, and keeps what it was given and gave."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.spent = Spent()
        self.vectors: dict[str, Vectors] = {}

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._embedder.dimension

    @property
    def fingerprint(self) -> str:
        """The model's own fingerprint."""
        return self._embedder.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`."""
        with self.spent.counted():
            vectors = self._embedder.embed_passages(texts)
        self.vectors.update(zip(texts, vectors, strict=True))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query."""
        return self._embedder.embed_query(text)


def main() -> None:
    """Print passages a second of both, the share of embedding, and how many times as fast ours is."""
    disable_network()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else sys.maxsize
    with tempfile.TemporaryDirectory(prefix="nhiemvu-indexing-") as folder:
        measure(sample_records(Path(folder) / "samples", count), Path(folder) / "index", _print)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def sample_records(folder: Path, count: int) -> list[Record]:
    """Sample documents with `count` passages in all, or somewhat more; everything where there are not as many."""
    with Store.open(Settings(folder, f"sqlite:///{folder / 'store.sqlite'}")) as store:
        take_in(list(files_of([SAMPLES])), store)
        records = [store.record(doc) for doc in sorted(store.index_state())]
    sizes = accumulate(len(passages(record)) for record in records)
    enough = next((place for place, size in enumerate(sizes, 1) if size >= count), len(records))
    return records[:enough]


def measure(records: Sequence[Record], folder: Path, say: Callable[[str], None]) -> None:
    """Puts `records` in an index in `folder`, runs the same texts plainly, and says what both took."""
    from sentence_transformers import SentenceTransformer

    settings = replace(Settings.from_environment(folder), qdrant_url="")
    model = open_embedder(settings)
    plain = SentenceTransformer(
        str(model.folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"}
    )
    prompt = prompts(model.folder)["passage"]
    warming = [passage.embedded for record in records for passage in passages(record)][:WARMING]
    model.embed_passages(warming)
    plain.encode(warming, prompt=prompt)
    embedder, ours, theirs = TimedEmbedder(model), Spent(), Spent()
    nearness: list[float] = []
    with Index.open(settings, embed=embedder) as index:
        for turn in range(TURNS):
            seen = set(embedder.vectors)
            with ours.counted():
                index.add_all((record, "1") for record in records[turn::TURNS])
            new = [text for text in embedder.vectors if text not in seen]
            with theirs.counted():
                true = plain.encode(new, prompt=prompt, normalize_embeddings=True)
            nearness += [float(embedder.vectors[text] @ vector) for text, vector in zip(new, true, strict=True)]
    count = len(nearness)
    say(f"{count} passages, embedded by {model.backend}")
    say(f"cosine with fp32: mean {statistics.mean(nearness):.4f}, least {min(nearness):.4f}")
    say("| passages a second | to searchable | of which embedding | SentenceTransformer.encode, fp32 | times as fast |")
    say("|---|---|---|---|---|")
    for name in ("clock", "processor"):
        mine, embedding, plainly = (getattr(spent, name) for spent in (ours, embedder.spent, theirs))
        rates = f"{count / mine:.1f} | {embedding / mine:.0%} | {count / plainly:.1f} | {plainly / mine:.2f}"
        say(f"| by the {name} | {rates} |")


if __name__ == "__main__":
    main()
