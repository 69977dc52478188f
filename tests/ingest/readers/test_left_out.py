"""What stands in a file beside its text: read where it belongs to it, else told in one sentence, of every format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from ingest.readers.mail import parse_eml
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf
from tests.ingest.readers.sample_odt import make_odt
from tests.ingest.taken_in import BODY, before_section, bytes_of, reading_of, rewritten, word_file

MAIN = "word/document.xml"
SECRET = "Sở Tài chính chủ trì quyết toán kinh phí"
RUN = f"<w:r><w:t>{SECRET}</w:t></w:r>"
GONE = f'<w:r><w:delText xml:space="preserve">{SECRET}</w:delText></w:r>'
WHO = 'w:id="9" w:author="A" w:date="2025-08-15T08:00:00Z"'


def word(xml: str) -> bytes:
    return rewritten(bytes_of(word_file(BODY)), {MAIN: before_section(f"<w:p>{xml}</w:p>")})


def word_with_a_comment() -> bytes:
    document = word_file(BODY)
    document.add_comment(document.paragraphs[-1].runs, text=SECRET, author="A")
    return bytes_of(document)


def word_with_a_hidden_style() -> bytes:
    document = word_file(BODY)
    style = document.styles.add_style("An", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    document.add_paragraph().add_run(SECRET, style="An")
    return bytes_of(document)


def sheet(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì"])
    book.active.append([1, "Rà soát trạm y tế", "Sở Y tế"])
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def commented(book: openpyxl.Workbook) -> None:
    book.active["B2"].comment = Comment(SECRET, "A")


def pictured(book: openpyxl.Workbook) -> None:
    book.active.add_image(SheetImage(io.BytesIO(logo())), "E5")


def hidden_row(book: openpyxl.Workbook) -> None:
    book.active.row_dimensions[2].hidden = True


def hidden_column(book: openpyxl.Workbook) -> None:
    book.active.column_dimensions["C"].hidden = True


def hidden_sheet(book: openpyxl.Workbook) -> None:
    other = book.create_sheet("Nháp")
    other.append([SECRET])
    other.sheet_state = "hidden"


def shape_in_sheet() -> bytes:
    drawing = f"<xdr:wsDr xmlns:xdr='x' xmlns:a='a'><a:t>{SECRET}</a:t></xdr:wsDr>".encode()
    return rewritten(sheet(lambda _: None), more={"xl/drawings/drawing1.xml": drawing})


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, xml in parts.items():
            file.writestr(name, xml)
    return buffer.getvalue()


A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def slides(slide: str = "", **more: str) -> bytes:
    own = f"<s {A} {slide}><a:p><a:r><a:t>{BODY}</a:t></a:r></a:p></s>"
    parts = {"ppt/presentation.xml": "<x/>", "ppt/slides/slide1.xml": own}
    return zipped(parts | {name.replace("__", "/") + ".xml": xml for name, xml in more.items()})


def open_slides(slide: str = "", style: str = "") -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(
        f'xmlns:{prefix}="{names}:{name}:1.0"'
        for prefix, name in (("draw", "drawing"), ("text", "text"), ("style", "style"), ("p", "presentation"))
    )
    page = f"<draw:page draw:style-name='dp1'><text:p>{BODY}</text:p>{slide}</draw:page>"
    mime = "application/vnd.oasis.opendocument.presentation"
    return zipped({"mimetype": mime, "content.xml": f"<d {spaces}>{style}{page}</d>"})


def page(more: str) -> bytes:
    lines = "".join(f"<p>{BODY}</p>" for _ in range(3))
    return f"<html><body><div class='noidung'>{lines}{more}</div></body></html>".encode()


def mail(*parts: EmailMessage) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "vanthu@vidu.example", "V/v gửi Kế hoạch"
    message.set_content(BODY)
    if parts:
        message.make_mixed()
        for part in parts:
            message.attach(part)
    return message.as_bytes()


def part(content: str | bytes, kind: str = "plain", name: str = "") -> EmailMessage:
    own = EmailMessage()
    if isinstance(content, str):
        own.set_content(content, subtype=kind)
    else:
        main, _, sub = kind.partition("/")
        own.set_content(content, main, sub, filename=name)
    return own


def logo() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (60, 20)).save(buffer, "PNG")
    return buffer.getvalue()


def pdf(annotation: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF of one page with an annotation, or more in its catalog, written as an update of a plain one."""
    data = make_pdf([Sheet([Text(72, 80 + 20 * n, BODY) for n in range(3)])])
    whole = [(int(m[1]), m[2]) for m in re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL)]
    out, table = bytearray(data), b""
    for number, body in whole:
        if annotation and b"/Type /Page " in body:
            body = body.replace(b"/Annots []", b"/Annots [<<" + annotation + b">>]")
        elif catalog and b"/Type /Catalog" in body:
            body = body[:-2] + catalog + b">>"
        else:
            continue
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, before = len(out), data.rindex(b"xref\n0 ")
    root = next(number for number, body in whole if b"/Type /Catalog" in body)
    trailer = b"trailer <</Size %d /Root %d 0 R /Prev %d>>" % (len(whole) + 1, root, before)
    return bytes(out) + b"xref\n%s%s\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, start)


