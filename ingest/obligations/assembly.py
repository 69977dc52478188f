"""From a duty as it was read to the record that is kept of it."""

from __future__ import annotations

from corpus.model import Assignee, Deadline, DeadlineKind, Document, Modality, Obligation, Reference, Role, Span
from ingest.deadlines import find_deadlines, impossible_days, stated_deadline
from ingest.obligations.agency_phrases.entity_linking import Naming
from ingest.obligations.agency_phrases.grammar import Mention
from ingest.obligations.agency_phrases.name_bounds import is_malformed
from ingest.obligations.basis import basis_of
from ingest.obligations.candidates import Candidate
from ingest.obligations.confidence import Signals, confidence_of
from ingest.obligations.context.agent_sources import source_of
from ingest.obligations.context.clause_context import AgentSource
from ingest.obligations.kinds import kind_of, modality_of
from ingest.obligations.second_reader import Comparison, SecondReader, doubt, first_spans
from ingest.obligations.table_rows import Row

# A body directed within so many characters of the verb is what the sentence is about.
_DIRECTED_FIRST = 60

_NO_DOER = "Văn bản không nêu cơ quan thực hiện nhiệm vụ này."
_MORE_TIMES = "Nhiệm vụ còn nêu thời hạn khác: {times}."
_NO_SUCH_DAY = "Thời hạn nêu ngày không có trong lịch: {days}."
_SILENT = "Văn bản không nêu {fields}."
_UNKNOWN = "Chưa có trong danh mục cơ quan: {names}."
_INTERNAL = "Đơn vị bên trong, tra theo cơ quan chủ quản: {names}."
_MALFORMED = "Tên cơ quan có thể đọc chưa trọn vẹn, cần xem lại: {names}."


class ObligationBuilder:
    """Makes the records of one document's duties."""

    def __init__(
        self,
        text: str,
        document: Document,
        references: tuple[Reference, ...],
        second: SecondReader,
        *,
        is_report: bool,
    ) -> None:
        self._text = text
        self._second = second
        self._references = references
        self._document = document
        self._is_report = is_report
        self._naming = Naming(text, document)
        self.signals: dict[str, Signals] = {}  # by the id of the obligation

    def obligation(self, stated: Candidate, id: str) -> Obligation:
        """The record of a duty of the running text."""
        found, labels = stated.found, stated.labels
        span = stated.normalized.span(found.start, found.end)
        words = stated.normalized.text[found.start : found.end]
        action = stated.normalized.text[found.acts_at : found.end].strip(" ,:")
        assignees = self._naming.assignees(_people(stated))
        times = find_deadlines(words)
        if self._is_report and found.how == "assigned":
            # "Sau khi kiểm tra, Chủ tịch yêu cầu Sở Y tế …": when it was asked, not when it is due.
            asked_at = found.acts_at - found.start
            times = tuple(t for t in times if t.deadline.kind is not DeadlineKind.RELATIVE or t.start > asked_at)
        deadline, more_times = stated_deadline(times, words)
        deadline = deadline or labels.deadline
        named = bool(found.doers or labels.leads)
        comparison = self._second.compared(stated)
        signals = self._signals(stated, assignees, comparison, named=named)
        self.signals[id] = signals
        basis = basis_of(self._text, span.start, span.end, self._references)
        return Obligation(
            id=id,
            path=stated.clause.path,
            start=span.start,
            end=span.end,
            quote=self._text[span.start : span.end],
            action=action,
            kind=kind_of(_work(stated)),
            modality=modality_of(found.how, action),
            explicit=bool(assignees)
            and (named or stated.setting.origin not in {AgentSource.NONE, AgentSource.ADDRESS}),
            assignees=assignees,
            deadline=deadline,
            report_to=self._naming.addressees(found.roles.reports),
            product=labels.product,
            confidence=confidence_of(signals),
            reason=_reason(
                assignees,
                source_of(stated),
                doubt(comparison, stated.normalized.text),
                more_times,
                _silent(deadline, labels.product, basis),
                self._naming,
                deadline,
            ),
            basis=basis,
        )

    def row(self, row: Row, id: str) -> Obligation:
        """The record of a row of a table of tasks; it spans the row from its task on.

        Bodies in merged cells that begin in a row above are derived: their words stand there.
        """
        start = row.start
        end = row.clause.head_end
        while end > start and (self._text[end - 1].isspace() or self._text[end - 1] == "|"):
            end -= 1
        people = [(m, Role.LEAD, "lead" in row.held) for m in row.leads]
        people += [(m, Role.SUPPORT, "support" in row.held) for m in row.supports]
        assignees = self._naming.assignees(people)
        action = row.task.text.strip()
        signals = Signals("row", "named" if row.leads else "nobody", *_doubts(assignees))
        self.signals[id] = signals
        basis = basis_of(self._text, start, end, self._references)
        return Obligation(
            id=id,
            path=row.clause.path,
            start=start,
            end=end,
            quote=self._text[start:end],
            action=action,
            kind=kind_of(action),
            modality=Modality.MUST,
            explicit=bool(row.leads),
            assignees=assignees,
            deadline=row.deadline,
            report_to=self._naming.addressees(row.reports),
            product=row.product,
            confidence=confidence_of(signals),
            reason=_reason(
                assignees, "", "", (), _silent(row.deadline, row.product, basis), self._naming, row.deadline
            ),
            basis=basis,
        )

    def _signals(
        self, stated: Candidate, assignees: tuple[Assignee, ...], comparison: Comparison | None, *, named: bool
    ) -> Signals:
        who = "named" if named else (stated.setting.origin.value or "nobody") if assignees else "nobody"
        signals = Signals(stated.found.how, who, *_doubts(assignees), own_bodies=len(first_spans(stated)))
        return signals.beside(comparison)


