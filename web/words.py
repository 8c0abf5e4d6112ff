"""The page's own words, one file a language: ``languages/``, lines of ``key = words``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from index.errors import IsnadError
from web.reasons import reason_in

HOME = Path(__file__).parent / "languages"
FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that the page speaks, as ISO 639-1 codes."""
    return tuple(sorted(path.stem for path in HOME.glob("*.txt")))


@cache
def words(language: str) -> Mapping[str, str]:
    """All words in *language*, by key; English where the page does not speak it."""
    name = language if language in languages() else FALLBACK
    lines = (HOME / f"{name}.txt").read_text("utf-8").splitlines()
    parts = (line.partition(" = ") for line in lines if line)
    return MappingProxyType({key: said for key, _, said in parts})


def tell(key: str, language: str, **variables: object) -> str:
    """The words *key* in *language*, as plain text.

    >>> tell("position", "en", number=2, count=5)
    '2 of 5'

    Raises:
        KeyError: there are no such words, or a variable of theirs is missing.
    """
    return words(language)[key].format(**variables)


class ToldError(IsnadError):
    """An error that the page tells in the language of whoever reads it."""

    def __init__(self, key: str, **variables: object) -> None:
        super().__init__(tell(key, FALLBACK, **variables))
        self._key, self._variables = key, variables

    def told(self, language: str) -> str:
        """The sentence in *language*; what it says of the system is in that language, too."""
        told = {
            name: reason_in(value, language) if isinstance(value, str) else value
            for name, value in self._variables.items()
        }
        return tell(self._key, language, **told)


def fields(text: str) -> list[tuple[str, str | None]]:
    """The parts of some words: what is said, and the name of the variable behind it, if any.

    >>> fields("Since then: {changes}.")
    [('Since then: ', 'changes'), ('.', None)]
    """
    return [(said, name) for said, name, _, _ in Formatter().parse(text)]


def preferred(accepted: str) -> str:
    """The page's language for a browser that sends *accepted* as its ``Accept-Language``.

    The first one counts, as for Gradio, which asks ``navigator.language``.

    >>> preferred("ar-LY,ar;q=0.9,en;q=0.8"), preferred("de,fr;q=0.5"), preferred("")
    ('ar', 'en', 'en')
    """
    first = re.split("[,;-]", accepted, maxsplit=1)[0].strip().lower()
    return first if first in languages() else FALLBACK
