"""The names by which documents are cited that are cited without a number: laws, programmes, strategies.

A citation and a document meet in a key: "Luật Trẻ em năm 2016" and the law titled
"TRẺ EM" in ``luat-tre-em``; "Chương trình hành động quốc gia vì trẻ em giai đoạn
2021 - 2030" and the decision that approves it, whose title names it, in one that
ends with the years. A report that names no number names kind, issuer and subject:
"Chỉ thị của Bộ Chính trị về tăng cường …" and that directive meet in all three.
"""

from __future__ import annotations

import re

from corpus.model import Document, Reference
from corpus.vietnamese import bare, slug

LAWS = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp"})

# "Luật Trẻ em năm 2016", "Bộ luật Lao động (sửa đổi) ngày 20/11/2019": the name ends before the time
_LAW = re.compile(
    r"""(?P<name>(?:bo\sluat|luat|phap\slenh|hien\sphap)\b[^\d;:]*?)
    \s*,?\s*\(?(?:(?:da\s)?duoc\s.*|so\s.*|ngay\b.*|nam\s(?:19|20)\d\d.*|(?:19|20)\d\d.*)?$""",
    re.VERBOSE,
)
_YEAR = r"(?:19|20)\d\d"
_PROGRAMME = re.compile(
    rf"""\b(?P<name>(?:chuong\strinh|chien\sluoc|de\san)\s[^;:]{{6,230}}?)\s*["”]?\s*,?\s*
    (?P<term>giai\sdoan\s(?:tu\s)?(?:nam\s)?{_YEAR}\s*(?:-|den)\s*(?:nam\s)?{_YEAR}
      |thoi\sky\s{_YEAR}\s*-\s*{_YEAR}|(?:den|toi)\snam\s{_YEAR})""",
    re.VERBOSE,
)
_NATIONAL = re.compile(r"\b(?P<name>(?:chuong\strinh|chien\sluoc)\s(?:[a-z]+\s){0,4}?quoc\sgia\s[^;:.,()]{4,80})")


def cited_name(reference: Reference) -> str:
    """The key of the name that `reference` cites its document by; ``""`` where it cites a number or no such name."""
    if reference.number:
        return ""
    words = _running(reference.quote)
    if reference.type in LAWS:
        m = _LAW.match(words)
        return slug(m["name"]) if m else ""
    return _programme(words) or _of_issuer(reference.type, reference.issuer, cited_subject(reference))


def borne_names(document: Document) -> tuple[str, ...]:
    """The keys of the names that `document` may be cited by."""
    title = _running(document.title)
    if document.type in LAWS:
        whole = title if title.startswith(bare(document.type)) else f"{bare(document.type)} {title}"
        return (slug(whole),) if title or document.type == "hiến pháp" else ()
    issued = _of_issuer(document.type, document.issuer, subject(title))
    return tuple(name for name in (_programme(title), issued) if name)


def cited_subject(reference: Reference) -> str:
    """What a citation by kind, issuer and subject says that its document is about, without diacritics; or ``""``."""
    m = _ABOUT.search(_running(reference.quote))
    return subject(m["subject"]) if m else ""


def subject(title: str) -> str:
    """A subject in the form it is compared in: without diacritics, signs and a leading "về việc"."""
    return re.sub(r"^(?:ve|v v)(?: viec)? ", "", " ".join(re.findall(r"\w+", bare(title))))


# "Chỉ thị của Bộ Chính trị về tăng cường …", "Bộ Chính trị ban hành Chỉ thị về …"
_ABOUT = re.compile(r"\b(?:ve|v/v)\s(?P<subject>.+)$")
# Reports cut a long subject short: its first words are the key, the rest is compared by whoever resolves.
_KEY_WORDS = 8
_SHORTEST_SUBJECT = 5


def _of_issuer(kind: str, issuer: str, about: str) -> str:
    words = about.split()
    if not kind or not issuer or len(words) < _SHORTEST_SUBJECT:
        return ""
    return slug(" ".join((kind, issuer, *words[:_KEY_WORDS])))


def _programme(words: str) -> str:
    if m := _PROGRAMME.search(words):
        return slug(f"{m['name']} {' '.join(re.findall(_YEAR, m['term']))}")
    m = _NATIONAL.search(words)
    return slug(m["name"]) if m else ""


def _running(words: str) -> str:
    return re.sub(r"\s+", " ", bare(words)).strip()
