"""Which of Gradio's routes there are for whom: what is not listed here is closed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from starlette.types import Scope

API = "/gradio_api"


class Door(Enum):
    """For whom a route is."""

    ANYBODY = "anybody"
    GUESTS = "guests"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Route:
    """A route.

    Attributes:
        door: for whom it is.
        weight: how much of a visitor's ration a request takes.
        stream: whether it stays open for as long as the page does.
        upload: whether it takes files, and not only small bodies.
    """

    door: Door
    weight: int = 1
    stream: bool = False
    upload: bool = False


_PAGE = Route(Door.ANYBODY)
_LOGIN = Route(Door.ANYBODY, weight=15)
_LOOK = Route(Door.GUESTS)
_WORK = Route(Door.GUESTS, weight=15)
_STREAM = Route(Door.GUESTS, weight=3, stream=True)
_UPLOAD = Route(Door.OWNER, weight=15, upload=True)

_NAME = r"[\w.~%-]{1,128}"
_ROUTES = [
    (methods, re.compile(path, re.ASCII), route)
    for methods, path, route in [
        ("GET HEAD", "/", _PAGE),
        ("GET HEAD", r"/(assets|static|svelte)/.{1,256}", _PAGE),
        ("GET HEAD", r"/(theme\.css|favicon\.ico|robots\.txt|manifest\.json|logout)", _PAGE),
        ("GET HEAD", r"/pwa_icon(/\w{1,8})?", _PAGE),
        ("GET HEAD", rf"{API}/(app_id|startup-events|theme\.css)", _PAGE),
        ("POST", "/login/?", _LOGIN),
        ("GET", "/config/?", _LOOK),
        ("GET", rf"{API}/info/?", _LOOK),
        ("POST", rf"{API}/run/{_NAME}/?", _WORK),
        ("POST", rf"{API}/call/(v2/)?{_NAME}/?", _WORK),
        ("POST", rf"{API}/queue/join", _WORK),
        ("POST", rf"{API}/(cancel|reset)/?", _LOOK),
        ("GET", rf"{API}/call/(v2/)?{_NAME}/{_NAME}", _STREAM),
        ("GET", rf"{API}/(queue/data|heartbeat/{_NAME})", _STREAM),
        ("POST DELETE", rf"{API}/mcp(/|/http/?)?", _WORK),
        ("GET", rf"{API}/mcp(/|/http/?)?", _STREAM),
        ("POST", rf"{API}/upload", _UPLOAD),
        ("GET", rf"{API}/upload_progress", Route(Door.OWNER, weight=3, stream=True)),
    ]
]


def find_route(method: str, path: str) -> Route | None:
    """The route of a request, or None where it is closed to everybody.

    >>> find_route("GET", "/gradio_api/file=/etc/passwd") is None
    True
    """
    for methods, pattern, route in _ROUTES:
        if method in methods.split() and pattern.fullmatch(path):
            return route
    return None


def path_of(scope: Scope) -> str:
    """The path that was asked for, under the path that the page is served at."""
    path: str = scope["path"]
    root = scope.get("root_path", "")
    return path.removeprefix(root) if root and path.startswith(f"{root}/") else path
