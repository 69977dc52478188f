"""How documents stand to one another: what each rests on, carries out, amends or replaces, and what does so to it.

The graph is drawn from citations. Copies of one document (`corpus.relations.duplicates`) are one
node, and so is a cited document that the knowledge base does not hold: a stub.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field

from corpus.identifiers import number_identity
from corpus.model import Document, Reference, Relation
from corpus.relations.cited_names import cited_name
from corpus.vietnamese import slug

TARGET_GONE = "Văn bản được dẫn chiếu không còn trong kho."

# Relations by which documents hang together; what is said in passing makes no kin.
STRUCTURAL_RELATIONS = frozenset(Relation) - {Relation.MENTIONS, Relation.REPORTS_ON}


@dataclass(frozen=True, slots=True)
class ExternalDocument:
    """A document that is cited but not held: as its citations describe it, who cites it and how often."""

    key: str
    number: str
    type: str
    issuer: str
    date: str
    name: str  # the words it is cited by, where it has no number
    cited_by: Mapping[str, int] = field(default_factory=dict)

    @property
    def times(self) -> int:
        """How often it is cited."""
        return sum(self.cited_by.values())


@dataclass(frozen=True, slots=True)
class Link:
    """All citations of one node by another under one relation; `doc` cites `cited`, first at `reference`.

    `cited` is a document's id, or the key of a stub. `partial` where every one of
    them is about a part only.
    """

    doc: str
    cited: str
    relation: Relation
    reference: Reference
    times: int
    partial: bool


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document or stub reached from another: over how many steps, and by which last link."""

    node: str
    depth: int
    link: Link
    inverse: bool  # reached as what cites, not as what is cited


class DocumentGraph:
    """The graph of a knowledge base."""

    def __init__(
        self,
        documents: Iterable[Document],
        references: Iterable[tuple[str, Reference]],
        copies: Mapping[str, str],
    ) -> None:
        self.documents = {d.id: d for d in documents}
        self.copies = copies
        self._stubs: dict[str, list[tuple[str, Reference]]] = defaultdict(list)
        groups: dict[tuple[str, str, Relation], list[Reference]] = defaultdict(list)
        seen: set[tuple[str, str, str]] = set()
        # What stands for all speaks first; of its copies only what they say besides counts.
        for at, reference in sorted(references, key=lambda found: found[0] in copies):
            doc = copies.get(at, at)
            cited = self._cited(reference)
            if not cited or cited == doc:
                continue
            if doc != at and (doc, cited, reference.relation) in seen:
                continue  # a copy repeats what the one that stands for it says
            seen.add((doc, cited, reference.relation))
            groups[doc, cited, reference.relation].append(reference)
            if cited not in self.documents:
                self._stubs[cited].append((doc, reference))
        self._out: dict[str, list[Link]] = defaultdict(list)
        self._in: dict[str, list[Link]] = defaultdict(list)
        for (doc, cited, relation), found in groups.items():
            link = Link(doc, cited, relation, found[0], len(found), all(r.partial for r in found))
            self._out[doc].append(link)
            self._in[cited].append(link)

    def over(self, documents: Mapping[str, Document]) -> DocumentGraph:
        """The same links over documents (by id) of which none differs in what it cites."""
        other = copy(self)
        other.documents = dict(documents)
        return other

    def node(self, doc: str) -> str:
        """The node that stands for a document: of copies, the one that stands for all."""
        return self.copies.get(doc, doc)

    def cites(self, node: str) -> list[Link]:
        """The links from a node to what it cites."""
        return self._out.get(node, [])

    def cited_by(self, node: str) -> list[Link]:
        """The links to a node from what cites it."""
        return self._in.get(node, [])

    def kin(
        self, node: str, depth: int, relations: Collection[Relation] = STRUCTURAL_RELATIONS
    ) -> list[RelatedDocument]:
        """What is reached from `node` in up to `depth` steps, nearest first: what it cites, then what cites it.

        A walk keeps its direction: what the bases of a document rest on, and what
        carries out those that carry it out, but not its siblings.
        """
        return [*self._walk(node, depth, relations, inverse=False), *self._walk(node, depth, relations, inverse=True)]

    def _walk(
        self, node: str, depth: int, relations: Collection[Relation], *, inverse: bool
    ) -> Iterator[RelatedDocument]:
        reached, level = {node}, [node]
        for step in range(1, depth + 1):
            following: list[str] = []
            for at in level:
                for link in self.cited_by(at) if inverse else self.cites(at):
                    other = link.doc if inverse else link.cited
                    if link.relation not in relations or (other in reached and step > 1) or other == node:
                        continue
                    if other not in reached:
                        following.append(other)
                        reached.add(other)
                    yield RelatedDocument(other, step, link, inverse)
            level = following

    def stub(self, key: str) -> ExternalDocument:
        """The stub with this key, as the fullest of its citations describe it."""
        cited = self._stubs[key]
        by: dict[str, int] = defaultdict(int)
        for doc, _ in cited:
            by[doc] += 1
        fullest = max((r for _, r in cited), key=lambda r: (bool(r.date) + bool(r.issuer), -len(r.quote)))
        return ExternalDocument(
            key=key,
            number=fullest.number,
            type=fullest.type,
            issuer=fullest.issuer,
            date=fullest.date,
            name="" if fullest.number else fullest.quote,
            cited_by=dict(by),
        )

    def missing(self) -> list[ExternalDocument]:
        """The documents that are cited but not held, those that most documents cite first."""
        stubs = [self.stub(key) for key in self._stubs]
        return sorted(stubs, key=lambda s: (-len(s.cited_by), -s.times, s.number, s.name))

    def _cited(self, reference: Reference) -> str:
        if reference.target:
            return self.node(reference.target)
        if reference.number:
            # Every province numbers from 1: its documents are told apart by who issued them.
            return f"{number_identity(reference.number)} {slug(reference.issuer)}".strip()
        if name := cited_name(reference):
            return f"{name} {reference.date[:4]}".strip()
        return slug(reference.quote)
