"""What axe-core finds: contrast, names, roles, landmarks; it must find nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room, ask

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe" / "axe.min.js"


def assert_accessible(page: Page) -> None:
    found = page.evaluate(
        "axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))"
    )
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("ar", 1280), ("ar", 360)])
def test_axe_finds_nothing(
    room: Room, open_page: Callable[..., Page], scheme: str, language: str, width: int
) -> None:
    page = open_page(room, width, language, scheme)
    page.evaluate(AXE.read_text("utf-8"))
    expect(page.locator("button.example").first).to_be_visible()
    expect(page.locator("#sources a.open")).to_be_visible()
    assert_accessible(page)
    page.locator("#owner button").first.click()
    expect(page.locator("#remove-source")).to_be_visible()
    assert_accessible(page)
    ask(page, "What did Norland say?")
    page.locator("a.cite").first.click()
    expect(page.locator("#source mark.cited")).to_be_focused()
    page.wait_for_timeout(400)
    assert_accessible(page)
