"""Where a citation stands, in words."""

from __future__ import annotations

from collections.abc import Iterator

from answers.answer import Citation
from prompts.say import say


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
