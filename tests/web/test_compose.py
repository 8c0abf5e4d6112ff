"""The page with a language model: checked sentences come as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

from answers.language_model.settings import ModelSettings
from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
from tests.answers.language_model.model_server import ModelServer, fails, says, serving
from web.handlers import Handlers
from web.library import Library

QUESTION = "What did Maria Lind say?"
ENGLISH = gr.Request(Request({"type": "http", "headers": [(b"accept-language", b"en")]}))


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture
def handlers(sources: Path, tmp_path: Path, encoder: Encoder, server: ModelServer) -> Handlers:
    folder = tmp_path / "index"
    build(sources, folder, encoder)
    model = ModelSettings(server.url, "m")
    return Handlers(Library(sources, folder, load(folder), encoder, model))


def _text(history: list[Any]) -> str:
    """What the last message shows."""
    (part,) = history[-1]["content"]
    text: str = part["text"]
    return text


def test_the_answer_grows_in_place(handlers: Handlers, server: ModelServer) -> None:
    server.script = says(
        "Forty ships came in June, Maria Lind said. [1] ", "<b>Bread</b> burned. [1]"
    )
    steps = list(handlers.stream(QUESTION, [], ENGLISH))
    assert [len(history) for _, history, *_ in steps] == [2] * len(steps)
    shown = [_text(history) for _, history, *_ in steps]
    assert 'class="composed"' not in shown[0]
    assert "Forty ships came in June&#44; Maria Lind said&#46; &#91;1&#93;" in shown[-1]
    assert 'class="note"' in shown[-1]
    assert "Bread" not in "".join(shown)
    assert all('class="card"' in one for one in shown)


def test_a_model_that_fails_leaves_the_cards(handlers: Handlers, server: ModelServer) -> None:
    server.script = fails(500)
    _, history, *_ = handlers.ask(QUESTION, [], ENGLISH)
    assert "gave no usable answer" in _text(history)
    assert 'class="card"' in _text(history)
