"""The index that the tests of storage copy and spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load, save
from tests.index.corpus import write_sources


@pytest.fixture(scope="module")
def built(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that no test writes to; a passage of it stands in two sources."""
    home = tmp_path_factory.mktemp("store")
    sources = write_sources(home / "sources")
    (sources / "again.md").write_text("# The visit\n\nThey spoke of the ceasefire.\n", "utf-8")
    build(sources, home / "index", encoder)
    return home / "index"


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    save(load(built).contents(), tmp_path / "index")
    return tmp_path / "index"
