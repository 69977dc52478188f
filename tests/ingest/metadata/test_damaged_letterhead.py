"""Letterheads and titles that copies have damaged: each case is one kind of damage, on texts of our own."""

from __future__ import annotations

import pytest

from ingest.metadata.head.letterhead import issuer_words
from tests.ingest.metadata.test_metadata import described

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
WORDS = "Độc lập - Tự do - Hạnh phúc"
BASES = "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;\nXét đề nghị của Giám đốc Sở Y tế,\n"
ARTICLES = "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế.\nĐiều 2. Giám đốc Sở Y tế thi hành.\n"
ONE_LINE = (
    f"ỦY BAN NHÂN DÂN | {STATE} |\nSố: 8/2019/QĐ-UBND | Sơn La, ngày 7 tháng 3 năm 2019 |\n"  # as law sites print it
)
DECISION = {
    "type": "quyết định",
    "number": "8/2019/QĐ-UBND",
    "issuer": "Ủy ban nhân dân tỉnh Sơn La",
    "issued": "2019-03-07",
    "province": "Sơn La",
}
SON_LA = f"ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n{STATE}\n{WORDS}\nSố: 8/2019/QĐ-UBND\nSơn La, ngày 7 tháng 3 năm 2019\n"
AUTHORITY = "ỦY BAN NHÂN DÂN TỈNH SƠN LA\n"
COUNCIL = {"issuer": "Hội đồng nhân dân tỉnh Sơn La", "number": "4/NQ-HĐND", "type": "nghị quyết"}

