"""Document numbers and clause paths: what is read, how it is printed, and that each survives the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IdentifierError
from corpus.identifiers import (
    SEGMENT_NAMES,
    DocumentNumber,
    number_heads,
    number_identity,
    number_key,
    number_spellings,
    parse_number,
    parse_path,
    plain_letters,
)
from corpus.vocabulary import load

CANONICAL = {
    "prime minister": ("1183/QĐ-TTg", "1183/QĐ-TTg", "quyết định", "TTg"),
    "with the year": ("69/2024/QĐ-UBND", "69/2024/QĐ-UBND", "quyết định", "UBND"),
    "in capitals": ("1899/QĐ-TTG", "1899/QĐ-TTg", "quyết định", "TTg"),
    "in small letters": ("1183/qđ-ttg", "1183/QĐ-TTg", "quyết định", "TTg"),
    "without diacritics": ("33/2020/TT-BGDDT", "33/2020/TT-BGDĐT", "thông tư", "BGDĐT"),
    "eth": ("12/QÐ-UBND", "12/QĐ-UBND", "quyết định", "UBND"),
    "spaces": ("837 / QĐ - BKH", "837/QĐ-BKH", "quyết định", "BKH"),
    "a broken line": ("92/2009/TT-\nBTC", "92/2009/TT-BTC", "thông tư", "BTC"),
    "slashes for dashes": ("40/2000/TT/BTC", "40/2000/TT/BTC", "thông tư", "BTC"),
    "a letter": ("10894/VPCP-CN", "10894/VPCP-CN", "", "VPCP"),
    "law": ("102/2016/QH13", "102/2016/QH13", "luật", "QH13"),
    "ordinance": ("12/1999/PL-UBTVQH10", "12/1999/PL-UBTVQH10", "pháp lệnh", "UBTVQH10"),
    "Q read as O": ("22/2023/OH15", "22/2023/QH15", "luật", "QH15"),
    "Party": ("28-CT/TW", "28-CT/TW", "chỉ thị", "TW"),
    "Party in small letters": ("565-bc/btctw", "565-BC/BTCTW", "báo cáo", "BTCTW"),
    "Party with a long dash": ("03–TTr/ĐU", "03-TTr/ĐU", "tờ trình", "ĐU"),
    "Council of Ministers": ("236-HĐBT", "236-HĐBT", "", "HĐBT"),
    "three groups": ("1141-TC/QĐ/CĐKT", "1141-TC/QĐ/CĐKT", "thông cáo", "QĐ-CĐKT"),
    "stop as separator": ("1330/QĐ-CT.UB", "1330/QĐ-CT.UB", "quyết định", "CT-UB"),
    "joint circular": ("17/1999/TTLT-BLDTBXH-BTC", "17/1999/TTLT-BLĐTBXH-BTC", "thông tư liên tịch", "BLĐTBXH-BTC"),
    "run together": ("26/2001/NĐCP", "26/2001/NĐ-CP", "nghị định", "CP"),
    "year of two digits": ("05/98/QĐ-TTg", "05/98/QĐ-TTg", "quyết định", "TTg"),
    "cyrillic look-alikes": ("16495/BТС-PTHT", "16495/BTC-PTHT", "", "BTC"),
    "contract is not guidance": ("12/HĐ-XD", "12/HĐ-XD", "hợp đồng", "XD"),
    "numbered committee": ("02/KH-BCĐ389", "02/KH-BCĐ389", "kế hoạch", "BCĐ389"),
}

NO_NUMBERS = {
    "empty": "",
    "a date": "25/12/2023",
    "a ratio": "54/105",
    "letters only": "QĐ-TTg",
    "serial only": "1183",
    "words": "Quyết định số 1183/QĐ-TTg",
}


@pytest.mark.parametrize(("text", "canonical", "type", "letters"), CANONICAL.values(), ids=CANONICAL)
def test_numbers_are_read_in_every_spelling(text: str, canonical: str, type: str, letters: str) -> None:
    number = parse_number(text)
    assert str(number) == canonical
    assert (number.type, number.issuer_letters) == (type, letters)


@pytest.mark.parametrize("text", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_number(text)


def _letters(vocabulary: str) -> list[str]:
    return sorted({letters for e in load(vocabulary) for letters in e["letters"]})


serials = st.integers(1, 99999).map(str)
state_numbers = st.builds(
    DocumentNumber,
    serial=serials,
    year=st.sampled_from(["", "1998", "2013", "2025"]),
    symbol=st.builds(
        "{}-{}".format, st.sampled_from(_letters("document_types")), st.sampled_from(_letters("issuer_letters"))
    ),
)
party_numbers = st.builds(
    DocumentNumber,
    serial=serials,
    year=st.just(""),
    symbol=st.builds(
        "{}/{}".format, st.sampled_from(_letters("document_types")), st.sampled_from(["TW", "TU", "ĐU", "BTCTW"])
    ),
    party=st.just(True),
)
numbers = state_numbers | party_numbers


@given(numbers)
def test_a_printed_number_reads_back_as_itself(number: DocumentNumber) -> None:
    assert parse_number(str(number)) == number


@given(numbers, st.sampled_from([str.lower, str.upper, lambda s: s.replace("Đ", "Ð"), lambda s: s.replace("-", " – ")]))
def test_a_number_in_another_spelling_has_the_same_key(number: DocumentNumber, respelt: object) -> None:
    assert callable(respelt)
    text = respelt(str(number))
    assert number_key(text) == number.key
    assert parse_number(text).key == number.key


@given(numbers)
def test_every_spelling_of_a_number_names_one_document(number: DocumentNumber) -> None:
    spellings = number_spellings(str(number))
    assert spellings[0] == number.key
    assert {number_identity(s) for s in spellings} == {number_identity(str(number))}
    assert all(number_key(s).startswith(number_heads(str(number))) for s in spellings)


SAME = {
    "party number written as the state writes": ("57-NQ/TW", "57/NQ-TW"),
    "slash for dash": ("40/2000/TT/BTC", "40/2000/TT-BTC"),
    "padded serial": ("04/2020/TT-BTC", "4/2020/TT-BTC"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_spellings_that_name_one_document(one: str, other: str) -> None:
    assert number_identity(one) == number_identity(other)
    assert number_key(other) in number_spellings(one)
    assert number_key(one) in number_spellings(other)


def test_a_long_padding_is_part_of_the_number() -> None:
    assert number_identity("0130/KH-UBND") != number_identity("130/KH-UBND")
    assert number_identity("012/CT-UBND") != number_identity("12/CT-UBND")


@given(st.text())
def test_plain_letters_keeps_every_character_in_its_place(text: str) -> None:
    assert len(plain_letters(text)) == len(text)


# --- clause paths -----------------------------------------------------------

WORDS = {
    "article": ("dieu-5", "Điều 5"),
    "point": ("dieu-5/khoan-2/diem-a", "Điểm a khoản 2 Điều 5"),
    "point đ": ("dieu-5/khoan-2/diem-đ", "Điểm đ khoản 2 Điều 5"),
    "roman item": ("ii/3/gach-4", "Gạch đầu dòng thứ 4 mục 3 mục II"),
    "dotted item": ("ii/2.1", "Mục 2.1 mục II"),
    "chapter": ("chuong-iv/muc-1/dieu-12a", "Điều 12a Mục 1 Chương IV"),
    "annex row": ("phu-luc-1/bang-1/hang-7", "Hàng 7 bảng 1 Phụ lục 1"),
    "annex by roman number": ("phu-luc-ii", "Phụ lục II"),
    "repeated": ("iv/diem-a~2", "Điểm a (lần 2) mục IV"),
    "letterhead": ("dau-van-ban", "Phần đầu văn bản"),
    "section by a capital": ("d/2", "Mục 2 mục D"),
    "small roman number": ("dieu-5/khoan-2/diem-a/tiet-ii", "Tiết ii điểm a khoản 2 Điều 5"),
}


@pytest.mark.parametrize(("path", "words"), WORDS.values(), ids=WORDS)
def test_a_path_is_cited_as_a_lawyer_cites_it(path: str, words: str) -> None:
    assert f"{parse_path(path):vi}" == words


@pytest.mark.parametrize("path", ["", "/", "dieu-5/", "điều-5", "clause-3", "Dieu-5"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(IdentifierError):
        parse_path(path)


arabic = st.integers(1, 300).map(str)
roman = st.sampled_from(["i", "ii", "iii", "iv", "v", "ix", "xii", "xl"])
segments = st.one_of(
    st.builds(
        "{}-{}".format, st.sampled_from(["dieu", "khoan", "gach", "doan", "bang", "hang", "can-cu", "phu-luc"]), arabic
    ),
    st.builds("{}-{}".format, st.sampled_from(["phan", "chuong", "muc", "phu-luc"]), roman),
    st.builds("diem-{}".format, st.sampled_from("abcdđeghiklmnopqrstuvxy")),
    st.sampled_from(sorted(SEGMENT_NAMES)),
    arabic,
    roman,
)
repeated = st.builds("{}~{}".format, segments, st.integers(2, 9))
paths = st.lists(segments | repeated, min_size=1, max_size=6).map("/".join)


@given(paths)
def test_a_printed_path_reads_back_as_itself(text: str) -> None:
    path = parse_path(text)
    assert str(path) == text
    assert parse_path(str(path)) == path
    assert f"{path:vi}"


@given(paths)
def test_a_path_contains_itself_and_its_children_only(text: str) -> None:
    path = parse_path(text)
    child = path.child("dieu-1")
    assert child.parent == path
    assert path.contains(path)
    assert path.contains(child)
    assert not child.contains(path)
