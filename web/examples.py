"""Questions to begin with, drawn from the sources that are indexed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest

from index.contents import Index
from index.errors import IsnadError
from web.library import Library
from web.render import escaped
from web.words import tell

MOST = 4
_MOST_TRIED = 10
_MOST_CHARACTERS = 60


class Examples:
    """What can be asked of the index in use; kept until another takes its place."""

    def __init__(self, library: Library) -> None:
        """Draw them from the index of *library*, which is asked whether it answers them."""
        self._library = library
        self._index: Index | None = None
        self._found: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def of(self, language: str) -> list[str]:
        """Questions in *language*, each of which the sources answer; maybe none."""
        with self._lock:
            index = self._library.index
            if index is not self._index:
                self._index, self._found = index, {}
            if language not in self._found:
                tried = islice(candidates(index, language), _MOST_TRIED)
                self._found[language] = list(islice(filter(self._is_answered, tried), MOST))
            return self._found[language]

    def _is_answered(self, question: str) -> bool:
        try:
            return self._library.ask(question).answered
        except IsnadError:
            return False


def candidates(index: Index, language: str) -> Iterator[str]:
    """Questions about who speaks most, and about headings, in turns."""
    said = (tell("example_said", language, speaker=name) for name in speakers(index, language))
    about = (tell("example_heading", language, heading=head) for head in headings(index, language))
    for pair in zip_longest(said, about):
        yield from filter(None, pair)


def speakers(index: Index, language: str) -> list[str]:
    """Whom the sources name and report, those in *language* and the most reported first."""
    counts: Counter[tuple[bool, str]] = Counter()
    for source, statements in index.statements.items():
        foreign = index.documents[source].language != language
        counts.update((foreign, s.names[0]) for s in statements if s.names and _fits(s.names[0]))
    ranked = sorted(counts, key=lambda speaker: (speaker[0], -counts[speaker]))
    return list(dict.fromkeys(name for _, name in ranked))


def headings(index: Index, language: str) -> list[str]:
    """The headings in the sources, those in *language* first."""
    foreign = {d.source: d.language != language for d in index.documents.values()}
    found = dict.fromkeys((foreign[p.source], p.heading) for p in index.passages)
    return [head for _, head in sorted(found, key=lambda pair: pair[0]) if _fits(head)]


def render_examples(questions: list[str], language: str) -> str:
    """The questions as buttons; ``page.js`` asks the one that is pressed."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escaped(question)}</button></li>'
        for question in questions
    )
    return f"<h2>{escaped(tell('examples', language))}</h2><ul>{buttons}</ul>"


def _fits(name: str) -> bool:
    """Whether a name reads well in a sentence; marks that turn its direction do not."""
    return 1 < len(name) <= _MOST_CHARACTERS and name.isprintable()
