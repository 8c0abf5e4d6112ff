"""Every sentence is there in every language, and a missing variable fails at once."""

from __future__ import annotations

import pytest

from prompts.say import FALLBACK, HOME, languages, say


def test_every_language_has_every_sentence_with_the_same_variables() -> None:
    from string import Template

    expected = {
        path.name: sorted(Template(path.read_text("utf-8")).get_identifiers())
        for path in (HOME / FALLBACK).glob("*.txt")
    }
    assert "ar" in languages()
    for language in languages():
        found = {
            path.name: sorted(Template(path.read_text("utf-8")).get_identifiers())
            for path in (HOME / language).glob("*.txt")
        }
        assert found == expected


def test_a_variable_is_put_in_and_a_missing_one_fails() -> None:
    assert "Norland" in say("said", "en", speaker="Norland")
    assert "$5" in say("said", "en", speaker="$5")
    with pytest.raises(KeyError):
        say("said", "en")


def test_another_language_gets_english() -> None:
    assert say("answered", "xx") == say("answered", "en")
    assert say("answered", "../ar") == say("answered", "en")
