"""Makes the pictures of the chat for both READMEs: ``python -m docs.screenshot``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
HERE = Path(__file__).parent
PICTURES = {
    "chat.png": ("en-US", "What did Norland say?"),
    "chat.ar.png": ("ar", "ماذا قال نورلاند؟"),
}
"""By file, the browser's language and what is asked."""

PORT = 7870
MOST_BYTES = 300_000


def main() -> None:
    """Open the program over the sources of the repository and take its pictures."""
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
        for name, (language, question) in PICTURES.items():
            page = browser.new_page(viewport={"width": 1200, "height": 800}, locale=language)
            page.goto(address)
            _ask(page, question)
            page.screenshot(path=HERE / name)
            if (HERE / name).stat().st_size > MOST_BYTES:
                sys.exit(f"{name} has more than {MOST_BYTES} bytes.")
        browser.close()


def _ask(page: Page, question: str) -> None:
    """Ask *question* and follow the first citation of the answer."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator("a.cite").first.click()
    page.wait_for_selector("#source mark.cited")
    page.mouse.move(1, 1)
    page.wait_for_timeout(1000)  # until the passage has been scrolled to


if __name__ == "__main__":
    main()
