"""Whether the best passage answers the question at all."""

from __future__ import annotations

from retrieval.query import Query
from retrieval.retriever import Hit

THRESHOLD = 0.25
"""Between the median of questions that the sources answer and of those that they do not."""


def answers_question(query: Query, best: Hit) -> bool:
    """Whether the best hit is near enough to be an answer."""
    return best.late_interaction >= THRESHOLD
