"""The doors for programs: ``ask`` and ``list_sources``, as a JSON API and as tools of MCP.

The docstrings of the two functions are what an MCP client is told about them. Gradio would tell
it their results as Python writes a dict; so to MCP they answer with JSON that is written already.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from typing import Any

import gradio as gr
from gradio.events import api

from answers.rows import answer_row
from index.documents import Document
from index.errors import IsnadError
from web.guard.routes import API
from web.library import Library

MOST_SOURCES = 1000
_Row = dict[str, Any]

_log = logging.getLogger(__name__)


def has_mcp() -> bool:
    """Whether the packages of ``gradio[mcp]`` are installed."""
    return find_spec("mcp") is not None


def add_doors(library: Library) -> None:
    """Add the API over *library* to the page that is being built."""
    for door in (_ask(library), _list_sources(library)):
        api(door, api_name=door.__name__, queue=False, api_visibility="public")


def _ask(library: Library) -> Callable[[str, gr.Request], _Row | str]:
    def ask(question: str, request: gr.Request) -> _Row | str:  # noqa: D417  of MCP's client only one
        """Answer a question, in any language, with passages quoted to the letter from the sources.

        Args:
            question: The question, 2000 characters at most. Each is answered by itself.

        Returns:
            "citations" are the passages; where "answered" is false, only the nearest ones.
        """
        if not isinstance(question, str):
            raise _error("The question is not a text.")
        try:
            answer = library.ask(question.encode("utf-8", "replace").decode())
            return _written(answer_row(answer), request)
        except IsnadError as error:
            raise _error(str(error)) from error
        except Exception as error:
            _log.exception("a question could not be answered")
            raise _error("The question could not be answered.") from error

    return ask


def _list_sources(library: Library) -> Callable[[gr.Request], _Row | str]:
    def list_sources(request: gr.Request) -> _Row | str:
        """List the sources that questions are answered from, and how old their index is.

        Returns:
            The name, title, language and length of each; of a great many only the first 1000.
        """
        documents = library.documents
        fresh = library.freshness()
        row = {
            "total": len(documents),
            "sources": [_source_row(one) for one in islice(documents.values(), MOST_SOURCES)],
            "index": {"built": fresh.built, "changed_sources": list(fresh.changed_sources)},
        }
        return _written(row, request)

    return list_sources


def _source_row(document: Document) -> _Row:
    return {
        "source": document.source,
        "title": document.title,
        "language": document.language,
        "characters": len(document.text),
    }


def _written(row: _Row, request: gr.Request) -> _Row | str:
    by_mcp = f"{API}/mcp" in request.url.path
    return json.dumps(row, ensure_ascii=False) if by_mcp else row


def _error(sentence: str) -> gr.Error:
    """What Gradio sends as ``{"error": sentence}`` with status 500."""
    return gr.Error(sentence, print_exception=False)
