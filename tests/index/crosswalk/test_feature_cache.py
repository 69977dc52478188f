"""What documents were taken apart into comes back as it was, or is made anew; never anything else."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import pytest

from corpus.model import Record
from evals.benchmarks.crosswalk_speed import plans
from index.crosswalk import feature_cache
from index.crosswalk.feature_cache import FeatureCache
from index.crosswalk.features import DocumentFeatures
from index.crosswalk.units import units
from tests.search_api.sample_knowledge_base import all_records

# The sentence parts, tables, headings and citations of the shown documents, and a plan of 100 bullets.
RECORDS = {record.document.source: record for record in (*all_records(), *islice(plans(), 1))}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kho" / "crosswalk.sqlite"


@pytest.fixture
def kept(path: Path) -> Iterator[FeatureCache]:
    opened = FeatureCache(path)
    yield opened
    opened.close()


@pytest.fixture
def cuts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are taken apart, as they are."""
    found: list[str] = []

    def counted(record: Record) -> tuple[object, ...]:
        found.append(record.document.id)
        return units(record)

    monkeypatch.setattr(feature_cache, "units", counted)
    return found


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_what_comes_back_is_what_was_kept(record: Record, path: Path, cuts: list[str]) -> None:
    once = DocumentFeatures.of(units(record))
    assert FeatureCache(path).of(record, "1") == once
    assert FeatureCache(path).of(record, "1") == once
    assert cuts == [record.document.id]


def test_another_revision_is_taken_apart_anew(kept: FeatureCache, cuts: list[str]) -> None:
    [record] = islice(plans(), 1)
    kept.of(record, "1")
    shorter = replace(record, clauses=record.clauses[:3], obligations=record.obligations[:3])
    assert len(kept.of(shorter, "2").units) == 3
    assert len(cuts) == 2


def test_other_rules_find_nothing_old(kept: FeatureCache, cuts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    [record] = islice(plans(), 1)
    kept.of(record, "1")
    monkeypatch.setattr(feature_cache, "FEATURES_VERSION", 0)
    kept.of(record, "1")
    assert len(cuts) == 2


def test_what_is_forgotten_is_taken_apart_anew(kept: FeatureCache, cuts: list[str]) -> None:
    [record] = islice(plans(), 1)
    kept.of(record, "1")
    kept.forget(record.document.id)
    kept.of(record, "1")
    assert len(cuts) == 2


def change_a_byte(path: Path) -> None:
    with sqlite3.connect(path) as rows:
        [(data,)] = rows.execute("SELECT data FROM apart")
        rows.execute("UPDATE apart SET data = ?", (data[:40] + bytes([data[40] ^ 1]) + data[41:],))


def put_a_number(path: Path) -> None:
    with sqlite3.connect(path) as rows:
        rows.execute("UPDATE apart SET data = 7")


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def write_over(path: Path) -> None:
    path.write_bytes(b"khong phai co so du lieu" * 400)


@pytest.mark.parametrize("damage", [change_a_byte, put_a_number, cut_in_half, write_over])
def test_what_is_damaged_is_made_anew(damage: object, kept: FeatureCache, path: Path) -> None:
    [record] = islice(plans(), 1)
    once = kept.of(record, "1")
    kept.close()  # all of it is in the one file
    assert callable(damage)
    damage(path)
    assert kept.of(record, "1") == once
    assert kept.of(record, "1") == once


def test_a_file_that_cannot_be_had_costs_time_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "kho").write_text("a file where a folder is wanted")
    [record] = islice(plans(), 1)
    kept = FeatureCache(tmp_path / "kho" / "crosswalk.sqlite")
    assert kept.of(record, "1") == DocumentFeatures.of(units(record))
    assert "cannot be used" in caplog.text


def test_a_change_of_rules_raises_the_version() -> None:
    """Where this fails because features changed on purpose, raise FEATURES_VERSION and write the new digest here."""
    digest = blake2b(digest_size=8)
    for record in RECORDS.values():
        digest.update(zlib.decompress(feature_cache._packed(DocumentFeatures.of(units(record)), record)))
    assert (feature_cache.FEATURES_VERSION, digest.hexdigest()) == (3, "1ba01cb6957f6533")
