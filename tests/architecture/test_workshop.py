"""The tools of a developer: hooks of this machine only, every part of the machine in the container, pinned packages."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import yaml

from tests.architecture.test_architecture import REPOSITORY


def read(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


def test_hooks_fetch_nothing() -> None:
    repositories: list[dict[str, Any]] = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = {hook["id"]: hook for hook in repositories[0]["hooks"]}
    assert {hook["language"] for hook in hooks.values()} == {"system"}
    assert {"ruff", "mypy", "imports", "vocabularies", "codespell"} <= hooks.keys()


def test_the_container_has_every_part_of_the_machine() -> None:
    known = set(re.findall(r"^    ([a-z]+)\)$", read("scripts/system_parts.sh"), re.MULTILINE))
    asked = re.search(r"sh /tmp/system_parts\.sh ([a-z ]+)", read(".devcontainer/Dockerfile"))
    assert asked
    assert known
    assert set(asked[1].split()) == known


def test_every_package_that_is_named_is_pinned() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    named = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    pinned = {canonical(line.partition("==")[0]) for line in read("constraints.txt").splitlines()}
    assert not {name for one in named if (name := canonical(re.split(r"[\[=<>~]", one)[0])) not in pinned}


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
