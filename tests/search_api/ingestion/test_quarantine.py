"""Trying files again that were set aside."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, cast

from corpus.store import AsideFile
from search_api.bootstrap import KnowledgeBase
from search_api.ingestion.consistency import check
from search_api.ingestion.quarantine import QuarantinedFile, retry
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex

PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: 7/KH-UBND\nNghệ An, ngày 15 tháng 3 năm 2024\nKẾ HOẠCH\n"
    "Sở Y tế chủ trì, phối hợp với Sở Nội vụ tổ chức thực hiện Kế hoạch này trên địa bàn tỉnh.\n"
).encode()


def test_a_reason_falls_into_what_is_wrong_and_what_to_do() -> None:
    row = QuarantinedFile.of(
        AsideFile("/vb/a.pdf", "ab", "Tệp PDF được đặt mật khẩu: hãy lưu lại không mật khẩu.", True)
    )
    assert (row.problem, row.advice) == ("Tệp PDF được đặt mật khẩu.", "Hãy lưu lại không mật khẩu.")
    odd = QuarantinedFile.of(AsideFile("/vb/a.pdf", "", "Tệp hỏng."))
    assert (odd.problem, odd.advice) == ("Tệp hỏng.", "")


def test_a_file_is_tried_again_from_its_place_or_else_from_the_original_kept(tmp_path: Path) -> None:
    mended = tmp_path / "mended.txt"
    mended.write_bytes(PLAN + b"\n")
    with KnowledgeBase(new_settings(tmp_path / "data"), index=cast(Any, StandInIndex())) as kb:
        kb.store.set_aside(str(mended), "", "Tệp rỗng.")
        gone = "/nowhere/thang-3.zip/ke-hoach/7.txt"
        kb.store.set_aside(gone, hashlib.sha256(PLAN).hexdigest(), "Thiếu phần mềm.", original=PLAN)
        kb.store.set_aside("/nowhere/lost.txt", "", "Tệp rỗng.")
        report = retry(kb.ingestion, [])
        assert [row.source for row in report.set_aside] == ["/nowhere/lost.txt"]
        documents = {document.source: document for document in kb.store.documents()}
        assert documents.keys() == {"mended.txt", "thang-3.zip/ke-hoach/7.txt"}
        assert kb.store.document("thang-3.zip/ke-hoach/7.txt").number == "7/KH-UBND"
        assert [file.source_path for file in kb.store.set_aside_list()] == ["/nowhere/lost.txt"]


def test_an_original_set_aside_that_was_damaged_is_found(tmp_path: Path) -> None:
    with KnowledgeBase(new_settings(tmp_path / "data"), index=cast(Any, StandInIndex())) as kb:
        sha256 = hashlib.sha256(PLAN).hexdigest()
        kb.store.set_aside("/vb/7.txt", sha256, "Thiếu phần mềm.", original=PLAN)
        assert check(kb.store, kb.index_sync) == []
        kb.store.originals.path(sha256).write_bytes(b"x")
        [fault] = check(kb.store, kb.index_sync)
        assert (fault.fault, fault.source, fault.mendable) == ("damaged", "/vb/7.txt", False)
