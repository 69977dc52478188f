"""Which document a name leads to."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.errors import UnknownDocument
from corpus.store import Store
from tests.corpus.records import record_of

# source path -> number
FILES = {
    "/kho/seeds/000_9333dd.txt": "28-CT/TW",
    "/kho/seeds/001_b96203.txt": "",
    "/kho/tinh/Kế hoạch 377.docx": "377/KH-UBND",
    "/kho/tinh/quyet-dinh.v2.pdf": "69/2024/QĐ-UBND",
    "/kho/so/Kế hoạch 377.docx": "12/KH-SYT",
    "C:\\van ban\\Thông báo hoá đơn.doc": "45/TB-VPCP",
    "/kho/tin/100%_moi.html": "1183/QĐ-TTg",
    "/kho/tin/100x_moi.html": "1183/QĐ-TTg",
}


@pytest.fixture
def store(store: Store) -> Store:
    for path, number in FILES.items():
        original = path.encode()
        source = path.replace("\\", "/").rpartition("/")[2]
        store.put(record_of(original, number=number, source=source), source_path=path, original=original, analyser=1)
    return store


def id_of(path: str) -> str:
    return record_of(path.encode()).document.id


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param(id_of("/kho/seeds/001_b96203.txt"), "/kho/seeds/001_b96203.txt", id="id"),
        pytest.param("28-CT/TW", "/kho/seeds/000_9333dd.txt", id="number"),
        pytest.param(" 69/2024/qd – ubnd ", "/kho/tinh/quyet-dinh.v2.pdf", id="number-in-another-spelling"),
        pytest.param("000_9333dd.txt", "/kho/seeds/000_9333dd.txt", id="file-name"),
        pytest.param("000_9333dd", "/kho/seeds/000_9333dd.txt", id="stem"),
        pytest.param("000", "/kho/seeds/000_9333dd.txt", id="stem-before-underscore"),
        pytest.param("quyet-dinh.v2", "/kho/tinh/quyet-dinh.v2.pdf", id="stem-with-a-dot"),
        pytest.param("/kho/so/Kế hoạch 377.docx", "/kho/so/Kế hoạch 377.docx", id="whole-path"),
        pytest.param("../so/Kế hoạch 377", "/kho/so/Kế hoạch 377.docx", id="relative-path-without-suffix"),
        pytest.param("./tinh/kế HOẠCH 377.DOCX", "/kho/tinh/Kế hoạch 377.docx", id="another-case"),
        pytest.param(
            unicodedata.normalize("NFD", "quyet-dinh.v2.pdf"), "/kho/tinh/quyet-dinh.v2.pdf", id="plain-decomposed"
        ),
        pytest.param(
            unicodedata.normalize("NFD", "Thông báo hóa đơn"),
            "C:\\van ban\\Thông báo hoá đơn.doc",
            id="other-tone-place",
        ),
        pytest.param("van ban\\Thông báo hoá đơn.doc", "C:\\van ban\\Thông báo hoá đơn.doc", id="windows-path"),
        pytest.param("100%", "/kho/tin/100%_moi.html", id="percent-sign-is-itself"),
    ],
)
def test_a_name_leads_to_its_document(store: Store, name: str, path: str) -> None:
    assert store.document(name).id == id_of(path)


@pytest.mark.parametrize(
    "name", ["29-CT/TW", "002", "", " ", "00", "_9333dd", "khac/000_9333dd.txt", "%", "000_9333dd.pdf"], ids=repr
)
def test_a_name_of_nothing_is_unknown(store: Store, name: str) -> None:
    with pytest.raises(UnknownDocument, match="Không có văn bản nào"):
        store.document(name)


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        pytest.param("1183/QĐ-TTg", ["/kho/tin/100%_moi.html", "/kho/tin/100x_moi.html"], id="one-number-twice"),
        pytest.param(
            "Kế hoạch 377", ["/kho/tinh/Kế hoạch 377.docx", "/kho/so/Kế hoạch 377.docx"], id="one-file-name-twice"
        ),
    ],
)
def test_a_name_of_several_names_them(store: Store, name: str, paths: list[str]) -> None:
    with pytest.raises(UnknownDocument) as told:
        store.document(name)
    message = str(told.value)
    assert message.startswith("Có 2 văn bản ứng với")
    for path in paths:
        assert id_of(path) in message
        assert FILES[path] in message
        assert path.rpartition("/")[2] in message


def test_a_long_list_of_candidates_is_cut(store: Store) -> None:
    for n in range(25):
        original = b"%d" % n
        store.put(record_of(original, number="1/TB"), source_path=f"/{n}.txt", original=original, analyser=1)
    with pytest.raises(UnknownDocument, match=r"Có 25 văn bản[\s\S]* … và 5 văn bản khác"):
        store.document("1/TB")


def test_every_source_of_a_document_leads_to_it(store: Store) -> None:
    doc = id_of("/kho/seeds/001_b96203.txt")
    store.add_source(doc, "/khac/ban sao.txt")
    assert store.document("ban sao").id == store.document("001").id == doc
    # Two names of one document are one candidate.
    store.add_source(doc, "/khac-nua/ban sao.txt")
    assert store.document("ban sao").id == doc
