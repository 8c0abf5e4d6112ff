"""The pane beside the chat: citations one after the other, copying, and the list of sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room, ask

pytestmark = pytest.mark.browser

QUESTION = "What did Norland say?"
OpenRoom = Callable[..., Room]
OpenPage = Callable[..., Page]


def quote(page: Page, number: int) -> str:
    return page.locator("blockquote.psg").nth(number).inner_text()


def test_next_and_previous_lead_through_the_citations(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    ask(page, QUESTION)
    page.locator("a.cite").first.click()
    passage = page.locator("#source mark.cited")
    position = page.locator("#source .position")
    expect(position).to_have_text("1 of 5")
    expect(page.locator("#source .previous")).to_be_disabled()
    page.click("#source .next")
    expect(position).to_have_text("2 of 5")
    expect(passage).to_have_text(quote(page, 1))
    expect(page.locator("a.cite").nth(1)).to_have_attribute("aria-current", "true")
    page.click("#source .previous")
    expect(passage).to_have_text(quote(page, 0))
    page.locator("a.cite").nth(4).click()
    expect(position).to_have_text("5 of 5")
    expect(page.locator("#source .next")).to_be_disabled()


def test_a_citation_is_copied_with_its_place(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    ask(page, QUESTION)
    page.locator("#chat button.copy").nth(1).click()
    expect(page.locator(".announcer")).to_have_text("Copied")
    expected = f"{quote(page, 1)}\n— us-position-on-libya.ar.txt, "
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(expected)
    assert copied.endswith("paragraph 6")
    page.locator("a.cite").first.click()
    page.click("#source button.copy")
    expect(page.locator("#source button.copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith(quote(page, 0))


def test_without_tls_a_citation_is_copied_too(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    ask(page, QUESTION)
    page.locator("#chat button.copy").first.click()
    expect(page.locator(".announcer")).to_have_text("Copied")


def test_the_conversation_is_downloaded(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    ask(page, QUESTION)
    ask(page, "???")
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "conversation.md"
    kept = Path(download.value.path()).read_text("utf-8")
    assert kept.startswith("# Isnad\n\n## What did Norland say?\n")
    assert "## ???" in kept
    assert f"> {quote(page, 0)}\n" in kept


def test_everything_is_done_by_the_keyboard(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)

    def focused(selector: str) -> bool:
        return bool(page.evaluate(f"document.activeElement.matches({selector!r})"))

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if focused(selector):
                style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert style == "solid"
                return
        raise AssertionError(selector)

    page.evaluate("document.activeElement.blur()")
    tab_to("a.skip")
    page.keyboard.press("Enter")
    assert focused("#question textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("a.cite")).to_have_count(5)
    page.evaluate("document.querySelector('#rebuild').focus()")
    tab_to("a.cite")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark.cited")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("a.cite").first).to_be_focused()
    tab_to("#chat button.copy")
    page.keyboard.press("Enter")
    expect(page.locator(".announcer")).to_have_text("Copied")
    tab_to("#source button.all_sources")
    page.keyboard.press("Enter")
    expect(page.locator("#sources a.open")).to_be_visible()
    tab_to("#sources a.open")
    page.keyboard.press("Enter")
    expect(page.locator("#source h2")).to_be_focused()
    expect(page.locator("#source .steps")).to_be_hidden()


def test_an_example_is_asked(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    example = page.locator("button.example").first
    question = example.inner_text()
    example.press("Enter")
    expect(page.locator("#chat .asked")).to_have_text(question)
    expect(page.locator("blockquote.psg").first).to_be_visible()
    expect(example).to_be_hidden()


def test_an_answer_is_one_request(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    expect(page.locator("button.example").first).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or request.url))
    ask(page, QUESTION)
    expect(page.locator("blockquote.psg")).to_have_count(5)
    page.wait_for_timeout(300)
    assert len([body for body in sent if QUESTION in body]) == 1
    assert len(sent) == 1


def test_all_windows_see_the_new_index(open_room: OpenRoom, open_page: OpenPage) -> None:
    room = open_room({"broken.txt": ""})
    first, second = open_page(room), open_page(room, 1280, "fr")
    expect(first.locator("#sources li.unreadable")).to_contain_text("it holds no text")
    (room.sources / "bridge.txt").write_text("The Orlo bridge was closed by a storm in 1931.\n")
    first.click("#rebuild")
    for page, told in ((first, "bridge.txt"), (second, "bridge.txt")):
        row = page.locator("#sources li.indexed", has_text=told)
        expect(row).to_be_visible(timeout=60_000)
    expect(second.locator("#status")).to_contain_text("Aucune source n’a changé depuis")
