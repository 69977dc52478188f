from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.identifiers import parse_path
from corpus.model import ClauseKind, Page, Span
from corpus.vietnamese import clean
from ingest.markers import read_markers
from ingest.readers.extracted_text import ExtractedText
from ingest.structure import structure
from ingest.structure.lines import split_lines
from tests.ingest.trees import assert_keeps_the_rules, paths_of, reading_at, reading_of, words_of

# --- what every tree keeps ---------------------------------------------------


@pytest.mark.parametrize("folder", ["seeds", "admin", "web", "legacy", "pdf"])
def test_every_character_of_a_real_document_belongs_to_one_clause(shared: Path, folder: str) -> None:
    files = sorted([*(shared / "corpus" / folder).glob("*.txt"), *(shared / "corpus" / folder).glob("*.md")])
    assert files
    for file in files:
        reading = reading_at(file)
        clauses = structure(reading)
        assert_keeps_the_rules(reading.text, clauses)
        for clause in clauses:
            assert str(parse_path(clause.path)) == clause.path


# Where a copy lost the stop of "1" or never closed a quotation, the rest of the list goes with it.
SWALLOWED = {
    "2004-B6.truth.txt": "3- Hệ thống chế độ kế toán ban hành",
    "15_ocr-nd-147-2017-scic.txt": "2. Khoản 9 Điều 4 được sửa",
}
IN_BODY = frozenset(
    {
        ClauseKind.PART,
        ClauseKind.CHAPTER,
        ClauseKind.SECTION,
        ClauseKind.ARTICLE,
        ClauseKind.CLAUSE,
        ClauseKind.POINT,
        ClauseKind.ITEM,
        ClauseKind.BULLET,
        ClauseKind.PARAGRAPH,
    }
)


@pytest.mark.parametrize("folder", ["seeds", "admin", "web", "legacy"])
def test_no_line_that_opens_with_a_marker_is_swallowed(shared: Path, folder: str) -> None:
    for file in sorted((shared / "corpus" / folder).glob("*.txt")):
        reading = reading_at(file)
        clauses = structure(reading)
        begun = {c.start for c in clauses if c.label or c.kind is ClauseKind.ROW}
        for line in split_lines(reading.text):
            if line.start in begun or line.at in begun or all(m.weak for m in read_markers(line.words)):
                continue
            holder = next((c for c in clauses if c.start <= line.start < c.head_end), None)
            swallowed = holder is not None and holder.kind in IN_BODY
            assert not swallowed or line.words.startswith(SWALLOWED[file.name]), line


PIECES = st.sampled_from(
    [
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 12/QĐ-UBND",
        "Hà Nội, ngày 1 tháng 2 năm 2020",
        "QUYẾT ĐỊNH",
        "Về việc ban hành quy chế",
        "Căn cứ Luật Trẻ em;",
        "QUYẾT ĐỊNH:",
        "Điều 1. Phạm vi",
        "Điều 2. Ban hành như sau:",
        "1. Sở Y tế chủ trì",
        "a) Rà soát; b) Tổng hợp",
        "i) Báo cáo",
        "- Kiểm tra, giám sát.",
        "+ Tổ chức",
        "(1) Giao Bộ A; (2) Giao Bộ B",
        "“Điều 5. Sửa đổi",
        "hết hiệu lực”.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn An",
        "PHỤ LỤC I",
        "TT",
        "Nội dung",
        "Cơ quan chủ trì",
        "1",
        "2",
        "|---|---|",
        "| A | B |",
        "---",
        "CÔNG BÁO/Số 1/Ngày 1-1-2020",
        "**Đậm",
        "thường**",
        "",
        "   ",
        "việc tiếp theo của câu,",
    ]
)


@settings(max_examples=150, deadline=None)
@example(["|---|---|"] * 3, "\n")
@given(st.lists(PIECES, max_size=30), st.sampled_from(["\n", "\n\n", " \n\t"]))
def test_every_character_of_any_text_belongs_to_one_clause(pieces: list[str], between: str) -> None:
    text = clean(between.join(pieces))
    assert_keeps_the_rules(text, structure(reading_of(text)))


def test_nothing_gives_nothing() -> None:
    assert structure(reading_of("")) == ()
    assert structure(reading_of(" \n\n ")) == ()


