from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Room, ask

pytestmark = pytest.mark.browser

QUESTION = "What did Norland say?"
OpenRoom = Callable[..., Room]
OpenPage = Callable[..., Page]


def lies_inside(page: Page, inner: str, outer: str | None = None) -> bool:
    box = page.locator(inner).first.bounding_box()
    window = page.viewport_size
    assert box is not None
    assert window is not None
    room = page.locator(outer).bounding_box() if outer else None
    top = room["y"] if room else 0
    bottom = room["y"] + room["height"] if room else window["height"]
    return box["y"] >= top and box["y"] + box["height"] <= min(bottom, window["height"])


def test_a_question_is_answered_and_its_citation_followed(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    ask(page, QUESTION)
    quotes = page.locator("blockquote.psg")
    expect(quotes).to_have_count(5)
    for number in range(5):
        expect(quotes.nth(number)).to_contain_text("نورلاند")
        expect(quotes.nth(number).locator("mark")).to_have_count(1)
    assert page.locator("#status").inner_text().startswith("Index built")
    cite = page.locator("a.cite").first
    cite.click()
    passage = page.locator("#source mark.cited")
    expect(passage).to_have_text(quotes.first.inner_text())
    expect(cite).to_have_attribute("aria-current", "true")
    page.wait_for_timeout(500)
    assert lies_inside(page, "#source mark.cited", "#source")


def test_arabic_runs_from_the_right(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    ask(page, QUESTION)
    quote = page.locator("blockquote.psg").first
    style = quote.evaluate("(e) => [getComputedStyle(e).direction, getComputedStyle(e).textAlign]")
    assert style == ["rtl", "start"]
    # The last line is short: it must end far from the left side and begin at the right one.
    lines = quote.locator("mark").evaluate(
        "(e) => [...e.getClientRects()].map((r) => [r.left, r.right])"
    )
    box = quote.bounding_box()
    assert box is not None
    assert all(box["x"] + box["width"] - right < 40 for _, right in lines)
    assert lines[-1][0] - box["x"] > 60


@pytest.mark.parametrize("width", [360, 700, 1600])
def test_every_width_shows_answer_and_passage(room: Room, open_page: OpenPage, width: int) -> None:
    page = open_page(room, width)
    ask(page, "ماذا قال نورلاند؟")
    expect(page.locator("blockquote.psg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.wait_for_timeout(500)
    assert lies_inside(page, "#question")
    page.locator("a.cite").first.click()
    expect(page.locator("#source mark.cited")).to_be_visible()
    page.wait_for_timeout(500)
    assert lies_inside(page, "#source mark.cited")


def test_a_rebuild_takes_in_a_new_source(open_room: OpenRoom, open_page: OpenPage) -> None:
    room = open_room()
    page = open_page(room)
    (room.sources / "bridge.txt").write_text("The Orlo bridge was closed by a storm in 1931.\n")
    page.reload()
    expect(page.locator("#status")).to_contain_text("1 new (bridge.txt)", timeout=30_000)
    page.click("#rebuild")
    expect(page.locator("#report")).to_contain_text("1 added", timeout=60_000)
    expect(page.locator("#status")).to_contain_text("No source has changed since")
    ask(page, "When was the Orlo bridge closed?")
    expect(page.locator("blockquote.psg").first).to_contain_text("1931")


def test_a_rebuild_that_fails_says_why(open_room: OpenRoom, open_page: OpenPage) -> None:
    room = open_room()
    page = open_page(room)
    for source in room.sources.iterdir():
        source.unlink()
    page.click("#rebuild")
    expect(page.locator("#report")).to_contain_text("the old one goes on", timeout=60_000)
    ask(page, QUESTION)
    expect(page.locator("blockquote.psg")).to_have_count(5)


def test_a_question_without_words_and_a_new_chat(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    ask(page, "؟؟؟")
    expect(page.locator("#chat .notice")).to_have_count(1)
    page.click("#new-chat")
    expect(page.locator("#chat .asked")).to_have_count(0)
    ask(page, QUESTION)
    expect(page.locator("#chat .asked")).to_have_count(1)


def test_each_window_has_its_own_chat(room: Room, open_page: OpenPage) -> None:
    first, second = open_page(room), open_page(room)
    ask(first, QUESTION)
    ask(second, "ماذا قال هاريس؟")
    ask(first, "???")
    expect(first.locator("#chat .asked")).to_have_text([QUESTION, "???"])
    expect(second.locator("#chat .asked")).to_have_text(["ماذا قال هاريس؟"])
    second.reload()
    expect(second.locator(".welcome")).to_be_visible()
    expect(second.locator("#chat .asked")).to_have_count(0)
    with second.expect_download() as download:
        second.click("#download")
    assert "Norland" not in Path(download.value.path()).read_text("utf-8")


def test_each_window_has_its_own_turns(room: Room, open_page: OpenPage) -> None:
    first, second = open_page(room), open_page(room)
    ask(first, QUESTION)
    ask(second, "من هو قائد أفريكوم؟")
    expect(first.locator("#chat .lead")).to_have_count(1)
    ask(first, "And about the militias?")
    searched = first.locator("#chat .searched")
    expect(searched).to_have_text("Searched for: What did Norland say about the militias?")
    ask(second, "And about the militias?")
    expect(second.locator("#chat .searched")).not_to_contain_text("Norland")
    first.click("#new-chat")
    expect(first.locator("#chat .asked")).to_have_count(0)
    ask(first, "And about the militias?")
    expect(first.locator("#chat .age")).to_have_count(1)
    expect(first.locator("#chat .searched")).to_have_count(0)


def test_a_login_is_asked_for(open_room: OpenRoom, browser: Browser) -> None:
    room = open_room(None, "--auth", "maria:open sesame")
    page = browser.new_page()
    page.goto(room.address)
    page.wait_for_selector("input[type=password]")
    assert page.request.post(f"{room.address}/gradio_api/queue/join", data={}).status == 401
    for password, status in (("wrong", 400), ("open sesame", 200)):
        page.locator("input").first.fill("maria")
        page.fill("input[type=password]", password)
        with page.expect_response("**/login") as response:
            page.locator("button").first.click()
        assert response.value.status == status
    ask(page, QUESTION)
    expect(page.locator("blockquote.psg")).to_have_count(5)
    page.close()
