"""Files kept by content hash: whole, unaltered, and safe against a program that stops half-way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.storage.originals import Originals, whole_file

DATA = "Chỉ thị".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "kho" / "originals")


def test_a_file_is_kept_once_under_its_hash(originals: Originals) -> None:
    assert originals.keep(DATA) == originals.keep(DATA) == SHA256
    assert originals.read(SHA256) == DATA
    assert list(originals.kept()) == [SHA256]
    assert originals.path(SHA256) == originals.folder / SHA256[:2] / SHA256[2:]


def test_a_sound_copy_is_not_written_again(originals: Originals) -> None:
    originals.keep(DATA)
    before = originals.path(SHA256).stat()
    originals.keep(DATA)
    after = originals.path(SHA256).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("damage", [b"", DATA[:-1], DATA + b"x"], ids=["emptied", "cut", "grown"])
def test_damage_is_told_and_mended_by_keeping_again(originals: Originals, damage: bytes) -> None:
    originals.keep(DATA)
    originals.path(SHA256).write_bytes(damage)
    with pytest.raises(StoreError, match="bị thay đổi hoặc hỏng"):
        originals.read(SHA256)
    originals.keep(DATA)
    assert originals.read(SHA256) == DATA


def test_a_file_that_is_not_there_is_told(originals: Originals) -> None:
    with pytest.raises(StoreError, match="Không đọc được tệp gốc"):
        originals.read(SHA256)
    originals.discard(SHA256)
    assert list(originals.kept()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("một tệp, không phải thư mục")
    with pytest.raises(StoreError, match="Không ghi được tệp gốc"):
        Originals(tmp_path / "originals").keep(DATA)


def test_a_write_that_stops_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "tep"
    path.write_bytes(b"cu")
    with pytest.raises(RuntimeError, match="stopped"), whole_file(path) as file:
        file.write(b"moi")
        raise RuntimeError("stopped")
    assert [p.name for p in tmp_path.iterdir()] == ["tep"]
    assert path.read_bytes() == b"cu"
