"""The kind of a document by its title, its number and its form together."""

from __future__ import annotations

import re
from functools import cache

from corpus.identifiers import DocumentNumber
from corpus.model import FieldDoubt
from corpus.vietnamese import bare
from corpus.vocabulary import load
from ingest.metadata.head.subject import Title

# Names of kinds that are verbs too: "Quy định chế độ …", "Hướng dẫn thực hiện …" may be a subject whose kind is lost.
_ACTS = frozenset({"quy định", "hướng dẫn", "thông báo", "báo cáo", "chương trình", "kết luận"})
# Kinds whose numbers carry the letters of another: a consolidated text is called what it consolidates.
_BORROWED = frozenset({"văn bản hợp nhất", "luật", "công văn"})
_DISAGREE = "Tên loại ghi trong văn bản là “{named}” nhưng ký hiệu {symbol} là của {lettered}."


def is_act_alone(title: Title, number: DocumentNumber | None) -> bool:
    """Whether the title opens with an act ("Quy định mức thu …") and the number's letters name another kind."""
    if title.type not in _ACTS or title.named_in_capitals or number is None:
        return False
    return number.type not in {"", title.type}


def implied_type(number: DocumentNumber | None, *, has_subject: bool, has_address: bool) -> tuple[str, str]:
    """The kind of a document without a type name: what its number says, or a letter (công văn); else the reason.

    "5253/CT-CS" with a subject under the number or an address is a letter of Cục Thuế,
    "12/CT-UBND" a directive: letters of a kind go before those of an issuer.
    """
    is_letter = has_address or (number is not None and has_subject)
    if number and number.type and not (is_letter and not _issues(number)):
        return number.type, ""
    # A letter bears no name of a kind: a number, "V/v …" and "Kính gửi:" (Decree 30/2020/NĐ-CP, annex I).
    if is_letter:
        return "công văn", ""
    return "", "Bản này không ghi tên loại văn bản."


def type_doubt(named: str, number: DocumentNumber | None) -> FieldDoubt | None:
    """Returns the doubt of the kind `named` in a document where the letters of its number stand for another."""
    lettered = number.type if number else ""
    if not named or not lettered or named == lettered or {named, lettered} & _BORROWED:
        return None
    if any(DocumentNumber("1", "", part).type == named for part in re.split(r"[-/.]", number.symbol if number else "")):
        return None  # "TC/QĐ/CĐKT": the letters of the kind stand behind the issuer's
    if named.startswith(lettered) or lettered.startswith(named):  # "thông tư liên tịch" numbered TT
        return None
    told = _DISAGREE.format(named=named, symbol=number.symbol if number else "", lettered=lettered)
    return FieldDoubt("type", named, told, (lettered,))


def _issues(number: DocumentNumber) -> bool:
    """Whether the letters after the kind's are those of a body that issues documents: "CT-UBND", "CT/TW"."""
    return any(bare(part) in _issuers() for part in number.issuer_letters.rstrip("0123456789").split("-"))


@cache
def _issuers() -> frozenset[str]:
    return frozenset(bare(letters) for entry in load("issuer_letters") for letters in entry["letters"])
