"""Writes an embedding model as an ONNX file in the cache: ``python -m index.onnx_files MODEL FOLDER PRECISION``.

Exporting needs torch, which takes seconds to import and a gigabyte to work in; it is
done once, in a process of its own, and what is written is read in a tenth of a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from index.errors import ModelError
from index.model_folder import write_once

Precision = Literal["fp32", "int8"]

FILE = "model.onnx"
_WEIGHTS = "weights.bin"
# Raised when the file is written differently, so that older ones are made anew.
_LAYOUT = 1
# Below this many bytes a tensor stands in the graph itself, not in the file that is mapped.
_SMALL = 1_024
_OPSET = 17


def onnx_folder(model: Path, weights: str, precision: Precision, cache: Path) -> Path:
    """The folder with the ONNX file of `model`, whose weights have the hash `weights`; written at first use.

    Raises `ModelError` where it cannot be written.
    """
    folder = cache / f"onnx-{weights}-{precision}-{_LAYOUT}"
    write_once(folder, lambda unfinished: _written_apart(model, unfinished, precision))
    return folder


def _written_apart(model: Path, folder: Path, precision: Precision) -> None:
    # -P: what happens to be in the current folder is not imported.
    command = [sys.executable, "-P", "-m", "index.onnx_files", str(model), str(folder), precision]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        raise ModelError(f"Không chuẩn bị được mô hình {model.name} để chạy nhanh: {last}")


def main() -> None:
    """Writes what the command line names."""
    model, folder, precision = sys.argv[1:]
    _write(Path(model), Path(folder), precision)


def _write(model: Path, folder: Path, precision: str) -> None:
    plain, ready = folder / "plain.onnx", folder / "ready.onnx"
    _export(model, plain)
    if precision == "int8":
        _quantise(plain)
    _fuse(plain, ready)
    _with_mapped_weights(ready, folder / FILE)
    plain.unlink()
    ready.unlink()


def _export(model: Path, file: Path) -> None:
    """The encoder as traced by torch: token ids ``[texts, tokens]`` to token vectors ``[texts, tokens, dimension]``."""
    import torch
    from transformers import AutoModel

    first = json.loads((model / "modules.json").read_text("utf-8"))[0]["path"]
    # The exporter traces plain attention; what runs the file fuses it again.
    encoder = AutoModel.from_pretrained(model / first, attn_implementation="eager", dtype=torch.float32).eval()

    class TokenVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> Any:
            return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state

    ids = torch.tensor([[0, 1, 2, 3], [0, 1, 2, 3]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    some = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        TokenVectors(),
        (ids, mask),
        str(file),
        input_names=["ids", "mask"],
        output_names=["vectors"],
        dynamic_axes={"ids": some, "mask": some, "vectors": some},
        opset_version=_OPSET,
        dynamo=False,
    )


def _quantise(file: Path) -> None:
    """Weights in 8 bits with a scale to each column, activations in 8 bits with a scale to each matrix."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(file),
        str(file),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )


def _fuse(file: Path, fused: Path) -> None:
    """What ONNX Runtime would do at each start, done once; nothing in it depends on the processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(fused)
    onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _with_mapped_weights(file: Path, out: Path) -> None:
    """The same with its weights in a file beside it, which is mapped instead of read."""
    import onnx

    onnx.save_model(
        onnx.load(str(file)),
        str(out),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=_WEIGHTS,
        size_threshold=_SMALL,
    )


if __name__ == "__main__":
    main()
