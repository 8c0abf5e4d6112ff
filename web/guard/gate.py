"""The gate: every request meets it, and finds out whether its route is open to who sent it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections import OrderedDict
from http.cookies import SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.exposure import Exposure
from web.guard.login import Login, address_of_guess
from web.guard.routes import Door, Route, find_route, path_of
from web.guard.visitors import Visitor, meet

ROUTE = "isnad.route"
_MOST_REMEMBERED = 256


class Gate:
    """Closes what is not listed, asks for the login, and keeps guests from the owner's routes.

    Gradio asks for the login too, but not on every route, and not of MCP.
    """

    def __init__(self, app: ASGIApp, exposure: Exposure) -> None:
        self._app = app
        self._exposure = exposure
        self._basic = BasicLogin(exposure.login) if exposure.login else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404, 401 or 403 where the route is closed to who asks."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            route = find_route(scope["method"], path_of(scope))
            visitor = await self._meet(scope)
            status = self._refusal(route, visitor)
            if status:
                reason = {404: "Not found", 401: "Not authenticated", 403: "Only for the owner"}
                await JSONResponse({"detail": reason[status]}, status)(scope, receive, send)
                return
            scope[ROUTE] = route
            address_of_guess.set(visitor.address)
        await self._app(scope, receive, send)

    async def _meet(self, scope: Scope) -> Visitor:
        user = None
        if self._basic:
            user = user_of_cookie(scope)
            if user is None:
                address = meet(scope, self._exposure, None).address
                user = await self._basic.log_in(scope, address)
        return meet(scope, self._exposure, user)

    def _refusal(self, route: Route | None, visitor: Visitor) -> int | None:
        if route is None:
            return 404
        if route.door is Door.ANYBODY:
            return None
        if self._exposure.login and visitor.user is None:
            return 401
        return 403 if route.door is Door.OWNER and not visitor.owner else None


class BasicLogin:
    """Logs in a program that sends name and password with every request (HTTP Basic).

    The password is checked once; then the program has a session as a browser has one, and its
    requests are given the session's cookie, which is what Gradio's own routes look at.
    """

    def __init__(self, login: Login) -> None:
        """Let in whom *login* lets in."""
        self._login = login
        self._salt = secrets.token_bytes(32)
        self._tokens: OrderedDict[bytes, str] = OrderedDict()

    async def log_in(self, scope: Scope, address: str) -> str | None:
        """The user whose right name and password came with the request, or None."""
        credentials = _credentials(Headers(scope=scope).get("authorization", ""))
        if credentials is None:
            return None
        digest = hashlib.blake2b("\0".join(credentials).encode(), key=self._salt).digest()
        app = scope["app"]
        token = self._tokens.get(digest)
        if token not in app.tokens:
            if not await self._login.check(*credentials, address):
                return None
            token = self._remember(digest, app.tokens)
            app.tokens[token] = credentials[0]
        cookie = f"access-token-unsecure-{app.cookie_id}={token}".encode()
        kept = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        scope["headers"] = [*kept, (b"cookie", cookie)]
        return credentials[0]

    def _remember(self, digest: bytes, tokens: dict[str, str]) -> str:
        token = secrets.token_urlsafe(32)
        self._tokens[digest] = token
        if len(self._tokens) > _MOST_REMEMBERED:
            tokens.pop(self._tokens.popitem(last=False)[1], None)
        return token


def user_of_cookie(scope: Scope) -> str | None:
    """Who is logged in, as Gradio finds it out: by the cookie of its log-in route."""
    app = scope["app"]
    cookies = SimpleCookie()
    for header in Headers(scope=scope).getlist("cookie"):
        for cookie in header.split(";"):  # one that cannot be parsed must not hide the others
            name, _, value = cookie.strip().partition("=")
            if name.startswith("access-token-"):
                cookies[name] = value.strip()
    for name in (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}"):
        user = app.tokens.get(cookies[name].value) if name in cookies else None
        if isinstance(user, str):
            return user
    return None


def _credentials(header: str) -> tuple[str, str] | None:
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user, password) if colon and user else None
