"""``python -m corpus.documents.generator``: writes the sample documents again from their sources."""

from __future__ import annotations

import sys

from corpus.documents.generator.writing import write_all


def main() -> None:
    """Writes what differs and names it on standard error."""
    written = write_all()
    print("\n".join(written) if written else "Các văn bản mẫu không có gì thay đổi.", file=sys.stderr)  # noqa: T201


main()
