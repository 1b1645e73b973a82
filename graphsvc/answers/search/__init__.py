"""Full-text search: documents of the index, and formatting of hits."""
