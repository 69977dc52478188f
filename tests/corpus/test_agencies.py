"""The authority list: names to ids, provinces, succession, classes."""

from __future__ import annotations

import time

import pytest

from corpus.agencies import AuthorityList, authority_list, find_province, provinces
from corpus.authority.agency_names import comparable, expand, without_post
from corpus.model import AgencyLevel


@pytest.fixture(scope="module")
def agencies() -> AuthorityList:
    return authority_list()


FOUND = {
    "canonical": ("Bộ Y tế", "bo-y-te"),
    "old-tone-placement": ("Uỷ ban nhân dân tỉnh", "uy-ban-nhan-dan-tinh"),
    "abbreviation": ("UBND tỉnh", "uy-ban-nhan-dan-tinh"),
    "letters": ("BYT", "bo-y-te"),
    "abbreviated-part": ("Sở TT&TT", "so-thong-tin-va-truyen-thong"),
    "abbreviation-with-dash": ("Sở LĐ-TB&XH", "so-lao-dong-thuong-binh-va-xa-hoi"),
    "ampersand": ("Sở Nông nghiệp & Phát triển nông thôn", "so-nong-nghiep-va-phat-trien-nong-thon"),
    "with-province": ("Sở Y tế tỉnh Nghệ An", "so-y-te"),
    "of-a-city": ("Công an thành phố Đà Nẵng", "cong-an-tinh"),
    "without-accents": ("so y te", "so-y-te"),
    "minister": ("Bộ trưởng Bộ Y tế", "bo-y-te"),
    "chairman": ("Chủ tịch UBND các xã, phường", "uy-ban-nhan-dan-xa"),
    "chief-of-office": ("Chánh Văn phòng UBND tỉnh", "van-phong-uy-ban-nhan-dan-tinh"),
    "inspector-general": ("Tổng Thanh tra Chính phủ", "thanh-tra-chinh-phu"),
    "governor": ("Thống đốc Ngân hàng Nhà nước Việt Nam", "ngan-hang-nha-nuoc-viet-nam"),
    "several-posts": ("Chủ tịch Hội đồng thành viên, Tổng giám đốc các Tập đoàn", "tap-doan"),
    "class": ("các sở, ban, ngành", "so-ban-nganh"),
    "class-related": ("các bộ, ngành liên quan", "bo-nganh"),
    "class-of-party-bodies": ("các tỉnh uỷ, thành uỷ", "tinh-uy-thanh-uy"),
    "military": ("Bộ CHQS tỉnh", "bo-chi-huy-quan-su-tinh"),
    "party-centre": ("Ban Tuyên giáo TW", "ban-tuyen-giao-trung-uong"),
    "name-with-cac": ("Đảng uỷ các cơ quan Đảng Trung ương", "dang-uy-cac-co-quan-dang-trung-uong"),
    "unknown": ("Công ty cổ phần Hoa Sen Xanh", None),
    "town-in-a-province-is-not-the-province": ("Ủy ban nhân dân thành phố", "uy-ban-nhan-dan-tinh"),
}


@pytest.mark.parametrize(("name", "wanted"), FOUND.values(), ids=FOUND.keys())
def test_find(agencies: AuthorityList, name: str, wanted: str | None) -> None:
    found = agencies.find(name)
    assert (found.id if found else None) == wanted


def test_find_in_a_province_takes_a_city_for_a_town(agencies: AuthorityList) -> None:
    assert agencies.find("UBND thành phố", province="Thái Nguyên") is None
    assert agencies.find("UBND thành phố", province="Hà Nội") is not None


def test_every_link_leads_to_an_entry(agencies: AuthorityList) -> None:
    for agency in agencies:
        for linked in (agency.successor, agency.parent, *agency.members):
            assert linked is None or agencies.get(linked)
        assert bool(agency.successor) <= bool(agency.until), agency.id


def test_names_answer_to_one_agency(agencies: AuthorityList) -> None:
    for agency in agencies:
        province = "Hà Nội" if agency.level is AgencyLevel.PROVINCE else ""
        for name in (agency.name, *agency.aliases):
            found = agencies.find(name, province=province, date=agency.since or "2000-01-01")
            assert found is not None and found.id == agency.id, name


