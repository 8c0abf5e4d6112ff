"""The same story twice: passages of several places that one citation stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answers.copies import Text, copies
from index.contents import Index
from index.documents import Passage
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

    def __init__(self, index: Index) -> None:
        """Note where texts stand that the index has several times."""
        self._index = index
        self._same: dict[Passage, list[int]] = {
            index.passages[row]: rows for rows in index.identical for row in rows
        }

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
            rows = self._same.get(hit.passage)
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
        return [self._index.passages[row] for row in self._same.get(hit.passage, ())]
