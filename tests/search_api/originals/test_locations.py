"""Where words stand in the original: rows, pictures of pages, and the page that shows them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from cachetools import LRUCache
from PIL import Image
from starlette.testclient import TestClient

from corpus.model import Clause, ClauseKind, Page, Place
from corpus.store import Store
from index.retrieval.query import Hit
from ingest.batch import ingest
from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownValue
from search_api.originals import page_images
from search_api.originals.locations import CellRow, PageAreaRow, ParagraphRow, clause_spans, locate_span, page_rows
from search_api.schemas.passages import SearchRow
from search_api.web.app import create_app
from search_api.web.templating import environment
from tests.conftest import REPOSITORY
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex

FILES = REPOSITORY / "corpus" / "documents" / "files"
PDF, DOCX, TXT = "9482-KH-UBND.pdf", "9377-KH-UBND.docx", "9755-UBND-KGVX.txt"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of three samples, one a format."""
    settings = new_settings(tmp_path_factory.mktemp("samples"))
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as kb:
        assert not ingest([FILES / name for name in (PDF, DOCX, TXT)], kb.store).set_aside
        yield kb


@pytest.fixture(scope="module")
def site(samples: KnowledgeBase) -> Iterator[TestClient]:
    with TestClient(create_app(samples, warm=False), base_url="http://127.0.0.1:8000") as client:
        yield client


def clause_of(kb: KnowledgeBase, name: str, kind: ClauseKind) -> tuple[str, Clause]:
    doc = kb.store.document(name).id
    return next((doc, clause) for _, clause in kb.store.clauses(doc) if clause.kind is kind)


def test_a_clause_of_a_pdf_is_on_its_page(samples: KnowledgeBase) -> None:
    doc, clause = clause_of(samples, PDF, ClauseKind.ITEM)
    row = locate_span(samples.store, PDF, clause.start, clause.head_end)[0]
    assert isinstance(row, PageAreaRow)
    assert (row.doc, row.page) == (doc, clause.page)
    assert all(0 <= x0 < x1 <= row.page_width and 0 <= top < low <= row.page_height for x0, top, x1, low in row.rects)


def test_word_files_have_paragraphs_and_cells(samples: KnowledgeBase) -> None:
    text = samples.store.text(samples.store.document(DOCX).id)
    rows = locate_span(samples.store, DOCX, 0, len(text))
    assert {type(row) for row in rows} >= {CellRow, ParagraphRow}
    assert isinstance(rows[0], CellRow)
    assert (rows[0].table, rows[0].row, rows[0].cell) == (1, 1, 1)


def test_plain_text_has_no_places(samples: KnowledgeBase) -> None:
    assert locate_span(samples.store, TXT, 0, 10) == ()


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 2), (0, 10**7), (-1, 4)])
def test_a_stretch_the_text_does_not_have_is_refused(samples: KnowledgeBase, start: int, end: int) -> None:
    with pytest.raises(UnknownValue, match="Văn bản dài"):
        locate_span(samples.store, PDF, start, end)


def test_noise_inside_a_clause_is_left_out() -> None:
    clauses = (
        Clause("dieu-1", None, ClauseKind.ARTICLE, "Điều 1.", 10, 90, 90),
        Clause("dieu-1/ngoai-le", "dieu-1", ClauseKind.NOISE, "", 40, 42, 40),
    )
    assert clause_spans(clauses, "dieu-1") == ((10, 40), (42, 90))
    assert clause_spans(clauses, "dieu-1/ngoai-le") == ((40, 42),)
    with pytest.raises(UnknownValue):
        clause_spans(clauses, "dieu-2")


def picture(answer: Any) -> Image.Image:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_a_page_is_drawn_with_the_clause_marked(samples: KnowledgeBase, site: TestClient) -> None:
    doc, clause = clause_of(samples, PDF, ClauseKind.ITEM)
    address = f"/api/v1/documents/{doc}/pages/{clause.page}/image"
    plain = picture(site.get(address, params={"width": 600}))
    marked = picture(site.get(address, params={"width": 600, "path": clause.path}))
    assert plain.size == marked.size
    assert plain.width == 600
    row = locate_span(samples.store, PDF, clause.start, clause.end)[0]
    assert isinstance(row, PageAreaRow)
    scale = 600 / row.page_width
    x0, top, x1, bottom = (side * scale for side in row.rects[0])
    differ = [
        (x, y)
        for x in range(0, 600, 3)
        for y in range(0, plain.height, 3)
        if plain.getpixel((x, y)) != marked.getpixel((x, y))
    ]
    assert any(x0 <= x <= x1 and top <= y <= bottom for x, y in differ)
    edges = [(r[0] - 5, r[1] - 5, r[2] + 5, r[3] + 5) for r in row.rects]
    assert all(any(a <= x / scale <= c and b <= y / scale <= d for a, b, c, d in edges) for x, y in differ)


