"""A server's response that can neither go on for ever nor fill the memory.

It is written for the HTTP client that ``openai`` comes with.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx2


class BoundlessError(Exception):
    """The response is too long, in bytes or in seconds, or is compressed."""


class BoundedStream(httpx2.SyncByteStream):
    """Another stream, up to so many bytes and so many seconds."""

    def __init__(self, stream: httpx2.SyncByteStream, most: int, seconds: float) -> None:
        """Allow *most* bytes, and *seconds* from now."""
        self._stream = stream
        self._most = most
        self._deadline = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        """The bytes as they come.

        Raises:
            BoundlessError: they are too many, or come for too long.
        """
        size = 0
        for part in self._stream:
            size += len(part)
            if size > self._most or time.monotonic() > self._deadline:
                raise BoundlessError
            yield part

    def close(self) -> None:
        """Let go of the connection."""
        self._stream.close()


def bound(response: httpx2.Response, most: int, seconds: float) -> None:
    """Bound the body of *response*, which is not read yet.

    Raises:
        BoundlessError: it is compressed; a few bytes of it could become a great many.
    """
    if response.headers.get("content-encoding", "identity") != "identity":
        raise BoundlessError
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = BoundedStream(response.stream, most, seconds)
