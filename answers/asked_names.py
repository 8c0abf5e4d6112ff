"""The names in a question that passages do not have."""

from __future__ import annotations

from collections.abc import Iterable

from index.text.language import stop_words
from index.text.tokenize import fold, tokenize
from retrieval.query import Query
from retrieval.retriever import Hit

_CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages in which a capital does not tell a name from another noun."""


def names_missing(query: Query, hit: Hit) -> float:
    """The share of the question's capitalised words that a hit has in no spelling.

    0 where the question has none, or its language writes nouns like names.
    """
    names = asked_names(query)
    found = {name for name in names if _has(hit, name, query.language)}
    return 1 - len(found) / len(names) if names else 0.0


def asked_names(query: Query) -> list[str]:
    """The words of a question with a capital, but for the first, which always has one."""
    if query.language in _CAPITAL_NOUNS:
        return []
    return list(_capitalised(query.words[1:], query.language))


def _capitalised(words: Iterable[str], language: str) -> Iterable[str]:
    stops = stop_words(language)
    return (word for word in words if word[0].isupper() and fold(word) not in stops)


def _has(hit: Hit, name: str, language: str) -> bool:
    tokens = tokenize(name, language)
    as_word = bool(tokens) and all(token in hit.words for token in tokens)
    return as_word or any(name in match.asked.split() for match in hit.names)
