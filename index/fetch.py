"""One page of the web, fetched from public addresses only, within limits of size and time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from index.errors import SourceError

IsAllowed = Callable[[str], bool]
"""Whether a page may be fetched from an address, which is given in digits."""

MOST_BYTES = 50_000_000
SECONDS = 60.0
_WAIT = 15.0
_MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PORTS = {"http": 80, "https": 443}
_CHUNK = 65_536
_HEADERS = {
    "User-Agent": "isnad",
    "Accept": "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown",
    "Accept-Encoding": "identity",
}
_KEPT = "/%:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came.

    Attributes:
        address: where it was found in the end, without the part after ``#``.
        kind: its media type, in small letters.
        charset: the encoding that the server names, or None.
        body: its bytes.
    """

    address: str
    kind: str
    charset: str | None
    body: bytes


def is_public(address: str) -> bool:
    """Whether an address, in digits, belongs to the open internet.

    An IPv6 address that stands for an IPv4 one is as public as that.

    >>> is_public("93.184.215.14"), is_public("::ffff:127.0.0.1")
    (True, False)
    """
    ip = ip_address(address.split("%", 1)[0])
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    public = ip.is_global and not ip.is_multicast and not ip.is_reserved
    return is_public(str(inner)) if inner else public


def fetch(address: str, is_allowed: IsAllowed = is_public, seconds: float = SECONDS) -> Fetched:
    """Fetch a page.

    Args:
        address: begins with ``http://`` or ``https://``.
        is_allowed: asked for every address that the name in *address* stands for.
        seconds: the most that one answer may take.

    Raises:
        SourceError: it may not or cannot be fetched; the sentence says which address, and why.
    """
    for _ in range(_MOST_REDIRECTS + 1):
        parts = _parse(address)
        try:
            answer = _get(parts, _resolve(parts, is_allowed), seconds)
        except (OSError, http.client.HTTPException, ValueError) as error:
            told = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise SourceError(f"{address} cannot be fetched ({told}).") from error
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(parts.geturl(), answer)
    raise SourceError(f"{address} cannot be fetched (it is redirected too often).")


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, NAT64 or compatible."""
    mapped = ip.ipv4_mapped or ip.sixtofour
    if mapped is None and ip.packed[:12] in (bytes.fromhex("0064ff9b" + "00" * 8), bytes(12)):
        mapped = IPv4Address(ip.packed[12:])
    return mapped


def _parse(address: str) -> SplitResult:
    """The parts of an address, spelled as a request needs them."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except (ValueError, UnicodeError) as error:
        raise SourceError(f"{address} is not an address of the web.") from error
    if parts.scheme not in _PORTS or not host:
        raise SourceError(f"{address} is not an address that begins with http:// or https://.")
    if parts.username is not None:
        raise SourceError("An address with a password in it would be saved; leave that out.")
    named = f"[{host}]" if ":" in host else host
    return SplitResult(
        scheme=parts.scheme,
        netloc=named if port == _PORTS[parts.scheme] else f"{named}:{port}",
        path=quote(parts.path, safe=_KEPT) or "/",
        query=quote(parts.query, safe=_KEPT),
        fragment="",
    )


def _resolve(parts: SplitResult, is_allowed: IsAllowed) -> str:
    """An address of the host, in digits; none if any that it has may not be fetched from."""
    port = parts.port or _PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    refused = [one for one in addresses if not is_allowed(one)]
    if refused or not addresses:
        raise SourceError(
            f"{parts.geturl()} leads to {', '.join(refused)}, which is inside a private network;"
            " nothing is fetched from there."
        )
    return addresses[0]


def _get(parts: SplitResult, address: str, seconds: float) -> Fetched | str:
    """The page, or the address that it is redirected to."""
    port = parts.port or _PORTS[parts.scheme]
    connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=_WAIT)
    plain = socket.create_connection((address, port), timeout=_WAIT)
    with _wrap(plain, parts) as connection.sock:
        timer = threading.Timer(seconds, _cut_off, [connection.sock])
        timer.start()
        try:
            answer = _ask(connection, parts)
            if not timer.is_alive():
                raise SourceError(f"{parts.geturl()} takes longer than {seconds:.0f} seconds.")
            return answer
        finally:
            timer.cancel()
            connection.close()


def _wrap(plain: socket.socket, parts: SplitResult) -> socket.socket:
    """The connection, encrypted where the address says so once the two have greeted."""
    if parts.scheme == "http":
        return plain
    context = ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=parts.hostname, do_handshake_on_connect=False)


def _cut_off(connected: socket.socket) -> None:
    """End a connection that takes too long, whatever is waited for."""
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _ask(connection: http.client.HTTPConnection, parts: SplitResult) -> Fetched | str:
    if isinstance(connection.sock, ssl.SSLSocket):
        connection.sock.do_handshake()
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("GET", target, headers={"Host": parts.netloc, **_HEADERS})
    with connection.getresponse() as response:
        return _answer(parts.geturl(), response)


def _answer(address: str, response: http.client.HTTPResponse) -> Fetched | str:
    location = response.getheader("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status != http.HTTPStatus.OK:
        raise SourceError(f"{address} cannot be fetched (it answers {response.status}).")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise SourceError(f"{address} cannot be fetched (it is sent packed).")
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise SourceError(f"{address} is larger than {MOST_BYTES // 1_000_000} MB.")
    if response.length:
        raise SourceError(f"{address} cannot be fetched (the connection ended too early).")
    kind = response.headers.get_content_type()
    return Fetched(address, kind, response.headers.get_content_charset(), bytes(body))
