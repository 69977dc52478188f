"""What each kind of bad or misnamed file is told to its sender."""

from __future__ import annotations

import codecs
import io
import quopri
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, MissingFile, SetAside, TooLarge, UnknownFormat
from ingest.readers import READABLE_SUFFIXES, read
from ingest.readers.detect import Format, looks_like_utf16, recognise
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf, saved

SENTENCE = "Sở Y tế chủ trì, phối hợp với các cơ quan liên quan tổ chức thực hiện Kế hoạch này trên địa bàn tỉnh."
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def good_pdf() -> bytes:
    return make_pdf([Sheet([Text(72, 100, SENTENCE, 6)])])


def good_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    return saved(document)


def empty_docx() -> bytes:
    return saved(docx.Document())


def encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, encrypt=pdfencrypt.StandardEncryption("mật khẩu".encode().hex(), canPrint=0))
    sheet.drawString(72, 700, "secret")
    sheet.save()
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, b"<x/>")
    return buffer.getvalue()


BAD = [
    pytest.param("a.pdf", lambda: b"", EmptyFile, "rỗng", id="no bytes"),
    pytest.param("a.txt", lambda: b" \r\n\t\n", EmptyFile, "rỗng", id="white space only"),
    pytest.param("a.txt", lambda: codecs.BOM_UTF8, EmptyFile, "rỗng", id="only a byte-order mark"),
    pytest.param("a.docx", empty_docx, EmptyFile, "không có chữ nào", id="Word file without a paragraph"),
    pytest.param("a.pdf", lambda: make_pdf([Sheet()]), EmptyFile, "không có chữ nào", id="PDF with an empty page"),
    pytest.param("a.html", lambda: b"<html><body></body></html>", EmptyFile, "không có", id="empty web page"),
    pytest.param("a.rtf", lambda: b"{\\rtf1\\ansi }", EmptyFile, "không có chữ nào", id="empty RTF"),
    pytest.param("a.pdf", lambda: JPEG, BrokenFile, "ảnh JPEG", id="JPEG renamed to PDF"),
    pytest.param("a.docx", lambda: JPEG, BrokenFile, "ảnh JPEG", id="JPEG renamed to DOCX"),
    pytest.param("a.jpg", lambda: JPEG, BrokenFile, "ảnh JPEG", id="JPEG without a picture"),
    pytest.param("a.tif", lambda: b"II*\x00" + bytes(99), BrokenFile, "ảnh TIFF", id="TIFF without a picture"),
    pytest.param("a.exe", lambda: b"MZ" + bytes(99), UnknownFormat, "chương trình", id="program"),
    pytest.param("a.xlsx", lambda: archive("xl/workbook.xml"), BrokenFile, "Excel", id="spreadsheet without sheets"),
    pytest.param("a.xlsb", lambda: archive("xl/workbook.bin"), UnknownFormat, "XLSB", id="binary spreadsheet"),
    pytest.param("a.pptx", lambda: archive("ppt/presentation.xml"), EmptyFile, "trình chiếu", id="no slides"),
    pytest.param("a.odt", lambda: archive("content.xml"), EmptyFile, "ODT không có chữ nào", id="ODT without text"),
    pytest.param("a.ods", lambda: archive("content.xml", "mimetype"), UnknownFormat, "OpenDocument", id="ODS"),
    pytest.param("a.docx", lambda: archive("a.txt"), BrokenFile, "tệp nén ZIP", id="ZIP renamed to DOCX"),
    pytest.param("a.zip", lambda: archive("a.txt"), UnknownFormat, "giải nén", id="ZIP"),
    pytest.param("a.rar", lambda: b"Rar!\x1a\x07\x00", UnknownFormat, "giải nén", id="RAR"),
    pytest.param("a.xls", lambda: COMPOUND + utf16("Workbook"), BrokenFile, "Excel", id="XLS without a book"),
    pytest.param("a.msg", lambda: COMPOUND, BrokenFile, "Office 97-2003", id="compound file without text"),
    pytest.param("a.msg", lambda: COMPOUND + utf16("__nameid_version1.0"), BrokenFile, "MSG", id="mail without a mail"),
    pytest.param("a.bin", lambda: bytes(range(256)) * 9, UnknownFormat, "Không nhận ra", id="unknown bytes"),
    pytest.param("a.pdf", lambda: bytes(range(256)) * 9, BrokenFile, "không đúng định dạng", id="unknown bytes as PDF"),
    pytest.param("a.pdf", lambda: good_pdf()[9:], BrokenFile, "không đúng định dạng", id="PDF without its beginning"),
    pytest.param("a.pdf", lambda: good_pdf()[:-200], BrokenFile, "cắt cụt", id="truncated PDF"),
    pytest.param("a.pdf", lambda: b"%PDF-1.7\n%%EOF\n", BrokenFile, "hỏng", id="PDF without contents"),
    pytest.param("a.docx", lambda: good_docx()[:4000], BrokenFile, "tải về chưa hết", id="truncated Word file"),
    pytest.param("a.docx", lambda: archive("word/document.xml", "_rels/.rels"), EmptyFile, "chữ nào", id="no body"),
    pytest.param("a.rtf", lambda: b"{\\rtf1 {\\b Ngh", BrokenFile, "cắt cụt", id="truncated RTF"),
    pytest.param("a.pdf", encrypted_pdf, EncryptedFile, "mật khẩu", id="encrypted PDF"),
    pytest.param("a.docx", lambda: COMPOUND + utf16("EncryptedPackage"), EncryptedFile, "mật khẩu", id="locked DOCX"),
    pytest.param("a.doc", lambda: b"<?xml version='1.0'?><w:doc/>", BrokenFile, "Word 2003", id="Word 2003 XML"),
    pytest.param("a.mht", lambda: b"MIME-Version: 1.0\r\nContent-Type: a/b", UnknownFormat, "MHT", id="MHT"),
    pytest.param("a.7z", lambda: b"7z\xbc\xaf\x27\x1c", UnknownFormat, "giải nén", id="7z"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "error", "words"), BAD)
