"""What a web copy says of the document above it, in a table or a headline: kind, number, date, signer, subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import IdentifierError
from corpus.identifiers import number_key, parse_number, plain_letters
from corpus.model import Clause, ClauseKind
from corpus.vietnamese import fold
from ingest.metadata.fields import Fields
from ingest.metadata.head.letterhead import NUMBER
from ingest.structure.phrases import type_at_start, type_names
from ingest.structure.typography import is_name

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
# A copy may set the value in a cell of its own: "Người ký | Lê Văn Nam |".
# A copy may lose the space before a label: "Loại văn bản:Quyết địnhNgười ký:Lê Văn Nam".
_LABEL = re.compile(r"(" + "|".join(_LABELS) + r")\s*[:|]\s*\|?\s*")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# Said to the user where a value comes from the site, not from the document's own words.
NOTE = "Một số thông tin ({fields}) lấy từ phần giới thiệu của trang web đi kèm bản này."


def fill_from_site(fields: Fields, text: str, clauses: Sequence[Clause]) -> str:
    """Fill what the document's own words leave empty; the warning that says so, or ``""``."""
    above = _words_above(text, clauses)
    if above is None:
        return ""
    found = _values(above)
    filled = []
    for name, value in (
        ("type", _type(found.get("loại văn bản", ""))),
        ("number", _number(found.get("số hiệu", ""))),
        ("issued", _date(found.get("ngày ban hành", ""))),
        ("signer", _signer(found.get("người ký", ""))),
        *_announced(above, fields),
    ):
        if value and not getattr(fields, name):
            setattr(fields, name, value)
            filled.append(_NAMES[name])
    if not fields.title and (headline := _headline(above, fields)):
        fields.title = headline
        filled.append(_NAMES["title"])
    return NOTE.format(fields=", ".join(filled)) if filled else ""


_NAMES = {
    "type": "loại văn bản",
    "number": "số, ký hiệu",
    "issued": "ngày ban hành",
    "signer": "người ký",
    "title": "trích yếu",
}


@dataclass(frozen=True, slots=True)
class _Words:
    """Words on one line, the bars between cells kept; `folded` has the same length."""

    text: str
    folded: str


def _words_above(text: str, clauses: Sequence[Clause]) -> _Words | None:
    """The words of a site around the document; None where there are none."""
    noise = [c for c in clauses if c.kind is ClauseKind.NOISE and c.parent is None]
    if not noise:
        return None
    words = " ".join(text[noise[0].start : noise[-1].end].split())
    return _Words(words, fold(words))


# "Ngày 23/8/2017, Tỉnh ủy … đã ban hành Chương trình số 27-CTr/TU về …", above the text of that programme
_ANNOUNCED = re.compile(
    rf"""(?: \bngày \s (?P<date>\d{{1,2}}/\d{{1,2}}/\d{{4}}) [^.;]{{0,120}}? )?
    \b(?: ban \s hành | ký ) \s (?P<type>[^\W\d]+(?:\s[^\W\d]+){{0,3}}?) \s số \s (?P<number>{NUMBER.pattern})""",
    re.VERBOSE | re.IGNORECASE,
)


def _announced(above: _Words, fields: Fields) -> tuple[tuple[str, str], ...]:
    """Number and date of the document of this kind that a site says was issued, above the text of one without both."""
    if fields.number or not fields.type:
        return ()
    m = _ANNOUNCED.search(plain_letters(above.text))
    if m is None or fold(m["type"]) != fields.type:
        return ()
    return (("number", _number(m["number"])), ("issued", _date(m["date"] or "")))


# "Nghị quyết 18/2025/NQ-HĐND quy định … do Hội đồng nhân dân tỉnh X ban hành": the headlines of collections of law
_BY = re.compile(r"\s+do\s+[^;:.]{3,90}?\s+ban hành$", re.IGNORECASE)


def _headline(above: _Words, fields: Fields) -> str:
    """The subject that the first line of a site gives to the document of this kind and number."""
    kind = type_at_start(above.text, above.folded)
    m = NUMBER.match(above.text, kind[1] + 1) if kind and fields.number and kind[0] == fields.type else None
    if m is None or number_key(m.group().strip()) != number_key(fields.number):
        return ""
    rest = above.text[m.end() :]
    first = _LABEL.search(above.folded, m.end())
    subject = re.sub(r"^\s*năm\s\d{4}\s", "", rest[: first.start() - m.end()] if first else rest).strip()
    return _BY.sub("", subject) if len(subject) < _LONGEST_HEADLINE else ""


# Titles run up to 900 characters; what is longer is text of the site.
_LONGEST_HEADLINE = 900


def _values(words: _Words) -> dict[str, str]:
    """The values of a site's table by their labels; {} where it has none."""
    if "số hiệu" not in words.folded:
        return {}
    labels = list(_LABEL.finditer(words.folded))
    if not labels:
        return {}
    values: dict[str, str] = {}
    for m, following in zip(labels, [*labels[1:], None], strict=True):
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
