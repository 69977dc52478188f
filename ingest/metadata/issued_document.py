"""The fields of a document that a body issued."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.agencies import authority_list
from corpus.authority.provinces import find_province
from corpus.identifiers import DocumentNumber
from corpus.model import Agency, AgencyLevel, Clause, ClauseKind, FieldDoubt
from corpus.normalized_text import normalize_span
from corpus.vietnamese import fold
from ingest.metadata.annexes import fill_from_annexes
from ingest.metadata.effect import read_adoption, read_effect
from ingest.metadata.fields import Fields
from ingest.metadata.head.damaged_letterhead import is_doubtful, spotted_body
from ingest.metadata.head.issuing_body import Body, named_body, read_body
from ingest.metadata.head.letterhead import NO_LETTERHEAD, issuer_words, read_date, read_number
from ingest.metadata.head.subject import Title, enacted_subject, read_title
from ingest.metadata.head.type_names import implied_type, is_act_alone, type_doubt
from ingest.metadata.places import dated_in, province_of
from ingest.metadata.recipients import read_recipients
from ingest.metadata.sections import Frame
from ingest.metadata.signature import NO_POST, NOT_SIGNED, read_signature

# A directive of the Politburo bears the Party's letterhead; its title says whose it is.
_NAMED_IN_TITLE = frozenset({"", "Ban Chấp hành Trung ương"})
_UNLISTED = "Cơ quan ban hành không có trong danh mục cơ quan."
_UNTITLED = "Bản này không có tiêu đề (trích yếu nội dung)."


def read_issued(frame: Frame, clauses: Sequence[Clause]) -> Fields:
    """Every field of an issued document, as far as its text gives it."""
    fields = Fields()
    title = read_title(frame.title.text, frame.title.folded)
    number, fields.reasons["number"] = read_number(frame.letterhead.text, frame.title.text)
    fields.number = str(number) if number else ""
    printed, fields.reasons["issued"] = read_date(frame.letterhead.text, frame.title.text)
    fields.issued = printed.iso or read_adoption(frame.text, clauses)
    if printed.doubt:
        fields.doubts.append(FieldDoubt("issued", printed.read, printed.doubt))
    fields.type, fields.reasons["type"] = _type(title, number, frame)
    if doubt := type_doubt(fields.type, number):
        fields.doubts.append(doubt)
    # "Hướng dẫn thực hiện …" below the number of a circular: the act is the subject's own word.
    subject = frame.title.text.strip(" *_.") if is_act_alone(title, number) else title.subject
    fields.title, fields.reasons["title"] = subject or _enacted(frame, fields.type), _UNTITLED
    body = _issuer(frame, title, number)
    fields.issuer = body.name if body else ""
    fields.reasons["issuer"] = NO_LETTERHEAD if not frame.letterhead.text else "Tên cơ quan ban hành không đọc được."
    fields.province, fields.reasons["province"] = province_of(
        body.province if body else "",
        frame.letterhead.text,
        frame.title.text,
        frame.text,
        is_local=body is not None and _is_local(body),
    )
    fill_from_annexes(fields, frame)
    fields.issuer_id, fields.reasons["issuer_id"] = _issuer_id(fields)
    fields.signer, fields.signing, fields.reasons["signer"] = read_signature(frame.text, frame.signature)
    fields.reasons["signing"] = NO_POST if frame.signature else NOT_SIGNED
    fields.recipients = read_recipients(frame.text, frame.recipients)
    fields.reasons["recipients"] = "Bản này không có mục Nơi nhận."
    fields.effective, fields.reasons["effective"] = read_effect(frame.text, clauses, fields.issued)
    return fields


def _type(title: Title, number: DocumentNumber | None, frame: Frame) -> tuple[str, str]:
    if title.type and not is_act_alone(title, number):
        return title.type, ""
    opening = normalize_span(frame.text, frame.body[0].start, frame.body[0].end).folded if frame.body else ""
    return implied_type(number, has_subject=title.is_of_letter, has_address=opening.startswith("kính gửi"))


def _enacted(frame: Frame, kind: str) -> str:
    """The subject by the sentence that issues the document, where a copy has lost the title."""
    for clause in frame.body[:_OPENING_CLAUSES]:
        if clause.kind is not ClauseKind.PARAGRAPH:
            continue
        words = normalize_span(frame.text, clause.start, clause.head_end)
        if "ban hành" in words.folded and (subject := enacted_subject(words.text, words.folded, kind)):
            return subject
    return ""


# The bases, the sentence that issues and the first article: 30 bases were the most seen.
_OPENING_CLAUSES = 40


def _issuer(frame: Frame, title: Title, number: DocumentNumber | None) -> Body | None:
    """The issuer by the letterhead, else by the title, the authority below it, or the sentence that issues."""
    words = issuer_words(frame.letterhead.text)
    body = read_body(words, number, lambda low: _printed(frame, low))
    if frame.letterhead.text and is_doubtful(body):
        place = dated_in(frame.letterhead.text)
        body = spotted_body(f"{words} {_authority(frame)}", number, place) or body
    if body and body.name in _WITHOUT_PLACE:
        return _with_place(body, frame) or body
    if body and _PROVINCIAL_PARTY.match(body.name) and _acts_for_standing_committee(frame, title):
        return Body(f"Ban Thường vụ {body.name}", body.province)
    if body and body.name not in _NAMED_IN_TITLE:
        return body
    named = named_body(title.issuer) or named_body(_authority(frame))
    return named or (_issuing(frame) if not body else _party_head(frame)) or body


def _party_head(frame: Frame) -> Body | None:
    """The Politburo or the Secretariat, where the text says that it issues: "Bộ Chính trị quy định … như sau:"."""
    body = _issuing(frame)
    return body if body and body.name in {"Bộ Chính trị", "Ban Bí thư"} else None


_PROVINCIAL_PARTY = re.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy\b")


def _acts_for_standing_committee(frame: Frame, title: Title) -> bool:
    """Whether a document under a Party committee's letterhead is of its standing committee: the title or signature."""
    signed = [normalize_span(frame.text, c.start, c.end).folded for c in frame.signature]
    return fold(title.issuer).startswith("ban thường vụ") or any(_FOR_STANDING.search(words) for words in signed)


