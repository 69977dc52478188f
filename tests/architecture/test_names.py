"""Names by which a stranger finds a module: one base name is one module, and no folder holds too many."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.architecture.test_architecture import PACKAGES, REPOSITORY, modules

# `__init__.py` beside them is not counted.
MOST_MODULES = 15

# Rooms of `search_api` that deliver what the others find, and may be named as they are.
DELIVERY = {"cli", "web", "schemas", "exports"}

# Base names that two modules still bear.
TWICE = {"search_api": {"selection"}}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_base_name_is_one_module(package: str) -> None:
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for path in (REPOSITORY / package).rglob("*.py"):
        inside = path.relative_to(REPOSITORY)
        if path.name not in {"__init__.py", "__main__.py"} and not is_delivery(inside):
            bearers[path.stem].append(str(inside))
    assert {name for name, paths in bearers.items() if len(paths) > 1} == TWICE.get(package, set())


def is_delivery(path: Path) -> bool:
    return path.parts[0] == "search_api" and path.parts[1] in DELIVERY


def test_no_folder_holds_too_many_modules() -> None:
    held: defaultdict[Path, int] = defaultdict(int)
    for path in modules():
        held[path.parent] += path.name != "__init__.py"
    assert not {str(folder.relative_to(REPOSITORY)): n for folder, n in held.items() if n > MOST_MODULES}


def test_no_module_is_named_for_nothing_in_particular() -> None:
    vague = {"utils", "util", "helpers", "common", "core", "manager", "misc"}
    assert not [p for p in modules() if p.stem in vague or set(p.relative_to(REPOSITORY).parts) & vague]
