"""The graph of a BERT or RoBERTa encoder in operators of ONNX Runtime: one text's token ids to its token vectors.

Written by hand and not traced, since what the exporter traces and the runtime fuses is
slower than it need be. Of processor time on one core with AVX512-VNNI, 147 tokens, 384
wide: adding and normalising takes 0.13 ms as two operators and 0.42 as the fused one;
attention 0.7 as one operator and 1.1 in parts, transposing not counted; a product in 8
bits 0.6 ms with weights centred on nothing and 1.1 where they have a zero point to subtract.
A text is run by itself, so there is no mask.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float32]

_OPSETS = (("", 17), ("com.microsoft", 1))
_IR_VERSION = 9


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder's weights, by their names in BERT and RoBERTa, and what its configuration says.

    `first_position` is the row of the position table of a text's first token. `divisors`
    are, by the names of products, what the numbers given to them are divided by before
    they are rounded to 8 bits (`index.embedding.onnx.outliers`).
    """

    weights: Mapping[str, Array]
    layers: int
    heads: int
    epsilon: float
    first_position: int
    divisors: Mapping[str, Array] = field(default_factory=dict)


def encoder_graph(encoder: Encoder, *, in_8_bits: bool, watched: Collection[str] = ()) -> onnx.ModelProto:
    """A model from ``ids`` ``[tokens]`` to ``vectors`` ``[tokens, dimension]``; its products in 8 bits where asked.

    What the products named in `watched` are given becomes a further output each, under the product's name.
    """
    graph = _Graph(encoder, in_8_bits, watched)
    last = graph.embeddings()
    for layer in range(encoder.layers):
        last = graph.layer(last, f"encoder.layer.{layer}")
    return graph.model(last)


@dataclass(slots=True)
class _Graph:
    """A graph as it is written: each method adds nodes and gives the name of what the last of them puts out."""

    of: Encoder
    in_8_bits: bool
    watched: Collection[str] = ()
    given: dict[str, str] = field(default_factory=dict)
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def model(self, last: str) -> onnx.ModelProto:
        self.nodes.append(helper.make_node("Identity", [last], ["vectors"]))
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])
        vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["tokens", self._dimension])
        outputs = [vectors]
        for name, given in self.given.items():
            self.nodes.append(helper.make_node("Identity", [given], [name]))
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["tokens", None]))
        graph = helper.make_graph(self.nodes, "encoder", [ids], outputs, list(self.constants.values()))
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    @property
    def _dimension(self) -> int:
        return len(self.of.weights["embeddings.LayerNorm.bias"])

    def embeddings(self) -> str:
        weights = self.of.weights
        # Every token is of the first type.
        positions = weights["embeddings.position_embeddings.weight"][self.of.first_position :]
        table = self._constant("positions", positions + weights["embeddings.token_type_embeddings.weight"][0])
        begin, axis = self._constant("begin", np.array([0])), self._constant("axis", np.array([0]))
        here = self._add("Slice", table, begin, self._add("Shape", "ids"), axis)
        return self._normalised(self._words(), here, "embeddings.LayerNorm")

    def _words(self) -> str:
        table = self.of.weights["embeddings.word_embeddings.weight"]
        if not self.in_8_bits:
            return self._add("Gather", self._constant("words", table), "ids")
        numbers, scales = in_8_bits(table)
        found = self._add("Gather", self._constant("words", numbers), "ids")
        scale = self._add("Gather", self._constant("word scales", scales[:, None]), "ids")
        return self._add("Mul", self._add("Cast", found, to=TensorProto.FLOAT), scale)

    def layer(self, given: str, name: str) -> str:
        attended = self._attention(given, f"{name}.attention.self")
        mixed = self._product(attended, f"{name}.attention.output.dense")
        mixed = self._normalised(mixed, given, f"{name}.attention.output.LayerNorm")
        wide = self._contributed("Gelu", self._product(mixed, f"{name}.intermediate.dense"))
        return self._normalised(self._product(wide, f"{name}.output.dense"), mixed, f"{name}.output.LayerNorm")

    def _attention(self, given: str, name: str) -> str:
        axis = self._constant("axis", np.array([0]))
        parts = self._products(given, [f"{name}.{part}" for part in ("query", "key", "value")])
        whole = [self._add("Unsqueeze", part, axis) for part in parts]
        return self._add("Squeeze", self._contributed("MultiHeadAttention", *whole, num_heads=self.of.heads), axis)

    def _normalised(self, one: str, other: str, name: str) -> str:
        scale, shift = (self._weight(f"{name}.{part}") for part in ("weight", "bias"))
        return self._add("LayerNormalization", self._add("Add", one, other), scale, shift, epsilon=self.of.epsilon)

    def _product(self, given: str, name: str) -> str:
        if name in self.watched:
            self.given[name] = given
        if not self.in_8_bits:
            weight, bias = (self._weight(f"{name}.{part}") for part in ("weight", "bias"))
            return self._add("Gemm", given, weight, bias, transB=1)
        divided = self._divided(given, name)
        numbers, scales = self._weight_in_8_bits(name)
        return self._contributed("DynamicQuantizeMatMul", divided, numbers, scales, "", self._weight(f"{name}.bias"))

    def _divided(self, given: str, name: str) -> str:
        if name not in self.of.divisors:
            return given
        return self._add("Mul", given, self._constant(f"{name}.factors", 1 / self.of.divisors[name]))

    def _products(self, given: str, names: list[str]) -> list[str]:
        """Several products of the same, which is brought to 8 bits once."""
        if not self.in_8_bits:
            return [self._product(given, name) for name in names]
        rounded = [f"{given}:{part}" for part in ("numbers", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [given], rounded))
        found = []
        for name in names:
            numbers, scales = self._weight_in_8_bits(name)
            bias = self._weight(f"{name}.bias")
            inputs = (rounded[0], numbers, rounded[1], scales, rounded[2], "", bias)
            found.append(self._contributed("MatMulIntegerToFloat", *inputs))
        return found

    def _weight(self, name: str) -> str:
        return self._constant(name, self.of.weights[name])

    def _weight_in_8_bits(self, name: str) -> tuple[str, str]:
        numbers, scales = in_8_bits(self.of.weights[f"{name}.weight"] * self.of.divisors.get(name, np.float32(1)))
        return self._constant(f"{name}.numbers", numbers.T), self._constant(f"{name}.scales", scales)

    def _constant(self, name: str, value: NDArray[np.generic]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def _add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator} {len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def _contributed(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """An operator that is ONNX Runtime's own."""
        return self._add(operator, *inputs, domain="com.microsoft", **attributes)


def in_8_bits(matrix: Array) -> tuple[NDArray[np.int8], Array]:
    """Whole numbers from -127 to 127 and a scale for each row, whose products are nearly `matrix`."""
    scales = np.maximum(np.abs(matrix).max(axis=1), np.finfo(np.float32).tiny) / np.float32(127)
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)
