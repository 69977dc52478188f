"""The command line: `nhiemvu --data DIR COMMAND`.

Rows go to standard output, everything else to standard error. Exit codes: 0 done,
1 failed, 2 wrong usage, 3 done but some inputs were set aside. Where a command has
both, standard output is a table for a person on a terminal and JSON lines otherwise;
`--format` chooses. Heavy libraries load inside the commands that need them.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from corpus.model import Document
from corpus.settings import Settings
from search_api import version
from search_api.bootstrap import KnowledgeBase
from search_api.cli import crosswalk, due_dates, maintenance, quality, relations
from search_api.cli.console import (
    DOC,
    DONE,
    OUTPUT_FORMAT,
    Commands,
    OutputFormat,
    argument,
    echo,
    interruptible,
    keep_log,
    open_knowledge_base,
    option,
    report_outcome,
    show_progress,
)
from search_api.exports.writers import Format, write, write_jsonl
from search_api.records.selection import RecordType, Selection, rows, select
from search_api.schemas.records import plain
from search_api.search.filter_values import read_day
from search_api.search.filters import DEFAULT_LIMIT, PARSED_FIELDS, SearchRequest, window_between

# The measuring commands belong to `evals`, which stands above this package: they are found by name.
_measuring = import_module("evals.cli")

app = typer.Typer(
    cls=Commands,
    name="nhiemvu",
    help="Kho tri thức văn bản chỉ đạo, điều hành: ai phải làm gì, trước khi nào, theo văn bản nào. "
    "Mọi việc diễn ra trên máy này, không cần mạng.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; the console script `nhiemvu`."""
    app(prog_name="nhiemvu")


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"nhiemvu {version()}\n")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    data: Annotated[
        Path | None,
        option("--data", metavar="DIR", help="Thư mục của kho (mặc định: biến NHIEMVU_DATA, hoặc ./data)."),
    ] = None,
    shows_version: Annotated[
        bool, option("--version", help="In phiên bản rồi thoát.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read the settings that all commands share."""
    context.obj = Settings.from_environment(data)
    keep_log(context.obj.data)


@app.command(help="Đưa tệp và thư mục vào kho. Tệp đã có được bỏ qua; tệp không đọc được được để riêng kèm lý do.")
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], argument("PATH...", "Tệp hoặc thư mục (kể cả thư mục con).")],
    as_json: Annotated[bool, option("--json", help="In kết quả thành một đối tượng JSON.")] = False,
    processes: Annotated[
        int, option("--processes", min=0, metavar="N", help="Số tiến trình đọc tệp (mặc định: tùy máy).")
    ] = 0,
) -> int:
    """Take files and folders in."""
    with open_knowledge_base(context) as kb, interruptible(), show_progress() as progress:
        report = kb.take_in(paths, progress=progress, processes=processes)
    code = report_outcome(report)
    if as_json:
        counts = {"ingested": len(report.ingested), "unchanged": len(report.unchanged)}
        answer = counts | {"set_aside": [plain(row) for row in report.set_aside]}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return code