def test_a_clause_knows_its_page() -> None:
    text = "1. Một việc.\n2. Hai việc."
    pages = (Page(1, 0, 13), Page(2, 13, len(text)))
    clauses = structure(ExtractedText(text=text, media_type="application/pdf", pages=pages))
    assert [(c.path, c.page) for c in clauses] == [("1", 1), ("2", 2)]


# --- levels ------------------------------------------------------------------

LEVELS = [
    pytest.param(
        "I. MỤC ĐÍCH\n1. Một\na) Hai\n- Ba\n+ Bốn\n- Năm\nb) Sáu\n2. Bảy\nII. NỘI DUNG\n1. Tám",
        [
            "i",
            "i/1",
            "i/1/diem-a",
            "i/1/diem-a/gach-1",
            "i/1/diem-a/gach-1/cong-1",
            "i/1/diem-a/gach-2",
            "i/1/diem-b",
            "i/2",
            "ii",
            "ii/1",
        ],
        id="five styles one in the other",
    ),
    pytest.param(
        "Phần I\nQUY ĐỊNH\nChương I\nCHUNG\nMục 1. MỘT\nĐiều 1. Hai\n1. Ba.\na) Bốn.\nChương II\nRIÊNG\nĐiều 2. Năm",
        [
            "phan-i",
            "phan-i/chuong-i",
            "phan-i/chuong-i/muc-1",
            "phan-i/chuong-i/muc-1/dieu-1",
            "phan-i/chuong-i/muc-1/dieu-1/khoan-1",
            "phan-i/chuong-i/muc-1/dieu-1/khoan-1/diem-a",
            "phan-i/chuong-ii",
            "phan-i/chuong-ii/dieu-2",
        ],
        id="a law",
    ),
    pytest.param(
        "2. Mục tiêu:\n2.1. Một.\n2.2. Hai.\n2.2.1. Ba.\n2.3. Bốn.\n3. Năm.",
        ["2", "2/2.1", "2/2.2", "2/2.2/2.2.1", "2/2.3", "3"],
        id="dotted numbers under their number",
    ),
    pytest.param(
        "g) Một;\nh) Hai;\ni) Ba;\nk) Bốn.",
        ["diem-g", "diem-h", "diem-i", "diem-k"],
        id="i after h is a letter",
    ),
    pytest.param(
        "1. Gồm:\n(i) Một;\n(ii) Hai;\n(iii) Ba.\n2. Khác.",
        ["1", "1/tiet-i", "1/tiet-ii", "1/tiet-iii", "2"],
        id="i before ii is a roman number",
    ),
    pytest.param(
        "I. MỘT\n1. Hai.\n2. Ba.\nII. BỐN\n3. Năm.\n4. Sáu.\n5. Bảy.\nIII. TÁM\n6. Chín.",
        ["i", "i/1", "i/2", "ii", "ii/3", "ii/4", "ii/5", "iii", "iii/6"],
        id="numbers that run on through sections",
    ),
    pytest.param(
        "Chương I\nCHUNG\n"
        + "".join(f"Điều {n}. Tên\n" for n in range(1, 14))
        + "Chương II\nRIÊNG\nĐiều 14. Tên\nChương III\nCUỐI\nĐiều 15. Tên\n",
        ["chuong-i"]
        + [f"chuong-i/dieu-{n}" for n in range(1, 14)]
        + ["chuong-ii", "chuong-ii/dieu-14", "chuong-iii", "chuong-iii/dieu-15"],
        id="articles that run on through chapters",
    ),
    pytest.param(
        "chương i\nnhững quy định chung\nĐiều 1. Phạm vi\nchương ii\nquy định riêng\nĐiều 2. Hồ sơ",
        ["chuong-i", "chuong-i/dieu-1", "chuong-ii", "chuong-ii/dieu-2"],
        id="chapters that lost their capitals",
    ),
    pytest.param(
        "a - quy định chung\nI/ Đối tượng\n1- Một.\n2- Hai.\nb - quy định về in\nI/ Tổ chức\n1- Ba.\nII/ Cá nhân",
        ["a", "a/i", "a/i/1", "a/i/2", "b", "b/i", "b/i/1", "b/ii"],
        id="capital letters that lost their capitals",
    ),
    pytest.param(
        "i. quan điểm\n1. Một.\n2. Hai.\nii. mục tiêu\n1. Ba.",
        ["i", "i/1", "i/2", "ii", "ii/1"],
        id="romans that lost their capitals",
    ),
    pytest.param(
        "1. Về kiểu:\n1.1- Hóa đơn in.\n1.2- Hóa đơn tự in.\n2. Về mẫu.",
        ["1", "1/1.1", "1/1.2", "2"],
        id="dotted numbers before a dash",
    ),
    pytest.param(
        "1. Đã ban hành các Công điện số\n218/CĐ-TTg và 219/CĐ-TTg.\n2. Hai.",
        ["1", "2"],
        id="a document's number that begins a line",
    ),
    pytest.param(
        "1. Giao Cục A:\n- Ban hành danh mục.\nHoàn thành trong quý I.\n- Công bố.\nHoàn thành trong quý II.\n2. Hai.",
        ["1", "1/gach-1", "1/gach-1/doan-1", "1/gach-2", "1/gach-2/doan-1", "2"],
        id="a remark below each bullet",
    ),
    pytest.param(
        "1. Một.\n2. Hai.\nĐịa phương đẩy mạnh thi đua, nghiêm túc thực hiện Chỉ thị này./.",
        ["1", "2", "doan-1"],
        id="what closes the whole document",
    ),
    pytest.param(
        "A. MỘT\nI. Hai\n1. Ba.\n2. Bốn.\nII. Năm\n1. Sáu.\nB. BẢY\nI. Tám",
        ["a", "a/i", "a/i/1", "a/i/2", "a/ii", "a/ii/1", "b", "b/i"],
        id="capitals above romans",
    ),
    pytest.param(
        "I. MỘT\nA. Hai\n1. Ba.\nB. Bốn\n1. Năm.\nII. SÁU",
        ["i", "i/a", "i/a/1", "i/b", "i/b/1", "ii"],
        id="romans above capitals",
    ),
    pytest.param(
        "1. Một:\na) Hai;\nb) Ba.\n2. Bốn:\na) Năm;\nb) Sáu.",
        ["1", "1/diem-a", "1/diem-b", "2", "2/diem-a", "2/diem-b"],
        id="letters begin anew under the next number",
    ),
    pytest.param(
        "Mở đầu.\n1. Một.\n2. Hai.\nMỤC THỨ HAI\n1. Ba.\n2. Bốn.",
        ["doan-1", "1", "2", "2/doan-1", "1~2", "2~2"],
        id="a list that begins anew without a numbered heading",
    ),
    pytest.param(
        "y) Một;\nz) Hai;\na) Ba;\nb) Bốn.",
        ["diem-y", "diem-z", "diem-a", "diem-b"],
        id="a after z begins a new list",
    ),
    pytest.param(
        "1. Kéo dài sang giai đoạn 2021\n- 2025 và những năm sau.\n2. Hoàn thành trong năm\n2025.\n3. Khác.",
        ["1", "2", "3"],
        id="a broken line makes no bullet and no number",
    ),
    pytest.param(
        "1. Thực hiện theo quy định tại\nĐiều 5. Trường hợp khác thì báo cáo.\n2. Hai.",
        ["1", "2"],
        id="a cited article at the beginning of a line",
    ),
    pytest.param(
        "d) Một;\ne) Hai;\nh) Ba.",
        ["diem-d", "diem-e", "diem-h"],
        id="a letter the typist skipped",
    ),
    pytest.param(
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế.\n2. Sở Tài chính.",
        ["ii", "ii/1", "ii/2"],
        id="a copy that begins in the middle",
    ),
]


