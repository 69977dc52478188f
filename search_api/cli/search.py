"""What a search found, told at a terminal: how it was read, how much there is, what to take back, and the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from search_api.cli.console import OutputFormat, echo, print_rows
from search_api.exports.search_results import results_as_file
from search_api.exports.writers import Format
from search_api.search.facet_rows import facet_rows
from search_api.search.facets import Facets, facets
from search_api.search.filters import describe_filter, said
from search_api.search.obligations.search import relaxation_lines, search_obligations
from search_api.search.passages import PassageResults, interpretation_lines

if TYPE_CHECKING:
    from search_api.bootstrap import KnowledgeBase
    from search_api.schemas.passages import SearchRow
    from search_api.search.filters import SearchRequest
    from search_api.search.obligations.search import ObligationHit, ObligationResults


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How a search is told: in which form, as facets instead of rows, or into a file."""

    shown: OutputFormat | None
    facets: bool = False
    output: Path | None = None


def report_obligations(kb: KnowledgeBase, request: SearchRequest, telling: OutputOptions) -> None:
    """Find duties and tell them."""
    found = search_obligations(kb.resources, request, counted=telling.facets)
    for line in (
        *interpretation_lines(kb.directory, found.understood, "Lọc theo"),
        *relaxation_lines(kb.directory, found),
    ):
        echo(line)
    if not found.total:
        for line in _nothing_found(kb, request, found):
            echo(line)
    elif request.offset + len(found.rows) < found.total or request.offset:
        first = request.offset + 1
        more = f"; xem tiếp bằng --offset {request.offset + len(found.rows)}" if found.rows else ""
        echo(f"Nhiệm vụ {first}–{request.offset + len(found.rows)} trong {found.total}{more}.")
    if found.facets is not None:
        _tell_facets(kb, found.facets, telling)
    elif telling.output is not None:
        _write(found.rows, telling.output)
    else:
        print_rows(found.rows, telling.shown, lambda drawing: drawing.show_duties(found.rows, request.text))


def report_passages(kb: KnowledgeBase, request: SearchRequest, telling: OutputOptions) -> None:
    """Find passages and tell them."""
    if telling.facets:
        _tell_facets(kb, facets(kb.resources, request), telling)
        return
    found: PassageResults = kb.search(request)
    for line in interpretation_lines(kb.directory, found.understood, "Ưu tiên"):
        echo(line)
    if found.understood.duties:
        echo("Câu hỏi này hỏi về nhiệm vụ: thêm --obligations để xem ai phải làm gì, trước khi nào.")
    if not found.rows and request.is_filtered:
        echo("Không có đoạn nào khớp các điều kiện lọc; xem mỗi điều kiện còn bao nhiêu văn bản bằng --facets.")
    if telling.output is not None:
        _write(found.rows, telling.output)
    else:
        print_rows(found.rows, telling.shown, lambda drawing: drawing.show_search(found.rows, request.text))


def _nothing_found(kb: KnowledgeBase, request: SearchRequest, found: ObligationResults) -> Iterator[str]:
    """That nothing meets the conditions, and what each that is taken back would leave."""
    yield "Không có nhiệm vụ nào nêu đủ nội dung này" + (" và khớp mọi điều kiện." if found.offers else ".")
    for offer in found.offers:
        if offer.field == "named":
            name = next(said(kb.directory, reading) for reading in found.parsed_filters if reading.field == "number")
        else:
            name = describe_filter(kb.directory, offer.field, offer.value)
        yield f"- Bỏ điều kiện “{name}”: còn {offer.left} nhiệm vụ."
    if found.rows:
        yield "Dưới đây là các nhiệm vụ gần nghĩa nhất."


def _tell_facets(kb: KnowledgeBase, found: Facets, telling: OutputOptions) -> None:
    rows = tuple(facet_rows(kb.directory, found))
    echo(f"Tổng số: {found.total} {'nhiệm vụ' if found.of == 'duties' else 'văn bản'}.")
    print_rows(rows, telling.shown, lambda drawing: drawing.show_facets(rows))


def _write(rows: Sequence[ObligationHit] | Sequence[SearchRow], output: Path) -> None:
    forms = {f".{form}": form for form in Format}
    if (form := forms.get(output.suffix.lower())) is None:
        raise typer.BadParameter("Tệp ghi ra phải có đuôi .xlsx, .csv hoặc .jsonl.")
    output.write_bytes(results_as_file(rows, form))
    echo(f"Đã ghi {len(rows)} dòng vào {output}.")