def utf16(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


NOTE = b"/Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents " + utf16(SECRET)
FIELD = b"/Type /Annot /Subtype /Widget /FT /Tx /T (so) /Rect [10 10 90 30] /V " + utf16(SECRET)
LAYER = b" /OCProperties <</OCGs [1 0 R] /D <</OFF [1 0 R]>>>>"
HIDDEN_SLIDE = "<style:style style:name='dp1'><style:drawing-page-properties p:visibility='hidden'/></style:style>"
SECTION = "<text:section text:name='a' text:display='none'><text:p>{}</text:p></text:section>"

# The file, what must be told of it ("" nothing), and whether the secret is part of the text.
FILES: dict[str, tuple[str, bytes, str, bool]] = {
    "word, text put in": ("a.docx", word(f"<w:ins {WHO}>{RUN}</w:ins>"), "1 chỗ sửa đổi", True),
    "word, text deleted": ("a.docx", word(f"<w:del {WHO}>{GONE}</w:del>"), "1 chỗ sửa đổi", False),
    "word, text moved away": ("a.docx", word(f"<w:moveFrom {WHO}>{RUN}</w:moveFrom>"), "1 chỗ sửa đổi", False),
    "word, text moved here": ("a.docx", word(f"<w:moveTo {WHO}>{RUN}</w:moveTo>"), "1 chỗ sửa đổi", True),
    "word, a remark": ("a.docx", word_with_a_comment(), "1 lời nhận xét", False),
    "word, hidden": ("a.docx", word(RUN.replace("<w:t>", "<w:rPr><w:vanish/></w:rPr><w:t>")), "chữ ẩn", False),
    "word, hidden by a style": ("a.docx", word_with_a_hidden_style(), "chữ ẩn", False),
    "word, nothing of it": ("a.docx", bytes_of(word_file(BODY, SECRET)), "", True),
    "sheet, a remark": ("a.xlsx", sheet(commented), "1 lời ghi chú", False),
    "sheet, a picture": ("a.xlsx", sheet(pictured), "1 hình ảnh", False),
    "sheet, a shape": ("a.xlsx", shape_in_sheet(), "1 đoạn chữ trong hộp", False),
    "sheet, a hidden row": ("a.xlsx", sheet(hidden_row), "hàng hoặc cột ẩn", False),
    "sheet, a hidden column": ("a.xlsx", sheet(hidden_column), "hàng hoặc cột ẩn", False),
    "sheet, a hidden sheet": ("a.xlsx", sheet(hidden_sheet), "trang ẩn", False),
    "sheet, nothing of it": ("a.xlsx", sheet(lambda _: None), "", False),
    "slides, notes": (
        "a.pptx",
        slides(ppt__notesSlides__notesSlide1=f"<n {A}><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></n>"),
        "ghi chú cho người nói ở 1 trang",
        False,
    ),
    "slides, a page number is no note": (
        "a.pptx",
        slides(ppt__notesSlides__notesSlide1=f"<n {A}><a:p><a:r><a:t>1</a:t></a:r></a:p></n>"),
        "",
        False,
    ),
    "slides, a hidden one": ("a.pptx", slides('show="0"'), "1 trang ẩn", False),
    "slides, a diagram": ("a.pptx", slides(ppt__diagrams__data1="<x/>"), "1 biểu đồ, sơ đồ", False),
    "open slides, notes": (
        "a.odp",
        open_slides(f"<p:notes><text:p>{SECRET}</text:p></p:notes>"),
        "ghi chú cho người nói ở 1 trang",
        False,
    ),
    "open slides, a hidden one": ("a.odp", open_slides(style=HIDDEN_SLIDE), "1 trang ẩn", False),
    "odt, a remark": (
        "a.odt",
        make_odt(f"<text:p>{BODY}<office:annotation><text:p>{SECRET}</text:p></office:annotation></text:p>"),
        "1 lời nhận xét",
        False,
    ),
    "odt, a hidden section": (
        "a.odt",
        make_odt(f"<text:p>{BODY}</text:p>" + SECTION.format(SECRET)),
        "phần văn bản ẩn",
        False,
    ),
    "odt, text deleted": (
        "a.odt",
        make_odt(
            "<text:tracked-changes><text:changed-region><text:deletion>"
            f"<text:p>{SECRET}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
            f"<text:p>{BODY}</text:p>"
        ),
        "1 chỗ sửa đổi",
        False,
    ),
    "odt, a shape with text": (
        "a.odt",
        make_odt(f"<text:p>{BODY}<draw:custom-shape><text:p>{SECRET}</text:p></draw:custom-shape></text:p>"),
        "",
        True,
    ),
    "odt, a chart": ("a.odt", make_odt(f"<text:p>{BODY}<draw:frame><draw:object/><draw:image/></draw:frame></text:p>"),
                     "1 đối tượng nhúng", False),
    "page, hidden": ("a.html", page(f"<p style='display: none'>{SECRET}</p>"), "1 phần chữ ẩn", False),
    "page, a frame": ("a.html", page("<iframe src='phu-luc.pdf'></iframe>"), "1 khung nhúng", False),
    "page, folded up": ("a.html", page(f"<details><summary>Phụ lục</summary><p>{SECRET}</p></details>"), "", True),
    "mail, a logo": ("a.eml", mail(part(logo(), "image/png", "logo.png")), "1 hình nhỏ", False),
    "mail, packed by Outlook": (
        "a.eml",
        mail(part(b"\x78\x9f\x3e\x22rest", "application/ms-tnef", "winmail.dat")),
        "winmail.dat",
        False,
    ),
    "mail, more text": ("a.eml", mail(part(SECRET)), "phan-2.txt", False),
    "pdf, a remark": ("a.pdf", pdf(NOTE), "1 lời nhận xét", False),
    "pdf, a field that is not drawn": ("a.pdf", pdf(FIELD), SECRET, False),
    "pdf, a layer turned off": ("a.pdf", pdf(catalog=LAYER), "lớp (layer) đang tắt", False),
    "pdf, nothing of it": ("a.pdf", pdf(), "", False),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "told", "is_read"), FILES.values(), ids=FILES)
