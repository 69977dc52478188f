"""What the store promises, held on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import itertools
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from corpus.errors import StoreError, UnknownDocument
from corpus.model import (
    Clause,
    ClauseKind,
    Document,
    DocumentKind,
    FieldDoubt,
    ObligationKind,
    Record,
    Relation,
    Status,
)
from corpus.relations.duplicates import twin_of
from corpus.relations.minhash import Sketch, sketch
from corpus.relations.relation_graph import TARGET_GONE
from corpus.settings import Settings
from corpus.storage import mappers
from corpus.store import AsideFile, Store
from tests.corpus.records import obligation_of, record_of, records, reference_to, with_targets

ONE = b"van ban mot"
TWO = b"van ban hai"


def put(store: Store, original: bytes, source_path: str = "/vb/ke-hoach.txt", **document: Any) -> Record:
    """Keep the record of `original` and give it."""
    kept = record_of(original, **document)
    store.put(kept, source_path=source_path, original=original, analyser=1)
    return kept


# --- putting and getting -----------------------------------------------------------


def test_a_record_comes_back_as_it_was_put(store: Store) -> None:
    kept = put(store, ONE)
    doc = kept.document.id
    assert store.record(doc) == kept
    assert store.text(doc) == kept.text
    assert store.document(doc) == kept.document
    assert store.original(doc) == ONE
    assert store.sources(doc) == ["/vb/ke-hoach.txt"]
    assert store.known(kept.document.sha256) == 1
    assert list(store.clauses(doc)) == [(doc, clause) for clause in kept.clauses]
    assert list(store.references(doc)) == [(doc, reference) for reference in kept.references]
    assert list(store.obligations(doc)) == [(doc, obligation) for obligation in kept.obligations]


@given(record=records(ONE))
@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_record_comes_back_as_it_was_put(store: Store, record: Record) -> None:
    store.put(record, source_path="/vb/a.txt", original=ONE, analyser=1)
    assert store.record(record.document.id) == record


def test_it_is_all_there_after_reopening(settings: Settings) -> None:
    with Store.open(settings) as store:
        kept = put(store, ONE)
    with Store.open(settings) as store:
        assert store.record(kept.document.id) == kept
        assert store.original(kept.document.id) == ONE


def test_the_same_record_again_changes_nothing(store: Store) -> None:
    cited = put(store, ONE, "/vb/chi-thi.txt", number="28-CT/TW", source="chi-thi.txt").document.id
    citing = put(store, TWO)
    store.update_targets([(citing.document.id, "can-cu-1", 8, cited, None, "")])
    before = store.record(citing.document.id)
    assert store.put(citing, source_path="/vb/ke-hoach.txt", original=TWO, analyser=1) == ()
    assert store.record(citing.document.id) == before != citing


def test_a_new_analysis_replaces_the_record_and_keeps_what_leads_to_it(store: Store) -> None:
    cited = put(store, ONE, "/vb/chi-thi.txt", number="28-CT/TW")
    doc = cited.document.id
    citing = with_targets(record_of(TWO), doc)
    store.put(citing, source_path="/vb/ke-hoach.txt", original=TWO, analyser=1)
    better = replace(cited, obligations=(), text=cited.text + "thêm", clauses=cited.clauses[:1])
    store.put(better, source_path="/vb/chi-thi.txt", original=ONE, analyser=2)
    assert store.record(doc) == better
    assert store.known(cited.document.sha256) == 2
    assert [by for by, _ in store.references(target=doc)] == [citing.document.id]


def test_an_original_that_is_not_the_records_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="không khớp"):
        store.put(record_of(ONE), source_path="/vb/a.txt", original=TWO, analyser=1)
    assert store.documents() == []


def test_two_files_with_one_id_are_told_apart(store: Store) -> None:
    doc = put(store, ONE).document.id
    other = record_of(TWO)
    clash = replace(other, document=replace(other.document, id=doc))
    with pytest.raises(StoreError, match="cùng mã"):
        store.put(clash, source_path="/vb/b.txt", original=TWO, analyser=1)
    assert store.original(doc) == ONE


@pytest.mark.parametrize(
    ("text", "told"),
    [("a\x00b", "NUL"), ("a\\\x00b", "NUL"), ("a\ud800b", "ký tự hỏng")],
    ids=["nul", "after-backslash", "surrogate"],
)
def test_characters_no_database_keeps_are_refused(store: Store, text: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        store.put(replace(record_of(ONE), text=text), source_path="/vb/a.txt", original=ONE, analyser=1)


def test_a_failed_put_leaves_the_record_that_was_there(store: Store) -> None:
    kept = put(store, ONE)
    twice = replace(kept, text="khác", clauses=(*kept.clauses, kept.clauses[0]))
    with pytest.raises(StoreError, match="không nhất quán"):
        store.put(twice, source_path="/vb/ke-hoach.txt", original=ONE, analyser=2)
    assert store.record(kept.document.id) == kept
    assert store.known(kept.document.sha256) == 1


def test_a_file_name_that_is_no_utf8_is_kept_readable(store: Store) -> None:
    name = b"C\xf4ng v\xa8n.doc".decode("utf-8", "surrogateescape")
    doc = put(store, ONE, f"/vb/{name}", source=name).document.id
    store.set_aside(f"/khac/{name}", "", "hỏng")
    assert store.sources(doc) == ["/vb/C\\udcf4ng v\\udca8n.doc"]
    assert store.document(doc).source == "C\\udcf4ng v\\udca8n.doc"
    assert store.add_source(doc, f"/khac/{name}") == ()
    assert store.set_aside_list() == []


# --- sources -------------------------------------------------------------------------


def test_a_changed_file_replaces_the_document_it_led_to(store: Store) -> None:
    old = put(store, ONE, "/vb/a.txt").document
    citing = with_targets(record_of(b"ba"), old.id)
    store.put(citing, source_path="/vb/c.txt", original=b"ba", analyser=1)
    new = record_of(TWO)
    assert store.put(new, source_path="/vb/a.txt", original=TWO, analyser=1) == (old.id,)
    assert {document.id for document in store.documents()} == {new.document.id, citing.document.id}
    assert store.known(old.sha256) is None
    assert not store.originals.path(old.sha256).exists()
    [(_, reference)] = store.references(citing.document.id)
    assert (reference.target, reference.target_path) == (None, None)
    assert "không còn trong kho" in reference.reason


def test_a_document_with_another_source_stays_when_one_changes(store: Store) -> None:
    old = put(store, ONE, "/vb/a.txt", source="a.txt").document
    assert store.add_source(old.id, "/vb/ban-sao.txt") == ()
    assert store.put(record_of(TWO), source_path="/vb/a.txt", original=TWO, analyser=1) == ()
    assert store.sources(old.id) == ["/vb/ban-sao.txt"]
    assert store.document(old.id).source == "ban-sao.txt", "a.txt is another document's now"
    assert store.original(old.id) == ONE


def test_a_file_that_became_a_copy_of_another_lets_its_document_go(store: Store) -> None:
    one = put(store, ONE, "/vb/a.txt").document.id
    two = put(store, TWO, "/vb/b.txt").document.id
    assert store.add_source(one, "/vb/b.txt") == (two,)
    assert store.sources(one) == ["/vb/a.txt", "/vb/b.txt"]
    assert list(store.index_state()) == [one]


def test_a_source_of_no_document_is_refused(store: Store) -> None:
    with pytest.raises(UnknownDocument, match="khong-co"):
        store.add_source("khong-co", "/vb/a.txt")


def test_removing_takes_everything_out(store: Store) -> None:
    kept = put(store, ONE)
    doc = kept.document.id
    store.remove(doc)
    assert store.documents() == []
    assert [*store.clauses(), *store.references(), *store.obligations()] == []
    assert store.agency_counts() == {}
    assert not store.originals.path(kept.document.sha256).exists()
    for gone in (store.text, store.record, store.original, store.revision, store.remove):
        with pytest.raises(UnknownDocument):
            gone(doc)


def test_a_file_set_aside_keeps_its_original_until_it_is_taken_in(store: Store) -> None:
    first, second = b"%PDF-1.7 broken", b"%PDF-1.7 still broken"
    hashes = [hashlib.sha256(data).hexdigest() for data in (first, second)]
    store.set_aside("/vb/a.pdf", hashes[0], "Tệp hỏng.", original=first)
    store.set_aside("/vb/copy.pdf", hashes[0], "Tệp hỏng.", original=first)
    assert [(row.source_path, row.kept) for row in store.set_aside_list()] == [
        ("/vb/a.pdf", True),
        ("/vb/copy.pdf", True),
    ]
    store.set_aside("/vb/a.pdf", hashes[1], "Tệp hỏng.", original=second)
    assert sorted(store.originals.kept()) == sorted(hashes)
    assert store.sweep_originals() == 0
    store.forget_set_aside("/vb/copy.pdf")
    assert list(store.originals.kept()) == [hashes[1]]
    assert store.originals.read(hashes[1]) == second
    record = put(store, ONE, "/vb/a.pdf")
    assert store.set_aside_list() == []
    assert list(store.originals.kept()) == [record.document.sha256]


def test_an_original_set_aside_must_be_what_its_hash_says(store: Store) -> None:
    with pytest.raises(StoreError, match="không khớp"):
        store.set_aside("/vb/a.pdf", "ab", "Tệp hỏng.", original=b"x")


LONG = " ".join(f"điều {n} sở {n % 7} báo cáo" for n in range(90))


def put_text(store: Store, original: bytes, text: str, **document: Any) -> str:
    """Keep a document with this text and nothing else in it; gives its id."""
    kept = replace(record_of(original, **document), text=text, clauses=(), references=(), pages=(), places=())
    store.put(kept, source_path=f"/vb/{original.decode()}", original=original, analyser=1)
    return kept.document.id


def test_copies_are_linked_as_they_come_and_go(store: Store) -> None:
    number = {"number": "12/QĐ-UBND", "issued": "2025-01-02", "issuer": "Ủy ban nhân dân tỉnh Nghệ An"}
    scan = put_text(store, b"quet", LONG.replace("điều 1", "điểu 1"), **number, warnings=("Đọc bằng OCR.",))
    assert store.copies() == {}
    best = put_text(store, b"van ban", LONG, **number)
    put_text(store, b"khac", LONG, **number | {"number": "13/QĐ-UBND"})
    assert store.copies() == {scan: best}
    [twin] = store.twins()
    assert (twin.likeness > 0.5, twin.reason) == (True, "Cùng số, ký hiệu và nội dung trùng nhau.")
    held = store.agency_counts()
    assert held["so-y-te@nghe-an"] == 2, "a copy's duties are not counted again"
    put_text(store, b"van ban", "Một văn bản khác hẳn.", **number)
    assert store.copies() == {}, "what a new analysis reads is compared anew"
    put_text(store, b"van ban", LONG, **number)
    assert store.copies() == {scan: best}
    store.remove(best)
    assert (store.copies(), store.twins()) == ({}, [])


def _many_that_look_alike() -> list[dict[str, Any]]:
    """Documents of which most say enough of themselves to be told apart, and some do not."""
    drawn = random.Random(8)
    words = [f"từ{n}" for n in range(17)]
    texts = [" ".join(f"{drawn.choice(words)}{n % of}" for n in range(160)) for of in (37, 41)]
    made = []
    for _ in range(44):
        text = drawn.choice(texts).split()
        every = drawn.choice([0, 0, 4, 9, 60])
        text = [word if not every or place % every else f"khác{drawn.randrange(99)}" for place, word in enumerate(text)]
        made.append(
            {
                "text": " ".join(text),
                "number": drawn.choice(["4/QĐ-UBND", "04/QĐ-UBND", "4-QĐ.UBND", "40/QĐ-UBND", "", "", "/QĐ-UBND"]),
                "issued": drawn.choice(["2025-01-02", "2025-01", "2025", "", "2024-05-06", "2025-01-03"]),
                "issuer": drawn.choice(["Ủy ban nhân dân tỉnh Nghệ An", "", "Ủy ban nhân dân tỉnh Hà Tĩnh"]),
                "kind": drawn.choice([DocumentKind.PRIMARY] * 3 + [DocumentKind.SECONDARY]),
            }
        )
    return made


def test_the_copies_found_are_all_there_are(store: Store) -> None:
    """What the database rules out beforehand, holding each against each would not have linked either."""
    known: dict[str, tuple[Document, Sketch]] = {}
    for n, described in enumerate(_many_that_look_alike()):
        doc = put_text(store, str(n).encode(), **described)
        known[doc] = (store.document(doc), sketch(described["text"]))
    pairs = itertools.combinations(known.values(), 2)
    expected = [link for (one, its), (other, theirs) in pairs if (link := twin_of(one, other, (its, theirs)))]
    assert len(expected) > 10
    assert sorted(store.twins(), key=lambda t: (t.doc, t.twin)) == sorted(expected, key=lambda t: (t.doc, t.twin))


def test_documents_and_citations_meet_by_name(store: Store) -> None:
    law = put(store, ONE, "/1", type="luật", title="TRẺ EM", number="102/2016/QH13", issued="2016-04-05").document
    cited = replace(reference_to(""), quote="Luật Trẻ em năm 2016", type="luật", number="", partial=True)
    citing = replace(record_of(TWO), references=(cited,))
    store.put(citing, source_path="/2", original=TWO, analyser=1)
    assert store.named("luat-tre-em") == [law]
    assert store.named("luat-dat-dai") == []
    assert list(store.references(name="luat-tre-em")) == [(citing.document.id, cited)]
    assert list(store.references(relations=[Relation.AMENDS])) == []
    assert (citing.document.id, cited) in list(store.references(relations=[Relation.BASED_ON]))


def test_references_that_lost_their_target_are_found_again(store: Store) -> None:
    cited = put(store, ONE, "/1").document.id
    citing = with_targets(record_of(TWO), cited)
    citing = replace(citing, references=tuple(replace(r, target_path="dieu-1") for r in citing.references))
    store.put(citing, source_path="/2", original=TWO, analyser=1)
    assert list(store.unsettled([TARGET_GONE])) == []
    store.remove(cited)
    [(doc, left)] = store.unsettled([TARGET_GONE])
    assert (doc, left.target, left.target_path) == (citing.document.id, None, "dieu-1")
    assert list(store.unsettled(["50% không"])) == []


def test_a_file_set_aside_is_listed_until_it_is_taken_in(store: Store) -> None:
    store.set_aside("/vb/b.pdf", "ab", "Tệp cần mật khẩu.")
    store.set_aside("/vb/a.pdf", "", "Tệp rỗng.")
    store.set_aside("/vb/a.pdf", "cd", "Tệp hỏng.")
    assert store.set_aside_list() == [
        AsideFile("/vb/a.pdf", "cd", "Tệp hỏng."),
        AsideFile("/vb/b.pdf", "ab", "Tệp cần mật khẩu."),
    ]
    doc = put(store, ONE, "/vb/a.pdf").document.id
    store.add_source(doc, "/vb/b.pdf")
    assert store.set_aside_list() == []


# --- filters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, {"ct", "kh", "tin"}, id="all"),
        pytest.param({"type": "kế hoạch"}, {"kh"}, id="type"),
        pytest.param({"type": "Chỉ thị"}, {"ct"}, id="type-in-another-case"),
        pytest.param({"province": "Nghe An"}, {"kh", "tin"}, id="province-without-diacritics"),
        pytest.param({"province": "nghe-an", "type": "tin tức"}, {"tin"}, id="province-as-slug-and-type"),
        pytest.param({"number": "28 – ct/tw"}, {"ct"}, id="number-in-another-spelling"),
        pytest.param({"number": "29-CT/TW"}, set(), id="none"),
    ],
)
def test_documents_by_type_province_and_number(store: Store, asked: dict[str, str], found: set[str]) -> None:
    put(store, b"1", "/1", source="ct", type="chỉ thị", number="28-CT/TW", province="")
    put(store, b"2", "/2", source="kh", type="kế hoạch", number="377/KH-UBND", province="Nghệ An")
    put(store, b"3", "/3", source="tin", type="tin tức", number="", province="Nghệ An")
    assert {document.source for document in store.documents(**asked)} == found


def with_duties(store: Store, original: bytes, *duties: tuple[str | None, ...]) -> str:
    """A document with one obligation for each tuple of agencies."""
    kept = record_of(original)
    obligations = tuple(obligation_of(f"dieu-1#{n}", *held) for n, held in enumerate(duties, 1))  # type: ignore[arg-type]
    store.put(replace(kept, obligations=obligations), source_path=f"/{original!r}", original=original, analyser=1)
    return kept.document.id


def test_obligations_by_agency_and_kind(store: Store) -> None:
    first = with_duties(store, ONE, ("so-y-te", "so-noi-vu"), ("so-noi-vu",), (None,))
    second = with_duties(store, TWO, ("so-noi-vu",), ("bo-y-te",))

    def held(*agencies: str, doc: str | None = None, kind: str = "") -> set[tuple[str, str]]:
        return {(by, duty.id) for by, duty in store.obligations(doc, agencies=agencies, kind=kind)}

    assert held("so-y-te") == {(first, "dieu-1#1")}
    assert held("so-y-te", "bo-y-te") == {(first, "dieu-1#1"), (second, "dieu-1#2")}
    assert held("so-noi-vu", doc=first) == {(first, "dieu-1#1"), (first, "dieu-1#2")}
    assert held("so-khac") == set()
    assert held(kind=ObligationKind.REPORTING, doc=second) == {(second, "dieu-1#1"), (second, "dieu-1#2")}
    assert held(kind=ObligationKind.DATA) == set()
    # What was found carries all of its assignees, not only those asked for.
    [(_, duty)] = store.obligations(agencies=["so-y-te"])
    assert duty == obligation_of("dieu-1#1", "so-y-te", "so-noi-vu")


def test_agency_counts_count_each_obligation_once(store: Store) -> None:
    with_duties(store, ONE, ("so-y-te", "so-noi-vu", "so-noi-vu"), ("so-noi-vu",), (None,))
    with_duties(store, TWO, ("so-noi-vu",))
    assert store.agency_counts() == {"so-y-te": 1, "so-noi-vu": 3}


def test_references_by_target_and_number(store: Store) -> None:
    cited = put(store, ONE, "/1", number="28-CT/TW").document.id
    kept = record_of(TWO)
    cites = (reference_to("28-CT/TW", cited), reference_to("1183/QĐ-TTg"))
    store.put(replace(kept, references=cites), source_path="/2", original=TWO, analyser=1)
    assert list(store.references(target=cited)) == [(kept.document.id, cites[0])]
    assert list(store.references(number="1183/QD-TTG")) == [(kept.document.id, cites[1])]
    assert list(store.references(cited, number="1183/QĐ-TTg")) == []


def test_targets_change_only_where_they_are_told_to(store: Store) -> None:
    cited = put(store, ONE, "/1").document.id
    kept = record_of(TWO)
    store.put(kept, source_path="/2", original=TWO, analyser=1)
    doc, revision = kept.document.id, store.revision(kept.document.id)
    store.update_targets([(doc, "can-cu-1", 8, cited, "dieu-1", ""), (doc, "can-cu-1", 999, cited, None, "")])
    [(_, found)] = store.references(doc)
    assert found == replace(kept.references[0], target=cited, target_path="dieu-1")
    assert store.revision(doc) == revision, "the index is not derived from targets"
    store.update_targets([(doc, "can-cu-1", 8, None, None, "có hai văn bản cùng số")])
    [(_, found)] = store.references(doc)
    assert found == replace(kept.references[0], reason="có hai văn bản cùng số")
    store.update_targets([])


def test_a_target_that_is_not_there_is_refused(store: Store) -> None:
    doc = put(store, ONE).document.id
    with pytest.raises(StoreError, match="không nhất quán"):
        store.update_targets([(doc, "can-cu-1", 8, "khong-co", None, "")])


def test_streams_keep_each_obligation_with_its_own_lists(store: Store) -> None:
    """More rows than are fetched at a time, some without assignees or addressees."""
    kept = record_of(ONE)
    duties = tuple(
        replace(
            duty,
            assignees=duty.assignees[: n % 3],
            report_to=duty.report_to[: n % 2],
            deadline=duty.deadline if n % 5 else None,
        )
        for n in range(1200)
        for duty in [obligation_of(f"dieu-1#{n}", f"lead-{n}", f"support-{n}")]
    )
    store.put(replace(kept, obligations=duties), source_path="/1", original=ONE, analyser=1)
    assert [duty for _, duty in store.obligations()] == list(duties)


def test_a_stream_may_be_left_before_its_end(store: Store) -> None:
    for n in range(3):
        put(store, b"%d" % n, f"/{n}")
    for _ in range(200):  # more than there are connections
        next(store.clauses())
    put(store, b"more", "/more")


# --- the state the index is compared with --------------------------------------------------


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"source": "khac.txt"}, True, id="file-name"),
        pytest.param({"status": Status.REPLACED}, True, id="status"),
        pytest.param({"warnings": ("mờ",)}, True, id="warnings"),
        pytest.param({"doubts": (FieldDoubt("issued", "31/11/2025", "Không có ngày này."),)}, True, id="doubts"),
        pytest.param({"title": "Tên khác"}, False, id="title"),
        pytest.param({"province": "Hà Tĩnh"}, False, id="province"),
        pytest.param({"issued": "2025-06"}, False, id="date"),
    ],
)
def test_the_revision_follows_what_the_index_is_derived_from(store: Store, change: dict[str, Any], same: bool) -> None:
    doc = put(store, ONE).document.id
    before = store.revision(doc)
    put(store, ONE, **change)
    assert (store.revision(doc) == before) is same
    assert store.index_state() == {doc: store.revision(doc)}


def test_a_revision_of_the_schema_before_documents_had_doubts_still_holds() -> None:
    """Else every document of an older store would count as damaged, and its index as stale."""
    document = Document(id="d", source="a.txt", sha256="0" * 64, type="kế hoạch", number="98/KH-UBND")
    clause = Clause("p1", None, ClauseKind.PARAGRAPH, "", 0, 9, 9)
    revision = mappers.revision(Record(document=document, text="Một việc.", clauses=(clause,)))
    assert revision == "e3c5a0c766004243a51845605e6f5ef1fd9ea6f7b6439dfd3a6311402cace5c0"


def test_doubts_that_change_are_written_although_the_index_is_the_same(store: Store) -> None:
    doubts = (FieldDoubt("type", "thông báo", "Ký hiệu KH là của kế hoạch.", ("kế hoạch",), page=1),)
    doc = put(store, ONE).document.id
    put(store, ONE, doubts=doubts)
    assert store.document(doc).doubts == doubts


# --- originals ---------------------------------------------------------------------------------


def test_a_damaged_original_is_found_out_and_mended_by_putting_it_again(store: Store) -> None:
    kept = put(store, ONE)
    path = store.originals.path(kept.document.sha256)
    path.write_bytes(b"khac")
    with pytest.raises(StoreError, match="bị thay đổi hoặc hỏng"):
        store.original(kept.document.id)
    put(store, ONE)
    assert store.original(kept.document.id) == ONE


def test_sweeping_takes_only_what_no_document_claims(store: Store) -> None:
    doc = put(store, ONE).document.id
    stray = store.originals.path(store.originals.keep(b"chua kip ghi vao kho"))
    unfinished = stray.parent / ".unfinished-xyz"
    unfinished.write_bytes(b"mot nua")
    assert store.sweep_originals() == 1
    assert not stray.exists()
    assert not unfinished.exists()
    apart = store.originals.unclaimed
    assert (apart / hashlib.sha256(b"chua kip ghi vao kho").hexdigest()).read_bytes() == b"chua kip ghi vao kho"
    assert len((apart / "list.tsv").read_text("utf-8").splitlines()) == 1
    assert store.original(doc) == ONE
    assert store.sweep_originals() == 0
    assert store.originals.empty_unclaimed() == 1
    assert list(apart.iterdir()) == []


def test_an_original_that_cannot_be_deleted_is_left_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    doc = put(store, ONE).document.id

    def held_open(sha256: str) -> None:
        raise PermissionError(13, "in use", sha256)

    monkeypatch.setattr(store.originals, "discard", held_open)
    store.remove(doc)
    assert store.documents() == []
    assert "in use" in caplog.text
    monkeypatch.undo()
    assert store.sweep_originals() == 1


def test_originals_lie_under_their_hash(store: Store, settings: Settings) -> None:
    put(store, ONE)
    sha256 = hashlib.sha256(ONE).hexdigest()
    assert (settings.data / "originals" / sha256[:2] / sha256[2:]).read_bytes() == ONE
    assert list(settings.data.rglob(".unfinished-*")) == []


def test_what_stands_above_is_read_without_the_rest(store: Store) -> None:
    kept = record_of(ONE)
    top = kept.clauses[1]
    middle = replace(top, path=f"{top.path}/khoan-1", parent=top.path)
    # A parent that the path does not name.
    leaf, aside = (replace(top, path=path, parent=middle.path) for path in (f"{middle.path}/diem-a", "khac"))
    kept = replace(kept, clauses=(*kept.clauses, middle, leaf, aside))
    store.put(kept, source_path="/vb/a.txt", original=ONE, analyser=1)
    doc, gone = kept.document.id, record_of(TWO).document.id
    expected = {
        (doc, leaf.path): (top, middle),
        (doc, aside.path): (top, middle),
        (doc, middle.path): (top,),
        (doc, top.path): (),
        (doc, "khong/co"): (),
        (gone, leaf.path): (),
    }
    assert store.above(expected.keys()) == expected
    assert store.above(()) == {}


def test_some_documents_are_read_together(store: Store) -> None:
    kept, other = (put(store, original, f"/vb/{original!r}") for original in (ONE, TWO))
    ids = {kept.document.id, other.document.id}
    assert store.documents_with({*ids, "khong-co"}).keys() == ids
    assert store.texts({*ids, "khong-co"}) == {r.document.id: r.text for r in (kept, other)}
    assert (store.documents_with(()), store.texts(())) == ({}, {})
    assert {doc for doc, _ in store.obligations(docs=[other.document.id])} <= {other.document.id}
    assert list(store.obligations(docs=())) == []
