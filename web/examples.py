"""Questions to begin with, drawn from the sources that are indexed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from index.errors import IsnadError
from index.searched import Searched
from web.library import Library
from web.render import escaped, filled
from web.words import tell

MOST = 4
_MOST_TRIED = 10
_MOST_CHARACTERS = 60
_MOST_SOURCES = 200
"""Of a great many sources the first tell enough."""


@dataclass(frozen=True, slots=True)
class Example:
    """The page's words for a question, and what a source puts into them."""

    key: str
    drawn: dict[str, str]

    def question(self, language: str) -> str:
        """The question in *language*."""
        return tell(self.key, language, **self.drawn)


class Examples:
    """What can be asked of the index in use; kept until another takes its place."""

    def __init__(self, library: Library) -> None:
        """Draw them from the index of *library*, which is asked whether it answers them."""
        self._library = library
        self._index: Searched | None = None
        self._found: dict[str, list[Example]] = {}
        self._lock = threading.Lock()

    def of(self, language: str) -> list[Example]:
        """Questions in *language*, each of which the sources answer; maybe none."""
        with self._lock:
            index = self._library.index
            if index is not self._index:
                self._index, self._found = index, {}
            if language not in self._found:
                tried = islice(candidates(index, language), _MOST_TRIED)
                answered = (e for e in tried if self._is_answered(e.question(language)))
                self._found[language] = list(islice(answered, MOST))
            return self._found[language]

    def _is_answered(self, question: str) -> bool:
        try:
            return self._library.ask(question).answered
        except IsnadError:
            return False


def candidates(index: Searched, language: str) -> Iterator[Example]:
    """Questions about who speaks most, and about headings, in turns."""
    said = (Example("example_said", {"speaker": name}) for name in speakers(index, language))
    about = (Example("example_heading", {"heading": h}) for h in headings(index, language))
    for pair in zip_longest(said, about):
        yield from filter(None, pair)


def speakers(index: Searched, language: str) -> list[str]:
    """Whom the sources name and report, those in *language* and the most reported first."""
    counts: Counter[tuple[bool, str]] = Counter()
    for source in islice(index.documents, _MOST_SOURCES):
        foreign = index.documents[source].language != language
        statements = index.statements[source]
        counts.update((foreign, s.names[0]) for s in statements if s.names and _fits(s.names[0]))
    ranked = sorted(counts, key=lambda speaker: (speaker[0], -counts[speaker]))
    return list(dict.fromkeys(name for _, name in ranked))


def headings(index: Searched, language: str) -> list[str]:
    """The headings in the sources, those in *language* first."""
    found = dict.fromkeys(
        (passage.language != language, passage.heading)
        for source in islice(index.documents, _MOST_SOURCES)
        for passage in index.passages[slice(*index.span(source))]
    )
    return [head for _, head in sorted(found, key=lambda pair: pair[0]) if _fits(head)]


def render_examples(examples: Sequence[Example], language: str) -> str:
    """The questions as buttons; ``page.js`` asks the one that is pressed."""
    if not examples:
        return ""
    heading = f"<h2>{escaped(tell('examples', language))}</h2>"
    return f"{heading}<ul>{''.join(_button(example, language) for example in examples)}</ul>"


def _button(example: Example, language: str) -> str:
    drawn = {name: f"<bdi>{escaped(text)}</bdi>" for name, text in example.drawn.items()}
    asked = filled(example.key, language, **drawn)
    return f'<li><button type="button" class="example">{asked}</button></li>'


def _fits(name: str) -> bool:
    """Whether a name reads well in a sentence; marks that turn its direction do not."""
    return 1 < len(name) <= _MOST_CHARACTERS and name.isprintable()