@app.command(help="Xuất văn bản, điều khoản, nhiệm vụ, chỉ tiêu, viện dẫn hoặc cơ quan thành jsonl, csv hay xlsx.")
def export(
    context: typer.Context,
    what: Annotated[RecordType, argument("WHAT", f"Một trong: {', '.join(RecordType)}.")],
    form: Annotated[Format, option("--format", help="Dạng xuất.", show_default=True)] = Format.JSONL,
    doc: Annotated[str, option("--doc", metavar="DOC", help="Chỉ văn bản này (mã, số ký hiệu hoặc tên tệp).")] = "",
    agency: Annotated[
        str,
        option(
            "--agency",
            metavar="NAME",
            help="Chỉ nhiệm vụ của cơ quan này, kể cả dưới tên cũ hoặc qua nhóm cơ quan gồm cả nó.",
        ),
    ] = "",
    as_of: Annotated[
        str,
        option(
            "--as-of",
            metavar="DATE",
            help="Ai giữ nhiệm vụ vào ngày này, sau các lần sáp nhập, chia tách cơ quan; chỉ văn bản đã ban hành "
            "và chưa bị thay thế, bãi bỏ tính đến ngày ấy.",
        ),
    ] = "",
    named: Annotated[
        bool, option("--named", help="Cùng --agency: bỏ nhiệm vụ giao chung cho nhóm cơ quan có cơ quan này.")
    ] = False,
    possible: Annotated[
        bool,
        option("--possible", help="Cùng --agency: thêm nhiệm vụ chưa rõ đã chuyển cho cơ quan này hay cơ quan khác."),
    ] = False,
    expand: Annotated[
        bool, option("--expand", help="Thêm từng cơ quan thuộc các nhóm được giao chung (đánh dấu derived).")
    ] = False,
    output: Annotated[
        Path | None, option("--output", "-o", metavar="FILE", help="Ghi vào tệp thay vì ra màn hình.")
    ] = None,
) -> int:
    """Write rows out."""
    if form is Format.XLSX and output is None and sys.stdout.isatty():
        raise typer.BadParameter("Bảng tính xlsx không in ra màn hình được: hãy thêm --output TỆP.xlsx.")
    day = read_day(as_of) if as_of else ""
    with open_knowledge_base(context) as kb:
        selection = select(
            kb.resources, doc=doc, agency=agency, as_of=day, named_only=named, possible=possible, expand=expand
        )
        _export(kb, what, selection, form, output)
    if selection.undated:
        echo(f"Có tính {len(selection.undated)} văn bản không rõ ngày ban hành: {_names(selection.undated)}.")
    if selection.ended:
        echo(f"Không tính {len(selection.ended)} văn bản đã bị thay thế, bãi bỏ: {_names(selection.ended)}.")
    if selection.unsure:
        echo(f"Không tính {selection.unsure} nhiệm vụ chưa rõ đã chuyển cho cơ quan nào; xem bằng --possible.")
    return DONE


def _names(documents: Iterable[Document]) -> str:
    return "; ".join(d.number or d.source for d in documents)


def _export(kb: KnowledgeBase, what: RecordType, selection: Selection, form: Format, output: Path | None) -> None:
    found = rows(kb.resources, what, selection)
    if output is None:
        write(found, form, sys.stdout.buffer, sys.stdout)
        return
    with output.open("wb") as out, io.TextIOWrapper(out, "utf-8", newline="\n") as text:
        count = write(found, form, out, text)
    echo(f"Đã ghi {count} dòng vào {output}.")


@app.command(help="In toàn văn, đúng nguyên văn mà mọi vị trí start, end trỏ vào.")
def text(context: typer.Context, doc: Annotated[str, DOC]) -> int:
    """Print a document's text, to the character."""
    with open_knowledge_base(context) as kb:
        sys.stdout.write(kb.store.text(kb.store.document(doc).id))
    return DONE


@app.command(help="Chỉ chỗ của một đoạn văn trong bản gốc: trang và khung chữ của PDF, đoạn hoặc ô bảng của Word.")
def locate(
    context: typer.Context,
    doc: Annotated[str, DOC],
    start: Annotated[int, argument("START", "Vị trí ký tự đầu, như trong các dòng xuất ra.")],
    end: Annotated[int, argument("END", "Vị trí ngay sau ký tự cuối.")],
) -> int:
    """Print where a stretch of text stands in the original, as JSON lines."""
    from search_api.originals import locations

    with open_knowledge_base(context) as kb:
        found = locations.locate_span(kb.store, doc, start, end)
    if not found:
        echo("Không có vị trí cho đoạn này: chỉ PDF, bản quét và Word (DOCX) có trang, đoạn hoặc ô; hãy xem bản gốc.")
    write_jsonl(found, sys.stdout)
    return DONE


