"""Tells what an OpenDocument text holds beside the text that is read: remarks, changes, hidden parts, objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.odt.odt_styles import DRAW, OFFICE, TEXT, attribute

# Paragraphs and words that are shown on a condition; on paper they are not there where it holds.
_HIDDEN = (TEXT + "hidden-text", TEXT + "hidden-paragraph")


def is_hidden_section(element: Any) -> bool:
    """Returns whether `element` is a section of the text that is never shown."""
    return element.tag == TEXT + "section" and attribute(element, TEXT + "display") == "none"


def left_out(content: Any) -> Iterator[str]:
    """Returns a sentence for each kind of thing in the file that is not in the text that was read."""
    if remarks := sum(1 for _ in content.iter(OFFICE + "annotation")):
        yield f"Tệp có {remarks} lời nhận xét bên lề không thuộc văn bản, đã bỏ qua."
    if changes := sum(1 for _ in content.iter(TEXT + "changed-region")):
        yield (
            f"Tệp còn {changes} chỗ sửa đổi chưa chốt: đã đọc chữ được thêm, bỏ chữ bị xóa; "
            "hãy đối chiếu với bản đã ký, đóng dấu."
        )
    if any(map(is_hidden_section, content.iter(TEXT + "section"))) or next(content.iter(*_HIDDEN), None) is not None:
        yield "Tệp có phần văn bản ẩn: hãy cho hiện phần ấy rồi nạp lại nếu cần."
    if objects := sum(1 for _ in content.iter(DRAW + "object", DRAW + "object-ole")):
        yield f"Trong tệp có {objects} đối tượng nhúng (biểu đồ, bảng tính, công thức) chưa đọc: hãy xem bản gốc."
    if pictures := sum(1 for image in content.iter(DRAW + "image") if not _pictures_object(image)):
        yield f"Trong tệp có {pictures} hình ảnh chưa đọc chữ trong hình: hãy xem bản gốc."


def _pictures_object(image: Any) -> bool:
    """Whether an image only shows how the object beside it looks."""
    frame = image.getparent()
    return any(item.tag in {DRAW + "object", DRAW + "object-ole"} for item in frame)
