"""Every sentence is there in every language, and a missing variable fails at once."""

from __future__ import annotations

from string import Template

import pytest

from index.text.language import detect_language
from prompts.say import FALLBACK, HOME, languages, say, spoken

TEN = ("ar", "de", "en", "es", "fa", "fr", "it", "pt", "ru", "tr")
NAMES = sorted(path.stem for path in (HOME / FALLBACK).glob("*.txt"))
VALUES = {"number": 7, "question": "Q?", "speaker": "X", "built": "B", "count": 3, "most": 9}


def _variables(name: str, language: str) -> list[str]:
    text = (HOME / language / f"{name}.txt").read_text("utf-8")
    return sorted(Template(text).get_identifiers())


def test_the_assistant_speaks_ten_languages() -> None:
    assert languages() == TEN


@pytest.mark.parametrize("language", TEN)
def test_every_language_has_every_sentence_with_the_same_variables(language: str) -> None:
    found = sorted(path.stem for path in (HOME / language).glob("*.txt"))
    assert found == NAMES
    for name in NAMES:
        assert _variables(name, language) == _variables(name, FALLBACK), name


@pytest.mark.parametrize("language", TEN)
@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_one_line_that_says_its_variables(name: str, language: str) -> None:
    said = say(name, language, **{key: VALUES.get(key, key) for key in _variables(name, language)})
    assert said
    assert "\n" not in said
    assert "$" not in said
    assert all(str(VALUES.get(key, key)) in said for key in _variables(name, language))


@pytest.mark.parametrize("language", TEN)
def test_a_sentence_is_in_its_language(language: str) -> None:
    """A file in the wrong folder would answer a Persian in Arabic."""
    for name in ("answered", "not_in_sources", "busy", "failed"):
        assert detect_language(say(name, language)) == language


def test_a_variable_is_put_in_and_a_missing_one_fails() -> None:
    for language in TEN:
        assert "Norland" in say("said", language, speaker="Norland")
        assert "$5" in say("said", language, speaker="$5")
        with pytest.raises(KeyError):
            say("said", language)


def test_another_language_gets_english() -> None:
    assert say("answered", "xx") == say("answered", "en")
    assert say("answered", "../ar") == say("answered", "en")


def test_a_language_that_is_not_spoken_gets_the_pages() -> None:
    assert spoken("fa") == "fa"
    assert spoken("nl", "tr") == "tr"
    assert spoken("nl", "sv") == spoken("und") == "en"
