"""Optimises a shard in a process of its own: ``python -m index.engines.optimize_worker FOLDER``.

Qdrant Edge holds the GIL for the whole of it (77 s at 100,000 points), which would
freeze every answer of the process that does it. Run on a copy; `index.engines.qdrant_edge` swaps it in.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Optimises the shard in the folder named on the command line."""
    os.nice(19)  # questions come first
    import qdrant_edge

    shard = qdrant_edge.EdgeShard.load(sys.argv[1])
    shard.optimize()
    shard.flush()
    shard.close()


if __name__ == "__main__":
    main()
