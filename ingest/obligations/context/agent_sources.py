"""Where the doers of an obligation come from that its own words do not name, in Vietnamese for whoever reads it."""

from __future__ import annotations

from ingest.obligations.candidates import Candidate
from ingest.obligations.context.clause_context import AgentSource

_BY_LABEL = "Cơ quan thực hiện lấy từ dòng ghi cơ quan chủ trì kèm theo nhiệm vụ."
_INHERITED = {
    AgentSource.HEADING: "Cơ quan thực hiện lấy từ đề mục hoặc câu dẫn phía trên.",
    AgentSource.CHARGED: "Cơ quan thực hiện lấy từ câu giao việc phía trên.",
    AgentSource.SUBJECT: "Cơ quan thực hiện là cơ quan nêu ở câu trước.",
    AgentSource.ADDRESS: "Cơ quan thực hiện lấy theo đối tượng chung mà văn bản giao việc.",
}


def source_of(stated: Candidate) -> str:
    """Returns the sentence that says where the doers come from; ``""`` where its own words name them or nobody does."""
    if stated.found.doers:
        return ""
    if stated.labels.leads:
        return _BY_LABEL
    return _INHERITED.get(stated.setting.origin, "") if stated.setting.doers else ""
