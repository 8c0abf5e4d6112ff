"""How often somebody may do something: a ration for each name, which grows again with time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

Clock = Callable[[], float]

_MOST_NAMES = 10_000


class Ration:
    """A ration of *size* for every name, of which one grows again every *seconds*.

    Only the latest 10,000 names are remembered, so that a crowd of names fills no memory.

    >>> ration = Ration(2, 60)
    >>> [ration.take("maria") for _ in range(3)]
    [True, True, False]
    """

    def __init__(self, size: float, seconds: float, clock: Clock = time.monotonic) -> None:
        """*clock* tells seconds."""
        self._size = float(size)
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def has(self, name: Hashable, amount: float = 1) -> bool:
        """Whether *amount* is left to *name*."""
        with self._lock:
            return self._grown(name, self._clock()) >= amount

    def take(self, name: Hashable, amount: float = 1) -> bool:
        """Take *amount* of what is left to *name*; False, and nothing taken, if there is less."""
        with self._lock:
            now = self._clock()
            left = self._grown(name, now)
            if left < amount:
                return False
            self._keep(name, left - amount, now)
            return True

    def _grown(self, name: Hashable, now: float) -> float:
        left, counted = self._left.get(name, (self._size, now))
        return min(self._size, left + (now - counted) / self._seconds)

    def _keep(self, name: Hashable, left: float, now: float) -> None:
        self._left[name] = (left, now)
        self._left.move_to_end(name)
        if len(self._left) > _MOST_NAMES:
            self._left.popitem(last=False)
