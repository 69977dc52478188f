"""A small knowledge base to show: a directive, a plan that carries it out, a decision that replaces another, news.

Everything in it is invented. An index that ranks by shared syllables stands in for
the search engine, so that what is shown can be tested without a language model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np

from corpus.model import (
    Addressee,
    Assignee,
    Clause,
    ClauseKind,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    FieldDoubt,
    Modality,
    Obligation,
    ObligationKind,
    Record,
    Reference,
    Relation,
    Role,
    Span,
    Status,
)
from corpus.store import Store
from corpus.vietnamese import bare
from index.embedding.embedder import Vectors
from index.query.diacritics import Restored
from index.retrieval.query import Hit, Query

Line = tuple[str, ClauseKind, str, str]  # path, kind, label, own words


def draft(source: str, lines: Sequence[Line], **described: Any) -> Record:
    """A record whose clauses are `lines` in order, without references and obligations."""
    text, starts, heads = "", {}, {}
    for path, _, _, words in lines:
        starts[path] = len(text)
        text += words
        heads[path] = len(text)
        text += "\n"
    paths = [path for path, *_ in lines]
    clauses = []
    for path, kind, label, words in lines:
        below = [p for p in paths if p == path or p.startswith(f"{path}/")]
        parent = path.rpartition("/")[0]
        cells: tuple[Span, ...] = ()
        if kind is ClauseKind.ROW:
            at, spans = starts[path], []
            for cell in words.split("\t"):
                spans.append(Span(at, at + len(cell)))
                at += len(cell) + 1
            cells = tuple(spans)
        end = max(heads[p] for p in below)
        clauses.append(Clause(path, parent or None, kind, label, starts[path], end, heads[path], page=1, cells=cells))
    sha256 = hashlib.sha256(original(source)).hexdigest()
    document = Document(id=sha256[:12], source=source, sha256=sha256, **described)
    return Record(document=document, text=text, clauses=tuple(clauses))


def original(source: str) -> bytes:
    """The bytes of the file a document was made from."""
    return f"original of {source}".encode()


def clause_at(record: Record, start: int) -> str:
    """The path of the clause whose own words hold the character at `start`."""
    return next(c.path for c in record.clauses if c.start <= start < c.head_end)


def with_duty(record: Record, words: str, assignees: Sequence[Assignee], **more: Any) -> Record:
    """`record` with one more obligation, quoted from `words`."""
    start = record.text.index(words)
    path = clause_at(record, start)
    number = sum(o.path == path for o in record.obligations) + 1
    fields: dict[str, Any] = {
        "action": words,
        "kind": ObligationKind.ORGANISATION,
        "modality": Modality.MUST,
        "explicit": True,
        "confidence": 0.9,
    }
    duty = Obligation(
        id=f"{path}#{number}",
        path=path,
        start=start,
        end=start + len(words),
        quote=words,
        assignees=tuple(assignees),
        **(fields | more),
    )
    return replace(record, obligations=(*record.obligations, duty))


def with_citation(record: Record, words: str, number: str, relation: Relation, target: Record | None) -> Record:
    """`record` with one more reference, quoted from `words`, to `target` where it is held."""
    start = record.text.index(words)
    found = Reference(
        path=clause_at(record, start),
        start=start,
        end=start + len(words),
        quote=words,
        number=number,
        type=target.document.type if target else "nghị quyết",
        issuer="",
        date="",
        relation=relation,
        target=target.document.id if target else None,
        reason="" if target else "Văn bản này chưa có trong kho.",
    )
    return replace(record, references=(*record.references, found))


TRAINING = "Chủ trì, phối hợp với Sở Tài chính tổ chức tập huấn sơ cứu; định kỳ hằng quý báo cáo UBND tỉnh."

HEALTH = Assignee("Sở Y tế", Role.LEAD, "so-y-te@nghe-an", "Nghệ An")
FINANCE = Assignee("Sở Tài chính", Role.SUPPORT, "so-tai-chinh@nghe-an", "Nghệ An")
PEOPLE = Addressee("Ủy ban nhân dân tỉnh", "uy-ban-nhan-dan-tinh@nghe-an")


def directive() -> Record:
    """A central directive in numbered items."""
    record = draft(
        "chi-thi-999.docx",
        [
            ("dau-van-ban", ClauseKind.LETTERHEAD, "", "VĂN BẢN MẪU\nSố 999-CT/MM\nHà Nội, ngày 02 tháng 01 năm 2024"),
            ("ten", ClauseKind.TITLE, "", "CHỈ THỊ\nvề phòng, chống đuối nước cho trẻ em"),
            ("doan-1", ClauseKind.PARAGRAPH, "", "Thực hiện Nghị quyết số 888-NQ/MM, yêu cầu các cấp thực hiện:"),
            (
                "1",
                ClauseKind.ITEM,
                "1.",
                "1. Bộ Y tế chủ trì hướng dẫn sơ cứu đuối nước; báo cáo trước ngày 30/6/2024.",
            ),
            ("2", ClauseKind.ITEM, "2.", "2. Các tỉnh, thành phố bố trí kinh phí dạy bơi cho học sinh."),
            ("noi-nhan", ClauseKind.RECIPIENTS, "", "Nơi nhận:\n- Các tỉnh ủy;\n- Lưu VT."),
        ],
        type="chỉ thị",
        number="999-CT/MM",
        issuer="Ban Bí thư",
        issued="2024-01-02",
        title="về phòng, chống đuối nước cho trẻ em",
        status=Status.IN_FORCE,
        recipients=("Các tỉnh ủy",),
    )
    record = with_citation(record, "Nghị quyết số 888-NQ/MM", "888-NQ/MM", Relation.CONTINUES, None)
    record = with_duty(
        record,
        "Bộ Y tế chủ trì hướng dẫn sơ cứu đuối nước",
        [Assignee("Bộ Y tế", Role.LEAD, "bo-y-te")],
        deadline=Deadline("trước ngày 30/6/2024", DeadlineKind.FIXED, due="2024-06-30"),
        kind=ObligationKind.SERVICES,
    )
    return with_duty(
        record,
        "Các tỉnh, thành phố bố trí kinh phí dạy bơi cho học sinh",
        [Assignee("các tỉnh, thành phố", Role.LEAD, None)],
        kind=ObligationKind.RESOURCES,
    )


def plan(above: Record) -> Record:
    """A provincial plan in articles and points, with a task table, that carries out the directive."""
    record = draft(
        "ke-hoach-777.pdf",
        [
            ("ten", ClauseKind.TITLE, "", "KẾ HOẠCH\nthực hiện Chỉ thị số 999-CT/MM"),
            ("can-cu-1", ClauseKind.BASIS, "Căn cứ", "Căn cứ Chỉ thị số 999-CT/MM ngày 02/01/2024 của Ban Bí thư;"),
            ("ii", ClauseKind.ITEM, "II.", "II. NHIỆM VỤ CỤ THỂ"),
            ("ii/1", ClauseKind.ITEM, "1.", "1. Sở Y tế"),
            (
                "ii/1/diem-a",
                ClauseKind.POINT,
                "a)",
                f"a) {TRAINING}",
            ),
            ("ii/1/diem-b", ClauseKind.POINT, "b)", "b) <b>Không</b> để xảy ra chậm trễ & sai sót."),
            ("ii/2", ClauseKind.ITEM, "2.", "2. Các sở, ban, ngành tuyên truyền phòng, chống đuối nước."),
            ("phu-luc-1", ClauseKind.ANNEX, "Phụ lục", "Phụ lục\nDANH MỤC NHIỆM VỤ"),
            ("phu-luc-1/bang-1", ClauseKind.TABLE, "", "TT\tNội dung\tChủ trì\tThời gian"),
            (
                "phu-luc-1/bang-1/hang-1",
                ClauseKind.ROW,
                "1",
                "1\tBố trí kinh phí dạy bơi cho học sinh\tSở Tài chính\t2025",
            ),
        ],
        type="kế hoạch",
        number="777/KH-UBND",
        issuer="Ủy ban nhân dân tỉnh Nghệ An",
        issuer_id="uy-ban-nhan-dan-tinh@nghe-an",
        issued="2024-03-15",
        title="thực hiện Chỉ thị số 999-CT/MM",
        province="Nghệ An",
        signer="Nguyễn Văn Mẫu",
        pages=3,
        warnings=("Trang 2 là bản quét; chữ được nhận dạng tự động.",),
        reasons={"effective": "Văn bản không ghi ngày có hiệu lực."},
        doubts=(FieldDoubt("number", "777/KH-UBND", "Số viết tay trên bản quét.", ("771/KH-UBND",), page=1),),
    )
    cited = "Chỉ thị số 999-CT/MM ngày 02/01/2024 của Ban Bí thư"
    record = with_citation(record, cited, "999-CT/MM", Relation.IMPLEMENTS, above)
    record = with_duty(
        record,
        TRAINING,
        [replace(HEALTH, derived=True), FINANCE],
        deadline=Deadline("định kỳ hằng quý", DeadlineKind.RECURRING, recurrence="quarterly"),
        report_to=(PEOPLE,),
        kind=ObligationKind.SERVICES,
    )
    record = with_duty(record, "<b>Không</b> để xảy ra chậm trễ & sai sót", [HEALTH], modality=Modality.MUST_NOT)
    record = with_duty(
        record,
        "Các sở, ban, ngành tuyên truyền phòng, chống đuối nước",
        [Assignee("các sở, ban, ngành", Role.LEAD, "so-ban-nganh@nghe-an", "Nghệ An")],
        kind=ObligationKind.AWARENESS,
    )
    return with_duty(
        record,
        "Bố trí kinh phí dạy bơi cho học sinh",
        [replace(FINANCE, role=Role.LEAD)],
        deadline=Deadline("2025", DeadlineKind.FIXED, due="2025"),
        product="Bể bơi",
    )


def replacing(old: Record) -> Record:
    """A decision that replaces the plan."""
    record = draft(
        "quyet-dinh-555.txt",
        [
            ("dieu-1", ClauseKind.ARTICLE, "Điều 1.", "Điều 1. Bãi bỏ Kế hoạch số 777/KH-UBND."),
            ("dieu-2", ClauseKind.ARTICLE, "Điều 2.", "Điều 2. Sở Y tế tỉnh Hà Tĩnh tổ chức tổng kết."),
        ],
        type="quyết định",
        number="555/QĐ-UBND",
        issuer="Ủy ban nhân dân tỉnh Hà Tĩnh",
        issued="2025-02",
        province="Hà Tĩnh",
    )
    record = with_citation(record, "Kế hoạch số 777/KH-UBND", "777/KH-UBND", Relation.REPEALS, old)
    return with_duty(
        record, "Sở Y tế tỉnh Hà Tĩnh tổ chức tổng kết", [Assignee("Sở Y tế", Role.LEAD, "so-y-te@ha-tinh", "Hà Tĩnh")]
    )


def news(above: Record) -> Record:
    """A news report about the directive, without number, title, date or duties."""
    words = "Thực hiện Chỉ thị số 999-CT/MM, nhiều địa phương mở lớp dạy bơi miễn phí cho trẻ em trong dịp hè."
    lines = [("doan-1", ClauseKind.PARAGRAPH, "", words)]
    record = draft("tin.html", lines, kind=DocumentKind.SECONDARY, type="tin tức")
    return with_citation(record, "Chỉ thị số 999-CT/MM", "999-CT/MM", Relation.REPORTS_ON, above)


def all_records() -> tuple[Record, ...]:
    """The four records, each cited one before the one that cites it."""
    first = directive()
    second = plan(first)
    return first, second, replacing(second), news(first)


def fill(store: Store) -> None:
    """Put the records into an empty store."""
    for record in all_records():
        source = record.document.source
        store.put(record, source_path=f"/vb/{source}", original=original(source), analyser=1)


class SyllableVectors:
    """Stands in for the language model: a text's vector counts its syllables, diacritics aside."""

    dimension = 256
    fingerprint = "syllables"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        counts = np.zeros(self.dimension, np.float32)
        for syllable in bare(text).split():
            counts[crc32(syllable.encode()) % self.dimension] += 1
        length = float(np.linalg.norm(counts))
        return counts / length if length else counts


