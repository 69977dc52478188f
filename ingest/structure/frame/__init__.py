"""The frame of a document: letterhead, title, preamble and what stands after the signature."""
