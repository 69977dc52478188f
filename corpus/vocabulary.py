"""Reads the YAML vocabularies in ``corpus/reference``.

A vocabulary is a list of entries. An entry that carries a `pattern` also carries
the phrases it must match (`yes`) and must not (`no`); `tests/corpus/test_vocabularies.py`
holds every file to that. Patterns are regular expressions in verbose mode, without
case; they are matched against folded text (`corpus.vietnamese.fold`), so they are
written in lower case with the newer tone placement.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import VocabularyError

FOLDER = Path(__file__).parent / "reference"

Entry = dict[str, Any]

# YAML 1.1 reads the field names `yes` and `no` as truth values.
_SPELT: dict[Any, str] = {True: "yes", False: "no"}


@cache
def load(name: str) -> tuple[Entry, ...]:
    """The entries of ``corpus/reference/<name>.yaml``, in file order.

    Raises `VocabularyError` where the file is missing, is not a list of mappings,
    or repeats a `key`.
    """
    # Not at the top: commands that look nothing up need not wait for it.
    import yaml

    path = FOLDER / f"{name}.yaml"
    # The C loader reads the authority list several times faster; it is missing only
    # where PyYAML was built without libyaml.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        entries = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe ones
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise VocabularyError(f"{path.name}: not a list of entries")
    keys = [e["key"] for e in entries if "key" in e]
    if repeated := {k for k in keys if keys.count(k) > 1}:
        raise VocabularyError(f"{path.name}: repeated keys {sorted(repeated)}")
    return tuple({_SPELT.get(key, key): value for key, value in e.items()} for e in entries)


def pattern(entry: Entry) -> re.Pattern[str]:
    """The compiled `pattern` of an entry; raises `VocabularyError` where it is no regular expression."""
    try:
        return re.compile(entry["pattern"], re.VERBOSE | re.IGNORECASE)
    except (KeyError, re.error) as error:
        raise VocabularyError(f"{entry.get('key', entry)}: {error}") from error
