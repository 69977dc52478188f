from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest

from corpus.vietnamese import clean
from ingest.readers import read
from ingest.readers.legacy_fonts import Encoding
from tests.ingest.readers.test_legacy_fonts import typed

TEXT = (
    "Căn cứ Luật Tổ chức chính quyền địa phương; theo đề nghị của Giám đốc Sở Y tế, Ủy ban nhân dân tỉnh\r\n"
    "\tquyết định ban hành Kế hoạch thực hiện chương trình tiêm chủng mở rộng trên địa bàn các huyện.  \n"
)


def windows_1258(text: str) -> bytes:
    """`text` in windows-1258, which writes tones as combining marks."""
    decomposed = "".join(_without_tone(c) for c in text)
    return decomposed.encode("cp1258")


def _without_tone(letter: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    decomposed = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in decomposed if c in tones)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in tones)) + tone


@pytest.mark.parametrize(
    ("data", "how"),
    [
        pytest.param(TEXT.encode(), "text", id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), "text", id="UTF-8 with mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "text", id="UTF-16 little end first"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "text", id="UTF-16 big end first"),
        pytest.param(TEXT.encode("utf-16-le"), "text", id="UTF-16 without mark"),
        pytest.param(windows_1258(TEXT), "text", id="windows-1258"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), "text", id="decomposed"),
        pytest.param(typed(TEXT, Encoding.VNI).encode("latin-1"), "repaired", id="VNI"),
        pytest.param(typed(TEXT, Encoding.VISCII).encode("latin-1"), "repaired", id="VISCII"),
        pytest.param(typed(TEXT, Encoding.VNI).encode(), "repaired", id="VNI saved as UTF-8"),
    ],
)
def test_text_is_decoded_cleaned_and_nothing_else(data: bytes, how: str) -> None:
    reading = read(Path("a.txt"), data)
    assert reading.text == clean(TEXT)
    assert reading.media_type == "text/plain"
    (page,) = reading.pages
    assert (page.number, page.start, page.end, page.how) == (1, 0, len(reading.text), how)
    assert page.quality > 0.98


def test_tcvn3_loses_only_the_capitals_it_never_had() -> None:
    reading = read(Path("a.txt"), typed(TEXT, Encoding.TCVN3).encode("latin-1"))
    assert reading.text == clean(TEXT).replace("Ủy", "ủy")


def test_a_damaged_byte_does_not_spoil_the_rest() -> None:
    data = TEXT.encode()
    reading = read(Path("a.txt"), data[:10] + b"\xff" + data[10:])
    assert reading.text == clean(TEXT[:7] + "\ufffd" + TEXT[7:])


def test_a_converted_document_stays_as_it_is() -> None:
    markdown = "# QUYẾT ĐỊNH\n\n**Điều 1.** Ban hành kèm theo | bảng | này\n\n- một\n"
    assert read(Path("a.md"), markdown.encode()).text == markdown


def test_nonsense_is_read_but_warned_about() -> None:
    reading = read(Path("a.txt"), ("xjq wkfz trmn bvcl qwrt pkjh " * 8).encode())
    assert any("kém tin cậy" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Số:      /2025/QĐ-UBND", "Số văn bản để trống", id="number"),
        pytest.param("Số: ……/KH-UBND", "Số văn bản để trống", id="number of dots"),
        pytest.param("Hà Nội, ngày    tháng   năm 2025", "Ngày, tháng ban hành để trống", id="date"),
        pytest.param("Hà Nội, ngày .... tháng 6 năm 2025", "Ngày, tháng ban hành để trống", id="day only"),
    ],
)
def test_fields_left_blank_are_warned_about(text: str, words: str) -> None:
    reading = read(Path("a.txt"), f"ỦY BAN NHÂN DÂN\n{text}\nQUYẾT ĐỊNH".encode())
    assert [w for w in reading.warnings if words in w]


@pytest.mark.parametrize("text", ["Số: 02 /2025/QĐ-UBND", "Số 28-CT/TW", "ngày 17 tháng 01 năm 2025", "số liệu/tháng"])
def test_fields_that_are_filled_in_are_not(text: str) -> None:
    assert read(Path("a.txt"), f"ỦY BAN NHÂN DÂN\n{text}\nQUYẾT ĐỊNH".encode()).warnings == ()


def test_real_texts_come_through_unchanged(shared: Path) -> None:
    for folder in ("admin", "seeds", "web"):
        for file in sorted((shared / "corpus" / folder).glob("*.txt")):
            assert read(file).text == clean(file.read_bytes().decode("utf-8-sig")), file.name


SHORT = ["Kế hoạch triển khai", "Điều 4. Tổ chức thực hiện", "Sở Tài chính; Sở Nội vụ", "Nơi nhận: các huyện, thị xã"]


@pytest.mark.parametrize("line", SHORT)
@pytest.mark.parametrize("table", ["cp1258", *Encoding])
def test_a_few_words_are_enough_to_know_their_table_by(line: str, table: str) -> None:
    data = windows_1258(line) if table == "cp1258" else typed(line, Encoding(table)).encode("latin-1")
    assert read(Path("a.txt"), data).text == line


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
@pytest.mark.parametrize("old", [slice(0, 2), slice(4, 6), slice(1, 6, 2)], ids=["first", "last", "in turns"])
def test_old_paragraphs_among_new_ones_are_repaired_and_the_new_left_alone(encoding: Encoding, old: slice) -> None:
    lines = [line.strip() for line in TEXT.split("\r\n")] * 3
    lines = [line.replace("Ủ", "ủ") for line in lines]
    mixed = list(lines)
    mixed[old] = [typed(line, encoding) for line in lines[old]]
    reading = read(Path("a.txt"), "\n".join(mixed).encode())
    assert reading.text == clean("\n".join(lines))
    assert reading.pages[0].how == "repaired"
