"""What a web copy's own table says of the document above it: kind, number, date, signer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from corpus.errors import IdentifierError
from corpus.identifiers import parse_number
from corpus.model import Clause, ClauseKind
from corpus.vietnamese import fold
from ingest.flow import flow
from ingest.metadata.fields import Fields
from ingest.structure.phrases import type_names
from ingest.structure.words import is_name

_LABELS = (
    "số hiệu",
    "loại văn bản",
    "nơi ban hành",
    "cơ quan ban hành",
    "người ký",
    "ngày ban hành",
    "ngày hiệu lực",
    "áp dụng",
    "hết hiệu lực",
    "ngày đăng công báo",
    "ngày công báo",
    "số công báo",
    "tình trạng hiệu lực",
    "tình trạng",
    "lĩnh vực",
)
# A copy may lose the space before a label: "Loại văn bản:Quyết địnhNgười ký:Lê Văn Nam".
_LABEL = re.compile(r"(" + "|".join(_LABELS) + r")\s*[:|]\s*\|?\s*")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# Said to the user where a value comes from the site, not from the document's own words.
NOTE = "Một số thông tin ({fields}) lấy từ bảng thuộc tính của trang web đi kèm bản này."


def fill_from_site(fields: Fields, text: str, clauses: Sequence[Clause]) -> str:
    """Fill what the document's own words leave empty; the warning that says so, or ``""``."""
    found = _values(text, clauses)
    filled = []
    for name, value in (
        ("type", _type(found.get("loại văn bản", ""))),
        ("number", _number(found.get("số hiệu", ""))),
        ("issued", _date(found.get("ngày ban hành", ""))),
        ("signer", _signer(found.get("người ký", ""))),
    ):
        if value and not getattr(fields, name):
            setattr(fields, name, value)
            filled.append(_NAMES[name])
    return NOTE.format(fields=", ".join(filled)) if filled else ""


_NAMES = {"type": "loại văn bản", "number": "số, ký hiệu", "issued": "ngày ban hành", "signer": "người ký"}


def _values(text: str, clauses: Sequence[Clause]) -> dict[str, str]:
    noise = [c for c in clauses if c.kind is ClauseKind.NOISE and c.parent is None]
    if not noise or "số hiệu" not in fold(text[noise[0].start : noise[-1].end]):
        return {}
    words = flow(text, noise[0].start, noise[-1].end)
    labels = list(_LABEL.finditer(words.folded))
    values: dict[str, str] = {}
    for m, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else m.end() + 60
        values.setdefault(m[1], words.text[m.end() : end].strip(" |*"))
    return values


def _type(value: str) -> str:
    return fold(value) if fold(value) in type_names() else ""


def _number(value: str) -> str:
    try:
        return str(parse_number(value))
    except IdentifierError:
        return ""


def _date(value: str) -> str:
    m = _DATE.match(value)
    return f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}" if m else ""


def _signer(value: str) -> str:
    return value if is_name(value) else ""
