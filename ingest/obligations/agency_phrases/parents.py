"""The body that an internal unit belongs to: "Vụ Pháp chế" of the ministry that issues, "Phòng A" of a department."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Units that many bodies have one of, so that the name alone does not say whose.
_UNIT = re.compile(r"(?:Vụ|Cục|Chi cục|Phòng|Văn phòng|Thanh tra|Trung tâm|Viện|Đội|Hạt|Trạm) ", re.IGNORECASE)

# What the issuers' own units are called: "Văn phòng Bộ", "Thanh tra Sở" say the kind of their parent.
_UNITS_OF = tuple(
    (re.compile(issuer), re.compile(unit, re.IGNORECASE))
    for issuer, unit in (
        (r"Bộ |Thanh tra Chính phủ|Ngân hàng Nhà nước", r"(?:Vụ|Cục) |(?:Văn phòng|Thanh tra) (?:Bộ|cơ quan)$"),
        (r"Sở ", r"(?:Phòng|Chi cục) |(?:Văn phòng|Thanh tra) Sở$"),
        (r"Cục ", r"(?:Phòng|Chi cục) |Văn phòng Cục$"),
    )
)


def is_unit(name: str) -> bool:
    """Whether a name is that of a unit inside another body."""
    return _UNIT.match(name) is not None


def named_parents(name: str) -> Iterator[str]:
    """The ends of a unit's name that may name its parent, longest first: "Vụ Biên chế thuộc Bộ Nội vụ" ends in one."""
    words = name.split(" ")
    for i in range(1, len(words)):
        if words[i][:1].isupper() or words[i - 1] in {"thuộc", "của"}:
            yield " ".join(words[i:])


def belongs_to_issuer(name: str, issuer: str) -> bool:
    """Whether a unit is one of the issuer's own: a ministry's "Vụ Pháp chế", a department's "Phòng Hành chính"."""
    return any(of.match(issuer) and unit.match(name) for of, unit in _UNITS_OF)
