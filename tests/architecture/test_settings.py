"""The environment variables: read in one module, and described in README and there, each of them and no other."""

from __future__ import annotations

import ast
import re

from corpus import settings
from tests.architecture.test_architecture import REPOSITORY, modules

_VARIABLE = re.compile(r"NHIEMVU_[A-Z_]+")
# | `NHIEMVU_DATA` | folder of the knowledge base | `./data` |
_ROW = re.compile(r"^\| (?P<names>`+NHIEMVU_[A-Z_]+`.*?) \| (?P<meaning>[^|]+) \| (?P<default>[^|]+) \|$", re.MULTILINE)


def variables_read() -> dict[str, set[str]]:
    """The variables that each module takes from ``os.environ``, by the module's path."""
    found: dict[str, set[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call | ast.Subscript) and "environ" in ast.unparse(node):
                names = set(_VARIABLE.findall(ast.unparse(node)))
                if names:
                    found.setdefault(str(path.relative_to(REPOSITORY)), set()).update(names)
    return found


def variables_described(table: str) -> set[str]:
    """The variables in the first column of a table of settings, each with a meaning and a default."""
    rows = list(_ROW.finditer(table))
    assert all(row["meaning"].strip() and row["default"].strip() for row in rows)
    return {name for row in rows for name in _VARIABLE.findall(row["names"])}


def test_one_module_reads_the_environment() -> None:
    assert set(variables_read()) == {"corpus/settings.py"}


def test_the_table_in_readme_names_the_variables_that_are_read() -> None:
    assert variables_described((REPOSITORY / "README.md").read_text("utf-8")) == variables_read()["corpus/settings.py"]


def test_the_table_in_the_module_names_the_variables_that_are_read() -> None:
    assert variables_described(settings.__doc__ or "") == variables_read()["corpus/settings.py"]
