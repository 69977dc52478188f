"""The full name of a body from the words a letterhead prints it in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from corpus.agencies import authority_list
from corpus.authority.provinces import find_province, province_pattern, provinces
from corpus.identifiers import DocumentNumber
from corpus.vietnamese import bare, fold, slug
from corpus.vocabulary import load


@dataclass(frozen=True, slots=True)
class Body:
    """A body's full name and, where it belongs to one, its province."""

    name: str
    province: str = ""


# "UBND", "HĐND TP", "BQL": the abbreviations of letterheads; `corpus.agencies` knows those of whole names.
_SHORT = (
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\bbql\b"), "ban quản lý"),
    (re.compile(r"\bbcđ\b"), "ban chỉ đạo"),
    (re.compile(r"\bbch\b"), "ban chấp hành"),
    (re.compile(r"\bmttq\b"), "mặt trận tổ quốc"),
    (re.compile(r"\btp\b\.?"), "thành phố"),
    (re.compile(r"\btw\b|\bt\.ư\b"), "trung ương"),
    (re.compile(r"\bkcn\b"), "khu công nghiệp"),
)
_LOCAL = re.compile(
    r"(?P<body>ủy ban nhân dân|hội đồng nhân dân)"
    r"(?: (?P<level>tỉnh|thành phố|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu)(?: (?P<place>.+))?)?"
)
_PARTY = re.compile(
    r"(?P<body>(?:ban (?:thường vụ|chấp hành) )?(?P<level>tỉnh|thành|huyện|quận|thị) ủy)(?: (?P<place>.+))?"
)
# Where the name of a body under another begins: "BỘ Y TẾ | CỤC QUẢN LÝ DƯỢC"
_HEAD = re.compile(
    r"\b(?:ủy ban|hội đồng|thường trực|ban|bộ|sở|tổng cục|cục|chi cục|vụ|viện|văn phòng|trung tâm|công an|thanh tra"
    r"|ngân hàng|tòa án|kho bạc|bảo hiểm|đảng ủy|tỉnh ủy|thành ủy|hội|liên đoàn|liên minh|phòng|trường|đài|học viện"
    r"|tổng công ty|tập đoàn|mặt trận|thuế (?=tỉnh|thành phố|cơ sở))\b"
)


def read_body(words: str, number: DocumentNumber | None, printed: Callable[[str], str]) -> Body | None:
    """The body that the issuer's words of a letterhead name; None where they name none.

    `words` may be in capitals, lack a first letter or a space, name the body above
    first; `printed` gives a name as the text elsewhere prints it, or ``""``.
    """
    low = _POST.sub("", _expanded(words), count=1)
    if not low:
        return None
    if body := _whole(low):
        return body
    if body := _under_another(low, number, printed):
        return body
    if implied := _implied(number):
        return implied
    return Body(_cased(low, printed)) if _HEAD.match(low) or _HEAD.match(low[1:]) else None


def named_body(words: str) -> Body | None:
    """The body that words name by itself or by the post of its head; several joined bodies as one name."""
    low = _expanded(words)
    if not low:
        return None
    if body := _whole(low):
        return body
    if (post := _POST.match(low)) and (body := _whole(low[post.end() :])):
        return body
    parts = [part.strip() for part in re.split(r",| và ", low) if part.strip()]
    bodies = [body for part in parts if (body := _whole(part))]
    if len(parts) > 1 and len(bodies) == len(parts):
        return Body(", ".join(body.name for body in bodies), bodies[0].province)
    agency = authority_list().find(words)
    return Body(agency.name) if agency and not agency.is_class else None


# "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH NINH BÌNH": the authority is the head, the issuer the body.
_POST = re.compile(r"^(?:quyền )?chủ tịch (?=ủy ban nhân dân|hội đồng nhân dân)")


def _expanded(words: str) -> str:
    low = " ".join(fold(words).replace("–", "-").split())
    for short, full in _SHORT:
        low = short.sub(full, low)
    return re.sub(r"\s*-\s*", " - ", _SESSION.sub("", low)).strip(" .,;:-")


