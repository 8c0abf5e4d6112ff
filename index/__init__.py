"""Sources to documents, passages and an index on disk."""
