"""Which clause of the cited document a citation means: "điểm a khoản 2 Điều 5 Nghị định số …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.references.normalized_document import Running, compile_bare

_NUMBER = r"(?:\d+[a-zđ]?|[a-zđ]|[ivxlc]+)\b"
_UNIT = r"(?:điểm|khoản|điều|mục|chương|phần)"
# "điểm a, b khoản 1 và khoản 2, Điều 5 của ", "các khoản 1, 6 và khoản 7 Điều 3 "
_CITED = re.compile(
    rf"(?:(?:(?:,|và|;|của|các|tại|điểm|khoản)\s+)*{_UNIT}\s+{_NUMBER}(?:\s*(?:,|và)\s*{_NUMBER}(?!\s*{_NUMBER}))*[\s,]*)+(?:\s*(?:của|thuộc|tại)\s*)?$"
)
_TOKEN = re.compile(rf"(?P<unit>{_UNIT})\s+(?P<first>{_NUMBER})(?P<more>(?:\s*(?:,|và)\s*{_NUMBER}(?!\s*{_NUMBER}))*)")
_FURTHEST = 90  # characters; "các điểm a, b, c khoản 1, các khoản 2, 3 và khoản 7 Điều 13 của" has 62


def cited_clause(words: Running, at: int) -> str | None:
    """The clause path cited just before offset `at`, or None.

    Several clauses give the one that holds them all ("khoản 1, khoản 2 Điều 3" is
    ``dieu-3``). Numbered items outside articles are bare numbers: "điểm 2 mục II" is ``ii/2``.
    """
    before = words.normalized.folded[max(words.sentence(at), at - _FURTHEST) : at]
    m = _CITED.search(before)
    if not m:
        return None
    cited: dict[str, set[str]] = {}
    for token in _TOKEN.finditer(m[0]):
        numbers = {token["first"], *re.findall(_NUMBER, re.sub(r"\bvà\b", ",", token["more"]))}
        cited.setdefault(token["unit"], set()).update(numbers)
    levels = ("điều", "khoản", "điểm") if "điều" in cited else ("phần", "mục", "khoản", "điểm")
    segments: list[str] = []
    for unit in levels:
        if unit in cited and len(cited[unit]) > 1:
            break
        if unit in cited:
            segments.append(_segment(unit, next(iter(cited[unit])), in_article="điều" in cited))
    return "/".join(segments) or None


# "một số điều của ", "một phần ", "cụm từ … tại ", "khoản 2 Điều 5 Quy chế ban hành kèm theo "
_PART = compile_bare(
    r"""(?:\bmột\s+(?:số|phần)\b | \b(?:cụm\s+từ|từ\s+ngữ|đoạn)\b | \bphụ\s+lục\s+[ivxlc\d]+
      | \b(?:điểm|khoản|điều|mục|chương|tiết)\s+(?:\d+[a-z]?|[a-z]|[ivxlc]+)\b(?!\s*[.:])) [^;:.]{0,160}
      (?:\b(?:của|tại|trong|thuộc|kèm\s+theo|một\s+phần)\s*(?:các\s+)?)$"""
)
_IN_PART = compile_bare(r"[^;.]{0,200}?\bhết\s+hiệu\s+lực\s+(?:thi\s+hành\s+)?một\s+phần\b")


def is_partial(words: Running, at: int, end: int, floor: int) -> bool:
    """Whether the citation at ``[at, end)`` is about a part of its document; `floor` ends the citation before it."""
    start = max(words.sentence(at), floor, at - 2 * _FURTHEST)
    before = words.normalized.folded[start:at]
    return bool(_CITED.search(before) or _PART.search(words.bare, start, at) or _IN_PART.match(words.bare, end))


# Units that a citation of an article leaves out: "Điều 5" is ``chuong-ii/muc-1/dieu-5``.
_ABOVE_ARTICLES = re.compile(r"(?:(?:phan|chuong|muc)-[^/]+/)*")


def by_citation(paths: Iterable[str]) -> dict[str, list[str]]:
    """`paths` by what they are cited as: without the chapters above their articles."""
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(_as_cited(path), []).append(path)
    return found


def clause_of(cited: str, paths: Mapping[str, Sequence[str]]) -> str | None:
    """The one of `paths` (`by_citation`) that the `cited` path means, or None where none does, or several.

    Articles are numbered through a document's chapters, which citations leave out.
    """
    found = paths.get(_as_cited(cited), ())
    if _as_cited(cited) in found:
        return _as_cited(cited)
    return found[0] if len(found) == 1 else None


def _as_cited(path: str) -> str:
    above = _ABOVE_ARTICLES.match(path)
    return path[above.end() :] if above and above.end() < len(path) else path


def _segment(unit: str, number: str, *, in_article: bool) -> str:
    if not in_article:
        return f"phan-{number}" if unit == "phần" else number
    return {"điều": "dieu-", "khoản": "khoan-", "điểm": "diem-"}[unit] + number
