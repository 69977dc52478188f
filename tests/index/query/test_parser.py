"""What is read in a query besides its topic, and what is left as words."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.agencies import authority_list
from corpus.vietnamese import fold
from index.query.dates import find_times, in_window
from index.query.diacritics import Restored
from index.query.parser import ParsedQuery, parse_query

TODAY = date(2026, 5, 20)


def read(query: str, **more: object) -> ParsedQuery:
    return parse_query(Restored(query, query), authority_list(), today=TODAY, **more)  # type: ignore[arg-type]


def pairs(query: str) -> dict[str, str]:
    return {r.field.value: r.value for r in read(query).parsed_filters}


READ: dict[str, tuple[str, dict[str, str]]] = {
    "agency and time": (
        "nhiệm vụ về đuối nước của Sở Y tế trong năm 2025",
        {"agency": "so-y-te", "due": "2025-01-01..2025-12-31"},
    ),
    "agency of a province": ("Sở Y tế Nghệ An làm gì", {"agency": "so-y-te@nghe-an"}),
    "agency of a city": ("công việc của Công an TP. Huế", {"agency": "cong-an-tinh@hue"}),
    "agency in letters": ("Bộ LĐ-TB&XH bảo vệ trẻ em", {"agency": "bo-lao-dong-thuong-binh-va-xa-hoi"}),
    "agency by its head": ("Giám đốc Sở Y tế", {"agency": "so-y-te"}),
    "a class that is asked about": ("trách nhiệm của các sở, ban, ngành", {"agency": "so-ban-nganh"}),
    "a class in passing": ("tư vấn ở nhà trường", {}),
    "two agencies narrow nothing": ("Sở Y tế và Sở Tài chính", {}),
    "who is told": ("báo cáo Ban Thường vụ Tỉnh ủy", {}),
    "role": ("Sở Y tế chủ trì phòng dịch", {"agency": "so-y-te", "role": "lead"}),
    "a role of nobody": ("chủ trì phòng dịch", {}),
    "type and issuer": (
        "quyết định của UBND tỉnh Nghệ An năm 2024 về học phí",
        {"type": "quyết định", "issuer": "uy-ban-nhan-dan-tinh@nghe-an", "year": "2024"},
    ),
    "who issued": ("văn bản do Bộ Y tế ban hành năm 2023", {"issuer": "bo-y-te", "year": "2023"}),
    "a type that is cited": ("thực hiện chỉ thị về trẻ em", {}),
    "types compared": ("chỉ thị của Bộ Chính trị và kế hoạch của Chính phủ", {}),
    "place": ("phòng chống dịch ở tỉnh Đắk Lắk", {"province": "Đắk Lắk"}),
    "a place's name as words": ("hòa bình thế giới", {}),
    "month": ("việc đến hạn trong tháng 12/2025", {"due": "2025-12-01..2025-12-31"}),
    "quarter": ("nhiệm vụ quý IV", {"due": "2026-10-01..2026-12-31"}),
    "before a day": ("việc phải xong trước 30/6", {"due": "..2026-06-30"}),
    "kind": ("nhiệm vụ báo cáo của Sở Y tế", {"agency": "so-y-te", "kind": "reporting"}),
    "number": ("theo Quyết định 1183/QĐ-TTg", {"number": "1183/QĐ-TTg"}),
    "a citation's day is the document's": (
        "Kế hoạch số 9482/KH-UBND ngày 08/8/2025",
        {"number": "9482/KH-UBND", "year": "2025"},
    ),
    "a citation's body issued it": (
        "Quyết định số 1183/QĐ-TTg ngày 12 tháng 6 năm 2025 của Thủ tướng Chính phủ",
        {"number": "1183/QĐ-TTg", "year": "2025", "issuer": "thu-tuong-chinh-phu"},
    ),
    "a citation's body without a day": (
        "Kế hoạch 310/KH-UBND của UBND tỉnh Nghệ An",
        {"number": "310/KH-UBND", "issuer": "uy-ban-nhan-dan-tinh@nghe-an"},
    ),
    "a day that is asked for behind a number": (
        "nhiệm vụ theo 1183/QĐ-TTg phải xong trước 30/6",
        {"number": "1183/QĐ-TTg", "due": "..2026-06-30"},
    ),
    "a period in a title": ("chương trình giai đoạn 2021-2030", {}),
    "in quotation marks": ("“Sở Y tế” chăm sóc trẻ em", {}),
    "letters in small": ("sở gd&đt dạy bơi", {"agency": "so-giao-duc-va-dao-tao"}),
    "letters of a country": ("BHXH VN chi trả", {"agency": "bao-hiem-xa-hoi-viet-nam"}),
    "in English": ("duties of the health department", {"agency": "so-y-te"}),
    "who leads": ("ai chủ trì phổ cập giáo dục mầm non", {"role": "lead"}),
    "in a role": ("vai trò phối hợp của Sở Y tế", {"agency": "so-y-te", "role": "support"}),
    "days of issue": (
        "đuối nước ban hành từ 01/9/2025 đến 10/9/2025",
        {"issued": "2025-09-01..2025-09-10"},
    ),
    "issued before a day": (
        "văn bản về đuối nước được ban hành trước 10/9/2025",
        {"issued": "..2025-09-10"},
    ),
    "a year of issue": ("đuối nước ban hành năm 2025", {"year": "2025"}),
    "a day by which to issue": ("đề án phải ban hành trước 10/9/2025", {"due": "..2025-09-10"}),
    "a day by which to have it issued": ("đề án phải được ban hành trước 10/9/2025", {"due": "..2025-09-10"}),
    "days by which something is issued": ("phải ban hành kế hoạch trước 10/9/2025", {"due": "..2025-09-10"}),
    "nothing": ("dinh dưỡng học đường", {}),
}


@pytest.mark.parametrize(("query", "expected"), READ.values(), ids=READ.keys())
def test_reads(query: str, expected: dict[str, str]) -> None:
    assert pairs(query) == expected


def test_readings_keep_the_words_they_came_from() -> None:
    found = read("nhiệm vụ về đuối nước của Sở Y tế trong năm 2025")
    assert [found.words(r) for r in found.parsed_filters] == ["Sở Y tế", "trong năm 2025"]
    assert found.topic == "đuối nước"


def test_what_was_taken_back_is_not_read() -> None:
    found = read("nhiệm vụ của Sở Y tế năm 2025", ignored={"agency"})
    assert [r.field.value for r in found.parsed_filters] == ["due"]
    assert "Sở Y tế" in found.topic


DUTIES = {
    "nhiệm vụ về đuối nước của Sở Y tế": True,
    "Sở Y tế phải làm gì": True,
    "trách nhiệm của Sở Y tế": True,
    "việc đến hạn trong tháng 12": True,
    "ai bố trí ngân sách cho trẻ em": True,
    "hạn chót quý IV": True,
    "trách nhiệm dân sự": False,
    "dinh dưỡng học đường": False,
    "quyền và nghĩa vụ của người bệnh": False,
}


@pytest.mark.parametrize(("query", "expected"), DUTIES.items(), ids=DUTIES.keys())
def test_tells_questions_for_duties(query: str, expected: bool) -> None:
    assert read(query).duties is expected


TIMES = {
    "ngày 30/6/2025": "2025-06-30..2025-06-30",
    "trước ngày 15 tháng 12 năm 2025": "..2025-12-15",
    "tháng 2/2024": "2024-02-01..2024-02-29",
    "quý 1/2026": "2026-01-01..2026-03-31",
    "6 tháng đầu năm 2026": "2026-01-01..2026-06-30",
    "tháng này": "2026-05-01..2026-05-31",
    "quý tới": "2026-07-01..2026-09-30",
    "tuần này": "2026-05-18..2026-05-24",
    "sau năm 2025": "2025-01-01..",
    "năm nay": "2026-01-01..2026-12-31",
    "ngày 31/2/2025": None,
    "28-CT/TW": None,
    "điều 12": None,
}


@pytest.mark.parametrize(("words", "window"), TIMES.items(), ids=TIMES.keys())
def test_times(words: str, window: str | None) -> None:
    assert [time.window for time in find_times(fold(words), TODAY)] == ([window] if window else [])


IN_WINDOW = {
    "day inside": ("2025-10-01..2025-12-31", "2025-11-05", True),
    "day outside": ("2025-10-01..2025-12-31", "2026-01-01", False),
    "month as its last day": ("2025-10-01..2025-12-31", "2025-12", True),
    "year as its last day": ("..2025-06-30", "2025", False),
    "year in its year": ("2025-01-01..2025-12-31", "2025", True),
    "open end": ("2025-01-01..", "2030", True),
    "no date": ("2025-01-01..2025-12-31", "", False),
}


@pytest.mark.parametrize(("window", "day", "expected"), IN_WINDOW.values(), ids=IN_WINDOW.keys())
def test_in_window(window: str, day: str, expected: bool) -> None:
    assert in_window(window, day) is expected
