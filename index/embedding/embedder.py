"""Turns passages and queries into vectors with a sentence-transformers model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.settings import Settings
from index.embedding.e5.install import default_model, models_cache
from index.embedding.onnx.export import LAYOUT, Precision
from index.embedding.onnx.session import (
    OnnxEncoder,
    free_processors,
    is_known,
    multiplies_int8,
    onnx_encoder,
    processor_flags,
)
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# Characters a batch may come to, its longest text times its number of texts. Batches of
# 4 to 8 passages of 120 tokens (about 500 characters) ran at 17 to 21 passages a second on
# two cores in fp32, batches of 32 at 15; small batches also keep memory flat.
BATCH_CHARACTERS = 4_000


class Embedder(Protocol):
    """What the index needs of an embedding model: unit vectors of float32."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights: vectors of different fingerprints are never compared."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, ``[len(texts), dimension]``, in their order."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query, ``[dimension]``."""
        ...


class SentenceEmbedder:
    """A sentence-transformers model from a folder; nothing heavy is loaded before the first text.

    Models of a known kind are run by ONNX Runtime, from a file that is written once into
    `cache`, in 8 bits where the processor multiplies them itself. Any other model is run by
    sentence-transformers, which is installed on request (the extra ``models``).
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self._cache = folder, cache
        if not (folder / "modules.json").is_file():
            raise ModelError(f"{folder} không phải thư mục mô hình sentence-transformers (thiếu modules.json).")
        self._prompts = prompts(folder)
        self._precision: Precision = "int8" if multiplies_int8() else "fp32"

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has: read from the folder where it says so, else from the loaded model."""
        said = _said_dimension(self.folder)
        if said is None:
            said = self._model.get_embedding_dimension()
        if said is None:
            raise ModelError(f"Mô hình {self.folder.name} không cho biết số chiều của véc-tơ.")
        return said

    @cached_property
    def fingerprint(self) -> str:
        """The folder's name, a hash of what decides its vectors, and the precision where it changes them."""
        precision = f":int8.{LAYOUT}" if self._precision == "int8" and is_known(self.folder) else ""
        return f"{self.folder.name}:{self._weights}{precision}"

    @property
    def backend(self) -> str:
        """What embeds passages on this machine, and why: for reports."""
        if self._encoder is None:
            return "sentence-transformers (a model of another kind)"
        why = "multiplies" if self._precision == "int8" else "does not multiply"
        return f"ONNX Runtime in {self._precision} (the processor {why} 8-bit integers itself)"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`."""
        prompted = [self._prompts["passage"] + text for text in texts]
        if self._encoder is None:
            return self._by_torch(prompted)
        return self._encoder.encode(prompted)

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query."""
        text = self._prompts["query"] + text
        if self._encoder is None:
            vector: Vectors = self._by_torch([text])[0]
            return vector
        return self._encoder.encode_one(text)

    @cached_property
    def _weights(self) -> str:
        return _folder_hash(self.folder)

    @cached_property
    def _encoder(self) -> OnnxEncoder | None:
        return onnx_encoder(self.folder, self._weights, self._precision, self._cache)

    @cached_property
    def _model(self) -> SentenceTransformer:
        return _loaded(self.folder)

    def _by_torch(self, texts: Sequence[str]) -> Vectors:
        """Long and short texts are batched apart, since a batch costs its longest."""
        out = np.empty((len(texts), self.dimension), np.float32)
        for batch in _batches(texts):
            out[batch] = self._model.encode(
                [texts[i] for i in batch],
                batch_size=len(batch),
                prompt="",  # prompts are put in front before: models say them in different places
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return out


def open_embedder(settings: Settings) -> SentenceEmbedder:
    """The model that the settings name (a folder, or a name in the local hub cache), else the default one."""
    if not settings.model:
        return SentenceEmbedder(default_model(settings), models_cache(settings))
    folder = Path(settings.model).expanduser()
    return SentenceEmbedder(folder if folder.is_dir() else _from_hub_cache(settings.model), models_cache(settings))


def _from_hub_cache(name: str) -> Path:
    # Comes with `tokenizers`.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=os.environ.get("HF_HUB_OFFLINE") != "0"))
    except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError) as error:
        raise ModelError(
            f"Không có mô hình {name!r}: không phải thư mục trên máy, cũng không có trong bộ nhớ đệm của Hugging Face."
        ) from error


def _loaded(folder: Path) -> SentenceTransformer:
    try:
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer
    except ModuleNotFoundError as error:
        raise ModelError(
            f"Mô hình ở {folder} cần thư viện sentence-transformers, chưa được cài. "
            "Hãy cài: pip install 'nhiemvu[models]'"
        ) from error

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(free_processors())
    dtype = torch.bfloat16 if _multiplies_bf16() else torch.float32
    try:
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": dtype, "attn_implementation": "sdpa"},
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"Không nạp được mô hình ở {folder}: {error}") from error


def _multiplies_bf16() -> bool:
    """Whether the processor multiplies bfloat16 itself, which models of another kind are then run in.

    Where it does, torch embeds 70 passages of the default model a second and core in bf16, and ONNX Runtime 151 in
    8 bits and 57 in fp32; where it does not, bf16 is emulated and slower than fp32.
    """
    return not processor_flags().isdisjoint({"amx_bf16", "avx512_bf16"})


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions in `texts`, longest first, in batches of at most `BATCH_CHARACTERS` with padding (at least one)."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    at = 0
    while at < len(order):
        size = max(1, BATCH_CHARACTERS // max(1, len(texts[order[at]])))
        yield order[at : at + size]
        at += size


# --- what a model folder says of itself ---------------------------------------

# Bytes hashed at each end of a weights file.
_END = 1 << 16


def prompts(folder: Path) -> dict[str, str]:
    """What goes before a query and a passage: the model's own words, else those the E5 family was trained with."""
    said: dict[str, str] = _read(folder / "config_sentence_transformers.json").get("prompts") or {}
    usual = {"query": "query: ", "passage": "passage: "} if "e5" in folder.resolve().as_posix().lower() else {}
    return {
        "query": said.get("query", usual.get("query", "")),
        "passage": said.get("passage", said.get("document", usual.get("passage", ""))),
    }


def _said_dimension(folder: Path) -> int | None:
    """The size of the vectors: of the last dense layer, where there is one, else of what is pooled."""
    for module in reversed(_read(folder / "modules.json") or []):
        config = _read(folder / module["path"] / "config.json") if module["path"] else {}
        for key in ("out_features", "word_embedding_dimension", "embedding_dimension"):
            if isinstance(config.get(key), int):
                return int(config[key])
    return None


def _folder_hash(folder: Path) -> str:
    """A hash of the small files, and of the size and both ends of the large ones: hashing 470 MB takes a second."""
    digest = blake2b(digest_size=8)
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".json", ".txt", ".safetensors", ".bin", ".model"}):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}".encode())
        with path.open("rb") as file:
            digest.update(file.read(_END))
            file.seek(max(0, size - _END))
            digest.update(file.read(_END))
    return digest.hexdigest()


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
