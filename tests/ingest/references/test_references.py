"""Citations in every spelling, with their fields, relations and places."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identifiers import number_identity, number_key
from corpus.model import Clause, ClauseKind, Document, DocumentKind, Reference, Relation
from corpus.vietnamese import clean
from corpus.vocabulary import load
from ingest.metadata import describe
from ingest.readers.extracted_text import ExtractedText
from ingest.references import find_references
from ingest.structure import structure

PLAN = Document(
    id="980",
    source="980.txt",
    sha256="",
    type="kế hoạch",
    number="980/KH-UBND",
    issuer="Ủy ban nhân dân tỉnh Nghệ An",
    issued="2025-11-18",
    province="Nghệ An",
)
DECISION = replace(PLAN, type="quyết định", number="2015/QĐ-UBND", issued="2025-11-20")
DECREE = replace(PLAN, type="nghị định", number="26/2001/NĐ-CP", issuer="Chính phủ", issued="2001-06-04", province="")
NEWS = Document(id="0", source="0.txt", sha256="", kind=DocumentKind.SECONDARY, type="tin tức")


def paragraph(text: str, kind: ClauseKind = ClauseKind.PARAGRAPH, path: str = "doan-1") -> tuple[Clause, ...]:
    return (Clause(path, None, kind, "", 0, len(text), len(text)),)


def cited(text: str, document: Document = PLAN, kind: ClauseKind = ClauseKind.PARAGRAPH) -> list[Reference]:
    found = find_references(text, paragraph(text, kind), document)
    for reference in found:
        assert text[reference.start : reference.end] == reference.quote
    return list(found)


# --- what is found, and its fields -------------------------------------------

# name: (text, [(number, type, issuer, date)])
FIELDS: dict[str, tuple[str, list[tuple[str, str, str, str]]]] = {
    "broken line inside the number": (
        "theo Quyết định số 27\n/QĐ-TTg ngày 03/01/2025 của\nThủ tướng Chính phủ",
        [("27/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "2025-01-03")],
    ),
    "space inside the letters": (
        "Thông tư số 92/2009/TT- BTC ngày 12/5/2009",
        [("92/2009/TT-BTC", "thông tư", "Bộ Tài chính", "2009-05-12")],
    ),
    "a space after the serial": (
        "Căn cứ Nghị định số 13/ 2008/NĐ-CP ngày 04/02/2008",
        [("13/2008/NĐ-CP", "nghị định", "Chính phủ", "2008-02-04")],
    ),
    "a slash read as a space": (
        "Quyết định số 947 QĐ/UB ngày 24/4/1993",
        [("947/QĐ/UB", "quyết định", "Ủy ban nhân dân tỉnh Nghệ An", "1993-04-24")],
    ),
    "issuers of a joint circular apart": (
        "Thông tư liên tịch số 04 / 2010 / TTLT - UBDT - BNV ngày 17/9/2010 của Ủy ban Dân tộc và Bộ Nội vụ",
        [("04/2010/TTLT-UBDT-BNV", "thông tư liên tịch", "Ủy ban Dân tộc, Bộ Nội vụ", "2010-09-17")],
    ),
    "a list in small letters": (
        "nghị quyết số 340/nq-hđnd ngày 22/12/2020; 148/nq-hđnd ngày 26/10/2021",
        [
            ("340/NQ-HĐND", "nghị quyết", "Hội đồng nhân dân tỉnh Nghệ An", "2020-12-22"),
            ("148/NQ-HĐND", "nghị quyết", "Hội đồng nhân dân tỉnh Nghệ An", "2021-10-26"),
        ],
    ),
    "a title in capitals": (
        "QUYẾT ĐỊNH SỐ 1899/QĐ-TTG NGÀY 04/9/2025 CỦA THỦ TƯỚNG CHÍNH PHỦ BAN HÀNH KẾ HOẠCH",
        [("1899/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "2025-09-04")],
    ),
    "emphasis of converters": (
        "**Quyết định** **số** **27/QĐ-TTg** *ngày 03/01/2025*",
        [("27/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "2025-01-03")],
    ),
    "Party resolution": (
        "Nghị quyết số 20-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng khóa XII về công tác",
        [("20-NQ/TW", "nghị quyết", "Ban Chấp hành Trung ương", "2017-10-25")],
    ),
    "law with its name": (
        "Luật Trẻ em số 102/2016/QH13 ngày 05 tháng 4 năm 2016",
        [("102/2016/QH13", "luật", "Quốc hội", "2016-04-05")],
    ),
    "law with its number in brackets": (
        "Luật Thuế thu nhập doanh nghiệp (số 03/1997/QH9 ngày 10 tháng 5 năm 1997)",
        [("03/1997/QH9", "luật", "Quốc hội", "1997-05-10")],
    ),
    "a law that amends a law": (
        "Luật sửa đổi, bổ sung một số điều của Luật Đầu tư nước ngoài tại Việt Nam số 18/2000/QH10",
        [("18/2000/QH10", "luật", "Quốc hội", "")],
    ),
    "letters": (
        "công văn số 1808/CP-ĐP, Văn bản số 10894/VPCP-CN ngày 8/11/2025",
        [
            ("1808/CP-ĐP", "công văn", "Chính phủ", ""),
            ("10894/VPCP-CN", "văn bản", "Văn phòng Chính phủ", "2025-11-08"),
        ],
    ),
    "list, a date for the last alone": (
        "các Công điện số 217/CĐ-TTg, 218/CĐ-TTg và 222/CĐ-TTg ngày 19/11/2025",
        [
            ("217/CĐ-TTg", "công điện", "Thủ tướng Chính phủ", ""),
            ("218/CĐ-TTg", "công điện", "Thủ tướng Chính phủ", ""),
            ("222/CĐ-TTg", "công điện", "Thủ tướng Chính phủ", "2025-11-19"),
        ],
    ),
    "list of serials": (
        "các Quyết định số 12, 13 và 14/2020/QĐ-TTg ngày 05/6/2020",
        [
            ("12/2020/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", ""),
            ("13/2020/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", ""),
            ("14/2020/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "2020-06-05"),
        ],
    ),
    "list with one issuer after it": (
        "các Nghị quyết số 27-NQ/TW, 28-NQ/TW ngày 21/5/2018 của Ban Chấp hành Trung ương khóa XII",
        [
            ("27-NQ/TW", "nghị quyết", "Ban Chấp hành Trung ương", ""),
            ("28-NQ/TW", "nghị quyết", "Ban Chấp hành Trung ương", "2018-05-21"),
        ],
    ),
    "eth and lost stroke": (
        "Nghị định 56/2017/NÐ-CP và Nghị định số 57/2017/ND-CP",
        [("56/2017/NĐ-CP", "nghị định", "Chính phủ", ""), ("57/2017/NĐ-CP", "nghị định", "Chính phủ", "")],
    ),
    "small letters of a font without capitals": (
        "quyết định số 176/1999/qđ-ttg ngày 26/8/1999",
        [("176/1999/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "1999-08-26")],
    ),
    "number before 1992": (
        "Nghị định số 236-HĐBT ngày 12-3-1990",
        [("236-HĐBT", "nghị định", "Hội đồng Bộ trưởng", "1990-03-12")],
    ),
    "joint circular": (
        "Thông tư liên tịch số 34/2004/TTLT-BTC-BYT",
        [("34/2004/TTLT-BTC-BYT", "thông tư liên tịch", "Bộ Tài chính, Bộ Y tế", "")],
    ),
    "a post is its body": (
        "Thông tư số 10/2022/TT-BKHĐT ngày 15 tháng 6 năm 2022 của Bộ trưởng Bộ Kế hoạch và Đầu tư quy định",
        [("10/2022/TT-BKHĐT", "thông tư", "Bộ Kế hoạch và Đầu tư", "2022-06-15")],
    ),
    "minister and head of the Government Office": (
        "Thông tư số 02/2017/TT-VPCP của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ hướng dẫn",
        [("02/2017/TT-VPCP", "thông tư", "Văn phòng Chính phủ", "")],
    ),
    "the province of the citing document": (
        "Quyết định số 11/2007/QĐ-UBND ngày 19/3/2007 của UBND tỉnh về việc",
        [("11/2007/QĐ-UBND", "quyết định", "Ủy ban nhân dân tỉnh Nghệ An", "2007-03-19")],
    ),
    "another province": (
        "Quyết định số 45/2012/QĐ-UBND của Chủ tịch UBND tỉnh Đồng Nai ngày 12/3/2012",
        [("45/2012/QĐ-UBND", "quyết định", "Ủy ban nhân dân tỉnh Đồng Nai", "2012-03-12")],
    ),
    "issuer between kind and number": (
        "Quyết định của Thủ tướng Chính phủ số 142/2008/QĐ-TTg",
        [("142/2008/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "")],
    ),
    "issuer of a request, named before it": (
        "xem xét Tờ trình của Đảng uỷ Chính phủ về Đề án phân loại đô thị (Tờ trình số 03-TTr/ĐU, ngày 17/10/2025)",
        [("03-TTr/ĐU", "tờ trình", "Đảng ủy Chính phủ", "2025-10-17")],
    ),
    "kind among other words": (
        "Kế hoạch thanh tra số 1505/KH-TTCP, Thông báo kết luận số 624/TB-VPCP",
        [
            ("1505/KH-TTCP", "kế hoạch", "Thanh tra Chính phủ", ""),
            ("624/TB-VPCP", "thông báo", "Văn phòng Chính phủ", ""),
        ],
    ),
    "the letters choose between two kinds": (
        "Quyết định phê duyệt kế hoạch số 12/QĐ-BYT",
        [("12/QĐ-BYT", "quyết định", "Bộ Y tế", "")],
    ),
    "report that opens with the day": (
        "Ngày 22/5/2025, UBND tỉnh ban hành Kế hoạch số 377/KH-UBND",
        [("377/KH-UBND", "kế hoạch", "Ủy ban nhân dân tỉnh Nghệ An", "2025-05-22")],
    ),
    "short citations take what the fuller one says": (
        "Chỉ thị số 28-CT/TW ngày 25/12/2023 của Bộ Chính trị. Theo Chỉ thị số 28-CT/TW, Chỉ thị 28 thì",
        [("28-CT/TW", "chỉ thị", "Bộ Chính trị", "2023-12-25")] * 3,
    ),
    "day and month take the year of the number": (
        "Nghị định số 82/2024/NĐ-CP ngày 10/7 của Chính phủ",
        [("82/2024/NĐ-CP", "nghị định", "Chính phủ", "2024-07-10")],
    ),
    "law by its date": (
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
        [("", "luật", "", "2015-06-19")],
    ),
    "law by its year": ("quy định của Luật Năng lượng nguyên tử 2025 và", [("", "luật", "", "2025")]),
    "a law that amends two others, by its date": (
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương "
        "ngày 22 tháng 11 năm 2019;",
        [("", "luật", "", "2019-11-22")],
    ),
    "programmes, a strategy, a convention": (
        "như: Chương trình hành động quốc gia vì trẻ em giai đoạn 2021 - 2030; Chiến lược quốc gia về dinh dưỡng "
        "giai đoạn 2021 - 2030 và tầm nhìn đến năm 2045; Công ước Liên hợp quốc về quyền trẻ em.",
        [("", "chương trình", "", ""), ("", "chiến lược", "", ""), ("", "công ước", "Liên hợp quốc", "")],
    ),
    "a programme that a cited decision approves is its subject": (
        "Quyết định số 1719/QĐ-TTg phê duyệt Chương trình mục tiêu quốc gia phát triển miền núi giai đoạn 2021-2030",
        [("1719/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "")],
    ),
    "what reports are not": (
        "Kế hoạch này, Quyết định trên; mẫu số 01/TT-BTC; QCVN 14:2008/BTNMT; tỷ lệ 1/2000; 54/105 CSDL; 24/7; "
        "quy định của pháp luật; kế hoạch 5 năm 2021-2025; 50.000 đồng/người",
        [],
    ),
    "its own number in its letterhead": ("Số: 980/KH-UBND\nNghệ An, ngày 18 tháng 11 năm 2025", []),
    "its own number in its annex": (
        "PHỤ LỤC\n(Kèm theo Kế hoạch số 980/KH-UBND ngày 18 tháng 11 năm 2025 của UBND tỉnh Nghệ An)",
        [],
    ),
    "a serial with a point": (
        "Nghị quyết số 66.7/2025/NQ-CP ngày 15 tháng 11 năm 2025 của Chính phủ",
        [("66.7/2025/NQ-CP", "nghị quyết", "Chính phủ", "2025-11-15")],
    ),
    "an impossible day": ("Nghị quyết số 98/NQ-CP ngày 31/11/2025", [("98/NQ-CP", "nghị quyết", "Chính phủ", "")]),
    "a number that is its own, of another year": (
        "Kế hoạch số 980/KH-UBND ngày 12/3/2019 của UBND tỉnh",
        [("980/KH-UBND", "kế hoạch", "Ủy ban nhân dân tỉnh Nghệ An", "2019-03-12")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FIELDS.values(), ids=FIELDS)
def test_fields(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [(r.number, r.type, r.issuer, r.date) for r in cited(text)] == expected


DATES = {
    "in figures": ("ngày 25/12/2023", "2023-12-25"),
    "in words": ("ngày 04 tháng 9 năm 2025", "2025-09-04"),
    "with dashes": ("ngày 15-12-1989", "1989-12-15"),
    "spaced": ("ngày 01/ 7 /2004", "2004-07-01"),
    "run together": ("ngày 14 tháng5 năm 2008", "2008-05-14"),
    "after a comma": (", ngày 25/12/2023", "2023-12-25"),
    "in brackets": ("(ngày 25/12/2023)", "2023-12-25"),
    "year of two digits": ("ngày 5/2/98", "1998-02-05"),
    "OCR": ("ngày 22 tháng 12 nám 2024", "2024-12-22"),
    "passed by": ("được Chính phủ ban hành ngày 25/12/2023", "2023-12-25"),
    "month only": ("tháng 9 năm 2025", "2025-09"),
}


@pytest.mark.parametrize(("words", "iso"), DATES.values(), ids=DATES)
def test_dates(words: str, iso: str) -> None:
    assert [r.date for r in cited(f"Nghị định số 63/NĐ-CP {words} về")] == [iso]


UNREADABLE = {
    "not in the calendar": "ngày 31/02/2020",
    "figures lost": "ngày 26 tháng Í Ï năm 2014",
    "left blank": "ngày tháng năm 2014",
    "without a year": "ngày 10/7",
}


@pytest.mark.parametrize("words", UNREADABLE.values(), ids=UNREADABLE)
def test_a_date_that_cannot_be_read_is_empty_with_the_reason(words: str) -> None:
    [reference] = cited(f"Nghị định số 63/NĐ-CP {words} của Chính phủ")
    assert reference.date == ""
    assert reference.reason.startswith("Ngày ban hành")


TARGETS = {
    "article, clause, point": ("điểm a khoản 2 Điều 5 Nghị định 56/2017/NĐ-CP", "dieu-5/khoan-2/diem-a"),
    "with of": ("khoản 2 Điều 5 của Nghị định 56/2017/NĐ-CP", "dieu-5/khoan-2"),
    "several clauses of one article": ("các khoản 1, 6 và khoản 7 Điều 3 Nghị định số 30/1998/NĐ-CP", "dieu-3"),
    "several points": ("điểm a, b khoản 2 Điều 5 Nghị định số 56/2017/NĐ-CP", "dieu-5/khoan-2"),
    "several articles": ("Điều 7, Điều 8 Nghị định số 200/2025/NĐ-CP", None),
    "items outside articles": ("điểm 2 mục II Chỉ thị số 20-CT/TW", "ii/2"),
    "none": ("theo Nghị định số 200/2025/NĐ-CP", None),
    "of this document": ("Điều 5 Quy chế này và Nghị định số 200/2025/NĐ-CP", None),
}


@pytest.mark.parametrize(("text", "path"), TARGETS.values(), ids=TARGETS)
def test_the_clause_that_is_cited(text: str, path: str | None) -> None:
    assert [r.target_path for r in cited(text)] == [path]


def test_an_old_title_with_its_own_number_is_no_citation() -> None:
    unnumbered = replace(DECREE, number="")
    text = "Nghị định của Chính phủ Số 94 /1998/NĐ-CP ngày 17 tháng 11 năm 1998 thi hành Luật Thuế số 04/1998/QH10"
    [law] = cited(text, unnumbered, ClauseKind.TITLE)
    assert (law.number, law.relation) == ("04/1998/QH10", Relation.IMPLEMENTS)


# --- relations ---------------------------------------------------------------

IMPLEMENTS, BASED_ON, MENTIONS = Relation.IMPLEMENTS, Relation.BASED_ON, Relation.MENTIONS
AMENDS, REPLACES, REPEALS = Relation.AMENDS, Relation.REPLACES, Relation.REPEALS
CONTINUES, REPORTS_ON = Relation.CONTINUES, Relation.REPORTS_ON

# name: (text, document, relations of its citations in order)
RELATIONS: dict[str, tuple[str, Document, list[Relation]]] = {
    "basis": ("Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 về kiểm soát thủ tục;", PLAN, [BASED_ON]),
    "basis misread by OCR": ("Căn cử Nghị định số 63/2010/NĐ-CP;", PLAN, [BASED_ON]),
    "basis in a list": (
        "căn cứ Nghị định số 41/2007/NĐ-CP về xây dựng ngầm đô thị, Nghị định số 29/2007/NĐ-CP về quản lý kiến trúc, "
        "Chỉ thị số 10/2005/CT-BBCVT về dịch vụ viễn thông, UBND tỉnh chỉ thị:",
        PLAN,
        [BASED_ON] * 3,
    ),
    "basis and what amends it": (
        "Căn cứ Nghị định số 34/2016/NĐ-CP; Nghị định số 154/2020/NĐ-CP sửa đổi, bổ sung một số điều của "
        "Nghị định số 59/2015/NĐ-CP;",
        PLAN,
        [BASED_ON, BASED_ON, MENTIONS],
    ),
    "basis as amended by": (
        "Căn cứ Luật Đầu tư công số 58/2024/QH15 được sửa đổi, bổ sung bởi Luật số 90/2025/QH15;",
        PLAN,
        [BASED_ON, BASED_ON],
    ),
    "named inside a basis": (
        "Căn cứ Thông báo số 172/TB-VPCP về rà soát 03 loại rừng theo Chỉ thị số 38/2005/CT-TTg;",
        PLAN,
        [BASED_ON, MENTIONS],
    ),
    "request considered": ("Xét Tờ trình số 226/TTr-BKHCN ngày 05/11/2025,", PLAN, [BASED_ON]),
    "request of a department": ("Theo đề nghị của Sở Tài chính tại Tờ trình số 66/TTr-STC;", PLAN, [BASED_ON]),
    "report heard": (
        "sau khi nghe Báo cáo của Ban Tổ chức Trung ương về tình hình hoạt động (Báo cáo số 565-BC/BTCTW), kết luận:",
        PLAN,
        [BASED_ON],
    ),
    "carries out": ("Thực hiện Chỉ thị số 28-CT/TW ngày 25/12/2023 của Bộ Chính trị, UBND tỉnh", PLAN, [IMPLEMENTS]),
    "carries out several": (
        "Để triển khai Quyết định số 193/2001/QĐ-TTg, Quyết định số 115/2004/QĐ-TTg về Quỹ bảo lãnh tín dụng cho "
        "doanh nghiệp nhỏ và vừa và Chỉ thị số 40/2005/CT-TTg,",
        PLAN,
        [IMPLEMENTS] * 3,
    ),
    "carries out what carries out": (
        "Thực hiện Quyết định số 1899/QĐ-TTg ban hành Kế hoạch triển khai thi hành Nghị định số 200/2025/NĐ-CP",
        PLAN,
        [IMPLEMENTS, IMPLEMENTS],
    ),
    "abbreviation": (
        "Thực hiện Chỉ thị số 28-CT/TW về bảo vệ trẻ em (sau đây viết tắt là Chỉ thị số 28-CT/TW), Tỉnh ủy",
        PLAN,
        [IMPLEMENTS, IMPLEMENTS],
    ),
    "understood thoroughly": ("quán triệt nghiêm túc Kết luận số 34-KL/TW của Bộ Chính trị;", PLAN, [IMPLEMENTS]),
    "guidance": ("Hướng dẫn thi hành Quyết định số 176/1999/QĐ-TTg", PLAN, [IMPLEMENTS]),
    "as directed in": (
        "theo đúng chỉ đạo của Thủ tướng Chính phủ tại Công điện số 158/CĐ-TTg;",
        PLAN,
        [IMPLEMENTS],
    ),
    "opinion in brackets": (
        "thực hiện ý kiến chỉ đạo của Thủ tướng Chính phủ (Thông báo số 627/TB-VPCP),",
        PLAN,
        [IMPLEMENTS],
    ),
    "preamble that opens with a task": (
        "Thực hiện việc phát hành công trái giáo dục theo Nghị quyết số 09/2002/QH11 của Quốc hội;",
        PLAN,
        [IMPLEMENTS],
    ),
    "according to, in the body": (
        "1. Rà soát, thực hiện đơn giản hóa thủ tục theo Nghị quyết số 66/NQ-CP của Chính phủ",
        PLAN,
        [MENTIONS],
    ),
    "named to be carried out further on": (
        "Ngày 05/6/2020, Thủ tướng Chính phủ ban hành Chỉ thị số 23/CT-TTg. Để triển khai thực hiện Chỉ thị nêu trên,",
        PLAN,
        [IMPLEMENTS, IMPLEMENTS],
    ),
    "a date is not carried out": (
        "1. Chế độ này thực hiện từ ngày Nghị định số 69/2009/NĐ-CP có hiệu lực",
        PLAN,
        [MENTIONS],
    ),
    "issued before": ("Thủ tướng Chính phủ đã ban hành Công điện số 158/CĐ-TTg", PLAN, [MENTIONS]),
    "goes on from": ("tiếp theo các Công điện số 217/CĐ-TTg, 218/CĐ-TTg, Thủ tướng yêu cầu:", PLAN, [CONTINUES] * 2),
    "after ten years": ("Sau 10 năm thực hiện Chỉ thị số 20-CT/TW, công tác", PLAN, [CONTINUES]),
    "amends": (
        "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 30/1998/NĐ-CP quy định chi tiết Luật Thuế",
        DECREE,
        [AMENDS],
    ),
    "issues a decree that amends": (
        "Chính phủ ban hành Nghị định sửa đổi, bổ sung một số điều của Nghị định số 30/1998/NĐ-CP.",
        DECREE,
        [AMENDS],
    ),
    "corrects": ("Điều 1. Đính chính lỗi kỹ thuật tại Thông tư số 10/2022/TT-BKHĐT", DECISION, [AMENDS]),
    "amended as follows": (
        "Điều 2. Khoản 3 Điều 5 Nghị định số 30/1998/NĐ-CP được sửa đổi như sau:",
        DECREE,
        [AMENDS],
    ),
    "another document amends": (
        "1. Trình Chính phủ Nghị định sửa đổi, bổ sung Nghị định số 204/2004/NĐ-CP",
        PLAN,
        [MENTIONS],
    ),
    "replaces": (
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 35/2022/QĐ-UBND ngày 14/10/2022.",
        DECISION,
        [REPLACES],
    ),
    "another document will replace": (
        "1. Triển khai khi có Thông tư mới thay thế Thông tư số 92/2009/TT-BTC và Thông tư số 85/2020/TT-BTC",
        PLAN,
        [MENTIONS, MENTIONS],
    ),
    "repeals": ("Quyết định này có hiệu lực từ ngày ký và bãi bỏ Quyết định số 1029/QĐ-UBND", DECISION, [REPEALS]),
    "repeals an article": ("Điều 3. Bãi bỏ Điều 4 của Quyết định số 12/2019/QĐ-UBND", DECISION, [REPEALS]),
    "repeals several": (
        "Điều 3. Bãi bỏ khoản 1 Điều 3 Quyết định số 22/2024/QĐ-UBND; Điều 5 Quy chế ban hành kèm theo "
        "Quyết định số 33/2025/QĐ-UBND.",
        DECISION,
        [REPEALS, REPEALS],
    ),
    "no longer in force": (
        "Nghị định số 58/2019/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        DECREE,
        [REPEALS],
    ),
    "annex of another document": ("(Ban hành kèm theo Quyết định số 5611/QĐ-UBND)", PLAN, [MENTIONS]),
    "a programme named among tasks": (
        "1. Thực hiện có hiệu quả Chương trình hành động vì trẻ em giai đoạn 2021 - 2025.",
        PLAN,
        [MENTIONS],
    ),
    "a report and what its document carries out": (
        "Phó Thủ tướng đã ký Quyết định số 1183/QĐ-TTg ban hành Kế hoạch triển khai thực hiện Chỉ thị số 28-CT/TW.",
        NEWS,
        [REPORTS_ON, IMPLEMENTS],
    ),
}


LETTER = replace(PLAN, type="công văn", number="9711/BNV-TL", issuer="Bộ Nội vụ", province="")
# name: (text, document, kind of the clause, relations)
SENTENCES: dict[str, tuple[str, Document, ClauseKind, list[Relation]]] = {
    "in the brackets of a basis": (
        "Căn cứ Kế hoạch số 12/KH-SYT ngày 1/2/2025 của Sở Y tế (thực hiện Nghị quyết số 57-NQ/TW);",
        DECISION,
        ClauseKind.BASIS,
        [Relation.BASED_ON, Relation.BASED_ON],
    ),
    "a law that amended the basis": (
        "Căn cứ Luật Xây dựng số 50/2014/QH13, được sửa đổi, bổ sung tại Luật sửa đổi, bổ sung một số điều của "
        "Luật Xây dựng số 62/2020/QH14;",
        DECISION,
        ClauseKind.BASIS,
        [Relation.BASED_ON, Relation.BASED_ON],
    ),
    "as work was shared out": (
        "Theo phân công tại Quyết định số 12/QĐ-TTg ngày 1/2/2025, Bộ Nội vụ xây dựng dự thảo.",
        LETTER,
        ClauseKind.PARAGRAPH,
        [Relation.BASED_ON],
    ),
    "a letter received": (
        "Bộ Nội vụ nhận văn bản số 16/CV-HHS ngày 29/10/2025 của Hiệp hội Sen.",
        LETTER,
        ClauseKind.PARAGRAPH,
        [Relation.BASED_ON],
    ),
    "the own letter in which something was asked": (
        "Tại Công văn số 9335/BNV-TL ngày 14/10/2025, Bộ Nội vụ đã yêu cầu các địa phương báo cáo.",
        LETTER,
        ClauseKind.PARAGRAPH,
        [Relation.CONTINUES],
    ),
    "the letter of another body in which something was asked": (
        "Tại Công văn số 9335/BYT-TL ngày 14/10/2025, Bộ Y tế đã yêu cầu các địa phương báo cáo.",
        LETTER,
        ClauseKind.PARAGRAPH,
        [Relation.MENTIONS],
    ),
    "a letter without its own number": (
        "Tại Công văn số 9335/BYT-TL ngày 14/10/2025, Bộ Y tế đã yêu cầu các địa phương báo cáo.",
        replace(LETTER, number=""),
        ClauseKind.PARAGRAPH,
        [Relation.MENTIONS],
    ),
    "a plan changed by its issuer": (
        "Ủy ban nhân dân tỉnh điều chỉnh một số nội dung của Kế hoạch số 98/KH-UBND ngày 1/2/2025 như sau:",
        PLAN,
        ClauseKind.PARAGRAPH,
        [Relation.AMENDS],
    ),
    "a plan another is asked to change": (
        "Giao Sở Y tế điều chỉnh một số nội dung của Kế hoạch số 98/KH-SYT ngày 1/2/2025.",
        PLAN,
        ClauseKind.PARAGRAPH,
        [Relation.MENTIONS],
    ),
    "after an opinion that is told": (
        "Sở có văn bản số 16/SYT-NV, Phó Chủ tịch có ý kiến như sau: Sở Y tế thực hiện đúng chỉ đạo tại "
        "Thông báo số 12/TB-VPCP ngày 1/2/2025.",
        LETTER,
        ClauseKind.PARAGRAPH,
        [Relation.MENTIONS, Relation.IMPLEMENTS],
    ),
    "goals and demands": (
        "a) Sở Y tế làm theo đúng mục tiêu, yêu cầu tại Kế hoạch số 02-KH/BCĐTW ngày 19/6/2025.",
        PLAN,
        ClauseKind.ITEM,
        [Relation.IMPLEMENTS],
    ),
    "difficulties in carrying out": (
        "V/v tháo gỡ khó khăn trong việc triển khai Nghị định số 136/2025/NĐ-CP",
        LETTER,
        ClauseKind.TITLE,
        [Relation.MENTIONS],
    ),
}


@pytest.mark.parametrize(("text", "document", "kind", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_relations_follow_the_sentence(
    text: str, document: Document, kind: ClauseKind, expected: list[Relation]
) -> None:
    assert [r.relation for r in cited(text, document, kind)] == expected


@pytest.mark.parametrize(("text", "document", "expected"), RELATIONS.values(), ids=RELATIONS)
def test_relations(text: str, document: Document, expected: list[Relation]) -> None:
    assert [r.relation for r in cited(text, document)] == expected


# name: (text, the quotes of its citations, each with its number)
AGAIN = {
    "by a name given": (
        "Quyết định số 1374/QĐ-TTg ngày 12/8/2015 (sau đây gọi tắt là Đề án 1374). Các sở thực hiện Đề án 1374.",
        [("Quyết định số 1374/QĐ-TTg ngày 12/8/2015", "1374/QĐ-TTg"), ("Đề án 1374", "1374/QĐ-TTg")],
    ),
    "by a name given in quotes": (
        "Nghị định số 56/2017/NĐ-CP (dưới đây gọi là “Nghị định về trẻ em”); theo Nghị định về trẻ em.",
        [("Nghị định số 56/2017/NĐ-CP", "56/2017/NĐ-CP"), ("Nghị định về trẻ em", "56/2017/NĐ-CP")],
    ),
    "a law by its short name": (
        "Luật Trẻ em năm 2016 (sau đây gọi là Luật Trẻ em). Điều 5 Luật Trẻ em quy định.",
        [("Luật Trẻ em năm 2016", ""), ("Luật Trẻ em", "")],
    ),
    "by pointing back": (
        "UBND tỉnh ban hành Kế hoạch số 12/KH-UBND và Quyết định số 5/QĐ-UBND. Các sở thực hiện Kế hoạch nêu trên.",
        [
            ("Kế hoạch số 12/KH-UBND", "12/KH-UBND"),
            ("Quyết định số 5/QĐ-UBND", "5/QĐ-UBND"),
            ("Kế hoạch nêu trên", "12/KH-UBND"),
        ],
    ),
    "several pointed back to": (
        "Quyết định số 5/QĐ-UBND và Quyết định số 6/QĐ-UBND. Thực hiện các Quyết định nêu trên.",
        [("Quyết định số 5/QĐ-UBND", "5/QĐ-UBND"), ("Quyết định số 6/QĐ-UBND", "6/QĐ-UBND")],
    ),
    "a place, not a pointer": (
        "Theo Kế hoạch số 12/KH-UBND. Triển khai Kế hoạch trên địa bàn tỉnh.",
        [("Kế hoạch số 12/KH-UBND", "12/KH-UBND")],
    ),
    "only the word for a kind": (
        "Quyết định số 23/QĐ-TTg (sau đây gọi tắt là Chương trình). Kinh phí thực hiện Chương trình.",
        [("Quyết định số 23/QĐ-TTg", "23/QĐ-TTg")],
    ),
    "a name of something else": (
        "Nghị định số 66/HĐBT ngày 02/3/1992 dưới đây gọi chung là doanh nghiệp. Thanh tra doanh nghiệp.",
        [("Nghị định số 66/HĐBT ngày 02/3/1992", "66/HĐBT")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), AGAIN.values(), ids=AGAIN)
def test_documents_named_again(text: str, expected: list[tuple[str, str]]) -> None:
    found = cited(text, DECISION)
    assert [(r.quote, r.number) for r in found] == expected
    for reference in found:
        first = next(r for r in found if r.number == reference.number)
        assert (reference.date, reference.relation) == (first.date, first.relation)


def test_a_letter_dated_before_it_is_named() -> None:
    [reference] = cited("Ngày 6/5/2019, UBND tỉnh Quảng Trị đã có văn bản số 1889/UBND-NN gửi các sở.", NEWS)
    assert reference.date == "2019-05-06"


# name: (text, which of its citations are about a part only)
PARTS = {
    "a whole document": ("Điều 3. Bãi bỏ Quyết định số 12/2019/QĐ-UBND.", [False]),
    "an article": ("Điều 3. Bãi bỏ Điều 4 của Quyết định số 12/2019/QĐ-UBND.", [True]),
    "several articles": ("Bãi bỏ Điều 4 và Điều 7 Quyết định số 12/2019/QĐ-UBND.", [True]),
    "some articles": ("Bãi bỏ một số điều của các Quyết định số 12, 13/2019/QĐ-UBND.", [True, True]),
    "an article of what it issued": (
        "Bãi bỏ khoản 2 Điều 5 Quy chế ban hành kèm theo Quyết định số 33/2025/QĐ-UBND.",
        [True],
    ),
    "what it issued as a whole": ("Bãi bỏ Quy chế ban hành kèm theo Quyết định số 33/2025/QĐ-UBND.", [False]),
    "one in part, one as a whole": (
        "Bãi bỏ Điều 4 Quyết định số 12/2019/QĐ-UBND và Quyết định số 15/2019/QĐ-UBND.",
        [True, False],
    ),
    "words": ("Thay thế cụm từ “sở” tại Quyết định số 12/2019/QĐ-UBND.", [True]),
    "in part after it": ("Quyết định số 12/2019/QĐ-UBND hết hiệu lực một phần.", [True]),
}


@pytest.mark.parametrize(("text", "expected"), PARTS.values(), ids=PARTS)
def test_citations_of_a_part(text: str, expected: list[bool]) -> None:
    assert [r.partial for r in cited(text, DECISION)] == expected


def test_a_title_that_amends() -> None:
    [reference] = cited("Về việc sửa đổi, bổ sung Quyết định số 12/2019/QĐ-UBND", DECISION, ClauseKind.TITLE)
    assert reference.relation is AMENDS


def test_what_the_title_carries_out_is_carried_out_wherever_it_is_named() -> None:
    title, body = "Thực hiện Chỉ thị số 28-CT/TW", "\n1. Tuyên truyền theo Chỉ thị số 28-CT/TW."
    clauses = (
        Clause("ten", None, ClauseKind.TITLE, "", 0, len(title), len(title)),
        Clause("1", None, ClauseKind.ITEM, "1.", len(title) + 1, len(title + body), len(title + body)),
    )
    found = find_references(title + body, clauses, PLAN)
    assert [(r.path, r.relation) for r in found] == [("ten", IMPLEMENTS), ("1", IMPLEMENTS)]


def test_the_line_above_a_list_holds_for_its_items() -> None:
    text = "Điều 3. Bãi bỏ các văn bản sau:\na) Quyết định số 12/2019/QĐ-UBND;\nb) Quyết định số 13/2019/QĐ-UBND."
    a, b = text.index("a)"), text.index("b)")
    clauses = (
        Clause("dieu-3", None, ClauseKind.ARTICLE, "Điều 3.", 0, len(text), a),
        Clause("dieu-3/diem-a", "dieu-3", ClauseKind.POINT, "a)", a, b, b),
        Clause("dieu-3/diem-b", "dieu-3", ClauseKind.POINT, "b)", b, len(text), len(text)),
    )
    found = find_references(text, clauses, DECISION)
    assert [(r.path, r.relation) for r in found] == [("dieu-3/diem-a", REPEALS), ("dieu-3/diem-b", REPEALS)]


# --- places ------------------------------------------------------------------


def test_the_path_is_that_of_the_clause_whose_own_words_hold_the_citation() -> None:
    text = "II. NHIỆM VỤ theo Nghị quyết số 01/NQ-CP\n1. Theo Nghị quyết số 02/NQ-CP"
    at = text.index("1. Theo")
    clauses = (
        Clause("ii", None, ClauseKind.ITEM, "II.", 0, len(text), at - 1),
        Clause("ii/1", "ii", ClauseKind.ITEM, "1.", at, len(text), len(text)),
    )
    assert [r.path for r in find_references(text, clauses, PLAN)] == ["ii", "ii/1"]


@pytest.mark.parametrize("kind", [ClauseKind.RECIPIENTS, ClauseKind.SIGNATURE, ClauseKind.NOISE])
def test_silent_frames_cite_nothing(kind: ClauseKind) -> None:
    assert cited("Như Quyết định số 12/QĐ-TTg", PLAN, kind) == []


def test_a_page_number_in_the_middle_of_a_citation_is_stepped_over() -> None:
    text = "theo Quyết định số 27/QĐ-TTg ngày 03\nCÔNG BÁO/Số 302\ntháng 01 năm 2025 của Thủ tướng Chính phủ"
    start = text.index("CÔNG BÁO")
    noise = Clause("ngoai-le", None, ClauseKind.NOISE, "", start, start + 15, start + 15)
    [reference] = find_references(text, (*paragraph(text), noise), PLAN)
    assert (reference.number, reference.date) == ("27/QĐ-TTg", "2025-01-03")


def test_a_letterhead_cites_only_what_it_names_by_kind() -> None:
    text = "Số: 981/UBND-VX\nV/v triển khai Nghị định số 82/2024/NĐ-CP"
    assert [r.number for r in cited(text, PLAN, ClauseKind.LETTERHEAD)] == ["82/2024/NĐ-CP"]


@given(st.text(st.sampled_from("Quyết định số 27/QĐ-TTg, ngày 3/01/2025; và Luật năm 2015 (Điều 5)\n*|căn cứ")))
def test_any_text_gives_spans_that_hold_their_quotes(text: str) -> None:
    for reference in find_references(text, paragraph(text), PLAN):
        assert text[reference.start : reference.end] == reference.quote
        assert reference.quote.strip()


# What copies do to a number, and it still is that number.
DAMAGES = {
    "none": lambda n: n,
    "eth": lambda n: n.replace("Đ", "Ð"),
    "strokes lost": lambda n: n.replace("Đ", "D"),
    "line broken after the serial": lambda n: n.replace("/", "/\n", 1),
    "space before the slash": lambda n: n.replace("/", " /", 1),
    "long dash": lambda n: n.replace("-", "–"),
    "spaces around the last dash": lambda n: " - ".join(n.rsplit("-", 1)),
}
_LETTERED = [e for e in load("document_types") if e["letters"] and e["name"] not in {"luật", "bộ luật", "pháp lệnh"}]
_ISSUERS = [letters for e in load("issuer_letters") for letters in e["letters"]]


@st.composite
def state_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A kind's name and a number with its letters, as a state body prints it."""
    entry = draw(st.sampled_from(_LETTERED))
    year = draw(st.sampled_from(["", "/2004", "/2019"]))
    letters = f"{draw(st.sampled_from(entry['letters']))}-{draw(st.sampled_from(_ISSUERS))}"
    return entry["name"], f"{draw(st.integers(1, 9999))}{year}/{letters}"