@pytest.mark.parametrize(
    ("name", "number", "says"),
    [(PDF, 99, "không có trang 99"), (PDF, 0, "không có trang 0"), (TXT, 1, "không phải PDF")],
)
def test_a_page_that_is_not_there(site: TestClient, name: str, number: int, says: str) -> None:
    answer = site.get(f"/api/v1/documents/{name}/pages/{number}/image")
    assert answer.status_code == 422
    assert says in answer.json()["error"]["message"]


def test_few_pages_are_kept_drawn(site: TestClient, samples: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_images, "_drawn", kept := LRUCache(2))
    for width in (100, 101, 102):
        picture(site.get(f"/api/v1/documents/{PDF}/pages/1/image", params={"width": width}))
    assert [width for _, _, width in kept] == [101, 102]


def test_places_in_the_api(site: TestClient) -> None:
    (row,) = site.get(f"/api/v1/documents/{PDF}/places", params={"start": 0, "end": 5}).json()
    assert row.keys() == {"doc", "page", "page_width", "page_height", "rects"}


def test_pages_say_how_they_were_read(site: TestClient) -> None:
    rows = site.get(f"/api/v1/documents/{PDF}/pages").json()
    assert [row["page"] for row in rows] == list(range(1, len(rows) + 1))
    assert {(row["how"], row["confidence"], row["mended"]) for row in rows} == {("text", 1.0, 0)}
    assert all(row["quality"] > 0.9 for row in rows)
    assert "chữ có sẵn trong tệp; âm tiết viết đúng" in site.get(f"/van-ban/{PDF}/trang-goc").text


def test_mended_words_are_counted_by_page() -> None:
    pages = (Page(1, 0, 10, how="ocr", confidence=0.9), Page(2, 10, 20))
    places = (Place(0, 4, 1, was="bố"), Place(5, 9, 1), Place(10, 14, 2))
    assert [(row.page, row.mended) for row in page_rows("a", pages, places)] == [(1, 1), (2, 0)]


def test_what_was_read_poorly_is_marked_in_lists_and_search(samples: KnowledgeBase, site: TestClient) -> None:
    record = samples.store.record(samples.store.document(TXT).id)
    poor = replace(record, document=replace(record.document, warnings=("Trang 1 đọc được kém tin cậy.",)))
    original = samples.store.original(record.document.id)
    for kept, marked in ((poor, True), (record, False)):
        samples.store.put(kept, source_path=TXT, original=original, analyser=1)
        assert ("Trang 1 đọc được kém tin cậy." in site.get("/van-ban").text) is marked
        row = SearchRow.of(Hit(1, 1.0, record.document.id, "ten", 0, 4, "Tên"), kept.document, ())
        assert bool(row.warnings) is marked
    badge = environment().get_template("pieces.html").module.doubtful(("Trang 1 đọc được kém tin cậy.",))
    assert "Trang 1 đọc được kém tin cậy." in badge


def test_the_reader_leads_to_the_page(samples: KnowledgeBase, site: TestClient) -> None:
    doc, clause = clause_of(samples, PDF, ClauseKind.ITEM)
    assert f'href="/van-ban/{doc}/trang-goc?muc={clause.path}"' in site.get(f"/van-ban/{doc}").text.replace("%2F", "/")
    shown = site.get(f"/van-ban/{PDF}/trang-goc", params={"muc": clause.path})
    assert shown.status_code == 200
    assert f"/api/v1/documents/{doc}/pages/{clause.page}/image?path=" in shown.text
    assert "Tô vàng trên trang" in shown.text


def test_without_pages_the_paragraph_is_named(samples: KnowledgeBase, site: TestClient) -> None:
    _, clause = clause_of(samples, DOCX, ClauseKind.ITEM)
    shown = site.get(f"/van-ban/{DOCX}/trang-goc", params={"muc": clause.path}).text
    assert "không phải PDF" in shown
    assert "đoạn " in shown
    assert "<img" not in shown.partition("<main")[2]


def test_places_survive_the_store(samples: KnowledgeBase) -> None:
    pages, places = samples.store.layout(samples.store.document(PDF).id)
    assert pages[0].width > 0
    assert isinstance(pages[0], Page)
    assert places == samples.store.record(samples.store.document(PDF).id).places


def test_the_command(samples: KnowledgeBase, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from search_api.cli.main import app

    data = str(samples.settings.data)
    for name, out in ((PDF, '"page": 1'), (TXT, "")):
        with pytest.raises(SystemExit) as ended:
            app(["--data", data, "locate", name, "0", "20"])
        assert ended.value.code == 0
        said = capsys.readouterr()
        assert out in said.out
        assert bool(said.out) == bool(out)
        assert ("Không có vị trí" in said.err) == (not out)
