from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from corpus.vietnamese import clean
from ingest.errors import BrokenFile
from ingest.readers import read
from ingest.readers.docx.numbering import printed
from ingest.readers.extracted_text import ExtractedText
from tests.ingest.readers.sample_files import saved


def read_docx(document: Document) -> ExtractedText:
    reading = read(Path("a.docx"), saved(document))
    assert reading.text == clean(reading.text)
    for table in reading.tables:
        assert all(c.of(reading.text) == c.of(reading.text).strip() for row in table.rows for c in row)
    return reading


def lines(reading: ExtractedText) -> list[str]:
    return [line for line in reading.text.split("\n") if line]


def xml(body: str) -> Any:
    return parse_xml(body.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


def append(document: Document, body: str) -> None:
    """Put a paragraph given as XML at the end of the body."""
    document.element.body.insert(-1, xml(body))


def test_paragraphs_stand_apart_and_have_places() -> None:
    document = docx.Document()
    document.add_paragraph("Điều 1. Phạm vi")
    document.add_paragraph("")
    document.add_paragraph("Dòng một\ndòng hai\tcó thẻ")
    reading = read_docx(document)
    assert reading.text == "Điều 1. Phạm vi\n\nDòng một\ndòng hai\tcó thẻ"
    assert {p.part: reading.text[p.start : p.end] for p in reading.places} == {
        "p1": "Điều 1. Phạm vi",
        "p3": "Dòng một\ndòng hai\tcó thẻ",
    }


def test_headings_are_styles_and_bold_centred_lines() -> None:
    document = docx.Document()
    document.add_heading("Chương I", level=1)
    title = document.add_paragraph()
    title.add_run("QUYẾT ĐỊNH").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph().add_run("Đậm nhưng không giữa").bold = True
    reading = read_docx(document)
    assert [h.of(reading.text) for h in reading.headings] == ["Chương I", "QUYẾT ĐỊNH"]


# --- numbering ----------------------------------------------------------------


def number(document: Document, levels: list[tuple[str, str]], *, start: int = 1) -> str:
    """Add a list whose levels are (format, text); returns its id."""
    part = document.part.numbering_part.element
    abstract_id = str(90 + len(part))
    shown = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start if n == 0 else 1}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">{shown}</w:abstractNum>'
    part.insert(0, parse_xml(abstract))
    return again(document, abstract_id)


def again(document: Document, abstract_id: str, restart: int | None = None) -> str:
    part = document.part.numbering_part.element
    list_id = str(900 + len(part))
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{restart}"/></w:lvlOverride>' if restart else ""
    part.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{abstract_id}"/>{override}</w:num>'
        )
    )
    return list_id


def item(document: Document, list_id: str, level: int, text: str) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')
    )


@pytest.mark.parametrize(
    ("levels", "items", "expected"),
    [
        pytest.param([("decimal", "Điều %1.")], [0, 0], ["Điều 1. x", "Điều 2. x"], id="articles"),
        pytest.param([("lowerLetter", "%1)")], [0, 0, 0], ["a) x", "b) x", "c) x"], id="letters"),
        pytest.param([("upperRoman", "%1.")], [0] * 4, ["I. x", "II. x", "III. x", "IV. x"], id="Roman"),
        pytest.param([("lowerRoman", "(%1)")], [0, 0], ["(i) x", "(ii) x"], id="small Roman"),
        pytest.param([("bullet", "-")], [0, 0], ["- x", "- x"], id="dashes"),
        pytest.param([("bullet", "\uf0b7")], [0], ["• x"], id="bullet of a symbol font"),
        pytest.param([("bullet", "\uf0a8")], [0], ["• x"], id="unknown symbol"),
        pytest.param([("none", "")], [0], ["x"], id="no number"),
        pytest.param([("decimalZero", "%1.")], [0], ["01. x"], id="leading zero"),
        pytest.param(
            [("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)")],
            [0, 1, 1, 2, 2, 1, 0, 1],
            ["1. x", "1.1. x", "1.2. x", "a) x", "b) x", "1.3. x", "2. x", "2.1. x"],
            id="levels",
        ),
        pytest.param([("upperRoman", "%1."), ("decimal", "%1.%2")], [1], ["I.1 x"], id="a level without its parent"),
    ],
)
def test_numbers_that_word_prints_are_in_the_text(
    levels: list[tuple[str, str]], items: list[int], expected: list[str]
) -> None:
    document = docx.Document()
    list_id = number(document, levels)
    for level in items:
        item(document, list_id, level, "x")
    assert lines(read_docx(document)) == expected


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    document = docx.Document()
    first = number(document, [("decimal", "%1.")])
    abstract_id = next(
        n.find(qn("w:abstractNumId")).get(qn("w:val"))
        for n in document.part.numbering_part.element.iter(qn("w:num"))
        if n.get(qn("w:numId")) == first
    )
    second, third = again(document, abstract_id), again(document, abstract_id, restart=1)
    for list_id in (first, second, third, third):
        item(document, list_id, 0, "x")
    assert lines(read_docx(document)) == ["1. x", "2. x", "1. x", "2. x"]


