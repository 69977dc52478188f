"""What runs names no module at import that only some systems have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# What is measured by `evals.benchmarks` and `evals.robustness` is measured on Linux.
RUNNING = ("corpus", "ingest", "index", "search_api", "evals/quality")
POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios", "tty"}
WINDOWS_ONLY = {"msvcrt", "winreg", "winsound"}


def imported_at_top(source: str) -> Iterator[str]:
    """Yields the top-level packages that a module imports when it is imported itself."""
    reached: list[ast.AST] = [ast.parse(source)]
    while reached:
        node = reached.pop()
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            reached.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("package", RUNNING)
def test_no_module_of_one_system_is_imported_at_top(package: str) -> None:
    files = sorted((REPOSITORY / package).rglob("*.py"))
    assert files
    named = {
        (file.relative_to(REPOSITORY).as_posix(), name)
        for file in files
        for name in imported_at_top(file.read_text("utf-8"))
        if name in POSIX_ONLY | WINDOWS_ONLY
    }
    assert not named


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl", {"fcntl"}),
        ("try:\n    from resource import getrlimit\nexcept ImportError:\n    pass", {"resource"}),
        ("class A:\n    import pwd", {"pwd"}),
        ("def limit():\n    import resource", set()),
    ],
    ids=["import", "within a try", "within a class", "within a function"],
)
def test_imports_are_found_where_they_run_at_import(source: str, found: set[str]) -> None:
    assert set(imported_at_top(source)) == found
