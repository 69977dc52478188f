"""What documents say of themselves, by the constructions that real letterheads, titles and signatures show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Document, DocumentKind
from corpus.vietnamese import fold, place_tones
from ingest.metadata import describe
from ingest.structure import structure
from tests.ingest.trees import reading_at, reading_of

# Every field that a document may leave empty and must then give a reason for.
FIELDS = (
    "type",
    "number",
    "issuer",
    "issuer_id",
    "issued",
    "title",
    "province",
    "signer",
    "signing",
    "effective",
    "recipients",
)
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
BODY = "Thời gian qua, công tác này đạt nhiều kết quả.\n1. Sở Y tế chủ trì.\n2. Sở Tài chính phối hợp.\n"


def described(text: str) -> Document:
    reading = reading_of(text)
    return describe(reading, structure(reading), id="a", source="a.txt", sha256="")


def letterhead(issuer: str, number: str, dated: str) -> str:
    return f"{issuer}\n{MOTTO}Số: {number}\n{dated}\n"


# --- letterheads -------------------------------------------------------------

HANOI = "Hà Nội, ngày 5 tháng 6 năm 2023"
LETTERHEADS = [
    pytest.param(
        letterhead("BỘ Y TẾ", "12/CT-BYT", HANOI) + "CHỈ THỊ\nVề phòng bệnh\n" + BODY,
        {
            "type": "chỉ thị",
            "number": "12/CT-BYT",
            "issuer": "Bộ Y tế",
            "issuer_id": "bo-y-te",
            "issued": "2023-06-05",
            "title": "Về phòng bệnh",
            "province": "",
        },
        id="a ministry",
    ),
    pytest.param(
        letterhead("ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN", "7/KH-UBND", "Nghệ An, ngày 05 tháng 06 năm 2023")
        + "KẾ HOẠCH\nTriển khai việc chung\n"
        + BODY,
        {"issuer": "Ủy ban nhân dân tỉnh Nghệ An", "province": "Nghệ An", "type": "kế hoạch"},
        id="a provincial people's committee",
    ),
    pytest.param(
        "Y BAN NHÂN DÂN TỈNH NGHỆ AN -------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc -----\n"
        "Số: 7/KH-UBND\nNghệ An, ngày 5 tháng 6 năm 2023\nKẾ HOẠCH TRIỂN KHAI VIỆC CHUNG Thực hiện Chỉ thị số 3/CT-TTg,"
        " Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n" + BODY,
        {
            "issuer": "Ủy ban nhân dân tỉnh Nghệ An",
            "title": "TRIỂN KHAI VIỆC CHUNG",
            "number": "7/KH-UBND",
            "issued": "2023-06-05",
        },
        id="joined lines and a lost first letter",
    ),
    pytest.param(
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 7/QĐ-UBND | Nghệ An, ngày 5 tháng 6 năm 2023 |\n"
        "QUYẾT ĐỊNH\nV/V BAN HÀNH QUY CHẾ\nỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nCăn cứ Luật Trẻ em;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành.\n",
        {"issuer": "Ủy ban nhân dân tỉnh Nghệ An", "province": "Nghệ An", "title": "BAN HÀNH QUY CHẾ"},
        id="the place stands only in the authority below",
    ),
    pytest.param(
        letterhead("BỘ TÀI CHÍNH - BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "6/2013/TTLT-BTC-BLĐTBXH", HANOI)
        + "THÔNG TƯ LIÊN TỊCH\nHướng dẫn việc chung\nCăn cứ Luật Trẻ em;\nĐiều 1. Phạm vi\n",
        {
            "type": "thông tư liên tịch",
            "issuer": "Bộ Tài chính, Bộ Lao động - Thương binh và Xã hội",
            "issuer_id": None,
            "number": "6/2013/TTLT-BTC-BLĐTBXH",
        },
        id="two ministries jointly",
    ),
    pytest.param(
        letterhead("UBND TỈNH LÀO CAI\nSỞ Y TẾ", "9/KH-SYT", "Lào Cai, ngày 5 tháng 6 năm 2023")
        + "KẾ HOẠCH\nTiêm chủng\n"
        + BODY,
        {"issuer": "Sở Y tế tỉnh Lào Cai", "province": "Lào Cai"},
        id="a department below its people's committee",
    ),
    pytest.param(
        letterhead("HỘI ĐÒNG NHÂN DÂN\nTỈNH KIÊN GIANG", "5/2016/NQ-HĐND", "Kiên Giang, ngày 3 tháng 2 năm 2016")
        + "NGHỊ QUYÉT\nPhân cấp nguồn thu\nCăn cứ Luật Ngân sách;\nĐiều 1. Phân cấp.\n",
        {"issuer": "Hội đồng nhân dân tỉnh Kiên Giang", "type": "nghị quyết", "title": "Phân cấp nguồn thu"},
        id="diacritics that OCR confused",
    ),
    pytest.param(
        "QUỐC HỘI\n" + MOTTO + "Luật số: 32/2016/QH13\nHà Nội, ngày 5 tháng 4 năm 2016\nLUẬT\nTHƯ VIỆN\n"
        "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;\nQuốc hội ban hành Luật thư viện.\nĐiều 1. A\n",
        {"type": "luật", "number": "32/2016/QH13", "issuer": "Quốc hội", "title": "THƯ VIỆN"},
        id="a law",
    ),
    pytest.param(
        letterhead("BỘ CÔNG AN", "     /2024/TT-BCA", "Hà Nội, ngày      tháng      năm 2024")
        + "DỰ THẢO 2\nTHÔNG TƯ\nQuy định về kiểm tra\nCăn cứ Luật Trẻ em;\nĐiều 1. Phạm vi\n",
        {"number": "", "issued": "2024", "type": "thông tư", "title": "Quy định về kiểm tra", "issuer": "Bộ Công an"},
        id="a draft with blanks",
    ),
    pytest.param(
        "Bộ tài chính           cộng hoà xã hội chủ nghiã việt nam\n    -*-               Độc lập - Tự do - Hạnh phúc\n"
        "SỐ:      4   /2000/TT/BTC           -------\n                  Hà nội, ngày  5  tháng5  năm 2000\n\n"
        "thông tư\n\nHướng dẫn miễn thuế\n***\n\nCăn cứ Luật Thuế;\nBộ Tài chính hướng dẫn như sau:\n",
        {
            "type": "thông tư",
            "number": "4/2000/TT/BTC",
            "issued": "2000-05-05",
            "issuer": "Bộ Tài chính",
            "title": "Hướng dẫn miễn thuế",
        },
        id="columns of an old typeface without capitals",
    ),
    pytest.param(
        letterhead("BỘ KẾ HOẠCH VÀ ĐẦU TƯ", "837 / QĐ - BKH", HANOI)
        + "QUYẾT ĐỊNH\nVề việc chung\nBỘ TRƯỞNG BỘ KẾ HOẠCH VÀ ĐẦU TƯ\nCăn cứ Luật Trẻ em;\nQUYẾT ĐỊNH:\nĐiều 1. A.\n",
        {"number": "837/QĐ-BKH", "issuer": "Bộ Kế hoạch và Đầu tư"},
        id="a number set with spaces",
    ),
    pytest.param(
        "CHỈ THỊ\nCỦA THỦ\nTƯỚNG CHÍNH PHỦ SỐ 6/2001/CT-TTG\nNGÀY 2 THÁNG 6 NĂM 2001 VỀ VIỆC LẬP\nKẾ HOẠCH NĂM 2002\n"
        + BODY,
        {
            "type": "chỉ thị",
            "number": "6/2001/CT-TTg",
            "issued": "2001-06-02",
            "issuer": "Thủ tướng Chính phủ",
            "title": "VỀ VIỆC LẬP KẾ HOẠCH NĂM 2002",
        },
        id="a title that carries issuer, number and date",
    ),
    pytest.param(
        "ỦY BAN NHÂN DÂN\nTỈNH KIÊN GIANG\nSố: 61/QĐUBND\nCỘNG HÒA XàHỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập  Tự do  Hạnh phúc\nKiên Giang, ngày 8 tháng 8 năm 2019\nQUYẾT ĐỊNH\nBAN HÀNH QUY CHẾ\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG\nCăn cứ Luật Trẻ em;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành.\n",
        {"number": "61/QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh Kiên Giang", "title": "BAN HÀNH QUY CHẾ"},
        id="a copy that lost its hyphens",
    ),
    pytest.param(
        "1. ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT THÀNH PHỐ HÀ NỘI NAM ------- Độc lập – Tự do – Hạnh phúc "
        "-------------- Số: 3/CT-UBND Hà Nội, ngày 03 tháng 03 năm 2010 CHỈ THỊ VỀ VIỆC CHỈNH TRANG ĐÔ THỊ Trong những "
        "năm qua Thành phố đã làm nhiều việc. UBND Thành phố yêu cầu: 1. Các sở thực hiện. 2. Sở Xây dựng chủ trì.\n",
        {
            "number": "3/CT-UBND",
            "issued": "2010-03-03",
            "issuer": "Ủy ban nhân dân thành phố Hà Nội",
            "title": "VỀ VIỆC CHỈNH TRANG ĐÔ THỊ",
        },
        id="two columns read line by line, all on one line",
    ),
    pytest.param(
        "ỦY BAN NHÂN DÂN\nỦY BAN MTTQ VIỆT NAM\nTỈNH ĐẮK LẮK\n-----\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\n"
        "Số: 1/QCPH/UBND-UBMTTQ\n|\nĐắk\nLắk, ngày 27 tháng 10\nnăm 2017\n|\nQUY CHẾ\nPHỐI\nHỢP CÔNG TÁC\n"
        "Căn cứ Luật Mặt trận Tổ quốc;\nĐiều 1. Nguyên tắc\n",
        {
            "issuer": "Ủy ban nhân dân tỉnh Đắk Lắk, Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Đắk Lắk",
            "issued": "2017-10-27",
            "province": "Đắk Lắk",
            "title": "PHỐI HỢP CÔNG TÁC",
        },
        id="two bodies of one place, a date over three lines",
    ),
    pytest.param(
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 2/QĐ-UBND | Hoa Lư, ngày 12 tháng 4 năm 2019 |\n"
        "QUYẾT ĐỊNH\nVỀ VIỆC CÔNG BỐ DANH MỤC\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH NINH BÌNH\nCăn cứ Luật Trẻ em;\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Công bố.\n",
        {"issuer": "Ủy ban nhân dân tỉnh Ninh Bình", "province": "Ninh Bình"},
        id="the place stands only in the post of the authority",
    ),
]


@pytest.mark.parametrize(("text", "expected"), LETTERHEADS)
def test_a_letterhead_and_title_are_read(text: str, expected: dict[str, str | None]) -> None:
    document = described(text)
    assert {field: getattr(document, field) for field in expected} == expected
    assert document.kind is DocumentKind.PRIMARY


# --- the Party ---------------------------------------------------------------


def test_a_directive_of_the_politburo_names_its_issuer_in_the_title() -> None:
    document = described(
        "Số 8-CT/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 2 tháng 3 năm 2023\nCHỈ THỊ\nCỦA BỘ CHÍNH TRỊ\nvề trẻ em\n"
        "---\nSau 10 năm, công tác đạt kết quả. Bộ Chính trị yêu cầu:\n1. Tập trung lãnh đạo.\n"
        "T/M BỘ CHÍNH TRỊ\n(đã ký)\n\nTrần Thị Bình"
    )
    assert (document.issuer, document.number, document.title) == ("Bộ Chính trị", "8-CT/TW", "về trẻ em")
    assert (document.signer, document.signing) == ("Trần Thị Bình", "T/M BỘ CHÍNH TRỊ")


def test_a_party_regulation_without_an_issuer_in_its_title_names_it_where_it_enacts() -> None:
    document = described(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n-------\n\nĐẢNG CỘNG SẢN VIỆT NAM\n-------\n\nSố: 7-QĐ/TW\n\nHà Nội, ngày 7 tháng 2 "
        "năm 2023\n\nQUY ĐỊNH\n\nCHỨC NĂNG, NHIỆM VỤ\n\n- Căn cứ Điều lệ Đảng;\n\n"
        "Bộ Chính trị quy định chức năng, nhiệm vụ như sau:\n\nĐiều 1. Phạm vi\n"
    )
    assert (document.issuer, document.type, document.title) == ("Bộ Chính trị", "quy định", "CHỨC NĂNG, NHIỆM VỤ")


def test_a_conclusion_of_two_party_bodies_names_both() -> None:
    document = described(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 9-KL/TW\nHà Nội, ngày 8 tháng 11 năm 2025\n"
        "KẾT LUẬN\nCỦA BỘ CHÍNH TRỊ,\nBAN BÍ THƯ\nVỀ BỘ MÁY\n---\nBộ Chính trị, Ban Bí thư kết luận như sau:\n1. Một.\n"
    )
    assert document.issuer == "Bộ Chính trị, Ban Bí thư"
    assert (document.type, document.title) == ("kết luận", "VỀ BỘ MÁY")


def test_a_directive_of_a_provincial_committee_belongs_to_its_province() -> None:
    document = described(
        "TỈNH ỦY QUẢNG TRỊ\n*\nSố 5-CT/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nQuảng Trị, ngày 2 tháng 3 năm 2018\nCHỈ THỊ\n"
        "CỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề công tác dân số\n-----\nBan Thường vụ Tỉnh ủy yêu cầu:\n1- Quán triệt.\n"
        "Nơi nhận:\n- Lưu Văn phòng Tỉnh ủy.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Hùng"
    )
    assert (document.province, document.number, document.signer) == ("Quảng Trị", "5-CT/TU", "Lê Văn Hùng")


# --- letters -----------------------------------------------------------------


def test_a_letter_is_known_by_its_subject_and_address() -> None:
    document = described(
        "BỘ Y TẾ                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "CỤC QUẢN LÝ DƯỢC                 Độc lập - Tự do - Hạnh phúc\n"
        "Số: 45/QLD-CL                Hà Nội, ngày 12 tháng 8 năm 2015\nV/v thu hồi thuốc\nkhông đạt chuẩn\n\n"
        "Kính gửi: Sở Y tế các tỉnh.\n\nCục Quản lý Dược thông báo:\n1. Thu hồi thuốc.\nNơi nhận:\n- Như trên;\n"
        "- Lưu: VT.\nKT. CỤC TRƯỞNG\nPHÓ CỤC TRƯỞNG\nLê Tất Đạt"
    )
    assert (document.type, document.issuer, document.number) == ("công văn", "Cục Quản lý Dược", "45/QLD-CL")
    assert (document.title, document.signer) == ("thu hồi thuốc không đạt chuẩn", "Lê Tất Đạt")
    assert document.signing == "KT. CỤC TRƯỞNG, PHÓ CỤC TRƯỞNG"


def test_a_subject_read_before_the_motto_belongs_to_the_letterhead() -> None:
    document = described(
        "ỦY BAN NHÂN DÂN\nTỈNH MỘC GIANG\n-----\nSố: 55/UBND-KGVX\nV/v thực hiện Quyết định\nsố 9/QĐ-TTg\n"
        f"{MOTTO}-----\nMộc Giang, ngày 06 tháng 10 năm 2025\n\n\nKính gửi:\n- Các sở, ban, ngành tỉnh.\n\n"
        "Ủy ban nhân dân tỉnh có ý kiến như sau:\n1. Giao Sở Y tế chủ trì.\n"
    )
    assert (document.type, document.number, document.issued) == ("công văn", "55/UBND-KGVX", "2025-10-06")
    assert document.title == "thực hiện Quyết định số 9/QĐ-TTg"


def test_a_province_that_no_list_holds_counts_where_it_is_named_and_dated_alike() -> None:
    document = described(
        letterhead("UBND TỈNH MỘC GIANG\nSỞ Y TẾ", "9/KH-SYT", "Mộc Giang, ngày 5 tháng 6 năm 2023")
        + "KẾ HOẠCH\nTiêm chủng\n"
        + BODY
    )
    assert (document.issuer, document.province) == ("Sở Y tế tỉnh Mộc Giang", "Mộc Giang")
    assert document.issuer_id == "so-y-te@moc-giang"


def test_a_committee_that_signs_through_its_standing_committee_issues_as_that() -> None:
    document = described(
        "TỈNH ỦY QUẢNG TRỊ\n*\nSố 5-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nQuảng Trị, ngày 2 tháng 3 năm 2018\nKẾ HOẠCH\n"
        "công tác dân số\n-----\nTỉnh ủy xây dựng kế hoạch như sau:\n1- Quán triệt.\n"
        "Nơi nhận:\n- Lưu Văn phòng Tỉnh ủy.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Hùng"
    )
    assert document.issuer == "Ban Thường vụ Tỉnh ủy Quảng Trị"


# --- signature and recipients ------------------------------------------------

SIGNED = [
    pytest.param(
        "Nơi nhận:\n- Bộ Y tế (để b/c);\n- Như Điều 3;\n- Lưu: VT, KGVX (3b).\n"
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn Đệ",
        "Lê Văn Đệ",
        "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
        ("Bộ Y tế", "Như Điều 3", "Lưu: VT, KGVX (3b)"),
        id="on one line",
    ),
    pytest.param(
        "Nơi nhận:                    KT. GIÁM ĐỐC\n- UBND tỉnh (b/c);           PHÓ GIÁM ĐỐC\n- Lưu: VT.\n\n"
        "                             Lê Văn Hai",
        "Lê Văn Hai",
        "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC",
        ("UBND tỉnh", "Lưu: VT"),
        id="beside the recipients",
    ),
    pytest.param(
        "Nơi nhận:\n- Các tỉnh uỷ, thành uỷ,\n- Lưu Văn phòng.\nT/M BAN BÍ THƯ\n(đã ký)\nGS.TS. Trần Văn Nam",
        "Trần Văn Nam",
        "T/M BAN BÍ THƯ",
        ("Các tỉnh uỷ, thành uỷ", "Lưu Văn phòng"),
        id="a rank before the name",
    ),
    pytest.param("BỘ TRƯỞNG\n(đã ký)", "", "BỘ TRƯỞNG", (), id="a post without a name"),
]


@pytest.mark.parametrize(("tail", "signer", "signing", "recipients"), SIGNED)
def test_signature_and_recipients_are_read(tail: str, signer: str, signing: str, recipients: tuple[str, ...]) -> None:
    document = described(letterhead("BỘ Y TẾ", "12/CT-BYT", HANOI) + "CHỈ THỊ\nVề phòng bệnh\n" + BODY + tail)
    assert (document.signer, document.signing, document.recipients) == (signer, signing, recipients)


# --- effect ------------------------------------------------------------------

EFFECTS = [
    pytest.param("Quyết định này có hiệu lực kể từ ngày ký.", "2023-06-05", id="from signing"),
    pytest.param("Quyết định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2023.", "2023-07-01", id="from a date"),
    pytest.param("Quyết định này có hiệu lực từ 01/8/2023.", "2023-08-01", id="from a date in figures"),
    pytest.param(
        "Quyết định này có hiệu lực thi hành sau 10 (mười) ngày, kể từ ngày ký.", "2023-06-15", id="days after signing"
    ),
    pytest.param("Quyết định này có hiệu lực từ ngày 31/11/2023.", "", id="from a day that is in no calendar"),
    pytest.param("Giấy phép có hiệu lực kể từ ngày ký.", "", id="of something else"),
]


@pytest.mark.parametrize(("words", "effective"), EFFECTS)
def test_effect_begins_when_the_document_says(words: str, effective: str) -> None:
    text = (
        letterhead("BỘ Y TẾ", "12/QĐ-BYT", HANOI)
        + "QUYẾT ĐỊNH\nVề phòng bệnh\nBỘ TRƯỞNG BỘ Y TẾ\nCăn cứ Luật Trẻ em;\n"
    )
    document = described(f"{text}QUYẾT ĐỊNH:\nĐiều 1. {words}\nĐiều 2. Chánh Văn phòng thi hành.\n")
    assert document.effective == effective


def test_effect_from_signing_stays_open_without_the_day_of_signing() -> None:
    document = described(
        "QUYẾT ĐỊNH\nVề phòng bệnh\nCăn cứ Luật Trẻ em;\nĐiều 1. Quyết định này có hiệu lực từ ngày ký.\n"
    )
    assert not document.effective
    assert "ngày ký" in document.reasons["effective"]


# --- news --------------------------------------------------------------------


def test_a_report_is_about_the_documents_it_says_were_issued() -> None:
    document = described(
        "Tăng cường chăm sóc trẻ em\nNgày 2/5/2025, UBND tỉnh ban hành Kế hoạch số 77/KH-UBND thực hiện Quyết định số "
        "27/QĐ-TTg ngày 03/01/2025 của Thủ tướng Chính phủ.\nTheo đó, các sở xây dựng chương trình hành động.\n"
    )
    assert document.kind is DocumentKind.SECONDARY
    assert (document.about, document.title) == (("77/KH-UBND",), "Tăng cường chăm sóc trẻ em")
    assert not (document.number or document.issued or document.issuer or document.signer)


# --- what is not given -------------------------------------------------------


def test_number_and_date_are_never_taken_from_what_is_cited() -> None:
    document = described(
        "KẾ HOẠCH\nThực hiện Chỉ thị số 3/CT-TTg ngày 5 tháng 6 năm 2023\nThực hiện Chỉ thị số 3/CT-TTg ngày 5 tháng 6"
        " năm 2023 của Thủ tướng Chính phủ, Ban Thường vụ Tỉnh ủy xây dựng kế hoạch như sau:\nI. MỤC ĐÍCH\n1. Một.\n"
    )
    assert (document.number, document.issued, document.issuer) == ("", "", "Ban Thường vụ Tỉnh ủy")


def test_an_annex_says_which_document_it_is_attached_to() -> None:
    letter = (
        "Kính gửi:\n- Các cơ quan thuộc Bộ.\nThời gian qua, công tác này đạt kết quả. Bộ yêu cầu:\n1. Một.\n2. Hai.\n"
    )
    tail = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nBỘ TRƯỞNG\n\nLê Văn An\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n"
    attached = "(Kèm theo Công văn số 62/BYT-VP ngày 18/11/2025 của Bộ Y tế)\n1. Một.\n"
    document = described(letter + tail + attached)
    assert (document.type, document.number, document.issued) == ("công văn", "62/BYT-VP", "2025-11-18")
    assert (document.issuer, document.issuer_id) == ("Bộ Y tế", "bo-y-te")
    assert not described(letter + tail + "1. Một.\n").number


def test_what_the_text_leaves_out_comes_from_the_table_of_the_site_with_a_warning() -> None:
    table = (
        "Số hiệu: 4-TTg Loại văn bản: Chỉ thị\nNơi ban hành: Thủ tướng Chính phủ Người ký: Lê Văn Khải\n"
        "Ngày ban hành: 22/01/1996 Ngày hiệu lực: Đã biết\nTình trạng: Đã biết\n\n"
    )
    document = described(
        f"{table}Độc lập - Tự do - Hạnh phúc\nSố: 4-TTg\nHà Nội, ngày 22 tháng 1 năm 1996\n\n"
        "Trong mấy năm gần đây, công tác đạt kết quả. Thủ tướng Chính phủ yêu cầu các Bộ thực hiện:\n1/ Một.\n2/ Hai.\n"
    )
    assert (document.type, document.signer, document.number) == ("chỉ thị", "Lê Văn Khải", "4-TTg")
    assert any("trang web" in warning for warning in document.warnings)


def test_the_labels_of_a_site_are_found_where_a_copy_lost_the_spaces_before_them() -> None:
    document = described(
        "Thuộc tính văn bản\n\n  Cơ quan ban hành:Bộ Y tếSố công báo:Đang cập nhật\n"
        "  Số hiệu:4/QĐ-BYTNgày đăng công báo:Đang cập nhật\n  Loại văn bản:Quyết địnhNgười ký:Lê Văn Nam\n"
        "  Ngày ban hành:02/06/2020Hết hiệu lực:Đang cập nhật\n\n"
        + letterhead("BỘ Y TẾ", "4/QĐ-BYT", "Hà Nội, ngày 2 tháng 6 năm 2020")
        + "QUYẾT ĐỊNH\nVề việc chung\nBỘ TRƯỞNG BỘ Y TẾ\nCăn cứ Luật Trẻ em;\nQUYẾT ĐỊNH:\nĐiều 1. A.\n"
    )
    assert document.signer == "Lê Văn Nam"


@pytest.mark.parametrize("mark", [" |", ":", ""], ids=["cells", "colons", "no marks"])
def test_a_site_that_names_no_colons_does_not_stop_the_reading(mark: str) -> None:
    document = described(
        f"Nghị quyết về Quy chế làm việc\nSố hiệu{mark} 05/2025/NQ-HĐND |\nLoại văn bản{mark} Nghị quyết |\n\n"
        + letterhead("HỘI ĐỒNG NHÂN DÂN TỈNH A", "05/2025/NQ-HĐND", "A, ngày 15 tháng 9 năm 2025")
        + "NGHỊ QUYẾT\nVề việc chung\nCăn cứ Luật Trẻ em;\nQUYẾT NGHỊ:\nĐiều 1. A.\n"
    )
    assert document.number == "05/2025/NQ-HĐND"


def assert_gives_reasons(document: Document) -> None:
    for field in FIELDS:
        if not getattr(document, field):
            assert document.reasons.get(field, "").endswith("."), field
        else:
            assert field not in document.reasons, field


PIECES = st.sampled_from(
    [
        "BỘ Y TẾ",
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/QĐ-BYT",
        "Số:    /KH-",
        "Hà Nội, ngày 31 tháng 2 năm 2020",
        "ngày    tháng    năm",
        "QUYẾT ĐỊNH",
        "CỦA BỘ CHÍNH TRỊ",
        "Về việc ban hành quy chế",
        "Căn cứ Luật Trẻ em;",
        "Kính gửi: Các sở.",
        "1. Sở Y tế chủ trì.",
        "Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "KT. BỘ TRƯỞNG",
        "Nguyễn Văn An",
        "Số hiệu: x Người ký: y Ngày ban hành: 1/1/2020",
        "",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=15), st.sampled_from(["\n", "\n\n", " "]))
def test_every_empty_field_has_a_reason(pieces: list[str], between: str) -> None:
    assert_gives_reasons(described(between.join(pieces)))


# --- real documents ----------------------------------------------------------


@pytest.mark.slow
def test_real_documents_are_described_with_reasons(shared: Path) -> None:
    for file in sorted((shared / "corpus").glob("*/*.txt")):
        reading = reading_at(file)
        assert_gives_reasons(describe(reading, structure(reading), id="a", source=file.name, sha256=""))


SCORED = ("type", "number", "issuer", "issued", "province", "signer")
# Measured on the 30 gold documents: every one of these fields right in each.
LOWEST_SCORE = 0.95


def file_of(shared: Path, doc: str) -> Path:
    """The text that a gold row is about: its `doc` is the file's stem, or what stands before the first "_"."""
    return next(f for f in sorted((shared / "corpus").glob("*/*.txt")) if doc in {f.stem, f.stem.split("_")[0]})


def comparable(value: str | None) -> str:
    return " ".join(place_tones(fold(value or "")).split())


def test_the_gold_documents_are_described_right(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold" / "documents.jsonl").read_text("utf-8").splitlines()]
    verdicts = []
    for row in rows:
        path = file_of(shared, row["doc"])
        reading = reading_at(path)
        document = describe(reading, structure(reading), id="a", source=path.name, sha256="")
        verdicts += [comparable(row[f]) == comparable(getattr(document, f)) for f in SCORED if f in row]
    assert sum(verdicts) / len(verdicts) >= LOWEST_SCORE
