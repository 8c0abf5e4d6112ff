"""What stands between the page and the network, in the order that a request meets it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.exposure import Exposure
from web.guard.gate import Gate
from web.guard.limits import BodyLimit, Rates

# Gradio's own scripts need 'unsafe-inline' and 'unsafe-eval'; nothing may come from elsewhere.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def middleware(exposure: Exposure) -> list[Middleware]:
    """What every request to the page goes through, outermost first."""
    return [
        Middleware(SecurityHeaders, frame=exposure.frame),
        Middleware(KnownHost, exposure=exposure),
        Middleware(SameOrigin),
        Middleware(Gate, exposure=exposure),
        Middleware(Rates),
        Middleware(BodyLimit),
    ]


class SecurityHeaders:
    """Tells the browser to run, load and frame nothing of other sites."""

    def __init__(self, app: ASGIApp, frame: str | None = None) -> None:
        """Only the site *frame*, if there is one, may show the page in a frame."""
        self._app = app
        policy = {**_POLICY, "frame-ancestors": frame or "'none'"}
        self._headers = {
            "Content-Security-Policy": "; ".join(" ".join(item) for item in policy.items()),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }
        if not frame:
            self._headers["X-Frame-Options"] = "DENY"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class KnownHost:
    """Refuses a Host that is not the page's, where no login keeps strangers out.

    Else a site could let its own name lead to this machine, and read the page in the browser
    of whoever visits the site.
    """

    def __init__(self, app: ASGIApp, exposure: Exposure) -> None:
        self._app = app
        self._exposure = exposure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 to a Host that is none of the page's names."""
        if scope["type"] in {"http", "websocket"} and self._exposure.checks_hosts:
            host = Headers(scope=scope).get("host", "")
            if not self._exposure.is_name(host):
                refusal = PlainTextResponse(
                    "This name is not known here; name it with --allow-host.", 421
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class SameOrigin:
    """Refuses what another site's page makes a visitor's browser send.

    Gradio itself allows every origin on any host but localhost, with credentials.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 where the Origin is not the Host that was asked, or the browser says so."""
        if scope["type"] in {"http", "websocket"} and _is_foreign(Headers(scope=scope)):
            refusal = PlainTextResponse("Requests from other sites are refused.", 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None and (_netloc(origin) or "") != (headers.get("host") or None):
        return True
    # A link that is followed comes from another site too; an image, script or fetch must not.
    followed = headers.get("sec-fetch-mode") == "navigate"
    return headers.get("sec-fetch-site") == "cross-site" and not followed


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
