"""The text that is taken out of a file which is more than text, with the place of every part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.documents import Block, Content
from index.errors import SourceError

MOST_CHARACTERS = 20_000_000
MOST_BLOCKS = 500_000
_HEADING_CHARACTERS = 100
_HEADING_LEVELS = 6
_BETWEEN = "\n\n"
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Extract:
    """Collects the paragraphs and headings of a source, in order.

    The same file always gives the same text: its parts, with an empty line between two. Control
    characters, and halves of characters, become spaces: they cannot be shown or saved.
    """

    title: str = ""
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _trail: list[tuple[int, str]] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _headings: list[Block] = field(default_factory=list)

    def add_heading(self, words: str, level: int) -> None:
        """A heading, under those above it whose level is lower."""
        start, end = self._add(" ".join(words.split()))
        if start == end:
            return
        self._headings.append(Block(start, end, "", len(self._parts)))
        shown = _clipped(self._parts[-1])
        self.title = self.title or shown
        self._trail = [part for part in self._trail if part[0] < level] + [(level, shown)]

    def add_paragraph(
        self,
        text: str,
        heading: str | None = None,
        page: int | None = None,
        row: int | None = None,
    ) -> None:
        """A paragraph under the headings so far, or under *heading*; white space alone is none."""
        start, end = self._add(text)
        if start == end:
            return
        if heading is None:
            heading = " > ".join(words for _, words in self._trail[-_HEADING_LEVELS:])
        self._blocks.append(Block(start, end, heading, len(self._parts), page, row))

    def content(self) -> Content:
        """All that was added; where there is nothing but headings, these are the blocks."""
        blocks = self._blocks or self._headings
        return Content(_BETWEEN.join(self._parts), self.title, tuple(blocks))

    def _add(self, text: str) -> tuple[int, int]:
        text = _UNPRINTABLE.sub(" ", text).strip()
        start = self._length + (len(_BETWEEN) if self._parts else 0)
        if not text:
            return start, start
        self._parts.append(text)
        self._length = start + len(text)
        if self._length > MOST_CHARACTERS:
            raise SourceError(f"it holds more than {MOST_CHARACTERS // 1_000_000} million letters")
        if len(self._parts) > MOST_BLOCKS:
            raise SourceError(f"it holds more than {MOST_BLOCKS:,} paragraphs")
        return start, self._length


def _clipped(words: str) -> str:
    if len(words) <= _HEADING_CHARACTERS:
        return words
    return words[: _HEADING_CHARACTERS - 1].rstrip() + "…"
