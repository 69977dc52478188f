"""The small files after public bug reports that lie beside the checkout: what is read from each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import Record
from ingest.attachments import unpack_attachments
from ingest.pipeline import analyse
from ingest.readers import read
from tests.conftest import REPOSITORY, missing
from tests.ingest.taken_in import leads_and_deadlines

FOLDER = REPOSITORY.parent / "shared" / "cases"


def obligations(*expected: tuple[str, str]) -> Callable[[Record], None]:
    """A check that these bodies lead obligations, with these deadlines, in this order, and nothing else is one."""

    def check(record: Record) -> None:
        assert leads_and_deadlines(record) == list(expected)

    return check


def holds(*words: str, without: str = "") -> Callable[[Record], None]:
    """A check that the text holds these words, and not those."""

    def check(record: Record) -> None:
        running = " ".join(record.text.split())
        assert [w for w in words if w not in running] == []
        assert not without or without not in running

    return check


def is_numbered(number: str, issued: str = "") -> Callable[[Record], None]:
    def check(record: Record) -> None:
        assert record.document.number == number
        assert not issued or record.document.issued == issued

    return check


def warns(*words: str) -> Callable[[Record], None]:
    def check(record: Record) -> None:
        told = " ".join(record.document.warnings)
        assert [w for w in words if w not in told] == []

    return check


def number_is_open(record: Record) -> None:
    assert record.document.number == ""
    assert "viết tay" in record.document.reasons["number"]


def annex_is_a_page_of_its_own(record: Record) -> None:
    assert [page.how for page in record.pages] == ["text", "ocr"]
    assert "Sở Xây dựng" in record.text[record.pages[1].start :]


HEALTH, SCHOOLS = "Sở Y tế", "Sở Giáo dục và Đào tạo"
CASES: dict[str, tuple[Callable[[Record], None], ...]] = {
    "d05-vmerge-lead.docx": (
        obligations(
            (HEALTH, "30/10/2025"), (HEALTH, "30/10/2025"), (HEALTH, "15/11/2025"),
            (SCHOOLS, "Quý IV/2025"), (SCHOOLS, "Quý IV/2025"),
        ),
    ),
    "x01-assigned-tasks.xlsx": (
        obligations(
            (HEALTH, "31/10/2025"), (HEALTH, "15/11/2025"), (SCHOOLS, "20/12/2025"), ("Sở Nội vụ", "Quý IV/2025"),
            ("Ủy ban nhân dân phường Xuân Hương", "30/9/2025"),
        ),
        holds("2 Mua sắm hóa chất"),
    ),
    "d04-nested-task-table.docx": (obligations((HEALTH, "31/10/2025"), (SCHOOLS, "15/11/2025")),),
    "c-header-words.docx": (obligations(*[(HEALTH, "30/11/2025")] * 12),),
    "f-handwritten-number.pdf": (number_is_open, warns("Số văn bản viết tay", "Ngày ban hành viết tay")),
    "d19-scanned-annex-picture.docx": (annex_is_a_page_of_its_own,),
    "d03-embedded-excel.docx": (holds("Rà soát quy hoạch trạm y tế"),),
    "d01-altchunk.docx": (holds("Sở Khoa học và Công nghệ"),),
    "d02-letterhead-in-header.docx": (is_numbered("9503/KH-UBND", "2025-09-07"),),
    "p03-attached-annex.pdf": (warns("phu-luc.xlsx"),),
    "p08-two-columns.pdf": (
        obligations(
            (HEALTH, "trước ngày 30 tháng 11 năm 2025"), ("Sở Tài chính", ""),
            (SCHOOLS, "trước ngày 15 tháng 10 năm 2025"), ("Công an tỉnh", ""), ("Sở Nội vụ", ""),
        ),
    ),
    "h-split-diacritics-2.0.pdf": (holds("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", "chống sốt xuất huyết", without=" ế"),),
    "h04-declared-latin1.html": (is_numbered("9724/KH-UBND", "2025-09-05"),),
    "d09-backslash-parts.docx": (is_numbered("9510/KH-UBND"),),
    "d07-content-controls.docx": (holds("Giao …… tổng hợp.", without="Click or tap"), warns("1 ô chưa điền")),
    "d06-sym-nobreakhyphen.docx": (holds("☑ Đã hoàn thành", "≥ 95%"),),
    "d14-hidden-chars.docx": (
        obligations(
            (HEALTH, "trước ngày 30 tháng 9 năm 2025"), (SCHOOLS, ""), ("Sở Nội vụ", ""), ("Sở Tài chính", ""),
            ("Đài Phát thanh và Truyền hình tỉnh", ""),
        ),
    ),
    "i02-scan.tif": (holds("Sở Xây dựng rà soát nhà ở tạm trước ngày 30/11/2025."),),
    "e02-mail-received.eml": (holds("Kính gửi quý cơ quan", without="UEsDB"), warns("Ke hoach 9703.docx")),
    "x02-tasks.csv": (obligations((HEALTH, "31/10/2025"), (SCHOOLS, "15/11/2025")),),
    "x03-tasks.xls": (obligations((HEALTH, "31/10/2025")),),
    "b01-impossible-day.docx": (is_numbered("9890/KH-UBND"),),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case(name: str, tesseract: None) -> None:
    file = FOLDER / name
    if not file.is_file():
        missing(f"../shared/cases/{name}")
    record = analyse(read(file), id="0" * 12, source=name, sha256="0" * 64)
    for check in CASES[name]:
        check(record)


@pytest.mark.parametrize(
    ("name", "carried"),
    [("p03-attached-annex.pdf", "phu-luc.xlsx"), ("e02-mail-received.eml", "Ke hoach 9703.docx")],
)
def test_what_a_case_carries_is_a_file_of_its_own(name: str, carried: str, tmp_path: Path) -> None:
    file = FOLDER / name
    if not file.is_file():
        missing(f"../shared/cases/{name}")
    (member,) = unpack_attachments(file.read_bytes(), name, tmp_path / "a", 0)
    assert member.name == carried
    assert leads_and_deadlines(
        analyse(read(Path(carried), Path(member.path).read_bytes()), id="0" * 12, source="", sha256="")
    )
