"""Crosswalks and matrices as spreadsheets and Word documents, fit to be handed in."""

from __future__ import annotations

from search_api.clock import today
from search_api.documents.line_breaks import unwrapped
from search_api.exports.reports import Cell, Column, Report, ReportFormat, render_report
from search_api.labels import COVERAGES, GAPS, short_name, vietnamese_date
from search_api.schemas.crosswalk import CrosswalkRow, CrosswalkView, GapRow, MatrixCell, MatrixRow, MatrixView
from search_api.schemas.records import DocumentRow

# Fills that stay apart in grey print too; the words in the cells say the same.
FILLS = {"full": "C6E7CE", "partial": "FFEDB3", "none": "F6C7BF"}
_LEGEND = (
    "Chú giải: Đủ – nội dung nhiệm vụ được nêu lại đầy đủ; Một phần – có triển khai nhưng còn thiếu; Chưa có – không "
    "thấy nội dung triển khai. Dấu (*) là kết luận của người rà soát; các ô khác do máy so khớp, cần đọc nguyên văn "
    "trước khi kết luận."
)
_ORDER = "đủ / một phần / chưa có"
# More children than these are listed after the table, or it would begin on the second page.
_LISTED_ABOVE = 3


def name_of(view: CrosswalkView | MatrixView) -> str:
    """A name for the file of `view`, without its ending."""
    other = _short(view.child) if isinstance(view, CrosswalkView) else "tất cả"
    return f"Đối chiếu {_short(view.parent)} - {other}".replace("/", "-")


def document_of(view: CrosswalkView | MatrixView, form: ReportFormat) -> bytes:
    """The file of `view`."""
    return render_report(_crosswalk(view) if isinstance(view, CrosswalkView) else _matrix(view), form)


# --- two documents --------------------------------------------------------------


def _crosswalk(view: CrosswalkView) -> Report:
    counts = ", ".join(f"{view.coverages.get(name, 0)} {words.lower()}" for name, words in COVERAGES.items())
    return Report(
        title="BẢNG ĐỐI CHIẾU NHIỆM VỤ",
        lines=(
            f"Văn bản cấp trên: {_named(view.parent)}",
            f"Văn bản triển khai: {_named(view.child)}",
            f"Kết quả: {len(view.rows)} nhiệm vụ: {counts}; {view.decided} nhiệm vụ đã có người rà soát.",
            _made_on(),
            _LEGEND,
        ),
        columns=(
            Column("TT", 5, 1.0),
            Column("Nhiệm vụ của văn bản cấp trên", 50),
            Column("Vị trí", 16, 2.6),
            Column("Mức độ", 12, 2.2),
            Column("Nội dung triển khai", 50),
            Column("Ghi chú", 36, 5.5),
        ),
        rows=tuple(_row(row) for row in view.rows),
        notes=tuple(_gap_notes(view.gaps)),
    )


def _row(row: CrosswalkRow) -> tuple[Cell, ...]:
    return (
        Cell(str(row.number)),
        Cell(unwrapped(row.parent_quote)),
        Cell(row.parent_cited),
        Cell(COVERAGES[row.coverage] + (" (*)" if row.is_decided else ""), FILLS[row.coverage]),
        Cell("\n".join(f"{c.cited}: {unwrapped(c.part or c.quote)}" for c in row.children) or "—"),
        Cell(_notes(row)),
    )


def _notes(row: CrosswalkRow) -> str:
    said = [GAPS[gap] for gap in row.gaps if gap != "not_carried_out"]
    said += [row.note] if row.note else []
    decided = [row.verdict, *(link.verdict for link in (*row.children, *row.rejected))]
    said += [f"{v.author or 'Người rà soát'}: {v.note}" for v in decided if v and v.note]
    return "\n".join(said)


def _gap_notes(gaps: tuple[GapRow, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The gaps by type, each with its places; what all of a type say is not said again of each."""
    notes = []
    for kind, words in GAPS.items():
        same = [gap for gap in gaps if gap.type == kind]
        common = len({gap.note for gap in same}) == 1
        if same:
            heading = f"{words} ({len(same)})" + (f": {same[0].note}" if common else "")
            notes.append((heading, tuple(_gap_line(gap, with_note=not common) for gap in same)))
    return notes


def _gap_line(gap: GapRow, *, with_note: bool) -> str:
    places = "; ".join(
        f"{who}, {place.cited}: “{unwrapped(place.quote)}”"
        for who, place in (("Cấp trên", gap.parent), ("Triển khai", gap.child))
        if place
    )
    return f"{gap.note} {places}".strip() if with_note else places


# --- one with all that carry it out -----------------------------------------------


def _matrix(view: MatrixView) -> Report:
    listed = tuple(_named(child) for child in view.children)
    above = tuple(f"Văn bản triển khai: {line}" for line in listed) if len(listed) <= _LISTED_ABOVE else ()
    return Report(
        title="BẢNG TỔNG HỢP TRIỂN KHAI NHIỆM VỤ",
        lines=(
            f"Văn bản cấp trên: {_named(view.parent)}",
            *above,
            f"{len(view.rows)} nhiệm vụ, {len(view.children)} văn bản triển khai.",
            _made_on(),
            f"{_LEGEND} Số trong ngoặc là số nội dung triển khai.",
        ),
        columns=(
            Column("TT", 5, 1.0),
            Column("Nhiệm vụ", 50, 7.5),
            Column(f"Tổng: {_ORDER}", 14, 2.2),
            *(Column(_head(child), 16) for child in view.children),
        ),
        rows=(
            *(_matrix_row(number, row) for number, row in enumerate(view.rows, 1)),
            (
                Cell("", bold=True),
                Cell(f"Tổng: {_ORDER}", bold=True),
                Cell(""),
                *(Cell(_counted(total), bold=True) for total in view.totals),
            ),
        ),
        notes=() if above else (("Văn bản triển khai", listed),),
        repeated=3,
    )


def _matrix_row(number: int, row: MatrixRow) -> tuple[Cell, ...]:
    return (
        Cell(str(number)),
        Cell(f"{row.parent_cited}: {unwrapped(row.parent_quote)}"),
        Cell(_counted(row.coverages)),
        *(Cell(_cell(cell), FILLS[cell.coverage]) for cell in row.cells),
    )


def _cell(cell: MatrixCell) -> str:
    links = f" ({cell.links})" if cell.links else ""
    gaps = [GAPS[gap] for gap in cell.gaps if gap != "not_carried_out"]
    return "\n".join([COVERAGES[cell.coverage] + links + (" *" if cell.decided else ""), *gaps])


def _counted(coverages: dict[str, int]) -> str:
    return " / ".join(str(coverages.get(name, 0)) for name in COVERAGES)


def _head(row: DocumentRow) -> str:
    return f"{row.province}\n{_short(row)}" if row.province else _short(row)


# --- what both say --------------------------------------------------------------


def _made_on() -> str:
    return f"Ngày lập: {vietnamese_date(today().isoformat())}"


def _named(row: DocumentRow) -> str:
    words = " ".join(part for part in (row.type, row.number) if part) or row.source
    when = f" ngày {vietnamese_date(row.issued)}" if row.issued else ""
    by = f" của {row.issuer}" if row.issuer else ""
    title = f" ({' '.join(row.title.split())})" if row.title else ""
    return f"{words[:1].upper()}{words[1:]}{when}{by}{title}"


def _short(row: DocumentRow) -> str:
    return short_name(row.number, row.type, row.issuer, row.source)