def test_a_bad_file_is_set_aside_with_a_reason(
    name: str, data: Callable[[], bytes], error: type[SetAside], words: str
) -> None:
    with pytest.raises(SetAside) as raised:
        read(Path(name), data())
    reason = str(raised.value)
    assert type(raised.value) is error
    assert words in reason
    assert reason.endswith(".")
    assert "\n" not in reason


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, prologue: str = "") -> bytes:
    """A Word file whose body is this XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f'{prologue}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
TRAPS = [
    pytest.param("a.docx", lambda: word("<w:p/>", " " * 61_000_000), TooLarge, "lớn bất thường", id="ZIP bomb"),
    pytest.param("a.docx", lambda: word("&b;", LAUGHS), BrokenFile, "khai báo lạ", id="billion laughs"),
    pytest.param("a.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 20_000), BrokenFile, "hỏng", id="XML nested deeply"),
    pytest.param("a.html", lambda: b"<html><body>" + b"<div>" * 99_999, BrokenFile, "hỏng", id="page nested deeply"),
    pytest.param("a.pdf", lambda: make_pdf([Sheet()] * 5), TooLarge, "5 trang", id="too many pages"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "error", "words"), TRAPS)
def test_a_trap_is_set_aside_with_a_reason(
    name: str, data: Callable[[], bytes], error: type[SetAside], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.readers.limits.MOST_PAGES", 4)
    with pytest.raises(error, match=": hãy ") as raised:
        read(Path(name), data())
    assert words in str(raised.value)


def test_a_missing_file_is_set_aside(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="Không tìm thấy"):
        read(tmp_path / "none.pdf")
    with pytest.raises(MissingFile, match="Không mở được"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        pytest.param("a.pdf", good_docx, Format.DOCX, id="DOCX renamed to PDF"),
        pytest.param("a.docx", good_pdf, Format.PDF, id="PDF renamed to DOCX"),
        pytest.param("a.doc", lambda: f"<html><body><p>{SENTENCE}".encode(), Format.HTML, id="web page saved as DOC"),
        pytest.param("a.doc", lambda: b"{\\rtf1 Quy dinh}", Format.RTF, id="RTF saved as DOC"),
        pytest.param("a.doc", lambda: (SENTENCE * 2).encode(), Format.TEXT, id="text saved as DOC"),
        pytest.param("a.txt", lambda: f"\ufeff<!DOCTYPE html>{SENTENCE}".encode(), Format.HTML, id="web page as TXT"),
        pytest.param("a.pdf", lambda: b"junk\n" + good_pdf(), Format.PDF, id="PDF behind a few bytes"),
    ],
)
def test_a_readable_file_is_read_whatever_its_name(name: str, data: Callable[[], bytes], form: Format) -> None:
    reading = read(Path(name), data())
    assert reading.media_type == form.value
    assert reading.text.strip()
    renamed = [w for w in reading.warnings if "đọc theo nội dung" in w]
    assert bool(renamed) == (name != "a.pdf" or form is not Format.PDF)


def mht(page: bytes, charset: str) -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
    part = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    packed = quopri.encodestring(page).replace(b"\n", b"\r\n")
    return (head + part).encode() + packed + b"\r\n--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("name", ["a.doc", "a.mht"])
def test_a_web_page_saved_as_one_file_is_read(name: str, charset: str) -> None:
    reading = read(Path(name), mht(f"<html><body><p>{SENTENCE}</p></body></html>".encode(charset), charset))
    assert reading.text == SENTENCE
    assert reading.media_type == Format.MHT.value


def test_a_file_without_a_suffix_is_read_without_a_remark() -> None:
    assert read(Path("nghi-quyet"), good_pdf()).warnings == ()


def test_every_readable_suffix_is_lower_case_and_dotted() -> None:
    assert {".pdf", ".docx", ".doc", ".rtf", ".html", ".htm", ".txt", ".md"} <= READABLE_SUFFIXES
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in READABLE_SUFFIXES)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_blanks(codec: str) -> None:
    data = SENTENCE.encode(codec)
    assert looks_like_utf16(data) == codec
    assert recognise(data, ".txt") is Format.TEXT


def test_latin_text_is_not_taken_for_utf16() -> None:
    assert looks_like_utf16(SENTENCE.encode()) == ""


def test_damage_a_parser_trips_over_is_one_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(data: bytes) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr("ingest.readers.text.read_text", trip)
    with pytest.raises(BrokenFile, match="có lẽ tệp bị hỏng") as raised:
        read(Path("a.txt"), SENTENCE.encode())
    assert isinstance(raised.value.__cause__, RecursionError)
