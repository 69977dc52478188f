"""Numbers that stand out of what the products of an encoder are given, which would spoil their rounding to 8 bits.

All numbers a product is given are rounded with one scale. In BERT encoders the tokens
that begin and end a text put numbers of 20 to 60 in one or two places where all others
stay below 4, and so most are rounded to a dozen steps. Dividing these places by a
factor, and multiplying the weights that meet them, changes no product and lets the
rest have the steps. Where that is done and by how much is read off the model's own run
over a sample document. Cosine to fp32 with multilingual-e5-small, 26 passages and questions:
0.997 without, 0.999 with; of what is lost without, two thirds are lost in the second
product of the feed-forward part, a fifth in the first, and hardly anything elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import corpus.documents
from index.embedding.onnx.graph import Array

if TYPE_CHECKING:
    import torch

# The products whose outliers are tamed.
TAMED = ("intermediate.dense", "output.dense")
_NOT_TAMED = "attention.output.dense"
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


def divisors(encoder: torch.nn.Module, texts: Iterable[list[int]]) -> dict[str, Array]:
    """For each tamed product, by its name, what every number it is given is divided by: 1 for most of them.

    `texts` are token ids, special ones included.
    """
    import torch

    with _largest(encoder) as largest, torch.no_grad():
        for ids in texts:
            encoder(input_ids=torch.tensor([ids]))
    return {name: np.maximum(1, most / (MOST * np.median(most))) for name, most in largest.items()}


@contextmanager
def _largest(encoder: torch.nn.Module) -> Iterator[dict[str, Array]]:
    """The largest number, regardless of sign, in each place of what each tamed product is given meanwhile."""
    found: dict[str, Array] = {}

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def take(_: torch.nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            most = given[0].abs().amax(dim=(0, 1)).numpy()
            found[name] = np.maximum(found[name], most) if name in found else most

        return encoder.get_submodule(name).register_forward_pre_hook(take)

    names = [name for name, _ in encoder.named_modules() if name.endswith(TAMED) and not name.endswith(_NOT_TAMED)]
    watches = [watch(name) for name in names]
    try:
        yield found
    finally:
        for one in watches:
            one.remove()
