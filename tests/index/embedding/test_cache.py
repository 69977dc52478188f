"""Vectors that are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding.cache import CachedEmbedder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vectors.sqlite"


def test_a_text_is_embedded_once(path: Path, embedder: Any) -> None:
    cached = CachedEmbedder(embedder, path)
    first = cached.embed_passages(["một", "hai", "một"])
    assert sorted(embedder.embedded) == ["hai", "một"]
    np.testing.assert_array_equal(cached.embed_passages(["hai", "một"]), first[[1, 0]])
    assert len(embedder.embedded) == 2
    cached.close()


def test_vectors_are_as_good_as_those_computed(path: Path, embedder: Any, make_embedder: Any) -> None:
    cached = CachedEmbedder(embedder, path)
    texts = [f"câu số {n}" for n in range(50)]
    cosines = (cached.embed_passages(texts) * make_embedder().embed_passages(texts)).sum(axis=1)
    assert cosines.min() > 0.999
    cached.close()


def test_they_outlive_the_process(path: Path, make_embedder: Any) -> None:
    one = CachedEmbedder(make_embedder(), path)
    one.embed_passages(["một"])
    one.close()
    embedder = make_embedder()
    other = CachedEmbedder(embedder, path)
    other.embed_passages(["một"])
    assert embedder.embedded == []
    other.close()


def test_another_model_has_its_own(path: Path, make_embedder: Any) -> None:
    one = CachedEmbedder(make_embedder("one"), path)
    one.embed_passages(["một"])
    embedder = make_embedder("other")
    other = CachedEmbedder(embedder, path)
    other.embed_passages(["một"])
    assert embedder.embedded == ["một"]
    one.close()
    other.close()


def test_what_was_done_before_an_interruption_is_kept(path: Path, make_embedder: Any) -> None:
    class Tired(make_embedder):  # type: ignore[misc]
        def embed_passages(self, texts: list[str]) -> np.ndarray:
            if self.embedded:
                raise KeyboardInterrupt
            return super().embed_passages(texts)  # type: ignore[no-any-return]

    texts = [f"câu {n}" for n in range(600)]
    one = CachedEmbedder(Tired(), path)
    with pytest.raises(KeyboardInterrupt):
        one.embed_passages(texts)
    one.close()
    embedder = make_embedder()
    other = CachedEmbedder(embedder, path)
    other.embed_passages(texts)
    assert len(embedder.embedded) == 600 - 256
    other.close()


def test_no_texts_give_no_vectors(path: Path, embedder: Any) -> None:
    cached = CachedEmbedder(embedder, path)
    assert cached.embed_passages([]).shape == (0, embedder.dimension)
    cached.close()
