"""Answers as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from answers.answer import Answer
from retrieval.rows import hit_row


def answer_row(answer: Answer) -> dict[str, Any]:
    """An answer as ``python -m answers --json`` prints it, but for its id."""
    return {
        "question": answer.question,
        "searched": answer.searched,
        "language": answer.language,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "text": answer.text,
        **_composed(answer),
        "citations": [asdict(citation) for citation in answer.citations],
        "hits": [hit_row(hit) for hit in answer.hits],
        "index": {
            "built": answer.freshness.built,
            "changed_sources": list(answer.freshness.changed_sources),
        },
    }


def _composed(answer: Answer) -> dict[str, Any]:
    """What a language model wrote; nothing where none was asked."""
    if not answer.sentences and not answer.note:
        return {}
    return {"sentences": [asdict(one) for one in answer.sentences], "note": answer.note}
