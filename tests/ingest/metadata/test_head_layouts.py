"""The fields of a head do not depend on where its lines break, on bars, emphasis or capitals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Document
from corpus.vietnamese import fold
from ingest.metadata import describe
from ingest.structure import structure
from tests.ingest.trees import reading_of

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
FIELDS = ("type", "number", "issuer", "issued", "title", "province")


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of a head as they are printed, and the fields they give."""

    issuer: tuple[str, ...]
    motto: tuple[str, ...]
    number: str
    dated: str
    subject: str
    title: tuple[str, ...]
    body: str
    fields: tuple[str, ...]


PLAN = Head(
    ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"),
    STATE,
    "Số: 9871/KH-UBND",
    "Lâm Đồng, ngày 05 tháng 9 năm 2025",
    "",
    ("KẾ HOẠCH", "Phòng, chống hạn cho cây trồng trên địa bàn tỉnh"),
    "Thời gian qua, công tác này đạt nhiều kết quả.\n1. Sở Y tế chủ trì.\n2. Sở Tài chính phối hợp.\n",
    (
        "kế hoạch",
        "9871/KH-UBND",
        "Ủy ban nhân dân tỉnh Lâm Đồng",
        "2025-09-05",
        "Phòng, chống hạn cho cây trồng trên địa bàn tỉnh",
        "Lâm Đồng",
    ),
)
LETTER = Head(
    ("BỘ TÀI CHÍNH", "CỤC THUẾ"),
    STATE,
    "Số: 98712/CT-CS",
    "Hà Nội, ngày 17 tháng 11 năm 2025",
    "V/v hoàn thuế cho hộ trồng sen",
    (),
    "Kính gửi: Thuế tỉnh Mộc Giang.\nCục Thuế nhận được công văn của Thuế tỉnh. Cục Thuế có ý kiến như sau:\n"
    "1. Thuế tỉnh rà soát hồ sơ.\n2. Thuế tỉnh báo cáo kết quả.\n",
    ("công văn", "98712/CT-CS", "Cục Thuế", "2025-11-17", "hoàn thuế cho hộ trồng sen", ""),
)
DEPARTMENT = Head(
    ("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "SỞ Y TẾ"),
    STATE,
    "Số: 98713/SYT-NVY",
    "Nghệ An, ngày 2 tháng 12 năm 2025",
    "Về rà soát trạm y tế các xã miền núi",
    (),
    "Kính gửi: Ủy ban nhân dân các xã.\nThời gian qua, nhiều trạm y tế xuống cấp.\n"
    "1. Các xã rà soát.\n2. Các xã báo cáo.\n",
    (
        "công văn",
        "98713/SYT-NVY",
        "Sở Y tế tỉnh Nghệ An",
        "2025-12-02",
        "rà soát trạm y tế các xã miền núi",
        "Nghệ An",
    ),
)
CIRCULAR = Head(
    ("BỘ CÔNG THƯƠNG",),
    STATE,
    "Số: 98/2025/TT-BCT",
    "Hà Nội, ngày 21 tháng 11 năm 2025",
    "",
    ("THÔNG TƯ", "Hướng dẫn kiểm tra chợ đầu mối"),
    "Căn cứ Luật Giá ngày 19 tháng 6 năm 2023;\nTheo đề nghị của Vụ trưởng Vụ Thị trường trong nước;\n"
    "Bộ trưởng Bộ Công Thương ban hành Thông tư hướng dẫn kiểm tra chợ đầu mối.\n"
    "Điều 1. Phạm vi điều chỉnh\nThông tư này hướng dẫn kiểm tra.\n",
    ("thông tư", "98/2025/TT-BCT", "Bộ Công Thương", "2025-11-21", "Hướng dẫn kiểm tra chợ đầu mối", ""),
)
HEADS = {"plan": PLAN, "letter": LETTER, "department": DEPARTMENT, "circular": CIRCULAR}


def as_lines(head: Head) -> list[str]:
    """The head as Decree 30 sets it, each part on lines of its own."""
    subject = (head.subject,) if head.subject else ()
    return [*head.issuer, *head.motto, head.number, *subject, head.dated, *head.title]


def printed(head: Head) -> str:
    return "\n".join(as_lines(head))


def parts_joined(head: Head) -> str:
    rows = (" ".join(head.issuer) + " -------", " ".join(head.motto) + " ---------------")
    return "\n".join((*rows, f"{head.number} {head.subject}".strip(), head.dated, *head.title))


def joined(head: Head) -> str:
    """All above the title on one line, the title on its own."""
    above = [*head.issuer, *head.motto, head.number, *((head.subject,) if head.subject else ()), head.dated]
    return "\n".join((" ".join(above), *head.title))


def number_and_date_joined(head: Head) -> str:
    row = f"{head.number} {head.subject} {head.dated}".replace("  ", " ")
    return "\n".join((*head.issuer, *head.motto, row, *head.title))


def two_columns(head: Head) -> str:
    """The left column read before the right one."""
    subject = (head.subject,) if head.subject else ()
    return "\n".join((*head.issuer, head.number, *subject, *head.motto, head.dated, *head.title))


def barred(head: Head) -> str:
    left = " ".join((head.number, head.subject)).strip()
    rows = (f"| {' '.join(head.issuer)} | {' '.join(head.motto)} |", f"| {left} | {head.dated} |")
    return "\n".join((*rows, *head.title))


def emphasised(head: Head) -> str:
    return "\n".join(f"**{line}**" for line in as_lines(head))


def emphasised_inside(head: Head) -> str:
    return printed(head).replace("Số:", "**Số:**").replace(", ngày", ", *ngày*")


def wrapped(head: Head) -> str:
    """Each part broken in two after half of its words."""
    lines = []
    for line in as_lines(head):
        words = line.split()
        half = len(words) // 2
        keeps = half < 2 or line in (head.number, *head.title[:1])
        lines += [line] if keeps else [" ".join(words[:half]), " ".join(words[half:])]
    return "\n".join(lines)


def gapped(head: Head) -> str:
    return "\n\n".join(as_lines(head))


def lowered(head: Head) -> str:
    """Without capitals, as some fonts leave a head."""
    return printed(head).lower()


def without_comma(head: Head) -> str:
    return printed(head).replace(", ngày", " ngày")


def in_figures(head: Head) -> str:
    day, month, year = re.findall(r"\d+", head.dated)
    return printed(head).replace(head.dated, f"{head.dated.split(',')[0]}, {day}/{month}/{year}")


LAYOUTS: dict[str, Callable[[Head], str]] = {
    f.__name__: f
    for f in (
        printed, parts_joined, joined, number_and_date_joined, two_columns, barred, emphasised, emphasised_inside,
        wrapped, gapped, lowered, without_comma, in_figures,
    )
}  # fmt: skip


def described(text: str) -> Document:
    reading = reading_of(text)
    return describe(reading, structure(reading), id="a", source="a.txt", sha256="")


def fields_of(document: Document) -> tuple[str, ...]:
    return tuple(" ".join(fold(str(getattr(document, name))).split()) for name in FIELDS)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_gives_the_same_fields_in_every_layout(head: Head, layout: Callable[[Head], str]) -> None:
    document = described(f"{layout(head)}\n{head.body}")
    assert fields_of(document) == tuple(fold(value) for value in head.fields)


@settings(max_examples=120, deadline=None)
@given(
    head=st.sampled_from(list(HEADS.values())),
    seams=st.lists(st.sampled_from(["\n", " ", "\n\n", " | ", " -------\n"]), min_size=8, max_size=8),
)
def test_a_head_gives_the_same_fields_wherever_its_lines_break(head: Head, seams: list[str]) -> None:
    parts = [*head.issuer, *head.motto, head.number, *((head.subject,) if head.subject else ()), head.dated]
    above = "".join(part + seam for part, seam in zip(parts, seams, strict=False)).rstrip(" |-\n")
    document = described("\n".join((above, *head.title, head.body)))
    assert fields_of(document) == tuple(fold(value) for value in head.fields)
