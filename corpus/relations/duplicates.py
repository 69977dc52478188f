"""Which files hold the same document: a scan and its text, two copies from the web.

Two are one document where number, issuer and date agree as far as both give them and
the texts share much, or where neither number tells them apart and the texts are all
but the same. They are linked, not merged: one of them stands for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.identifiers import number_identity
from corpus.model import Document
from corpus.relations.minhash import Sketch, resemblance
from corpus.vietnamese import bare

# Of the shorter text's runs of syllables. Measured on 56 texts of 1986 to 2025: 0.68 to 0.91 with
# the own copy in which every tenth syllable is misread; two other texts of one kind at most 0.51,
# and those have other numbers (reports about one directive, which are of another kind, up to 0.88).
SAME_NUMBER = 0.5
# Of all runs of both. On the same texts two copies from different sites had 0.93, the nearest
# of two different documents 0.36.
NEAR_IDENTICAL = 0.85
# Of the keys by which texts are looked up, those that two near identical ones share at least: of 256
# hashes 38 may differ, and that 13 of the 16 smallest are among these happens once in 100 million.
NEAR_KEYS = 4
# Texts shorter than this (in runs) resemble one another by their letterheads alone.
_SHORTEST = 40


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two documents, by id in order, that are copies of one; `likeness` 0 to 1; `reason` in Vietnamese."""

    doc: str
    twin: str
    likeness: float
    reason: str


def twin_of(one: Document, other: Document, sketches: tuple[Sketch, Sketch]) -> DuplicatePair | None:
    """The link between two documents with their `sketches` in the same order, None where they are not one."""
    if one.kind is not other.kind or one.id == other.id or min(s.size for s in sketches) < _SHORTEST:
        return None
    if not _agree(one.issued, other.issued):
        return None
    of_one_number = bool(one.number and other.number)
    if of_one_number and not (number_identity(one.number) == number_identity(other.number) and _one_issuer(one, other)):
        return None
    # Last, for it takes longest.
    share, of_shorter = resemblance(*sketches)
    doc, twin = sorted((one.id, other.id))
    if of_one_number:
        same = of_shorter >= SAME_NUMBER
        return (
            DuplicatePair(doc, twin, round(of_shorter, 2), "Cùng số, ký hiệu và nội dung trùng nhau.") if same else None
        )
    if share >= NEAR_IDENTICAL:
        return DuplicatePair(doc, twin, round(share, 2), "Nội dung gần như trùng hoàn toàn.")
    return None


def canonical_ids(twins: Iterable[DuplicatePair], documents: Mapping[str, Document]) -> dict[str, str]:
    """For each document that is a copy, the id of the one that stands for it; that one is not among the keys.

    The best reading stands for all: read from text rather than by OCR, with a number,
    with fewer doubts, then the id, so that the choice does not change with the order of arrival.
    """
    group: dict[str, str] = {}

    def head(doc: str) -> str:
        while group.setdefault(doc, doc) != doc:
            group[doc] = group[group[doc]]
            doc = group[doc]
        return doc

    for twin in twins:
        group[head(twin.twin)] = head(twin.doc)
    members: dict[str, list[str]] = {}
    for doc in list(group):
        members.setdefault(head(doc), []).append(doc)
    found: dict[str, str] = {}
    for docs in members.values():
        best = min(docs, key=lambda doc: _rank(documents[doc]))
        found |= {doc: best for doc in docs if doc != best}
    return found


def _rank(document: Document) -> tuple[object, ...]:
    fields = (document.number, document.issued, document.issuer, document.title, document.signer)
    return (sum(not field for field in fields), len(document.warnings), document.id)


def _one_issuer(one: Document, other: Document) -> bool:
    ours, theirs = bare(one.issuer), bare(other.issuer)
    return not ours or not theirs or ours.startswith(theirs) or theirs.startswith(ours)


def _agree(one: str, other: str) -> bool:
    """Whether two ISO dates, partial or missing as they may be, can be one."""
    return one.startswith(other) or other.startswith(one)
