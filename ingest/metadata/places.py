"""Which province a document belongs to, where that is certain."""

from __future__ import annotations

import re

from corpus.authority.provinces import province_pattern
from corpus.vietnamese import fold
from ingest.markers import CAPITALS, SMALLS
from ingest.metadata.head.issuing_body import province_name

_NAMED = re.compile(rf"\b(?:tỉnh(?:\s+ủy)?|thành\s+(?:phố|ủy)|tp\.?)\s+(?P<name>{province_pattern()})")
_WITHIN = re.compile(rf"trên\s+địa\s+bàn\s+(?:tỉnh|thành\s+phố|tp\.?)\s+(?P<name>{province_pattern()})")
_PLACE = re.compile(rf"(?P<name>{province_pattern()})\s*,\s*ngày\b")


def province_of(issuer_province: str, letterhead: str, title: str, text: str, *, is_local: bool) -> tuple[str, str]:
    """The province of a document, or ``""`` and the reason.

    It is certain where the issuer's name holds it, the title says "trên địa bàn tỉnh X",
    the letterhead names a "tỉnh X" and is dated in X, or, of a local body, it is dated
    in a known province or the whole text names but one.
    """
    if issuer_province:
        return issuer_province, ""
    if place := _named_and_dated(letterhead):
        return place, ""
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


# "TỈNH MỘC GIANG … Mộc Giang, ngày 6 tháng 10 …": a province that no list holds, named and dated alike
_DATED = re.compile(rf"(?P<place>[{CAPITALS}][{SMALLS}]+(?:\s+[{CAPITALS}][{SMALLS}]+){{1,3}})\s*,\s*ngày\b")


def _named_and_dated(letterhead: str) -> str:
    for m in _DATED.finditer(letterhead):
        low = re.escape(fold(" ".join(m["place"].split())))
        if re.search(rf"\btỉnh(?:\s+ủy)?\s+{low}(?!\w)", fold(letterhead)):
            return " ".join(m["place"].split())
    return ""


def _name(m: re.Match[str]) -> str:
    return province_name(m["name"])
