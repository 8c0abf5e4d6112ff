"""The same story twice: passages of several places that one citation stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from answers.copies import Text, copies
from index.documents import Passage
from index.searched import Searched
from retrieval.retriever import Hit

_MOST_COMPARED = 40
"""Hits of one question, those of the same words counted once: near copies are ranked alike."""


@dataclass(frozen=True, slots=True)
class Story:
    """Hits that say the same in the same or nearly the same words.

    Attributes:
        hit: the one to show: the best that has all that the others say.
        others: where else the story stands; the places of the same words first.
    """

    hit: Hit
    others: tuple[Passage, ...]


class Reprints:
    """The stories of one index."""

    def __init__(self, index: Searched) -> None:
        """Look for them in *index*; nothing is read yet."""
        self._index = index

    @cached_property
    def _same(self) -> dict[int, list[int]]:
        """By row, all rows of a text that stands in several places."""
        return {row: rows for rows in self._index.identical for row in rows}

    def _rows(self, passage: Passage) -> list[int]:
        """All rows of the passage's text, or none where it stands in one place."""
        passages = self._index.passages
        rows = range(*self._index.span(passage.source))
        place = bisect_left(rows, passage.start, key=lambda row: passages[row].start)
        return self._same.get(rows[place], []) if place < len(rows) else []

    def gather(
        self, chosen: Sequence[Hit], among: Sequence[Hit] = (), *, everywhere: bool = True
    ) -> list[Story]:
        """The stories that hits tell, in the order of the first of each.

        Args:
            chosen: the hits that answer, best first.
            among: other hits, which are shown only where they have all that a chosen one says.
            everywhere: whether all places of the same words count, found or not. Where it is
                asked who said something they do not: "He denied it" may be another's words.
        """
        there = {hit.passage for hit in chosen}
        hits = self._different([*chosen, *among])[:_MOST_COMPARED]
        texts = [Text(self._index.text(h.passage), h.passage.language) for h in hits]
        groups = [[hits[i] for i in group] for group in copies(texts)]
        answering = (g for g in groups if any(hit.passage in there for hit in g))
        return [self._story(group, None if everywhere else there) for group in answering]

    def _different(self, hits: Sequence[Hit]) -> list[Hit]:
        """The first hit of each text."""
        first: dict[object, Hit] = {}
        for hit in hits:
            rows = self._rows(hit.passage)
            first.setdefault(rows[0] if rows else hit.passage, hit)
        return list(first.values())

    def _story(self, hits: Sequence[Hit], among: set[Passage] | None) -> Story:
        """The story of which the first of *hits* is shown; its places are all or those *among*."""
        shown, words = hits[0].passage, self._index.text(hits[0].passage)
        found = {passage for hit in hits for passage in (hit.passage, *self._identical(hit))}
        others = sorted(
            (found if among is None else found & among) - {shown},
            key=lambda p: (self._index.text(p) != words, p.source, p.start),
        )
        return Story(hits[0], tuple(others))

    def _identical(self, hit: Hit) -> list[Passage]:
        """All passages of the hit's own text, found or not."""
        return [self._index.passages[row] for row in self._rows(hit.passage)]
