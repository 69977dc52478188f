"""Which province a document belongs to, where that is certain."""

from __future__ import annotations

import re

from corpus.provinces import province_pattern
from corpus.vietnamese import fold
from ingest.metadata.issuing_body import province_name

_NAMED = re.compile(rf"\b(?:tỉnh|thành\s+phố|tp\.?)\s+(?P<name>{province_pattern()})")
_WITHIN = re.compile(rf"trên\s+địa\s+bàn\s+(?:tỉnh|thành\s+phố|tp\.?)\s+(?P<name>{province_pattern()})")
_PLACE = re.compile(rf"(?P<name>{province_pattern()})\s*,\s*ngày\b")


def province_of(issuer_province: str, letterhead: str, title: str, text: str, *, is_local: bool) -> tuple[str, str]:
    """The province of a document, or ``""`` and the reason.

    It is certain where the issuer's name holds it, the title says "trên địa bàn tỉnh X",
    or, of a local body, the letterhead is dated there or the whole text names but one.
    """
    if issuer_province:
        return issuer_province, ""
    if m := _WITHIN.search(fold(title)):
        return _name(m), ""
    if not is_local:
        return "", "Văn bản không thuộc riêng một tỉnh, thành phố."
    if place := dated_in(letterhead):
        return place, ""
    named = {_name(m) for m in _NAMED.finditer(fold(text))}
    if len(named) == 1:
        return named.pop(), ""
    return "", "Văn bản của địa phương nhưng không ghi rõ tỉnh, thành phố nào."


def dated_in(letterhead: str) -> str:
    """The province a letterhead is dated in ("Quảng Ninh, ngày 21 tháng 4 …"), or ``""``."""
    m = _PLACE.search(fold(letterhead))
    return _name(m) if m else ""


def _name(m: re.Match[str]) -> str:
    return province_name(m["name"])
