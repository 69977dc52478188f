"""Reads presentations (PPTX, ODP) as plain text: what stands on the slides, one after another, and their tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from corpus.model import Page
from ingest.errors import EmptyFile
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.header_rows import header_rows
from ingest.readers.limits import read_part
from ingest.readers.quality import quality
from ingest.readers.text_builder import TextBuilder

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_VISIBILITY = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}visibility"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NOTES = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}notes"

# "ppt/slides/slide12.xml"
_SLIDE = re.compile(r"ppt/slides/slide(?P<number>\d+)\.xml")
_NOTE = re.compile(r"ppt/notesSlides/notesSlide\d+\.xml")
_OBJECT = re.compile(r"ppt/(?:charts/chart(?:Ex)?\d+\.xml|diagrams/data\d+\.xml|embeddings/.+)")
_SHOW, _SHOW_RELATIONS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
_PICTURE = re.compile(r"ppt/media/.*\.(?:png|jpe?g|tiff?|emf|wmf)", re.IGNORECASE)


def read_pptx(data: bytes) -> ExtractedText:
    """The text of a PowerPoint file, each slide a page."""
    composition = TextBuilder()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        hidden = 0
        for number, name in enumerate(_in_order(archive), 1):
            slide = _parse(read_part(archive, name, "PowerPoint"))
            hidden += slide.get("show") in {"0", "false"}
            _write_slide(composition, number, slide, _A, "tbl", "tr", "tc")
        notes = (_parse(read_part(archive, name, "PowerPoint")) for name in archive.namelist() if _NOTE.fullmatch(name))
        _tell(composition, hidden, sum(any(map(_is_remark, note.iter(_A + "p"))) for note in notes))
        names = [name for name in archive.namelist() if _OBJECT.fullmatch(name)]
        if names:
            composition.warnings.append(f"Bản trình chiếu có {len(names)} biểu đồ, sơ đồ hoặc tệp nhúng chưa đọc.")
        _warn_of_pictures(composition, sum(bool(_PICTURE.fullmatch(name)) for name in archive.namelist()))
    return _finished(composition, Format.PPTX)


def read_odp(data: bytes) -> ExtractedText:
    """The text of an OpenDocument presentation, each slide a page; notes for the speaker are left out and told."""
    composition = TextBuilder()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _parse(read_part(archive, "content.xml", "OpenDocument"))
        noted = hidden = 0
        unseen = {
            style.get(_STYLE + "name")
            for style in root.iter(_STYLE + "style")
            if any(p.get(_VISIBILITY) == "hidden" for p in style)
        }
        for number, slide in enumerate(root.iter(_DRAW + "page"), 1):
            for notes in list(slide.iter(_NOTES)):
                noted += any(_text(paragraph) for paragraph in notes.iter(_TEXT + "p"))
                notes.getparent().remove(notes)
            hidden += slide.get(_DRAW + "style-name") in unseen
            _write_slide(composition, number, slide, _TABLE, "table", "table-row", "table-cell")
        _tell(composition, hidden, noted)
        _warn_of_pictures(composition, sum(name.startswith("Pictures/") for name in archive.namelist()))
    return _finished(composition, Format.ODP)


def _in_order(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the slides as they are shown; by their numbers where the file does not say."""
    slides = sorted((int(m["number"]), name) for name in archive.namelist() if (m := _SLIDE.fullmatch(name)))
    names = [name for _, name in slides]
    if not {_SHOW, _SHOW_RELATIONS} <= set(archive.namelist()):
        return names
    relations = _parse(read_part(archive, _SHOW_RELATIONS, "PowerPoint"))
    targets = {r.get("Id"): f"ppt/{r.get('Target', '')}".replace("ppt//ppt/", "ppt/") for r in relations}
    show = _parse(read_part(archive, _SHOW, "PowerPoint"))
    shown = [targets.get(slide.get(_R + "id"), "") for slide in show.iter(_P + "sldId")]
    ordered = [name for name in dict.fromkeys(shown) if name in names]
    return ordered + [name for name in names if name not in ordered]


def _is_remark(paragraph: Any) -> bool:
    """Whether a paragraph of a page of notes says anything but the number of the slide."""
    return bool(_text(paragraph).strip("‹›#0123456789 "))


def _tell(composition: TextBuilder, hidden: int, noted: int) -> None:
    if hidden:
        composition.warnings.append(f"Bản trình chiếu có {hidden} trang ẩn, vẫn được đọc cùng các trang khác.")
    if noted:
        composition.warnings.append(f"Bản trình chiếu có lời ghi chú cho người nói ở {noted} trang, đã bỏ qua.")


def _parse(xml: bytes) -> Any:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _write_slide(composition: TextBuilder, number: int, slide: Any, space: str, *names: str) -> None:
    """Write the paragraphs and tables of a slide; `names` are those of a table, a row and a cell in `space`."""
    table, row, cell = (space + name for name in names)
    composition.new_paragraph()
    start = composition.end
    tables = 0
    for element in slide.iter(_A + "p", _TEXT + "p", _TEXT + "h", table):
        if element.tag == table:
            tables += 1
            rows = [["\n".join(_texts(c)) for c in r.iter(cell)] for r in element.iter(row)]
            width = max((len(r) for r in rows), default=0)
            rows = [r + [""] * (width - len(r)) for r in rows]
            composition.write_table(rows, part=f"slide{number}/t{tables}", header_rows=header_rows(rows))
        elif next(element.iterancestors(table), None) is None and (text := _text(element)):
            composition.new_paragraph()
            composition.write_line(text, part=f"slide{number}")
    composition.new_paragraph()
    text = composition.text[start:]
    if text.strip():
        first = start + len(text) - len(text.lstrip())
        composition.pages.append(Page(number, first, composition.end, quality=round(quality(text).share, 3)))


def _texts(cell: Any) -> Iterator[str]:
    return (text for p in cell.iter(_A + "p", _TEXT + "p", _TEXT + "h") if (text := _text(p)))


def _text(paragraph: Any) -> str:
    if paragraph.tag == _A + "p":
        pieces = [t.text or "" if t.tag == _A + "t" else "\n" for t in paragraph.iter(_A + "t", _A + "br")]
        return "".join(pieces).strip()
    return "".join(paragraph.itertext()).strip()


def _warn_of_pictures(composition: TextBuilder, count: int) -> None:
    if count:
        composition.warnings.append(f"Bản trình chiếu có {count} hình chưa đọc chữ trong hình: hãy xem bản gốc.")


def _finished(composition: TextBuilder, form: Format) -> ExtractedText:
    if not composition.text.strip():
        raise EmptyFile("Bản trình chiếu không có chữ nào (có thể chỉ chứa ảnh): hãy lưu thành PDF rồi nạp lại.")
    return composition.reading(form.value)
