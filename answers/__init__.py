"""Ranked passages to an answer with citations, or "not in the sources"."""
