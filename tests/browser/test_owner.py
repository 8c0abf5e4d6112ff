"""The owner's part of the page: files are dropped, others go on, and see the new index."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.web.running import QUESTION, running, write_accounts

pytestmark = pytest.mark.browser

_BRIDGE = "The old bridge over the river was shut in June because of a storm."


def enter(browser: Browser, address: str, user: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(address)
    page.get_by_label("username").fill(user)
    page.get_by_label("password").fill(f"{user}'s")
    page.get_by_role("button", name="Login").click()
    page.wait_for_selector("#question textarea")
    return page


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#chat .asked").last).to_have_text(question)


def test_the_owner_drops_a_file_and_a_guest_sees_it(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, "--auth-file", str(write_accounts(tmp_path))) as program:
        owner = enter(browser, program.address, "olga")
        guest = enter(browser, program.address, "guest")
        expect(owner.locator("#owner")).to_be_visible()
        text = _BRIDGE.encode()
        file = FilePayload(name="جسر <b>.txt", mimeType="text/plain", buffer=text)
        owner.click("#owner button:has-text('Add or remove sources')")
        owner.set_input_files("#add-sources input[type=file]", [file])
        expect(owner.locator("#owner-report")).to_contain_text("was added")
        assert owner.locator("#owner-report b").count() == 0
        owner.click("#rebuild")
        ask(guest, QUESTION)
        expect(guest.locator("blockquote.psg").first).to_contain_text("opened in May")
        expect(owner.locator("#report")).to_contain_text("1 added", timeout=60_000)
        ask(guest, "When was the bridge shut?")
        expect(guest.locator("blockquote.psg", has_text="storm")).to_have_count(1)
        assert guest.locator("#owner").is_visible() is False
        assert guest.locator("#rebuild").is_visible() is False
        assert "bridge" not in owner.locator("#chat").inner_text()
        for page in (owner, guest):
            page.context.close()
