"""What the tests of all rooms share: the real encoder, and the real command line."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from index.build import build
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.storage.store import load
from retrieval.retriever import Retriever

REPOSITORY = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

Run = Callable[..., subprocess.CompletedProcess[str]]
Result = TypeVar("Result")


def awaited(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns, in a thread of its own: the browser's loop keeps the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled encoder; loading it takes a second, so it is loaded once."""
    return load_encoder()


@pytest.fixture(scope="session")
def run_module() -> Run:
    """Run ``python -m`` from the repository: ``run_module("index", "status")``."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *map(str, arguments)]
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command, cwd=REPOSITORY, capture_output=True, text=True, check=False, **options
        )

    return run


@pytest.fixture(scope="session")
def article(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """A retriever over the article in ``seeds/`` alone."""
    sources = tmp_path_factory.mktemp("article")
    shutil.copy(REPOSITORY / "seeds" / "us-position-on-libya.ar.txt", sources)
    folder = tmp_path_factory.mktemp("index")
    build(sources, folder, encoder)
    return Retriever(load(folder), encoder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        reason = f"there is no {CHROMIUM}; get it with: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
