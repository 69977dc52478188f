"""Under which names an agency has tasks: its own, old ones, its classes, and its bodies in every province."""

from __future__ import annotations

import pytest

from corpus.agencies import authority_list
from search_api.agencies.lookup import AssignmentBasis, find_agency, ids_for_agency
from search_api.errors import UnknownAgency

PRESENT = {
    "so-y-te@nghe-an",
    "so-y-te@ha-tinh",
    "so-y-te",
    "so-ban-nganh@nghe-an",
    "so-ban-nganh@ha-tinh",
    "so-ban-nganh",
    "so-lao-dong-thuong-binh-va-xa-hoi@nghe-an",
    "so-noi-vu@nghe-an",
    "bo-lao-dong-thuong-binh-va-xa-hoi",
    "bo-noi-vu",
    "so-tai-chinh@nghe-an",
}

CASES = {
    "a provincial body": (
        "so-y-te@nghe-an",
        {
            "so-y-te@nghe-an": AssignmentBasis.OWN,
            "so-y-te": AssignmentBasis.CLASS,
            "so-lao-dong-thuong-binh-va-xa-hoi@nghe-an": AssignmentBasis.PREDECESSOR,
            "so-ban-nganh@nghe-an": AssignmentBasis.CLASS,
            "so-ban-nganh": AssignmentBasis.CLASS,
        },
    ),
    "a kind without a province": (
        "so-y-te",
        {
            "so-y-te": AssignmentBasis.OWN,
            "so-y-te@nghe-an": AssignmentBasis.BRANCH,
            "so-y-te@ha-tinh": AssignmentBasis.BRANCH,
            "so-lao-dong-thuong-binh-va-xa-hoi@nghe-an": AssignmentBasis.PREDECESSOR,
            "so-ban-nganh": AssignmentBasis.CLASS,
            "so-ban-nganh@nghe-an": AssignmentBasis.CLASS,
            "so-ban-nganh@ha-tinh": AssignmentBasis.CLASS,
        },
    ),
    "a ministry that took over from another": (
        "bo-noi-vu",
        {"bo-noi-vu": AssignmentBasis.OWN, "bo-lao-dong-thuong-binh-va-xa-hoi": AssignmentBasis.PREDECESSOR},
    ),
    "nobody has given it anything": ("so-tu-phap@lao-cai", {"so-ban-nganh": AssignmentBasis.CLASS}),
}


@pytest.mark.parametrize(("agency", "expected"), CASES.values(), ids=CASES)
def test_answers_to(agency: str, expected: dict[str, AssignmentBasis]) -> None:
    assert ids_for_agency(agency, authority_list(), PRESENT) == expected


NAMES = {
    "id": ("bo-y-te", "", "bo-y-te"),
    "id with a province": ("so-y-te@nghe-an", "", "so-y-te@nghe-an"),
    "name": ("Bộ Y tế", "", "bo-y-te"),
    "without accents": ("bo y te", "", "bo-y-te"),
    "with its province": ("Sở Y tế tỉnh Nghệ An", "", "so-y-te@nghe-an"),
    "as the list to choose from shows it": ("Sở Y tế Nghệ An", "", "so-y-te@nghe-an"),
    "province beside it": ("Sở Y tế", "Nghệ An", "so-y-te@nghe-an"),
    "old name": ("Bộ Lao động - Thương binh và Xã hội", "", "bo-lao-dong-thuong-binh-va-xa-hoi"),
}


@pytest.mark.parametrize(("words", "province", "expected"), NAMES.values(), ids=NAMES)
def test_find_agency(words: str, province: str, expected: str) -> None:
    assert find_agency(words, authority_list(), province) == expected


@pytest.mark.parametrize("words", ["Bộ Phép thuật", "", "zzz"])
def test_what_names_no_agency_is_refused(words: str) -> None:
    with pytest.raises(UnknownAgency, match="Không nhận ra cơ quan"):
        find_agency(words, authority_list())
