"""Reads RTF: paragraphs, tables, and text in old fonts repaired run by run."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from corpus.model import Page
from ingest.errors import BrokenFile, EmptyFile
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.frame_words import FRAME_ROWS, frames, has_national_name
from ingest.readers.header_rows import header_rows
from ingest.readers.legacy_fonts import LegacyFont, detect, legacy_font, repair_in_font
from ingest.readers.quality import quality
from ingest.readers.rtf.rtf_tokens import Fonts, State, Token, tokens
from ingest.readers.text_builder import TablePlace, TextBuilder

# Text in an old font that was not repaired has 0.73 of its syllables well formed at
# most (`ingest.readers.legacy_fonts`), text that is right 0.94 and more.
_SOUND = 0.8

# Edges of cells within this many twips (1/1440 inch) are one column's.
_SAME_EDGE = 60


def read_rtf(data: bytes) -> ExtractedText:
    """The text of an RTF file: paragraphs, tables in place, footnotes at the end."""
    parsed = _parse(data, Fonts(), None)
    if not quality("\n".join(parsed.plain())).share >= _SOUND:  # did the fonts' names tell nothing?
        raw = _parse(data, Fonts(unnamed=True), None)
        if encoding := detect("\n".join(raw.plain())):
            parsed = _parse(data, Fonts(unnamed=True), LegacyFont(encoding))
    composition = parsed.written()
    text = composition.text
    if not text.strip():
        raise EmptyFile("Tệp RTF không có chữ nào: hãy kiểm tra lại bản gốc.")
    how = "repaired" if parsed.repaired else "text"
    composition.pages.append(Page(1, 0, len(text), how=how, quality=round(quality(text).share, 3)))
    return composition.reading(Format.RTF.value)


@dataclass(slots=True)
class _Row:
    """A row of a table: its cells' paragraphs, their right edges in twips, and whether they are ruled."""

    cells: list[list[str]] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    ruled: bool = False
    goes_on: set[int] = field(default_factory=set)  # cells that go on with the one above


def _parse(data: bytes, fonts: Fonts, unnamed: LegacyFont | None) -> _Rtf:
    rtf = _Rtf(fonts, unnamed)
    depth = 0
    for token in tokens(data, fonts):
        depth += {"{": 1, "}": -1}.get(token.group, 0)
        rtf.take(token)
    if depth > 0:
        raise BrokenFile("Tệp RTF bị cắt cụt, có lẽ chép hoặc tải về chưa hết: hãy chép hoặc tải lại tệp.")
    rtf.end()
    return rtf


