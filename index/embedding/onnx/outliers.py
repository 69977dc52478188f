"""Numbers that stand out of what the products of an encoder are given, which would spoil their rounding to 8 bits.

All numbers a product is given are rounded with one scale. In BERT encoders the tokens
that begin and end a text put numbers of 20 to 60 in one or two places where all others
stay below 4, and so most are rounded to a dozen steps. Dividing these places by a
factor, and multiplying the weights that meet them, changes no product and lets the
rest have the steps. Where that is done and by how much is read off a run of the graph in
fp32 over a sample document, with what those products are given as further outputs.

Cosine to fp32 with multilingual-e5-small, 26 passages and questions: 0.997 without, 0.999 with;
of what is lost without, two thirds are lost in the second product of the feed-forward part, a
fifth in the first, and hardly anything elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

import corpus.documents
from index.embedding.onnx.graph import Array, Encoder, encoder_graph

# The products whose outliers are tamed.
TAMED = ("intermediate.dense", "output.dense")
# How many times the middle of all places' largest numbers a place may hold. At 2 and 3 the cosine
# is the same; at 4 half of the gain is lost on passages.
MOST = 2.5
# Outliers come with the length of a text, too: characters of the sample that are run.
SIZES = (2_600, 1_300, 650, 300, 150, 75)
_SAMPLE = Path(corpus.documents.__file__).parent / "files" / "9755-UBND-KGVX.txt"


def sample_texts() -> list[str]:
    """Beginnings of a sample document, long to short."""
    text = _SAMPLE.read_text("utf-8")
    return [text[:size] for size in SIZES]


def divisors(encoder: Encoder, texts: Iterable[list[int]]) -> dict[str, Array]:
    """For each tamed product, by its name, what every number it is given is divided by: 1 for most of them.

    `texts` are token ids, special ones included.
    """
    found = _largest(encoder, texts)
    return {name: _rounded(np.maximum(1, most / (MOST * np.median(most)))) for name, most in found.items()}


def _rounded(divisors: Array) -> Array:
    """To sixteenths: the last digits, in which processors differ, would turn the rounding of weights about."""
    return np.round(divisors * 16) / np.float32(16)


def _largest(encoder: Encoder, texts: Iterable[list[int]]) -> dict[str, Array]:
    """The largest number, regardless of sign, in each place of what each tamed product is given over `texts`."""
    import onnxruntime

    names = [f"encoder.layer.{layer}.{product}" for layer in range(encoder.layers) for product in TAMED]
    graph = encoder_graph(encoder, in_8_bits=False, watched=names)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # every product stays itself
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found: dict[str, Array] = {}
    for ids in texts:
        for name, given in zip(names, session.run(names, {"ids": np.array(ids, np.int64)}), strict=True):
            most = np.abs(given).max(axis=0)
            found[name] = np.maximum(found[name], most) if name in found else most
    return found
