"""Pairs a store with its folder of originals, so that neither is ever mended against a stranger.

The store keeps an id in its table ``meta``, the folder the same id in the file ``STORE`` from its first original on.
A mistyped ``NHIEMVU_DATABASE_URL`` or ``NHIEMVU_DATA`` brings two together that do not belong to one another: that
is refused before anything is read or written.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from sqlalchemy import Connection, delete, exists, insert, select

from corpus.errors import StoreError, said_by_system
from corpus.storage.database import Database
from corpus.storage.originals import Originals, whole_file
from corpus.storage.schema import documents, meta, set_aside

_KEY = "store"
_ADVICE = (
    "Hãy kiểm tra NHIEMVU_DATA và NHIEMVU_DATABASE_URL; nếu cơ sở dữ liệu cũ đã mất, hãy phục hồi bản sao lưu "
    "vào một thư mục mới (nhiemvu --data THƯ-MỤC-MỚI restore TỆP), hoặc dựng lại kho từ bản gốc: nhiemvu recover"
)


def pair(database: Database, originals: Originals) -> None:
    """Gives a new store and folder one id; raises `StoreError` where the two belong to others.

    A store and folder of before there were ids are taken for one another's; a folder with originals is not given
    to a store in which there is nothing.
    """
    with database.reading() as connection:
        own, holds_nothing = store_id(connection), is_empty(connection)
    theirs = _read(originals.owner_file)
    if theirs and theirs != own:
        raise StoreError(
            f"Thư mục {originals.folder} giữ bản gốc của một kho khác, không phải của cơ sở dữ liệu đang mở. {_ADVICE}"
        )
    if not theirs and holds_nothing and next(originals.kept(), None):
        raise StoreError(
            f"Cơ sở dữ liệu đang mở chưa có văn bản nào, nhưng {originals.folder} đã có bản gốc của một kho khác. "
            f"{_ADVICE}"
        )
    originals.owner = own or _give(database)


def adopt(database: Database, originals: Originals) -> None:
    """Makes the folder of originals that of this store, whichever it belonged to before: for recovery alone."""
    with database.reading() as connection:
        own = store_id(connection)
    originals.owner = own or _give(database)
    with whole_file(originals.owner_file) as file:
        file.write(f"{originals.owner}\n".encode("ascii"))


def keep_id(connection: Connection, own: str) -> None:
    """Gives a store its own id again, in place of the one of the store that a backup was made of."""
    connection.execute(delete(meta).where(meta.c.key == _KEY))
    if own:
        connection.execute(insert(meta).values(key=_KEY, value=own))


def store_id(connection: Connection) -> str:
    """Returns the id of the store; empty where it has none yet."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == _KEY)) or ""


def is_empty(connection: Connection) -> bool:
    """Returns whether the store holds neither a document nor a file set aside."""
    return not connection.scalar(select(exists(documents.c.id) | exists(set_aside.c.source_path)))


def _give(database: Database) -> str:
    with database.writing() as connection:
        own = store_id(connection)  # another process may have come first
        if not own:
            own = uuid.uuid4().hex
            connection.execute(insert(meta).values(key=_KEY, value=own))
    return own


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        what = said_by_system(error) if isinstance(error, OSError) else "nội dung hỏng"
        raise StoreError(f"Không đọc được {path}: {what}.") from error
