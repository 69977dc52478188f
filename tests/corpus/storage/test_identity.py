"""A store and its folder of originals know one another; strangers are refused and lose nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.storage.backup import backup, restore
from corpus.store import Store
from tests.corpus.conftest import NewSettings
from tests.corpus.records import record_of

ONE = b"van ban mot"
TWO = b"van ban hai"


def base(folder: Path) -> Settings:
    return Settings(data=folder, database_url=f"sqlite:///{folder / 'store.sqlite'}")


def filled(settings: Settings, data: bytes) -> str:
    settings.data.mkdir(exist_ok=True)
    with Store.open(settings) as store:
        record = record_of(data)
        store.put(record, original=data, source_path=f"/vb/{record.document.id}.txt", analyser=1)
        return record.document.sha256


def test_another_store_is_refused_and_no_original_goes(tmp_path: Path, new_settings: NewSettings) -> None:
    mine, others = base(tmp_path / "mine"), base(tmp_path / "others")
    sha256 = filled(mine, ONE)
    filled(others, TWO)
    strangers = (others.database_url, base(tmp_path).database_url, new_settings("postgresql").database_url)
    for database_url in strangers:
        with pytest.raises(StoreError, match="kho khác"):
            Store.open(replace(mine, database_url=database_url))
    with Store.open(mine) as store:
        assert store.originals.read(sha256) == ONE
        assert store.sweep_originals() == 0


def test_a_base_of_before_there_were_ids_opens(tmp_path: Path) -> None:
    settings = base(tmp_path / "kho")
    sha256 = filled(settings, ONE)
    (settings.originals / "STORE").unlink()
    filled(settings, TWO)
    with Store.open(settings) as store:
        assert store.originals.read(sha256) == ONE
    assert (settings.originals / "STORE").exists()


def test_a_lost_store_is_told_before_a_new_one_is_made_in_its_place(tmp_path: Path) -> None:
    settings = base(tmp_path / "kho")
    filled(settings, ONE)
    (settings.originals / "STORE").unlink()
    with pytest.raises(StoreError, match="chưa có văn bản nào"):
        Store.open(replace(settings, database_url=base(tmp_path).database_url))


def test_a_restored_base_is_a_store_of_its_own(tmp_path: Path) -> None:
    settings, copy = base(tmp_path / "kho"), base(tmp_path / "ban-sao")
    sha256 = filled(settings, ONE)
    copy.data.mkdir()
    backup(settings, tmp_path / "kho.zip")
    restore(copy, tmp_path / "kho.zip")
    for each in (copy, copy, settings):
        with Store.open(each) as store:
            assert store.originals.read(sha256) == ONE
    assert (copy.originals / "STORE").read_text() != (settings.originals / "STORE").read_text()
