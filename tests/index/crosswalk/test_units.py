"""What of a document counts as a task, and where it stands."""

from __future__ import annotations

import pytest

from corpus.model import (
    Assignee,
    Clause,
    ClauseKind,
    Document,
    Modality,
    Obligation,
    ObligationKind,
    Record,
    Role,
    Span,
)
from index.crosswalk.headings import Heading
from index.crosswalk.task_selection import affairs
from index.crosswalk.units import Unit, tasks, units


def one_clause(words: str, *, kind: ClauseKind = ClauseKind.BULLET, label: str = "-") -> Record:
    clause = Clause("1/gach-1", "1", kind, label, 0, len(words), len(words))
    return Record(Document("cha", "cha.txt", ""), words, (clause,))


def duty(record: Record, quote: str, path: str = "1/gach-1") -> Obligation:
    start = record.text.index(quote)
    return Obligation(
        f"{path}#1",
        path,
        start,
        start + len(quote),
        quote,
        quote,
        ObligationKind.LEADERSHIP,
        Modality.MUST,
        True,
        (Assignee("Sở Y tế", Role.LEAD),),
    )


CUTS = {
    "two sentences": (
        "- Nêu cao trách nhiệm của người đứng đầu. Tăng cường kiểm tra, giám sát.",
        ["Nêu cao trách nhiệm của người đứng đầu.", "Tăng cường kiểm tra, giám sát."],
    ),
    "a verb after a semicolon begins a task": (
        "- Nâng cao hiệu lực quản lý nhà nước; bảo đảm trẻ em là trung tâm; được ưu tiên lồng ghép trong kế hoạch.",
        [
            "Nâng cao hiệu lực quản lý nhà nước",
            "bảo đảm trẻ em là trung tâm",
            "được ưu tiên lồng ghép trong kế hoạch.",
        ],
    ),
    "a noun after a semicolon does not": (
        "- Hoàn thiện chính sách, pháp luật; tiêu chuẩn, quy trình tiếp cận dịch vụ xã hội.",
        ["Hoàn thiện chính sách, pháp luật; tiêu chuẩn, quy trình tiếp cận dịch vụ xã hội."],
    ),
    "a prohibition after a semicolon does": (
        "- Rà soát các điểm nguy hiểm; không khoán trắng cho nhà trường.",
        ["Rà soát các điểm nguy hiểm", "không khoán trắng cho nhà trường."],
    ),
    "a semicolon in parentheses does not": (
        "- Kiểm tra các bến khách (bến ngang sông; kiểm tra cả bến cá) trước năm học.",
        ["Kiểm tra các bến khách (bến ngang sông; kiểm tra cả bến cá) trước năm học."],
    ),
    "an intro line is no task": ("- Sở Y tế có trách nhiệm:", []),
    "scraps say nothing": ("- 31/12 hằng năm.", ["31/12 hằng năm."]),
    "fewer than four syllables": ("- Hằng năm.", []),
}


@pytest.mark.parametrize(("words", "expected"), CUTS.values(), ids=CUTS)
def test_a_clause_is_cut_where_tasks_begin(words: str, expected: list[str]) -> None:
    record = one_clause(words)
    assert [unit.quote(record.text) for unit in units(record)] == expected


def test_a_line_broken_in_the_copy_reads_as_one_and_is_quoted_as_printed() -> None:
    record = one_clause("- Tăng cường kiểm tra,\ngiám sát việc thực hiện.")
    (unit,) = units(record)
    assert unit.words == "Tăng cường kiểm tra, giám sát việc thực hiện."
    assert record.text[unit.start : unit.end] == "Tăng cường kiểm tra,\ngiám sát việc thực hiện."


def test_a_body_after_a_semicolon_begins_a_task_where_the_obligations_say_so() -> None:
    words = "- Không để phương tiện chở quá tải; Bộ Giao thông vận tải kiểm tra các bến khách."
    plain = one_clause(words)
    known = Record(plain.document, words, plain.clauses, (), (duty(plain, "Bộ Giao thông vận tải kiểm tra"),))
    assert len(units(plain)) == 1
    assert [unit.quote(words) for unit in units(known)][1] == "Bộ Giao thông vận tải kiểm tra các bến khách."


