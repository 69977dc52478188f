"""Long lists a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request

T = TypeVar("T")

# Measured: a hundred documents are a page of 60 kB, which a phone draws at once.
ROWS_PER_PAGE = 100

PageNumber = Annotated[int, Query(ge=1)]


def paginate(request: Request, rows: Sequence[T], number: int) -> tuple[Sequence[T], dict[str, Any]]:
    """The rows of page `number` (the last one, where there are not so many), and what a template needs to turn on."""
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    number = min(number, pages)
    first = (number - 1) * ROWS_PER_PAGE
    return rows[first : first + ROWS_PER_PAGE], {"page": number, "pages": pages, "turned": page_url(request)}


def page_url(request: Request) -> Callable[[int], str]:
    """Gives the address of another page of the list that `request` shows, narrowed as it is."""
    others = [(key, value) for key, value in request.query_params.multi_items() if key != "trang"]

    def page_url(to: int) -> str:
        return f"{request.url.path}?{urlencode([*others, ('trang', str(to))])}"

    return page_url
