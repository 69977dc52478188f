from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from ingest.errors import BrokenFile, EncryptedFile, SetAside
from ingest.readers import read
from ingest.readers.doc import word97
from tests.conftest import missing

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def word_file(flags: int = 0) -> bytes:
    """As much of a Word 97 file as tells that it is one."""
    head = struct.pack("<H8xH", max(word97._WORD_MAGIC), flags)
    return COMPOUND + head.ljust(1024, b"\0") + "WordDocument".encode("utf-16-le").ljust(512, b"\0")


def test_a_file_with_a_password_is_set_aside() -> None:
    with pytest.raises(EncryptedFile, match="mật khẩu"):
        read(Path("a.doc"), word_file(word97._ENCRYPTED_FLAG))


def test_without_antiword_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word97, "which", lambda program: None)
    with pytest.raises(SetAside, match="hãy cài gói antiword, hoặc mở tệp và lưu thành DOCX"):
        read(Path("a.doc"), word_file())


@pytest.mark.parametrize("outcome", ["fails", "takes too long"])
def test_a_damaged_file_is_set_aside(monkeypatch: pytest.MonkeyPatch, outcome: str) -> None:
    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        if outcome == "fails":
            return subprocess.CompletedProcess(command, 1, b"", b"not a Word document")
        raise subprocess.TimeoutExpired(command, 60)

    monkeypatch.setattr(word97, "which", lambda program: program)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(BrokenFile, match="lưu thành DOCX"):
        read(Path("a.doc"), word_file())


def test_a_real_file_is_read_and_repaired(shared: Path) -> None:
    if shutil.which("antiword") is None:
        missing("antiword")
    reading = read(shared / "corpus" / "legacy" / "2005-QD-256.doc")
    assert "thành phố cần thơ" in reading.text.lower()
    assert "QUYẾT ĐỊNH" in reading.text
    assert "CỦA ỦY BAN NHÂN DÂN THÀNH PHỐ" in reading.text.replace("của", "CỦA")
    assert reading.pages[0].how == "repaired"
    assert reading.media_type == "application/msword"
