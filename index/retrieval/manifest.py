"""What an index was built with, noted in it; vectors and words of two kinds are never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from index.embedding.embedder import Embedder
from index.errors import IndexMismatch
from index.query.corpus_counts import COUNTS_VERSION
from index.retrieval.chunking import PASSAGES_VERSION
from index.retrieval.payloads import SCHEMA_VERSION
from index.retrieval.sparse import SPARSE_VERSION

_SAID = {
    "schema": "cách lưu",
    "analyser": "cách cắt đoạn và tách từ",
    "model": "mô hình ngôn ngữ",
    "dimension": "số chiều véc-tơ",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The versions of one generation of the index; `generation` names it."""

    schema: int
    analyser: str
    model: str
    dimension: int
    generation: str

    @classmethod
    def now(cls, embedder: Embedder) -> Manifest:
        """What a generation made now is built with."""
        return cls(
            schema=SCHEMA_VERSION,
            analyser=f"passages {PASSAGES_VERSION}, words {SPARSE_VERSION}, counts {COUNTS_VERSION}",
            model=embedder.fingerprint,
            dimension=embedder.dimension,
            generation=uuid4().hex[:12],
        )

    def noted(self) -> dict[str, Any]:
        """As it is kept with the index."""
        return asdict(self)

    def check(self, noted: Mapping[str, Any]) -> None:
        """Raises `IndexMismatch` where the index was built with anything else than the program now uses."""
        different = [said for name, said in _SAID.items() if noted.get(name) != getattr(self, name)]
        if different:
            raise IndexMismatch(
                f"Chỉ mục tìm kiếm được tạo với {', '.join(different)} khác với phiên bản đang dùng, "
                "nên không thể dùng tiếp. Hãy tạo lại chỉ mục bằng lệnh: nhiemvu rebuild"
            )
