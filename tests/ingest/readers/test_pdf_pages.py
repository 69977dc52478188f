"""Pages of PDFs that are read with care: columns, words in pieces, text that is not shown, fields a hand filled in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from ingest.pipeline import analyse
from ingest.readers import read
from ingest.readers.extracted_text import Doubt
from ingest.readers.ocr.damaged_fields import with_candidates, without_damaged_fields
from ingest.readers.pdf.glyph_layout import Line, Word
from tests.ingest.taken_in import BODY, LETTERHEAD, reading_of, record_of

FONTS = Path("/usr/share/fonts/truetype/dejavu")
LEFT = (
    "1. Sở Y tế chủ trì tổ chức chiến dịch", "tiêm chủng trên toàn tỉnh, hoàn thành",
    "trước ngày 30 tháng 11 năm 2025, báo", "cáo Ủy ban nhân dân tỉnh kết quả.",
    "2. Sở Tài chính bố trí kinh phí thực", "hiện Kế hoạch theo quy định.",
)  # fmt: skip
RIGHT = (
    "3. Sở Nội vụ tổng hợp việc thực hiện", "của các sở, báo cáo Ủy ban nhân dân",
    "tỉnh trước ngày 15 tháng 12 năm 2025.", "4. Công an tỉnh bảo đảm an ninh, trật",
    "tự tại các điểm tiêm chủng trên địa", "bàn các xã, phường.",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def serif() -> None:
    pdfmetrics.registerFont(TTFont("Serif", str(FONTS / "DejaVuSerif.ttf")))
    pdfmetrics.registerFont(TTFont("Sans", str(FONTS / "DejaVuSans.ttf")))


class Sheet:
    """A page that is drawn with reportlab, from the top left."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self.canvas = canvas.Canvas(self._buffer, pagesize=A4)

    def text(self, x: float, y: float, words: str, *, size: float = 10, font: str = "Serif") -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, A4[1] - y, words)

    def data(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()


def columns(left: tuple[str, ...], right: tuple[str, ...], at: float = 320) -> bytes:
    sheet = Sheet()
    sheet.text(60, 90, "Ủy ban nhân dân tỉnh yêu cầu các cơ quan thực hiện một số nhiệm vụ sau đây:")
    for n, line in enumerate(left):
        sheet.text(60, 130 + 16 * n, line)
    for n, line in enumerate(right):
        sheet.text(at, 130 + 16 * n, line)
    return sheet.data()


@pytest.mark.parametrize("at", [280, 300, 340])
def test_running_text_in_two_columns_is_read_column_by_column(at: float) -> None:
    text = reading_of("a.pdf", columns(LEFT, RIGHT, at)).text
    running = " ".join(text.split())
    assert " ".join((*LEFT, *RIGHT)) in running
    assert len(record_of("a.pdf", columns(LEFT, RIGHT, at)).obligations) >= 4


def test_a_list_beside_those_who_do_it_stays_row_by_row() -> None:
    bodies = ("Sở Y tế", "Sở Nội vụ", "Công an tỉnh", "Sở Tài chính", "Sở Y tế", "Thanh tra tỉnh")
    text = " ".join(reading_of("a.pdf", columns(LEFT, bodies, 400)).text.split())
    assert f"{LEFT[0]} {bodies[0]}" in text


def in_pieces(sheet: Sheet, y: float, words: str, gap: float) -> None:
    """Draw words as some writers do: letters that a font lacks come from another, and stand apart."""
    x = 72.0
    for c in words:
        font = "Sans" if "\u1ea0" <= c <= "\u1ef9" else "Serif"
        x += gap if font == "Sans" else 0
        sheet.text(x, y, c, size=11, font=font)
        x += pdfmetrics.stringWidth(c, font, 11) + (gap if font == "Sans" else 0)


@pytest.mark.parametrize("gap", [1.8, 2.2])
def test_words_that_are_drawn_in_pieces_are_whole(gap: float) -> None:
    lines = (
        "Ủy ban nhân dân tỉnh yêu cầu các cơ quan thực hiện một số nhiệm vụ:",
        "1. Sở Y tế chủ trì tổ chức chiến dịch tiêm chủng.",
        "2. Sở Tài chính bố trí kinh phí thực hiện.",
        "3. Sở Nội vụ tổng hợp kết quả, đề xuất khen thưởng.",
    )
    sheet = Sheet()
    for n, line in enumerate(lines):
        in_pieces(sheet, 100 + 22 * n, line, gap)
    text = reading_of("a.pdf", sheet.data()).text
    assert [" ".join(line.split()) for line in text.split("\n") if line.strip()] == list(lines)


def test_a_heading_set_letter_by_letter_is_words() -> None:
    sheet = Sheet()
    for n, c in enumerate("KẾ HOẠCH"):
        if c != " ":
            sheet.text(200 + 16 * n, 100, c, size=14)
    for n in range(6):
        sheet.text(72, 140 + 18 * n, BODY[:60])
    assert reading_of("a.pdf", sheet.data()).text.startswith("KẾ HOẠCH")


def test_text_that_is_not_shown_is_left_out_and_told() -> None:
    sheet = Sheet()
    sheet.text(72, 100, BODY[:60])
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.text(72, 130, "Sở Nội vụ bí mật báo cáo.")
    sheet.text(72, 900, "Sở Tài chính ở ngoài giấy.")
    reading = reading_of("a.pdf", sheet.data())
    assert "bí mật" not in reading.text
    assert "ngoài giấy" not in reading.text
    assert any("không hiện" in warning for warning in reading.warnings)


def test_white_text_on_a_dark_ground_is_shown() -> None:
    sheet = Sheet()
    sheet.text(72, 100, BODY[:60])
    sheet.canvas.setFillColorRGB(0, 0, 0.5)
    sheet.canvas.rect(60, A4[1] - 140, 300, 20, fill=1)
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.text(72, 134, "KẾ HOẠCH TIÊM CHỦNG")
    reading = reading_of("a.pdf", sheet.data())
    assert "KẾ HOẠCH TIÊM CHỦNG" in reading.text
    assert reading.warnings == ()


# --- fields that a hand filled in --------------------------------------------


def scanned(number: str, day: str, *, tall: int) -> bytes:
    """A scan of a first page whose number and day are set in another size, as a pen leaves them."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    print_, pen = (
        ImageFont.truetype(str(FONTS / "DejaVuSerif.ttf"), 24),
        ImageFont.truetype(str(FONTS / "DejaVuSans-Oblique.ttf"), tall),
    )

    def line(x: int, y: int, *parts: tuple[str, bool]) -> None:
        for words, written in parts:
            font = pen if written else print_
            draw.text((x, y - (tall - 24 if written else 0)), words, font=font, fill=0)
            x += int(draw.textlength(words, font=font))

    for y, left, right in ((120, LETTERHEAD[0], LETTERHEAD[2]), (160, LETTERHEAD[1], LETTERHEAD[3])):
        line(100, y, (left, False))
        line(600, y, (right, False))
    line(100, 230, ("Số: ", False), (number, True), ("/KH-UBND", False))
    line(600, 230, ("Nghệ An, ngày ", False), (day, True), (" tháng 8 năm 2025", False))
    for n, words in enumerate(("KẾ HOẠCH", "Phòng, chống dịch năm 2025", BODY[:50], BODY[50:])):
        line(100, 320 + 60 * n, (words, False))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(150, 150))
    return buffer.getvalue()


def test_a_number_larger_than_print_is_open_with_candidates(tesseract: None) -> None:
    reading = read(Path("1942-KH-UBND.png"), scanned("1942", "15", tall=40))
    number = next(doubt for doubt in reading.doubts if doubt.field == "number")
    assert number.candidates == ("1942/KH-UBND",)
    record = analyse(reading, id="0" * 12, source="1942-KH-UBND.png", sha256="0" * 64)
    assert record.document.number == ""
    assert "viết tay" in record.document.reasons["number"]
    listed = next(doubt for doubt in record.document.doubts if doubt.field == "number")
    assert (listed.read, listed.candidates, listed.page) == (f"{number.read}/KH-UBND", ("1942/KH-UBND",), 1)
    assert listed.reason == number.reason
    assert any("1942/KH-UBND" in warning for warning in record.document.warnings)
    assert not any("để trống trong tệp" in warning for warning in record.document.warnings)


def test_only_the_letterhead_is_doubted() -> None:
    def line(y: float, *texts: tuple[str, float]) -> Line:
        return Line(
            tuple(
                Word(t, 60.0 * n, y, 60.0 * n + 50, y + 10, y + 10, 12, confidence=c) for n, (t, c) in enumerate(texts)
            )
        )

    date = [("ngày", 0.9), ("27", 0.9), ("tháng", 0.9), ("6", 0.9), ("năm", 0.9), ("2025", 0.9)]
    cited = [(words, 0.3) for words, _ in date]
    lines = [
        line(50, ("Số:", 0.9), ("12/NQ-HĐND", 0.9)),
        line(70, *date),
        line(90, *cited),
        line(110, ("số", 0.9), ("9/QĐ-TTg", 0.3)),
    ]
    checked = without_damaged_fields(lines, 842)
    assert (checked.doubts, checked.lines) == ([], lines)


def test_a_number_in_print_is_a_fact(tesseract: None) -> None:
    record = record_of("a.png", scanned("815", "15", tall=24))
    assert record.document.number == "815/KH-UBND"
    assert record.document.warnings == ()


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("1942-KH-UBND.pdf", ("1942/KH-UBND",)), ("KH 1942 UBND tinh.pdf", ("1942/KH-UBND",)),
        ("scan_2025-08-15.pdf", ()), ("15.8.2025_815_KH.pdf", ("815/KH-UBND",)), ("ke-hoach.pdf", ()),
        ("kh 2025.pdf", ()),
    ],
)  # fmt: skip
def test_candidates_are_the_numbers_in_the_name_of_the_file(name: str, offered: tuple[str, ...]) -> None:
    assert with_candidates(Doubt("number", "?", "", (), "/KH-UBND"), Path(name)).candidates == offered
