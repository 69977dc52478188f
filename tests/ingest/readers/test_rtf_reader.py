from __future__ import annotations

from pathlib import Path

import pytest

from corpus.vietnamese import clean
from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText

HEAD = (
    rb"{\rtf1\ansi\ansicpg1258\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fcharset0 .VnTime;}"
    rb"{\f2\fcharset0{\*\panose 0}.VnTimeH;}{\f3\fcharset0 VNI-Times;}{\f4\fcharset163 Arial;}{\f5 Tahoma;}}"
    rb"{\colortbl;\red0;}{\stylesheet{\s1 Normal;}}{\info{\title T\'eatre}}"
)


def read_rtf(body: bytes) -> ExtractedText:
    reading = read(Path("a.rtf"), HEAD + body + b"}")
    assert reading.text == clean(reading.text)
    return reading


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(rb"\pard Mot\par hai\line ba\tab bon\par", "Mot\n\nhai\nba\tbon", id="paragraphs"),
        pytest.param(rb"\uc1 \u272?i\u7873?u 1\par", "Điều 1", id="Unicode"),
        pytest.param(rb"\uc2 \u272\'d0\'d0i\uc0 \u7873 u\par", "Điều", id="stand-ins of other lengths"),
        pytest.param(rb"\u-10179?\u-8704?x\par", "\U0001f600x", id="pairs"),
        pytest.param(rb"\f1 C\'e9ng ho\'b5 h\'ad\'edng, th\-\f0  Rome\par", "Cộng hoà hướng, thư Rome", id="TCVN3"),
        pytest.param(rb"{\f2 quy\'d5t \'ae\'denh}\f1  n\'b5y\par", "QUYẾT ĐỊNH này", id="TCVN3 capitals"),
        pytest.param(rb"\f3 Co\'e4ng ho\'f8a\par", "Cộng hòa", id="VNI"),
        pytest.param(rb"\f4 t\'ecnh\par", clean(b"t\xecnh".decode("cp1258")), id="code page of the font"),
        pytest.param(rb"\f5 ti\'ccnh \'f0\par", "tình đ", id="code page of the file"),
        pytest.param(rb"\f1 nh\'b5\plain  h\'f4m\par", "nhà hôm", id="back to the default font"),
        pytest.param(rb"\f4 ho\'f2 a\u803?\par", "họ ạ", id="marks that combine"),
        pytest.param(rb"{\v an}{\deleted bo}hien\par", "hien", id="hidden and deleted"),
        pytest.param(rb"{\caps dieu}\par", "DIEU", id="capitals"),
        pytest.param(rb"{\listtext\pard 1.\tab}x\par{\*\unknown y}\par", "1.\tx", id="list numbers and unknown groups"),
        pytest.param(rb"{\field{\*\fldinst PAGE}{\fldrslt 3}}\par", "3", id="fields"),
        pytest.param(rb"{\header dau}{\pict 0102}\lquote a\rquote \endash \{b\}\par", "‘a’–{b}", id="marks"),
        pytest.param(rb"Luat{\chftn}{\footnote {\chftn} Bo luat} nay\par", "Luat[1] nay\n\n[1] Bo luat", id="notes"),
    ],
)  # fmt: skip
def test_text(body: bytes, text: str) -> None:
    assert read_rtf(body).text == text


def row(*cells: bytes, ruled: bool = True, edges: tuple[int, ...] = (1000, 4000, 9000)) -> bytes:
    border = rb"\clbrdrt\brdrs" if ruled else b""
    definitions = b"".join(border + rb"\cellx%d" % edge for edge in edges)
    return rb"\trowd" + definitions + b"".join(rb"\pard\intbl " + cell + rb"\cell" for cell in cells) + rb"\row "


def cells_of(reading: ExtractedText) -> list[list[list[str]]]:
    return [[[cell.of(reading.text) for cell in row] for row in table.rows] for table in reading.tables]


def test_a_table_has_rows_and_cells() -> None:
    body = row(b"TT", b"Viec", b"Chu tri") + row(b"1", rb"Ra soat\par bao cao", b"") + rb"\pard Het\par"
    reading = read_rtf(rb"\pard Phu luc\par" + body)
    assert cells_of(reading) == [[["TT", "Viec", "Chu tri"], ["1", "Ra soat\nbao cao", ""]]]
    assert reading.tables[0].header_rows == 1
    assert reading.text == "Phu luc\n\nTT\tViec\tChu tri\n1\tRa soat\nbao cao\t\n\nHet"
    assert [p.part for p in reading.places][:3] == ["p1", "t1/r1/c1", "t1/r1/c2"]


def test_merged_cells_keep_their_columns() -> None:
    merged = row(b"I", b"chung", edges=(1000, 9000)) + row(b"x", b"y", edges=(4000, 9000))
    reading = read_rtf(row(b"TT", b"a", b"b") + merged)
    assert cells_of(reading) == [[["TT", "a", "b"], ["I", "chung", ""], ["x", "", "y"]]]


def test_a_letterhead_is_lines_left_column_first() -> None:
    national = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    escaped = b"".join(rb"\u%d?" % ord(c) for c in national)
    body = row(b"UBND", escaped, edges=(4000, 9000)) + row(b"So: 1", b"ngay", edges=(4000, 9000))
    reading = read_rtf(body)
    assert reading.tables == ()
    assert reading.text == f"UBND\n\nSo: 1\n\n{national}\n\nngay"


def test_an_old_font_without_its_name_shows_by_its_syllables() -> None:
    text = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc QuyÕt ®Þnh cña Bé Tµi chÝnh"
    body = b"".join(rb"\'%02x" % ord(c) if ord(c) > 127 else c.encode() for c in text)
    reading = read_rtf(rb"\f0 " + body + rb"\par")
    assert reading.text.startswith("Cộng hoà xã hội chủ nghĩa Việt Nam")
    assert reading.pages[0].how == "repaired"


def test_old_text_in_fonts_whose_names_tell_nothing_is_judged_by_its_letters() -> None:
    line = "Uû ban nh©n d©n tØnh giao Së Y tÕ chñ tr×, phèi hîp víi c¸c së, ban, ngµnh thùc hiÖn kÕ ho¹ch nµy."
    escaped = "".join(c if ord(c) < 128 else f"\\'{ord(c):02x}" for c in line).encode()
    for font in (rb"\f0 ", rb"\f4 ", rb"\f5 "):
        reading = read_rtf(font + escaped + rb"\par")
        assert reading.text.startswith("Uỷ ban nhân dân tỉnh giao Sở Y tế chủ trì"), font
