"""The house's own rules: which module may import which, how long one may grow, what is packaged."""

from __future__ import annotations

import ast
import configparser
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

REPOSITORY = Path(__file__).resolve().parents[2]
CONTRACTS = REPOSITORY / ".importlinter"

PACKAGES = ("corpus", "ingest", "index", "search_api", "evals")

# A module past this many lines holds more than one idea.
MOST_LINES = 400

# Imports that break a contract and are left. Lower it with each that goes.
MOST_BREAKS = 7


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((REPOSITORY / package).rglob("*.py"))


def contracts() -> configparser.ConfigParser:
    read = configparser.ConfigParser()
    read.read_string(CONTRACTS.read_text("utf-8"))
    return read


def test_imports_keep_their_contracts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(REPOSITORY)
    # The linter sets up logging for a process of its own, which silences every logger there is for the tests after it.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    kept = lint_imports(config_filename=str(CONTRACTS), no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS
    assert kept, capsys.readouterr().out


def test_contracts_are_of_all_packages_and_of_imports_for_types_too() -> None:
    read = contracts()
    assert tuple(read["importlinter"]["root_packages"].split()) == PACKAGES
    assert read["importlinter"].getboolean("exclude_type_checking_imports") is False
    layers = [read[name] for name in read.sections() if name.startswith("importlinter:contract:")]
    assert {layer["type"] for layer in layers} == {"layers"}
    assert {layer.get("containers", "").strip() for layer in layers} == {"", *PACKAGES}
    assert not [layer.name for layer in layers if "unmatched_ignore_imports_alerting" in layer]


def test_breaks_of_contracts_grow_fewer() -> None:
    read = contracts()
    breaks = [line for name in read.sections() for line in read[name].get("ignore_imports", "").split("\n") if line]
    assert len([line for line in breaks if "->" in line]) <= MOST_BREAKS
    assert not [line for line in breaks if "*" in line], "a break is named, not a pattern of breaks"


def test_modules_of_search_api_import_one_another_in_no_circle() -> None:
    graph = grimp.build_graph("search_api", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


# Where a knowledge base is made, and where one is held.
ABOVE_FEATURES = {"bootstrap.py", "cli", "web"}


def test_no_feature_takes_the_knowledge_base() -> None:
    takers = [
        f"{path.relative_to(REPOSITORY)}, line {line}"
        for path in modules()
        if path.is_relative_to(REPOSITORY / "search_api")
        and path.relative_to(REPOSITORY / "search_api").parts[0] not in ABOVE_FEATURES
        for line in parameters_of_the_root(ast.parse(path.read_text("utf-8")))
    ]
    assert not takers


def parameters_of_the_root(tree: ast.AST) -> list[int]:
    """The lines of parameters that are named or annotated as the knowledge base."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.arg)
        and (node.arg == "kb" or (node.annotation and "KnowledgeBase" in ast.unparse(node.annotation)))
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def find(kb): ...", [1]),
        ("def find(base: KnowledgeBase) -> None: ...", [1]),
        ("class Finds:\n    def __init__(self, *, base: 'KnowledgeBase | None' = None): ...", [2]),
        ("def find(resources: Resources) -> None: ...", []),
    ],
    ids=["by-name", "by-type", "in-a-string", "resources"],
)
def test_a_parameter_of_the_knowledge_base_is_seen(source: str, lines: list[int]) -> None:
    assert parameters_of_the_root(ast.parse(source)) == lines


def test_the_model_imports_nothing_of_ours() -> None:
    assert not imported(REPOSITORY / "corpus/model.py") & set(PACKAGES)


def imported(path: Path) -> set[str]:
    """The top-level names a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_imports_name_whole_modules() -> None:
    relative = [
        f"{path.relative_to(REPOSITORY)}, line {node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_no_module_outgrows_its_idea(path: Path) -> None:
    if "migrations/versions" not in path.as_posix():
        assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_every_package_is_listed_for_packaging() -> None:
    listed = set(packaging()["packages"])
    there = {".".join(p.relative_to(REPOSITORY).parent.parts) for p in modules() if p.name == "__init__.py"}
    assert listed == there


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_ships_its_types(package: str) -> None:
    assert (REPOSITORY / package / "py.typed").is_file()
    assert "py.typed" in packaging()["package-data"][package]


def packaging() -> Any:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
