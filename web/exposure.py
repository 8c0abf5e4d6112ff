"""To whom the page is open, as the flags and the environment say."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import IsnadError
from web.guard.login import Login

SPACE_FRAME = "https://huggingface.co"
_PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


class ExposureError(IsnadError):
    """The page would be open to people whom nobody has let in."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """To whom the page is open.

    Attributes:
        host: the address to listen on.
        login: who may log in, or None where nobody has to.
        open: whether it was said that others may come without a login.
        shared: whether there is a public link, so that any name may stand for the page.
        root_path: the path or address that a proxy serves the page under, or the empty string.
        names: host names of the page, beside the loopback ones and bare addresses.
        proxies: addresses whose word is taken for where a request comes from.
        frame: the site that may show the page in a frame, or None.
    """

    host: str = "127.0.0.1"
    login: Login | None = None
    open: bool = False
    shared: bool = False
    root_path: str = ""
    names: frozenset[str] = frozenset()
    proxies: tuple[str, ...] = ()
    frame: str | None = None

    def check(self) -> None:
        """Raise ExposureError where others could come in without a login that nobody allowed."""
        if self.login or self.open:
            return
        if self.shared:
            raise ExposureError(
                "A shared link is open to the world: give it a login with --auth USER:PASSWORD"
                " or --auth-file FILE, or say --open."
            )
        if not is_loopback(self.host):
            raise ExposureError(
                f"At {self.host} the page is open to the network: give it a login with"
                " --auth USER:PASSWORD or --auth-file FILE, or say --open."
            )

    @property
    def console_owns(self) -> bool:
        """Whether who sits at this machine may change the sources.

        Not where a proxy or tunnel may run on this machine: what it brings looks the same.
        """
        return not (self.login or self.shared or self.root_path or self.proxies)

    @property
    def checks_hosts(self) -> bool:
        """Whether a name that is not the page's is refused.

        Another site's name can be made to lead here, and the visitor's browser then lets that
        site read the page. A login keeps it out, and on a shared page there is nothing to keep.
        """
        return self.login is None and not self.shared

    def is_name(self, host: str) -> bool:
        """Whether a Host header names the page: no name that somebody else can give out."""
        name = _without_port(host).lower()
        return name == "localhost" or name in self.names or _address(name) is not None


def is_loopback(host: str) -> bool:
    """Whether *host*, with or without a port, is this machine by a name or address of its own."""
    name = _without_port(host).lower()
    address = _address(name)
    return name == "localhost" if address is None else address.is_loopback


def on_space(environment: Mapping[str, str]) -> bool:
    """Whether this is a Hugging Face Space: whoever put it there has opened it to others."""
    return environment.get("SYSTEM") == "spaces"


def space_proxies() -> tuple[str, ...]:
    """Where the requests of a Space come from: a proxy on its private network."""
    return _PRIVATE_NETWORKS


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0].lstrip("[")
    return host if host.count(":") > 1 else host.partition(":")[0]


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