def test_where_obligations_are_known_only_what_holds_one_is_a_task() -> None:
    words = "- Việc triển khai còn chậm ở một số nơi. Tăng cường kiểm tra, giám sát."
    record = one_clause(words)
    known = Record(record.document, words, record.clauses, (), (duty(record, "Tăng cường kiểm tra, giám sát."),))
    assert [task.words for task in tasks(known)] == ["Tăng cường kiểm tra, giám sát."]


def sections(*parts: tuple[str, str | None, ClauseKind, str, str]) -> Record:
    """A record of ``(path, parent, kind, label, own words)``, each on a line of its own."""
    text, clauses = "", []
    for path, parent, kind, label, words in parts:
        start = len(text)
        text += words + "\n"
        clauses.append(Clause(path, parent, kind, label, start, start + len(words), start + len(words)))
    return Record(Document("cha", "cha.txt", ""), text, tuple(clauses))


def test_without_obligations_background_titles_and_frame_are_no_tasks() -> None:
    record = sections(
        ("ten", None, ClauseKind.TITLE, "", "CHỈ THỊ về bảo vệ trẻ em trong mùa mưa lũ"),
        ("can-cu-1", None, ClauseKind.BASIS, "", "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;"),
        ("doan-1", None, ClauseKind.PARAGRAPH, "", "Thời gian qua, công tác này đạt nhiều kết quả."),
        ("1", None, ClauseKind.ITEM, "1.", "1. Tăng cường kiểm tra, giám sát việc thực hiện."),
        ("2", None, ClauseKind.ITEM, "2.", "2. Tổ chức thực hiện"),
        ("2/gach-1", "2", ClauseKind.BULLET, "-", "- Sở Y tế báo cáo kết quả trước ngày 15/12."),
        ("noi-nhan", None, ClauseKind.RECIPIENTS, "", "Nơi nhận: Các tỉnh ủy, thành ủy trực thuộc Trung ương"),
    )
    assert [task.words for task in tasks(record)] == [
        "Tăng cường kiểm tra, giám sát việc thực hiện.",
        "Sở Y tế báo cáo kết quả trước ngày 15/12.",
    ]


def test_a_title_run_in_with_the_text_is_no_task() -> None:
    record = one_clause("3. Đẩy mạnh dạy bơi an toàn. Bộ Y tế ban hành tài liệu sơ cấp cứu.", label="3.")
    assert [task.words for task in tasks(record)] == ["Bộ Y tế ban hành tài liệu sơ cấp cứu."]


def test_the_line_that_issues_a_document_is_a_unit_though_it_introduces_a_list() -> None:
    words = "Ban Thường vụ Tỉnh ủy xây dựng kế hoạch thực hiện như sau:"
    clause = Clause("doan-1", None, ClauseKind.PARAGRAPH, "", 0, len(words), len(words))
    record = Record(Document("con", "con.txt", ""), words, (clause,))
    assert [unit.quote(words) for unit in units(record)] == [words]


def test_a_short_clause_that_states_a_duty_is_no_heading() -> None:
    record = sections(
        ("4/diem-b", "4", ClauseKind.POINT, "b)", "b) Sở Y tế tập huấn sơ cấp cứu cho y tế thôn, bản."),
        ("4/diem-b/gach-1", "4/diem-b", ClauseKind.BULLET, "-", "- Mỗi năm tổ chức ít nhất một lần."),
    )
    held = duty(record, "Sở Y tế tập huấn sơ cấp cứu", "4/diem-b")
    known = Record(record.document, record.text, record.clauses, (), (held,))
    assert [unit.path for unit in units(record)] == ["4/diem-b/gach-1"]
    assert [unit.path for unit in units(known)] == ["4/diem-b", "4/diem-b/gach-1"]