# "HỘI ĐỒNG NHÂN DÂN TỈNH X / KHÓA XVI, KỲ HỌP THỨ TƯ": which council of that name, not its name
_SESSION = re.compile(r"[\s,.(-]*\bkh\s?óa\s+(?:thứ\s+)?(?:[ivxl\d]+|[^\W\d]{2,4})\b.*$|[\s,.(-]+kỳ họp thứ\b.*$")


def squeezed(low: str) -> str:
    """Folded words without spaces and signs, as a key to compare."""
    return re.sub(r"[\W_]+", "", low)


def _known(low: str) -> Body | None:
    """A body of the authority list or of a province, spaces and a lost first letter aside."""
    key = squeezed(low)
    return known_bodies().get(key) or _by_tail().get(key) or _by_bare_key().get(bare(key))


@cache
def known_bodies() -> dict[str, Body]:
    """The bodies of the authority list and of the provinces, by their squeezed names and aliases."""
    found: dict[str, Body] = {}
    for agency in authority_list():
        if not agency.is_class:
            for name in (agency.name, *agency.aliases):
                found.setdefault(squeezed(fold(name)), Body(agency.name))
    for province in provinces():
        unit = "thành phố" if province.is_city else "tỉnh"
        party = "Thành ủy" if province.is_city else "Tỉnh ủy"
        for place in (province.name, *province.aliases):
            for body in ("Ủy ban nhân dân", "Hội đồng nhân dân"):
                found.setdefault(squeezed(fold(f"{body} {unit} {place}")), Body(f"{body} {unit} {place}", place))
            found.setdefault(squeezed(fold(f"{party} {place}")), Body(f"{party} {place}", place))
    return found


@cache
def _by_tail() -> dict[str, Body]:
    """Names without their first letter, which a decorated capital often loses: "y ban nhân dân tỉnh …"."""
    tails: dict[str, list[Body]] = {}
    for key, body in known_bodies().items():
        if len(key) > _SHORTEST_TAIL:
            tails.setdefault(key[1:], []).append(body)
    return {tail: bodies[0] for tail, bodies in tails.items() if len({b.name for b in bodies}) == 1}


@cache
def _by_bare_key() -> dict[str, Body]:
    """Names without diacritics, which OCR confuses in capitals ("HỘI ĐÒNG NHÂN DÂN"); those of one body alone."""
    keys: dict[str, list[Body]] = {}
    for key, body in known_bodies().items():
        keys.setdefault(bare(key), []).append(body)
    return {key: bodies[0] for key, bodies in keys.items() if len({b.name for b in bodies}) == 1}


# Shorter tails ("ộytế") would meet other words.
_SHORTEST_TAIL = 7


def _whole(low: str) -> Body | None:
    """The body, or the bodies joined by a dash, that all of the words name."""
    if (m := _LOCAL.fullmatch(low)) and not _OTHER_BODY.search(m["place"] or ""):
        return _placed(m["body"], m["level"] or "", m["place"] or "", unit=True)
    if body := _known(low):
        return body
    if m := _PARTY.fullmatch(low):
        return _placed(m["body"], m["level"], m["place"] or "", unit=False)
    return _joint(low)


# In the place of a local body's name, the body below it: "ỦY BAN NHÂN DÂN TỈNH LÀO CAI / SỞ Y TẾ"
_OTHER_BODY = re.compile(
    r"(?:^|\s)(?:sở|ban|cục|chi cục|văn phòng|thanh tra|công an|trung tâm|bộ chỉ huy|phòng|trường|hội đồng|ủy ban)\s"
)