SUCCESSION = {
    "children-2025": ("bo-noi-vu", "bo-lao-dong-thuong-binh-va-xa-hoi"),
    "children-2007": ("bo-y-te", "uy-ban-dan-so-gia-dinh-va-tre-em"),
    "environment": ("bo-nong-nghiep-va-moi-truong", "tong-cuc-dia-chinh"),
    "planning": ("bo-tai-chinh", "bo-ke-hoach-va-dau-tu"),
    "transport": ("bo-xay-dung", "bo-giao-thong-van-tai"),
    "telecoms": ("bo-khoa-hoc-va-cong-nghe", "tong-cuc-buu-dien"),
    "ethnic": ("bo-dan-toc-va-ton-giao", "uy-ban-dan-toc-va-mien-nui"),
    "party": ("ban-tuyen-giao-va-dan-van-trung-uong", "ban-tu-tuong-van-hoa-trung-uong"),
    "provincial": ("so-noi-vu@nghe-an", "so-lao-dong-thuong-binh-va-xa-hoi@nghe-an"),
}


@pytest.mark.parametrize(("later", "earlier"), SUCCESSION.values(), ids=SUCCESSION.keys())
def test_predecessors(agencies: AuthorityList, later: str, earlier: str) -> None:
    assert earlier in agencies.predecessors(later)
    assert later not in agencies.predecessors(later)


def test_classes_of_a_provincial_department(agencies: AuthorityList) -> None:
    assert {"so-ban-nganh", "so-ban-nganh@nghe-an"} <= set(agencies.classes_of("so-y-te@nghe-an"))
    assert "bo-nganh" in agencies.classes_of("bo-y-te")
    assert agencies.classes_of("chinh-phu") == ()


def test_provincial_and_describe(agencies: AuthorityList) -> None:
    department = agencies.get("so-y-te")
    assert agencies.provincial(department, "tỉnh Nghệ An") == "so-y-te@nghe-an"
    assert agencies.provincial(agencies.get("bo-y-te"), "Nghệ An") == "bo-y-te"
    assert agencies.describe("so-y-te@nghe-an") == ("Sở Y tế", "Nghệ An")
    assert agencies.get("so-y-te@nghe-an") is department


def test_search_needs_no_accents(agencies: AuthorityList) -> None:
    assert next(a.id for a in agencies.search("so y")) == "so-y-te"
    assert "bo-lao-dong-thuong-binh-va-xa-hoi" in [a.id for a in agencies.search("LĐTBXH")]
    assert agencies.search("  ") == []


def test_provinces() -> None:
    current = [p for p in provinces() if not p.until]
    assert len(current) == 34
    assert sum(p.is_city for p in current) == 6
    assert {p.successor for p in provinces() if p.until} <= {p.id for p in current}
    bac_kan = find_province("tỉnh Bắc Kạn")
    assert bac_kan is not None and bac_kan.successor == "thai-nguyen"
    for written in ("TP. HCM", "thành phố Hồ Chí Minh", "ho chi minh"):
        place = find_province(written)
        assert place is not None and place.id == "ho-chi-minh"


NAMES = {
    "expand": (expand("UBND các xã và Sở NN&MT"), "Ủy ban nhân dân các xã và Sở Nông nghiệp và Môi trường"),
    "expand-keeps-words": (expand("Tập đoàn FPT"), "Tập đoàn FPT"),
    "post": (without_post("Chủ tịch kiêm Tổng giám đốc Tập đoàn"), "Tập đoàn"),
    "post-alone": (without_post("Bộ trưởng"), "Bộ trưởng"),
    "comparable": (comparable("Các Sở, Ban, ngành"), "sở, ban, ngành"),
}


@pytest.mark.parametrize(("got", "wanted"), NAMES.values(), ids=NAMES.keys())
def test_names(got: str, wanted: str) -> None:
    assert got == wanted


def test_the_list_loads_quickly() -> None:
    def seconds() -> float:
        authority_list.cache_clear()
        start = time.process_time()
        authority_list()
        return time.process_time() - start

    # Once the vocabularies are parsed; about 0.05 s measured, three times that on a busy machine.
    assert min(seconds() for _ in range(3)) < 0.15
