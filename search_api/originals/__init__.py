"""The original files: where a clause stands in them, and pictures of their pages."""
