"""Those who are to be reported to: behind "báo cáo", where a report is sent, who gathers the answers."""

from __future__ import annotations

import re

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.agency_phrases.lexicon import Phrases, any_of

_PURPOSE = any_of("duty_cues", use="purpose")

# Verbs that may stand between "báo cáo" and the body: "báo cáo, đề xuất Ủy ban nhân dân tỉnh".
_BESIDE_REPORT = Phrases(
    dict.fromkeys(("đề xuất", "kiến nghị", "tham mưu", "trình", "xin ý kiến", "giải trình", "cung cấp thông tin"), True)
)
# What stands between "báo cáo" and the body: "báo cáo ngay về", "báo cáo kịp thời cho".
_TOWARDS = frozenset({"ngay", "kịp", "thời", "về", "cho", "lên", "gửi", "với", "đến", "tới", "qua"})
# "phối hợp với", "đối với", "gắn với": not to whom is reported.
_NOT_TO_WHOM = frozenset({"hợp", "cùng", "đối", "gắn", "so", "kèm", "ứng", "liền", "kết", "phù", "khớp", "liên", "nối"})
# Before "báo cáo" that is a noun: "chế độ báo cáo", "theo báo cáo của", "nghe báo cáo".
_A_NOUN_AFTER = frozenset({"theo", "chế", "độ", "qua", "nghe", "cứ", "các", "nhận", "loại", "được", "mẫu"})
# "để Sở Kế hoạch và Đầu tư có căn cứ tổng hợp, báo cáo UBND tỉnh", "phản ánh về Sở A tổng hợp, báo cáo UBND tỉnh":
# the report of the one who gathers.
_GATHERS = re.compile(
    r"\b(?:để|giúp|(?:gửi|về|cho|qua|ánh)\ (?!về\b|để\b)[^;.:]{3,90})\ (?:[^;.:]{3,90}\ )?(?:theo\ dõi,\ )?"
    r"(?:tổng\ hợp|xem\ xét)"
    r"(?:\ chung)?,?(?:\ (?:tham\ mưu|trình|và))?\ ?$",
    re.VERBOSE,
)
# Someone the words are sent to, before "để báo cáo": then the report is theirs.
_SENT_BEFORE = re.compile(r"\b(?:gửi|cung cấp|phản ánh|chuyển|về (?:sở|bộ|văn phòng|ban|cục|ủy ban))\b[^;]*$")
# "xây dựng báo cáo đánh giá để báo cáo", "tổng hợp kết quả để báo cáo"
_DRAWN_UP = re.compile(r"\bbáo cáo\b|\b(?:tổng hợp|hoàn thiện|chuẩn bị)\b[^;,]*\bđể\b")
# What is sent is a proposal, not a report: "chủ động đề xuất gửi Sở A tổng hợp và báo cáo UBND tỉnh".
_PROPOSES = re.compile(r"\b(?:đề xuất|kiến nghị|đề nghị|góp ý|tham gia ý kiến)\b[^;,]{0,40}$")
_FOR_A_REPORT = re.compile(r"(?:\bđể\ )?(?:tổng\ hợp|theo\ dõi|báo\ cáo)[^;]{0,40}báo\ cáo|để\ báo\ cáo", re.VERBOSE)

# Words between "báo cáo" and "về|cho|gửi" and a body of any kind: "báo cáo kết quả thực hiện Kế hoạch về đơn vị …";
# further on, to the end of the part, only a body with a proper name is whom the report goes to.
_REPORT_WITHIN = 16
# "gửi" leads to the one reported to from so far: words between it and what is sent.
_LEADS = frozenset({"về", "cho", "gửi", "đến", "tới", "lên"})
# Bodies of any kind: "báo cáo về tổ chức và hoạt động" is about them.
_ANYBODY = frozenset({"tổ chức", "cơ quan", "đơn vị", "doanh nghiệp", "cơ sở", "địa phương", "hội", "ngành"})