def _doubts(assignees: tuple[Assignee, ...]) -> tuple[bool, bool, int]:
    """Whether a body is unknown, whether a name is malformed, and how many bodies there are."""
    is_unknown = any(a.agency_id is None for a in assignees)
    return is_unknown, any(is_malformed(a.name) for a in assignees), len(assignees)


def _work(stated: Candidate) -> str:
    """The words of the work itself: without the bodies in it, whose names speak of other work ("Bộ Tài chính")."""
    found, text = stated.found, stated.normalized.text
    start = found.acts_at
    for directed in found.roles.directed:
        start = max(start, directed.end) if directed.start - found.acts_at < _DIRECTED_FIRST else start
    work = list(text[start : found.end])
    for mention in (*found.roles.supports, *found.roles.reports):
        a, b = max(mention.start - start, 0), max(mention.end - start, 0)
        work[a:b] = " " * (min(b, len(work)) - min(a, len(work)))
    return "".join(work)


def _people(stated: Candidate) -> list[tuple[Mention, Role, bool]]:
    """Everybody in a duty with the role, and whether the words stand outside the duty."""
    found, setting, labels = stated.found, stated.setting, stated.labels
    own = bool(found.doers or labels.leads)
    doers = found.doers or labels.leads or setting.doers
    outside = not found.doers
    people: list[tuple[Mention, Role, bool]] = []
    if found.roles.acts or not found.roles.directed or (setting.directors and not own):
        people += [(m, Role.LEAD, outside) for m in doers]
    if found.roles.directed:
        people += [(m, Role.DIRECT, outside) for m in doers]
    if not own:
        told = {m.name for m in setting.doers}
        people += [(m, Role.DIRECT, True) for m in setting.directors if m.name not in told]
    people += [(m, Role.LEAD, False) for m in (*found.roles.directed, *found.roles.guided)]
    people += [(m, Role.SUPPORT, False) for m in found.roles.supports]
    people += [(m, Role.SUPPORT, True) for m in labels.supports]
    if not own:
        people += [(m, Role.SUPPORT, True) for m in setting.supports]
    return people


def _silent(deadline: Deadline | None, product: str, basis: tuple[Span, ...]) -> tuple[str, ...]:
    """The fields of a duty that its words leave open."""
    said = {"thời hạn": deadline, "sản phẩm": product, "căn cứ": basis}
    return tuple(field for field, value in said.items() if not value)


def _reason(
    assignees: tuple[Assignee, ...],
    source: str,
    difference: str,
    more_times: tuple[str, ...],
    silent: tuple[str, ...],
    naming: Naming,
    deadline: Deadline | None,
) -> str:
    """Says in Vietnamese where doers come from that stand elsewhere, and why something is empty or not whole."""
    names = list(dict.fromkeys(a.name for a in assignees))
    malformed = [name for name in names if is_malformed(name)]
    unknown = [a for a in dict.fromkeys(a.name for a in assignees if a.agency_id is None) if a not in malformed]
    internal = [f"{name} ({parent})" for name in names if (parent := naming.parent_of(name)) and parent not in name]
    no_such_days = impossible_days(deadline.text) if deadline else ()
    said = (
        _NO_DOER if not assignees else source,
        difference,
        _MALFORMED.format(names="; ".join(malformed)) if malformed else "",
        _UNKNOWN.format(names="; ".join(unknown)) if unknown else "",
        _INTERNAL.format(names="; ".join(internal)) if internal else "",
        _MORE_TIMES.format(times="; ".join(more_times)) if more_times else "",
        _NO_SUCH_DAY.format(days="; ".join(no_such_days)) if no_such_days else "",
        _SILENT.format(fields=", ".join(silent)) if silent else "",
    )
    return " ".join(s for s in said if s)
