"""Where names end: the vocabularies hold to their examples, and a name that was cut or overrun shows it."""

from __future__ import annotations

import pytest

from corpus.normalized_text import normalize_span
from corpus.vocabulary import Entry, load
from ingest.obligations.agency_phrases.name_bounds import cut_back, is_malformed, opens_predicate, wants_more
from ingest.obligations.agency_phrases.tokens import words_of

WELL_FORMED = (
    *("Sở Y tế", "đơn vị trực thuộc", "cơ quan cấp trên", "Ban Quản lý", "Trung tâm Giáo dục thường xuyên"),
    *("cơ sở giáo dục công lập tự bảo đảm chi thường xuyên", "cơ quan được giao chủ trì", "cơ sở kinh doanh"),
    *("cơ quan lập đề án", "đơn vị chủ trì soạn thảo"),
    *("Cục Công nghiệp công nghệ thông tin", "Bộ Dân tộc và Tôn giáo", "UBND các huyện, thị, thành"),
)
MALFORMED = {
    "ends-in-a-preposition": "đơn vị thuộc",
    "ends-in-a-plural": "Vụ Tổ chức cán bộ các",
    "ends-in-half-a-word": "cơ quan quản lý nhà",
    "ends-in-work-without-object": "Trung tâm Dịch vụ",
    "ends-in-a-comma": "các cấp dịch vụ IoT,",
    "ends-in-an-item": "Hội Công chứng viên thành phố a",
    "predicate": "Cục Bảo tồn thiên nhiên trình Bộ trưởng",
    "predicate-with-a-capital": "Cục Hợp tác quốc tế Khẩn trương",
    "word-twice": "Sở Sở Công Thương",
    "words-twice": "Sở Dân tộc và Tộc và Tôn giáo",
    "bracket-left-open": "cơ quan đầu mối (Sở Nội vụ",
    "heading-in-capitals": "TRUNG TÂM Mẫu 2",
    "form-in-capitals": "TRUNG TÂM CHÍNH TRỊ SỔ THEO DÕI GIẢNG DẠY",
}


@pytest.mark.parametrize("name", WELL_FORMED)
def test_a_name_that_is_whole(name: str) -> None:
    assert not is_malformed(name)


@pytest.mark.parametrize("name", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_name_that_was_cut_or_overrun(name: str) -> None:
    assert is_malformed(name)


@pytest.mark.parametrize("entry", load("agency_name_verbs"), ids=lambda e: str(e["key"]))
def test_a_verb_ends_a_name_and_no_other_word_does(entry: Entry) -> None:
    for example, wanted in [(e, True) for e in entry["yes"]] + [(e, False) for e in entry["no"]]:
        words = words_of(normalize_span(example))
        assert any(opens_predicate(words, i) for i in range(1, len(words))) is wanted, example


@pytest.mark.parametrize("key", ["never_last", "needs_more", "not_inside"])
def test_bounds_hold_to_their_examples(key: str) -> None:
    (entry,) = (e for e in load("agency_name_bounds") if e["key"] == key)

    def shows(name: str) -> bool:
        words = words_of(normalize_span(name))
        if key == "never_last":
            return cut_back(words, 1, len(words)) < len(words)
        if key == "needs_more":
            return wants_more(words, 1, len(words))
        return any(opens_predicate(words, i) for i in range(1, len(words)))

    assert [name for name in entry["yes"] if not shows(name)] == []
    assert [name for name in entry["no"] if shows(name)] == []


def test_nothing_is_left_of_words_that_end_no_name() -> None:
    words = words_of(normalize_span("đơn vị thuộc các"))
    assert cut_back(words, 2, len(words)) == 2
