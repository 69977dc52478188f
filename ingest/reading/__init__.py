"""Files to text: one reader a format, chosen by what the bytes are."""
