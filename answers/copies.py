"""Passages that are copies of each other, told apart from those that correct each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from answers.gist import Gist, covers, gist

_LEAST_COMMON = 0.7
_LONGEST_WORD = 24
"""Characters; a longer one is a stretch of a script without spaces, and compared by its letters."""


class Text:
    """A passage's text, as it is compared with others."""

    def __init__(self, text: str, language: str) -> None:
        """Compare *text*, which is in *language*; nothing is analysed yet."""
        self.text = text
        self._language = language

    @property
    def words(self) -> frozenset[str]:
        """Its words as they stand, and the letters of stretches that no spaces part."""
        found = self.text.lower().split()
        return frozenset(
            part for word in found for part in ([word] if len(word) <= _LONGEST_WORD else word)
        )

    @cached_property
    def gist(self) -> Gist:
        """What it says."""
        return gist(self.text, self._language)

    def has(self, other: Text) -> bool:
        """Whether all of the other stands in this one, in nearly the same words."""
        return self.text == other.text or covers(self.gist, other.gist)


def copies(texts: Sequence[Text]) -> list[list[int]]:
    """The numbers of the texts, those together of which one has all that the others say.

    Which are together does not depend on the order that they come in.

    Returns:
        One list a story, in the order of the first of each. It begins with the text to show: the
        first that has all of the others.
    """
    masks = _masks(texts)
    order = sorted(range(len(texts)), key=lambda i: (-len(texts[i].text), texts[i].text))
    groups: list[list[int]] = []
    for number in order:
        near = (g for g in groups if _has_most(masks[g[0]], masks[number]))
        own = next((group for group in near if texts[group[0]].has(texts[number])), None)
        if own is None:
            groups.append([number])
        else:
            own.append(number)
    return sorted((_shown_first(group, texts) for group in groups), key=min)


def _masks(texts: Sequence[Text]) -> list[int]:
    """The words of each text as bits: of a hundred texts, few pairs are worth a closer look."""
    bits: dict[str, int] = {}
    masks = []
    for text in texts:
        mask = 0
        for word in text.words:
            mask |= bits.setdefault(word, 1 << len(bits))
        masks.append(mask)
    return masks


def _has_most(one: int, other: int) -> bool:
    return (one & other).bit_count() >= _LEAST_COMMON * other.bit_count()


def _shown_first(group: list[int], texts: Sequence[Text]) -> list[int]:
    rest = sorted(group)
    full = (i for i in rest if all(texts[i].has(texts[j]) for j in rest))
    shown = next(full, group[0])
    return [shown, *(i for i in rest if i != shown)]
