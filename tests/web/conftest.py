from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
from tests.web.running import Running, running, write_accounts
from web.library import Library


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "harbour.txt").write_text(
        "The harbour opened in May.\n\nMaria Lind said that forty ships came in June.\n", "utf-8"
    )
    return folder


@pytest.fixture
def library(sources: Path, tmp_path: Path, encoder: Encoder) -> Library:
    folder = tmp_path / "index"
    build(sources, folder, encoder)
    return Library(sources, folder, load(folder), encoder)


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The program as it is by itself: whoever sits at this machine owns it."""
    with running(tmp_path_factory.mktemp("console")) as program:
        yield program


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The program with a login on the local network, and with a proxy whose word it takes."""
    folder = tmp_path_factory.mktemp("guarded")
    flags = ["--host", "0.0.0.0", "--trusted-proxy", "127.0.0.1"]  # noqa: S104
    with running(folder, *flags, "--auth-file", str(write_accounts(folder))) as program:
        yield program
