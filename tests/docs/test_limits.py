"""The limits that docs/security.md tells are those of the program."""

from __future__ import annotations

import pytest

from answers.language_model import model, settings
from index.readers.read import MAX_BYTES
from retrieval.query import MAX_CHARACTERS
from tests.conftest import REPOSITORY
from web import owner, share
from web.guard import limits, login

_PAGE = (REPOSITORY / "docs" / "security.md").read_text("utf-8")
_A_QUESTION = 15
"""What a question takes of a visitor's ration (``web.guard.routes``)."""


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("a question", f"{MAX_CHARACTERS:,} characters"),
        ("a request", f"{limits.MOST_BYTES // 1024} KB, {limits.BODY_SECONDS:.0f} seconds"),
        ("a source that is", f"{MAX_BYTES // 1_000_000} MB, {limits.UPLOAD_SECONDS:.0f} seconds"),
        ("sources of a page", f"{owner._MOST_SOURCES:,}"),
        ("requests of one", f"{limits._RATION // _A_QUESTION} at once"),
        ("at work for one", f"{limits._MOST_OF_ONE} requests, {limits._MOST_OF_ONE} open streams"),
        ("at work in all", f"{limits._MOST_AT_ONCE} requests, {limits._MOST_STREAMS:,} open"),
        ("guesses of a", f"{login.GUESSES} for an account"),
        ("guesses of a", f"every {login._SECONDS_A_GUESS:.0f} seconds"),
        (
            "a language model",
            f"{model.MOST_CHARACTERS:,} characters, {settings.SECONDS:.0f} seconds",
        ),
        ("waiting for a", f"{share.PATIENCE:.0f} seconds"),
    ],
)
def test_a_limit_is_told_as_it_is(what: str, value: str) -> None:
    (row,) = [line for line in _PAGE.splitlines() if line.startswith(f"| {what}")]
    assert value in row
