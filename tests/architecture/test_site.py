"""The documentation as a site: built without a warning, and loading nothing from another host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from lxml import html

from tests.architecture.test_architecture import REPOSITORY


def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=REPOSITORY,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},  # of a release to come: says nothing about these pages
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    built = sorted(tmp_path.rglob("*.html"))
    assert len(built) > len(list((REPOSITORY / "docs").rglob("*.md")))
    for page in built:
        tree = html.fromstring(page.read_bytes())
        loaded = tree.xpath("//script/@src | //link[not(@rel='canonical')]/@href | //img/@src | //iframe/@src")
        assert not [address for address in loaded if re.match(r"(?:https?:)?//", address)], page
