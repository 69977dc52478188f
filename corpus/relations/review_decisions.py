"""What people decided about a crosswalk, kept beside what the machine found and never over it.

A verdict is about a task of a parent, or about one link from it to a clause of a child. It
names both by document, path and a hash of their words, and hangs on no document of the
store: what is ingested again finds its verdicts where the words are, wherever they moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, or_, select

from corpus.identifiers import number_key
from corpus.model import Document
from corpus.storage.schema import verdicts
from corpus.vietnamese import fold, slug


class Decision(StrEnum):
    """What was decided: of a link that it holds or does not, or is added; of a task how far it is carried."""

    ACCEPT = "accept"
    REJECT = "reject"
    ADD = "add"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a document that outlives new analyses: the clause's path and its words."""

    path: str
    quote: str

    @property
    def mark(self) -> str:
        """A hash of the words, however they are wrapped and their tones placed."""
        return hashlib.sha256(" ".join(fold(self.quote).split()).encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision, by whom and when (ISO, UTC); `clause` is None where it is about the task alone.

    `coverage` is set where the decision is one about coverage: ``full``, ``partial``, ``none``.
    """

    task: Anchor
    clause: Anchor | None
    decision: Decision
    coverage: str = ""
    note: str = ""
    author: str = ""
    at: str = ""


def identity(document: Document) -> str:
    """What a document is known by across new readings of it: number and issuer, else the file's hash."""
    return f"{number_key(document.number)}|{slug(document.issuer)}" if document.number else f"sha256|{document.sha256}"


def decide(connection: Connection, parent: Document, child: Document, verdict: Verdict) -> None:
    """Keep `verdict`; an earlier one about the same task, or the same link, gives way."""
    withdraw(connection, parent, child, verdict.task, verdict.clause)
    row = _key(parent, child, verdict.task, verdict.clause)
    row |= {
        "parent_sha256": parent.sha256,
        "child_sha256": child.sha256,
        "task_path": verdict.task.path,
        "task_quote": verdict.task.quote,
        "clause_path": verdict.clause.path if verdict.clause else "",
        "clause_quote": verdict.clause.quote if verdict.clause else "",
    }
    own = {name: value for name, value in asdict(verdict).items() if name not in {"task", "clause"}}
    connection.execute(insert(verdicts).values(**row, **own | {"decision": verdict.decision.value}))


def withdraw(connection: Connection, parent: Document, child: Document, task: Anchor, clause: Anchor | None) -> bool:
    """Take back the verdict about a task or a link; gives whether there was one."""
    key = _key(parent, child, task, clause)
    gone = connection.execute(delete(verdicts).where(*(verdicts.c[name] == value for name, value in key.items())))
    return gone.rowcount > 0


def verdicts_between(connection: Connection, parent: Document, child: Document) -> list[Verdict]:
    """The verdicts about two documents, by the words they are about; also those of an earlier identity."""
    return verdicts_below(connection, parent, [child])[child.id]


def verdicts_below(connection: Connection, parent: Document, children: Iterable[Document]) -> dict[str, list[Verdict]]:
    """The verdicts about a document and each of several below it, by the id of the one below."""
    of = verdicts.c
    found = connection.execute(
        select(verdicts)
        .where(or_(of.parent == identity(parent), of.parent_sha256 == parent.sha256))
        .order_by(of.at, of.task_mark, of.clause_mark)
    )
    held = [row._asdict() for row in found]
    return {
        child.id: [
            _verdict(row) for row in held if row["child"] == identity(child) or row["child_sha256"] == child.sha256
        ]
        for child in children
    }


def _key(parent: Document, child: Document, task: Anchor, clause: Anchor | None) -> dict[str, str]:
    return {
        "parent": identity(parent),
        "child": identity(child),
        "task_mark": task.mark,
        "clause_mark": clause.mark if clause else "",
    }


def _verdict(values: Mapping[str, str]) -> Verdict:
    clause = Anchor(values["clause_path"], values["clause_quote"]) if values["clause_mark"] else None
    own = {f.name: values[f.name] for f in fields(Verdict) if f.name in {"coverage", "note", "author", "at"}}
    return Verdict(Anchor(values["task_path"], values["task_quote"]), clause, Decision(values["decision"]), **own)
