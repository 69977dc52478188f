"""The command `lint`: obligations that lack something."""

from __future__ import annotations

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

app = typer.Typer()


@app.command(
    help="Rà soát “6 rõ”: nhiệm vụ thiếu cơ quan chủ trì, thời hạn, chế độ báo cáo, sản phẩm hoặc chưa rõ thẩm quyền."
)
def lint(
    context: typer.Context,
    docs: Annotated[list[str] | None, argument("DOC...", "Văn bản (mã, số hiệu, tên tệp); để trống là cả kho.")] = None,
    summary: Annotated[bool, option("--summary", help="Mỗi văn bản một dòng, chỉ gồm số đếm.")] = False,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """List the duties that lack something, document by document."""
    from search_api.quality.completeness import clarity, clarity_summary, completeness_of_all

    asked = context.obj.clarity
    with open_knowledge_base(context) as kb:
        views = tuple(clarity(kb.resources, doc) for doc in docs) if docs else completeness_of_all(kb.resources)
        if docs is None and not summary:
            views = tuple(clarity(kb.resources, view.document.doc) for view in views)
    if summary:
        rows = tuple(clarity_summary(view) for view in views)
        print_rows(rows, shown, lambda drawing: drawing.show_clarity_summary(rows))
    else:
        found = tuple(row for view in views for row in view.rows)
        print_rows(found, shown, lambda drawing: drawing.show_clarity(found, asked))
    unclear, every = sum(v.obligations - v.clear for v in views), sum(v.obligations for v in views)
    echo(f"{unclear} trên {every} nhiệm vụ chưa đủ “{asked} rõ”.")
    return DONE
