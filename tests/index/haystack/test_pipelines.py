"""The index as Haystack pipelines: the same answers as without, on either engine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.model import ClauseKind, Record
from corpus.settings import Settings
from index.haystack.pipelines import indexing_pipeline, query_pipeline
from index.retrieval.index import Index
from index.retrieval.query import Query

K = ClauseKind


@pytest.fixture(params=["edge", "server"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = "" if request.param == "edge" else ":memory:"
    return Settings(data=tmp_path / "data", database_url="", qdrant_url=url)


@pytest.fixture
def records(make_record: Callable[..., Record]) -> list[Record]:
    return [
        make_record(
            "plan",
            [
                ("1", K.ITEM, "1. Sở Y tế chăm sóc sức khỏe tâm thần cho trẻ em ở trường học."),
                ("2", K.ITEM, "2. Sở Giáo dục và Đào tạo dạy bơi, phòng, chống đuối nước."),
            ],
            type="kế hoạch",
        ),
        make_record("empty", [("noi-nhan", K.RECIPIENTS, "Nơi nhận")]),
    ]


def test_the_pipelines_do_what_the_index_does(settings: Settings, embedder: Any, records: list[Record]) -> None:
    with Index.open(settings, embed=embedder) as index:
        run = {"cutter": {"records": records, "revisions": {"plan": "1", "empty": "2"}}}
        assert indexing_pipeline(index).run(run) == {"writer": {"documents_written": 3}}
        assert index.revisions() == {"plan": "1", "empty": "2"}

        ask = query_pipeline(index, limit=5)
        documents = ask.run({"restorer": {"query": "day boi"}})["reranker"]["documents"]
        hits = index.search(Query("day boi", limit=5))
        assert [(d.meta["path"], d.content, round(d.score, 6)) for d in documents] == [
            (hit.path, hit.text, hit.score) for hit in hits
        ]
        assert documents[0].meta["path"] == "2"

        where = {"field": "meta.type", "operator": "==", "value": "quyet-dinh"}
        filtered = ask.run({"restorer": {"query": "day boi"}, "retriever": {"filters": where}})
        assert filtered["reranker"]["documents"] == []


def test_indexing_by_pipeline_comes_to_the_same_points(
    tmp_path: Path, make_embedder: Any, records: list[Record]
) -> None:
    kept = []
    for name in ("plain", "pipeline"):
        settings = Settings(data=tmp_path / name, database_url="")
        with Index.open(settings, embed=make_embedder()) as index:
            if name == "plain":
                index.add_all((record, "1") for record in records)
            else:
                indexing_pipeline(index).run({"cutter": {"records": records, "revisions": {"plan": "1", "empty": "1"}}})
            points = sorted(index.engine.scroll(vectors=True), key=lambda point: point.id)
            kept.append([(p.id, p.payload, p.words, p.dense.tolist() if p.dense is not None else None) for p in points])
    assert kept[0] == kept[1]


def test_telemetry_is_off() -> None:
    assert os.environ["HAYSTACK_TELEMETRY_ENABLED"] == "False"