def _joint(low: str) -> Body | None:
    """Bodies that issue together: "BỘ TÀI CHÍNH - BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"."""
    if m := _SHARED_PLACE.fullmatch(low):
        bodies = [_whole(f"{m[part]} {m['place']}") or Body(_cased(f"{m[part]} {m['place']}")) for part in ("a", "b")]
        return Body(", ".join(body.name for body in bodies), bodies[0].province)
    for m in re.finditer(r"\s-\s|\s(?=bộ\s)", low):
        first, rest = _known(low[: m.start()]), low[m.end() :]
        second = (_known(rest) or _joint(rest)) if first else None
        if first and second:
            return Body(f"{first.name}, {second.name}")
    return None


# "ỦY BAN NHÂN DÂN | ỦY BAN MTTQ VIỆT NAM | TỈNH ĐẮK LẮK"
_SHARED_PLACE = re.compile(
    r"(?P<a>ủy ban nhân dân|(?:thường trực )?hội đồng nhân dân) (?:- )?"
    r"(?P<b>(?:ủy ban|ban thường trực) (?!nhân dân).+?)"
    r" (?P<place>(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường) .+)"
)


def _placed(body: str, level: str, place: str, *, unit: bool) -> Body:
    name = _capitalised(body)
    province = province_name(place) if place and level in {"tỉnh", "thành phố", "thành"} else ""
    printed = province or " ".join(_capitalised(w) for w in place.split())
    parts = [name, level if unit else "", printed]
    return Body(" ".join(part for part in parts if part), province)


def province_name(words: str) -> str:
    """A province by the name it goes by in the text: "Thừa Thiên Huế" is not called Huế before 2025."""
    province = find_province(words)
    if province is None:
        return ""
    names = (province.name, *province.aliases)
    return next((name for name in names if slug(name) == slug(words)), province.name)


def _under_another(low: str, number: DocumentNumber | None, printed: Callable[[str], str]) -> Body | None:
    """A body named below the one it belongs to: "UBND TỈNH X / SỞ Y TẾ", "BAN CHẤP HÀNH TRUNG ƯƠNG / VĂN PHÒNG"."""
    for m in reversed(list(_HEAD.finditer(low))):
        above, own = low[: m.start()].strip(" -"), low[m.start() :]
        parent = _whole(above) if above else None
        if not parent:
            continue
        body = _whole(own) or _implied(number)
        if body and body.name != parent.name and not body.name.startswith("Ủy ban nhân dân"):
            return _within(body, parent) if _is_provincial(body) else body
        return _within(Body(_cased(own, printed)), parent)
    return None


def _within(body: Body, parent: Body) -> Body:
    """A body of a province with its full name: "Sở Y tế tỉnh Lào Cai"."""
    unit = re.search(r"(?:tỉnh|thành phố) .+", parent.name)
    if (
        not unit
        or fold(unit.group()) in fold(body.name)
        or (parent.province and fold(parent.province) in fold(body.name))
    ):
        return Body(body.name, parent.province)
    return Body(f"{re.sub(' (?:tỉnh|thành phố)$', '', body.name)} {unit.group()}", parent.province)


def _is_provincial(body: Body) -> bool:
    agency = authority_list().find(body.name)
    return agency is not None and agency.level != "central"


def _implied(number: DocumentNumber | None) -> Body | None:
    """The one body that the letters of the number stand for."""
    if number is None:
        return None
    letters = re.sub(r"\d+$", "", number.issuer_letters)
    found = [e["name"] for e in load("issuer_letters") if letters in e["letters"] and not e.get("scope")]
    return Body(found[0]) if len(set(found)) == 1 else None


def _nowhere(low: str) -> str:
    return ""


def _cased(low: str, printed: Callable[[str], str] = _nowhere) -> str:
    """A name that no list holds, in the case the text elsewhere prints it in, else with its first letter large."""
    if found := printed(low):
        return found
    agency = authority_list().find(low)
    if agency and low.startswith(fold(agency.name)):
        low = agency.name + low[len(agency.name) :]
    places = rf"(?<!\w)(?:{province_pattern()})(?!\w)"  # not the "huế" of "thuế"
    name = re.sub(places, lambda m: p.name if (p := find_province(m.group())) else m.group(), low)
    return _capitalised(name)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
