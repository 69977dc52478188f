"""What is particular to a Qdrant server; the rest is the contract of every engine."""

from __future__ import annotations

import pytest

from index.engines.qdrant_server import ServerCollections
from index.errors import EngineUnreachable


def test_a_server_that_does_not_answer_is_told_by_its_address() -> None:
    with pytest.raises(EngineUnreachable, match=r"http://127\.0\.0\.1:9.*NHIEMVU_QDRANT_URL"):
        ServerCollections("http://127.0.0.1:9")
