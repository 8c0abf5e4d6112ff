from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

Scheme = Literal["light", "dark"]

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Room:
    """The program in a process of its own, over its own copy of the sources."""

    address: str
    sources: Path


@dataclass(frozen=True, slots=True)
class Watch:
    """What a page did that it should not."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def ask(page: Page, question: str) -> None:
    """Ask by the keyboard, and wait until the question stands in the chat."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#chat .asked").last).to_have_text(question)


@contextmanager
def opened(folder: Path, files: dict[str, str], *flags: str) -> Iterator[Room]:
    """Start the program over the repository's sources and *files*, by name; and end it."""
    sources = folder / "sources"
    shutil.copytree(REPOSITORY / "seeds", sources)
    for name, text in files.items():
        (sources / name).write_text(text, "utf-8")
    folders = ["--sources", str(sources), "--index", str(folder / "index")]
    command = [sys.executable, "app.py", *folders, *flags]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert said.startswith("Isnad is open at http://127.0.0.1:")
            yield Room(said.split()[-1], sources)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room for the tests that change nothing in it."""
    with opened(tmp_path_factory.mktemp("room"), {}) as room:
        yield room


@pytest.fixture
def open_room(tmp_path: Path) -> Iterator[Callable[..., Room]]:
    """Open a room of the test's own, with more sources and flags."""
    with ExitStack() as stack:
        yield lambda files=None, *flags: stack.enter_context(opened(tmp_path, files or {}, *flags))


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[[Room], Page]]:
    """Open the page in a window of its own; at the end it must have kept to itself."""
    contexts = []

    def open_at(
        room: Room, width: int = 1280, language: str = "en-US", scheme: Scheme = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 850},
            locale=language,
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()

        def requested(request: Request) -> None:
            if not request.url.startswith((room.address, "data:", "blob:")):
                watch.outside.append(request.url)

        def told(message: ConsoleMessage) -> None:
            if message.type == "error":
                watch.errors.append(message.text)

        page.on("request", requested)
        page.on("console", told)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.goto(room.address)
        page.wait_for_selector("#question textarea")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert watch.outside == []
    assert watch.errors == []
