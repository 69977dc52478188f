"""The documentation names nothing that is not there, and leaves out nothing that it promises to list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from corpus.vocabulary import FOLDER
from search_api.schemas import crosswalk, passages, records
from search_api.schemas import targets as targets_schema
from tests.architecture.identifiers import by_module, classes, defined, exists
from tests.architecture.test_architecture import PACKAGES, REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TEXTS = [*PAGES, *sorted(DOCS.rglob("*.svg")), REPOSITORY / "CONTRIBUTING.md", REPOSITORY / "SECURITY.md"]

# `inline code` and fenced blocks
_CODE = re.compile(r"```[a-z]*\n(?P<block>.*?)```|`(?P<inline>[^`\n]+)`", re.DOTALL)
# search_api.web.app.create_app
_DOTTED = re.compile(rf"(?<![\w./-])(?:{'|'.join(PACKAGES)})(?:\.\w+)+(?![\w/])")
# docs/adr/0001-the-store-is-the-truth.md, ingest/readers/
_PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(PACKAGES)}|tests|docs|scripts|\.devcontainer)/[\w./-]*")
# README.md, detect.py
_FILE = re.compile(r"\.?[\w-]+\.(?:md|toml|txt|yaml|json|py|svg|html)")
# Index.search, Obligation.start; DocumentRow
_MEMBER = re.compile(r"(?<![\w./-])(?P<owner>[A-Z][a-z]\w+)\.(?P<member>[a-z_]\w*)")
_CLASS = re.compile(r"(?<![\w./-])(?:[A-Z][a-z0-9]+){2,}(?![\w./-])")
# find_obligations(), _rows()
_CALL = re.compile(r"(?<![\w.])(?P<name>\w+)\(\)")

# Names of others' classes.
OTHERS = {"PyPI"}


def code(path: Path) -> Iterator[str]:
    """The pieces of code in a page; all of a drawing."""
    text = path.read_text("utf-8")
    if path.suffix == ".svg":
        yield text
        return
    for m in _CODE.finditer(text):
        yield m["block"] or m["inline"]


each_text = pytest.mark.parametrize("path", TEXTS, ids=[str(path.relative_to(REPOSITORY)) for path in TEXTS])


@each_text
def test_a_page_names_only_modules_that_are_there(path: Path) -> None:
    named = {m.group() for piece in code(path) for m in _DOTTED.finditer(piece)}
    files = {name for name in named if name.rpartition(".")[2] in {"md", "jsonl", "py", "yaml", "tsv"}}
    assert not {name for name in named - files if not exists(name)}


@each_text
def test_a_page_names_only_files_that_are_there(path: Path) -> None:
    named = {m.group().rstrip(".") for piece in code(path) for m in _PATH.finditer(piece)}
    assert not {name for name in named if not (REPOSITORY / name).exists()}
    inline = [m["inline"] for m in _CODE.finditer(path.read_text("utf-8")) if m["inline"]]
    alone = {name for name in inline if _FILE.fullmatch(name)}
    assert not {name for name in alone if not any(REPOSITORY.glob(name)) and not known_anywhere(name)}


def known_anywhere(name: str) -> bool:
    """Whether a file of this name stands in one of the packages, the tests or the pages."""
    return any(found for folder in (*PACKAGES, "tests", "docs") for found in (REPOSITORY / folder).rglob(name))


@each_text
def test_a_page_names_only_classes_and_functions_that_are_there(path: Path) -> None:
    pieces = list(code(path)) if path.suffix != ".svg" else []
    members = {(m["owner"], m["member"]) for piece in pieces for m in _MEMBER.finditer(piece)}
    assert not {(owner, member) for owner, member in members if member not in classes().get(owner, set())}
    named = {m.group() for piece in pieces for m in _CLASS.finditer(piece)}
    assert not named - classes().keys() - OTHERS
    called = {m["name"] for piece in pieces for m in _CALL.finditer(piece)}
    assert not called - defined()


def test_names_are_found_where_they_are_and_not_where_they_are_not() -> None:
    assert exists("search_api.resources.one_snapshot")
    assert exists("corpus.model.Obligation.assignees")
    assert exists("index.retrieval")
    assert not exists("search_api.resources.two_snapshots")
    assert not exists("corpus.model.Obligation.duty")
    assert not exists("index.searching")
    assert len(by_module()) > 300


def test_every_room_is_described() -> None:
    """The page on architecture names every folder and module directly below a package."""
    page = (DOCS / "architecture.md").read_text("utf-8")
    rooms = {
        f"{package}/{path.name}" + ("/" if path.is_dir() else "")
        for package in PACKAGES
        for path in (REPOSITORY / package).iterdir()
        if (path.is_dir() and path.name != "__pycache__") or (path.suffix == ".py" and path.name != "__init__.py")
    }
    assert not {room for room in rooms if f"`{room}`" not in page}


def test_every_vocabulary_is_described() -> None:
    page = (DOCS / "adding/vocabulary.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)\.yaml`", page, re.MULTILINE)) == {path.stem for path in FOLDER.glob("*.yaml")}


def test_rows_hold_the_keys_that_are_promised() -> None:
    page = (DOCS / "contract.md").read_text("utf-8")
    promised = {
        m["row"]: re.findall(r"`(\w+)`", m["keys"])
        for m in re.finditer(r"^\| [a-z ]+ \| `(?P<row>\w+)` \| (?P<keys>[^|]+) \|$", page, re.MULTILINE)
    }
    rows = {
        name: found for module in (records, passages, crosswalk, targets_schema) for name, found in vars(module).items()
    }
    assert len(promised) == 12
    for name, keys in promised.items():
        assert not set(keys) - {field.name for field in fields(rows[name])}, name


def test_every_page_has_its_place_in_the_site() -> None:
    nav = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text("utf-8"))["nav"]
    assert sorted(targets(nav)) == [str(path.relative_to(DOCS)) for path in PAGES]


def targets(nav: list[dict[str, object]]) -> Iterator[str]:
    for entry in nav:
        for target in entry.values():
            if isinstance(target, str):
                yield target
            elif isinstance(target, list):
                yield from targets(target)
