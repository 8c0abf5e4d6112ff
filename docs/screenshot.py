"""Makes the picture of the chat for the README: ``python -m docs.screenshot``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PICTURE = Path(__file__).parent / "chat.png"
QUESTION = "What did Norland say?"
PORT = 7870
MOST_BYTES = 300_000


def main() -> None:
    """Open the program over the sources of the repository and take its picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "app.py", "--index", folder, "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            _take(_address(server))
        finally:
            server.terminate()
            server.wait()


def _address(server: subprocess.Popen[str]) -> str:
    """The address that the program prints once it is open."""
    for line in server.stdout or ():
        return line.split()[-1]
    sys.exit("The program did not start.")


def _take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.goto(address)
        _ask(page)
        page.screenshot(path=PICTURE)
        browser.close()
    if PICTURE.stat().st_size > MOST_BYTES:
        sys.exit(f"The picture has more than {MOST_BYTES} bytes.")


def _ask(page: Page) -> None:
    """Ask the question and follow the first citation of the answer."""
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.locator("a.cite").first.click()
    page.wait_for_selector("#source mark.cited")
    page.mouse.move(1, 1)
    page.wait_for_timeout(1000)  # until the passage has been scrolled to


if __name__ == "__main__":
    main()
