"""Hits as JSON."""

from __future__ import annotations

from typing import Any

from retrieval.retriever import Hit


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as the JSON of ``python -m retrieval`` and ``python -m answers`` has it."""
    passage = hit.passage
    return {
        "source": passage.source,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "paragraph": passage.paragraph,
        "page": passage.page,
        "row": passage.row,
        "score": round(hit.score, 6),
        "ranks": hit.ranks,
    }
