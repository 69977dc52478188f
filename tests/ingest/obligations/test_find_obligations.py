"""The records of a document's duties: what every one of them keeps, and how many real ones are found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Modality, ObligationKind
from corpus.normalized_text import normalize_span
from corpus.vietnamese import clean
from corpus.vocabulary import load
from ingest.metadata import describe
from ingest.obligations import find_obligations
from ingest.obligations.agency_phrases.grammar import Grammar
from ingest.obligations.kinds import kind_of, modality_of
from ingest.readers.extracted_text import ExtractedText
from ingest.structure import structure
from tests.ingest.obligations.sample_texts import duties

# Documents with gold rows; the four at the end were set aside while the rules were made
# (the first two of them until the rules were measured for the first time).
DEVELOPMENT = [
    *("000", "001", "002", "13_qd-991-2008-binh-phuoc", "11_tt-01-2006-nhnn"),
    *("24_cd-223-2025-ttg-lu-khanh-hoa", "27_cv-11299-2025-vpcp-phong-xa", "29_ct-012-2025-dak-lak-tthc"),
    *("37_kl-221-2025-bct", "212-KL-TW", "224-CD-TTg", "228-CD-TTg", "980-KH-UBND", "congbot-31-2012-CT-TTg"),
]
SET_ASIDE = [
    *("631-TB-VPCP", "chithi-00211828", "22_ct-ttg-sap-xep-thon-to-chuc-thuc-hien", "43_tb-653-2025-vpcp-dien"),
]

# A little below what is reached; what falls under it has lost something.
FLOORS = {
    "development": (DEVELOPMENT, {"duty": 0.98, "duty+agency": 0.96, "duty+agency+role": 0.96, "report_to": 0.95}),
    "set-aside": (SET_ASIDE, {"duty": 0.95, "duty+agency": 0.9, "duty+agency+role": 0.89, "report_to": 0.9}),
}


@pytest.mark.parametrize(("stems", "floors"), FLOORS.values(), ids=FLOORS)
def test_duties_of_real_documents(shared: Path, tmp_path: Path, stems: list[str], floors: dict[str, float]) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    gold = [json.loads(line) for line in (shared / "gold/obligations.jsonl").read_text("utf-8").splitlines()]
    with (tmp_path / "gold.jsonl").open("w", encoding="utf-8") as rows:
        rows.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in gold if row["doc"] in stems)
    with (tmp_path / "found.jsonl").open("w", encoding="utf-8") as found:
        for file in (f for f in (shared / "corpus").glob("*/*.txt") if _stem(f) in stems):
            (docs / file.name).write_bytes(file.read_bytes())
            found.writelines(f"{line}\n" for line in _rows(file))
    measured = subprocess.run(
        [
            *(sys.executable, shared / "tools/score.py", "obligations", "--docs", docs),
            *("--gold", tmp_path / "gold.jsonl", "--ignore", shared / "gold/ignore.jsonl"),
            *("--pred", tmp_path / "found.jsonl"),
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    scores = json.loads(measured.stdout)
    assert {name: scores[name]["f1"] for name in floors if scores[name]["f1"] < floors[name]} == {}


def _stem(file: Path) -> str:
    return file.stem.partition("_")[0] if file.parent.name == "seeds" else file.stem


def _rows(file: Path) -> list[str]:
    reading = ExtractedText(text=clean(file.read_text("utf-8")), media_type="text/plain")
    clauses = structure(reading)
    document = describe(reading, clauses, id="x", source=file.name, sha256="")
    rows = []
    for o in find_obligations(reading.text, clauses, document):
        assert reading.text[o.start : o.end] == o.quote
        row = {
            "doc": _stem(file),
            "source": file.name,
            "quote": o.quote,
            "assignees": [{"name": a.name, "role": a.role, "scope": a.scope} for a in o.assignees],
            "deadline": {"text": o.deadline.text} if o.deadline else None,
            "report_to": [{"name": a.name} for a in o.report_to],
        }
        rows.append(json.dumps(row, ensure_ascii=False))
    return rows


TEXT = """I. NHIỆM VỤ
1. Sở Y tế rà soát  cơ sở
dữ liệu; Sở Tài chính bố trí kinh phí. Báo cáo kết quả trước ngày 10/12/2025.
2. Tăng cường tuyên truyền.
"""


def test_ids_are_those_of_the_clause_numbered() -> None:
    assert [o.id for o in duties(TEXT)] == ["i/1#1", "i/1#2", "i/1#3", "i/2#1"]


def test_quotes_are_the_words_of_the_text() -> None:
    text = clean(TEXT)
    assert all(text[o.start : o.end] == o.quote for o in duties(TEXT))
    assert [o.quote.split()[0] for o in duties(TEXT)] == ["Sở", "Sở", "Báo", "Tăng"]


def test_an_action_is_the_duty_without_its_doer_on_one_line() -> None:
    assert duties(TEXT)[0].action == "rà soát cơ sở dữ liệu"


def test_what_names_nobody_says_so() -> None:
    last = duties(TEXT)[-1]
    assert (last.assignees, last.explicit) == ((), False)
    assert "không nêu cơ quan" in last.reason


def test_a_body_that_no_list_holds_makes_a_duty_less_sure() -> None:
    known = duties("1. Sở Y tế rà soát cơ sở dữ liệu.")[0].confidence
    unknown = duties("1. Cục Sao chép văn bản rà soát cơ sở dữ liệu.")[0].confidence
    assert 1 > known > unknown > 0


def test_what_the_words_leave_open_is_said() -> None:
    (duty,) = duties("1. Sở Y tế rà soát dữ liệu hằng năm; hoàn thành kho dữ liệu trước ngày 30/11/2026.")
    assert duty.deadline is not None
    assert duty.deadline.text == "hằng năm; trước ngày 30/11/2026"
    assert all(half in duty.quote for half in duty.deadline.text.split("; "))
    assert duty.deadline.due == "2026-11-30"
    assert duty.reason == "Nhiệm vụ còn nêu thời hạn khác: hằng năm. Văn bản không nêu sản phẩm, căn cứ."


def test_an_empty_text_holds_no_duties() -> None:
    assert duties("") == ()


KINDS = {
    "awareness": "Đẩy mạnh tuyên truyền, phổ biến pháp luật về trẻ em",
    "leadership": "Lãnh đạo, chỉ đạo công tác trẻ em",
    "legislation": "Xây dựng Nghị định về cơ sở trợ giúp xã hội",
    "resources": "Bố trí kinh phí thực hiện Chương trình",
    "organisation": "Kiện toàn tổ chức bộ máy làm công tác trẻ em",
    "services": "Chi trả trợ cấp hằng tháng cho trẻ em mồ côi",
    "protection": "Phòng ngừa tai nạn thương tích cho trẻ em",
    "data": "Xây dựng cơ sở dữ liệu về trẻ em",
    "inspection": "Kiểm tra, giám sát việc thực hiện Chỉ thị",
    "reporting": "Báo cáo kết quả về Bộ Y tế",
    "mobilisation": "Vận động các nguồn lực xã hội cho trẻ em",
    "cooperation": "Tăng cường hợp tác quốc tế về trẻ em",
}


@pytest.mark.parametrize(("kind", "action"), KINDS.items(), ids=KINDS)
def test_kinds(kind: str, action: str) -> None:
    assert kind_of(action) == ObligationKind(kind)


MODALITIES = {
    "binding": ("subject", "phải báo cáo", Modality.MUST),
    "plain": ("imperative", "Tăng cường kiểm tra", Modality.MUST),
    "encouraged": ("encouraged", "tham gia hỗ trợ", Modality.SHOULD),
    "allowed": ("subject", "được quyền quyết định mức chi", Modality.MAY),
    "forbidden": ("forbidden", "tự ý thu phí", Modality.MUST_NOT),
    "not-let": ("imperative", "Không để trẻ em bị bỏ sót", Modality.MUST_NOT),
    "can-happen": ("imperative", "Phòng ngừa tình huống có thể xảy ra", Modality.MUST),
}


@pytest.mark.parametrize(("how", "action", "modality"), MODALITIES.values(), ids=MODALITIES)
def test_modalities(how: str, action: str, modality: Modality) -> None:
    assert modality_of(how, action) == modality


@pytest.mark.parametrize("entry", load("duty_verbs"), ids=lambda e: str(e["key"]))
def test_verbs_follow_the_bodies_of_their_examples(entry: dict[str, Any]) -> None:
    def follows(example: str) -> bool:
        grammar = Grammar(normalize_span(example))
        listed = grammar.agencies(0)
        return listed is not None and grammar.strength(listed.end) == entry["strength"]

    assert [example for example in entry["yes"] if not follows(example)] == []
    assert [example for example in entry["no"] if follows(example)] == []
