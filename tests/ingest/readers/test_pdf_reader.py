from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.vietnamese import clean
from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText
from tests.ingest.readers.sample_files import ADVANCE, Sheet, Text, make_legacy_pdf, make_pdf

BODY = (
    "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính và Ủy ban nhân dân các",
    "huyện, thành phố tổ chức thực hiện Kế hoạch này bảo đảm đúng tiến độ, báo",
    "cáo kết quả trước ngày 15 tháng 12 hằng năm.",
)


def body(y: float, lines: Sequence[str] = BODY, *, indent: float = 28) -> list[Text]:
    """A paragraph with its first line set in, in lines 15 points apart."""
    return [Text(72 + (indent if n == 0 else 0), y + 15 * n, line) for n, line in enumerate(lines)]


def read_pdf(*sheets: Sheet) -> ExtractedText:
    reading = read(Path("a.pdf"), make_pdf(sheets))
    assert reading.text == clean(reading.text)
    return reading


def test_lines_and_paragraphs() -> None:
    reading = read_pdf(Sheet([*body(100), *body(145)]))
    paragraph = "\n".join(BODY)
    assert reading.text == f"{paragraph}\n\n{paragraph}"
    (page,) = reading.pages
    assert (page.number, page.start, page.end, page.how) == (1, 0, len(reading.text), "text")
    assert (page.width, page.height) == (595, 842)
    assert page.quality > 0.95


def test_every_word_stands_at_its_rectangle() -> None:
    reading = read_pdf(Sheet([Text(72, 100, "Sở Y tế"), Text(300, 300, "QUYẾT ĐỊNH", 14)]))
    found = {reading.text[p.start : p.end]: p.box for p in reading.places}
    assert set(found) == {"Sở", "Y", "tế", "QUYẾT", "ĐỊNH"}
    assert found["Y"] is not None
    left, top, right, bottom = found["Y"]
    assert (left, right) == pytest.approx((72 + 3 * 12 * ADVANCE, 72 + 4 * 12 * ADVANCE), abs=0.1)
    assert top < 100 < bottom
    assert found["ĐỊNH"] is not None
    assert found["ĐỊNH"][0] == pytest.approx(300 + 6 * 14 * ADVANCE, abs=0.1)


def test_tightly_set_lines_are_not_interleaved() -> None:
    lines = ("Ủy ban nhân dân ẤP Ở PHƯỜNG quyết định", "Ổn định đời sống nhân dân vùng lũ, Ở ẤP", "các sở, ban, ngành")
    reading = read_pdf(Sheet([Text(72, 100 + 11.5 * n, line) for n, line in enumerate(lines)]))
    assert reading.text.split("\n") == list(lines)


def test_a_footnote_mark_stays_on_its_line() -> None:
    reading = read_pdf(Sheet([Text(72, 100, "theo Luật Trẻ em"), Text(171, 95.5, "1", 7), Text(180, 100, "năm 2016")]))
    assert reading.text == "theo Luật Trẻ em 1 năm 2016"


def test_pieces_of_a_word_that_touch_are_one_word() -> None:
    reading = read_pdf(Sheet([Text(72, 100, "nghi"), Text(72 + 4 * 6, 100, "ệp"), Text(130, 100, "vụ")]))
    assert reading.text == "nghiệp vụ"


LETTERHEAD = [
    Text(90, 80, "ỦY BAN NHÂN DÂN", 12, bold=True),
    Text(260, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True),
    Text(96, 95, "TỈNH NGHỆ AN", 12, bold=True),
    Text(300, 96, "Độc lập - Tự do - Hạnh phúc", 12, bold=True),
    Text(80, 125, "Số: 377/KH-UBND"),
    Text(290, 125, "Nghệ An, ngày 27 tháng 6 năm 2025"),
]


def test_a_letterhead_is_read_left_column_first() -> None:
    title = Text(270, 160, "KẾ HOẠCH", 12, bold=True)
    reading = read_pdf(Sheet([*LETTERHEAD, title, *body(200)]))
    assert reading.text.startswith(
        "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\nSố: 377/KH-UBND\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNghệ An, ngày 27 tháng 6 năm 2025\n\n"
        "KẾ HOẠCH\n\n1. Sở Y tế"
    )
    assert [h.of(reading.text) for h in reading.headings] == ["KẾ HOẠCH"]


def test_the_address_under_a_letterhead_is_not_its_column() -> None:
    address = [Text(120, 160, "Kính gửi:"), Text(190, 160, "- Các bộ, cơ quan ngang bộ;")]
    reading = read_pdf(Sheet([*LETTERHEAD, *address, *body(200)]))
    assert "Nghệ An, ngày 27 tháng 6 năm 2025\n\nKính gửi: - Các bộ, cơ quan ngang bộ;" in reading.text