DAMAGED = [
    pytest.param(
        f"{ONE_LINE}VỀ VIỆC BAN HÀNH QUY CHẾ PHỐI HỢP BẢO VỆ TRẺ EM\n{AUTHORITY}{BASES}{ARTICLES}",
        {**DECISION, "title": "VỀ VIỆC BAN HÀNH QUY CHẾ PHỐI HỢP BẢO VỆ TRẺ EM"},
        id="kind of document lost above the subject",
    ),
    pytest.param(
        f"{ONE_LINE}VỀ VIỆC BẢO VỆ TRẺ EM DỊP HÈ\nTrước tình hình đuối nước, Chủ tịch UBND tỉnh yêu cầu:\n1. Một.\n",
        {**DECISION, "title": "VỀ VIỆC BẢO VỆ TRẺ EM DỊP HÈ"},
        id="subject alone, the text itself below it",
    ),
    pytest.param(
        f"{ONE_LINE}BAN HÀNH QUY CHẾ PHỐI HỢP\nBẢO VỆ TRẺ EM\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n{BASES}{ARTICLES}",
        {**DECISION, "title": "BAN HÀNH QUY CHẾ PHỐI HỢP BẢO VỆ TRẺ EM"},
        id="subject on two lines, authority without place",
    ),
    pytest.param(
        f"{SON_LA}QUYẾT ĐỊNHVề việc ban hành quy chế bảo vệ trẻ em\n{AUTHORITY}{BASES}{ARTICLES}",
        {**DECISION, "title": "Về việc ban hành quy chế bảo vệ trẻ em"},
        id="kind glued to the subject",
    ),
    pytest.param(
        f"{SON_LA}UYẾT ĐỊNH\nVề việc ban hành quy chế bảo vệ trẻ em\n{AUTHORITY}{BASES}{ARTICLES}",
        {**DECISION, "title": "Về việc ban hành quy chế bảo vệ trẻ em"},
        id="first letter of the kind lost",
    ),
    pytest.param(
        f"ỦY BAN NHÂN DÂN         CỘNG HÒA XÃ HỘI\nTỈNH SƠN LA        CHỦ NGHĨA VIỆT NAM\n------     {WORDS}\n"
        f"Số: 8/2019/QĐ-UBND     Sơn La, ngày 7 tháng 3 năm 2019\nQUYẾT ĐỊNH\nVề việc bảo vệ trẻ em\n{BASES}{ARTICLES}",
        DECISION,
        id="two columns line by line, the motto broken",
    ),
    pytest.param(
        f"ỦY BAN NHÂN DÂN TỈNH SƠN LA {STATE} {WORDS} Số: 8/2019/QĐ-UBND Sơn La, ngày 7 tháng 3 năm 2019 QUYẾT ĐỊNH VỀ"
        f" VIỆC BAN HÀNH QUY CHẾ BẢO VỆ TRẺ EM ỦY BAN NHÂN DÂN TỈNH SƠN LA\n{BASES}{ARTICLES}",
        {**DECISION, "title": "VỀ VIỆC BAN HÀNH QUY CHẾ BẢO VỆ TRẺ EM"},
        id="everything above the bases on one line",
    ),
    pytest.param(
        f"Y BAN NHÂN DÂN\nỈNH SƠN LA\nỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{WORDS}\nSố: 8/2019/QĐ-UBND\n"
        f"Sơn La, ngày 7 tháng 3 nam 2019\nQUYẾT ĐỊNH\nVề việc bảo vệ trẻ em\n{BASES}{ARTICLES}",
        DECISION,
        id="first letters lost all over",
    ),
    pytest.param(
        f"ỦYBAN NHÂNDÂN TỈNHSƠN LA\nCỘNG HÒAXÃ HỘICHỦ NGHĨA VIỆTNAM\n{WORDS}\nSố: 8/2019/QĐ-UBND\n"
        f"Sơn La,ngày 7 tháng 3năm 2019\nQUYẾT ĐỊNH\nVề việc bảo vệ trẻ em\n{BASES}{ARTICLES}",
        DECISION,
        id="spaces lost",
    ),
    pytest.param(
        f"HỘI ĐỒNG NHÂN DÂN | {STATE} |\nSố: 4/NQ-HĐND | Sơn La, ngày 7 tháng 3 năm 2019 |\nHỘI ĐỒNG NHÂN DÂN TỈNH SƠN"
        f" LA\nKHÓA XIV, KỲ HỌP THỨ TƯ\n{BASES}QUYẾT NGHỊ:\nĐiều 1. Thông qua.\n",
        {**COUNCIL, "title": ""},
        id="a council with its session, no title",
    ),
    pytest.param(
        f"TỔNG CỤC THUẾ\n{STATE}\n{WORDS}\nSố: 27/TCT-DNL\nV/v\n: Lập hóa đơn cho doanh nghiệp.\n"
        "Hà Nội, ngày 18 tháng 7 năm 2014\nKính gửi: Cục Thuế tỉnh.\nTổng cục Thuế có ý kiến như sau:\n1. Một.\n",
        {"type": "công văn", "title": "Lập hóa đơn cho doanh nghiệp", "issued": "2014-07-18"},
        id="subject below its label",
    ),
    pytest.param(
        f"TỔNG CỤC THUẾ {STATE} {WORDS} Số: 27/TCT-DNL V/v lập hóa đơn cho doanh nghiệp Hà Nội, ngày 18 tháng 7 năm"
        " 2014\nKính gửi: Cục Thuế tỉnh.\nTổng cục Thuế có ý kiến như sau:\n1. Một.\n",
        {"type": "công văn", "title": "lập hóa đơn cho doanh nghiệp", "issued": "2014-07-18", "number": "27/TCT-DNL"},
        id="subject between number and date on one line",
    ),
    pytest.param(
        "BAN CHẤP HÀNH TRUNG ƯƠNG                    ĐẢNG CỘNG SẢN VIỆT NAM\n        BAN TỔ CHỨC          "
        "        Hà Nội, ngày 29 tháng 12 năm 2006\n      *\n   Số: 3-HD/BTCTW\nHƯỚNG DẪN\nThi hành Điều lệ\n1. Một.\n",
        {"issuer": "Ban Tổ chức Trung ương", "issued": "2006-12-29", "number": "3-HD/BTCTW", "type": "hướng dẫn"},
        id="a party letterhead in two columns",
    ),
    pytest.param(
        f"BỘ Y TẾ | {STATE} |\nSố: 26/2019/TT-BYT | Hà Nội, ngày 30 tháng 12 năm 2019 |\n{BASES}Bộ trưởng Bộ Y tế ban"
        " hành Thông tư quy định việc khám sức khỏe cho trẻ em.\nĐiều 1. Phạm vi\n1. Một.\n",
        {"type": "thông tư", "title": "quy định việc khám sức khỏe cho trẻ em", "issuer": "Bộ Y tế"},
        id="no title but the sentence that issues",
    ),
    pytest.param(
        "Tìm kiếm tin tức\nChương trình bảo vệ rừng\nNgày 23/8/2017, Tỉnh ủy Thừa Thiên Huế đã ban hành Chương trình số"
        " 27-CTr/TU về bảo vệ rừng.\nToàn văn như sau:\nCHƯƠNG TRÌNH\nThực hiện Chỉ thị số 13-CT/TW\nBan Thường vụ Tỉnh"
        " ủy (khóa XV) ban hành chương trình thực hiện như sau:\nI. MỤC ĐÍCH\n1. Nâng cao trách nhiệm.\n",
        {
            "type": "chương trình",
            "number": "27-CTr/TU",
            "issued": "2017-08-23",
            "title": "Thực hiện Chỉ thị số 13-CT/TW",
            "issuer": "Ban Thường vụ Tỉnh ủy",
            "province": "Thừa Thiên Huế",
        },
        id="a whole text below a site's announcement",
    ),
    pytest.param(
        "Quyết định 8/2019/QĐ-UBND năm 2019 quy chế phối hợp bảo vệ trẻ em do Ủy ban nhân dân tỉnh Sơn La ban hành\n"
        "Số hiệu | 8/2019/QĐ-UBND |\nNgười ký | Lò Văn An |\nLĩnh vực | Xã hội |\n"
        f"{ONE_LINE}CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n{BASES}{ARTICLES}",
        {**DECISION, "title": "quy chế phối hợp bảo vệ trẻ em", "signer": "Lò Văn An"},
        id="title and signer only in what the site says",
    ),
]


@pytest.mark.parametrize(("text", "expected"), DAMAGED)
def test_a_damaged_head_is_read(text: str, expected: dict[str, str]) -> None:
    document = described(text)
    assert {name: getattr(document, name) for name in expected} == expected


def test_what_a_site_says_is_told_with_a_warning() -> None:
    document = described(
        f"Số hiệu: 8/2019/QĐ-UBND Người ký: Lò Văn An\n{SON_LA}QUYẾT ĐỊNH\nVề trẻ em\n{BASES}{ARTICLES}"
    )
    assert document.signer == "Lò Văn An"
    assert any("người ký" in warning for warning in document.warnings)


def test_a_place_in_small_letters_ends_before_a_name_in_capitals() -> None:
    assert issuer_words("BAN TỔ CHỨC Hà Nội, ngày 29 tháng 12 năm 2006") == "BAN TỔ CHỨC"


def test_a_plan_quoted_by_a_report_is_not_taken_for_the_text() -> None:
    text = "Tỉnh ra kế hoạch\nTỉnh vừa ban hành Kế hoạch số 5/KH-UBND về trẻ em.\nKẾ HOẠCH\nđược nhiều người ủng hộ.\n"
    assert described(text).type == "tin tức"
