"""The librarian's round finds nothing on the shelves as they are, and each fault where one is planted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus import vocabulary
from corpus.authority import reference_lint, succession
from corpus.vocabulary import FOLDER

# All of these stand on the shelves at once; each has an entry of its own.
PLANTED = {
    "alias of another": ("agencies_central", "- {key: bo-a, name: Bộ A, aliases: [BYT]}", "bo-y-te", "shared name"),
    "alias that is the name": (
        "agencies_central",
        "- {key: bo-b, name: Bộ B, aliases: [Bộ B]}",
        "bo-b",
        "repeated name",
    ),
    "odd key": ("agencies_central", "- {key: bo-c, name: Bộ Xê}", "bo-c", "odd key"),
    "parent that is none": ("agencies_central", "- {key: bo-d, name: Bộ D, parent: bo-cha}", "bo-d", "orphan"),
    "parents in a circle": (
        "agencies_central",
        "- {key: bo-e, name: Bộ E, parent: bo-g}\n- {key: bo-g, name: Bộ G, parent: bo-e}",
        "bo-e",
        "cycle",
    ),
    "group nobody uses": ("agencies_central", "- {key: bo-h, name: Bộ H, group: nhom-la}", "bo-h", "unused group"),
    "class of nobody": ("agencies_classes", "- {key: lop-la, name: lớp lạ, of: [nhom-khac]}", "lop-la", "orphan"),
    "ended before it began": (
        "agencies_central",
        '- {key: bo-i, name: Bộ I, since: "2020-01-01", until: "2010-01-01"}',
        "bo-i",
        "dates out of order",
    ),
    "no day": ("agencies_central", '- {key: bo-k, name: Bộ K, since: "tháng 3"}', "bo-k", "bad date"),
    "ended without heir": ("agencies_central", '- {key: bo-l, name: Bộ L, until: "2010-01-01"}', "bo-l", "no heir"),
    "unknown source": ("agencies_central", "- {key: bo-m, name: Bộ M, source: ND-1}", "bo-m", "unknown source"),
    "base nobody cites": ("legal_bases", "- {key: ND-0, name: Nghị định lạ}", "ND-0", "orphan"),
    "no basis": (
        "agency_succession",
        '- {from: bo-y-te, day: "2030-01-01", basis: [], stays: true, heirs: [{to: bo-noi-vu}]}',
        "bo-y-te",
        "no basis",
    ),
    "heir that is none": (
        "agency_succession",
        '- {from: bo-cong-an, day: "2030-01-01", basis: [unsourced], stays: true, heirs: [{to: bo-la}]}',
        "bo-cong-an",
        "orphan",
    ),
    "heir that was gone": (
        "agency_succession",
        '- {from: bo-quoc-phong, day: "2030-01-01", basis: [unsourced], stays: true, heirs: [{to: bo-thuy-san}]}',
        "bo-quoc-phong",
        "dates out of order",
    ),
    "end that the list does not know": (
        "agency_succession",
        '- {from: bo-tai-chinh, day: "2030-01-01", basis: [unsourced], heirs: [{to: bo-noi-vu, rest: true}]}',
        "bo-tai-chinh",
        "dates disagree",
    ),
    "work that comes back": (
        "agency_succession",
        '- {from: so-noi-vu, day: "2030-01-01", basis: [unsourced],'
        " heirs: [{to: so-lao-dong-thuong-binh-va-xa-hoi, rest: true}]}",
        "so-noi-vu",
        "cycle",
    ),
    "province without basis": (
        "provinces",
        '- {key: tinh-la, name: Tỉnh Lạ, until: "2030-01-01", successor: nghe-an}',
        "tinh-la",
        "no basis",
    ),
}


@contextmanager
def shelves(folder: Path) -> Iterator[Path]:
    """A copy of the vocabularies to spoil, in place of the real ones."""
    shutil.copytree(FOLDER, folder)
    caches = (vocabulary.load, succession.succession, succession.legal_bases)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vocabulary, "FOLDER", folder)
        patched.setattr(reference_lint, "FOLDER", folder)
        for cached in caches:
            cached.cache_clear()
        yield folder
    for cached in caches:
        cached.cache_clear()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Entry and fault of all that is found among the planted faults."""
    with shelves(tmp_path_factory.mktemp("shelves") / "reference") as folder:
        for name, lines, _, _ in PLANTED.values():
            path = folder / f"{name}.yaml"
            path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n{lines}\n", "utf-8")
        return {(finding.entry, finding.fault) for finding in reference_lint.lint()}


def test_all_is_in_order() -> None:
    assert [str(finding) for finding in reference_lint.lint()] == []


@pytest.mark.parametrize(("entry", "fault"), [case[2:] for case in PLANTED.values()], ids=PLANTED)
def test_a_planted_fault_is_found(found: set[tuple[str, str]], entry: str, fault: str) -> None:
    assert (entry, fault) in found


def test_the_command_fails_on_a_fault_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with shelves(tmp_path / "reference") as folder:
        (folder / "legal_bases.yaml").write_text("- key: [", "utf-8")
        assert reference_lint.main() == 1
    assert "legal_bases.yaml" in capsys.readouterr().out