@pytest.mark.parametrize(("text", "paths"), LEVELS)
def test_markers_find_their_level_from_the_sequence(text: str, paths: list[str]) -> None:
    assert paths_of(text) == paths


def test_kinds_and_labels_follow_the_place_of_a_marker() -> None:
    text = "Điều 1. Phạm vi\n1. Một:\na) Hai.\nI. BA\n1. Bốn."
    clauses = structure(reading_of("Điều 1. Phạm vi\n1. Một:\na) Hai.\n- Ba."))
    assert [(c.kind, c.label) for c in clauses] == [
        (ClauseKind.ARTICLE, "Điều 1."),
        (ClauseKind.CLAUSE, "1."),
        (ClauseKind.POINT, "a)"),
        (ClauseKind.BULLET, "-"),
    ]
    assert structure(reading_of(text))[-1].kind is ClauseKind.ITEM


# --- paragraphs --------------------------------------------------------------


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Ngày 22 tháng 5, tỉnh ban hành Kế\nhoạch về thực hiện quyền của trẻ em trên địa bàn, trong đó giao các sở\n"
        "xây dựng chương trình và tập trung lãnh đạo.\nCác địa phương bố trí ngân sách để\n"
        "chăm lo cho trẻ em vùng sâu, vùng xa và trẻ em có hoàn cảnh khó khăn."
    )
    assert paths_of(text) == ["doan-1", "doan-2"]
    assert words_of(text, "doan-2").startswith("Các địa phương bố trí ngân sách để chăm lo")


