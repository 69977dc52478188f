"""Route of the API that takes a file in."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request

from ingest.readers.limits import LARGEST_FILE
from search_api.errors import Unavailable, UnknownValue
from search_api.ingestion.uploads import Received, receive
from search_api.web.dependencies import KB

router = APIRouter(prefix="/api/v1", tags=["documents"])

# One file at a time: reading takes all cores as it is. Those that wait do so in the event loop and keep no thread.
_one_at_a_time = CapacityLimiter(1)
# Files that may wait; a browser hands them over one after another, so that more come from many people or a program.
_MOST_WAITING = 64


@router.put("/files")
async def put_file(
    request: Request,
    kb: KB,
    name: Annotated[str, Query(min_length=1, description="The file's name, with its folders where it has some.")],
    index: Annotated[bool, Query(description="Make it searchable at once; later files may do so for all.")] = True,
) -> Received:
    """Take a file in: the body is its bytes."""
    if _one_at_a_time.statistics().tasks_waiting >= _MOST_WAITING:
        raise Unavailable("Đang có quá nhiều tệp chờ được đọc. Hãy chờ một lát rồi nạp lại.")
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
        taken = (kb.ingestion, path, name, digest.hexdigest(), index)
        return await to_thread.run_sync(receive, *taken, limiter=_one_at_a_time)
