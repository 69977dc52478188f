"""Lists the documents of a knowledge base: those that are named or that hold words, in order, and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.model import Document
from corpus.vietnamese import bare
from search_api.documents.relations import today
from search_api.schemas.records import DocumentRow

if TYPE_CHECKING:
    from corpus.store import Store
    from search_api.snapshot import StoreSnapshot


def named_documents(store: Store, names: Iterable[str]) -> list[Document]:
    """Returns the documents that `names` (ids, numbers or file names) name; all of them where there are none."""
    wanted = list(names)
    return [store.document(name) for name in wanted] if wanted else store.documents()


def document_rows(snapshot: StoreSnapshot, documents: Iterable[Document], *, as_of: str = "") -> list[DocumentRow]:
    """Returns the rows of `documents` with their standing on a day (today by default) and what they are copies of."""
    found, copies = snapshot.validities(as_of or today()), snapshot.copies
    return [DocumentRow.of(d, status=found[d.id].status, duplicate_of=copies.get(d.id)) for d in documents]


def newest_first(documents: Sequence[Document]) -> list[Document]:
    """Returns `documents` by the day they were issued, the latest first and those without a date last."""
    return sorted(documents, key=lambda d: (d.issued, d.number, d.source), reverse=True)


def matching(documents: Sequence[Document], words: str) -> list[Document]:
    """Returns the documents whose number, type, title, issuer or file name hold all of `words`, accents optional."""
    wanted = bare(words).split()
    return [
        d
        for d in documents
        if all(word in bare(f"{d.number} {d.type} {d.title} {d.issuer} {d.province} {d.source}") for word in wanted)
    ]
