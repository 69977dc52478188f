from __future__ import annotations

import pytest

from tests.ingest.trees import paths_of, words_of

DECISION = """ỦY BAN NHÂN DÂN
TỈNH HÒA AN
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 12/QĐ-UBND
Hòa An, ngày 03 tháng 4 năm 2024

QUYẾT ĐỊNH
Về việc ban hành Quy chế phối hợp
trong công tác trẻ em

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6
năm 2015;
Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;
Theo đề nghị của Giám đốc Sở Y tế,

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Thị Bình

QUY CHẾ
Phối hợp trong công tác trẻ em
(Ban hành kèm theo Quyết định số 12/QĐ-UBND
ngày 03 tháng 4 năm 2024 của Ủy ban nhân dân tỉnh)

Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Quy chế này quy định việc phối hợp.
Điều 2. Nguyên tắc
1. Đúng thẩm quyền.
PHỤ LỤC II
DANH MỤC NHIỆM VỤ
1. Việc một.
"""


def test_a_decision_with_a_regulation_and_an_annex() -> None:
    assert paths_of(DECISION) == [
        "dau-van-ban",
        "ten",
        "dau-van-ban~2",
        "can-cu-1",
        "can-cu-2",
        "can-cu-3",
        "dau-van-ban~3",
        "dieu-1",
        "dieu-2",
        "noi-nhan",
        "ky",
        "kem-theo",
        "kem-theo/chuong-i",
        "kem-theo/chuong-i/dieu-1",
        "kem-theo/chuong-i/dieu-1/doan-1",
        "kem-theo/chuong-i/dieu-2",
        "kem-theo/chuong-i/dieu-2/khoan-1",
        "phu-luc-ii",
        "phu-luc-ii/1",
    ]
    assert words_of(DECISION, "ten") == "QUYẾT ĐỊNH Về việc ban hành Quy chế phối hợp trong công tác trẻ em"
    assert words_of(DECISION, "can-cu-1").endswith("năm 2015;")
    assert words_of(DECISION, "dau-van-ban~3") == "QUYẾT ĐỊNH:"
    assert words_of(DECISION, "ky").endswith("Trần Thị Bình")