def test_a_unit_stands_under_the_nearest_words_that_announce_it() -> None:
    text = "Các cấp, các ngành quan tâm chỉ đạo công tác này với nhiều hình thức phong phú. " * 5
    record = sections(
        ("1", None, ClauseKind.ITEM, "1.", "1. Cán bộ làm công tác trẻ em"),
        ("1/gach-1", "1", ClauseKind.BULLET, "-", "- Sở Y tế có trách nhiệm:"),
        ("1/gach-1/cong-1", "1/gach-1", ClauseKind.BULLET, "+", "+ Tập huấn nghiệp vụ ở cấp xã."),
        ("1/gach-2", "1", ClauseKind.BULLET, "-", f"- {text}"),
        ("1/gach-2/cong-1", "1/gach-2", ClauseKind.BULLET, "+", "+ Bố trí đủ người ở cấp xã."),
        ("2", None, ClauseKind.ITEM, "2.", "2. Khen thưởng tập thể, cá nhân tiêu biểu hằng năm."),
    )
    under = {unit.path: unit.in_context for unit in units(record)}
    assert under["1/gach-1/cong-1"] == "- Sở Y tế có trách nhiệm. Tập huấn nghiệp vụ ở cấp xã."
    assert under["1/gach-2/cong-1"] == "1. Cán bộ làm công tác trẻ em. Bố trí đủ người ở cấp xã."
    assert under["2"] == "Khen thưởng tập thể, cá nhân tiêu biểu hằng năm."


ORGANISES = {
    "its heading": ("III. TỔ CHỨC THỰC HIỆN", True),
    "a heading of an article": ("Điều 3. Trách nhiệm của các cơ quan", True),
    "who is charged with what": ("4. Phân công nhiệm vụ", True),
    "work that is organised": ("2. Tập trung tổ chức thực hiện các chương trình", False),
    "another heading": ("II. NHIỆM VỤ VÀ GIẢI PHÁP", False),
}


@pytest.mark.parametrize(("heading", "expected"), ORGANISES.values(), ids=ORGANISES)
def test_all_below_the_heading_of_an_organisation_section_stands_in_it(heading: str, expected: bool) -> None:
    record = sections(
        ("3", None, ClauseKind.PART, "III.", heading),
        ("3/1", "3", ClauseKind.ITEM, "1.", "1. Sở Y tế có trách nhiệm:"),
        ("3/1/gach-1", "3/1", ClauseKind.BULLET, "-", "- Tập huấn nghiệp vụ ở cấp xã."),
    )
    (unit,) = units(record)
    assert unit.heading.organises is expected


AFFAIRS = {
    "watching over the plan itself": (True, "Thường xuyên đôn đốc, kiểm tra việc thực hiện Kế hoạch này", True, False),
    "carrying out, at the end": (True, "Xây dựng kế hoạch cụ thể, tổ chức thực hiện hiệu quả.", True, False),
    "spreading the directive": (True, "Tuyên truyền, phổ biến nội dung Chỉ thị đến đoàn viên", True, False),
    "work given to a body there": (True, "Sở Y tế tập huấn sơ cấp cứu cho y tế thôn, bản", False, False),
    "the directive among the tasks": (False, "Quán triệt sâu rộng Chỉ thị số 28-CT/TW", False, False),
    "work": (False, "Kiểm tra việc thực hiện quyền trẻ em ở cơ sở bảo trợ", False, True),
}


@pytest.mark.parametrize(("organises", "words", "upkeep", "work"), AFFAIRS.values(), ids=AFFAIRS)
def test_a_documents_own_carrying_out_is_told_from_the_work(
    organises: bool, words: str, upkeep: bool, work: bool
) -> None:
    unit = Unit("3", 0, len(words), words, heading=Heading("III. Mục", organises))
    assert affairs(unit) == (upkeep, work)


def test_of_a_table_row_the_task_is_its_task_cell() -> None:
    cells = ("7", "Trang bị phao, dây cứu sinh tại bến đò", "UBND các huyện", "Trước ngày 31/3/2026")
    text, spans = "", []
    for cell in cells:
        spans.append(Span(len(text), len(text) + len(cell)))
        text += cell + "\t"
    row = Clause("bang-1/hang-7", "bang-1", ClauseKind.ROW, "", 0, len(text), len(text), cells=tuple(spans))
    record = Record(Document("cha", "cha.txt", ""), text, (row,))
    start = spans[1].start
    held = Obligation(
        "bang-1/hang-7#1",
        "bang-1/hang-7",
        start,
        len(text),
        text[start:],
        cells[1],
        ObligationKind.RESOURCES,
        Modality.MUST,
        True,
        (),
    )
    (task,) = tasks(Record(record.document, text, record.clauses, (), (held,)))
    assert task.quote(text) == cells[1]
    assert [unit.quote(text).split("\t")[0] for unit in units(record)] == ["7"]
