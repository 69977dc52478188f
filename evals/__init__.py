"""Questions to numbers: retrieval and extraction quality. Nothing imports this package."""