def test_what_is_not_read_is_told(name: str, data: bytes, told: str, is_read: bool) -> None:
    reading = reading_of(name, data)
    assert (SECRET in reading.text) == is_read
    about = [warning for warning in reading.warnings if "mỗi tệp được nạp riêng" not in warning or "phan-" in warning]
    assert [told in warning for warning in about] == [True] if told else about == [], reading.warnings


def test_more_text_of_a_mail_comes_as_a_file_of_its_own() -> None:
    attachments = parse_eml(mail(part(SECRET))).attachments
    assert [(a.name, a.data.decode()) for a in attachments] == [("phan-2.txt", SECRET)]


def test_slides_come_in_the_order_they_are_shown() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    show = (
        f'<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{relation}">'
        '<p:sldId r:id="r2"/><p:sldId r:id="r1"/></p:presentation>'
    )
    targets = "".join(f'<Relationship Id="r{n}" Target="slides/slide{n}.xml"/>' for n in (1, 2))
    second = f"<s {A}><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></s>"
    data = rewritten(
        slides(ppt__slides__slide2=second),
        {"ppt/presentation.xml": lambda _: show.encode()},
        {"ppt/_rels/presentation.xml.rels": f"<R>{targets}</R>".encode()},
    )
    assert reading_of("a.pptx", data).text == f"{SECRET}\n\n{BODY}"
