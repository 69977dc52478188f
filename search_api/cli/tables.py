"""Rows for a person at a terminal: tables and progress, drawn by Rich, which is loaded only here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from rich.console import Console, Group
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from corpus.model import Relation, Role
from search_api.agencies.due_dates import DueRow
from search_api.documents.relations import MissingRow, RelationRow
from search_api.ingestion.index_sync import Progress as Told
from search_api.ingestion.quarantine import QuarantinedFile
from search_api.ingestion.removal import RemovedRow
from search_api.labels import CITED_AS, COVERAGES, GAPS, RELATIONS, ROLES, sentence, vietnamese_date
from search_api.quality.completeness import ClarityRow, ClaritySummary
from search_api.schemas.crosswalk import ChainRow, CrosswalkRow, GapRow, MatrixView
from search_api.schemas.passages import SearchRow
from search_api.search.facet_rows import FacetRow
from search_api.search.obligations.search import ObligationHit

# Headings of narrow columns, in the order of `ClaritySummary`.
_SHORT_LACKS = (
    "Thiếu chủ trì",
    "Thiếu hạn",
    "Hạn chưa rõ ngày",
    "Thiếu báo cáo",
    "Thiếu sản phẩm",
    "Chưa rõ thẩm quyền",
)

_COVERAGE_STYLES = {"full": "green", "partial": "yellow", "none": "red"}


def show_search(rows: Sequence[SearchRow], query: str) -> None:
    """Print the passages found, grouped by document in order of rank."""
    console = Console()
    if not rows:
        console.print(f"Không tìm thấy gì cho “{query}”. Hãy thử ít từ hơn, hoặc bỏ bớt điều kiện lọc.", markup=False)
        return
    for _, group in groupby(rows, key=lambda row: row.doc):
        found = list(group)
        console.print(_document_line(found[0]))
        for row in found:
            console.print(Padding(_passage(row), (0, 0, 1, 2)))


def _document_line(row: SearchRow) -> Rule:
    name = " ".join(part for part in (sentence(row.type), row.number) if part) or row.source
    when = f", {vietnamese_date(row.issued)}" if row.issued else ""
    return Rule(Text(f"{name}{when}", style="bold"), align="left")


def _passage(row: SearchRow) -> Group:
    where = Text(f"{row.rank}. ", style="bold cyan") + Text(row.cited, style="cyan")
    if row.headings:
        where += Text(f"  ({' › '.join(row.headings)})", style="dim")
    body = Text(row.text)
    for start, end in row.highlights:
        body.stylize("bold yellow", start, end)
    return Group(where, body, Text(f"Vì sao: {row.why}", style="dim italic") if row.why else Text(""))


def show_duties(rows: Sequence[ObligationHit], query: str) -> None:
    """Print the duties found: who, what, when, where it is said."""
    console = Console()
    if not rows:
        console.print(f"Không tìm thấy nhiệm vụ nào cho “{query}”. Hãy thử bớt điều kiện.", markup=False)
        return
    table = Table(show_lines=True, expand=True)
    for heading, ratio in (("Cơ quan", 2), ("Nhiệm vụ", 5), ("Thời hạn", 1), ("Văn bản", 2)):
        table.add_column(heading, ratio=ratio)
    for row in rows:
        who = "\n".join(f"{a.name} ({ROLES[Role(a.role)].lower()})" for a in row.assignees)
        quote = Text(row.quote)
        for start, end in row.highlights:
            quote.stylize("bold yellow", start, end)
        when = row.deadline.text if row.deadline else "—"
        where = f"{sentence(row.type)} {row.number or row.source}\n{row.cited}"
        table.add_row(Text(who), quote, Text(when), Text(where))
    console.print(table)


def show_facets(rows: Sequence[FacetRow]) -> None:
    """Print how much each value of each filter leaves."""
    table = Table(expand=True)
    for heading, ratio in (("Điều kiện", 2), ("Giá trị", 4), ("Còn lại", 1)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for _, group in groupby(rows, key=lambda row: row.field):
        for place, row in enumerate(group):
            table.add_row(Text("" if place else row.name), Text(row.label), Text(str(row.count)))
    Console().print(table)


def show_crosswalk(rows: Sequence[CrosswalkRow]) -> None:
    """Print one line for each task of the parent, with what carries it out."""
    table = Table(show_lines=True, expand=True)
    for heading, ratio in (("Nhiệm vụ của văn bản cấp trên", 4), ("Mức độ", 1), ("Nội dung triển khai", 4)):
        table.add_column(heading, ratio=ratio)
    for row in rows:
        children = "\n".join(f"[{child.path}] {child.quote}" for child in row.children) or row.note or "—"
        style = _COVERAGE_STYLES.get(row.coverage, "")
        task = Text(f"[{row.parent_path}] {row.parent_quote}")
        table.add_row(task, Text(COVERAGES.get(row.coverage, row.coverage), style=style), Text(children))
    Console().print(table)


def show_relations(rows: Sequence[RelationRow]) -> None:
    """Print the documents around one, those that it cites first, indirect ones indented."""
    table = Table(expand=True)
    for heading, ratio in (("Quan hệ", 2), ("Văn bản", 4), ("Nguyên văn", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for row in rows:
        names = CITED_AS if row.direction == "cited_by" else RELATIONS
        name = " ".join(part for part in (sentence(row.type), row.number) if part) or row.title
        if row.number and row.title:
            name += f": {row.title}"
        where = f"{row.cited}: “{row.quote}”" if row.cited else row.quote
        held = Text(name) if row.doc else Text(f"{name} (chưa có trong kho)", style="dim")
        table.add_row(Text("  " * (row.depth - 1) + names[Relation(row.relation)]), held, Text(where, style="dim"))
    Console().print(table)


def show_missing(rows: Sequence[MissingRow]) -> None:
    """Print the documents that are cited but not held, with who cites them."""
    table = Table(expand=True)
    for heading, ratio in (("Văn bản còn thiếu", 4), ("Số văn bản dẫn", 1), ("Số lần", 1), ("Được dẫn tại", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for row in rows:
        name = " ".join(part for part in (sentence(row.type), row.number) if part) if row.number else row.name
        when = f" ngày {vietnamese_date(row.date)}" if row.date and row.number else ""
        citing = "; ".join(d.number or d.source for d in row.cited_by)
        table.add_row(Text(name + when), str(row.documents), str(row.times), Text(citing))
    Console().print(table)


def show_gaps(rows: Sequence[GapRow]) -> None:
    """Print the gaps between two documents, one line each."""
    table = Table(show_lines=True, expand=True)
    for heading, ratio in (("Loại", 1), ("Cấp trên", 3), ("Triển khai", 3), ("Vì sao", 3)):
        table.add_column(heading, ratio=ratio)
    for row in rows:
        places = (Text(f"[{place.path}] {place.quote}" if place else "—") for place in (row.parent, row.child))
        table.add_row(Text(GAPS[row.type]), *places, Text(row.note))
    Console().print(table)


def show_matrix(view: MatrixView) -> None:
    """Print a parent's tasks with a column for each document that carries it out."""
    table = Table(show_lines=True, expand=True)
    table.add_column("Nhiệm vụ", ratio=3)
    for child in view.children:
        table.add_column(child.number or child.source, overflow="fold")
    for row in view.rows:
        cells = [Text(COVERAGES[c.coverage], style=_COVERAGE_STYLES[c.coverage]) for c in row.cells]
        table.add_row(Text(f"[{row.parent_path}] {row.parent_quote}"), *cells)
    Console().print(table)