class StandInIndex:
    """Ranks clauses by the syllables they share with the query, diacritics aside."""

    is_disconnected = False

    def __init__(self) -> None:
        self.held: dict[str, tuple[Record, str]] = {}
        self.closed = False
        self.embedder = SyllableVectors()

    def add(self, record: Record, revision: str) -> int:
        self.held[record.document.id] = (record, revision)
        return len(record.clauses)

    def remove(self, doc: str) -> None:
        del self.held[doc]

    def revisions(self) -> dict[str, str]:
        return {doc: revision for doc, (_, revision) in self.held.items()}

    def close(self) -> None:
        self.closed = True

    def optimise(self) -> bool:
        return False

    def rebuild(self, store: Store, *, progress: Callable[[int, int, str], None] | None = None) -> int:
        self.held.clear()
        for doc, revision in store.index_state().items():
            self.add(store.record(doc), revision)
        return len(self.held)

    def restore(self, text: str) -> Restored:
        return Restored(text, text)

    def search(self, query: Query) -> list[Hit]:
        wanted = set(bare(query.text).split())
        found = []
        for record, _ in self.held.values():
            document = record.document
            passes = (
                (not query.type or query.type == document.type)
                and (not query.province or query.province == document.province)
                and (query.year is None or document.issued.startswith(str(query.year)))
                and (not query.doc or query.doc == document.id)
                and (query.among is None or document.id in query.among)
            )
            for clause in record.clauses if passes else ():
                held = {a.agency_id for o in record.obligations if o.path == clause.path for a in o.assignees}
                if query.agencies and not held & set(query.agencies):
                    continue
                words = record.text[clause.start : clause.head_end]
                shared = wanted & set(bare(words).split())
                if shared:
                    found.append((len(shared) / len(wanted), document.id, clause, words))
        found.sort(key=lambda item: (-item[0], item[1], item[2].start))
        return [
            Hit(
                rank=rank,
                score=score,
                doc=doc,
                path=clause.path,
                start=clause.start,
                end=clause.head_end,
                text=words,
                highlights=(Span(0, min(5, len(words))),),
                why="Có các từ của câu hỏi.",
            )
            for rank, (score, doc, clause, words) in enumerate(found[: query.limit], 1)
        ]
