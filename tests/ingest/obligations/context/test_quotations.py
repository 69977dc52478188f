"""Words of the law that are quoted or told give no duties; those around them do."""

from __future__ import annotations

import pytest

from ingest.obligations.context.quotations import Quotations, cites_law

_LETTER = (
    "Tại khoản 2 Điều 9 Nghị định số 11/2024/NĐ-CP của Chính phủ quy định: “2. Cơ quan quản lý phải lập hồ sơ.”\n"
    "Đề nghị Sở Xây dựng rà soát hồ sơ."
)


@pytest.mark.parametrize(
    ("text", "words", "is_quoted"),
    [
        pytest.param(_LETTER, "Cơ quan quản lý", True, id="within-the-marks"),
        pytest.param(_LETTER, "Đề nghị", False, id="behind-the-closing-mark"),
        pytest.param(_LETTER, "Tại khoản", False, id="before-the-opening-mark"),
        pytest.param(_LETTER.replace("”", ""), "Cơ quan quản lý", True, id="unclosed-to-its-line"),
        pytest.param(_LETTER.replace("”", ""), "Đề nghị", False, id="unclosed-not-further"),
        pytest.param(_LETTER.replace("“", '"').replace("”", '"'), "Cơ quan quản lý", True, id="plain-marks"),
        pytest.param("Thực hiện phương châm: “Rõ người, rõ việc”.", "Rõ người", False, id="a-motto"),
        pytest.param("Sửa đổi Điều 5 như sau: “Điều 5. Sở Y tế có trách nhiệm …”", "Sở Y tế", False, id="an-amendment"),
    ],
)
def test_quotations_hold_what_stands_in_them(text: str, words: str, is_quoted: bool) -> None:
    assert Quotations(text).holds(text.index(words)) is is_quoted


@pytest.mark.parametrize(
    ("sentence", "cites"),
    [
        pytest.param("tại khoản 2 điều 9 nghị định số 11/2024/nđ-cp quy định về hồ sơ.", True, id="article-first"),
        pytest.param("căn cứ quy định tại điều 9 luật đất đai hướng dẫn lập hồ sơ", True, id="by-the-provision-of"),
        pytest.param("căn cứ các quy định trên, đề nghị sở xây dựng xử lý", False, id="a-request"),
        pytest.param("thực hiện khoản 2 điều 9 nghị định số 11/2024/nđ-cp", False, id="a-duty"),
        pytest.param("theo quy định của pháp luật, xử lý vi phạm", False, id="no-article"),
    ],
)
def test_a_sentence_that_tells_the_law_is_known_by_its_article(sentence: str, cites: bool) -> None:
    assert cites_law(sentence) is cites
