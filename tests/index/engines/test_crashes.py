"""Killed at any moment, the index opens again and says what is missing; rebuilt, it goes on answering."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.model import ClauseKind, Document, Record
from corpus.settings import Settings
from index.retrieval.index import Index
from index.retrieval.query import Query

# Adds documents one after the other, over and over, each time in a new revision, and says
# what it has been told is kept.
WRITER = """
import sys
from pathlib import Path
import numpy as np
from corpus.model import Document, Record
from corpus.settings import Settings
from index.retrieval.index import Index

class Embedder:
    dimension, fingerprint = 8, "crash"
    def embed_passages(self, texts):
        return np.full((len(texts), 8), 8 ** -0.5, np.float32)
    def embed_query(self, text):
        return self.embed_passages([text])[0]

with Index.open(Settings(data=Path(sys.argv[1]), database_url=""), embed=Embedder()) as index:
    print("open", flush=True)
    for revision in range(1000):
        for doc in range(5):
            words = f"của lần {revision} nói về trẻ em và sức khỏe tâm thần."
            text = " ".join(f"Câu {n} {words}" for n in range(60 + revision % 7))
            index.add(Record(Document(id=f"d{doc}", source="", sha256=""), text), str(revision))
            print(f"d{doc} {revision}", flush=True)
"""


class Embedder:
    dimension, fingerprint = 8, "crash"

    def embed_passages(self, texts: list[str]) -> Any:
        import numpy as np

        return np.full((len(texts), 8), 8**-0.5, np.float32)

    def embed_query(self, text: str) -> Any:
        return self.embed_passages([text])[0]


@pytest.mark.slow
def test_kill_9_while_writing(tmp_path: Path) -> None:
    chance = random.Random(3)
    settings = Settings(data=tmp_path, database_url="")
    for _ in range(6):
        run = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(run, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0.05, 2))
            writer.kill()
            acknowledged = dict(line.split() for line in writer.stdout.read().splitlines() if line.count(" ") == 1)
        with Index.open(settings, embed=Embedder()) as index:
            revisions = index.revisions()
            for doc, revision in acknowledged.items():
                # The one being written may be ahead of what was said, or be shown as not whole.
                assert revisions[doc] in {revision, str(int(revision) + 1), ""}
            assert list(revisions.values()).count("") <= 1
            for doc, revision in revisions.items():
                if revision == "":
                    index.add(Record(Document(id=doc, source="", sha256=""), "Viết lại."), "mended")
                    assert index.revisions()[doc] == "mended"
            if revisions:
                assert index.search(Query("trẻ em"))


def test_searches_go_on_while_it_is_rebuilt_and_written(
    settings: Settings, make_embedder: Any, make_record: Callable[..., Record]
) -> None:
    records = {
        f"d{n}": make_record(f"d{n}", [("1", ClauseKind.ITEM, f"1. Sở Y tế chăm sóc trẻ em ở huyện số {n} mỗi năm.")])
        for n in range(20)
    }

    class Shelf:
        def index_state(self) -> dict[str, str]:
            return dict.fromkeys(records, "1")

        def record(self, doc: str) -> Record:
            return records[doc]

    failed: list[BaseException] = []
    done = threading.Event()

    def ask(index: Index) -> None:
        while not done.is_set():
            try:
                assert index.search(Query("Sở Y tế chăm sóc trẻ em"))
            except BaseException as error:
                failed.append(error)
                return

    with Index.open(settings, embed=make_embedder()) as index:
        index.add_all((record, "1") for record in records.values())
        askers = [threading.Thread(target=ask, args=(index,)) for _ in range(3)]
        for asker in askers:
            asker.start()
        for n in range(5):
            index.rebuild(Shelf())  # type: ignore[arg-type]
            index.add(records["d3"], f"again {n}")
        done.set()
        for asker in askers:
            asker.join()
    assert failed == []
