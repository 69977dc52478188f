"""Tells what a Word file holds beside the text that is read: changes still open, remarks, hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.docx.docx_styles import Styles
from ingest.readers.docx.package import DocxPackage, W, raw_text

_INSERTED = (W + "ins", W + "moveTo")
_DELETED = (W + "del", W + "moveFrom")
# What stands in a hidden run and is nothing to tell of: tables of contents hide the marks of their entries.
_FEWEST_HIDDEN = 3


def left_out(package: DocxPackage, styles: Styles) -> Iterator[str]:
    """Returns a sentence for each kind of thing in the file that is not in the text that was read."""
    root = package.document()
    if changes := _count(root, *_INSERTED, *_DELETED):
        yield (
            f"Tệp còn {changes} chỗ sửa đổi chưa chốt (Track Changes): đã đọc chữ được thêm, bỏ chữ bị xóa; "
            "hãy đối chiếu với bản đã ký, đóng dấu."
        )
    comments = package.related("comments")
    if comments is not None and (remarks := [c for c in comments.iter(W + "comment") if raw_text(c).strip()]):
        yield f"Tệp có {len(remarks)} lời nhận xét bên lề (comment) không thuộc văn bản, đã bỏ qua."
    if sum(len(raw_text(run).strip()) for run in _hidden(root, styles)) >= _FEWEST_HIDDEN:
        yield "Tệp có chữ ẩn (Hidden), đã bỏ qua: hãy cho hiện chữ ấy trong Word nếu cần."


def _count(root: Any, *tags: str) -> int:
    """How many of the changes `tags` hold anything: the marks of paragraphs and rows are changed with their text."""
    return sum(1 for change in root.iter(*tags) if next(change.iter(W + "t", W + "delText"), None) is not None)


def _hidden(root: Any, styles: Styles) -> Iterator[Any]:
    for paragraph in root.iter(W + "p"):
        base = styles.of_paragraph(paragraph)
        for run in paragraph.iter(W + "r"):
            if styles.of_run(run, base).hidden:
                yield run
