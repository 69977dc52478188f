"""The label-free figures of a folder, and those of the unread documents, which may not get worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.quality.unread import WORST, evaluate, is_malformed, lines

PLAN = """ỦY BAN NHÂN DÂN TỈNH NGHỆ AN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 9871/KH-UBND
Nghệ An, ngày 5 tháng 9 năm 2025
KẾ HOẠCH
Trồng sen trên địa bàn tỉnh
1. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Tài chính rà soát diện tích ao hồ.
2. Ủy ban nhân dân các xã báo cáo kết quả trước ngày 30 tháng 10 năm 2025.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""
# Neither kind, number, issuer, date nor subject: only its numbered parts show that it was issued.
BARE = """1. Rà soát diện tích ao hồ trồng được sen trên địa bàn từng xã.
2. Báo cáo kết quả rà soát diện tích ao hồ về cơ quan thường trực.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "bare.txt").write_text(BARE, "utf-8")
    (tmp_path / "broken.docx").write_bytes(b"no archive")
    (tmp_path / "photo.xyz").write_bytes(b"of no known kind")
    return tmp_path


def test_a_folder_is_measured_without_labels(folder: Path) -> None:
    figures = evaluate(folder)
    assert figures["files"] == 3
    assert figures["documents"] == 2
    assert [aside["source"] for aside in figures["set_aside"]] == ["broken.docx"]
    for name, found in figures["documents_without"].items():
        assert (found["wrong"], found["of"], found["share"]) == (1, 2, 0.5), name
        assert [place["source"] for place in found["worst"]] == ["bare.txt"], name
    assert figures["obligations_without_doer"]["of"] >= 2
    assert figures["names_malformed"]["wrong"] == 0
    laid = figures["leading_verb_without_obligation"]
    assert laid["wrong"] <= laid["of"]


def test_the_lines_name_every_figure_and_its_places(folder: Path) -> None:
    told = list(lines(evaluate(folder)))
    assert told[0] == "files\t3\tset aside\t1"
    assert any(line.startswith("documents_without number\tshare 0.5") for line in told)
    assert any("bare.txt" in line for line in told)


@pytest.mark.parametrize(
    ("name", "malformed"),
    [
        pytest.param("Sở Y tế", False, id="a name"),
        pytest.param("Ủy ban Quản lý vốn nhà nước tại doanh nghiệp", False, id="a long name"),
        pytest.param("Bộ Tài chính (Cục Thuế)", False, id="closed brackets"),
        pytest.param("cơ quan quản lý nhà", True, id="cut in a word of two syllables"),
        pytest.param("Vụ Tổ chức cán bộ các", True, id="ends in an article"),
        pytest.param("và Sở Tài chính", True, id="begins with a conjunction"),
        pytest.param("Sở Y tế (đơn vị", True, id="open bracket"),
        pytest.param("Sở Y tế chủ trì", True, id="holds a verb"),
        pytest.param("các cấp 121", True, id="holds a number"),
        pytest.param("", True, id="nothing"),
    ],
)
def test_names_are_malformed_by_their_look(name: str, malformed: bool) -> None:
    assert is_malformed(name) is malformed


# What the reading of 248 unread documents left open when this was written. Three of them
# print no date; half of the clauses that open with a verb are steps of procedures.
MOST_WITHOUT = {"type": 0.005, "number": 0.005, "issuer": 0.005, "issued": 0.0125, "title": 0.03}
MOST_WRONG = {
    "names_malformed": 0.01,
    "names_unresolved": 0.17,
    "obligations_without_doer": 0.33,
    "leading_verb_without_obligation": 0.51,
}


@pytest.mark.slow
def test_the_unread_documents_are_read_no_worse(shared: Path) -> None:
    folder = shared / "corpus" / "unread"
    if not folder.is_dir():
        pytest.skip("the unread documents are not there")
    figures = evaluate(folder)
    without = {name: found["share"] for name, found in figures["documents_without"].items()}
    assert {name: share for name, share in without.items() if share > MOST_WITHOUT[name]} == {}
    wrong = {name: figures[name]["share"] for name in MOST_WRONG}
    assert {name: share for name, share in wrong.items() if share > MOST_WRONG[name]} == {}
    assert all(len(found["worst"]) <= WORST for found in figures["documents_without"].values())