def test_numbers_come_from_styles_and_can_be_taken_away() -> None:
    document = docx.Document()
    list_id = number(document, [("decimal", "Điều %1.")])
    style = document.styles["List Number"]
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:numPr")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{list_id}"/></w:numPr>'))
    document.add_paragraph("x", style="List Number")
    document.add_paragraph("y", style="List Number")._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>')
    )
    document.add_paragraph("z", style="List Number")
    assert lines(read_docx(document)) == ["Điều 1. x", "y", "Điều 2. z"]


def test_empty_paragraphs_of_a_list_print_nothing() -> None:
    document = docx.Document()
    list_id = number(document, [("decimal", "%1.")])
    for text in ("x", "", "y"):
        item(document, list_id, 0, text)
    assert lines(read_docx(document)) == ["1. x", "2. y"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [(27, "lowerLetter", "aa"), (28, "upperLetter", "BB"), (1994, "upperRoman", "MCMXCIV"), (0, "lowerLetter", "0")],
)
def test_numbers_beyond_the_alphabet(count: int, form: str, text: str) -> None:
    assert printed(count, form) == text


ABC = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
VNI = '<w:rPr><w:b/><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr>'

# --- runs -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            '<w:p><w:r><w:t>Trước </w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>thêm</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="a"><w:r><w:delText>bớt</w:delText></w:r></w:del></w:p>',
            "Trước thêm",
            id="tracked changes are accepted",
        ),
        pytest.param(
            '<w:p><w:moveFrom w:id="1" w:author="a"><w:r><w:t>cũ</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="2" w:author="a"><w:r><w:t>mới</w:t></w:r></w:moveTo></w:p>',
            "mới",
            id="moved text stands where it went",
        ),
        pytest.param(
            "<w:p><w:r><w:t>Hiện</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r></w:p>",
            "Hiện",
            id="hidden text is dropped",
        ),
        pytest.param(
            '<w:p><w:r><w:rPr><w:vanish w:val="0"/><w:caps/></w:rPr><w:t>điều một</w:t></w:r></w:p>',
            "ĐIỀU MỘT",
            id="capitals are printed",
        ),
        pytest.param(
            "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
            '<w:softHyphen/><w:t>e</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>',
            "a\tb\nc-de☑",
            id="marks",
        ),
        pytest.param(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>hôm nay</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            "hôm nay",
            id="fields show their result",
        ),
        pytest.param(
            "<w:p><w:sdt><w:sdtContent><w:r><w:t>trong khung</w:t></w:r></w:sdtContent></w:sdt>"
            '<w:smartTag w:element="x"><w:r><w:t> thẻ</w:t></w:r></w:smartTag></w:p>',
            "trong khung thẻ",
            id="content controls and smart tags",
        ),
        pytest.param(
            f"<w:p><w:r>{ABC}<w:t>Céng hoµ, </w:t></w:r>"
            '<w:r><w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr><w:t>quyÕt ®Þnh</w:t></w:r>'
            "<w:r><w:t>, Thủ tướng</w:t></w:r></w:p>",
            "Cộng hoà, QUYẾT ĐỊNH, Thủ tướng",
            id="TCVN3 is decided run by run",
        ),
        pytest.param(
            f"<w:p><w:r>{ABC}<w:t>h</w:t><w:softHyphen/><w:t>íng dÉn</w:t></w:r></w:p>",
            "hướng dẫn",
            id="the soft hyphen of TCVN3 is a letter",
        ),
        pytest.param(
            f"<w:p><w:r>{VNI}<w:t>Co</w:t></w:r><w:r>{VNI}<w:t>äng hoøa</w:t></w:r></w:p>",
            "Cộng hòa",
            id="VNI letters may lie across runs",
        ),
        pytest.param(
            f"<w:p><w:r>{ABC}<w:t>Ủy ban đã µ</w:t></w:r></w:p>",
            "Ủy ban đã µ",
            id="Unicode in an old font stays",
        ),
    ],
)  # fmt: skip
def test_runs(body: str, text: str) -> None:
    document = docx.Document()
    append(document, body)
    assert read_docx(document).text == text


