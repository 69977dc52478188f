"""The folder of the embedded index: one process at a time, and whole after any kill."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from index.engines import qdrant_edge
from index.engines.edge_storage import EdgeCollections
from index.engines.filters import Equals
from index.engines.port import PayloadSchema, Point, VectorQuery
from index.engines.qdrant_edge import EdgeEngine
from index.errors import IndexBusy, IndexDamaged

LAYOUT = PayloadSchema(4, ("meta.doc",))


def points(count: int) -> list[Point]:
    rng = np.random.default_rng(1)
    return [
        Point(str(UUID(int=n + 1)), {"meta": {"doc": f"d{n % 3}"}}, rng.standard_normal(4).astype(np.float32))
        for n in range(count)
    ]


def test_a_second_opener_is_told_who_has_it(tmp_path: Path) -> None:
    home = EdgeCollections(tmp_path)
    with pytest.raises(IndexBusy, match=r"tiến trình số \d+"):
        EdgeCollections(tmp_path)
    home.close()
    EdgeCollections(tmp_path).close()


def test_another_process_is_kept_out_and_let_in_after(tmp_path: Path) -> None:
    ask = (
        "import sys; from pathlib import Path; from index.engines.edge_storage import EdgeCollections;"
        " EdgeCollections(Path(sys.argv[1]))"
    )
    home = EdgeCollections(tmp_path)
    refused = subprocess.run([sys.executable, "-c", ask, str(tmp_path)], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "IndexBusy" in refused.stderr
    # What the refused one tried has not hurt this one.
    draft = home.create(LAYOUT, {})
    draft.engine.upsert(points(3))
    draft.publish().close()
    home.close()
    subprocess.run([sys.executable, "-c", ask, str(tmp_path)], check=True)


def test_what_a_killed_rebuild_left_is_swept(tmp_path: Path) -> None:
    home = EdgeCollections(tmp_path)
    home.create(LAYOUT, {"n": 1}).publish().close()
    home.create(LAYOUT, {"n": 2})  # and here the process dies
    home.close()
    home = EdgeCollections(tmp_path)
    assert home.manifest() == {"n": 1}
    assert len(list(tmp_path.glob("g-*"))) == 1
    home.close()


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    home = EdgeCollections(tmp_path)
    home.create(LAYOUT, {}).publish().close()
    (generation,) = tmp_path.glob("g-*")
    shutil.rmtree(generation / "shard" / "segments")
    (generation / "shard" / "edge_config.json").write_text("{", "utf-8")
    with pytest.raises(IndexDamaged, match="nhiemvu rebuild"):
        home.current(LAYOUT)
    (generation / "manifest.json").unlink()
    with pytest.raises(IndexDamaged, match="nhiemvu rebuild"):
        home.manifest()
    home.close()


# --- optimising -----------------------------------------------------------------


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdrant_edge, "OPTIMISE_FROM", 100)


@pytest.mark.usefixtures("few_are_enough")
def test_optimising_swaps_in_a_copy_with_the_same_answers(tmp_path: Path) -> None:
    engine = EdgeEngine.create(tmp_path / "shard", LAYOUT)
    engine.upsert(points(300))
    request = [VectorQuery(np.ones(4, np.float32), 10, Equals("meta.doc", "d1"))]
    before = engine.search(request)
    assert engine.optimise() is True
    assert [point.id for point in engine.search(request)[0]] == [point.id for point in before[0]]
    assert engine.count() == 300
    assert engine.optimise() is False, "nothing was added since"
    engine.upsert(points(450))
    assert engine.optimise() is True
    engine.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["optimised", "shard"]


@pytest.mark.parametrize("killed_after", ["the copy", "the first rename", "the second rename"])
def test_a_kill_while_exchanging_loses_nothing(tmp_path: Path, killed_after: str) -> None:
    shard, new, old = (tmp_path / name for name in ("shard", "shard.new", "shard.old"))
    engine = EdgeEngine.create(shard, LAYOUT)
    engine.upsert(points(5))
    engine.close()
    if killed_after == "the copy":
        shutil.copytree(shard, new)
    else:
        shutil.copytree(shard, new)
        shard.rename(old)
        if killed_after == "the second rename":
            new.rename(shard)
    engine = EdgeEngine.load(shard, LAYOUT)
    assert engine.count() == 5
    engine.close()
    assert [path.name for path in tmp_path.iterdir()] == ["shard"]
