"""The command `crosswalk`: two documents, a parent with all its children, the chain below it, and files to hand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from search_api.cli.console import (
    DONE,
    OUTPUT_FORMAT,
    OutputFormat,
    argument,
    echo,
    open_knowledge_base,
    option,
    print_rows,
)
from search_api.exports.crosswalk import document_of
from search_api.exports.reports import ReportFormat
from search_api.schemas.crosswalk import CrosswalkView, MatrixView

app = typer.Typer()


@app.command(help="Đối chiếu: mỗi nhiệm vụ của văn bản cấp trên được văn bản cấp dưới triển khai thế nào.")
def crosswalk(
    context: typer.Context,
    parent: Annotated[str, argument("PARENT", "Văn bản cấp trên.")],
    child: Annotated[str, argument("CHILD", "Văn bản triển khai; bỏ trống khi dùng --all hoặc --chain.")] = "",
    every: Annotated[bool, option("--all", help="Với mọi văn bản triển khai trong kho.")] = False,
    chain: Annotated[bool, option("--chain", help="Liệt kê chuỗi văn bản triển khai, nhiều cấp.")] = False,
    gaps: Annotated[bool, option("--gaps", help="Chỉ các chỗ chưa khớp giữa hai văn bản, theo loại.")] = False,
    agency: Annotated[str, option("--agency", metavar="NAME", help="Chỉ việc của cơ quan này.")] = "",
    output: Annotated[
        Path | None, option("--output", "-o", metavar="FILE", help="Ghi thành tệp .xlsx hoặc .docx để nộp.")
    ] = None,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """Align a parent's tasks with a child's clauses, or with those of all its children."""
    if bool(child) == (every or chain):
        raise typer.BadParameter("Hãy nêu văn bản triển khai, hoặc dùng --all hay --chain.")
    if output is not None and output.suffix not in {".xlsx", ".docx"}:
        raise typer.BadParameter("Tệp ghi ra phải có đuôi .xlsx hoặc .docx.")
    with open_knowledge_base(context) as kb:
        if chain:
            steps = kb.crosswalks.chain(parent)
            print_rows(steps, shown, lambda drawing: drawing.show_chain(steps))
            return DONE
        view: CrosswalkView | MatrixView
        if every:
            view = table = kb.crosswalks.matrix(parent)
        else:
            view = pair = kb.crosswalks.between(parent, child, agency)
        if output is not None:
            output.write_bytes(document_of(view, ReportFormat(output.suffix[1:])))
            echo(f"Đã ghi {output}.")
        elif every:
            print_rows(table.rows, shown, lambda drawing: drawing.show_matrix(table))
        elif gaps:
            print_rows(pair.gaps, shown, lambda drawing: drawing.show_gaps(pair.gaps))
        else:
            print_rows(pair.rows, shown, lambda drawing: drawing.show_crosswalk(pair.rows))
    return DONE
