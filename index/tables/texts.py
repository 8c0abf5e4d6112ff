"""Many short texts in order, mapped into memory: one is found without reading the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class Texts(Sequence[str]):
    """Distinct texts in the order of their code points.

    >>> texts = Texts.of(["b", "", "نور"])
    >>> list(texts), texts.find("نور"), texts.find("a")
    (['', 'b', 'نور'], 2, None)
    """

    __slots__ = ("_letters", "_starts", "letters", "starts")

    def __init__(self, letters: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        """Take n texts, of which text i has the bytes ``letters[starts[i]:starts[i + 1]]``."""
        self.letters = letters
        self.starts = starts
        # One number or one slice at a time is read much faster by these than by numpy.
        self._letters, self._starts = letters.data, starts.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Put distinct texts in order."""
        written = [_bytes(text) for text in sorted(texts)]
        starts = np.cumsum([0, *map(len, written)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(written), np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        return self._at(place).decode("utf-8", "surrogatepass")

    def find(self, text: str) -> int | None:
        """The place of *text*, if it is here."""
        place, is_here = self.place(text)
        return place if is_here else None

    def place(self, text: str, first: int = 0) -> tuple[int, bool]:
        """Where *text* is, or would be, and whether it is; it is not before the place *first*."""
        wanted = _bytes(text)
        place = bisect_left(range(len(self)), wanted, first, key=self._at)
        return place, place < len(self) and self._at(place) == wanted

    def places(self, others: Texts) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For each of *others* what ``place`` gives."""
        places, here = np.zeros(len(others), np.int64), np.zeros(len(others), np.bool_)
        place = 0
        for number, text in enumerate(others):
            place, here[number] = self.place(text, place)
            places[number] = place
        return places, here

    def _at(self, place: int) -> bytes:
        return bytes(self._letters[self._starts[place] : self._starts[place + 1]])


def _bytes(text: str) -> bytes:
    """In UTF-8, whose order is that of the code points; a question may hold half a surrogate."""
    return text.encode("utf-8", "surrogatepass")