class _Rtf:
    """What an RTF file prints, built up token by token."""

    def __init__(self, fonts: Fonts, unnamed: LegacyFont | None) -> None:
        self.repaired = False
        self._fonts = fonts
        self._unnamed = unnamed
        self._blocks: list[str | list[_Row]] = []
        self._notes: list[str] = []
        self._pieces: list[tuple[str, int, bool]] = []
        self._note: list[tuple[str, int, bool]] = []
        self._in_table = False
        self._row = _Row()
        self._defined = _Row()
        self._cell: list[str] = []

    def take(self, token: Token) -> None:
        """Act on the next token."""
        if token.state.skipped:
            return
        if token.text:
            self._add(token.text, token.state)
        elif token.group == "}" and token.state.destination == "footnote":
            self._end_note()
        elif token.state.destination != "footnote":
            self._control(token)

    def end(self) -> None:
        """Finish what the file left open."""
        self._end_paragraph()
        if self._cell or self._row.cells:
            self._end_row()

    def plain(self) -> list[str]:
        """All texts, to judge them by."""
        texts = []
        for block in self._blocks:
            texts += [block] if isinstance(block, str) else [t for row in block for cell in row.cells for t in cell]
        return texts

    def written(self) -> TextBuilder:
        """The file's text; places are named as a DOCX's are."""
        composition = TextBuilder()
        paragraphs = tables = 0
        for block in self._blocks:
            if isinstance(block, str):
                paragraphs += 1
                composition.new_paragraph()
                composition.write_line(block, part=f"p{paragraphs}")
                composition.new_paragraph()
            else:
                tables += 1
                _write_table(composition, block, f"t{tables}")
        for number, note in enumerate(self._notes, 1):
            composition.new_paragraph()
            composition.write_line(f"[{number}] {note}", part=f"note{number}")
        return composition

    def _add(self, text: str, state: State) -> None:
        if state.hidden:
            return
        pieces = self._note if state.destination == "footnote" else self._pieces
        pieces.append((text, state.font, state.caps))

    def _control(self, token: Token) -> None:
        match token.word:
            case "par" | "sect" | "page":
                self._end_paragraph()
            case "intbl":
                self._in_table = True
            case "pard":
                self._in_table = False
            case "trowd":
                self._defined = _Row()
            case "clvmrg":
                self._defined.goes_on.add(len(self._defined.edges))
            case "cellx" if token.number is not None:
                self._defined.edges.append(token.number)
            case "brdrs" | "brdrw" | "brdrth" | "brdrdb":
                self._defined.ruled = True
            case "cell" | "nestcell":
                self._in_table = True
                self._end_paragraph()
                self._row.cells.append(self._cell)
                self._cell = []
            case "row":
                self._end_row()
            case "chftn":
                self._pieces.append((f"[{len(self._notes) + 1}]", token.state.font, False))

    def _end_paragraph(self) -> None:
        text = self._printed(self._pieces)
        self._pieces = []
        if self._in_table:
            if text.strip():
                self._cell.append(text.strip())
        elif text.strip():
            self._blocks.append(text.strip())

    def _end_row(self) -> None:
        row = self._row
        row.edges, row.ruled = list(self._defined.edges), self._defined.ruled
        row.goes_on = set(self._defined.goes_on)
        self._row = _Row()
        if not row.cells:
            return
        if self._blocks and isinstance(self._blocks[-1], list):
            self._blocks[-1].append(row)
        else:
            self._blocks.append([row])

    def _end_note(self) -> None:
        if self._note:
            self._notes.append(self._printed(self._note).strip().removeprefix(f"[{len(self._notes) + 1}]").strip())
            self._note = []

    def _printed(self, pieces: list[tuple[str, int, bool]]) -> str:
        printed = []
        for (font, caps), stretch in groupby(pieces, key=lambda piece: piece[1:]):
            legacy = legacy_font(self._fonts.name(font)) or self._unnamed
            self.repaired = self.repaired or legacy is not None
            text = repair_in_font("".join(text for text, _, _ in stretch), legacy)
            printed.append(text.upper() if caps else text)
        # Characters beyond the first 65,536 come as two halves.
        return "".join(printed).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _write_table(composition: TextBuilder, rows: list[_Row], part: str) -> None:
    texts = [["\n".join(cell) for cell in row.cells] for row in rows]
    columns = sorted(_columns(rows))
    if _is_layout(rows, texts, len(columns)):
        cells = [(r, c, text) for r, row in enumerate(texts, 1) for c, text in enumerate(row, 1)]
        if any(has_national_name(text) for _, _, text in cells):
            cells.sort(key=lambda cell: (cell[1] > 1, cell[0]))
        for r, c, text in cells:
            composition.new_paragraph()
            for line in text.split("\n"):
                composition.write_line(line, part=f"{part}/r{r}/c{c}")
            composition.new_paragraph()
        return
    grid = [_placed(row, row_texts, columns) for row, row_texts in zip(rows, texts, strict=True)]
    composition.write_table(grid, part=part, header_rows=header_rows(grid), covered=_covered(rows, columns))


def _is_layout(rows: list[_Row], texts: list[list[str]], columns: int) -> bool:
    if len(rows) <= FRAME_ROWS and any(frames(text) for row in texts for text in row):
        return True
    return not any(row.ruled for row in rows) and (columns <= 2 or len(rows) == 1)


def _columns(rows: list[_Row]) -> list[int]:
    """The right edges of columns, those nearly alike once."""
    edges: list[int] = []
    for edge in sorted(edge for row in rows for edge in row.edges):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return edges or list(range(max(len(row.cells) for row in rows)))


def _covered(rows: list[_Row], columns: list[int]) -> dict[TablePlace, TablePlace]:
    """The places that a merged cell covers from above, and where it begins."""
    covered: dict[TablePlace, TablePlace] = {}
    for r, row in enumerate(rows):
        for n in row.goes_on if r else ():
            left = row.edges[n - 1] if n else None
            column = 0 if left is None else sum(other <= left + _SAME_EDGE for other in columns)
            covered[r, column] = covered.get((r - 1, column), (r - 1, column))
    return covered


def _placed(row: _Row, texts: list[str], columns: list[int]) -> list[str]:
    """The cells of `row` in the table's columns, a merged one in the first it covers."""
    placed = [""] * max(len(columns), len(texts))
    column = 0
    for n, text in enumerate(texts):
        placed[min(column, len(placed) - 1)] += text
        edge = row.edges[n] if n < len(row.edges) else None
        column = column + 1 if edge is None else sum(other <= edge + _SAME_EDGE for other in columns)
    return placed
