"""Runs a sentence encoder by ONNX Runtime: a query in some milliseconds, without torch.

Importing sentence-transformers takes 6 to 8 s on two cores, which a command that
answers one query cannot spend. Of processor time for the default model (147 tokens
a passage, 20 a query; one core with AVX512-VNNI, others at work beside it):

====================  ==================  ===========  ==================
                      passages a second   query        cosine to the first
====================  ==================  ===========  ==================
torch, fp32           9.5                 37 ms        1
ONNX Runtime, fp32    8.1 to 9.4          17 to 21 ms  1.000
ONNX Runtime, int8    17.1                9 to 12 ms   0.997
OpenVINO, fp32        11.2                18 to 23 ms  1.000
OpenVINO, int8        10.5                14 ms        0.9999
====================  ==================  ===========  ==================
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.onnx_files import FILE, Precision, onnx_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_Array = NDArray[np.float32]

_TOKENIZER = "tokenizer.json"
# Encoders that take token ids and a mask and nothing else, and are exported as they are.
_KNOWN = {"bert", "roberta", "xlm-roberta"}


@dataclass(frozen=True, slots=True)
class OnnxEncoder:
    """An encoder's session and its tokenizer; safe to use from several threads."""

    session: InferenceSession
    tokenizer: Tokenizer

    def encode(self, texts: Sequence[str]) -> _Array:
        """The unit vectors of `texts`, prompts included, ``[len(texts), dimension]``.

        Each text is run by itself: there is no padding to compute, and in 8 bits the scale
        of a batch, and so a text's vector, would depend on its neighbours.
        """
        with ThreadPoolExecutor(free_processors(), initializer=_give_way) as workers:
            return np.stack(list(workers.map(self.encode_one, texts)))

    def encode_one(self, text: str) -> _Array:
        """The unit vector of `text`, prompt included, ``[dimension]``."""
        mean: _Array = self.token_vectors(text).mean(axis=0)
        return mean / np.linalg.norm(mean)

    def token_vectors(self, text: str) -> _Array:
        """The vector of each token of `text`, prompt and special tokens included, ``[tokens, dimension]``."""
        ids = np.array([self.tokenizer.encode(text).ids], np.int64)
        vectors: _Array = self.session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        return vectors


def _give_way() -> None:
    """Has this thread give way to others: who asks a question is waiting, what is taken in is not."""
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


def onnx_encoder(model: Path, weights: str, precision: Precision, cache: Path) -> OnnxEncoder | None:
    """The encoder of the sentence-transformers folder `model`, or None where it is not of a kind known here.

    `weights` is the hash of the model's files. Raises `ModelError` where its file cannot be written.
    """
    if not is_known(model):
        return None
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # One thread to a text: several texts are run side by side instead, and threads
    # that wait for one another lose more than they gain on a busy machine.
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # the file is fused already
    file = onnx_folder(model, weights, precision, cache) / FILE
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(model / _TOKENIZER))
    tokenizer.enable_truncation(_longest(model))
    tokenizer.no_padding()
    return OnnxEncoder(session, tokenizer)


def multiplies_int8() -> bool:
    """Whether the processor multiplies 8-bit integers itself (VNNI); without, they saturate and gain little."""
    return not processor_flags().isdisjoint({"avx512_vnni", "avx_vnni", "asimddp"})


def processor_flags() -> set[str]:
    """What the processor says it can do; nothing where that cannot be read."""
    try:
        return set(Path("/proc/cpuinfo").read_text("utf-8").split())
    except OSError:
        return set()


def free_processors() -> int:
    """How many of the processors this process may use are not at work for others, at least one.

    With a load of 6 on two processors, two threads of torch embedded 2.4 passages a second and one 8.9.
    """
    mine = len(os.sched_getaffinity(0))
    others = max(0.0, os.getloadavg()[0] - 1)  # this process counts for one
    return max(1, mine - round(others))


def is_known(model: Path) -> bool:
    """Whether the sentence-transformers folder `model` is of a kind that is run here."""
    if not all((model / name).is_file() for name in (_TOKENIZER, "modules.json")):
        return False
    modules = _json(model / "modules.json")
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    pooling = _json(model / "1_Pooling" / "config.json")
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode") and on is True}
    return (
        kinds in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
        and modes <= {"pooling_mode_mean_tokens"}
        and pooling.get("pooling_mode", "mean") == "mean"
        and _json(model / modules[0]["path"] / "config.json").get("model_type") in _KNOWN
    )


def _longest(model: Path) -> int:
    """How many tokens of a text the model reads."""
    first = model / _json(model / "modules.json")[0]["path"]
    said = _json(first / "sentence_bert_config.json").get("max_seq_length")
    return int(said or _json(first / "config.json")["max_position_embeddings"])


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
