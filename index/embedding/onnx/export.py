"""Writes an embedding model as an ONNX file: ``python -m index.embedding.onnx.export MODEL FOLDER PRECISION``.

The weights are read with numpy from the model's ``model.safetensors``. It is done once, in a process of its own,
which takes a gigabyte to work in, and what is written is read in a tenth of a second.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from index.embedding.e5.install import write_once
from index.errors import ModelError

if TYPE_CHECKING:
    from onnx import ModelProto

    from index.embedding.onnx.graph import Encoder

Precision = Literal["fp32", "int8"]

FILE = "model.onnx"
# Of a model folder.
TOKENIZER = "tokenizer.json"
WEIGHTS = "model.safetensors"
_MAPPED = "weights.bin"
# What BERT and RoBERTa add to a variance where their configuration does not say.
_EPSILON = 1e-12
# Weights of a model saved with a head: "bert.embeddings.word_embeddings.weight".
_WRAPPED = re.compile(r"(?:bert|roberta)\.embeddings\.")
# Raised when the file is written differently, or from another sample, so that older ones are made anew.
LAYOUT = 4
# Below this many bytes a tensor stands in the graph itself, not in the file that is mapped.
_SMALL = 1_024


def onnx_folder(model: Path, weights: str, precision: Precision, cache: Path) -> Path:
    """The folder with the ONNX file of `model`, whose weights have the hash `weights`; written at first use.

    Raises `ModelError` where it cannot be written.
    """
    folder = cache / f"onnx-{weights}-{precision}-{LAYOUT}"
    write_once(folder, lambda unfinished: _written_apart(model, unfinished, precision))
    return folder


def _written_apart(model: Path, folder: Path, precision: Precision) -> None:
    # -P: what happens to be in the current folder is not imported.
    command = [sys.executable, "-P", "-m", "index.embedding.onnx.export", str(model), str(folder), precision]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        raise ModelError(f"Không chuẩn bị được mô hình {model.name} để chạy nhanh: {last}")


def main() -> None:
    """Writes what the command line names."""
    model, folder, precision = sys.argv[1:]
    _write(Path(model), Path(folder), precision)


def _write(model: Path, folder: Path, precision: str) -> None:
    from index.embedding.onnx.graph import encoder_graph

    in_8_bits = precision == "int8"
    _with_mapped_weights(encoder_graph(_encoder(model, tamed=in_8_bits), in_8_bits=in_8_bits), folder / FILE)


def _encoder(model: Path, *, tamed: bool) -> Encoder:
    """What the folder `model` holds; with the outliers of its products where they are to be `tamed`."""
    from tokenizers import Tokenizer

    from index.embedding.onnx.graph import Encoder
    from index.embedding.onnx.outliers import divisors, sample_texts

    first = model / json.loads((model / "modules.json").read_text("utf-8"))[0]["path"]
    said = json.loads((first / "config.json").read_text("utf-8"))
    behind = first_position(said["model_type"], said.get("pad_token_id"))
    encoder = Encoder(
        weights=_weights(first / WEIGHTS),
        layers=said["num_hidden_layers"],
        heads=said["num_attention_heads"],
        epsilon=said.get("layer_norm_eps", _EPSILON),
        first_position=behind,
    )
    if not tamed:
        return encoder
    tokenizer = Tokenizer.from_file(str(model / TOKENIZER))
    tokenizer.enable_truncation(said["max_position_embeddings"] - behind)
    return replace(encoder, divisors=divisors(encoder, (tokenizer.encode(text).ids for text in sample_texts())))


def _weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Reads the weights by their names in the encoder, without the name of the model around it."""
    from safetensors.numpy import load_file

    found = load_file(path)
    inner = next((name.partition(".")[0] + "." for name in found if _WRAPPED.match(name)), "")
    return {name.removeprefix(inner): weight.astype(np.float32, copy=False) for name, weight in found.items()}


def first_position(kind: str, padding: int | None) -> int:
    """The row of the position table of a text's first token: RoBERTa counts from behind its padding token's number."""
    return 0 if kind == "bert" else (padding or 0) + 1


def _with_mapped_weights(graph: ModelProto, out: Path) -> None:
    """Writes a graph with its weights in a file beside it, which is mapped instead of read."""
    import onnx

    onnx.save_model(
        graph,
        str(out),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=_MAPPED,
        size_threshold=_SMALL,
    )


if __name__ == "__main__":
    main()