def test_bullets_hang_under_the_line_that_introduces_them() -> None:
    text = (
        "1. Công an tỉnh\nTham mưu cho tỉnh.\nGiao Giám đốc chỉ đạo thực hiện:\n- Đôn đốc.\n- Chủ trì.\n"
        "2. Sở Nội vụ\n- Rà soát."
    )
    assert paths_of(text) == ["1", "1/doan-1", "1/doan-2", "1/doan-2/gach-1", "1/doan-2/gach-2", "2", "2/gach-1"]


def test_a_paragraph_between_two_bullets_goes_on_with_the_first() -> None:
    text = "1. Bộ A:\n- Ban hành danh mục.\nHoàn thành trong quý II.\n- Công bố biện pháp.\n2. Bộ B."
    assert paths_of(text) == ["1", "1/gach-1", "1/gach-1/doan-1", "1/gach-2", "2"]


def test_a_closing_paragraph_stands_outside_the_last_item() -> None:
    text = "1. Một.\n2. Hai.\nChỉ thị này có hiệu lực thi hành sau 10 ngày.\nCác sở, ngành nghiêm túc thực hiện."
    assert paths_of(text) == ["1", "2", "doan-1", "doan-2"]


def test_a_paragraph_that_speaks_of_its_article_stands_under_the_article() -> None:
    text = (
        "Điều 2. Miễn thuế\n1. Hàng quà biếu.\n2. Hàng mẫu.\nBộ Tài chính quy định thủ tục tại Điều này.\nĐiều 3. Khác"
    )
    assert "dieu-2/doan-1" in paths_of(text)


def test_a_heading_and_the_text_joined_to_it_are_two_clauses() -> None:
    text = (
        "I. VỀ KẾT QUẢ ĐẠT ĐƯỢC Thực hiện nghiêm chỉ đạo của cấp trên, các sở đã làm tốt.\nII. TỒN TẠI\n"
        "1. Mục đích Xác định rõ trách nhiệm của các sở."
    )
    assert words_of(text, "i") == "I. VỀ KẾT QUẢ ĐẠT ĐƯỢC"
    assert words_of(text, "ii/1") == "1. Mục đích"
    assert words_of(text, "ii/1/doan-1") == "Xác định rõ trách nhiệm của các sở."


def test_what_only_looks_like_a_heading_stays_whole() -> None:
    text = "1. Yêu cầu Sở Y tế khẩn trương rà soát.\n2. Kinh phí thực hiện Kế hoạch này: Do ngân sách bảo đảm."
    assert paths_of(text) == ["1", "2"]


def test_a_marker_alone_on_its_line_takes_the_next() -> None:
    text = "I. \nNâng cao nhận thức của cán bộ \n1. \nQuan tâm đúng mức. \n2. \nTổ chức tập huấn. "
    assert paths_of(text) == ["i", "i/1", "i/2"]
    assert words_of(text, "i/2") == "2. Tổ chức tập huấn."


# --- inline ------------------------------------------------------------------


def test_items_enumerated_after_a_colon_are_clauses() -> None:
    text = "2. Về nội dung khác nhau: (1) Giao Bộ A làm chủ chương trình; (2) Giao Bộ B hướng dẫn.\n3. Khác."
    assert paths_of(text) == ["2", "2/1", "2/2", "3"]
    assert words_of(text, "2") == "2. Về nội dung khác nhau:"
    assert words_of(text, "2/2") == "(2) Giao Bộ B hướng dẫn."


