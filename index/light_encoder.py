"""Runs a plain BERT sentence encoder in numpy, for one query at a time.

Importing sentence-transformers takes 6 to 8 s on two cores; a command that answers
one query cannot spend them. This reads the same folder and gives the same vector
(cosine above 0.99999), in 20 to 30 ms a query. It knows one architecture, BERT with
mean pooling, which the default model is; `light_encoder` gives None for any other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_Array = NDArray[np.float32]

_WEIGHTS = "model.safetensors"
_TOKENIZER = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class LightEncoder:
    """The encoder's weights, mapped from disk, and its tokenizer."""

    weights: dict[str, _Array]
    tokenizer: Tokenizer
    layers: int
    heads: int
    epsilon: float

    def encode(self, text: str) -> _Array:
        """The unit vector of `text`, prompt included, ``[dimension]``."""
        ids = np.array(self.tokenizer.encode(text).ids)
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
        x = self._normalised(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(self.layers):
            x = self._layer(x, f"encoder.layer.{layer}.")
        mean: _Array = x.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _layer(self, x: _Array, at: str) -> _Array:
        attended = self._linear(self._attention(x, at + "attention.self."), at + "attention.output.dense")
        x = self._normalised(x + attended, at + "attention.output.LayerNorm")
        wide = _gelu(self._linear(x, at + "intermediate.dense"))
        return self._normalised(x + self._linear(wide, at + "output.dense"), at + "output.LayerNorm")

    def _attention(self, x: _Array, at: str) -> _Array:
        tokens, width = x.shape
        query, key, value = (
            self._linear(x, at + name).reshape(tokens, self.heads, -1).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width / self.heads))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        out: _Array = (shares @ value).transpose(1, 0, 2).reshape(tokens, width)
        return out

    def _linear(self, x: _Array, name: str) -> _Array:
        out: _Array = x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]
        return out

    def _normalised(self, x: _Array, name: str) -> _Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        out: _Array = centred / scale * self.weights[name + ".weight"] + self.weights[name + ".bias"]
        return out


# erf to within 1.5e-7 (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26).
_ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
_ERF_P = 0.3275911


def _gelu(x: _Array) -> _Array:
    magnitude = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(_ERF_P) * magnitude)
    polynomial = np.zeros_like(t)
    for coefficient in reversed(_ERF):
        polynomial = (polynomial + np.float32(coefficient)) * t
    erf = np.copysign(1 - polynomial * np.exp(-magnitude * magnitude), x)
    out: _Array = np.float32(0.5) * x * (1 + erf)
    return out


def light_encoder(folder: Path) -> LightEncoder | None:
    """The encoder in the sentence-transformers folder, or None where it is not of the architecture known here."""
    if not _is_plain_bert(folder):
        return None
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    # For good, not for one call: on matrices this small a second thread gains nothing on an
    # idle machine, and on a busy one the waiting threads made a query take 1,600 ms instead of 80.
    threadpool_limits(limits=1, user_api="blas")
    config = _json(folder / "config.json")
    weights = _mapped_weights(folder / _WEIGHTS)
    if weights is None:
        return None
    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    longest = _json(folder / "sentence_bert_config.json").get("max_seq_length") or config["max_position_embeddings"]
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()
    return LightEncoder(
        weights, tokenizer, config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"]
    )


def _is_plain_bert(folder: Path) -> bool:
    if not all((folder / name).is_file() for name in (_WEIGHTS, _TOKENIZER, "config.json", "modules.json")):
        return False
    config, pooling = _json(folder / "config.json"), _json(folder / "1_Pooling" / "config.json")
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in _json(folder / "modules.json")]
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode") and on is True}
    return (
        kinds in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
        and modes <= {"pooling_mode_mean_tokens"}
        and pooling.get("pooling_mode", "mean") == "mean"
        and config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
    )


def _mapped_weights(path: Path) -> dict[str, _Array] | None:
    """The tensors of a safetensors file as views into it, or None where one is not float32."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    data = np.memmap(path, np.uint8, "r")
    weights = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            return None
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        weights[name.removeprefix("bert.")] = data[start:end].view("<f4").reshape(entry["shape"])
    return weights


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
