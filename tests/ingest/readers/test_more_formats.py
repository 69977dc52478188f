"""Mails, pictures, spreadsheets of every age, CSV, slides; and files in files through a whole batch."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.settings import Settings
from corpus.store import Store
from ingest.batch import ingest
from ingest.errors import EmptyFile, SetAside, UnknownFormat
from ingest.readers import read
from ingest.readers.detect import Format, recognise
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf
from tests.ingest.taken_in import BODY, bytes_of, leads_and_deadlines, reading_of, record_of, word_file

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
LINES = ("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", "1. Sở Nội vụ tổng hợp kết quả trước ngày 15/12/2025.",
         "2. Sở Tài chính bố trí kinh phí thực hiện.")  # fmt: skip


def mail(*, body: str = BODY, html: str = "", attach: tuple[tuple[str, bytes], ...] = ()) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "vanthu@vidu.example", "soyte@vidu.example"
    message["Subject"] = "V/v gửi Kế hoạch phòng dịch"
    if body or not html:
        message.set_content(body)
    if html and body:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, data in attach:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


@pytest.mark.parametrize(
    "first",
    ["Received: from mx.vidu.example\r\n by mail.vidu.example; Fri, 5 Sep 2025", "Return-Path: <a@vidu.example>",
     "X-Mailer: Zimbra", "DKIM-Signature: v=1", "Subject: a", "Date: Fri, 5 Sep 2025 09:00:01 +0700"],
)  # fmt: skip
def test_a_mail_is_one_whatever_line_comes_first(first: str) -> None:
    data = first.encode() + b"\r\n" + mail(attach=(("a.docx", bytes_of(word_file(BODY))),)).as_bytes()
    for name in ("thu.eml", "thu.txt", "thu"):
        reading = reading_of(name, data)
        assert reading.media_type == Format.EML
        assert BODY in reading.text
        assert "UEsDB" not in reading.text
    assert any("a.docx" in warning for warning in reading.warnings)


def test_a_mail_sent_as_a_web_page_is_read() -> None:
    page = f"<html><head><meta charset=iso-8859-1></head><body><div>Kính gửi:</div><p>{BODY}</p></body></html>"
    assert BODY in reading_of("a.eml", mail(body="", html=page).as_bytes()).text


def test_a_text_that_begins_like_a_mail_is_none() -> None:
    assert recognise(f"To: Sở Y tế\n{BODY}".encode(), ".txt") is Format.TEXT
    assert recognise(f"From: là từ tiếng Anh\n{BODY}".encode(), ".txt") is Format.TEXT


def test_a_charset_that_is_wrong_in_a_mail_gives_way_to_utf8() -> None:
    message = mail(body="x").as_bytes().replace(b'charset="utf-8"', b'charset="iso-8859-1"')
    message = message.replace(b"\nx\n", f"\n{BODY}\n".encode()).replace(b"encoding: 7bit", b"encoding: 8bit")
    assert BODY in reading_of("a.eml", message).text


def taken(folder: Path, name: str, data: bytes) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What a batch of one file leaves in a store, numbers by source; and what was set aside."""
    folder.mkdir()
    (folder / name).write_bytes(data)
    with Store.open(Settings(folder / "kho", f"sqlite:///{folder / 's.sqlite'}")) as store:
        report = ingest([folder / name], store, processes=1)
        documents = [store.record(doc).document for doc in report.ingested]
    return {d.source: d.number for d in documents}, [(Path(p).name, reason) for p, reason in report.set_aside]


def test_what_a_mail_carries_is_taken_in_beside_it(tmp_path: Path) -> None:
    inner = mail(
        body="Kính chuyển phòng chuyên môn nghiên cứu, tham mưu.",
        attach=(("b.docx", bytes_of(word_file(BODY, "Lần hai."))),),
    )
    message = mail(attach=(("Kế hoạch 815.docx", bytes_of(word_file(BODY))), ("../../a.exe", b"MZ" + bytes(99))))
    message.add_attachment(inner, filename="chuyen.eml")
    numbers, aside = taken(tmp_path / "a", "thu.eml", message.as_bytes())
    assert numbers == {
        "thu.eml": "",
        "thu.eml/Kế hoạch 815.docx": "815/KH-UBND",
        "thu.eml/chuyen.eml": "",
        "thu.eml/chuyen.eml/b.docx": "815/KH-UBND",
    }
    assert [name for name, _ in aside] == ["a.exe"]


