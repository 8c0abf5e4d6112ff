"""What goes wrong between the browser and the page is told in its words, and covers nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room, Watch, ask
from web.words import tell

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

ON_TOP = """(element) => {
  const box = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + 8));
}"""


def asked(room: Room, open_page: OpenPage, language: str) -> Page:
    """A page with one answer, whose input takes questions of any length."""
    page = open_page(room, 1280, language)
    ask(page, "What did Norland say?")
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.locator("#question textarea").evaluate("(input) => input.removeAttribute('maxlength')")
    return page


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_the_guard_refuses(
    room: Room, open_page: OpenPage, watch: Watch, language: str
) -> None:
    page = asked(room, open_page, language)
    page.fill("#question textarea", "a" * 70_000)
    page.press("#question textarea", "Enter")
    expect(page.get_by_role("alert")).to_have_text(tell("sent_large", language))
    expect(page.locator("[data-testid=status-tracker] .error:visible")).to_have_count(0)
    assert page.locator("#chat .lead").evaluate(ON_TOP)
    assert any("413" in error for error in watch.errors)
    watch.errors.clear()


def test_a_lost_connection_leaves_the_chat(room: Room, open_page: OpenPage, watch: Watch) -> None:
    page = asked(room, open_page, "ar")
    page.context.set_offline(True)
    page.fill("#question textarea", "ماذا قال هاريس؟")
    page.press("#question textarea", "Enter")
    expect(page.get_by_role("alert")).to_have_text(tell("unreachable", "ar"))
    expect(page.locator(".toast-body")).to_be_hidden()
    assert page.locator("#chat .lead").evaluate(ON_TOP)
    page.context.set_offline(False)
    page.press("#question textarea", "Enter")
    expect(page.locator("#chat .answer")).to_have_count(2)
    watch.errors.clear()


def test_a_file_that_cannot_be_read(room: Room, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(room, 1280, "ar")
    program = tmp_path / "برنامج.exe"
    program.write_bytes(b"MZ")
    page.locator("#owner .label-wrap").click()
    page.locator("#add-sources input[type=file]").set_input_files(program)
    expect(page.get_by_role("alert")).to_contain_text("تتعذر قراءة «برنامج.exe»")
    expect(page.locator(".toast-body")).to_be_hidden()
