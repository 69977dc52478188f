"""The two sides of a crosswalk: documents taken apart into units, with all that is compared of each.

`DocumentFeatures` need no vectors: they are read from the words alone and can be kept; `EmbeddedDocument` adds them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import syllables
from index.crosswalk.action_types import Acts
from index.crosswalk.entities import Core, bodies, fields, programmes
from index.crosswalk.lexical_similarity import Bag, Columns, themes, word_bag
from index.crosswalk.task_selection import affairs
from index.crosswalk.units import Unit
from index.embedding.embedder import Embedder, Vectors

# Syllables that a part of a unit has at least. Parts of 12 or more gave average precision
# .54 on the hand-made links of Chỉ thị 28-CT/TW, parts of 6 .53, the unit's vector alone .50.
PART = 12
# Steps of a path that are inside a section.
_INNER = ("gach-", "doan-", "cong-", "hang-")
# Where a long sentence may be taken apart: "…, nhằm …", "…; …", "… gắn với …".
_JOINT = re.compile(r"[,;:](?=\s) | \s(?=(?:gắn\ với|nhằm|nhất\ là|đặc\ biệt\ là|đồng\ thời|trong\ đó)\s)", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class DocumentFeatures:
    """A document taken apart: its units with the words, themes, fields of bodies, programmes and parts of each.

    `acts` are the bits of the sorts of work that each unit leads with, and that it names; `affairs`
    say whether it is upkeep of its document, and whether it is nothing but work (see `EmbeddedDocument`).
    """

    units: tuple[Unit, ...]
    words: tuple[Bag, ...]
    themes: tuple[Bag, ...]
    fields: tuple[tuple[Core, ...], ...]
    programmes: tuple[tuple[str, ...], ...]
    acts: tuple[tuple[int, int], ...]
    affairs: tuple[tuple[bool, bool], ...]
    parts: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> DocumentFeatures:
        """`units` and what is found in each."""
        acts = Acts.of(units)
        return cls(
            units=tuple(units),
            words=tuple(word_bag(unit.words) for unit in units),
            themes=tuple(themes(unit.words) for unit in units),
            fields=tuple(tuple(core for body in bodies(unit) for core in fields(body)) for unit in units),
            programmes=tuple(programmes(unit.words) for unit in units),
            acts=tuple(zip(acts.leading.tolist(), acts.named.tolist(), strict=True)),
            affairs=tuple(map(affairs, units)),
            parts=tuple(parts_of(unit.words) for unit in units),
        )


@dataclass(frozen=True)
class EmbeddedDocument:
    """The units of one document, made ready to compare: words, themes, fields of bodies, programmes, acts, vectors.

    `upkeep` marks those of an organisation section that speak of the document's own carrying
    out, `work` those that neither stand in one nor speak of it.
    """

    units: tuple[Unit, ...]
    words: tuple[Bag, ...]
    themes: tuple[Bag, ...]
    fields: tuple[tuple[Core, ...], ...]
    programmes: tuple[tuple[str, ...], ...]
    acts: Acts
    upkeep: NDArray[np.bool_]
    work: NDArray[np.bool_]
    vectors: Vectors
    parts: tuple[tuple[str, ...], ...]
    part_vectors: Vectors

    @classmethod
    def of(cls, units: Sequence[Unit], embedder: Embedder) -> EmbeddedDocument:
        """The side of `units`."""
        return cls.embedded(DocumentFeatures.of(units), embedder)

    @classmethod
    def embedded(cls, apart: DocumentFeatures, embedder: Embedder) -> EmbeddedDocument:
        """The side of a document that is taken apart; all that must be embedded goes to `embedder` in one call."""
        texts = [*(unit.in_context for unit in apart.units), *chain.from_iterable(apart.parts)]
        vectors = embedder.embed_passages(texts) if texts else np.empty((0, embedder.dimension), np.float32)
        whole, of_parts = vectors[: len(apart.units)], vectors[len(apart.units) :]
        leading, named = np.array(apart.acts, np.int64).reshape(-1, 2).T
        upkeep, work = np.array(apart.affairs, np.bool_).reshape(-1, 2).T
        return cls(
            apart.units,
            apart.words,
            apart.themes,
            apart.fields,
            apart.programmes,
            Acts(leading, named),
            upkeep,
            work,
            whole,
            apart.parts,
            of_parts,
        )

    @cached_property
    def word_columns(self) -> Columns:
        """The words of all units against which another side's are counted."""
        return Columns(self.words)

    @cached_property
    def theme_columns(self) -> Columns:
        """The themes of all units against which another side's are counted."""
        return Columns(self.themes)

    @cached_property
    def sentences(self) -> tuple[tuple[int, ...], ...]:
        """The units of each sentence, by position; most sentences are one unit."""
        stated = [(unit.path, unit.stated) for unit in self.units]
        groups = groupby(range(len(stated)), key=stated.__getitem__)
        return tuple(tuple(positions) for _, positions in groups)

    @cached_property
    def sections(self) -> tuple[tuple[int, ...], ...]:
        """The units of each section, by position: those under one clause that is no bullet or paragraph."""
        members: dict[str, list[int]] = {}
        for position, unit in enumerate(self.units):
            members.setdefault(section(unit.path), []).append(position)
        return tuple(map(tuple, members.values()))


def section(path: str) -> str:
    """The nearest clause at or above `path` that is no bullet or paragraph: ``ii/3/gach-1`` is in ``ii/3``."""
    steps = path.split("/")
    while len(steps) > 1 and steps[-1].startswith(_INNER):
        steps.pop()
    return "/".join(steps)


def parts_of(words: str, least: int = PART) -> tuple[str, ...]:
    """`words` in parts of at least `least` syllables (the last of half as many), cut at commas and the like."""
    cuts = [0]
    for joint in _JOINT.finditer(words):
        before, after = words[cuts[-1] : joint.end()], words[joint.end() :]
        if len(syllables(before)) >= least and len(syllables(after)) >= least // 2:
            cuts.append(joint.end())
    return tuple(words[a:b].strip() for a, b in pairwise([*cuts, len(words)]))
