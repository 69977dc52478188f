"""Speed and size, as ratios against a peer measured in the same run."""
