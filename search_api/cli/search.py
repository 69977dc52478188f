"""What a search found, told at a terminal: how it was read, how much there is, what to take back, and the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from search_api.cli.console import Shown, say, show
from search_api.exports.search_results import results_as_file
from search_api.exports.writers import Format
from search_api.schemas.facets import facet_rows
from search_api.search.facets import Facets, facets
from search_api.search.obligations.search import find_duties, what_was_dropped
from search_api.search.passages import Found, condition_said, how_it_was_read, said

if TYPE_CHECKING:
    from search_api.bootstrap import KnowledgeBase
    from search_api.schemas.passages import SearchRow
    from search_api.search.filters import SearchRequest
    from search_api.search.obligations.search import DutyRow, FoundDuties


@dataclass(frozen=True, slots=True)
class Telling:
    """How a search is told: in which form, as facets instead of rows, or into a file."""

    shown: Shown | None
    facets: bool = False
    output: Path | None = None


def tell_duties(kb: KnowledgeBase, request: SearchRequest, telling: Telling) -> None:
    """Find duties and tell them."""
    found = find_duties(kb, request, counted=telling.facets)
    for line in (*how_it_was_read(kb, found.understood, "Lọc theo"), *what_was_dropped(kb, found)):
        say(line)
    if not found.total:
        for line in _nothing_found(kb, request, found):
            say(line)
    elif request.offset + len(found.rows) < found.total or request.offset:
        first = request.offset + 1
        more = f"; xem tiếp bằng --offset {request.offset + len(found.rows)}" if found.rows else ""
        say(f"Nhiệm vụ {first}–{request.offset + len(found.rows)} trong {found.total}{more}.")
    if found.facets is not None:
        _tell_facets(kb, found.facets, telling)
    elif telling.output is not None:
        _write(found.rows, telling.output)
    else:
        show(found.rows, telling.shown, lambda drawing: drawing.show_duties(found.rows, request.text))


def tell_passages(kb: KnowledgeBase, request: SearchRequest, telling: Telling) -> None:
    """Find passages and tell them."""
    if telling.facets:
        _tell_facets(kb, facets(kb, request), telling)
        return
    found: Found = kb.search(request)
    for line in how_it_was_read(kb, found.understood, "Ưu tiên"):
        say(line)
    if found.understood.duties:
        say("Câu hỏi này hỏi về nhiệm vụ: thêm --obligations để xem ai phải làm gì, trước khi nào.")
    if not found.rows and request.is_filtered:
        say("Không có đoạn nào khớp các điều kiện lọc; xem mỗi điều kiện còn bao nhiêu văn bản bằng --facets.")
    if telling.output is not None:
        _write(found.rows, telling.output)
    else:
        show(found.rows, telling.shown, lambda drawing: drawing.show_search(found.rows, request.text))


def _nothing_found(kb: KnowledgeBase, request: SearchRequest, found: FoundDuties) -> Iterator[str]:
    """That nothing meets the conditions, and what each that is taken back would leave."""
    yield "Không có nhiệm vụ nào nêu đủ nội dung này" + (" và khớp mọi điều kiện." if found.offers else ".")
    for offer in found.offers:
        if offer.field == "named":
            name = next(said(kb, reading) for reading in found.readings if reading.field == "number")
        else:
            name = condition_said(kb, offer.field, offer.value)
        yield f"- Bỏ điều kiện “{name}”: còn {offer.left} nhiệm vụ."
    if found.rows:
        yield "Dưới đây là các nhiệm vụ gần nghĩa nhất."


def _tell_facets(kb: KnowledgeBase, found: Facets, telling: Telling) -> None:
    rows = tuple(facet_rows(kb, found))
    say(f"Tổng số: {found.total} {'nhiệm vụ' if found.of == 'duties' else 'văn bản'}.")
    show(rows, telling.shown, lambda drawing: drawing.show_facets(rows))


def _write(rows: Sequence[DutyRow] | Sequence[SearchRow], output: Path) -> None:
    forms = {f".{form}": form for form in Format}
    if (form := forms.get(output.suffix.lower())) is None:
        raise typer.BadParameter("Tệp ghi ra phải có đuôi .xlsx, .csv hoặc .jsonl.")
    output.write_bytes(results_as_file(rows, form))
    say(f"Đã ghi {len(rows)} dòng vào {output}.")
