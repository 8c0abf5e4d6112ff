"""Every word of the page is there in every language, with the same variables."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import REPOSITORY
from web.words import FALLBACK, HOME, fields, languages, preferred, tell, words


def variables(text: str) -> set[str]:
    return {name for _, name in fields(text) if name}


def test_the_page_speaks_arabic_english_and_french() -> None:
    assert set(languages()) == {"ar", "en", "fr"}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_word_and_no_variable_is_missing(language: str) -> None:
    expected = {key: variables(text) for key, text in words(FALLBACK).items()}
    assert {key: variables(text) for key, text in words(language).items()} == expected


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_each_line_is_a_key_with_words_and_none_is_there_twice(language: str) -> None:
    lines = (HOME / f"{language}.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[a-z_]+ = \S.*\S|[a-z_]+ = \S", line) for line in lines)
    assert len(lines) == len(words(language))


def test_every_word_is_said_somewhere() -> None:
    """A key is written out where it is used, as a string of the rooms' code."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (REPOSITORY / "web").rglob("*.py")]
    constants = {n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)}
    assert set(words(FALLBACK)) <= constants


def test_a_missing_word_or_variable_fails_at_once() -> None:
    with pytest.raises(KeyError):
        tell("nothing of the kind", "en")
    with pytest.raises(KeyError):
        tell("position", "en", number=1)


def test_the_browser_chooses() -> None:
    assert preferred("FR-ca") == "fr"
    assert preferred("ar") == "ar"
    assert preferred("xx,ar") == FALLBACK
    assert preferred(";;,-\n") == FALLBACK
    assert preferred("../en") == FALLBACK
