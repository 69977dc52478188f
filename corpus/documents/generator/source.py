"""What a sample document says, read from its YAML source.

A line of `body` is a paragraph. Its first characters give its style:

    #  centred and bold        ^  centred and italic
    ## bold                    ~  italic
    @  numbered by the word processor: 1., 2.    @@ the same: a), b)
    [bảng X]  the table X of `tables`

``**words**`` are bold. A letterhead line of dashes is a rule; ``~`` makes it italic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "source"

# Stands in every sample, whatever its format.
MARK = "VĂN BẢN MẪU – nội dung hư cấu, dùng để minh họa phần mềm"


class Style(StrEnum):
    """How a paragraph is set."""

    PLAIN = "plain"
    CENTRED = "centred"
    HEADING = "heading"
    ITALIC = "italic"
    CENTRED_ITALIC = "centred italic"
    NUMBERED = "numbered"
    LETTERED = "lettered"
    RULE = "rule"


_STYLES = {
    "##": Style.HEADING,
    "#": Style.CENTRED,
    "^": Style.CENTRED_ITALIC,
    "~": Style.ITALIC,
    "@@": Style.LETTERED,
    "@": Style.NUMBERED,
}
_MARKED = re.compile(r"(?P<mark>##|#|\^|~|@@|@)\s*(?P<words>.+)")
_RULE = re.compile(r"-{4,}")
_TABLE = re.compile(r"\[bảng (?P<name>.+)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BOLD_STYLES = {Style.CENTRED, Style.HEADING}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `label` is its number where the word processor counts it."""

    runs: tuple[Run, ...]
    style: Style = Style.PLAIN
    label: str = ""

    @property
    def text(self) -> str:
        """The words without their label."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. A row of two cells heads a group: its second cell spans the rest."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The two columns at the top: issuing body and number; motto, place and date."""

    left: tuple[Paragraph, ...]
    right: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The document itself, or something attached to it."""

    letterhead: Letterhead | None
    title: tuple[Paragraph, ...]
    blocks: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample document: what it says and the file it is written to."""

    file: str
    type: str
    number: str
    issued: str
    parts: tuple[Part, ...]
    address: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    author: str
    published: str
    site: str
    wrap: int
    scanned: bool
    encoding: str

    @property
    def format(self) -> str:
        """The file's suffix without its dot."""
        return self.file.rpartition(".")[2]


def samples(folder: Path = FOLDER) -> tuple[Sample, ...]:
    """Every sample, by file name."""
    return tuple(read(path) for path in sorted(folder.glob("*.yaml")))


def read(path: Path) -> Sample:
    """The sample that a YAML file describes; `KeyError` or `ValueError` where it is no such file."""
    fields: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    tables = {name: _table(value) for name, value in fields.get("tables", {}).items()}
    parts = [fields, *fields.get("attachments", [])]
    return Sample(
        file=fields["file"],
        type=fields["type"],
        number=fields.get("number", ""),
        issued=str(fields["issued"]),
        parts=tuple(_part(part, tables) for part in parts),
        address=tuple(fields.get("address", [])),
        recipients=tuple(fields.get("recipients", [])),
        signature=tuple(fields.get("signature", [])),
        author=fields.get("author", ""),
        published=fields.get("published", ""),
        site=fields.get("site", ""),
        wrap=fields.get("wrap", 0),
        scanned=fields.get("scanned", False),
        encoding=fields.get("encoding", ""),
    )


def text(sample: Sample) -> str:
    """All the words of a sample in reading order, one paragraph or table cell a line."""
    return "\n".join(_lines(sample))


def paragraph(line: str) -> Paragraph:
    """The paragraph that a line of a source describes."""
    style, words = Style.PLAIN, line
    if _RULE.fullmatch(line):
        return Paragraph((), Style.RULE)
    if m := _MARKED.fullmatch(line):
        style, words = _STYLES[m["mark"]], m["words"]
    pieces = _BOLD.split(words)  # odd pieces were between asterisks
    heavy = style in _BOLD_STYLES
    return Paragraph(tuple(Run(p, heavy or i % 2 == 1) for i, p in enumerate(pieces) if p), style)


def _part(fields: Mapping[str, Any], tables: Mapping[str, Table]) -> Part:
    letterhead = fields.get("letterhead")
    return Part(
        letterhead=letterhead and Letterhead(*(tuple(map(paragraph, letterhead[side])) for side in ("left", "right"))),
        # An official letter (công văn) has no title: its subject stands under its number.
        title=tuple(_title(fields.get("title", "").splitlines())),
        blocks=tuple(_blocks(fields["body"].splitlines(), tables)),
    )


def _title(lines: list[str]) -> Iterator[Paragraph]:
    for line in lines:
        found = paragraph(line)
        if found.style is Style.PLAIN:
            found = Paragraph((Run(line, bold=True),), Style.CENTRED)
        yield found


def _blocks(lines: list[str], tables: Mapping[str, Table]) -> Iterator[Paragraph | Table]:
    number = letter = 0
    for line in filter(str.strip, lines):
        if m := _TABLE.fullmatch(line):
            yield tables[m["name"]]
            continue
        found = paragraph(line)
        label = ""
        if found.style is Style.NUMBERED:
            number, letter = number + 1, 0
            label = f"{number}."
        elif found.style is Style.LETTERED:
            letter += 1
            # Word counts a, b, c, d, e and has no đ: no list may reach the fifth letter.
            if letter > 4:
                raise ValueError(f"a lettered list of more than four: {line}")
            label = f"{'abcd'[letter - 1]})"
        yield Paragraph(found.runs, found.style, label)


def _table(fields: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in fields["rows"])
    columns = tuple(fields["columns"])
    if wrong := [row for row in rows if len(row) not in {2, len(columns)}]:
        raise ValueError(f"rows with a wrong number of cells: {wrong}")
    return Table(columns, tuple(fields["widths"]), rows)


def _lines(sample: Sample) -> Iterator[str]:
    for at, part in enumerate(sample.parts):
        if part.letterhead:
            yield from (p.text for p in (*part.letterhead.left, *part.letterhead.right) if p.runs)
        yield from (p.text for p in part.title if p.runs)
        if at == 0 and sample.address:
            yield "Kính gửi:"
            yield from sample.address
        for block in part.blocks:
            if isinstance(block, Table):
                yield from (cell for row in (block.columns, *block.rows) for cell in row)
            else:
                yield " ".join(filter(None, (block.label, block.text)))
        if at == 0:
            yield from closing(sample)
    yield MARK


def closing(sample: Sample) -> Iterator[str]:
    """What stands under the document itself: recipients, then signature; or a news report's author."""
    if sample.recipients:
        yield "Nơi nhận:"
        yield from (f"- {recipient}" for recipient in sample.recipients)
    yield from sample.signature
    if sample.author:
        yield sample.author
