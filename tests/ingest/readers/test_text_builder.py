from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import clean
from ingest.readers.text_builder import TextBuilder

PIECES = st.text(st.sampled_from("aăưĐệ \t\n\u0301\u0323\u00a0\u200b\u00ad.;-"), max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["word", "line", "table", "paragraph"]), PIECES), max_size=12))
def test_whatever_is_written_the_text_is_clean_and_spans_are_its_words(steps: list[tuple[str, str]]) -> None:
    composition = TextBuilder()
    for step, piece in steps:
        match step:
            case "word":
                composition.separate(" ")
                span = composition.write(piece.strip())
                assert composition.text[span.start : span.end] == clean(piece.strip())
            case "line":
                span = composition.write_line(piece, part="p1")
                assert composition.text[span.start : span.end] == clean(piece).strip()
            case "table":
                composition.write_table([[piece, "x"], ["", piece]], part="t1")
            case _:
                composition.new_paragraph()
    text = composition.text
    assert text == clean(text)
    for place in composition.places:
        assert text[place.start : place.end].strip()
    for table in composition.tables:
        cells = [cell for row in table.rows for cell in row]
        assert all(table.span.start <= cell.start <= cell.end <= table.span.end for cell in cells)
        assert cells == sorted(cells)


def test_a_table_stands_in_the_text_cell_by_cell() -> None:
    composition = TextBuilder()
    composition.write_line("Phụ lục")
    composition.write_table(
        [["TT", "Nhiệm vụ"], ["1", "Rà soát\nbáo cáo"], ["", ""], ["", "Khác"]], part="t1", header_rows=1
    )
    composition.write_line("Hết")
    reading = composition.reading("x")
    assert reading.text == "Phụ lục\n\nTT\tNhiệm vụ\n1\tRà soát\nbáo cáo\n\tKhác\n\nHết"
    (table,) = reading.tables
    assert table.header_rows == 1
    assert [[cell.of(reading.text) for cell in row] for row in table.rows] == [
        ["TT", "Nhiệm vụ"],
        ["1", "Rà soát\nbáo cáo"],
        ["", "Khác"],
    ]
    assert {p.part: reading.text[p.start : p.end] for p in reading.places} == {
        "t1/r1/c1": "TT",
        "t1/r1/c2": "Nhiệm vụ",
        "t1/r2/c1": "1",
        "t1/r2/c2": "Rà soát\nbáo cáo",
        "t1/r4/c2": "Khác",
    }


def test_lines_and_paragraphs_are_kept_apart_and_blanks_do_not_pile_up() -> None:
    composition = TextBuilder()
    composition.new_paragraph()
    composition.write_line("một")
    composition.write_line("hai")
    composition.new_paragraph()
    composition.new_line()
    composition.write_line("")
    composition.write_line("ba")
    composition.separate(" ")
    composition.new_paragraph()
    assert composition.text == "một\nhai\n\nba"
