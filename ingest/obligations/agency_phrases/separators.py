"""What stands between two bodies of a list: a mark, "và", or nothing where a comma was lost."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.listed_places import places_from
from ingest.obligations.agency_phrases.tokens import Word

# Levels that a dash joins: "các sở - ban - ngành", "quận - huyện".
_DASHED = frozenset({"sở", "ban", "quận", "huyện", "phường"})
# "cơ quan tổ chức có liên quan", "tổ chức cá nhân": the last syllables of classes and the
# classes that follow them where the comma is lost.
_CLASS_ENDS = frozenset({"quan", "chức", "vị"})
_CLASSES = ("tổ chức", "đơn vị", "cá nhân")


def next_item(words: Sequence[Word], end: int, *, semicolons: bool) -> int | None:
    """Where the next item of a list may begin behind word `end`; None where no separator follows."""
    if end >= len(words):
        return None
    form, before = words[end].form, words[end - 1].form if end else ""
    following = words[end + 1].form if end + 1 < len(words) else ""
    if form in {",", "và"} or (form == ";" and semicolons):
        return end + 2 if form != "và" and following == "và" else end + 1
    if form == "-" and before in _DASHED:
        return end + 1
    if before in _CLASS_ENDS and any(lexicon.spells(words, end, noun) for noun in _CLASSES):
        return None if lexicon.verbs().longest(words, end + 2) else end  # "đơn vị tổ chức lập quy hoạch"
    if form == "các" and before != "bộ" and (places := places_from(words, end + 1)):
        return end if places[0].unit and len(places) > 1 else None  # "Bộ Xây dựng | các tỉnh Sơn La, Lai Châu"
    # "các bộ, ngành địa phương": the comma is often lost before "địa phương"
    return end if form == "địa" and following == "phương" and before == "ngành" else None
