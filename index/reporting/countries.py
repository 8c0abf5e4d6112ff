"""Countries and unions of them: their names, capitals and seats of government, by language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index.text.tokenize import fold, words

COUNTRIES = Path(__file__).parent / "languages" / "countries.tsv"
_FEMININE = "ه"
"""What folding leaves of the ending of أمريكية."""

Names = dict[tuple[str, ...], str]
"""The code of a country by the words of a name, folded."""


@cache
def country_names(language: str, path: Path = COUNTRIES) -> Names:
    """What countries are called in *language*, capitals too: "Washington".

    A file of the same form at *path* may list what is no country.

    >>> country_names("en")["united", "states"], country_names("ar")["موسكو",]
    ('US', 'RU')
    """
    return {name: code for code, cell in _cells(language, path) for name in _names(cell, 0)}


@cache
def country_words(language: str) -> Names:
    """As ``country_names``, with what tells that somebody is of a country: "American".

    >>> country_words("ar")["امريكيه",]
    'US'
    """
    found = {name: code for code, cell in _cells(language, COUNTRIES) for name in _names(cell, 1)}
    if language == "ar":
        found |= {(*name[:-1], name[-1] + _FEMININE): code for name, code in found.items()}
    return found | country_names(language)


@cache
def country_languages() -> tuple[str, ...]:
    """The languages in which countries are known."""
    return tuple(_table(COUNTRIES)[0][1:])


@cache
def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    head, *rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return head, rows


def _cells(language: str, path: Path) -> list[tuple[str, str]]:
    head, rows = _table(path)
    place = head.index(language) if language in head else -1
    return [(row[0], row[place]) for row in rows if 0 < place < len(row)]


def _names(cell: str, part: int) -> list[tuple[str, ...]]:
    parts = [*cell.split(";"), ""]
    found = [name.strip() for name in parts[part].split(",")]
    return [tuple(fold(name[a:b]) for a, b in words(name)) for name in found if name]
