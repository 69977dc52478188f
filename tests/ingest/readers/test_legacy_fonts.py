from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from corpus.vietnamese import clean
from ingest.readers.legacy_fonts import Encoding, LegacyFont, detect, legacy_font, repair, repair_in_font

TEXT = "Cộng hòa xã hội chủ nghĩa Việt Nam, quyết định của Thủ tướng về đường thuỷ, ẳ ẵ ặ ỡ ữ ỹ ỵ"


def typed(text: str, encoding: Encoding) -> str:
    """`text` as it was typed in fonts of `encoding`, capitals that TCVN3 lacks as small letters: `repair` inverted."""
    letters = _typed_letters(encoding)
    return "".join(letters.get(c) or letters.get(c.lower(), c) for c in text)


_CACHE: dict[Encoding, dict[str, str]] = {}


def _typed_letters(encoding: Encoding) -> dict[str, str]:
    if encoding not in _CACHE:
        latin = [chr(code) for code in range(256)]
        marks = "ùøûõïâáàåãäêéèúüë"
        bases = "aeiouyôö"
        sources = latin + [
            b + m for b in bases + bases.upper() for m in marks + marks.upper() if b.isupper() == m.isupper()
        ]
        table: dict[str, str] = {}
        for source in sources:
            letter = repair(source, encoding)
            if len(letter) == 1 and letter != source and unicodedata.category(letter)[0] == "L":
                table.setdefault(letter, source)
        _CACHE[encoding] = table
    return _CACHE[encoding]


@pytest.mark.parametrize(
    ("printed", "encoding", "raw"),
    [
        pytest.param("Cộng hoà xã hội", Encoding.TCVN3, "Céng hoµ x· héi", id="tcvn3"),
        pytest.param("Thông tư hướng dẫn", Encoding.TCVN3, "Th«ng t\xad h\xadíng dÉn", id="tcvn3 soft hyphen"),
        pytest.param("nhà nước 5−3", Encoding.TCVN3, "nhµ n−íc 5−3", id="tcvn3 minus of a PDF"),
        pytest.param("THÀNH PHỐ Ở TỈNH", Encoding.TCVN3, "THµNH PHè ë TØNH", id="tcvn3 capitals by their neighbours"),
        pytest.param("Bộ Tài chính, Sở Y tế", Encoding.TCVN3, "Bé Tµi chÝnh, Së Y tÕ", id="tcvn3 initials stay"),
        pytest.param("UBND Bộ VHTT", Encoding.TCVN3, "UBND Bé VHTT", id="tcvn3 abbreviations do not spread"),
        pytest.param("Cộng hòa xã hội chủ nghĩa", Encoding.VNI, "Coäng hoøa xaõ hoäi chuû nghóa", id="vni"),
        pytest.param("ỦY BAN NHÂN DÂN", Encoding.VNI, "UÛY BAN NHAÂN DAÂN", id="vni capitals"),
        pytest.param("hẳn, trước, người", Encoding.VNI, "haún, tröôùc, ngöôøi", id="vni breve and horn"),
        pytest.param("việc", Encoding.VNI, "vieâïc", id="vni two marks"),
        pytest.param("cơ sở bằng (5 giờ)", Encoding.VNI, "cô sô ûbaèng (5 giô)ø", id="vni marks typed late"),
        pytest.param("Cộng hòa", Encoding.VISCII, "Cµng hòa", id="viscii"),
    ],
)
def test_repair(printed: str, encoding: Encoding, raw: str) -> None:
    assert repair(raw, encoding) == printed


@pytest.mark.parametrize("encoding", list(Encoding))
def test_what_was_typed_in_an_old_font_comes_back(encoding: Encoding) -> None:
    raw = typed(TEXT, encoding)
    assert raw != TEXT
    assert repair(raw, encoding) == TEXT


@pytest.mark.parametrize(
    ("name", "font"),
    [
        (".VnTime", LegacyFont(Encoding.TCVN3)),
        (".VnTimeH", LegacyFont(Encoding.TCVN3, capitals=True)),
        (".VnArial NarrowH", LegacyFont(Encoding.TCVN3, capitals=True)),
        ("ABCDEF+.VnTimeH,Bold", LegacyFont(Encoding.TCVN3, capitals=True)),
        ("ABCDEF+VnTime", LegacyFont(Encoding.TCVN3)),
        ("VNI-Times", LegacyFont(Encoding.VNI)),
        ("VNI-Helve-Condense", LegacyFont(Encoding.VNI)),
        ("Times New Roman", None),
        ("UVnTime", None),
        ("", None),
    ],
)
def test_fonts_are_known_by_their_names(name: str, font: LegacyFont | None) -> None:
    assert legacy_font(name) == font


def test_a_font_of_capitals_draws_capitals() -> None:
    assert repair_in_font("quyÕt ®Þnh", legacy_font(".VnTimeH")) == "QUYẾT ĐỊNH"


def test_unicode_in_an_old_font_is_left_alone() -> None:
    assert repair_in_font("quyết định µ", legacy_font(".VnTime")) == "quyết định µ"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The quick brown fox jumps over the lazy dog and runs into the deep dark woods again", id="English"
        ),
        pytest.param("Céng hoµ x· héi", id="too short to judge"),
        pytest.param("El niño comió la piñata después de la sesión de español en la mañana del sábado", id="Spanish"),
    ],
)
def test_what_is_not_vietnamese_is_not_detected(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize("encoding", list(Encoding))
def test_stretches_of_real_texts_are_detected(shared: Path, encoding: Encoding) -> None:
    """What set the thresholds: 400 characters at a time, turned into each table."""
    stretches = list(_stretches(shared))
    found = [detect(typed(stretch, encoding)) for stretch in stretches]
    assert found.count(encoding) / len(stretches) > 0.99
    assert set(found) <= {encoding, None}


def test_real_unicode_is_never_taken_for_an_old_font(shared: Path) -> None:
    assert {detect(stretch) for stretch in _stretches(shared)} == {None}


def _stretches(shared: Path) -> list[str]:
    texts = [
        clean(f.read_text("utf-8")) for folder in ("admin", "seeds") for f in (shared / "corpus" / folder).glob("*.txt")
    ]
    return [text[i : i + 400] for text in texts for i in range(0, len(text) - 399, 1_600)]
