"""Titles, which say what a speaker is: "ambassador", "السفير"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from answers.reporting.forms import REPORTING
from index.reporting.grammar import Grammar, bare
from index.text.tokenize import fold

_TITLES = REPORTING / "titles.tsv"


def title_kinds(called: Iterable[str]) -> frozenset[int]:
    """Which titles the words are, whatever their language: the lines of ``titles.tsv``.

    Two words may be one title, which is joined by ``_`` there: "prime minister".

    >>> title_kinds(["ambassador"]) == title_kinds(["السفير"]) != title_kinds(["minister"])
    True
    """
    return frozenset(kind for _, kinds in _told(list(called)) for kind in kinds)


def title_places(called: Sequence[str]) -> set[int]:
    """Which of the words are titles, or part of one: the places of "crown" and "prince"."""
    return {place for places, _ in _told(called) for place in places}


def _told(called: Sequence[str]) -> Iterator[tuple[range, frozenset[int]]]:
    """The titles among the words, those of two words first."""
    keys, table, place = [bare(fold(word)) for word in called], _title_table(), 0
    while place < len(keys):
        pair = table.get("_".join(keys[place : place + 2])) if place + 1 < len(keys) else None
        kinds = pair or table.get(keys[place])
        count = 2 if pair else 1
        if kinds:
            yield range(place, place + count), kinds
        place += count


def titled(called: Sequence[str], rules: Grammar) -> frozenset[int]:
    """Which title one has who is called so: that of ``head``, "mayor" for "رئيس البلدية"."""
    first = head(called, rules)
    place = next((i for i, word in enumerate(called) if rules.key(word)[0] == first), -1)
    if place < 0:
        return frozenset()
    pairs = (called[place : place + 2], called[max(0, place - 1) : place + 1])
    alone = title_kinds(called[place : place + 1])
    return next((kinds for pair in pairs if (kinds := _pair_kinds(pair))), alone)


def _pair_kinds(pair: Sequence[str]) -> frozenset[int]:
    return _title_table().get("_".join(bare(fold(word)) for word in pair), frozenset())


def head(called: Sequence[str], rules: Grammar) -> str:
    """The word that says what one is: "spokesman" in "embassy spokesman" and "the spokesman of"."""
    keys = [rules.key(word)[0] for word in called]
    inner = next((i for i, key in enumerate(keys) if i and rules.isa(key, "inner")), len(keys))
    heads = [key for key in keys[:inner] if rules.isa(key, "titles", "institutions")]
    heads = [key for key in heads if not rules.isa(key, "honorifics")] or heads
    return (heads[-1] if rules.capitals else heads[0]) if heads else ""


@cache
def _title_table() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_TITLES.read_text("utf-8").splitlines()):
        for title in line.split():
            table["_".join(bare(fold(word)) for word in title.split("_"))].add(number)
    return {word: frozenset(kinds) for word, kinds in table.items()}
