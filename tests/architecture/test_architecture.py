"""The house's own rules: which package may import which, how long a module may grow, what is packaged."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

# Each package may import itself and those named; `evals` may import all and nobody imports it.
MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "index": {"corpus", "ingest"},
    "search_api": {"corpus", "ingest", "index"},
    "evals": {"corpus", "ingest", "index", "search_api"},
}

# A module past this many lines holds more than one idea.
MOST_LINES = 400


def modules() -> Iterator[Path]:
    for package in MAY_IMPORT:
        yield from sorted((REPOSITORY / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level names a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_those_before_it(package: str) -> None:
    wrong = {
        f"{path.relative_to(REPOSITORY)} imports {name}"
        for path in sorted((REPOSITORY / package).rglob("*.py"))
        for name in imported(path) & MAY_IMPORT.keys() - MAY_IMPORT[package] - {package}
    }
    assert not wrong


def test_the_model_imports_nothing_of_ours() -> None:
    assert not imported(REPOSITORY / "corpus/model.py") & MAY_IMPORT.keys()


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_no_module_outgrows_its_idea(path: Path) -> None:
    if "migrations/versions" not in path.as_posix():
        assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_no_module_is_named_for_nothing_in_particular() -> None:
    vague = {"utils", "util", "helpers", "common", "core", "manager", "misc"}
    assert not [p for p in modules() if p.stem in vague or set(p.relative_to(REPOSITORY).parts) & vague]


def test_every_package_is_listed_for_packaging() -> None:
    listed = set(tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    there = {".".join(p.relative_to(REPOSITORY).parent.parts) for p in modules() if p.name == "__init__.py"}
    assert listed == there