@given(state_numbers(), st.sampled_from(sorted(DAMAGES)))
def test_a_number_in_a_sentence_is_found_whatever_copies_did_to_it(number: tuple[str, str], damage: str) -> None:
    kind, printed = number
    text = f"Theo {kind} số {DAMAGES[damage](printed)} ngày 05/6/2020 về việc chung."
    [reference] = cited(text, DECREE)
    assert number_identity(reference.number) == number_identity(printed)
    assert reference.date == "2020-06-05"


# --- real documents ----------------------------------------------------------


def test_the_gold_references_are_found(shared: Path) -> None:
    gold = [json.loads(line) for line in (shared / "gold/references.jsonl").read_text("utf-8").splitlines()]
    # A document's own number above its annex is none of its references (the guide, on office documents).
    numbered = [row for row in gold if row["number"] and row["number"].replace("/", "-") != row["doc"]]
    found = {row["doc"]: _references_of(shared, row["doc"]) for row in numbered}
    wanted = {(row["doc"], number_key(row["number"])) for row in numbered}
    got = {(doc, number_key(r.number)) for doc, references in found.items() for r in references if r.number}
    assert sorted(wanted - got) == []
    assert sorted(got - wanted) == []
    for doc, key in wanted:
        rows = [row for row in numbered if (row["doc"], number_key(row["number"])) == (doc, key)]
        cited = [r for r in found[doc] if number_key(r.number) == key]
        assert {r.relation for r in cited} & {Relation(row["relation"]) for row in rows}, (doc, key)
        assert {row["date"] for row in rows} - {""} <= {r.date for r in cited}, (doc, key)


def _references_of(shared: Path, doc: str) -> tuple[Reference, ...]:
    paths = (p for p in shared.glob("corpus/*/*.txt") if p.stem == doc or p.stem.split("_")[0] == doc)
    reading = ExtractedText(text=clean(next(paths).read_text("utf-8")), media_type="text/plain")
    clauses = structure(reading)
    described = describe(reading, clauses, id=doc, source=f"{doc}.txt", sha256="")
    return find_references(reading.text, clauses, described)
