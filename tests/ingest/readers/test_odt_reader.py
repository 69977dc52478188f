"""OpenDocument texts: what is printed comes out, what is not stays out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile
from ingest.readers import read
from ingest.readers.detect import Format
from tests.ingest.readers.sample_odt import NAMES, make_odt, table

LETTERHEAD = [
    ["UBND TỈNH NGHỆ AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Số: 5/KH-UBND", "Nghệ An, ngày 02 tháng 3 năm 2024"],
]


def text_of(body: str) -> str:
    return read(Path("a.odt"), make_odt(body)).text


PRINTED = {
    "spaces, tabs and line ends": (
        '<text:p>Sở Y tế<text:s text:c="2"/>chủ trì<text:tab/>và<text:line-break/>báo  cáo</text:p>',
        "Sở Y tế  chủ trì\tvà\nbáo cáo",
    ),
    "numbers of lists": (
        '<text:list text:style-name="L"><text:list-item><text:p>Một</text:p><text:list><text:list-item><text:p>Hai'
        "</text:p></text:list-item><text:list-item><text:p>Ba</text:p><text:list><text:list-item><text:p>Bốn</text:p>"
        "</text:list-item></text:list></text:list-item></text:list></text:list-item><text:list-item><text:p>Năm"
        "</text:p><text:p>Thêm</text:p></text:list-item></text:list>",
        "1. Một\n\na) Hai\n\nb) Ba\n\n- Bốn\n\n2. Năm\n\nThêm",
    ),
    "a list that goes on": (
        '<text:list text:style-name="L"><text:list-item><text:p>Một</text:p></text:list-item></text:list><text:p>Giữa'
        '</text:p><text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>Hai</text:p>'
        "</text:list-item></text:list>",
        "1. Một\n\nGiữa\n\n2. Hai",
    ),
    "a list that begins anew": (
        '<text:list text:style-name="L"><text:list-item><text:p>Một</text:p></text:list-item></text:list>'
        '<text:list text:style-name="L"><text:list-item text:start-value="7"><text:p>Bảy</text:p></text:list-item>'
        "</text:list>",
        "1. Một\n\n7. Bảy",
    ),
    "notes": (
        '<text:p>Nghị quyết<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Chú thích.'
        "</text:p></text:note-body></text:note> này</text:p>",
        "Nghị quyết[1] này\n\n[1] Chú thích.",
    ),
    "tracked changes and comments": (
        '<text:tracked-changes><text:changed-region><text:deletion><text:p>đã xóa</text:p></text:deletion>'
        '</text:changed-region></text:tracked-changes><text:p>Giữ<text:change text:change-id="1"/> lại'
        "<office:annotation><text:p>góp ý</text:p></office:annotation></text:p>",
        "Giữ lại",
    ),
    "hidden text": ('<text:p>Sở<text:span text:style-name="Hid"> ẩn</text:span> Y tế</text:p>', "Sở Y tế"),
    "a text box": (
        "<text:p>Trước<draw:frame><draw:text-box><text:p>Trong khung</text:p></draw:text-box></draw:frame></text:p>",
        "Trước\n\nTrong khung",
    ),
    "sections": ("<text:section><text:p>Phần một</text:p></text:section>", "Phần một"),
    "old and new fonts in one paragraph": (
        '<text:p text:style-name="Old">Céng hoµ <text:span text:style-name="New">xã hội</text:span></text:p>',
        "Cộng hoà xã hội",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed(body: str, text: str) -> None:
    assert text_of(body) == text


def test_a_letterhead_is_read_column_by_column() -> None:
    lines = [line for line in text_of(table(LETTERHEAD, "Open") + "<text:p>Nội dung</text:p>").split("\n") if line]
    assert lines == [
        "UBND TỈNH NGHỆ AN",
        "Số: 5/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Nghệ An, ngày 02 tháng 3 năm 2024",
        "Nội dung",
    ]


def test_a_ruled_table_keeps_rows_and_cells() -> None:
    rows = [["TT", "Nhiệm vụ", "Cơ quan chủ trì"], ["1", "Rà soát", "Sở Y tế"], ["2", "Báo cáo", "Sở Nội vụ"]]
    reading = read(Path("a.odt"), make_odt(table(rows)))
    [found] = reading.tables
    assert [[cell.of(reading.text) for cell in row] for row in found.rows] == rows
    assert found.header_rows == 1
    assert {place.part for place in reading.places} >= {"t1/r1/c1", "t1/r3/c3"}


def test_merged_and_repeated_cells_keep_their_columns() -> None:
    head = "<table:table-header-rows><table:table-row>{}</table:table-row></table:table-header-rows>"
    cell = '<table:table-cell table:style-name="Box"{}><text:p>{}</text:p></table:table-cell>'
    body = (
        "<table:table>" + head.format(cell.format("", "TT") + cell.format(' table:number-columns-spanned="2"', "Việc")
        + "<table:covered-table-cell/>" + cell.format("", "Hạn")) + "<table:table-row>" + cell.format("", "1")
        + cell.format(' table:number-columns-repeated="2"', "x") + cell.format("", "6/2025")
        + '</table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:style-name="Box" table:number-columns-repeated="16000"/></table:table-row></table:table>'
    )  # fmt: skip
    reading = read(Path("a.odt"), make_odt(body))
    [found] = reading.tables
    texts = [[cell.of(reading.text) for cell in row][:4] for row in found.rows]
    assert texts == [["TT", "Việc", "", "Hạn"], ["1", "x", "x", "6/2025"]]
    assert found.header_rows == 1


def test_bold_centred_lines_are_headings() -> None:
    reading = read(Path("a.odt"), make_odt('<text:p text:style-name="T">KẾ HOẠCH</text:p><text:p>Nội dung</text:p>'))
    assert [span.of(reading.text) for span in reading.headings] == ["KẾ HOẠCH"]
    assert reading.media_type == Format.ODT.value


def test_fonts_that_tell_nothing_are_judged_by_their_letters() -> None:
    line = "Uû ban nh©n d©n tØnh giao Së Y tÕ chñ tr×, phèi hîp víi c¸c së, ban, ngµnh thùc hiÖn kÕ ho¹ch nµy."
    reading = read(Path("a.odt"), make_odt(f"<text:p>{line}</text:p>"))
    assert reading.text.startswith("Uỷ ban nhân dân tỉnh giao Sở Y tế chủ trì, phối hợp")
    assert reading.pages[0].how == "repaired"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<office:document-content {NAMES}><office:body><office:text/></office:body></office:document-content>"
)
BAD = {
    "locked": (make_odt("<text:p>x</text:p>", parts={"META-INF/manifest.xml": b"<encryption-data/>"}), EncryptedFile),
    "empty": (make_odt(""), EmptyFile),
    "cut short": (make_odt("<text:p>x</text:p>")[:-30], BrokenFile),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD)
def test_a_bad_file_is_set_aside(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=": hãy "):
        read(Path("a.odt"), data)


def test_a_file_that_declares_entities_is_not_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", LAUGHS)
    with pytest.raises(BrokenFile, match="khai báo lạ"):
        read(Path("a.odt"), buffer.getvalue())
