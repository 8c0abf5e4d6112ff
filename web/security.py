"""What stands between the page and the network: origins, headers, sizes and the login."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024
GUESSES = 10
_SECONDS_A_GUESS = 6.0

# Gradio's own scripts need 'unsafe-inline' and 'unsafe-eval'; nothing may come from elsewhere.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class SameOrigin:
    """Refuses what another site's page makes a visitor's browser send.

    Gradio itself allows every origin on any host but localhost, with credentials.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 where the Origin is not the Host that was asked."""
        if scope["type"] in {"http", "websocket"}:
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                refusal = PlainTextResponse("Requests from other sites are refused.", 403)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class SecurityHeaders:
    """Tells the browser to run, load and frame nothing of other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses request bodies of more than ``MOST_BYTES`` bytes, said or sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, which is small, before anything else sees the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        messages = await _read_body(receive) if declared.isdecimal() and _fits(declared) else None
        if messages is None:
            await PlainTextResponse("The request is too large.", 413)(scope, receive, send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self._app(scope, replay, send)


def _fits(declared: str) -> bool:
    return int(declared) <= MOST_BYTES


async def _read_body(receive: Receive) -> list[Message] | None:
    """The messages of the body, or None where they are too many bytes."""
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return messages


MIDDLEWARE = [Middleware(SecurityHeaders), Middleware(SameOrigin), Middleware(BodyLimit)]


class Login:
    """One user's name and password, and how often they may be guessed.

    The password is kept as its scrypt hash. Guesses are rationed for all visitors together:
    behind a tunnel they cannot be told apart. Who is logged in already is not held up by it.
    """

    def __init__(
        self, user: str, password: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Let *user* in with *password*; *clock* tells seconds."""
        self._salt = secrets.token_bytes(16)
        self._expected = self._hash(user, password)
        self._clock = clock
        self._lock = threading.Lock()
        self._guesses = float(GUESSES)
        self._counted = clock()

    def __call__(self, user: str, password: str) -> bool:
        """Whether they are let in; never once the guesses are used up, until new ones grow."""
        with self._lock:
            now = self._clock()
            grown = (now - self._counted) / _SECONDS_A_GUESS
            self._guesses = min(float(GUESSES), self._guesses + grown)
            self._counted = now
            if self._guesses < 1:
                return False
            right = hmac.compare_digest(self._hash(user, password), self._expected)
            self._guesses -= not right
            return right

    def _hash(self, user: str, password: str) -> bytes:
        # The length keeps ("ab", "c") apart from ("a", "bc").
        secret = f"{len(user)}:{user}{password}".encode("utf-8", "replace")
        return hashlib.scrypt(secret, salt=self._salt, n=2**14, r=8, p=1)
