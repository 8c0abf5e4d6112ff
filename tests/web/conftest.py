from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.store import load
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
