"""What a document is, who the agencies are, and where it is all kept."""
