"""The sample documents: true to their sources, true to one another, and plainly invented."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.documents.generator import tcvn3
from corpus.documents.generator.source import MARK, Sample, samples, text
from corpus.documents.generator.writing import FILES, document, write_all
from corpus.identifiers import parse_number
from corpus.vietnamese import bare
from tests.conftest import missing

GAPS: list[dict[str, Any]] = yaml.safe_load((FILES.parent / "gaps.yaml").read_text("utf-8"))
GAP_TYPES = {
    "not_carried_out",
    "lead_changed",
    "deadline_later",
    "reporting_dropped",
    "added_locally",
    "parent_amended_since",
}
SAMPLES = {Path(sample.file).stem: sample for sample in samples()}
every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)

# Invented names of places; none may be a real province, district or commune, of today or before.
PLACES = ("Mộc Giang", "Bạch Lam", "Bến Sậy", "Mỏ Quạ", "Thượng Bạch")

# Invented documents that samples cite and that are not samples themselves.
CITED_ONLY = {
    "99087/TTr-BLĐTBXH",
    "99406/TTr-BYT",
    "96120/BYT-BMTE",
    "9158/TTr-GTVT",
    "9399/TTr-SYT",
    "9451/TTr-UBND",
    "9033/BC-VHXH",
    "9016/2022/NQ-HĐND",
    "9286/KH-UBND",
}

# "99183/QĐ-TTg ngày 27 tháng 12 năm 2024", "9001-CT/TW, ngày 25/11/2024"
_CITATION = re.compile(
    r"số (?P<number>9\d{3,4}[-/][\w/-]*[^\W\d_])"
    r"(?:,? ngày (?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})(?:/| năm )(?P<year>\d{4}))?"
)


def need_fonts(sample: Sample) -> None:
    if sample.format == "pdf":
        from corpus.documents.generator.pages import fonts_missing

        if files := fonts_missing():
            missing(f"the fonts {', '.join(files)} (Debian: fonts-noto-core)")


def words(sample: Sample) -> str:
    return re.sub(r"\s+", " ", text(sample))


def test_enough_samples_in_every_format() -> None:
    assert len(SAMPLES) >= 14
    assert {sample.format for sample in SAMPLES.values()} == {"docx", "pdf", "html", "txt"}
    assert [name for name, sample in SAMPLES.items() if sample.scanned] == ["9640-TB-VPCP"]
    assert [name for name, sample in SAMPLES.items() if sample.encoding] == ["9204-2004-QD-UB"]
    assert {path.name for path in FILES.iterdir()} == {sample.file for sample in SAMPLES.values()}


def test_files_are_small() -> None:
    sizes = [path.stat().st_size for path in FILES.iterdir()]
    assert max(sizes) < 300_000
    assert sum(sizes) < 1_500_000


@every_sample
def test_file_is_what_its_source_gives(sample: Sample) -> None:
    need_fonts(sample)
    kept, made = (FILES / sample.file).read_bytes(), document(sample)
    if sample.scanned:
        assert _shades_apart(kept, made) < 4.0  # JPEG and font versions differ by a shade or two
    elif sample.format == "pdf":
        assert _pdf_pages(kept) == _pdf_pages(made)
    elif sample.format == "docx":
        assert _parts(kept) == _parts(made)  # compressed bytes depend on the zlib at hand
    else:
        assert kept == made


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for sample in SAMPLES.values():
        need_fonts(sample)
    assert set(write_all(tmp_path)) == {sample.file for sample in SAMPLES.values()}
    assert write_all(tmp_path) == []


@pytest.mark.parametrize("sample", [s for s in SAMPLES.values() if not s.scanned], ids=lambda s: s.file)
def test_file_says_all_that_its_source_says(sample: Sample) -> None:
    said = _squeezed(_file_text(sample))
    unsaid = [line for line in text(sample).splitlines() if _squeezed(_encoded(sample, line)) not in said]
    assert unsaid == []


@every_sample
def test_file_says_that_it_is_a_sample(sample: Sample) -> None:
    if sample.scanned:
        need_fonts(sample)
        from corpus.documents.generator import pages

        drawn = pages.document(sample)  # what the pictures were taken of
        assert all(_squeezed(MARK) in _squeezed(page) for page in _pdf_pages(drawn))
        assert not any(_pdf_pages((FILES / sample.file).read_bytes()))
    elif sample.format == "pdf":
        assert all(_squeezed(MARK) in _squeezed(page) for page in _pdf_pages((FILES / sample.file).read_bytes()))
    else:
        assert _squeezed(_encoded(sample, MARK)) in _squeezed(_file_text(sample))


@every_sample
def test_number_is_well_formed_and_invented(sample: Sample) -> None:
    if sample.type == "tin tức":
        assert sample.number == ""
        return
    number = parse_number(sample.number)
    assert str(number) == sample.number
    assert int(number.serial) >= 9000
    assert number.type in {sample.type, ""}
    assert bare(sample.number).replace("/", "-") == Path(sample.file).stem.lower()


@every_sample
def test_citations_of_one_another_are_right(sample: Sample) -> None:
    issued = {other.number: date.fromisoformat(other.issued) for other in SAMPLES.values() if other.number}
    for m in _CITATION.finditer(words(sample)):
        assert m["number"] in issued or m["number"] in CITED_ONLY
        if m["number"] not in issued:
            continue
        assert issued[m["number"]] <= date.fromisoformat(sample.issued)
        if m["year"]:
            assert date(int(m["year"]), int(m["month"]), int(m["day"])) == issued[m["number"]]


def test_places_are_invented() -> None:
    known = "".join(
        file.read_text("utf-8").lower()
        for package in ("vietnamadminunits", "vietnam_provinces")
        for file in resources.files(package).joinpath("data").iterdir()
        if file.name.endswith(".json")
    )
    # Both lists give every name without diacritics too, one with "_" for spaces, one with none.
    assert "thai_nguyen" in known
    assert "thainguyen" in known
    spellings = {place: (bare(place).replace(" ", "_"), bare(place).replace(" ", "")) for place in PLACES}
    assert [place for place, keys in spellings.items() if any(re.search(rf"\b{key}\b", known) for key in keys)] == []


@pytest.mark.parametrize("pair", GAPS, ids=[f"{pair['parent']}:{pair['child']}" for pair in GAPS])
def test_gaps_quote_their_documents(pair: dict[str, Any]) -> None:
    parent, child = words(SAMPLES[pair["parent"]]), words(SAMPLES[pair["child"]])
    quotes = [(parent, quote) for quote in pair["beyond_child"]]
    for of_parent, of_child in pair["carried_out"]:
        quotes += [(parent, of_parent), (child, of_child)]
    for entry in (*pair["gaps"], *pair.get("allowed_by_amendment", ())):
        quotes += [(parent, entry["parent_quote"]), (child, entry["child_quote"]), (child, entry.get("nearest"))]
        if amended := entry.get("amended_by"):
            quotes.append((words(SAMPLES[amended["document"]]), amended["quote"]))
    wrong = [quote for document_words, quote in quotes if quote and document_words.count(quote) != 1]
    assert wrong == []
    assert SAMPLES[pair["parent"]].number in child
    assert {gap["type"] for gap in pair["gaps"]} <= GAP_TYPES


def test_gaps_of_every_type_differ_from_child_to_child() -> None:
    found = [sorted({gap["type"] for gap in pair["gaps"]}) for pair in GAPS]
    assert {kind for kinds in found for kind in kinds} == GAP_TYPES
    assert len({tuple(kinds) for kinds in found}) == len(GAPS) == 4


def test_tcvn3_gives_every_letter_its_own_code() -> None:
    assert len(set(tcvn3.CODES.values())) == len(tcvn3.CODES) == 74
    assert all(0xA1 <= ord(code) <= 0xFE for code in tcvn3.CODES.values())


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        pytest.param("Quyết định", [("QuyÕt ®Þnh", ".VnTime")], id="small letters"),
        pytest.param("Điều 1.", [("§iÒu 1.", ".VnTime")], id="capital without tone"),
        pytest.param("UỶ BAN", [("uû ban", ".VnTimeH")], id="capitals with tone"),
        pytest.param("VĂN BẢN MẪU – hư", [("v¨n b¶n mÉu ", ".VnTimeH"), ("– h\xad", ".VnTime")], id="both"),
    ],
)
def test_tcvn3_is_stored_as_its_fonts_expect(said: str, stored: list[tuple[str, str]]) -> None:
    assert list(tcvn3.runs(said)) == stored


def test_tcvn3_refuses_what_it_cannot_write() -> None:
    with pytest.raises(ValueError, match="reword"):
        list(tcvn3.runs("Ủy ban"))


def _squeezed(words: str) -> str:
    """Words without white space: files break lines where they like."""
    return re.sub(r"\s+", "", words)


def _encoded(sample: Sample, line: str) -> str:
    return "".join(piece for piece, _ in tcvn3.runs(line)) if sample.encoding else line


def _file_text(sample: Sample) -> str:
    data = (FILES / sample.file).read_bytes()
    if sample.format == "docx":
        return _docx_text(data)
    if sample.format == "pdf":
        return "".join(_without_furniture(page) for page in _pdf_pages(data)) + MARK
    if sample.format == "html":
        from lxml import html

        return str(html.fromstring(data.decode()).find(".//article").text_content())
    return data.decode()


def _docx_text(data: bytes) -> str:
    """The words of a document in order; numbers that Word counts are put back for the comparison."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = etree.fromstring(_parts(data)["word/document.xml"])
    counted = [0, 0]
    lines = []
    for paragraph in body.iter(f"{space}p"):
        label = ""
        if (level := paragraph.find(f".//{space}ilvl")) is not None:
            at = int(level.get(f"{space}val"))
            counted[at] += 1
            counted[1] = counted[1] if at else 0
            label = f"{counted[0]}." if at == 0 else f"{'abcd'[counted[1] - 1]})"
        lines.append(label + "".join(node.text or "" for node in paragraph.iter(f"{space}t")))
    return "\n".join(lines)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pdf_pages(data: bytes) -> list[str]:
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def _without_furniture(page: str) -> str:
    """A page's text without its number at the top and the mark at its foot."""
    page = page.replace(MARK, "")
    return re.sub(r"^\s*\d+\s*\r?\n", "", page)


def _shades_apart(one: bytes, other: bytes) -> float:
    """How far the pictures of two scans are apart: mean shades of grey, of 255."""
    import numpy as np
    import pypdfium2

    pictures = []
    for data in (one, other):
        with pypdfium2.PdfDocument(data) as pdf:
            pictures.append([np.asarray(page.render(scale=1).to_pil().convert("L"), float) for page in pdf])
    assert len(pictures[0]) == len(pictures[1])
    return max(float(np.abs(a - b).mean()) for a, b in zip(*pictures, strict=True))
