"""An obligation with no verb at all: "Các thông số cơ bản: tần suất 2 lần/tháng"."""

from __future__ import annotations

import re

# ", Vibrio sp. quan trắc với tần suất 2 lần/tháng", "(với tần suất 01 lần/quý", ", định kỳ 2 lần/năm"
_HOW_OFTEN = re.compile(
    r"(?::|,|\() ?(?:với )?(?:tần suất|định kỳ)?[^;.:]{0,60}\b0?\d+ lần ?/ ?(?:ngày|tuần|tháng|quý|năm)\b"
)


def says_how_often(folded: str, start: int, end: int) -> bool:
    """Returns whether a stretch of folded text says how often something is done."""
    return _HOW_OFTEN.search(folded, start, end) is not None
