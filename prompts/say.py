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


def languages() -> list[str]:
    """The languages that the assistant speaks."""
    return sorted(path.name for path in HOME.iterdir() if (path / "not_in_sources.txt").exists())


@cache
def _template(name: str, language: str) -> Template:
    path = HOME / language / f"{name}.txt"
    if language not in languages():
        path = HOME / FALLBACK / f"{name}.txt"
    return Template(path.read_text("utf-8").strip())
