"""What a clause stands under where the tree does not say it: broken lists, closings, letters, labels."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.ingest.obligations.sample_texts import duties, roles, shortly


def test_a_list_goes_on_behind_a_line_that_breaks_into_it() -> None:
    text = """III. NỘI DUNG
1. Nội dung kiểm tra
- Nội dung kiểm tra của chủ đầu tư
+ Theo dõi việc lập hồ sơ quản lý
Chương trình, việc sử dụng vốn.
+ Kiểm tra việc sử dụng vốn.
- Nội dung kiểm tra của nhà thầu
+ Báo cáo tiến độ thi công.
"""
    assert [r for r in roles(text) if r] == ["L chủ đầu tư", "L chủ đầu tư", "L nhà thầu"]


def test_lines_under_a_bare_title_stand_under_it() -> None:
    text = """III. NỘI DUNG
1. Nội dung kiểm tra
- Nội dung kiểm tra của cơ quan chủ quản
+ Nội dung theo dõi
Tổng hợp tình hình thực hiện các dự án.
"""
    assert [r for r in roles(text) if r] == ["L cơ quan chủ quản"]


def test_the_closing_formula_ends_the_last_heading() -> None:
    text = """V. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Rà soát cơ sở dữ liệu về trẻ em.
2. Sở Tài chính
- Bố trí kinh phí thực hiện.
Trên đây là Kế hoạch chăm sóc trẻ em. Ủy ban nhân dân tỉnh yêu cầu các sở, ngành triển khai thực hiện.
Trong quá trình thực hiện nếu phát sinh vướng mắc, báo cáo kịp thời về Sở Y tế.
"""
    assert roles(text, issuer="Ủy ban nhân dân tỉnh Bình Lâm", province="Bình Lâm")[-2:] == [
        "L sở, ngành@Bình Lâm",
        "L sở, ngành@Bình Lâm",
    ]


def test_a_body_made_the_lead_acts_on_the_list_below() -> None:
    text = """V. TỔ CHỨC THỰC HIỆN
1. Giao Sở Y tế là cơ quan đầu mối, chủ trì theo dõi Đề án; tổ chức thực hiện các nhiệm vụ sau:
- Điều phối chung việc triển khai Kế hoạch.
"""
    assert roles(text)[-1] == "L Sở Y tế"


def test_a_letter_may_begin_on_the_line_of_its_recipients() -> None:
    text = (
        "Kính gửi: Sở Y tế tỉnh Bình Lâm. Ngày 05 tháng 9 năm 2025, Bộ Y tế nhận được Công văn số 12/SYT của Sở về"
        " việc rà soát. Về vấn đề này, Bộ Y tế có ý kiến như sau: Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát"
        " cơ sở dữ liệu về trẻ em.\n"
    )
    assert roles(text, issuer="Bộ Y tế") == ["L Sở Y tế; S Sở Tài chính"]


def test_what_a_letter_tells_first_names_nobody_for_the_tasks() -> None:
    text = """Sở Y tế nhận được Công văn số 12/TTYT của Trung tâm. Sở Y tế có ý kiến như sau:
- Rà soát cơ sở dữ liệu về trẻ em.
"""
    assert roles(text, number="34/SYT-NV") == [""]


def test_tasks_under_a_label_stay_tasks() -> None:
    text = """II. NỘI DUNG
1. Rà soát văn bản về trẻ em
- Cơ quan chủ trì: Bộ Y tế.
- Thời gian thực hiện:
+ Các bộ gửi kết quả rà soát về Bộ Y tế trước ngày 15/12/2025.
+ Bộ Y tế tổng hợp kết quả rà soát trước ngày 31/12/2025.
"""
    assert roles(text) == ["L Bộ Y tế", "L bộ", "L Bộ Y tế"]


def test_the_issuer_gives_a_task_under_its_own_address() -> None:
    text = """Các sở, ngành:
1. Rà soát cơ sở dữ liệu về trẻ em.
2. Giao Công an thành phố điều tra, xử lý vi phạm.
"""
    assert roles(text, issuer="Ủy ban nhân dân thành phố Huế")[-1] == "L Công an Thành phố"


def test_where_doers_come_from_is_said_where_their_words_stand_elsewhere() -> None:
    text = """II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Rà soát cơ sở dữ liệu về trẻ em.
2. Sở Tài chính bố trí kinh phí.
3. Tổ chức tập huấn. Cơ quan chủ trì: Sở Nội vụ.
"""
    heading, named, label = duties(text)
    assert "đề mục" in heading.reason
    assert "Cơ quan thực hiện" not in named.reason
    assert (shortly(label), "cơ quan chủ trì" in label.reason) == ("L Sở Nội vụ", True)


def _seconds(text: str) -> float:
    started = time.process_time()
    duties(text)
    return time.process_time() - started


GROWING = {
    "headings of bodies": lambda n: (
        "V. TỔ CHỨC THỰC HIỆN\n" + "".join(f"{i}. Sở Y tế: Rà soát kho {i}.\n" for i in range(1, n))
    ),
    "lines of a closing": lambda n: (
        "V. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Rà soát kho.\n"
        + "Trong quá trình thực hiện nếu có vướng mắc, các sở báo cáo Sở Y tế.\n" * n
    ),
    "sentences of one paragraph": lambda n: "Kính gửi: Sở Y tế. " + "Sở Y tế có trách nhiệm rà soát kho dữ liệu. " * n,
    "labels": lambda n: (
        "II. NỘI DUNG\n" + "".join(f"{i}. Rà soát kho\n- Cơ quan chủ trì: Sở Y tế.\n" for i in range(1, n))
    ),
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_the_time_grows_with_the_text(text: Callable[[int], str]) -> None:
    _seconds(text(20))
    small, large = min(_seconds(text(200)) for _ in range(3)), min(_seconds(text(1600)) for _ in range(2))
    assert large < 8 * small * 3  # eight times the text; a square would take 64 times as long