def show_chain(rows: Sequence[ChainRow]) -> None:
    """Print the documents below one, each under what it carries out."""
    for row in rows:
        name = " ".join(part for part in (sentence(row.document.type), row.document.number) if part)
        Console().print(Text(f"{'  ' * row.depth}{name or row.document.source}"))


def show_set_aside(rows: Sequence[QuarantinedFile]) -> None:
    """Print the files set aside, each with its reason and what to do."""
    console = Console()
    if not rows:
        console.print("Không có tệp nào để riêng.")
        return
    table = Table(expand=True, show_lines=True)
    table.add_column("Tệp", ratio=2, overflow="fold")
    table.add_column("Lý do", ratio=2)
    table.add_column("Cần làm", ratio=3)
    for row in rows:
        table.add_row(Text(row.source), Text(row.problem), Text(row.advice))
    console.print(table)
    console.print("Đọc lại tệp đã sửa bằng: nhiemvu set-aside --retry TÊN-TỆP", markup=False)


def show_removed(rows: Sequence[RemovedRow]) -> None:
    """Print the documents that were removed and can be restored."""
    console = Console()
    if not rows:
        console.print("Không có văn bản nào đã bỏ.")
        return
    table = Table(expand=True)
    table.add_column("Mã", overflow="fold")
    table.add_column("Văn bản", ratio=3)
    table.add_column("Tệp", ratio=2, overflow="fold")
    table.add_column("Khôi phục được đến")
    for row in rows:
        title = f"{row.name}: {row.title}" if row.title else row.name
        table.add_row(Text(row.doc), Text(title), Text(row.source), Text(vietnamese_date(row.until)))
    console.print(table)
    console.print("Khôi phục bằng: nhiemvu removed --restore MÃ", markup=False)


