"""Files that a person hands over in the browser: kept for a moment, then taken in as those of the command line are."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from corpus.storage.originals import file_name
from ingest.readers.limits import LARGEST_FILE
from ingest.sources import SourceFile, is_litter
from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownValue
from search_api.ingestion.quarantine import UPLOAD_PREFIX, display_path
from search_api.schemas.records import STRICT, DocumentRow, SetAsideRow
from search_api.web.api.documents import KB
from search_api.web.templating import page

api = APIRouter(prefix="/api/v1", tags=["documents"])
pages = APIRouter(include_in_schema=False)

# Digits of its hash in what a file is known by, for two people may hand over different files of one name.
_DIGITS = 12

# One file at a time: reading takes all cores as it is.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: the documents that it brought, those it held that were there, what was set aside.

    All are empty for a file that a program has left behind, which nobody means to be read.
    """

    __pydantic_config__ = STRICT

    name: str
    ingested: tuple[DocumentRow, ...] = ()
    unchanged: tuple[DocumentRow, ...] = ()
    set_aside: tuple[SetAsideRow, ...] = ()


@pages.get("/nap-van-ban", response_class=HTMLResponse)
def giving_page(request: Request, kb: KB) -> Response:
    """Where files are handed over."""
    return page(request, "receiving.html", documents=len(kb.whole.documents), data=kb.settings.data)


@api.put("/files")
async def put_file(
    request: Request,
    kb: KB,
    name: Annotated[str, Query(min_length=1, description="The file's name, with its folders where it has some.")],
    index: Annotated[bool, Query(description="Make it searchable at once; later files may do so for all.")] = True,
) -> Received:
    """Take a file in: the body is its bytes."""
    # A page of another site open in the same browser may not bring anything here.
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise UnknownValue("Chỉ trang của phần mềm này mới nạp được tệp.")
    with tempfile.TemporaryDirectory(prefix="nhiemvu-") as folder:
        path = Path(folder) / "received"
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            async for data in request.stream():
                size += len(data)
                if size > LARGEST_FILE:
                    raise UnknownValue(f"Tệp lớn hơn {LARGEST_FILE // 1_000_000} MB: hãy tách thành nhiều tệp.")
                digest.update(data)
                file.write(data)
        return await to_thread.run_sync(receive, kb, path, name, digest.hexdigest(), index)


def receive(kb: KnowledgeBase, path: Path, name: str, sha256: str, index: bool = True) -> Received:
    """Take the file at `path`, called `name` by who gave it, into `kb`."""
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    if not parts:
        raise UnknownValue("Tệp phải có tên.")
    if is_litter(parts):
        return Received(name)
    name = "/".join(parts)
    file = SourceFile(path, f"{UPLOAD_PREFIX}/{sha256[:_DIGITS]}/{name}", parts[-1], name)
    with _one_at_a_time:
        report = kb.take_in_files([file], index=index)
        if not report.set_aside:
            _forget_earlier(kb, name)
    ingested, unchanged = (
        tuple(DocumentRow.of(kb.store.document(doc)) for doc in docs) for docs in (report.ingested, report.unchanged)
    )
    return Received(name, ingested, unchanged, report.set_aside)


def _forget_earlier(kb: KnowledgeBase, name: str) -> None:
    """Take what was handed over before under this name and could not be read off the list: this file mends it.

    A file given by itself mends the one of its name, whichever folder that was in.
    """
    earlier = {file.source_path: display_path(file.source_path) for file in kb.store.set_aside_list()}
    earlier = {path: place for path, place in earlier.items() if place != path}
    mended = [path for path, place in earlier.items() if place == name]
    alike = [path for path, place in earlier.items() if file_name(place) == name]
    for path in mended or (alike if len(alike) == 1 else []):
        kb.store.forget_set_aside(path)
