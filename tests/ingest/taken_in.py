"""What tests of files as offices send them share: small files made on the spot, and what is read from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument

from corpus.model import Obligation, Record, Role
from ingest.pipeline import analyse
from ingest.readers import ExtractedText, read

HEADINGS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")
BODY = "Sở Y tế chủ trì tổ chức tiêm chủng mở rộng, hoàn thành trước ngày 30 tháng 11 năm 2025."
OPENING = "Thực hiện chỉ đạo của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
LETTERHEAD = (
    "ỦY BAN NHÂN DÂN",
    "TỈNH NGHỆ AN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 815/KH-UBND",
    "Nghệ An, ngày 15 tháng 8 năm 2025",
)


def reading_of(name: str, data: bytes) -> ExtractedText:
    """The reading of a file called `name`."""
    return read(Path(name), data)


def record_of(name: str, data: bytes) -> Record:
    """The record of a file called `name`."""
    return analyse(reading_of(name, data), id="0" * 12, source=name, sha256="0" * 64)


def who(obligation: Obligation, role: Role = Role.LEAD) -> list[str]:
    """The names of those with a role in an obligation."""
    return [assignee.name for assignee in obligation.assignees if assignee.role is role]


def leads_and_deadlines(record: Record) -> list[tuple[str, str]]:
    """For each obligation, who leads and by when."""
    return [("; ".join(who(o)), o.deadline.text if o.deadline else "") for o in record.obligations]


def word_file(*paragraphs: str) -> WordDocument:
    """A Word file with a letterhead and these paragraphs."""
    document = docx.Document()
    for line in (*LETTERHEAD, "KẾ HOẠCH", "Phòng, chống dịch năm 2025", OPENING, *paragraphs):
        document.add_paragraph(line)
    return document


def word_table(document: WordDocument, rows: Sequence[Sequence[str]], place: Any = None) -> Any:
    """A ruled table in a Word file, or in a cell of one."""
    table = (place or document).add_table(len(rows), len(rows[0]))
    table.style = document.styles["Table Grid"]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def bytes_of(document: WordDocument) -> bytes:
    """A Word file as it is saved."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rewritten(
    data: bytes,
    changes: Mapping[str, Callable[[bytes], bytes]] | None = None,
    more: Mapping[str, bytes] | None = None,
    name: Callable[[str], str] = str,
) -> bytes:
    """An Office file with parts changed, added, or called otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            change = (changes or {}).get(entry, bytes)
            new.writestr(name(entry), change(old.read(entry)))
        for entry, content in (more or {}).items():
            new.writestr(entry, content)
    return out.getvalue()


def with_relation(relation: str, kind: str, target: str) -> Callable[[bytes], bytes]:
    """A change of a list of relations: one more."""
    line = (
        f'<Relationship Id="{relation}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}"/></Relationships>'
    )
    return lambda xml: xml.replace(b"</Relationships>", line.encode())


def before_section(xml: str) -> Callable[[bytes], bytes]:
    """A change of a Word file's main part: more at the end of its body."""
    return lambda body: body.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
