"""The second reader of obligations: what it learns from, its training, and its worth on documents left out."""
