"""Who else takes part in a duty: those directed, worked with, reported to."""

from __future__ import annotations

import pytest

from tests.ingest.obligations.sample_texts import duties, roles

ROLES = {
    "with-several": (
        "Sở Y tế chủ trì, phối hợp với Sở Nội vụ, Sở Tài chính rà soát.",
        "L Sở Y tế; S Sở Nội vụ; S Sở Tài chính",
    ),
    "with-closely": ("Sở Y tế phối hợp chặt chẽ với các đoàn thể tuyên truyền.", "L Sở Y tế; S đoàn thể"),
    "together-with": ("Sở Y tế chủ trì cùng với Công an tỉnh kiểm tra.", "L Sở Y tế; S Công an tỉnh"),
    "with-left-out": ("Sở Y tế chủ trì, phối hợp Sở Nội vụ rà soát.", "L Sở Y tế; S Sở Nội vụ"),
    "with-nobody": ("Sở Y tế chủ động phối hợp, rà soát cơ sở dữ liệu.", "L Sở Y tế"),
    "directs": ("Bộ Y tế chỉ đạo các bệnh viện tổ chức khám cho trẻ em.", "D Bộ Y tế; L bệnh viện"),
    "directs-and-acts": (
        "Bộ Y tế chỉ đạo các bệnh viện tổ chức khám; báo cáo Thủ tướng Chính phủ.",
        "L Bộ Y tế; D Bộ Y tế; L bệnh viện",
    ),
    "directs-more-work": (
        "Bộ Y tế chỉ đạo các bệnh viện tổ chức khám; chuẩn bị đủ thuốc.",
        "D Bộ Y tế; L bệnh viện",
    ),
    "acts-and-directs": (
        "Bộ Y tế xây dựng kế hoạch, chỉ đạo các bệnh viện tổ chức khám cho trẻ em.",
        "L Bộ Y tế; D Bộ Y tế; L bệnh viện",
    ),
    "directs-in-turn": (
        "Tỉnh ủy chỉ đạo Ban Tuyên giáo Tỉnh ủy hướng dẫn các cơ quan báo chí tuyên truyền.",
        "D Tỉnh ủy; L Ban Tuyên giáo Tỉnh ủy; L cơ quan báo chí",
    ),
    "directs-nobody": ("Bộ Y tế chỉ đạo thực hiện nghiêm Kế hoạch.", "L Bộ Y tế"),
    "steering-committee": ("Sở Y tế tham mưu thành lập Ban Chỉ đạo các cấp.", "L Sở Y tế"),
    "asks": ("Bộ Y tế yêu cầu các bệnh viện báo cáo.", "D Bộ Y tế; L bệnh viện"),
    "gives-out-work": (
        "Sở Y tế giao nhiệm vụ cụ thể cho các bệnh viện thực hiện.",
        "L Sở Y tế; D Sở Y tế; L bệnh viện",
    ),
    "submits": ("Sở Y tế trình Ủy ban nhân dân tỉnh ban hành kế hoạch.", "L Sở Y tế"),
}


@pytest.mark.parametrize(("sentence", "expected"), ROLES.values(), ids=ROLES)
def test_roles(sentence: str, expected: str) -> None:
    assert roles(f"1. {sentence}") == [expected]


REPORTS = {
    "results-to": ("báo cáo kết quả thực hiện về Sở Y tế trước ngày 10/12/2025", ["Sở Y tế"]),
    "to-whom-first": ("báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện", ["Ủy ban nhân dân tỉnh"]),
    "and-propose": ("kịp thời báo cáo, đề xuất Ủy ban nhân dân tỉnh xem xét", ["Ủy ban nhân dân tỉnh"]),
    "through": ("báo cáo Ủy ban nhân dân tỉnh (qua Sở Y tế)", ["Ủy ban nhân dân tỉnh"]),
    "two": ("báo cáo Ủy ban nhân dân tỉnh và Bộ Y tế", ["Ủy ban nhân dân tỉnh", "Bộ Y tế"]),
    "with-whom-one-reports": (
        "báo cáo định kỳ hàng quý, năm kết quả thực hiện Quyết định này với Ủy ban nhân dân tỉnh",
        ["Ủy ban nhân dân tỉnh"],
    ),
    "gathered-by-another": (
        "nộp báo cáo để Sở Kế hoạch và Đầu tư có căn cứ tổng hợp, báo cáo Ủy ban nhân dân tỉnh",
        [],
    ),
    "sent-for-a-report": ("gửi kết quả về Sở Y tế để tổng hợp, báo cáo Ủy ban nhân dân tỉnh", ["Sở Y tế"]),
    "compiled": ("tổng hợp, báo cáo Ủy ban nhân dân tỉnh", ["Ủy ban nhân dân tỉnh"]),
    "purpose-only": ("theo dõi, đôn đốc để báo cáo Ủy ban nhân dân tỉnh", []),
    "somebody-else's": ("thực hiện theo báo cáo của Sở Nội vụ", []),
    "nobody": ("báo cáo kết quả trước ngày 10/12/2025", []),
}


@pytest.mark.parametrize(("predicate", "expected"), REPORTS.values(), ids=REPORTS)
def test_who_is_reported_to(predicate: str, expected: list[str]) -> None:
    (duty,) = duties(f"1. Các xã {predicate}.")
    assert [a.name for a in duty.report_to] == expected
