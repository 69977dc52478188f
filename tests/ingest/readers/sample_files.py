"""Small files made on the spot: PDFs byte by byte, Word files with python-docx."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from docx.document import Document


@dataclass(frozen=True)
class Text:
    """A line drawn at (x, y) in points from the top left; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float = 12
    bold: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page: its texts, its rulings (x0, y0, x1, y1), and grey pictures (x, y, width, height)."""

    texts: Sequence[Text] = ()
    rulings: Sequence[tuple[float, float, float, float]] = ()
    pictures: Sequence[tuple[float, float, float, float]] = ()
    stamps: Sequence[Text] = field(default=())  # drawn by annotations
    width: float = 595
    height: float = 842
    rotate: int = 0


ADVANCE = 0.5  # every character of these PDFs is half its size wide


class _Pdf:
    """Writes the objects of a PDF whose fonts are not embedded and map to Unicode."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, content: bytes, entries: bytes = b"") -> int:
        packed = zlib.compress(content)
        return self.add(
            b"<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream" % (entries, len(packed), packed)
        )

    def font(self, name: bytes, characters: str) -> int:
        pairs = "".join(f"<{i:04X}> <{c.encode('utf-16-be').hex()}>\n" for i, c in enumerate(characters, 1))
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF>"
            f" endcodespacerange\n{len(characters)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
        )
        unicode = self.stream(cmap.encode())
        descriptor = self.add(
            b"<</Type /FontDescriptor /FontName /%s /Flags 32 /FontBBox [0 -250 1000 1000] /ItalicAngle 0"
            b" /Ascent 900 /Descent -220 /CapHeight 700 /StemV 80>>" % name
        )
        child = self.add(
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe)"
            b" /Ordering (Identity) /Supplement 0>> /DW %d /FontDescriptor %d 0 R>>"
            % (name, 1000 * ADVANCE, descriptor)
        )
        return self.add(
            b"<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R]"
            b" /ToUnicode %d 0 R>>" % (name, child, unicode)
        )

    def finish(self, root: int) -> bytes:
        out, offsets = b"%PDF-1.5\n", []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        tail = b"trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(self.objects) + 1, root, len(out))
        return out + head + table + tail


def _drawn(texts: Sequence[Text], codes: dict[str, int], height: float) -> bytes:
    pieces = []
    for text in texts:
        codes_of = "".join(f"{codes[c]:04X}" for c in text.text)
        font = "F2" if text.bold else "F1"
        pieces.append(f"BT /{font} {text.size} Tf {text.x} {height - text.y} Td <{codes_of}> Tj ET")
    return "\n".join(pieces).encode()


def make_pdf(sheets: Sequence[Sheet]) -> bytes:
    """A PDF of `sheets`, in an ordinary and a bold font that both map to Unicode."""
    pdf = _Pdf()
    characters = "".join(sorted({c for s in sheets for t in (*s.texts, *s.stamps) for c in t.text})) or " "
    codes = {c: i for i, c in enumerate(characters, 1)}
    fonts = b"/Font <</F1 %d 0 R /F2 %d 0 R>>" % (
        pdf.font(b"TestSerif", characters),
        pdf.font(b"TestSerif-Bold", characters),
    )
    grey = pdf.stream(bytes([230]) * 4, b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray"
                                         b" /BitsPerComponent 8")  # fmt: skip
    pages: list[int] = []
    tree = len(pdf.objects) + 1 + sum(2 + 2 * len(s.stamps) for s in sheets)
    for sheet in sheets:
        content = _drawn(sheet.texts, codes, sheet.height)
        for x0, y0, x1, y1 in sheet.rulings:
            content += f"\n0.5 w {x0} {sheet.height - y0} m {x1} {sheet.height - y1} l S".encode()
        for x, y, width, height in sheet.pictures:
            content += f"\nq {width} 0 0 {height} {x} {sheet.height - y - height} cm /Im1 Do Q".encode()
        body = pdf.stream(content)
        annotations = []
        for stamp in sheet.stamps:
            width = len(stamp.text) * stamp.size * ADVANCE
            at = Text(0, stamp.size, stamp.text, stamp.size)
            look = pdf.stream(
                _drawn([at], codes, 2 * stamp.size),
                f"/Type /XObject /Subtype /Form /BBox [0 0 {width} {2 * stamp.size}]".encode()
                + b" /Resources <<%s>>" % fonts,
            )
            bottom = sheet.height - stamp.y - stamp.size
            annotations.append(
                pdf.add(
                    f"<</Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [{stamp.x} {bottom} {stamp.x + width}"
                    f" {bottom + 2 * stamp.size}] /AP <</N {look} 0 R>>>>".encode()
                )
            )
        refs = b" ".join(b"%d 0 R" % number for number in annotations)
        pages.append(
            pdf.add(
                f"<</Type /Page /Parent {tree} 0 R /MediaBox [0 0 {sheet.width} {sheet.height}]"
                f" /Rotate {sheet.rotate} /Contents {body} 0 R".encode()
                + b" /Annots [%s] /Resources <<%s /XObject <</Im1 %d 0 R>>>>>>" % (refs, fonts, grey)
            )
        )
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    assert pdf.add(b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, len(pages))) == tree
    return pdf.finish(pdf.add(b"<</Type /Catalog /Pages %d 0 R>>" % tree))


def make_legacy_pdf(lines: Sequence[bytes], font: bytes = b".VnTime") -> bytes:
    """A one-page PDF in a simple font without a map to Unicode, as writers of the 1990s made them."""
    pdf = _Pdf()
    shown = b" ".join(b"<%s> Tj T*" % line.hex().encode() for line in lines)
    body = pdf.stream(b"BT /F1 14 Tf 18 TL 72 770 Td %s ET" % shown)
    descriptor = pdf.add(
        b"<</Type /FontDescriptor /FontName /%s /Flags 32 /FontBBox [0 -250 1000 1000] /ItalicAngle 0"
        b" /Ascent 900 /Descent -220 /CapHeight 700 /StemV 80>>" % font
    )
    widths = b" ".join([b"500"] * 224)
    simple = pdf.add(
        b"<</Type /Font /Subtype /TrueType /BaseFont /%s /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255"
        b" /Widths [%s] /FontDescriptor %d 0 R>>" % (font, widths, descriptor)
    )
    page = pdf.add(
        b"<</Type /Page /Parent 5 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources <</Font <</F1 %d 0 R>>>>>>"
        % (body, simple)
    )
    assert pdf.add(b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % page) == 5
    return pdf.finish(pdf.add(b"<</Type /Catalog /Pages 5 0 R>>"))


def saved(document: Document) -> bytes:
    """The bytes of a Word file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
