"""Bytes that were mistaken for something else on their way: declared wrongly, taken twice, or of another script."""

from __future__ import annotations

import pytest

from corpus.vietnamese import clean
from tests.ingest.taken_in import BODY, reading_of

ENTITIES = "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in BODY)


def twice(text: str) -> str:
    """`text` whose UTF-8 was taken for windows-1252, which has no sign for five bytes."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "windows-1258", "tcvn", "us-ascii", "utf-16"])
def test_valid_utf8_wins_over_what_a_page_declares(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{BODY}</p></body></html>'
    assert reading_of("a.html", page.encode()).text == BODY


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.txt", twice(BODY).encode(), id="text"),
        pytest.param("a.txt", twice(twice(BODY)).encode(), id="text, twice over"),
        pytest.param("a.txt", f"{BODY}\n{twice(BODY)}".encode(), id="half of a text"),
        pytest.param("a.html", f"<p>{twice(BODY)}</p>".encode(), id="page"),
        pytest.param("a.html", f"<p>{ENTITIES}</p>".encode(), id="entities"),
        pytest.param("a.html", f"<p>{ENTITIES.replace('&', '&amp;')}</p>".encode(), id="entities of entities"),
        pytest.param("a.html", f"<p>{ENTITIES.replace('&', '&amp;amp;')}</p>".encode(), id="and once more"),
        pytest.param("a.txt", ENTITIES.encode(), id="entities in a text"),
    ],
)
def test_what_was_taken_for_something_else_is_put_right(name: str, data: bytes) -> None:
    assert reading_of(name, data).text.split("\n")[-1] == BODY


def test_signs_that_only_look_like_a_mistake_stay() -> None:
    text = "Giá 5 £, 20 °C, «trích dẫn», café, R&D; AT&amp;T và &lt;b&gt;; mức Ã chưa rõ."
    assert reading_of("a.txt", text.encode()).text == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Sо̛̉ Nội vụ", "Sở Nội vụ", id="Cyrillic o with marks"),
        pytest.param("Sở Tа̀i chính", "Sở Tài chính", id="Cyrillic a with a mark"),
        pytest.param("СÔNG АN tỉnh", "CÔNG AN tỉnh", id="capitals"),
        pytest.param("Ủy bаn nhân dân", "Ủy ban nhân dân", id="one letter of a word"),
        pytest.param("Τỉnh ủy", "Tỉnh ủy", id="Greek"),
        pytest.param("Москва и США", "Москва и США", id="Russian stays"),
        pytest.param("góc α và β", "góc α và β", id="signs of mathematics stay"),
    ],
)
def test_letters_of_other_scripts_that_look_latin(written: str, meant: str) -> None:
    assert clean(written) == meant
    assert clean(clean(written)) == meant