def test_a_signature_block_is_read_left_column_first() -> None:
    rows = [
        Text(72, 200, "Nơi nhận:", 11, bold=True),
        Text(330, 200, "TM. ỦY BAN NHÂN DÂN", 12, bold=True),
        Text(72, 213, "- Như trên;", 10),
        Text(370, 215, "CHỦ TỊCH", 12, bold=True),
        Text(72, 226, "- Lưu: VT.", 10),
        Text(350, 290, "Nguyễn Văn An", 12, bold=True),
    ]
    reading = read_pdf(Sheet([*body(100), *rows]))
    assert reading.text.endswith(
        "hằng năm.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An"
    )


def test_number_and_date_that_signing_software_draws_are_read() -> None:
    """Signed provincial documents carry them as the looks of signature fields."""
    texts = [t for t in LETTERHEAD if not t.text.startswith(("Số", "Nghệ"))]
    texts += [
        Text(80, 125, "Số:"),
        Text(130, 125, "/2025/QĐ-UBND"),
        Text(290, 125, "Hà Nội, ngày"),
        Text(400, 125, "tháng"),
    ]
    stamps = [Text(105, 125, "02"), Text(375, 125, "17")]
    reading = read_pdf(Sheet([*texts, *body(200)], stamps=stamps))
    assert "Số: 02 /2025/QĐ-UBND" in reading.text
    assert "ngày 17 tháng" in reading.text
    assert reading.warnings == ()


def test_a_number_left_blank_is_warned_about() -> None:
    reading = read_pdf(Sheet([Text(80, 125, "Số:"), Text(130, 125, "/2025/QĐ-UBND"), *body(200)]))
    assert any("Số văn bản để trống" in warning for warning in reading.warnings)


def test_running_lines_are_noise_and_sentences_go_on_around_them() -> None:
    pages = []
    for number in (1, 2, 3):
        head = [Text(72, 40, f"CÔNG BÁO/Số {100 + number}/Ngày 01-02-2025", 10), Text(290, 820, str(number), 10)]
        pages.append(Sheet([*head, *body(100, BODY[:2] if number < 3 else BODY)]))
    reading = read_pdf(*pages)
    assert [n.of(reading.text) for n in reading.noise] == [
        line for number in (1, 2, 3) for line in (f"CÔNG BÁO/Số {100 + number}/Ngày 01-02-2025", str(number))
    ]
    first = reading.pages[0]
    assert reading.text[first.end :].startswith("\nCÔNG BÁO")
    assert [page.start for page in reading.pages[1:]] == [page.end for page in reading.pages[:-1]]


def test_a_sentence_over_a_page_break_is_one_paragraph() -> None:
    reading = read_pdf(
        Sheet(body(700, BODY[:2])), Sheet([Text(290, 40, "2"), *body(100, BODY[2:], indent=0), *body(130)])
    )
    assert "báo\n2\ncáo kết quả" in reading.text
    assert "hằng năm.\n\n1. Sở Y tế" in reading.text


def grid(y: float, rows: Sequence[Sequence[str]], *, columns: Sequence[float] = (72, 110, 330, 520)) -> Sheet:
    """A ruled table whose rows are 20 points high, one line to a cell; the text may break with ``|``."""
    texts, rulings, top = [], [], y
    for row in rows:
        height = 8 + 14 * max(cell.count("|") + 1 for cell in row)
        rulings.append((columns[0], top, columns[-1], top))
        for left, cell in zip(columns, row, strict=False):
            texts += [Text(left + 4, top + 15 + 14 * n, part) for n, part in enumerate(cell.split("|")) if part]
        rulings += [(x, top, x, top + height) for x in columns]
        top += height
    return Sheet(texts, [*rulings, (columns[0], top, columns[-1], top)])


def cells_of(reading: ExtractedText) -> list[list[list[str]]]:
    return [[[cell.of(reading.text) for cell in row] for row in table.rows] for table in reading.tables]


def test_a_ruled_table_has_rows_and_cells() -> None:
    rows = [["TT", "Nhiệm vụ", "Cơ quan chủ trì"], ["1", "Rà soát, báo cáo|kết quả", "Sở Y tế"], ["2", "Tập huấn", ""]]
    reading = read_pdf(grid(200, rows))
    assert cells_of(reading) == [[[cell.replace("|", "\n") for cell in row] for row in rows]]
    assert reading.tables[0].header_rows == 1
    assert reading.text == "TT\tNhiệm vụ\tCơ quan chủ trì\n1\tRà soát, báo cáo\nkết quả\tSở Y tế\n2\tTập huấn\t"


