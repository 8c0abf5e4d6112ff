"""Where a citation stands, in words."""

from __future__ import annotations

from collections.abc import Iterator

from answers.answer import Citation
from prompts.say import say

MOST_PLACES = 10
"""Of one passage that stands in many sources; the JSON has all."""


def places(citation: Citation, language: str) -> Iterator[str]:
    """Where in its source a passage stands, and where the source comes from."""
    if citation.page:
        yield say("page", language, number=citation.page)
    if citation.row:
        yield say("row", language, number=citation.row)
    else:
        yield say("paragraph", language, number=citation.paragraph)
    if citation.address:
        yield say("saved", language, address=citation.address, date=citation.fetched)


def also(citation: Citation, language: str) -> Iterator[tuple[str, tuple[Citation, ...], str]]:
    """The other places of a citation: those of the same words, and those of nearly the same.

    Returns:
        What stands before the places, the places, and how many more there are, if there are.
    """
    for name, same in (("also_same", True), ("also_nearly", False)):
        found = tuple(c for c in citation.also if (c.quote == citation.quote) == same)
        left = len(found) - MOST_PLACES
        if found:
            more = say("also_more", language, count=left) if left > 0 else ""
            yield say(name, language), found[:MOST_PLACES], more
