"""Answers in words by a language model, checked against the passages."""
