"""ZIP archives: their files are documents of their own, and what is wrong with one is said of that one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store
from ingest import archives
from ingest.archives import is_archive, safe_name, unpack
from ingest.batch import ingest
from ingest.errors import EmptyFile, EncryptedFile, TooLarge
from tests.ingest.test_batch import plan


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(Settings(tmp_path / "kho", f"sqlite:///{tmp_path / 'kho' / 'store.sqlite'}")) as opened:
        yield opened


def packed(files: dict[str, bytes], *, locked: frozenset[str] = frozenset()) -> bytes:
    """A ZIP of `files`; those `locked` bear the flag of encryption."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    data = bytearray(buffer.getvalue())
    for name in locked:  # in the local header and in the directory
        at = data.find(name.encode())
        data[at - 24] |= 1
        at = data.rfind(name.encode())
        data[at - 38] |= 1
    return bytes(data)


def entry(raw: bytes, *, utf8: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(raw.decode("utf-8" if utf8 else "cp437"))
    info.flag_bits = 0x800 if utf8 else 0
    return info


def test_every_file_of_an_archive_is_a_document_named_after_both(store: Store, tmp_path: Path) -> None:
    inner = packed({"ba.txt": plan(3).encode()})
    file = tmp_path / "tháng 3.zip"
    file.write_bytes(
        packed({
            "kế hoạch/một.txt": plan(1).encode(),
            "hai.txt": plan(2).encode(),
            "trong.zip": inner,
            "ảnh.jpg": b"\xff\xd8\xff\xe0",
            "__MACOSX/._hai.txt": b"x",
            "Thumbs.db": b"x",
        })
    )  # fmt: skip
    report = ingest([file], store, processes=1)
    assert {d.source: d.number for d in store.documents()} == {
        "tháng 3.zip/kế hoạch/một.txt": "1/KH-UBND",
        "tháng 3.zip/hai.txt": "2/KH-UBND",
        "tháng 3.zip/trong.zip/ba.txt": "3/KH-UBND",
    }
    [(source, reason)] = report.set_aside
    assert source == str(file / "ảnh.jpg")
    assert "JPEG" in reason
    [row] = store.set_aside_list()
    assert row.kept
    assert store.document("tháng 3.zip/hai.txt").number == "2/KH-UBND"
    again = ingest([file], store, processes=1)
    assert (again.ingested, sorted(again.unchanged)) == ([], sorted(report.ingested))


NAMES = {
    "marked as UTF-8": ("Kế hoạch số 5.docx".encode(), True, "Kế hoạch số 5.docx"),
    "UTF-8 and not marked": ("Kế hoạch.docx".encode(), False, "Kế hoạch.docx"),
    "Windows in Vietnamese": (b"K\xea\xec hoa\xf2ch tri\xea\xd2n khai.docx", False, "Kế hoạch triển khai.docx"),
    "TCVN3": ("KÕ ho¹ch triÓn khai".encode("latin-1") + b".doc", False, "Kế hoạch triển khai.doc"),
    "VNI": ("Keá hoaïch trieån khai".encode("latin-1") + b".doc", False, "Kế hoạch triển khai.doc"),
    "DOS": (b"r\x82sum\x82.txt", False, "résumé.txt"),
    "out of the archive": (b"..\\..\\C:\\x/../etc/a.txt", False, "x/etc/a.txt"),
    "a control character": (b"a\x01b.txt", False, "ab.txt"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "utf8", "name"), NAMES.values(), ids=NAMES)
def test_names(raw: bytes, utf8: bool, name: str) -> None:
    assert safe_name(entry(raw, utf8=utf8)) == name


def test_a_name_that_occurs_twice_is_told_apart(tmp_path: Path) -> None:
    data = packed({"a.txt": b"1", "./a.txt": b"2"})
    assert [member.name for member in unpack(data, tmp_path / "x", 0)] == ["a (2).txt", "a.txt"]


def test_files_that_cannot_be_unpacked_have_their_own_reasons(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": plan(1).encode(), "b.txt": plan(2).encode()}, locked=frozenset({"b.txt"})))
    members = {member.name: member for member in unpack(bytes(data), tmp_path / "x", 0)}
    assert Path(members["a.txt"].path).read_text("utf-8") == plan(1)
    assert "mật khẩu" in members["b.txt"].reason
    data[data.find(b"a.txt") + 8] ^= 0xFF
    members = {member.name: member for member in unpack(bytes(data), tmp_path / "y", 0)}
    assert "bị hỏng" in members["a.txt"].reason


def test_an_archive_that_is_a_trap_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed({f"{n}.txt": bytes(1_000_000) for n in range(20)})
    assert len(bomb) < 30_000
    monkeypatch.setattr(archives, "_MOST_UNPACKED", 10_000_000)
    with pytest.raises(TooLarge, match="quá lớn: hãy "):
        unpack(bomb, tmp_path / "x", 0)
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 5)
    with pytest.raises(TooLarge):
        unpack(packed({str(n): b"x" for n in range(6)}), tmp_path / "x", 0)
    with pytest.raises(TooLarge, match="lớp tệp nén"):
        unpack(packed({"a.txt": b"x"}), tmp_path / "x", 3)
    with pytest.raises(EncryptedFile, match="mật khẩu"):
        unpack(packed({"a.txt": b"x"}, locked=frozenset({"a.txt"})), tmp_path / "x", 0)
    with pytest.raises(EmptyFile):
        unpack(packed({"Thumbs.db": b"x"}), tmp_path / "x", 0)
    assert list(tmp_path.iterdir()) == []


def test_office_files_are_no_archives() -> None:
    assert is_archive(packed({"a.txt": b"x"}), "a.zip")
    assert is_archive(packed({"a.txt": b"x"}), "a")
    for part in ("word/document.xml", "xl/workbook.xml", "content.xml"):
        assert not is_archive(packed({part: b"<x/>"}), "a.zip")
    assert not is_archive(b"PK\x03\x04 cut short", "a.zip")
    assert not is_archive(b"{\\rtf1 }", "a.zip")