OPENINGS = [
    pytest.param(
        "THỦ TƯỚNG CHÍNH PHỦ -------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc\nSố: 9/CĐ-TTg\n"
        "Hà Nội, ngày 1 tháng 2 năm 2024\nCÔNG ĐIỆN VỀ VIỆC ỨNG PHÓ MƯA LŨ TẠI MIỀN TRUNG THỦ TƯỚNG CHÍNH PHỦ điện:\n"
        "- Bộ trưởng Bộ Y tế;\n- Chủ tịch tỉnh. Trong mấy ngày qua, mưa rất to. Thủ tướng Chính phủ yêu cầu:\n1. "
        "Bộ Y tế trực cấp cứu.",
        "CÔNG ĐIỆN VỀ VIỆC ỨNG PHÓ MƯA LŨ TẠI MIỀN TRUNG",
        ["dau-van-ban", "ten", "doan-1", "doan-1/gach-1", "doan-1/gach-2", "doan-2", "1"],
        id="letterhead, title, address and text joined on their lines",
    ),
    pytest.param(
        "ỦY BAN NHÂN DÂN TỈNH HÒA AN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 5/QĐ-UBND\n"
        "Hòa An, ngày 1 tháng 2 năm 2024\n"
        "QUYẾT ĐỊNH CÔNG BỐ DANH MỤC THỦ TỤC CỦA SỞ Y TẾ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÒA AN Căn cứ Luật Trẻ em; "
        "Căn cứ Nghị định số 1/2020/NĐ-CP; Xét đề nghị của Sở Y tế. QUYẾT ĐỊNH:\nĐiều 1. Công bố.",
        "QUYẾT ĐỊNH CÔNG BỐ DANH MỤC THỦ TỤC CỦA SỞ Y TẾ",
        ["dau-van-ban", "ten", "dau-van-ban~2", "can-cu-1", "can-cu-2", "can-cu-3", "dau-van-ban~3", "dieu-1"],
        id="title, authority, bases and enacting word on one line",
    ),
    pytest.param(
        "|\n**BỘ Y\nTẾ**\n-------\n|\n**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\n|\n|\nSố: 5/CT-BYT\n|\n"
        "*Hà Nội, ngày 28\n"
        "tháng 11 năm 2025*\n|\n**CHỈ THỊ**\nVỀ TĂNG CƯỜNG\nKIỂM TRA\nThời gian qua, công tác kiểm tra được\nquan tâm.",
        "**CHỈ THỊ** VỀ TĂNG CƯỜNG KIỂM TRA",
        ["dau-van-ban", "ten", "doan-1"],
        id="a web copy with bars and stars",
    ),
    pytest.param(
        "**Số hiệu:**\n|\n5/CT-BYT\n|\n**Người ký:**\n|\nTrần Văn Nam\n|\n**BỘ Y TẾ**\n|\n"
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n|\n"
        "Số: 5/CT-BYT\n|\nHà Nội, ngày 1 tháng 2 năm 2020\n|\nCHỈ THỊ\nVỀ KIỂM TRA\n1. Một.",
        "CHỈ THỊ VỀ KIỂM TRA",
        ["ngoai-le", "dau-van-ban", "ten", "1"],
        id="a site's own table above",
    ),
    pytest.param(
        "bộ tài chính                 cộng hoà xã hội chủ nghĩa việt nam\n"
        "   -*-                Độc lập - Tự do - Hạnh phúc\n"
        "SỐ:   4   /2000/TT/BTC        -------\n     Hà nội, ngày  5  tháng  5  năm 2000\n\nthông tư\n\n"
        "Hướng dẫn thi hành Luật\n"
        "Thuế nhập khẩu\n***\n\nCăn cứ Luật Thuế;\nBộ Tài chính hướng dẫn như sau:",
        "thông tư Hướng dẫn thi hành Luật Thuế nhập khẩu ***",
        ["dau-van-ban", "ten", "can-cu-1", "doan-1"],
        id="a letterhead that lost its capitals",
    ),
    pytest.param(
        "ĐẢNG CỘNG SẢN VIỆT NAM\nSố 3-KL/TW\nHà Nội, ngày 1 tháng 2 năm 2024\nKẾT LUẬN\n"
        "CỦA BỘ CHÍNH TRỊ\n\nvề công tác dân số\n\ntrong tình hình mới\n\n-----\n\n"
        "Tại phiên họp, Bộ Chính trị kết luận như sau:\n1- Một.",
        "KẾT LUẬN CỦA BỘ CHÍNH TRỊ về công tác dân số trong tình hình mới -----",
        ["dau-van-ban", "ten", "doan-1", "1"],
        id="a Party conclusion whose title stands in pieces",
    ),
    pytest.param(
        "HỘI ĐÒNG NHÂN DÂN\nTỈNH HÒA AN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 2/NQ-HĐND\n"
        "Hòa An, ngày 1 tháng 2 năm 2024\n"
        "NGHỊ QUYÉT\nVề phân bổ ngân sách\n\nCăn cứ Luật Ngân sách;\nĐiều 1. Phân bổ.",
        "NGHỊ QUYÉT Về phân bổ ngân sách",
        ["dau-van-ban", "ten", "can-cu-1", "dieu-1"],
        id="OCR slips in capitals",
    ),
]


@pytest.mark.parametrize(("text", "title", "paths"), OPENINGS)
def test_the_beginning_of_a_document(text: str, title: str, paths: list[str]) -> None:
    assert paths_of(text) == paths
    assert words_of(text, "ten") == title


