"""``python -m evals.quality.crosswalk``: see `evals.quality.crosswalk.left_out`."""

from evals.quality.crosswalk.left_out import main

main()