def test_text_around_a_table_stays_around_it() -> None:
    table = grid(200, [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Tập huấn", "Sở Y tế"]])
    reading = read_pdf(Sheet([*body(100), *table.texts, Text(72, 400, "Ghi chú: không có.")], table.rulings))
    assert reading.text.startswith(BODY[0])
    assert reading.text.endswith("Sở Y tế\n\nGhi chú: không có.")


def test_a_frame_around_a_paragraph_is_no_table() -> None:
    frame = [(60, 80, 530, 80), (60, 150, 530, 150), (60, 80, 60, 150), (530, 80, 530, 150)]
    assert read_pdf(Sheet(body(100), frame)).tables == ()


def test_a_table_over_two_pages_is_one_and_its_repeated_heading_noise() -> None:
    heading = ["TT", "Nhiệm vụ", "Cơ quan chủ trì"]
    first = grid(600, [heading, ["1", "Tập huấn", "Sở Y tế"]])
    second = grid(80, [heading, ["2", "Rà soát", "Sở Tài chính"]])
    reading = read_pdf(first, Sheet([Text(290, 40, "2"), *second.texts], second.rulings))
    assert cells_of(reading) == [[heading, ["1", "Tập huấn", "Sở Y tế"], ["2", "Rà soát", "Sở Tài chính"]]]
    assert [n.of(reading.text) for n in reading.noise] == ["2", "\t".join(heading)]


def test_a_row_cut_by_the_page_is_put_together() -> None:
    long = "Rà soát, lập danh sách trẻ em có"
    first = grid(600, [["TT", "Nhiệm vụ", "Chủ trì"], ["1", long, "Sở Y tế"]])
    second = grid(80, [["", "hoàn cảnh khó khăn.", ""], ["2", "Tập huấn", "Sở Nội vụ"]])
    reading = read_pdf(first, second)
    assert cells_of(reading)[0][1:] == [
        ["1", f"{long}\nhoàn cảnh khó khăn.", "Sở Y tế"],
        ["2", "Tập huấn", "Sở Nội vụ"],
    ]
    rest = reading.text.index("hoàn")
    assert [p.page for p in reading.places if p.start == rest] == [2]


def test_a_row_without_a_number_that_begins_anew_is_not() -> None:
    first = grid(600, [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Tập huấn.", "Sở Y tế"]])
    second = grid(80, [["", "Nhiệm vụ khác", ""], ["2", "Tập huấn", "Sở Nội vụ"]])
    assert len(cells_of(read_pdf(first, second))[0]) == 4


def test_a_last_row_without_a_line_under_it_is_still_a_row() -> None:
    sheet = grid(600, [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Tập huấn", "Sở Y tế"]])
    reading = read_pdf(Sheet(sheet.texts, sheet.rulings[:-1]))
    assert cells_of(reading) == [[["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Tập huấn", "Sở Y tế"]]]


def test_a_page_that_lies_on_its_side_is_read_as_it_is_shown() -> None:
    reading = read_pdf(Sheet([Text(72, 100, "Sở Y tế chủ trì")], width=842, height=595))
    assert reading.text == "Sở Y tế chủ trì"
    assert (reading.pages[0].width, reading.pages[0].height) == (842, 595)


def test_text_that_is_shown_sideways_is_left_out_with_a_warning() -> None:
    sideways = Sheet([*body(100), *body(160)], rotate=90)
    reading = read_pdf(Sheet(body(100)), sideways)
    assert reading.text == "\n".join(BODY)
    assert [warning for warning in reading.warnings if warning.startswith("Trang 2 có chữ quay ngang")]


@pytest.mark.parametrize(
    ("font", "lines", "text"),
    [
        pytest.param(
            b".VnTime",
            [b"Th\xabng t\xad h\xad\xedng d\xc9n \xae\xc7u t\xad", b"x\xa9y d\xf9ng, Q\xa7-UB"],
            "Thông tư hướng dẫn đầu tư\nxây dựng, QĐ-UB",
            id="TCVN3",
        ),
        pytest.param(b"ABCDEF+.VnTimeH", [b"quy\xd5t \xae\xdenh"], "QUYẾT ĐỊNH", id="TCVN3 capitals"),
        pytest.param(b"VNI-Times", ["Coäng hoøa tröôùc".encode("latin-1")], "Cộng hòa trước", id="VNI"),
        pytest.param(
            b"TT1Fo00",
            [
                "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc QuyÕt ®Þnh cña".encode("latin-1"),
                "Bé tr\xadëng Bé Tµi chÝnh vÒ viÖc ban hµnh chÕ ®é kÕ to¸n".encode("latin-1"),
            ],
            "Cộng hoà xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc Quyết định của\n"
            "Bộ trưởng Bộ Tài chính về việc ban hành chế độ kế toán",
            id="TCVN3 in a font whose name tells nothing",
        ),
    ],
)
def test_old_fonts_are_read_as_they_look(font: bytes, lines: list[bytes], text: str) -> None:
    reading = read(Path("a.pdf"), make_legacy_pdf(lines, font))
    assert reading.text == text
    assert reading.pages[0].how == "repaired"
    assert [reading.text[p.start : p.end] for p in reading.places] == text.split()
