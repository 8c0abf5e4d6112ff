"""A sentence of the assistant in the language of the question."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

HOME = Path(__file__).parent
FALLBACK = "en"


def say(name: str, language: str, **variables: object) -> str:
    """The sentence *name* in *language*, or in English where it has not been translated.

    >>> say("not_in_sources", "en")
    'The sources do not answer this question. These passages come nearest:'

    Raises:
        KeyError: a variable of the sentence is missing.
        FileNotFoundError: there is no such sentence.
    """
    return _template(name, language).substitute(variables)


def instruct(name: str, **variables: object) -> str:
    """What is sent to a language model; it is English, whatever the question is in.

    Raises:
        KeyError: a variable is missing.
        FileNotFoundError: there is no such file.
    """
    path = HOME / "model" / f"{name}.txt"
    return Template(path.read_text("utf-8").strip()).substitute(variables)


def spoken(language: str, likely: str | None = None) -> str:
    """The language to answer in: the question's, or the page's, or English.

    >>> spoken("fr", "ar"), spoken("nl", "ar"), spoken("nl")
    ('fr', 'ar', 'en')
    """
    return next((one for one in (language, likely) if one in languages()), FALLBACK)


@cache
def languages() -> tuple[str, ...]:
    """The languages that the assistant speaks."""
    found = (path.name for path in HOME.iterdir() if (path / "not_in_sources.txt").exists())
    return tuple(sorted(found))


@cache
def _template(name: str, language: str) -> Template:
    path = HOME / language / f"{name}.txt"
    if language not in languages():
        path = HOME / FALLBACK / f"{name}.txt"
    return Template(path.read_text("utf-8").strip())