class _RateColumn(ProgressColumn):
    """How fast the work goes: ``12,5 tệp/phút``."""

    def render(self, task: Task) -> Text:
        """The rate over the last steps; nothing before there is one."""
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        rate = f"{speed:.1f}/giây" if speed >= 1 else f"{speed * 60:.1f}/phút"
        return Text(rate.replace(".", ","), style="progress.data.speed")


@contextmanager
def progress_bar() -> Iterator[Told]:
    """A progress bar on standard error, with rate and remaining time, that is gone when the work is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    # A long scan may take minutes: the rate is that of the last half hour.
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=1800) as bar:
        tasks: dict[str, TaskID] = {}

        def told(what: str, at: int, of: int, name: str) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of, name=name)
            bar.update(tasks[what], completed=at, total=of, name=name[-40:])

        yield told


def show_clarity(rows: Sequence[ClarityRow], asked: int) -> None:
    """Print the duties that lack something, document by document; `asked` is how many things must be clear."""
    console = Console()
    if not rows:
        console.print(f"Mọi nhiệm vụ đều đủ “{asked} rõ”.")
        return
    for source, group in groupby(rows, key=lambda row: row.source):
        table = Table(title=source, title_justify="left", expand=True, show_lines=True)
        table.add_column("Vị trí", ratio=1)
        table.add_column("Nhiệm vụ", ratio=4)
        table.add_column("Còn thiếu", ratio=3)
        for row in group:
            table.add_row(Text(row.cited), Text(row.quote), Text("\n".join(row.advice)))
        console.print(table)


def show_clarity_summary(rows: Sequence[ClaritySummary]) -> None:
    """Print how many duties of each document lack what."""
    table = Table(expand=True)
    table.add_column("Văn bản", ratio=3, overflow="fold")
    for heading in ("Nhiệm vụ", "Đủ", *_SHORT_LACKS):
        table.add_column(heading, ratio=1, justify="right")
    for row in rows:
        counts = (row.obligations, row.clear, row.lead, row.deadline, row.due, row.report, row.product, row.authority)
        table.add_row(Text(row.number or row.source), *(str(n) for n in counts))
    Console().print(table)


def show_due(rows: Sequence[DueRow]) -> None:
    """Print what is due, the next day first."""
    console = Console()
    if not rows:
        console.print("Không có việc nào tính được ngày đến hạn.")
        return
    table = Table(expand=True, show_lines=True)
    table.add_column("Hạn", no_wrap=True, min_width=len("30/12/2025"))
    table.add_column("Việc", ratio=5)
    table.add_column("Theo văn bản", ratio=2)
    for row in rows:
        table.add_row(
            Text(vietnamese_date(row.due), style="red" if row.is_over else ""),
            Text(row.action or row.quote),
            Text(f"{row.cited}, {row.number}"),
        )
    console.print(table)
