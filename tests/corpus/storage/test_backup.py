"""The whole knowledge base to one file and back, on each database."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import StoreError, StoreVersionError
from corpus.settings import Settings
from corpus.storage import backup as backups
from corpus.storage.backup import backup, restore
from corpus.store import Store
from tests.corpus.conftest import NewSettings
from tests.corpus.records import record_of, with_targets

ORIGINALS = [b"van ban mot", b"van ban hai", bytes(range(256)) * 40]
BROKEN = b"%PDF-1.7 broken"


def fill(settings: Settings) -> None:
    with Store.open(settings) as store:
        target = None
        for n, original in enumerate(ORIGINALS):
            record = with_targets(record_of(original, number=f"{n}/KH-UBND"), target)
            target = record.document.id
            store.put(record, source_path=f"/vb/{n}.txt", original=original, analyser=3)
        store.add_source(target or "", "/vb/bản sao.txt")
        store.set_aside("/vb/hỏng.pdf", hashlib.sha256(BROKEN).hexdigest(), "Tệp hỏng.", original=BROKEN)
        store.set_aside("/vb/cũ.pdf", "ab", "Tệp do phiên bản trước để riêng, không giữ bản gốc.")


def contents(settings: Settings) -> dict[str, Any]:
    """Everything a knowledge base can be asked for."""
    with Store.open(settings) as store:
        docs = store.index_state()
        return {
            "records": [store.record(doc) for doc in docs],
            "originals": [store.original(doc) for doc in docs],
            "sources": [store.sources(doc) for doc in docs],
            "analysers": [store.known(store.document(doc).sha256) for doc in docs],
            "revisions": docs,
            "aside": store.set_aside_list(),
            "originals aside": [store.originals.read(row.sha256) for row in store.set_aside_list() if row.kept],
            "counts": store.agency_counts(),
        }


@pytest.fixture
def filled(settings: Settings) -> Settings:
    fill(settings)
    return settings


@pytest.fixture
def file(new_settings: NewSettings, tmp_path: Path) -> Path:
    """A backup of a small knowledge base."""
    origin = new_settings("sqlite")
    fill(origin)
    backup(origin, tmp_path / "sao-luu.zip")
    return tmp_path / "sao-luu.zip"


@pytest.mark.parametrize("goal", ["sqlite", "postgresql"])
def test_a_backup_brings_everything_back_on_either_database(
    filled: Settings, goal: str, new_settings: NewSettings, tmp_path: Path
) -> None:
    file = tmp_path / "sao-luu.zip"
    backup(filled, file)
    other = new_settings(goal)
    restore(other, file)
    assert contents(other) == contents(filled)
    with Store.open(other) as store:  # and it goes on from there
        store.put(record_of(b"moi"), source_path="/vb/0.txt", original=b"moi", analyser=3)
        assert len(store.documents()) == 3


def test_a_backup_is_restored_to_a_folder_that_is_not_there_yet(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "may moi" / "data"
    restore(Settings(data=data, database_url=f"sqlite:///{data / 'store.sqlite'}"), file)
    with Store.open(Settings(data=data, database_url=f"sqlite:///{data / 'store.sqlite'}")) as store:
        assert len(store.documents()) == len(ORIGINALS)


# --- where the file goes ---------------------------------------------------------------


def test_an_earlier_backup_is_replaced(filled: Settings, file: Path) -> None:
    before = file.read_bytes()
    with Store.open(filled) as store:
        store.set_aside("/vb/nua.pdf", "", "Tệp rỗng.")
    backup(filled, file)
    assert file.read_bytes() != before
    assert not list(file.parent.glob(".unfinished*"))


def test_a_file_that_is_no_backup_is_not_overwritten(filled: Settings, tmp_path: Path) -> None:
    report = tmp_path / "bao-cao.docx"
    with zipfile.ZipFile(report, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    before = report.read_bytes()
    with pytest.raises(StoreError, match="không phải bản sao lưu; hãy chọn tên tệp khác"):
        backup(filled, report)
    assert report.read_bytes() == before


def test_a_backup_to_a_folder_that_is_not_there_is_refused(filled: Settings, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Không có thư mục"):
        backup(filled, tmp_path / "khong-co" / "sao-luu.zip")


def test_an_empty_knowledge_base_is_not_backed_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="chưa có văn bản nào"):
        backup(settings, tmp_path / "sao-luu.zip")
    assert not (tmp_path / "sao-luu.zip").exists()


@pytest.mark.parametrize("damage", [b"khac", None], ids=["changed", "missing"])
def test_a_backup_does_not_pass_over_a_damaged_original(filled: Settings, tmp_path: Path, damage: bytes | None) -> None:
    with Store.open(filled) as store:
        path = store.originals.path(store.documents()[0].sha256)
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    with pytest.raises(StoreError, match=r"tệp gốc|Tệp gốc"):
        backup(filled, tmp_path / "sao-luu.zip")
    assert not list(tmp_path.glob("*.zip"))
    assert not list(tmp_path.glob(".unfinished*"))


# --- what is refused ----------------------------------------------------------------------


def test_a_knowledge_base_that_holds_something_is_not_overwritten(settings: Settings, file: Path) -> None:
    with Store.open(settings) as store:
        store.set_aside("/vb/x.pdf", "", "Tệp rỗng.")
    before = contents(settings)
    with pytest.raises(StoreError, match="đã có dữ liệu nên không phục hồi đè lên"):
        restore(settings, file)
    assert contents(settings) == before


def altered(file: Path, **changes: Any) -> Path:
    """`file` with entries of its manifest changed."""
    other = file.with_name("khac.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as goal:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | changes).encode()
            goal.writestr(name, content)
    return other


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        pytest.param({"schema": "9999"}, StoreVersionError, "phiên bản mới hơn", id="newer-schema"),
        pytest.param({"version": 2}, StoreError, "định dạng mới hơn", id="newer-format"),
        pytest.param({"format": "zip"}, StoreError, "bị hỏng hoặc không phải", id="another-program"),
        pytest.param({"originals": []}, StoreError, "bị hỏng", id="original-left-over"),
        pytest.param({"originals": ["ab"] * 3}, StoreError, "bị hỏng", id="original-missing"),
        pytest.param({"parts": {}}, StoreError, "bị hỏng", id="rows-left-over"),
        pytest.param({"parts": {"rows/documents.jsonl": "ab"}}, StoreError, "bị hỏng", id="rows-changed"),
    ],
)
def test_a_file_that_is_not_right_is_refused(
    file: Path, settings: Settings, changes: dict[str, Any], error: type[StoreError], told: str
) -> None:
    with pytest.raises(error, match=told):
        restore(settings, altered(file, **changes))
    assert contents(settings)["records"] == []
    assert not settings.originals.exists()


@pytest.mark.parametrize("content", [b"", b"khong phai ZIP" * 10, None], ids=["empty", "no-zip", "no-file"])
def test_what_is_no_backup_is_refused(tmp_path: Path, settings: Settings, content: bytes | None) -> None:
    file = tmp_path / "x.zip"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(StoreError, match=r"x\.zip"):
        restore(settings, file)


def test_damage_anywhere_in_the_file_is_found_before_anything_is_written(file: Path) -> None:
    """Bits flipped and tails cut off; what passes must be every part as it was."""
    whole = file.read_bytes()
    chance = random.Random(30)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for n in range(300):
        at = chance.randrange(len(whole))
        damaged = bytearray(whole)
        if n % 5:
            damaged[at] ^= 1 << chance.randrange(8)
        else:
            del damaged[at:]
        file.write_bytes(damaged)
        try:
            with backups._archive(file) as archive, backups._damage_told(file):
                backups._verified(archive)
                found = {name: archive.read(name) for name in archive.namelist()}
        except StoreError:
            continue
        assert found == parts, "only what says nothing (a date, a flag) was changed"


def test_a_restore_that_fails_half_way_leaves_the_knowledge_base_empty(
    file: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = backups._row
    seen = 0

    def stopped(*given: Any) -> dict[str, Any]:
        nonlocal seen
        seen += 1
        if seen > 6:
            raise KeyboardInterrupt
        return rows(*given)

    monkeypatch.setattr(backups, "_row", stopped)
    with pytest.raises(KeyboardInterrupt):
        restore(settings, file)
    monkeypatch.undo()
    assert contents(settings)["records"] == []
    restore(settings, file)
    assert len(contents(settings)["records"]) == len(ORIGINALS)