ENDINGS = [
    pytest.param(
        "1. Một.\nNơi nhận:                    KT. GIÁM ĐỐC\n- Như trên;                  PHÓ GIÁM ĐỐC\n"
        "- Lưu: VT.\n\n                             Lê Văn Hai",
        ["1", "noi-nhan", "ky", "noi-nhan~2", "ky~2", "noi-nhan~3", "ky~3"],
        id="two columns line by line",
    ),
    pytest.param(
        "1. Một.\n| Nơi nhận: - Như trên; - Lưu: VT. | THỦ TƯỚNG Lê Văn Hai |\n|---|---|",
        ["1", "noi-nhan", "ky"],
        id="two cells on one line",
    ),
    pytest.param(
        "1. Một.\nNơi nhận:\n- Lưu: VT.\nBỘ TRƯỞNG Lê Văn Hai\n[1] Gồm các tỉnh A, B. [2] Gồm tỉnh C.",
        ["1", "noi-nhan", "ky", "chu-thich-1", "chu-thich-2"],
        id="footnotes",
    ),
    pytest.param(
        "1. Một.\nNơi nhận:\n- Lưu: VT.\nBỘ TRƯỞNG Lê Văn Hai\n"
        "Chỉ thị 5/CT-BYT năm 2020 về kiểm tra do Bộ Y tế ban hành",
        ["1", "noi-nhan", "ky", "ngoai-le"],
        id="the title a site repeats",
    ),
    pytest.param(
        "1. Một.\nNơi nhận:\n- Lưu: VT.\nBỘ TRƯỞNG Lê Văn Hai\nDanh mục văn bản đã ban hành\n"
        "I. QUYẾT ĐỊNH\n1. Quyết định một.",
        ["1", "noi-nhan", "ky", "kem-theo", "kem-theo/i", "kem-theo/i/1"],
        id="an annex that nothing announces",
    ),
    pytest.param(
        "4. Theo dõi: 4.1. Giao A. 4.2. Giao B. Văn phòng xin thông báo để các cơ quan biết, thực hiện.\n"
        "Nơi nhận:\n- Lưu: VT.",
        ["4", "4/4.1", "4/4.2", "doan-1", "noi-nhan"],
        id="a closing sentence joined to the last item",
    ),
]


@pytest.mark.parametrize(("text", "paths"), ENDINGS)
def test_the_end_of_a_document(text: str, paths: list[str]) -> None:
    assert paths_of(text) == paths


def test_a_news_report_is_a_headline_and_paragraphs() -> None:
    text = (
        "Tỉnh triển khai công tác trẻ em\nNgày 1/2, tỉnh ban hành Kế hoạch số 3/KH-UBND.\nCác sở thực hiện nghiêm túc."
    )
    assert paths_of(text) == ["ten", "doan-1", "doan-2"]


@pytest.mark.parametrize(
    "line",
    [
        "Phụ lục 4 kèm theo Thông tư số 10/2022/TT-BKHĐT được sửa như sau.",
        "Nơi nhận hồ sơ của tổ chức, cá nhân là Sở Y tế.",
    ],
)
def test_a_line_that_only_speaks_of_the_frame_stays_in_the_text(line: str) -> None:
    assert all(path.startswith(("1", "2")) for path in paths_of(f"1. Một.\n{line}\n2. Hai."))


def test_an_annex_may_begin_with_a_letterhead_of_its_own() -> None:
    text = (
        "Điều 1. Ban hành Kế hoạch.\nĐiều 2. Thi hành.\nNơi nhận:\n- Lưu: VT.\nKT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\n\n"
        "Lê Văn An\nTHỦ TƯỚNG CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nKẾ HOẠCH\n"
        "Thực hiện việc chung\n(Kèm theo Quyết định số 9/QĐ-TTg)\n\nI. MỤC ĐÍCH\n1. Một."
    )
    assert paths_of(text) == [
        "dieu-1",
        "dieu-2",
        "noi-nhan",
        "ky",
        "dau-van-ban",
        "kem-theo",
        "kem-theo/i",
        "kem-theo/i/1",
    ]
    assert words_of(text, "ky").endswith("Lê Văn An")
