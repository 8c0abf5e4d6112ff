"""Titles, which say what a speaker is: "ambassador", "السفير"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from answers.reporting.forms import REPORTING
from index.reporting.grammar import Grammar, bare
from index.text.tokenize import fold

_TITLES = REPORTING / "titles.tsv"


def title_kinds(called: Iterable[str]) -> frozenset[int]:
    """Which titles the words are, whatever their language: the lines of ``titles.tsv``.

    >>> title_kinds(["ambassador"]) == title_kinds(["السفير"]) != title_kinds(["minister"])
    True
    """
    return frozenset(kind for word in called for kind in _title_table().get(bare(fold(word)), ()))


def head(called: Sequence[str], rules: Grammar) -> str:
    """The word that says what one is: "spokesman" in "embassy spokesman" and "the spokesman of"."""
    keys = [rules.key(word)[0] for word in called]
    inner = next((i for i, key in enumerate(keys) if i and rules.isa(key, "inner")), len(keys))
    heads = [key for key in keys[:inner] if rules.isa(key, "titles", "institutions")]
    return (heads[-1] if rules.capitals else heads[0]) if heads else ""


@cache
def _title_table() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_TITLES.read_text("utf-8").splitlines()):
        for word in line.split():
            table[bare(fold(word))].add(number)
    return {word: frozenset(kinds) for word, kinds in table.items()}