def test_the_font_may_come_from_the_style() -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph("ñy ban nh©n d©n tØnh")
    reading = read_docx(document)
    assert reading.text == "ủy ban nhân dân tỉnh"
    assert reading.pages[0].how == "repaired"


def test_an_old_font_without_its_name_shows_by_its_syllables() -> None:
    document = docx.Document()
    document.add_paragraph("Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc QuyÕt ®Þnh cña Bé Tµi chÝnh")
    reading = read_docx(document)
    assert reading.text.startswith("Cộng hoà xã hội chủ nghĩa Việt Nam")
    assert reading.pages[0].how == "repaired"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    document = docx.Document()
    append(
        document, '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:r><w:t>Một </w:t></w:r></w:p>'
    )
    document.add_paragraph("hai")
    assert read_docx(document).text == "Một hai"


BOX = (
    '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<w:r><w:t>Thân</w:t></w:r><w:r><mc:AlternateContent>"
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p>'
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p></w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    document = docx.Document()
    document.element.body.insert(-1, parse_xml(BOX.replace("<w:p ", f"<w:p {nsdecls('w')} ", 1)))
    reading = read_docx(document)
    assert reading.text == "Thân\n\nTrong hộp"
    assert [p.part for p in reading.places] == ["p1", "p1/box1/p1"]


def test_footnotes_are_marked_and_appended() -> None:
    document = docx.Document()
    append(document, '<w:p><w:r><w:t>Theo luật</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    document.add_paragraph("Hết.")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Luật Trẻ em</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )  # fmt: skip
    data = with_part(saved(document), "footnotes", notes)
    reading = read(Path("a.docx"), data)
    assert reading.text == "Theo luật[1]\n\nHết.\n\n[1] Luật Trẻ em"
    assert reading.places[-1].part == "note1"


def with_part(data: bytes, kind: str, content: str) -> bytes:
    """The Word file with a part that python-docx cannot make."""
    relations = "word/_rels/document.xml.rels"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == relations:
                root = etree.fromstring(part)
                etree.SubElement(
                    root,
                    "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship",
                    Id="rIdNote",
                    Type=f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}",
                    Target=f"{kind}.xml",
                )
                part = etree.tostring(root)
            new.writestr(name, part)
        new.writestr(f"word/{kind}.xml", content)
    return buffer.getvalue()


# --- tables ---------------------------------------------------------------------


def table_of(document: Document, rows: list[list[str]], style: str | None = "Table Grid") -> Any:
    table = document.add_table(len(rows), len(rows[0]), style=style)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def cells_of(reading: ExtractedText) -> list[list[list[str]]]:
    return [[[cell.of(reading.text) for cell in row] for row in table.rows] for table in reading.tables]


TASKS = [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát", "Sở Y tế"], ["2", "Tập huấn\nbáo cáo", ""]]


def test_a_table_stands_in_its_place_with_its_cells() -> None:
    document = docx.Document()
    document.add_paragraph("PHỤ LỤC")
    table_of(document, TASKS)
    document.add_paragraph("Hết")
    reading = read_docx(document)
    assert cells_of(reading) == [TASKS]
    assert reading.tables[0].header_rows == 1
    assert reading.text.startswith("PHỤ LỤC\n\nTT\tNhiệm vụ\tChủ trì\n1\t")
    assert reading.text.endswith("\n\nHết")
    parts = {p.part: reading.text[p.start : p.end] for p in reading.places}
    assert parts["t1/r2/c3"] == "Sở Y tế"
    assert parts["t1/r3/c2"] == "Tập huấn\nbáo cáo"
    assert parts["p2"] == "Hết"


def test_merged_cells_stand_once_where_they_begin() -> None:
    document = docx.Document()
    table = table_of(document, [["TT", "Nội dung", "Chủ trì"], ["1", "a", "b"], ["2", "c", "d"]])
    table.cell(1, 1).merge(table.cell(1, 2)).text = "gộp ngang"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "gộp dọc"
    reading = read_docx(document)
    assert cells_of(reading)[0][1:] == [["gộp dọc", "gộp ngang", ""], ["", "c", "d"]]


def test_rows_marked_as_headings_are_headings() -> None:
    document = docx.Document()
    table = table_of(document, [["A", "B"], ["C", "D"], ["E", "F"]])
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    assert read_docx(document).tables[0].header_rows == 2


def test_the_first_column_may_be_numbered_by_word() -> None:
    document = docx.Document()
    list_id = number(document, [("decimal", "%1")])
    table = table_of(document, [["TT", "Nhiệm vụ", "Chủ trì"], ["", "Rà soát", "x"], ["", "Tập huấn", "y"]])
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')
        )
    assert [row[0] for row in cells_of(read_docx(document))[0]] == ["TT", "1", "2"]


LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
    ["Số: 377/KH-UBND", "Nghệ An, ngày 27 tháng 6 năm 2025"],
]


