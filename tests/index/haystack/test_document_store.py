"""Haystack's own tests for document stores, on both engines, and what is particular to ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from haystack.dataclasses import ByteStream, Document, SparseEmbedding
from haystack.document_stores.errors import DocumentStoreError, DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy
from haystack.testing.document_store import CountDocumentsByFilterTest, DocumentStoreBaseExtendedTests

from index.haystack.document_store import EngineDocumentStore


@pytest.fixture(params=["edge", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineDocumentStore]:
    place = str(tmp_path / "documents") if request.param == "edge" else ":memory:"
    opened = EngineDocumentStore(place, dimension=768)
    yield opened
    opened.close()


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")
class TestEngineDocumentStore(DocumentStoreBaseExtendedTests, CountDocumentsByFilterTest):
    @pytest.fixture
    def document_store(self, store: EngineDocumentStore) -> EngineDocumentStore:
        return store

    def assert_documents_are_equal(self, received: list[Document], expected: list[Document]) -> None:
        # An engine keeps no order, and embeddings as float32.
        assert len(received) == len(expected)
        by_id = {document.id: document for document in received}
        for document in expected:
            found = by_id[document.id]
            assert found.content == document.content
            assert found.meta == document.meta
            if document.embedding is None:
                assert found.embedding is None
            else:
                np.testing.assert_allclose(found.embedding, document.embedding, rtol=1e-6)

    def test_write_documents(self, document_store: EngineDocumentStore) -> None:
        # Without a policy, what is there already is not silently changed.
        document = Document(content="test doc")
        assert document_store.write_documents([document]) == 1
        with pytest.raises(DuplicateDocumentError):
            document_store.write_documents([document])


def test_what_is_written_comes_back(store: EngineDocumentStore) -> None:
    written = Document(
        id="not-a-uuid",
        content="Sở Y tế chủ trì",
        meta={"doc": "a", "year": 2025, "draft": False, "tags": ["x"]},
        embedding=[0.25] * 768,
        sparse_embedding=SparseEmbedding([3, 4_000_000_000], [1.0, 2.0]),
    )
    store.write_documents([written])
    (back,) = store.filter_documents()
    assert back == written


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"field": "meta.draft", "operator": "==", "value": True}, {"1"}),
        ({"field": "meta.draft", "operator": "==", "value": False}, {"2"}),
        ({"field": "meta.draft", "operator": "!=", "value": True}, {"2", "3"}),
        ({"field": "meta.tags", "operator": "in", "value": ["x", "z"]}, {"1"}),
        ({"field": "meta.size", "operator": "==", "value": 1.5}, {"3"}),
        ({"field": "year", "operator": ">=", "value": 2025}, {"2", "3"}),
        ({"field": "id", "operator": "==", "value": "2"}, {"2"}),
    ],
    ids=["true", "false", "not true", "in a list", "a fraction", "a bare name", "id"],
)
def test_filters(store: EngineDocumentStore, filters: dict[str, object], expected: set[str]) -> None:
    store.write_documents(
        [
            Document(id="1", content="a", meta={"draft": True, "tags": ["x", "y"], "year": 2024}),
            Document(id="2", content="b", meta={"draft": False, "tags": ["y"], "year": 2025}),
            Document(id="3", content="c", meta={"size": 1.5, "year": 2026}),
        ]
    )
    assert {document.id for document in store.filter_documents(filters)} == expected
    assert store.count_documents_by_filter(filters) == len(expected)


def test_skipping_writes_the_new_ones_only(store: EngineDocumentStore) -> None:
    store.write_documents([Document(id="1", content="a")])
    both = [Document(id="1", content="changed"), Document(id="2", content="b")]
    assert store.write_documents(both, policy=DuplicatePolicy.SKIP) == 1
    assert {document.content for document in store.filter_documents()} == {"a", "b"}


def test_a_blob_is_refused(store: EngineDocumentStore) -> None:
    with pytest.raises(DocumentStoreError, match="blob"):
        store.write_documents([Document(blob=ByteStream(b"x"))])


def test_the_embedded_store_is_kept_and_serialised_by_its_place(tmp_path: Path) -> None:
    store = EngineDocumentStore(str(tmp_path / "documents"), dimension=4)
    store.write_documents([Document(content="kept", embedding=[1.0, 0, 0, 0])])
    store.close()
    again = EngineDocumentStore.from_dict(store.to_dict())
    assert [document.content for document in again.filter_documents()] == ["kept"]
    again.close()
