"""What hangs on the paragraphs of a Word file beside their text: embedded files, diagrams, pictures of pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.errors import EmptyFile, SetAside
from ingest.readers.docx.embedded import put, read_embedded, told_of
from ingest.readers.docx.ole_package import packed_file
from ingest.readers.docx.package import DocxPackage, R, W
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.ocr.pictures import may_be_page, size_of
from ingest.readers.quality import quality
from ingest.readers.text_builder import TextBuilder

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"

# In EMU (1/914400 inch): a picture shown smaller than so on either side is no page.
_SMALLEST_SHOWN = 914_400 * 2.5
# More embedded files than this are no document.
_MOST = 100
# Vietnamese text read from a picture makes sense in so much of its syllables; photographs
# and maps, read as letters, stay below 0.5.
_SENSIBLE = 0.75


@dataclass(slots=True)
class Objects:
    """Writes what is embedded; pictures of pages wait for the end of the text."""

    package: DocxPackage
    composition: TextBuilder
    pictures: list[str] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)  # what was seen and not read, by its name
    _seen: int = 0

    def write(self, objects: list[Any]) -> None:
        """Write the texts that `objects`, drawings and embedded files of one block, hold."""
        for element in objects:
            self._seen += 1
            if self._seen > _MOST:
                self._miss("đối tượng nhúng")
                continue
            self._write(element)

    def _write(self, element: Any) -> None:
        for ole in element.iter(_OLE):
            self.write_file(self.package.part(ole.get(R + "id") or ""), ole.get("ProgID") or "đối tượng nhúng")
            return
        for diagram in element.iter(_DGM + "relIds"):
            self._write_diagram(self.package.part(diagram.get(R + "dm") or ""))
        for _ in element.iter(_CHART):
            self._miss("biểu đồ")
        for art in element.iter(_V + "textpath"):
            self.composition.write_line(art.get("string") or "")
        for relation in _pictures(element):
            self._keep_picture(self.package.part(relation), element)

    def write_file(self, part: str, kind: str) -> None:
        """Write the text of the file that lies in `part`; `kind` is its name where that cannot be told."""
        if not part:
            self._miss(kind)
            return
        name = posixpath.basename(part)
        try:
            name, data = packed_file(name, self.package.content(part))
            put(self.composition, read_embedded(name, data), part=part)
        except EmptyFile:
            return
        except SetAside as reason:
            self.composition.warnings.append(told_of(f"{kind}: {name}", reason))

    def _write_diagram(self, part: str) -> None:
        if not part:
            self._miss("sơ đồ SmartArt")
            return
        for point in self.package.xml(part).iter(_DGM + "pt"):
            for paragraph in point.iter(_A + "p"):
                text = "".join(t.text or "" for t in paragraph.iter(_A + "t"))
                self.composition.new_paragraph()
                self.composition.write_line(text, part=part)
        self.composition.new_paragraph()

    def _keep_picture(self, part: str, element: Any) -> None:
        if not part or part in self.pictures or not _is_shown_large(element):
            return
        self.pictures.append(part)

    def _miss(self, what: str) -> None:
        self.unread[what] = self.unread.get(what, 0) + 1

    def write_pictures(self) -> None:
        """Write the pages that are pictures, by OCR, each as a page of its own."""
        for part in self.pictures:
            if (reading := self._read_picture(part)) is not None:
                put(self.composition, reading, part=part, as_pages=True)

    def _read_picture(self, part: str) -> ExtractedText | None:
        """The reading of a picture of a page; None where it is none."""
        try:
            data = self.package.content(part)
            size = size_of(data)
            if size == (0, 0):
                self._miss("hình vẽ")
            if not may_be_page(size):
                return None
            reading = read_embedded(posixpath.basename(part), data)
        except EmptyFile:
            return None
        except SetAside as reason:
            self.composition.warnings.append(told_of(posixpath.basename(part), reason))
            return None
        found = quality(reading.text)
        if found.telling and found.share >= _SENSIBLE:
            return reading
        self._miss("hình không đọc được chữ")
        return None

    def warn(self) -> None:
        """Tell what was seen and not read."""
        if self.unread:
            told = ", ".join(f"{count} {what}" for what, count in self.unread.items())
            self.composition.warnings.append(f"Trong tệp có {told} chưa đọc được: hãy xem bản gốc.")


def _pictures(element: Any) -> Iterator[str]:
    """The relations of the pictures in a drawing; those in its text boxes belong to the text there."""
    for picture in element.iter(_A + "blip", _V + "imagedata"):
        if not any(parent.tag == W + "txbxContent" for parent in picture.iterancestors() if parent is not element):
            yield picture.get(R + "embed") or picture.get(R + "id") or ""


def _is_shown_large(element: Any) -> bool:
    """Whether a drawing is shown as large as a page may be; one that does not say is."""
    extent = next(element.iter(_WP + "extent"), None)
    if extent is None:
        return True
    return min(_number(extent.get("cx")), _number(extent.get("cy"))) >= _SMALLEST_SHOWN


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