@pytest.mark.parametrize("style", [None, "Table Grid"], ids=["without rules", "ruled"])
def test_a_letterhead_is_lines_left_column_first(style: str | None) -> None:
    document = docx.Document()
    table_of(document, LETTERHEAD, style)
    reading = read_docx(document)
    assert reading.tables == ()
    assert reading.text == (
        "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\n\nSố: 377/KH-UBND\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nNghệ An, ngày 27 tháng 6 năm 2025"
    )
    assert reading.places[0].part == "t1/r1/c1/p1"


@pytest.mark.parametrize(
    ("rows", "style", "is_table"),
    [
        pytest.param([["Nơi nhận:\n- Như trên", "CHỦ TỊCH"]], "Table Grid", False, id="signature block"),
        pytest.param([["trái", "phải"], ["a", "b"]], None, False, id="two columns without rules"),
        pytest.param(TASKS, None, True, id="three columns without rules"),
        pytest.param([["trái", "phải"], ["a", "b"]], "Table Grid", True, id="two ruled columns"),
    ],
)
def test_what_is_layout_and_what_is_data(rows: list[list[str]], style: str | None, is_table: bool) -> None:
    document = docx.Document()
    table_of(document, rows, style)
    assert bool(read_docx(document).tables) == is_table


def test_a_deleted_row_is_gone() -> None:
    document = docx.Document()
    table = table_of(document, TASKS)
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'))
    assert [row[0] for row in cells_of(read_docx(document))[0]] == ["TT", "2"]


# --- the package ------------------------------------------------------------------


def changed(change: Callable[[str, bytes], bytes]) -> bytes:
    document = docx.Document()
    document.add_paragraph("Sở Y tế chủ trì")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


def test_a_macro_document_is_read_too() -> None:
    data = changed(
        lambda _, part: part.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled")
    )
    assert read(Path("a.docm"), data).text == "Sở Y tế chủ trì"


def test_strict_open_xml_is_read_too() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert read(Path("a.docx"), changed(lambda _, part: part.replace(usual, strict))).text == "Sở Y tế chủ trì"


def test_entities_from_outside_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")

    def planted(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        head = f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'.encode()
        declaration, rest = part.split(b"?>", 1)
        return declaration + b"?>" + head + rest.replace("Sở Y tế".encode(), b"&secret;")

    with pytest.raises(BrokenFile, match="khai báo lạ"):
        read(Path("a.docx"), changed(planted))
