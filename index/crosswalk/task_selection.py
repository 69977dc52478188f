"""Which tasks of a parent are for a child to carry out: no manners and aims, no enacting clause, nothing central.

And what of a document is about its own carrying out, not about the work it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.agencies import authority_list
from corpus.model import AgencyLevel, Assignee, Document, Record, Role
from corpus.vietnamese import fold, syllables
from index.crosswalk.lexical_similarity import on_one_line
from index.crosswalk.units import Unit

# "MỤC ĐÍCH, YÊU CẦU", "Quan điểm chỉ đạo", "Mục tiêu chung": how and to what end, not what.
_MANNER = re.compile(r"(?<!\w)(?:mục\ đích|yêu\ cầu|quan\ điểm|mục\ tiêu)(?!\w)", re.VERBOSE)
# Syllables of a heading; longer words are a text that happens to say "yêu cầu".
_HEADING = 12
# "… chịu trách nhiệm thi hành Quyết định này", "Quyết định này có hiệu lực kể từ ngày ký".
_ENACTS = re.compile(r"chịu\ trách\ nhiệm\ thi\ hành|có\ hiệu\ lực\ (?:thi\ hành\ )?(?:kể\ )?từ", re.VERBOSE)
# Bodies that have branches of their own at every level: what their centre is asked, these do.
_BRANCHED = re.compile(
    r"^(?:(?:ủy\ ban\ )?trung\ ương\ )?(?:tổng\ )?(?:hội|đoàn|liên\ đoàn|liên\ hiệp|mặt\ trận)(?!\w)", re.VERBOSE
)
# Classes of central bodies: "các bộ, ngành", "cơ quan ngang bộ", "ban đảng ở trung ương".
_CENTRAL = re.compile(
    r"^(?:(?:ban,\ )?bộ(?:,\ ngành)?|cơ\ quan\ (?:ngang\ bộ|thuộc\ chính\ phủ))$|trung\ ương$", re.VERBOSE
)
# "1. Bộ Lao động - Thương binh và Xã hội là cơ quan thường trực, có trách nhiệm:"; not "Bộ Chỉ huy …"
_MINISTRY_HEAD = re.compile(r"^\W*(?:[\dIVXa-z]{1,4}[.)]\s*)?Bộ\s(?!Chỉ\ huy|Tư\ lệnh)[A-ZĐ]", re.VERBOSE)
# A document on its own carrying out: "kiểm tra việc thực hiện Kế hoạch này", "thường xuyên đôn đốc việc thực hiện."
_ITSELF = re.compile(
    r"""
    (?<!\w)(?:
      (?:chỉ\ thị|kế\ hoạch|nghị\ quyết|quyết\ định|kết\ luận)\ (?:này|số)
      | việc\ (?:tổ\ chức\ |triển\ khai\ )?thực\ hiện (?=\s*(?:[.;,]|$))
      | (?:tổ\ chức|triển\ khai)\ thực\ hiện (?:\ (?:có\ )?hiệu\ quả|\ tốt|\ nghiêm(?:\ túc)?)? (?=\s*(?:[.;]|$))
      | (?:nội\ dung|thực\ hiện|quán\ triệt)\ (?:[^,.;]{0,30}\ )?chỉ\ thị
    )(?!\w)
    """,
    re.VERBOSE,
)


# "Ban hành kế hoạch thực hiện trên địa bàn trong quý I năm 2025"
_ISSUES_PLAN = re.compile(
    r"(?:ban\ hành|xây\ dựng)\ (?:và\ ban\ hành\ )?kế\ hoạch\ (?:triển\ khai|thực\ hiện)", re.VERBOSE
)


class Above:
    """The headings that the units of a document stand under."""

    def __init__(self, record: Record) -> None:
        self._text = record.text
        self._clauses = {clause.path: clause for clause in record.clauses}

    def is_manner(self, unit: Unit) -> bool:
        """Whether `unit` stands under a heading that announces requirements or aims."""
        return any(_MANNER.search(fold(words)) for words in self._words(unit) if len(syllables(words)) <= _HEADING)

    def is_ministry(self, unit: Unit) -> bool:
        """Whether `unit` stands under an intro line that begins with a ministry."""
        return any(_MINISTRY_HEAD.match(words) for words in self._words(unit))

    def _words(self, unit: Unit) -> Iterator[str]:
        clause = self._clauses.get(unit.path)
        while clause is not None:
            clause = self._clauses.get(clause.parent) if clause.parent else None
            if clause is not None:
                yield self._text[clause.start : clause.head_end]


def affairs(unit: Unit) -> tuple[bool, bool]:
    """Whether `unit` is upkeep of its document, and whether it is nothing but the work the document asks for.

    Upkeep stands in an organisation section and speaks of the document's own carrying out, or of the
    document that it carries out; work neither stands in one nor speaks of that.
    """
    organises = unit.heading.organises
    of_itself = _ITSELF.search(on_one_line(unit.words)) is not None
    return organises and of_itself, not organises and not of_itself


def enacts(task: Unit) -> bool:
    """Whether `task` only puts its document into force."""
    return _ENACTS.search(fold(task.words)) is not None


def issues_plan(task: Unit) -> bool:
    """Whether `task` is to issue a plan of its own: the child that carries the parent out is that plan."""
    return _ISSUES_PLAN.search(fold(task.words)) is not None


def is_beyond(task: Unit, above: Above, child: Document) -> bool:
    """Whether all who are to lead a task are central bodies, and the child is not of the centre."""
    if _is_central(child.issuer_id, child.issuer):
        return False
    leads = [a for o in task.obligations for a in o.assignees if a.role is not Role.SUPPORT]
    return all(map(_central, leads)) if leads else above.is_ministry(task)


def _central(assignee: Assignee) -> bool:
    return not _BRANCHED.match(fold(assignee.name)) and _is_central(assignee.agency_id, assignee.name)


def _is_central(agency_id: str | None, name: str) -> bool:
    if _CENTRAL.search(fold(name)):
        return True
    try:
        entry = authority_list().get(agency_id or "")
    except KeyError:
        return False
    return entry.level is AgencyLevel.CENTRAL and not entry.is_class