def test_enumerations_nest() -> None:
    text = "4. Về phân công: 4.1. Giao Đảng ủy A: (i) Chỉ đạo Bộ X. (ii) Chỉ đạo Bộ Y. 4.2. Giao Đảng ủy B chủ trì."
    assert paths_of(text) == ["4", "4/4.1", "4/4.1/tiet-i", "4/4.1/tiet-ii", "4/4.2"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        pytest.param(
            "2. Hồ sơ gồm: a. Đơn đề nghị; b. Bản sao giấy phép.", ["2", "2/diem-a", "2/diem-b"], id="letters and stops"
        ),
        pytest.param("2. Giao: (1)Bộ Y tế rà soát; (2)Bộ Nội vụ chủ trì.", ["2", "2/1", "2/2"], id="no space after"),
        pytest.param(
            "2. Yêu cầu: - Bộ Y tế rà soát; - Bộ Nội vụ tổng hợp.", ["2", "2/gach-1", "2/gach-2"], id="glued dashes"
        ),
    ],
)
def test_a_copy_may_glue_the_items_of_a_list_in_any_style(text: str, paths: list[str]) -> None:
    assert paths_of(text) == paths


def test_plain_numbers_enumerate_where_sentences_end_between_them() -> None:
    text = "UBND Thành phố yêu cầu: 1. Các sở thực hiện. 2. Sở Xây dựng chủ trì; 3. Báo cáo kết quả."
    assert paths_of(text) == ["doan-1", "doan-1/1", "doan-1/2", "doan-1/3"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1. Sửa đổi khoản 2 như sau: “2. Hồ sơ gồm: a) Đơn; b) Bản sao.”", id="quoted"),
        pytest.param("1. Theo quy định tại điểm (1) và (2) của Phụ lục.", id="no colon before"),
        pytest.param("1. Trong thời hạn: (2) ngày làm việc; (5) ngày nghỉ.", id="not from the first"),
        pytest.param("1. Mức chi như sau: (1) một triệu đồng.", id="one alone"),
        pytest.param("1. Kết quả đạt được: 1. Năm 2024 giảm 2. Năm sau tăng.", id="no sentence ends between"),
    ],
)
def test_brackets_that_enumerate_nothing_are_left(text: str) -> None:
    assert paths_of(text) == ["1"]


# --- quotations --------------------------------------------------------------


def test_the_new_wording_of_a_provision_is_not_structure() -> None:
    text = (
        "Điều 1. Sửa đổi Nghị quyết số 1/NQ\n1. Sửa đổi Điều 5 như sau:\n“Điều 5. Thẩm quyền\n1. Chủ tịch quyết định:\n"
        "a) Nhà, đất;\nb) Tài sản khác.”\n2. Bãi bỏ Điều 6.\nĐiều 2. Hiệu lực"
    )
    assert [p for p in paths_of(text) if "doan" not in p] == [
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
        "dieu-2",
    ]


def test_a_quotation_that_never_closes_hides_nothing() -> None:
    assert paths_of("1. Gọi là “Quỹ.\n2. Hai.\n3. Ba.") == ["1", "2", "3"]


# --- noise -------------------------------------------------------------------


def test_noise_in_mid_sentence_is_marked_and_leaves_the_sentence_whole() -> None:
    text = "1. Sở Y tế chủ trì tuyên truyền và\nCÔNG BÁO/Số 302/Ngày 02-06-2026\n72\nbố trí kinh phí.\n2. Khác."
    clauses = structure(reading_of(text))
    assert [c.path for c in clauses] == ["1", "1/ngoai-le", "2"]
    first, noise, _ = clauses
    assert text[first.start : first.head_end].endswith("bố trí kinh phí.")
    assert noise.kind is ClauseKind.NOISE
    assert noise.head_end == noise.start
    assert text[noise.start : noise.end] == "CÔNG BÁO/Số 302/Ngày 02-06-2026\n72"


def test_noise_between_clauses_is_a_clause_of_its_own() -> None:
    text = "1. Một việc.\nTrang 2\n2. Hai việc."
    reading = ExtractedText(text=text, media_type="application/pdf", noise=(Span(13, 20),))
    clauses = structure(reading)
    assert [(c.path, text[c.start : c.head_end]) for c in clauses] == [
        ("1", "1. Một việc."),
        ("ngoai-le", "Trang 2"),
        ("2", "2. Hai việc."),
    ]
