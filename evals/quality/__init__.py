"""Quality as numbers against gold rows and judged questions."""
