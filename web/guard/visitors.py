"""Who is asking: the address, the login, and whether they may change the sources."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr
from starlette.datastructures import Headers
from starlette.types import Scope

from web.exposure import Exposure, is_loopback
from web.words import ToldError, preferred

_KEY = "isnad.visitor"
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class NotOwnerError(ToldError):
    """A guest asked for what only the owner may do."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request.

    Attributes:
        address: where they come from; of IPv6 the first half, which one customer has for himself.
        user: the name that they are logged in by, or None.
        owner: whether they may change the sources.
        console: whether they sit at this machine, and nobody else can look as if.
    """

    address: str
    user: str | None
    owner: bool
    console: bool


GUEST = Visitor("", None, owner=False, console=False)


def meet(scope: Scope, exposure: Exposure, user: str | None) -> Visitor:
    """Note in *scope* who sent the request; *user* is logged in."""
    headers = Headers(scope=scope)
    peer = (scope.get("client") or ("", 0))[0]
    local = is_loopback(peer) and is_loopback(headers.get("host", ""))
    direct = local and not any(name in headers for name in _FORWARDED)
    console = direct and not (exposure.shared or exposure.root_path or exposure.proxies)
    owner = exposure.login.is_owner(user or "") if exposure.login else False
    visitor = Visitor(_network(peer), user, owner or (console and exposure.console_owns), console)
    scope[_KEY] = visitor
    return visitor


def visitor_of(scope: Mapping[str, object]) -> Visitor:
    """Who sent the request; somebody who was not met is a guest."""
    visitor = scope.get(_KEY)
    return visitor if isinstance(visitor, Visitor) else GUEST


def is_owner(request: gr.Request) -> bool:
    """Whether whoever pressed a button of the page may change the sources."""
    return request.request is not None and visitor_of(request.request.scope).owner


def check_owner(request: gr.Request) -> None:
    """Raise NotOwnerError where whoever pressed a button may not change the sources."""
    if not is_owner(request):
        raise NotOwnerError("owner_only")


def language_of(request: gr.Request) -> str:
    """The page's language for whoever sent the request."""
    return preferred(request.headers.get("accept-language", ""))


def _network(peer: str) -> str:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if address.version == 4:
        return peer
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.ip_network((peer, 64), strict=False).network_address)