def reported_to(grammar: Grammar, at: int, stop: int) -> tuple[Mention, ...]:
    """Returns those who are to be reported to in the words `at` to `stop` of a predicate."""
    found: list[Mention] = []
    for i in range(at, stop):
        if grammar.form(i) == "báo" and grammar.form(i + 1) == "cáo":
            target = _behind_report(grammar, i, stop, at)
        elif grammar.form(i) in {"gửi", "phản"} and _is_for_a_report(grammar, i, at, stop):
            target = _first_body(grammar, i + 1, stop)
        else:
            continue
        found.extend(m for m in target if m.name not in {f.name for f in found})
    return tuple(found)


def _behind_report(grammar: Grammar, at: int, stop: int, begin: int) -> tuple[Mention, ...]:
    """Those behind the "báo cáo" at word `at`, where it is the doer's own."""
    before = grammar.normalized.folded[grammar.offset(begin) : grammar.offset(at)].rpartition(";")[2]
    # "xây dựng báo cáo đánh giá để báo cáo Bộ A": what it was drawn up for is the report itself
    drawn_up = _DRAWN_UP.search(before) is not None and not _SENT_BEFORE.search(before)
    if _GATHERS.search(before) or (_is_purpose(before) and not drawn_up):
        return ()
    i = at + 2
    while grammar.form(i) in {",", "và"} and (verb := _BESIDE_REPORT.longest(grammar.words, i + 1)):
        i = verb[0]
    while grammar.form(i) in _TOWARDS and i < stop:
        i += 1
    if lexicon.spells(grammar.words, i, "xin ý kiến"):  # "báo cáo xin ý kiến chỉ đạo của Thủ tướng Chính phủ"
        i += 3
        while i < stop and grammar.form(i) in {"chỉ", "đạo", "của"}:
            i += 1
    if listed := grammar.agencies(i):
        is_noun = grammar.form(at - 1) in _A_NOUN_AFTER and not lexicon.spells(grammar.words, at - 2, "chế độ")
        return () if is_noun and at > begin else _with_brackets(grammar, listed.end, stop) or listed.mentions
    if grammar.form(at - 1) in _A_NOUN_AFTER or grammar.form(i) in {"của", ",", ".", ";", ""}:
        return ()
    return _first_body(grammar, i, stop)


def _with_brackets(grammar: Grammar, at: int, stop: int) -> tuple[Mention, ...]:
    """The members that brackets give a class: "cấp có thẩm quyền (Ủy ban nhân dân tỉnh, Bộ Y tế)"; empty without."""
    if grammar.form(at) != "(" or not grammar.words[at - 1].printed.islower() or at + 1 >= stop:
        return ()
    listed = grammar.agencies(at + 1)
    return listed.mentions if listed else ()


def _first_body(grammar: Grammar, at: int, stop: int) -> tuple[Mention, ...]:
    """The bodies after the first "về", "cho", "gửi" or "đến" that bodies follow, or right here."""
    if here := grammar.agencies(at):
        return here.mentions
    for i in range(at, stop):
        form = grammar.form(i)
        if form in {";", "."}:
            break
        leads_there = form in _LEADS or (form == "với" and grammar.form(i - 1) not in _NOT_TO_WHOM)
        if not leads_there or not (listed := grammar.agencies(i + 1)):
            continue
        if form == "về" and listed.mentions[0].name.lower() in _ANYBODY:
            continue
        if i < at + _REPORT_WITHIN or (grammar.words[i + 1].is_capital and form != "cho"):
            return listed.mentions
    return ()


def _is_for_a_report(grammar: Grammar, at: int, begin: int, stop: int) -> bool:
    """What is sent at word `at` is a report, or is to be gathered for one: "gửi A … để tổng hợp, báo cáo"."""
    start, end = (
        grammar.offset(at),
        grammar.offset(stop) if stop < len(grammar.words) else len(grammar.normalized.folded),
    )
    before = grammar.normalized.folded[grammar.offset(begin) : start].rpartition(";")[2]
    if _PROPOSES.search(before):
        return False
    return _FOR_A_REPORT.search(grammar.normalized.folded[start:end].partition(";")[0]) is not None


def _is_purpose(before: str) -> bool:
    """The words run up to a purpose: "để", "để tổng hợp,"."""
    return _PURPOSE.search(before[-60:]) is not None
