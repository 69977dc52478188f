"""What is said when a database cannot be opened or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.storage.database import Database


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param("không phải địa chỉ", "không đúng dạng", id="no-url"),
        pytest.param("mysql://may/kho", "không dùng mysql", id="another-database"),
        pytest.param("sqlite://", "phải là một tệp", id="sqlite-in-memory"),
        pytest.param("sqlite:///:memory:", "phải là một tệp", id="sqlite-named-memory"),
        pytest.param("sqlite:////dev/null/kho/store.sqlite", "Không tạo được thư mục", id="folder-cannot-be-made"),
        pytest.param("sqlite:////tmp", "không có quyền đọc, ghi", id="a-folder"),
        pytest.param(
            "postgresql://ten:bi-mat@localhost:1/kho", r"Không kết nối được .*ten:\*\*\*@localhost", id="no-server"
        ),
        pytest.param(
            "postgres://ten:bi-mat@localhost:1/kho",
            r"Không kết nối được .*ten:\*\*\*@localhost",
            id="no-server-old-scheme",
        ),
    ],
)
def test_an_address_that_does_not_open_is_told_plainly(address: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as error:
        Database.open(address)
    assert "bi-mat" not in str(error.value)


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    file.write_text("Chỉ thị số 28-CT/TW " * 100)
    with pytest.raises(StoreError, match="hỏng hoặc không phải là kho"):
        Database.open(f"sqlite:///{file}")
    assert file.read_text() == "Chỉ thị số 28-CT/TW " * 100
