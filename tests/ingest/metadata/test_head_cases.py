"""Heads as offices and copies print them: dates in every spelling, kinds by number and form, unknown kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, DocumentKind
from ingest.metadata import describe
from ingest.metadata.head.dates import printed_date
from ingest.readers import read
from ingest.structure import structure
from tests.ingest.trees import reading_of

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
BODY = "Thời gian qua, công tác này đạt nhiều kết quả.\n1. Sở Y tế chủ trì.\n2. Sở Tài chính phối hợp.\n"


def described(text: str) -> Document:
    reading = reading_of(text)
    return describe(reading, structure(reading), id="a", source="a.txt", sha256="")


def plan(dated: str = "Lâm Đồng, ngày 05 tháng 9 năm 2025", number: str = "Số: 9871/KH-UBND") -> str:
    return f"ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\n{MOTTO}{number}\n{dated}\nKẾ HOẠCH\nTrồng sen trên ao hồ\n{BODY}"


DATES = {
    "no comma": ("Lâm Đồng ngày 05 tháng 9 năm 2025", "2025-09-05", ""),
    "no place": ("ngày 05 tháng 9 năm 2025", "2025-09-05", ""),
    "figures with slashes": ("Lâm Đồng, ngày 5/9/2025", "2025-09-05", ""),
    "figures with dashes, no word for the day": ("Đà Lạt, 05-9-2025", "2025-09-05", ""),
    "figures with dots": ("Đà Lạt, ngày 05.9.2025", "2025-09-05", ""),
    "in words": ("Lâm Đồng, ngày mùng năm tháng chín năm hai nghìn không trăm hai mươi lăm", "2025-09-05", ""),
    "in words, two tens": (
        "Lâm Đồng, ngày hai mươi mốt tháng mười hai năm hai nghìn không trăm linh chín",
        "2009-12-21",
        "",
    ),
    "a day that a hand wrote": ("Lâm Đồng, ngày (O- tháng 10 năm 2025", "2025-10", "không đọc được"),
    "no such day of a month": ("Lâm Đồng, ngày 31 tháng 11 năm 2025", "2025-11", "không có trong lịch"),
    "no such day of a year": ("Lâm Đồng, ngày 29/02/2026", "2026-02", "không có trong lịch"),
    "no such month": ("Lâm Đồng, ngày 12 tháng 13 năm 2025", "2025", "không có trong lịch"),
    "a blank day": ("Lâm Đồng, ngày … tháng 9 năm 2025", "2025-09", ""),
}


@pytest.mark.parametrize(("dated", "issued", "doubt"), DATES.values(), ids=DATES)
def test_a_date_is_read_in_every_spelling_and_the_title_does_not_depend_on_it(
    dated: str, issued: str, doubt: str
) -> None:
    document = described(plan(dated))
    assert document.issued == issued
    assert document.title == "Trồng sen trên ao hồ"
    assert document.issuer == "Ủy ban nhân dân tỉnh Lâm Đồng"
    assert [doubt in warning for warning in document.warnings] == ([True] if doubt else [])
    assert [(listed.field, listed.reason) for listed in document.doubts] == [("issued", w) for w in document.warnings]


@pytest.mark.parametrize(
    ("dated", "read"),
    [
        pytest.param("Lâm Đồng, ngày 29/02/2026", "ngày 29/02/2026", id="in figures"),
        pytest.param("Đà Lạt, 31-11-2025", "31-11-2025", id="in figures alone"),
        pytest.param("ngày (O-  tháng 10\nnăm 2025", "ngày (O- tháng 10 năm 2025", id="broken by a line"),
        pytest.param(
            "ngày ba mươi tháng hai năm hai nghìn không trăm hai mươi lăm",
            "ngày ba mươi tháng hai năm hai nghìn không trăm hai mươi lăm",
            id="in words",
        ),
        pytest.param("Lâm Đồng, ngày 28/02/2026", "", id="certain"),
    ],
)
def test_a_doubtful_date_keeps_the_words_it_was_read_from(dated: str, read: str) -> None:
    assert printed_date(dated).read == read


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        pytest.param("ngày mười tháng giêng năm hai nghìn không trăm hai mươi sáu", "2026-01-10", id="ten"),
        pytest.param("ngày ba mươi mốt tháng chạp năm hai nghìn không trăm hai mươi tư", "2024-12-31", id="last month"),
        pytest.param("số 12/5/2025/QĐ-UBND", "", id="a number is no date"),
        pytest.param("không có ngày nào", "", id="none"),
    ],
)
def test_dates_in_words(words: str, iso: str) -> None:
    assert printed_date(words).iso == iso


NUMBERS = {
    "kind before the number": ("Kế hoạch số: 9871/KH-UBND", "9871/KH-UBND"),
    "emphasis": ("**Số:** 9871/KH-UBND", "9871/KH-UBND"),
    "a serial with a point": ("Số: 98.7/2025/KH-UBND", "98.7/2025/KH-UBND"),
}


@pytest.mark.parametrize(("line", "number"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_read_in_every_spelling(line: str, number: str) -> None:
    assert described(plan(number=line)).number == number


# issuer, number line, what stands below it: kind, whether in doubt
KINDS = {
    "CT of the tax office is no directive": ("CỤC THUẾ", "Số: 9825/CT-CS V/v tiền thuê ao", "", "công văn", False),
    "CT of a province is a directive": ("BỘ Y TẾ", "Số: 98/CT-BYT", "", "chỉ thị", False),
    "a circular that guides": ("BỘ Y TẾ", "Số: 98/2025/TT-BYT", "THÔNG TƯ Hướng dẫn trồng sen", "thông tư", False),
    "a circular whose name is lost": ("BỘ Y TẾ", "Số: 98/2025/TT-BYT", "Hướng dẫn trồng sen", "thông tư", False),
    "a guideline": ("BỘ Y TẾ", "Số: 98/HD-BYT", "HƯỚNG DẪN\nTrồng sen", "hướng dẫn", False),
    "letters of another kind": ("BỘ Y TẾ", "Số: 98/KH-BYT", "THÔNG BÁO\nVề việc trồng sen", "thông báo", True),
    "letters of the issuer first": ("BỘ TÀI CHÍNH", "Số: 98/TC/QĐ/CĐKT", "QUYẾT ĐỊNH\nVề chế độ", "quyết định", False),
}


@pytest.mark.parametrize(("issuer", "number", "title", "kind", "doubtful"), KINDS.values(), ids=KINDS)
def test_a_kind_is_told_by_number_and_form_together(
    issuer: str, number: str, title: str, kind: str, doubtful: bool
) -> None:
    document = described(f"{issuer}\n{MOTTO}{number}\nHà Nội, ngày 5 tháng 9 năm 2025\n{title}\n{BODY}")
    assert document.type == kind
    assert any("ký hiệu" in warning for warning in document.warnings) is doubtful
    assert [(doubt.field, doubt.read) for doubt in document.doubts] == ([("type", kind)] if doubtful else [])


UNKNOWN = {
    "a list of work": "Danh sách việc trong tuần\nSở Y tế gửi số liệu. Sở Tài chính rà soát.\n",
    "words that assign": "Giao Sở Y tế chủ trì rà soát.\nBáo cáo trước ngày 30/9/2025.\n",
    "rows between bars": "|TT|Nhiệm vụ      |Chủ trì |\n|1 |Rà soát ao hồ |Sở Y tế |\nGhi chú: theo dõi.\n",
    "rows between commas": "TT,Nhiệm vụ,Chủ trì\n1,Rà soát ao hồ,Sở Y tế\n2,Báo cáo,Sở Tài chính\n",
}
NEWS = {
    "a dateline": "Nghệ An trồng sen\n(Chinhphu.vn) - Các xã miền núi của tỉnh bắt đầu trồng sen trên ao hồ.\n",
    "an act told of": "Thêm ao sen\nPhó Thủ tướng vừa ký Quyết định số 98/QĐ-TTg phê duyệt Chương trình trồng sen.\n",
    "told of from outside": "Chỉ thị về trồng sen\nTheo đó, Bộ Chính trị yêu cầu các cấp ủy thực hiện tốt.\n",
    "a day and a person": "Lễ hội sen\nSáng ngày 5/9, tại xã Sen Hồ, Chủ tịch tỉnh dự lễ.\n",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_a_text_that_shows_no_issuer_is_of_unknown_kind(text: str) -> None:
    document = described(text)
    assert (document.kind, document.type) == (DocumentKind.PRIMARY, "")
    assert document.reasons["type"]
    assert "|" not in document.title
    assert "," not in document.title


@pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
def test_news_is_known_by_what_news_has(text: str) -> None:
    document = described(text)
    assert (document.kind, document.type) == (DocumentKind.SECONDARY, "tin tức")


def test_an_assembly_dates_its_resolution_at_the_end() -> None:
    document = described(
        f"{MOTTO}Số: 9857/NQ-UBTVQH15\nNGHỊ QUYẾT\nVề việc đặt tên hồ sen\nỦY BAN THƯỜNG VỤ QUỐC HỘI\n"
        "Căn cứ Luật Giá;\nQUYẾT NGHỊ:\nĐiều 1. Đặt tên hồ.\nĐiều 2. Hiệu lực\n"
        "Nghị quyết này được Ủy ban Thường vụ Quốc hội khóa XV thông qua ngày 16 tháng 6 năm 2025.\n"
    )
    assert (document.issued, document.issuer) == ("2025-06-16", "Ủy ban Thường vụ Quốc hội")


def test_the_head_of_the_first_page_gives_number_date_and_issuer() -> None:
    """Word's header of the first page, read before the text: the left column, then the right one."""
    header = f"ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nSố: 9871/KH-UBND\n{MOTTO}Lâm Đồng, ngày 05 tháng 9 năm 2025\n\n"
    document = described(f"{header}KẾ HOẠCH\n\nTrồng sen trên ao hồ\n\n{BODY}")
    assert (document.number, document.issued) == ("9871/KH-UBND", "2025-09-05")
    assert (document.issuer, document.title) == ("Ủy ban nhân dân tỉnh Lâm Đồng", "Trồng sen trên ao hồ")


SHARED_CASES = {
    "d2-date-line.docx": ("issued", "2017-10"),
    "d4-date-line.docx": ("issued", "2025-09-05"),
    "d7-date-line.docx": ("issued", "2025-09-05"),
    "d15-dates-in-words.docx": ("issued", "2025-09-09"),
    "n32.txt": ("number", "1657/NQ-UBTVQH15"),
}


@pytest.mark.parametrize("name", SHARED_CASES)
def test_the_heads_among_the_shared_cases(shared: Path, name: str) -> None:
    path = shared / "cases" / name
    reading = read(path, path.read_bytes())
    document = describe(reading, structure(reading), id="a", source=name, sha256="")
    field, value = SHARED_CASES[name]
    assert getattr(document, field) == value
    assert document.title
    assert document.issuer
