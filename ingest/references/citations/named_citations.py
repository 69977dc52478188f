"""Finds documents cited by name instead of number: laws by their date, programmes by their years, conventions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from ingest.references.citations.citations import Citation
from ingest.references.citations.issue_dates import IssueDate, read_issue_date
from ingest.references.normalized_document import CAPITAL, Running

# "Luật Tổ chức Chính phủ ngày …", "Bộ luật Lao động năm 2019", "Căn cứ luật doanh nghiệp ngày …"
_LAW = re.compile(
    r"""(?<!\w) (?<!phap\s) (?<!ky\s) (?<!quy\s) (?<!du\s) (?P<type>bo\sluat|luat|phap\slenh|hien\sphap) \s
    (?!(?:nay|so|tren|do|va|phap)\b)""",
    re.VERBOSE,
)
_LAW_TYPES = {"bo luat": "bộ luật", "luat": "luật", "phap lenh": "pháp lệnh", "hien phap": "hiến pháp"}
_AMENDS = re.compile(r"sua doi\b")
# The name goes up to "ngày …", "năm 2019", "2025"; that of a law amending nine others has 330 characters.
_LAW_NAME = re.compile(
    r"""[^;:()\[\]"“”.\d]{3,420}? (?:\s*\(sua\sdoi[^()]{0,30}\))?
    (?=\s*,?\s*(?:ngay|thang|(?:da\s)?duoc\s[^;.]{3,80}?\sngay)\b | \s*(?:nam\s*)?(?:19|20)\d\d\b | \s*\(\s*ngay\b)""",
    re.VERBOSE,
)
# "Căn cứ Luật Trẻ em;": in the basis of a document a law needs no date to be cited
_BASIS_NAME = re.compile(r"(?P<name>[^;:()\[\]\"“”.\d]{3,150}?)\s*(?=[;.]|$)")
_BASIS = re.compile(r"can c[uy]\s*$")
# Words that no law's name holds: what stands before them is a law cited without a date.
_NO_NAME = re.compile(r"\b(?:va cac|quy dinh|theo|duoc|cua chinh phu|huong dan thi hanh|cho den|giai doan)\b")

_YEAR = r"(?:19|20)\d\d"
# "giai đoạn 2021 - 2030", "đến năm 2030", and then ", định hướng đến năm 2030", "và tầm nhìn đến năm 2045"
_TERM = rf"""
    (?: giai\sdoan\s(?:tu\s)?(?:nam\s)?{_YEAR}\s*(?:-|den)\s*(?:nam\s)?{_YEAR}
      | thoi\sky\s{_YEAR}\s*-\s*{_YEAR} | (?:den|toi)\snam\s{_YEAR})
    (?:\s*,?\s*(?:va\s)?(?:tam\snhin|dinh\shuong|muc\stieu)\s(?:den\s)?(?:nam\s)?{_YEAR})?"""
_PROGRAMME = re.compile(  # "Chương trình hành động quốc gia vì trẻ em giai đoạn 2021 - 2030"
    rf"""(?<!\w)(?P<type>chuong\strinh|chien\sluoc|de\san)\s(?P<name>[\w\s,/\-“"”]{{6,230}}?)\s*["”]?\s*,?\s*{_TERM}""",
    re.VERBOSE,
)
# "Chiến lược quốc gia về phát triển trẻ em": national by name, so that no years are needed
_NATIONAL = re.compile(
    r"""(?<!\w)(?P<type>chuong\strinh|chien\sluoc)\s(?:(?:muc\stieu|hanh\sdong|phat\strien|tong\sthe)\s)?quoc\sgia\s
    (?P<name>(?:ve|vi|xay\sdung|giam\sngheo|phat\strien|phong)\b[\w\s\-]{4,80}?)
    (?=\s*[,;.:()“”"] | \s(?:mang|duoc|va\scac|theo|tren\sdia\sban|tai|da|nham|de|bao\sdam|voi|cua|do)\b | $)""",
    re.VERBOSE,
)
_CONVENTION = re.compile(  # "Công ước Liên hợp quốc về quyền trẻ em", "Công ước Liên hợp quốc, các phong trào"
    r"""(?<!\w)(?P<type>cong\suoc|hiep\sdinh|nghi\sdinh\sthu)\s
    (?P<issuer>lien\shop\squoc|quoc\ste|asean|paris|khung|geneva|stockholm|vienna?|la\shay|tokyo)
    (?P<name>(?:\s(?:ve|cua|chong)\b[\w\s\-]{4,80}?)?)
    (?=\s*[,;.:()“”"] | \s(?:va|ma|duoc|tai|da|nham|de|cac|theo|tren|nam|ngay|trong)\b | $)""",
    re.VERBOSE,
)
_TYPES = {
    "chuong trinh": "chương trình", "chien luoc": "chiến lược", "de an": "đề án",
    "cong uoc": "công ước", "hiep dinh": "hiệp định", "nghi dinh thu": "nghị định thư",
}  # fmt: skip
# None of these stands in a programme's name: they begin another document or another thought.
_ANOTHER = re.compile(
    r"""\b(?:chuong\strinh|chien\sluoc|ke\shoach|de\san|quyet\sdinh|nghi\squyet|chi\sthi|phe\sduyet|bao\sgom|cac\sdu\san
      |yeu\scau|chi\sthuc\shien|phan\sdau|hoan\sthanh)\b""",
    re.VERBOSE,
)


def find_named_citations(words: Running, numbered: Iterable[Citation]) -> list[Citation]:
    """Citations by name, in order, that none of the `numbered` ones covers.

    A programme or a law named in the title of a numbered document ("Quyết định số
    … phê duyệt Chương trình …") is that document's subject, not one more citation.
    """
    taken = sorted((c.start, c.end) for c in numbered)
    found: list[Citation] = []
    for c in sorted((*_laws(words), *_programmes(words), *_conventions(words)), key=lambda c: (c.start, -c.end)):
        nearest = bisect_left(taken, (c.end,))  # the last that begins before this one ends
        overlaps = (nearest and taken[nearest - 1][1] > c.start) or (found and c.start < found[-1].end)
        if not overlaps and not (c.type in {"chương trình", "đề án", "chiến lược"} and _is_subject(words, c, taken)):
            found.append(c)
    return found


def _laws(words: Running) -> Iterator[Citation]:
    for m in _LAW.finditer(words.bare):
        in_basis = _BASIS.search(words.bare, max(0, m.start() - 12), m.start()) is not None
        if not in_basis and not words.printed[m.start()].isupper():
            continue
        limit = words.sentence_end(m.start())
        name = _LAW_NAME.match(words.bare, m.end(), limit)
        if name and _is_law_name(name[0]) and (date := read_issue_date(words.bare, name.end(), year_alone=True)):
            yield _law(m, date)
        elif (
            in_basis
            and (bare_name := _BASIS_NAME.match(words.bare, m.end(), limit))
            and _is_law_name(bare_name["name"])
        ):
            yield _law(m, IssueDate("", bare_name.end("name")))


def _is_law_name(name: str) -> bool:
    """One law's name; only a law that amends others names laws in its own name."""
    if _AMENDS.match(name):
        return True
    return not _LAW.search(" " + name + " ") and not _NO_NAME.search(name)


def _law(m: re.Match[str], date: IssueDate) -> Citation:
    return Citation(start=m.start(), end=date.end, type=_LAW_TYPES[m["type"]], date=date.iso, note=date.reason)


def _programmes(words: Running) -> Iterator[Citation]:
    for pattern in (_PROGRAMME, _NATIONAL):
        at = 0
        while m := pattern.search(words.bare, at):
            at = m.start() + 1
            if (
                words.printed[m.start()].isupper()
                and not words.printed[m.start() : m.end()].isupper()
                and not _ANOTHER.search(m["name"])
            ):
                at = m.end()
                yield Citation(start=m.start(), end=m.end(), type=_TYPES[m["type"]])


def _conventions(words: Running) -> Iterator[Citation]:
    for m in _CONVENTION.finditer(words.bare):
        if re.match(rf"[{CAPITAL}]", words.printed[m.start() :]) and re.match(
            rf"[{CAPITAL}]", words.printed[m.start("issuer") :]
        ):
            issuer = "Liên hợp quốc" if m["issuer"] == "lien hop quoc" else ""
            yield Citation(start=m.start(), end=m.end(), type=_TYPES[m["type"]], issuer=issuer)


_TITLE_OF = re.compile(r"[^;.]{0,60}?\b(?:phe duyet|ban hanh|ve|v/v|thuc hien|trien khai)\b")


def _is_subject(words: Running, c: Citation, taken: list[tuple[int, int]]) -> bool:
    nearest = bisect_left(taken, (c.start,))
    before = taken[nearest - 1][1] if nearest else None
    return (
        before is not None
        and words.sentence(c.start) <= before
        and bool(_TITLE_OF.fullmatch(words.bare[before : c.start].rstrip()))
    )
