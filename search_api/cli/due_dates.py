"""The command `due`: what an agency has to do by when."""

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
from search_api.search.filter_values import read_day_or_today

app = typer.Typer()


@app.command(help="Việc đến hạn của một cơ quan: in ra, hoặc ghi thành lịch .ics, bảng tính .xlsx.")
def due(
    context: typer.Context,
    agency: Annotated[str, argument("AGENCY", "Tên, tên viết tắt hoặc mã cơ quan.")],
    as_of: Annotated[str, option("--as-of", metavar="DATE", help="Tính đến ngày này (mặc định: hôm nay).")] = "",
    named: Annotated[bool, option("--named", help="Bỏ nhiệm vụ giao chung cho nhóm cơ quan.")] = False,
    output: Annotated[Path | None, option("--output", "-o", metavar="FILE", help="Tệp .ics hoặc .xlsx sẽ ghi.")] = None,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """What an agency has to do by when, next day first."""
    from search_api.agencies.due_dates import calendar, due_list, due_sheet

    day = read_day_or_today(as_of)
    suffix = output.suffix.lower() if output else ""
    if suffix not in {"", ".ics", ".xlsx"}:
        raise typer.BadParameter("Tệp ghi ra phải có đuôi .ics (lịch) hoặc .xlsx (bảng tính).")
    with open_knowledge_base(context) as kb:
        agency_id = kb.directory.find(agency)
        rows = due_list(kb.resources, agency_id, day, named_only=named)
        if suffix:
            data = (
                calendar(kb.directory, agency_id, rows)
                if suffix == ".ics"
                else due_sheet(kb.directory, agency_id, rows, day)
            )
    if output is None:
        print_rows(rows, shown, lambda drawing: drawing.show_due(rows))
        return DONE
    output.write_bytes(data)
    echo(f"Đã ghi {len(rows)} việc vào {output}.")
    return DONE
