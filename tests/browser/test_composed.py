"""A language model's checked sentences, as a browser shows them while they come."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.answers.language_model.model_server import Handler, serving
from tests.browser.conftest import Room
from tests.browser.test_chat import QUESTION

pytestmark = pytest.mark.browser

FIRST = "Norland said that his country rejects foreign mercenaries in Libya. [1]"
SECOND = "Norland offered full support to the political process in Libya. [3]"


def test_sentences_are_shown_as_they_come(
    open_room: Callable[..., Room], open_page: Callable[[Room], Page]
) -> None:
    go_on = threading.Event()

    def script(handler: Handler) -> None:
        handler.start()
        handler.piece(f"{FIRST} Haftar sold Libya to Morrison. [1] {SECOND} ")
        go_on.wait(60)
        handler.piece("", finish="stop")

    with serving() as server:
        server.script = script
        page = open_page(open_room(None, "--llm", server.url, "--llm-model", "m"))
        page.fill("#question textarea", QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector(".composed")
        assert page.inner_text(".composed") == FIRST
        go_on.set()
        page.wait_for_selector(".note")
        assert page.inner_text(".composed") == f"{FIRST} {SECOND}"
        assert page.locator(".card").count() == 5
        assert len(server.asked) == 1
