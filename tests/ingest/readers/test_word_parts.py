"""Parts of Word files beside the running text: headers, files put in, drawings, blanks, symbols."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.ingest.readers.sample_files import Sheet, Text, make_pdf
from tests.ingest.taken_in import (
    BODY,
    LETTERHEAD,
    before_section,
    bytes_of,
    leads_and_deadlines,
    reading_of,
    record_of,
    rewritten,
    with_relation,
    word_file,
    word_table,
)

MAIN, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
LEAD = [("Sở Y tế", "trước ngày 30 tháng 11 năm 2025")]


def sheet_of_tasks() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    book.active.append([1, "Rà soát trạm y tế", "Sở Xây dựng", "31/10/2025"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def page_picture(*lines: str, size: tuple[int, int] = (1240, 1754), mode: str = "L") -> Image.Image:
    """A page as a scanner sees it, at 150 pixels to the inch."""
    image = Image.new(mode, size, 255 if mode != "RGB" else "white")
    font = ImageFont.truetype(FONT, 30)
    for n, line in enumerate(lines):
        ImageDraw.Draw(image).text((110, 120 + 60 * n), line, font=font, fill=0)
    return image


def png_of(image: Image.Image) -> io.BytesIO:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(150, 150))
    buffer.seek(0)
    return buffer


def with_object(relation: str, target: str, content: bytes, program: str = "Excel.Sheet.12") -> bytes:
    ole = (
        f'<w:p><w:r><w:object xmlns:o="urn:schemas-microsoft-com:office:office" {R}>'
        f'<o:OLEObject Type="Embed" ProgID="{program}" r:id="rIdX"/></w:object></w:r></w:p>'
    )
    changes = {MAIN: before_section(ole), RELATIONS: with_relation("rIdX", relation, target)}
    return rewritten(bytes_of(word_file(BODY)), changes, {f"word/{target}": content})


def test_a_letterhead_in_the_header_of_the_first_page() -> None:
    document = docx.Document()
    for line in (
        "KẾ HOẠCH",
        "Phòng, chống dịch năm 2025",
        "Thực hiện Công điện số 12/CĐ-TTg ngày 01/8/2025, như sau:",
        BODY,
    ):
        document.add_paragraph(line)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for line in LETTERHEAD:
        section.first_page_header.add_paragraph(line)
    found = record_of("a.docx", bytes_of(document)).document
    assert (found.number, found.issued) == ("815/KH-UBND", "2025-08-15")


def test_a_header_that_only_runs_along_is_left_out() -> None:
    document = word_file(BODY)
    document.sections[0].header.add_paragraph("Kế hoạch phòng dịch, trang 1")
    assert "trang 1" not in reading_of("a.docx", bytes_of(document)).text


@pytest.mark.parametrize(
    ("target", "content"),
    [
        ("chunk.html", f"<html><body><p>{BODY}</p></body></html>".encode()),
        (
            "chunk.mht",
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + f"<html><body><p>{BODY}</p></body></html>".encode(),
        ),
        ("chunk.txt", BODY.encode()),
        ("chunk.docx", bytes_of(word_file(BODY))),
    ],
    ids=["html", "mht", "text", "Word"],
)
def test_a_file_put_into_the_body_is_read_there(target: str, content: bytes) -> None:
    shell = docx.Document()
    shell.add_paragraph("Văn bản kết xuất")
    changes = {
        MAIN: before_section(f'<w:altChunk {R} r:id="rIdX"/>'),
        RELATIONS: with_relation("rIdX", "aFChunk", target),
    }
    record = record_of("a.docx", rewritten(bytes_of(shell), changes, {f"word/{target}": content}))
    assert leads_and_deadlines(record) == LEAD


def test_a_file_put_in_that_is_missing_is_told() -> None:
    changes = {MAIN: before_section(f'<w:altChunk {R} r:id="rIdX"/>')}
    (warning,) = reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), changes)).warnings
    assert "chưa đọc được" in warning


def test_an_embedded_spreadsheet_is_read_as_a_table() -> None:
    data = with_object("package", "embeddings/sheet1.xlsx", sheet_of_tasks())
    record = record_of("a.docx", data)
    assert leads_and_deadlines(record) == [*LEAD, ("Sở Xây dựng", "31/10/2025")]


def test_an_embedded_file_that_cannot_be_read_is_told() -> None:
    data = with_object("oleObject", "embeddings/object1.bin", bytes(range(256)) * 20, "AcroExch.Document")
    assert any("AcroExch.Document" in warning for warning in reading_of("a.docx", data).warnings)


def test_files_within_files_end() -> None:
    data = bytes_of(word_file(BODY))
    for depth in range(6):
        changes = {
            MAIN: before_section(f'<w:altChunk {R} r:id="rIdX"/>'),
            RELATIONS: with_relation("rIdX", "x", "c.docx"),
        }
        data = rewritten(bytes_of(word_file(f"Lớp {depth}")), changes, {"word/c.docx": data})
    reading = reading_of("a.docx", data)
    assert "Lớp 5" in reading.text
    assert any("quá nhiều lớp" in warning for warning in reading.warnings)


def test_the_words_of_a_diagram_are_read() -> None:
    drawing = (
        f'<w:p><w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        f'<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {R} r:dm="rIdX"/>'
        "</a:graphicData></a:graphic></w:drawing></w:r></w:p>"
    )
    model = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r>'
        "<a:t>Sở Y tế tiếp nhận hồ sơ</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    changes = {MAIN: before_section(drawing), RELATIONS: with_relation("rIdX", "diagramData", "diagrams/data1.xml")}
    data = rewritten(bytes_of(word_file(BODY)), changes, {"word/diagrams/data1.xml": model.encode()})
    assert "Sở Y tế tiếp nhận hồ sơ" in reading_of("a.docx", data).text


def test_a_chart_is_told() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        f' {R} r:id="rIdX"/>'
        "</w:drawing></w:r></w:p>"
    )
    (warning,) = reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), {MAIN: before_section(drawing)})).warnings
    assert "1 biểu đồ" in warning


def test_of_two_versions_of_a_block_one_is_read() -> None:
    block = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="w14"><w:p><w:r><w:t>Sở Nội vụ tổng hợp kết quả.</w:t></w:r></w:p></mc:Choice>'
        "<mc:Fallback><w:p><w:r><w:t>Sở Nội vụ tổng hợp kết quả.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )
    text = reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), {MAIN: before_section(block)})).text
    assert text.count("Sở Nội vụ tổng hợp kết quả.") == 1


def test_a_picture_of_a_page_is_read_by_ocr_as_a_page_of_its_own(tesseract: None) -> None:
    document = word_file(BODY, "Nơi nhận:", "- Lưu: VT.")
    lines = ("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", "1. Sở Nội vụ tổng hợp kết quả trước ngày 15/12/2025.",
             "2. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch.")  # fmt: skip
    document.add_picture(png_of(page_picture(*lines)), width=docx.shared.Cm(16))
    record = record_of("a.docx", bytes_of(document))
    assert [page.how for page in record.pages] == ["text", "ocr"]
    assert leads_and_deadlines(record)[:2] == [*LEAD, ("Sở Nội vụ", "trước ngày 15/12/2025")]


def test_a_large_picture_without_text_is_told_and_a_small_one_not(tesseract: None) -> None:
    document = word_file(BODY)
    document.add_picture(png_of(page_picture()), width=docx.shared.Cm(2))
    assert reading_of("a.docx", bytes_of(document)).warnings == ()


def control(properties: str, text: str, style: str = "") -> str:
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return (
        f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:r>{look}<w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("inner", "shown", "blanks"),
    [
        pytest.param(control("<w:showingPlcHdr/>", "Click or tap here to enter text."), "……", 1, id="placeholder"),
        pytest.param(control("<w:text/>", "Bấm để nhập", "PlaceholderText"), "……", 1, id="by its style"),
        pytest.param(control("<w:dropDownList/>", "Sở Y tế"), "Sở Y tế", 0, id="filled in"),
    ],
)
def test_a_control_that_was_not_filled_in_is_a_blank(inner: str, shown: str, blanks: int) -> None:
    paragraph = f'<w:p><w:r><w:t xml:space="preserve">Giao </w:t></w:r>{inner}<w:r><w:t> tổng hợp.</w:t></w:r></w:p>'
    reading = reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), {MAIN: before_section(paragraph)}))
    assert f"Giao {shown} tổng hợp." in reading.text
    assert ["chưa điền" in warning for warning in reading.warnings] == [True] * blanks


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0FD", "☒"), ("Wingdings", "F0A8", "□"), ("Wingdings", "F0FC", "✓"),
        ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F053", "☒"), ("Wingdings 2", "0050", "✓"),
        ("Symbol", "F0B3", "≥"), ("Symbol", "F0A3", "≤"), ("Symbol", "F0B7", "•"), ("Webdings", "F0B7", "•"),
    ],
)  # fmt: skip
def test_symbols_are_those_of_their_font(font: str, code: str, shown: str) -> None:
    symbol = f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/></w:r><w:r><w:t> đã xong</w:t></w:r></w:p>'
    text = reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), {MAIN: before_section(symbol)})).text
    assert f"{shown} đã xong" in text


def test_private_characters_in_a_symbol_font_are_its_symbols() -> None:
    font = '<w:rPr><w:rFonts w:hAnsi="Wingdings"/></w:rPr>'
    run = f"<w:p><w:r>{font}<w:t>\uf0fe</w:t></w:r><w:r><w:t> xong</w:t></w:r></w:p>"
    text = reading_of("a.docx", rewritten(bytes_of(word_file(BODY)), {MAIN: before_section(run)})).text
    assert "☑ xong" in text


def test_parts_whose_names_have_backslashes() -> None:
    document = word_file()
    word_table(document, (("Nhiệm vụ", "Chủ trì", "Hạn"), ("Rà soát hồ sơ", "Sở Y tế", "31/10/2025")))
    data = rewritten(bytes_of(document), name=lambda part: part.replace("/", "\\"))
    assert leads_and_deadlines(record_of("a.docx", data)) == [("Sở Y tế", "31/10/2025")]


@pytest.mark.parametrize("suffix", ["docm", "dotx", "dotm"])
def test_word_files_of_the_other_suffixes(suffix: str) -> None:
    kinds = {"docm": "document.macroEnabled", "dotx": "template", "dotm": "template.macroEnabledTemplate"}

    def kind(xml: bytes) -> bytes:
        return xml.replace(b"wordprocessingml.document.main", f"wordprocessingml.{kinds[suffix]}.main".encode())

    data = rewritten(bytes_of(word_file(BODY)), {"[Content_Types].xml": kind})
    assert leads_and_deadlines(record_of(f"a.{suffix}", data)) == LEAD


def test_an_embedded_pdf_is_read(tesseract: None) -> None:
    pdf = make_pdf(
        [Sheet(texts=[Text(72, 100 + 20 * n, line) for n, line in enumerate(("PHỤ LỤC", "Sở Nội vụ tổng hợp."))])]
    )
    assert "Sở Nội vụ tổng hợp." in reading_of("a.docx", with_object("package", "embeddings/a.pdf", pdf, "x")).text
