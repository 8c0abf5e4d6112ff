"""How much, how often, how many at once and how slowly anybody may send."""

from __future__ import annotations

import asyncio
from collections import Counter

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.readers.read import MAX_BYTES
from web.guard.gate import ROUTE
from web.guard.ration import Ration
from web.guard.routes import Route
from web.guard.visitors import visitor_of

MOST_BYTES = 64 * 1024
MOST_UPLOAD_BYTES = MAX_BYTES + MOST_BYTES
"""A source of the greatest size that is read, and what a form has around it."""

BODY_SECONDS = 20.0
UPLOAD_SECONDS = 300.0
_RATION = 3000
_SECONDS_A_UNIT = 1 / 150
_MOST_AT_ONCE = 512
_MOST_STREAMS = 1024
_MOST_OF_ONE = 64


class Rates:
    """Rations requests by address, and lets only so many be at work at once.

    Who sits at this machine, and cannot be mistaken for somebody else, is not rationed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._ration = Ration(_RATION, _SECONDS_A_UNIT)
        self._requests = Seats(_MOST_AT_ONCE)
        self._streams = Seats(_MOST_STREAMS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 429 to who asks too often, and 503 where too much is asked at once."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        route: Route = scope[ROUTE]
        visitor = visitor_of(scope)
        seats = self._streams if route.stream else self._requests
        if not visitor.console and not self._ration.take(visitor.address, route.weight):
            await _refuse(429, "Too many requests; wait a little.", scope, receive, send)
        elif not seats.take(visitor.address, rationed=not visitor.console):
            await _refuse(503, "Too many requests at once.", scope, receive, send)
        else:
            try:
                await self._app(scope, receive, send)
            finally:
                seats.give_back(visitor.address)


class Seats:
    """Counts what is at work; used by one event loop alone."""

    def __init__(self, most: int, most_of_one: int = _MOST_OF_ONE) -> None:
        """There are *most* seats, *most_of_one* of them for one address."""
        self._most = most
        self._most_of_one = most_of_one
        self._taken: Counter[str] = Counter()
        self._total = 0

    def take(self, address: str, rationed: bool) -> bool:
        """Take a seat if one is left, for *address* too where it is rationed."""
        if self._total >= self._most or (rationed and self._taken[address] >= self._most_of_one):
            return False
        self._taken[address] += 1
        self._total += 1
        return True

    def give_back(self, address: str) -> None:
        """Give a seat back."""
        self._total -= 1
        self._taken[address] -= 1
        if not self._taken[address]:
            del self._taken[address]


class BodyLimit:
    """Refuses bodies of too many bytes, said or sent, and those that come too slowly.

    A small body is read before anything else sees the request. An upload is counted while it
    is read; who sends it is known to be the owner.
    """

    def __init__(self, app: ASGIApp, seconds: float = BODY_SECONDS) -> None:
        """Wait *seconds* for a small body."""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 or 408 where the body is too large or too slow."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope[ROUTE].upload
        try:
            _check_declared(scope, MOST_UPLOAD_BYTES if upload else MOST_BYTES)
            if upload:
                await self._app(scope, _counted(receive), send)
                return
            async with asyncio.timeout(self._seconds):
                messages = await _read_body(receive)
        except _TooLargeError:
            await _refuse(413, "The request is too large.", scope, receive, send)
        except TimeoutError:
            await _refuse(408, "The request came too slowly.", scope, receive, send)
        else:
            await self._app(scope, _replayed(messages, receive), send)


class _TooLargeError(Exception):
    """The body has more bytes than it may have."""


def _check_declared(scope: Scope, most: int) -> None:
    declared = Headers(scope=scope).get("content-length", "0")
    if not (declared.isdecimal() and len(declared) < 16 and int(declared) <= most):
        raise _TooLargeError


async def _read_body(receive: Receive) -> list[Message]:
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            raise _TooLargeError
        if not message.get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    async def replay() -> Message:
        return messages.pop(0) if messages else await receive()

    return replay


def _counted(receive: Receive) -> Receive:
    size = 0
    end = asyncio.get_running_loop().time() + UPLOAD_SECONDS
    ended = False

    async def count() -> Message:
        nonlocal size, ended
        async with asyncio.timeout_at(None if ended else end):
            message = await receive()
        ended = ended or not message.get("more_body", False)
        size += len(message.get("body", b""))
        if size > MOST_UPLOAD_BYTES:
            raise _TooLargeError
        return message

    return count


async def _refuse(status: int, reason: str, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"Retry-After": "5", "Connection": "close"}
    await PlainTextResponse(reason, status, headers)(scope, receive, send)
