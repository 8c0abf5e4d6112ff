"""Where the tests of builds keep what they build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.corpus import write_sources


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "sources")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"