@app.command(help="Tìm điều khoản theo nội dung, có dấu hoặc không dấu.")
def search(
    context: typer.Context,
    query: Annotated[str, argument("QUERY", "Câu hỏi hoặc từ cần tìm.")],
    agency: Annotated[str, option("--agency", metavar="NAME", help="Chỉ nội dung giao cho cơ quan này.")] = "",
    type: Annotated[str, option("--type", metavar="TYPE", help="Loại văn bản, ví dụ “chỉ thị”.")] = "",
    province: Annotated[str, option("--province", metavar="NAME", help="Tỉnh, thành phố ban hành.")] = "",
    year: Annotated[str, option("--year", metavar="YEAR", help="Năm ban hành.")] = "",
    kind: Annotated[
        str, option("--kind", metavar="KIND", help="Loại nhiệm vụ: reporting, hoặc “Kiểm tra, giám sát”.")
    ] = "",
    doc: Annotated[str, option("--doc", metavar="DOC", help="Chỉ trong văn bản này.")] = "",
    role: Annotated[
        str, option("--role", metavar="ROLE", help="Vai trò của cơ quan: chủ trì, phối hợp, chỉ đạo.")
    ] = "",
    issuer: Annotated[str, option("--issuer", metavar="NAME", help="Cơ quan ban hành.")] = "",
    number: Annotated[str, option("--number", metavar="NUMBER", help="Số hiệu văn bản, viết kiểu nào cũng được.")] = "",
    due: Annotated[
        str, option("--due", metavar="TIME", help="Thời hạn: “quý IV/2025”, “trước 30/6/2025”, 2025-10-01..2025-12-31.")
    ] = "",
    issued_from: Annotated[
        str, option("--issued-from", metavar="DAY", help="Ban hành từ ngày này: 2025-09-01 hoặc 1/9/2025.")
    ] = "",
    issued_to: Annotated[str, option("--issued-to", metavar="DAY", help="Ban hành đến hết ngày này.")] = "",
    status: Annotated[
        str, option("--status", metavar="STATUS", help="Hiệu lực: “còn hiệu lực”, “đã bị thay thế”, …")
    ] = "",
    order: Annotated[str, option("--sort", metavar="ORDER", help="Sắp xếp: relevance, date hoặc due.")] = "",
    as_typed: Annotated[
        bool, option("--as-typed", help="Tìm đúng như đã gõ: không thêm dấu, không suy ra điều kiện từ câu hỏi.")
    ] = False,
    obligations: Annotated[
        bool, option("--obligations", help="Tìm nhiệm vụ (ai phải làm gì, khi nào) thay vì điều khoản.")
    ] = False,
    limit: Annotated[int, option("--limit", min=1, help="Số kết quả nhiều nhất.", show_default=True)] = DEFAULT_LIMIT,
    offset: Annotated[int, option("--offset", min=0, help="Bỏ qua bấy nhiêu kết quả đầu.")] = 0,
    facets: Annotated[
        bool, option("--facets", help="Thay vì kết quả: mỗi điều kiện lọc còn bao nhiêu văn bản hoặc nhiệm vụ.")
    ] = False,
    output: Annotated[
        Path | None, option("--output", "-o", metavar="FILE", help="Ghi kết quả vào tệp .xlsx, .csv hoặc .jsonl.")
    ] = None,
    shown: Annotated[OutputFormat | None, OUTPUT_FORMAT] = None,
) -> int:
    """Search."""
    from search_api.cli.search import OutputOptions, report_obligations, report_passages

    request = SearchRequest(
        *(query, agency, type, province, year, kind, doc, limit),
        role=role,
        issuer=issuer,
        number=number,
        due=due,
        status=status,
        order=order,
        issued=window_between(issued_from, issued_to),
        ignored=PARSED_FIELDS if as_typed else (),
        as_typed=as_typed,
        offset=offset,
    )
    with open_knowledge_base(context) as kb:
        (report_obligations if obligations else report_passages)(kb, request, OutputOptions(shown, facets, output))
    return DONE


@app.command(help="Mở trang web và API trên máy này.")
def serve(
    context: typer.Context,
    host: Annotated[
        str, option("--host", help="Địa chỉ mở cổng; mặc định chỉ máy này vào được.", show_default=True)
    ] = "127.0.0.1",
    port: Annotated[int, option("--port", min=0, max=65535, help="Cổng; 0 để máy tự chọn.", show_default=True)] = 8000,
    allowed: Annotated[
        list[str] | None,
        option("--allowed-host", metavar="NAME", help="Tên máy được dùng trong địa chỉ trang (lặp lại được)."),
    ] = None,
) -> int:
    """Serve the API and the web pages."""
    from search_api.cli.serve import serve as serve_until_stopped

    with open_knowledge_base(context) as kb:
        serve_until_stopped(kb, host=host, port=port, allowed_hosts=allowed or [], echo=echo)
    return DONE


app.add_typer(relations.app)
app.add_typer(quality.app)
app.add_typer(due_dates.app)
app.add_typer(crosswalk.app)
app.add_typer(maintenance.app)
app.add_typer(
    _measuring.training,
    name="train",
    help="Huấn luyện: mô hình tìm kiếm (train DIR OUTPUT), hoặc cách đọc thứ hai cho nhiệm vụ (train extraction).",
    rich_help_panel=_measuring.PANEL,
)
app.add_typer(
    _measuring.app, name="eval", help="Đo chất lượng tìm kiếm và trích xuất.", rich_help_panel=_measuring.PANEL
)


if __name__ == "__main__":
    main()
