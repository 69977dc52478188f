"""Runs a sentence encoder by ONNX Runtime: a query in some milliseconds, without torch.

Importing sentence-transformers takes 6 to 8 s on two cores, which a command that
answers one query cannot spend. Milliseconds of processor time for the default model,
medians on one core with AVX512-VNNI, with others at work beside it:

===========================================  ==========  =========  ===================
                                             147 tokens  20 tokens  cosine to the first
===========================================  ==========  =========  ===================
torch, fp32                                  130         44         1
fp32, traced by torch, fused by the runtime  85          18         1.000
fp32, as it is written here                  81          17         1.000
int8, traced by torch, fused by the runtime  48 to 55    9          0.995 to 0.997
int8, as it is written here                  37 to 42    7.5        0.996 to 0.997
the same, outliers tamed                     40 to 45    8          0.998 to 0.999
===========================================  ==========  =========  ===================

"As it is written here": by `index.embedding.onnx.graph`. OpenVINO, measured against the traced ones, took as long as
fp32 there, in 8 bits too.
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

from index.embedding.onnx.export import FILE, TOKENIZER, WEIGHTS, Precision, first_position, onnx_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_Array = NDArray[np.float32]

# Encoders built as `index.embedding.onnx.graph` writes them.
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
        ids = np.array(self.tokenizer.encode(text).ids, np.int64)
        vectors: _Array = self.session.run(None, {"ids": ids})[0]
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
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # as written
    file = onnx_folder(model, weights, precision, cache) / FILE
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(model / TOKENIZER))
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
    if not all((model / name).is_file() for name in (TOKENIZER, "modules.json")):
        return False
    modules = _json(model / "modules.json")
    if not (model / modules[0]["path"] / WEIGHTS).is_file():
        return False  # weights of an older form, which torch alone reads
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    pooling = _json(model / "1_Pooling" / "config.json")
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode") and on is True}
    return (
        kinds in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
        and modes <= {"pooling_mode_mean_tokens"}
        and pooling.get("pooling_mode", "mean") == "mean"
        and _is_known_encoder(_json(model / modules[0]["path"] / "config.json"))
    )


def _is_known_encoder(config: dict[str, Any]) -> bool:
    return (
        config.get("model_type") in _KNOWN
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
    )


def _longest(model: Path) -> int:
    """How many tokens of a text the model reads."""
    first = model / _json(model / "modules.json")[0]["path"]
    said = _json(first / "sentence_bert_config.json").get("max_seq_length")
    config = _json(first / "config.json")
    room = config["max_position_embeddings"] - first_position(config["model_type"], config.get("pad_token_id"))
    return int(min(said or room, room))


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
