"""The doors for programs: ``ask`` and ``list_sources``, as a JSON API and as tools of MCP.

The docstrings of the two functions are what an MCP client is told about them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import gradio as gr
from gradio.events import api

from answers.rows import answer_row
from index.errors import IsnadError
from web.library import Library

MOST_SOURCES = 1000
_log = logging.getLogger(__name__)


def has_mcp() -> bool:
    """Whether the packages of ``gradio[mcp]`` are installed."""
    return find_spec("mcp") is not None


def add_doors(library: Library) -> None:
    """Add the API over *library* to the page that is being built."""
    for door in (_ask(library), _list_sources(library)):
        api(door, api_name=door.__name__, queue=False, api_visibility="public")


def _ask(library: Library) -> Callable[[str], dict[str, Any]]:
    def ask(question: str) -> dict[str, Any]:
        """Answer a question, in any language, with passages quoted to the letter from the sources.

        Args:
            question: The question, 2000 characters at most. Each is answered by itself.

        Returns:
            The answer: "answered" tells whether the sources answer the question; "citations" are
            the passages, each with its source and place; where "answered" is false they are
            only the nearest ones.
        """
        if not isinstance(question, str):
            raise _error("The question is not a text.")
        try:
            return answer_row(library.ask(question.encode("utf-8", "replace").decode()))
        except IsnadError as error:
            raise _error(str(error)) from error
        except Exception as error:
            _log.exception("a question could not be answered")
            raise _error("The question could not be answered.") from error

    return ask


def _list_sources(library: Library) -> Callable[[], dict[str, Any]]:
    def list_sources() -> dict[str, Any]:
        """List the sources that questions are answered from, and how old their index is.

        Returns:
            The sources by name, each with its title, language and length in characters; of a
            great many only the first 1000. "total" counts all.
        """
        documents = library.documents
        fresh = library.freshness()
        return {
            "total": len(documents),
            "sources": [
                {
                    "source": document.source,
                    "title": document.title,
                    "language": document.language,
                    "characters": len(document.text),
                }
                for document in list(documents.values())[:MOST_SOURCES]
            ],
            "index": {"built": fresh.built, "changed_sources": list(fresh.changed_sources)},
        }

    return list_sources


def _error(sentence: str) -> gr.Error:
    """What Gradio sends as ``{"error": sentence}`` with status 500."""
    return gr.Error(sentence, print_exception=False)
