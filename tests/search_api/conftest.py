"""A filled knowledge base, and the service over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from corpus.settings import Settings
from corpus.store import Store
from search_api.bootstrap import KnowledgeBase
from search_api.web.app import create_app
from tests.search_api.sample_knowledge_base import StandInIndex, fill


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of four documents, to read only."""
    settings = new_settings(tmp_path_factory.mktemp("held"))
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as kb:
        fill(kb.store)
        kb.sync()
        yield kb


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base without documents, to change."""
    settings = new_settings(tmp_path / "data")
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as kb:
        yield kb


def new_settings(folder: Path) -> Settings:
    return Settings(data=folder, database_url=f"sqlite:///{folder / 'store.sqlite'}")


@pytest.fixture(scope="session")
def web(held: KnowledgeBase) -> Iterator[TestClient]:
    """A client of the service over the filled knowledge base."""
    with TestClient(create_app(held), base_url="http://127.0.0.1:8000") as client:
        yield client


def service_of(app: Any) -> Any:
    """The service inside the middleware around it."""
    while not hasattr(app, "state"):
        app = app._app
    return app
