"""The identifiers of the five packages, read from their source without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.architecture.test_architecture import REPOSITORY, modules


@dataclass(slots=True)
class Names:
    """The names that a module defines at its top, and the members of each of its classes."""

    top: set[str] = field(default_factory=set)
    members: dict[str, set[str]] = field(default_factory=dict)


@cache
def by_module() -> dict[str, Names]:
    """The names of each module and package, by its dotted name."""
    return {_dotted(path.relative_to(REPOSITORY).as_posix()): _names(path.read_text("utf-8")) for path in modules()}


@cache
def folders() -> frozenset[str]:
    """The dotted names of the folders that modules stand in."""
    return frozenset(
        ".".join(parts[:n])
        for path in modules()
        for parts in [path.relative_to(REPOSITORY).parts[:-1]]
        for n in range(1, len(parts) + 1)
    )


@cache
def defined() -> frozenset[str]:
    """Every name that any module defines: modules, classes, functions, constants, members of classes, arguments."""
    found = {part for dotted in by_module() for part in dotted.split(".")}
    for names in by_module().values():
        found |= names.top.union(*names.members.values())
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= {node.name, *(arg.arg for arg in (*node.args.args, *node.args.kwonlyargs))}
    return frozenset(found)


@cache
def classes() -> dict[str, set[str]]:
    """The members of each class, by its name; those of classes of one name together."""
    found: dict[str, set[str]] = {}
    for names in by_module().values():
        for name, members in names.members.items():
            found.setdefault(name, set()).update(members)
    return found


def exists(dotted: str) -> bool:
    """Whether a dotted name leads somewhere: to a module, to a name in it, to a member of a class in it."""
    if dotted in by_module() or dotted in folders():
        return True
    module, _, name = dotted.rpartition(".")
    if module in by_module():
        return name in by_module()[module].top
    module, _, owner = module.rpartition(".")
    return module in by_module() and name in by_module()[module].members.get(owner, set())


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _names(source: str) -> Names:
    found = Names()
    for node in ast.parse(source).body:
        found.top.update(_bound(node))
        if isinstance(node, ast.ClassDef):
            found.members[node.name] = set(_members(node))
    return found


def _members(owner: ast.ClassDef) -> Iterator[str]:
    for statement in owner.body:
        yield from _bound(statement)
    for node in ast.walk(owner):
        # self.store = …
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
