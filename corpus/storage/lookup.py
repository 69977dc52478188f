"""Which document a person means: by its id, its number, or the name of a file it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from sqlalchemy import ColumnElement, Connection, select

from corpus.errors import UnknownDocument
from corpus.identifiers import number_key
from corpus.storage import queries
from corpus.storage.originals import file_name
from corpus.storage.schema import documents, sources
from corpus.vietnamese import fold

# Candidates named in a message; more would scroll the question off the screen.
_NAMED_AT_MOST = 20


def locate(connection: Connection, name: str) -> str:
    """The id of the one document that answers to `name`.

    Tried in turn, the first that finds any deciding: id; number, in any spelling of
    `number_key`; file name, alone or with folders before it; file name without its
    suffix; the part of that before a ``_``. Raises `UnknownDocument` where none is
    found, or several that are not copies of one, which the message names.
    """
    for found in _attempts(connection, name.strip()):
        if len(found) > 1:
            copies = queries.copies(connection)
            found = {copies.get(doc, doc) for doc in found}
        if len(found) == 1:
            return found.pop()
        if found:
            raise UnknownDocument(_several(connection, name, found))
    raise UnknownDocument(
        f"Không có văn bản nào ứng với “{name}”. Hãy nêu mã văn bản, số hiệu hoặc tên tệp đã nạp vào kho."
    )


def file_keys(source_path: str) -> dict[str, str]:
    """The keys a source is looked up by: its file name, with suffix and without, in folded form."""
    name = fold(file_name(source_path))
    return {"name_key": name, "stem_key": PurePosixPath(name).stem}


def _attempts(connection: Connection, name: str) -> Iterator[set[str]]:
    if not name:
        return
    yield set(connection.scalars(select(documents.c.id).where(documents.c.id == name)))
    yield set(connection.scalars(select(documents.c.id).where(documents.c.number_key == number_key(name))))
    folder, _, file = _slashed(name).rpartition("/")
    yield _from_files(connection, folder, sources.c.name_key == file)
    yield _from_files(connection, folder, sources.c.stem_key == file)
    yield _from_files(connection, folder, sources.c.stem_key.startswith(f"{file}_", autoescape=True))


def _from_files(connection: Connection, folder: str, condition: ColumnElement[bool]) -> set[str]:
    """The documents whose source meets `condition` and lies in a folder that ends in `folder`."""
    rows = connection.execute(select(sources.c.doc, sources.c.source_path).where(condition))
    return {doc for doc, path in rows if _lies_in(_slashed(path), folder)}


def _lies_in(path: str, folder: str) -> bool:
    # "../van-ban/a.txt" was typed from some working folder; what is left names the end.
    steps = [step for step in folder.split("/") if step not in {"", ".", ".."}]
    above = path.split("/")[:-1]
    return not steps or above[-len(steps) :] == steps


def _slashed(path: str) -> str:
    """`path` in folded form, with the separators of any system as ``/``."""
    return fold(path).replace("\\", "/")


def _several(connection: Connection, name: str, found: Collection[str]) -> str:
    columns = (documents.c.id, documents.c.number, documents.c.source)
    rows = connection.execute(select(*columns).where(documents.c.id.in_(found)).order_by(documents.c.id))
    lines = [f"  {doc}  {number or '(không số)'}, tệp {source}" for doc, number, source in rows]
    if len(lines) > _NAMED_AT_MOST:
        lines = [*lines[:_NAMED_AT_MOST], f"  … và {len(lines) - _NAMED_AT_MOST} văn bản khác"]
    return "\n".join([f"Có {len(found)} văn bản ứng với “{name}”. Hãy nêu mã của văn bản cần dùng:", *lines])