def test_a_mail_without_a_word_is_what_it_carries(tmp_path: Path) -> None:
    message = mail(body="", attach=(("a.docx", bytes_of(word_file(BODY))),))
    assert taken(tmp_path / "a", "thu.eml", message.as_bytes()) == ({"thu.eml/a.docx": "815/KH-UBND"}, [])


def pdf_with(name: str, data: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(make_pdf([Sheet(texts=[Text(72, 100, BODY[:60])])]))
    document.new_attachment(name).set_data(data)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_what_a_pdf_carries_is_taken_in_beside_it(tmp_path: Path) -> None:
    data = pdf_with("phu-luc.docx", bytes_of(word_file(BODY)))
    numbers, aside = taken(tmp_path / "a", "kh.pdf", data)
    assert (numbers, aside) == ({"kh.pdf": "", "kh.pdf/phu-luc.docx": "815/KH-UBND"}, [])
    assert any("phu-luc.docx" in warning for warning in reading_of("kh.pdf", data).warnings)


def test_files_in_files_in_files_end(tmp_path: Path) -> None:
    data = bytes_of(word_file(BODY))
    name = "a.docx"
    for depth in range(6):
        data, name = (
            mail(body=f"Thư chuyển tiếp lần {depth} để các đơn vị biết, thực hiện.", attach=((name, data),)).as_bytes(),
            "a.eml",
        )
    numbers, aside = taken(tmp_path / "a", "a.eml", data)
    assert len(numbers) == 4
    assert len(aside) == 1
    assert "quá nhiều lớp" in aside[0][1]


# --- pictures ----------------------------------------------------------------


def page(*lines: str) -> Image.Image:
    image = Image.new("L", (1240, 1754), 255)
    for n, line in enumerate(lines):
        ImageDraw.Draw(image).text((110, 120 + 60 * n), line, font=ImageFont.truetype(FONT, 30), fill=0)
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_a_picture_is_read_as_a_scan(tesseract: None, form: str) -> None:
    buffer = io.BytesIO()
    page(*LINES).save(buffer, form)
    reading = reading_of("a", buffer.getvalue())
    assert reading.media_type == f"image/{form.lower()}"
    assert reading.pages[0].how == "ocr"
    assert LINES[3] in reading.text


def test_a_picture_of_several_pages_is_read_page_by_page(tesseract: None) -> None:
    buffer = io.BytesIO()
    page(*LINES[:3]).convert("1").save(
        buffer, "TIFF", save_all=True, append_images=[page(*LINES[2:]).convert("RGBA")], dpi=(150, 150)
    )
    reading = reading_of("a.tif", buffer.getvalue())
    assert [p.number for p in reading.pages] == [1, 2]
    assert leads_and_deadlines(record_of("a.tif", buffer.getvalue()))[0] == ("Sở Nội vụ", "trước ngày 15/12/2025")


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_or_head_is_read(tesseract: None, degrees: int) -> None:
    buffer = io.BytesIO()
    page(*LINES).rotate(degrees, expand=True).save(buffer, "PNG", dpi=(150, 150))
    reading = reading_of("a.png", buffer.getvalue())
    assert LINES[3] in reading.text
    (box,) = (place.box for place in reading.places if reading.text[place.start : place.end] == "PHỤ")
    width, height = reading.pages[0].width, reading.pages[0].height
    corner = {90: (0, height), 180: (width, height), 270: (width, 0)}[degrees]  # where the page's beginning lies
    assert box is not None
    assert abs(box[0] - corner[0]) < width / 4
    assert abs(box[1] - corner[1]) < height / 4


def test_a_picture_without_a_word_is_empty(tesseract: None) -> None:
    buffer = io.BytesIO()
    page().save(buffer, "PNG")
    with pytest.raises(EmptyFile):
        reading_of("a.png", buffer.getvalue())


def test_heic_is_told_what_to_do_about() -> None:
    with pytest.raises(SetAside, match="HEIC"):
        reading_of("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(60))


# --- sheets and lists --------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["STT;Nhiệm vụ;Chủ trì;Hạn\n1;Rà soát, thống kê;Sở Y tế;31/10/2025\n2;Kiểm tra;Công an tỉnh;Quý IV/2025\n",
     'STT,Nhiệm vụ,Chủ trì,Hạn\n1,"Rà soát, thống kê",Sở Y tế,31/10/2025\n2,Kiểm tra,Công an tỉnh,Quý IV/2025\n',
     "sep=\t\nSTT\tNhiệm vụ\tChủ trì\tHạn\n1\tRà soát, thống kê\tSở Y tế\t31/10/2025\n2\tKiểm tra\tCông an tỉnh\tQuý IV/2025\n"],  # noqa: E501
    ids=["semicolons", "commas", "tabs"],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1258"])
def test_a_list_of_tasks_kept_as_csv(text: str, codec: str) -> None:
    if codec == "cp1258":
        text = "".join(_typed(c) for c in text)
    assert leads_and_deadlines(record_of("a.csv", text.encode(codec))) == [
        ("Sở Y tế", "31/10/2025"),
        ("Công an tỉnh", "Quý IV/2025"),
    ]


def _typed(c: str) -> str:
    """A letter as windows-1258 writes it: its tone mark behind it."""
    apart = unicodedata.normalize("NFD", c)
    tone = next((mark for mark in apart[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone if tone else c


def test_a_csv_without_cells_is_text() -> None:
    assert reading_of("a.csv", BODY.encode()).media_type == Format.TEXT


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Chủ trì", "Hạn"])
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=DATE(2025,12,20)", "20/12/2025"),
        ("=DATE(2025,11,30)+15", "15/12/2025"),
        ("=EDATE(DATE(2025,8,31),1)", "30/09/2025"),
        ("=EOMONTH(DATE(2025,11,3),1)", "31/12/2025"),
        ('="Quý "&"IV/2025"', "Quý IV/2025"),
        ("=D2", "31/10/2025"),
    ],
)
def test_simple_formulas_without_results_are_worked_out(formula: str, shown: str) -> None:
    rows = (
        (1, "Rà soát", "Sở Y tế", "31/10/2025"),
        ("=A2+1", "Kiểm tra", "Sở Nội vụ", formula),
        ("=MAX(A$2:A3)+1", "Báo cáo", "Sở Y tế", ""),
    )
    reading = reading_of("a.xlsx", workbook(*rows))
    assert f"2\tKiểm tra\tSở Nội vụ\t{shown}" in reading.text
    assert "3\tBáo cáo" in reading.text
    assert reading.warnings == ()


@pytest.mark.parametrize(
    "formula", ["=TODAY()", "=VLOOKUP(A2,Z:Z,1)", "='Trang khác'!A1", "=1/0", "=D3", '=INDIRECT("A1")']
)
def test_other_formulas_without_results_are_told(formula: str) -> None:
    reading = reading_of("a.xlsx", workbook((1, "Rà soát", "Sở Y tế", ""), (2, "Kiểm tra", "Sở Nội vụ", formula)))
    (warning,) = reading.warnings
    assert "D3" in warning


def test_numbers_of_a_thousand_rows_are_worked_out() -> None:
    rows = [(1, "Rà soát", "Sở Y tế", "31/10/2025")]
    rows += [(f"=A{n + 1}+1", f"Việc {n}", "Sở Y tế", "31/10/2025") for n in range(1, 1000)]  # type: ignore[misc]
    reading = reading_of("a.xlsx", workbook(*rows))
    assert "1000\tViệc 999" in reading.text
    assert reading.warnings == ()


# --- slides ------------------------------------------------------------------


def test_slides_are_read_one_after_another() -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    slides = {
        f"ppt/slides/slide{n}.xml": f"<p:sld xmlns:p='p' {space}><a:p><a:r><a:t>{line}</a:t></a:r></a:p></p:sld>"
        for n, line in ((10, "Sở Nội vụ tổng hợp."), (2, BODY))
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, xml in {"ppt/presentation.xml": "<x/>", **slides}.items():
            file.writestr(name, xml)
    assert reading_of("a.pptx", buffer.getvalue()).text == f"{BODY}\n\nSở Nội vụ tổng hợp."


def test_an_open_document_presentation_is_read() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:draw="{names}:drawing:1.0" xmlns:text="{names}:text:1.0"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        file.writestr("content.xml", f"<d {spaces}><draw:page><text:p>{BODY}</text:p></draw:page></d>")
    assert reading_of("a.odp", buffer.getvalue()).text == BODY


@pytest.mark.parametrize(
    ("name", "data"), [("a.rar", b"Rar!\x1a\x07\x01\x00"), ("a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04")]
)
def test_other_archives_are_told_to_be_unpacked(name: str, data: bytes) -> None:
    with pytest.raises(UnknownFormat, match="giải nén"):
        read(Path(name), data)