_FOR_STANDING = re.compile(r"\bt\s*[./]?\s*m\.?\s+ban\s+thường\s+vụ\b")


# Copies that keep only the first line of the name: "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI …"
_WITHOUT_PLACE = frozenset({"Ủy ban nhân dân", "Hội đồng nhân dân"})


def _with_place(body: Body, frame: Frame) -> Body | None:
    """The same body by the authority that names its place, else by the province the letterhead is dated in."""
    named = named_body(_authority(frame))
    if named and named.name.startswith(body.name) and named.province:
        return named
    place = dated_in(frame.letterhead.text)
    if place:
        province = find_province(place)
        unit = "thành phố" if province and province.is_city else "tỉnh"
        return named_body(f"{body.name} {unit} {place}")
    return named if named and named.name.startswith(body.name) else None


def _authority(frame: Frame) -> str:
    """The authority named between title and bases: "THỦ TƯỚNG CHÍNH PHỦ"."""
    words = re.sub(
        r"\b(?:QUYẾT ĐỊNH|NGHỊ ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*(?::.*|$)", "", frame.authority.text, flags=re.IGNORECASE
    )
    return re.sub(r",?\s+kh[óo][áa]?\s+[ivxlc\d]+.*$", "", words, flags=re.IGNORECASE).strip(" .:,")


# "…, Ủy ban nhân dân tỉnh chỉ thị:", "Thủ tướng Chính phủ yêu cầu …", "Ban Thường vụ Tỉnh ủy xây dựng kế hoạch …"
_ISSUING = re.compile(
    r"""(?: ^ | [,;.:)] \s )
    (?P<issuer> (?: thủ \s tướng | chủ \s tịch | bộ \s trưởng | thống \s đốc | ủy \s ban | ubnd | hội \s đồng
      | hđnd | bộ | ban | sở
      | tỉnh \s ủy | thành \s ủy | chính \s phủ ) [^,;:.()]{0,70}? )
    (?: \s \( khóa \s [^)]{1,8} \) )?
    \s (?: yêu \s cầu | chỉ \s thị | (?: đã \s )? ban \s hành | xây \s dựng \s (?:kế \s hoạch|chương \s trình)
      | kết \s luận | hướng \s dẫn | quyết \s định | quy \s định | thông \s báo ) \b""",
    re.VERBOSE,
)


# "Bộ trưởng Bộ Giáo dục và Đào tạo ban hành Thông tư quy định …": such a sentence ends with a full stop
_ENACTS = re.compile(r"\bban\shành\s(?:nghị\sđịnh|thông\stư|nghị\squyết|quyết\sđịnh)\b")


def _issuing(frame: Frame) -> Body | None:
    """The body that the opening paragraphs say issues the document."""
    for clause in frame.body:
        if clause.kind is ClauseKind.BASIS:
            continue
        if clause.kind is not ClauseKind.PARAGRAPH:
            break
        words = normalize_span(frame.text, clause.start, clause.head_end)
        if not words.text.rstrip().endswith(":") and not _ENACTS.search(words.folded):
            continue
        for m in reversed(list(_ISSUING.finditer(words.folded))):
            if body := named_body(words.text[m.start("issuer") : m.end("issuer")]):
                return body
    return None


def _printed(frame: Frame, low: str) -> str:
    """A name as the text prints it in running words, or ``""``."""
    folded = fold(frame.text)
    for m in re.finditer(r"\s+".join(re.escape(word) for word in low.split()), folded):
        words = " ".join(frame.text[m.start() : m.end()].split())
        if not words.isupper() and words[:1].isupper():
            return words
    return ""


# "Sở Y tế", "Ban Thường vụ Tỉnh ủy", "Ban Quản lý các khu công nghiệp tỉnh"
_LOCAL = re.compile(r"\b(?:tỉnh|huyện|xã(?!\s+hội)|phường|quận|thị xã|thị trấn|thành phố|thành ủy|sở)\b")


def _is_local(body: Body) -> bool:
    agency = authority_list().find(body.name)
    if agency and agency.level is not AgencyLevel.ANY:
        return agency.level is not AgencyLevel.CENTRAL
    return bool(_LOCAL.search(fold(body.name)))


def _agency(fields: Fields) -> Agency | None:
    """The agency of the list; of a province that the list of provinces lacks, by its name without the place."""
    for place in ("", f" {fields.province}", f" tỉnh {fields.province}"):
        name = fields.issuer.removesuffix(place)
        if agency := authority_list().find(name, province=fields.province, date=fields.issued):
            return agency
    return None


def _issuer_id(fields: Fields) -> tuple[str | None, str]:
    if not fields.issuer:
        return None, fields.reasons["issuer"]
    agency = _agency(fields)
    if agency is None:
        joint = all(named_body(part) for part in fields.issuer.split(", ")) and ", " in fields.issuer
        return None, "Văn bản do nhiều cơ quan cùng ban hành." if joint else _UNLISTED
    return authority_list().provincial(agency, fields.province), ""
