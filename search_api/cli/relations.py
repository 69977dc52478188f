"""The commands about documents among themselves: their relations over time, and what is cited but missing."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.model import Relation, Status
from search_api import labels
from search_api.cli.console import DOC, DONE, OUTPUT_FORMAT, OutputFormat, echo, open_knowledge_base, option, print_rows
from search_api.documents.relations import DEFAULT_DEPTH, MAX_DEPTH, ValidityView, missing, relations_view
from search_api.search.filter_values import read_day

app = typer.Typer()


@app.command(help="Quan hệ của một văn bản: căn cứ, triển khai, sửa đổi, thay thế; và văn bản có còn hiệu lực không.")
def relations(
    context: typer.Context,
    doc: Annotated[str, DOC],
    as_of: Annotated[
        str, option("--as-of", metavar="DATE", help="Hiệu lực tính đến ngày này (mặc định: hôm nay).")
    ] = "",
    depth: Annotated[
        int,
        option("--depth", min=1, max=MAX_DEPTH, help="Số bước theo quan hệ bắc cầu.", show_default=True),
    ] = DEFAULT_DEPTH,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """Show the documents around one, and its standing."""
    day = read_day(as_of) if as_of else ""
    with open_knowledge_base(context) as kb:
        view = relations_view(kb.store, kb.store.document(doc).id, as_of=day, depth=depth)
    print_rows(view.relations, shown, lambda drawing: drawing.show_relations(view.relations))
    for line in _said(view.standing):
        echo(line)
    for copy in view.copies:
        echo(f"Cùng một văn bản với tệp {copy.source}: {copy.reason}".strip())
    return DONE


@app.command("missing", help="Các văn bản được dẫn nhưng chưa có trong kho, xếp theo số văn bản dẫn đến.")
def missing_documents(
    context: typer.Context,
    limit: Annotated[int, option("--limit", min=1, help="Số dòng nhiều nhất.", show_default=True)] = 100,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """List the documents that are cited but not held."""
    with open_knowledge_base(context) as kb:
        found = missing(kb.store)
    print_rows(found[:limit], shown, lambda drawing: drawing.show_missing(found[:limit]))
    if len(found) > limit:
        echo(f"Còn {len(found) - limit} văn bản nữa: thêm --limit {len(found)}.")
    return DONE


def _said(standing: ValidityView) -> list[str]:
    since = f" từ {labels.vietnamese_date(standing.since)}" if standing.since else ""
    lines = [
        f"Đến {labels.vietnamese_date(standing.as_of)}: {labels.STATUSES[Status(standing.status)].lower()}{since}."
    ]
    for act in standing.acts:
        what = labels.RELATIONS[Relation(act.relation)].lower()
        part = " một phần" if act.partial and act.relation != "amends" else ""
        lines.append(f"  {act.type} {act.number or act.title}, {act.cited or 'phần đầu'}: {what}{part} “{act.quote}”")
    return [*lines, f"  {standing.reason}"] if standing.reason else lines
