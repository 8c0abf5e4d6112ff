"""Where an index in Milvus is: ``milvus://host:port/collection``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import IsnadError

SCHEME = "milvus://"
_HOMES = Path(".isnad")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_PORT = 19530


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """A server and the name of an index in it.

    Attributes:
        host, port: of the server.
        name: of the index; its collections' names begin with it.
    """

    host: str
    port: int
    name: str

    def __str__(self) -> str:
        return f"{SCHEME}{self.host}:{self.port}/{self.name}"

    @property
    def home(self) -> Path:
        """A folder on this machine: for the lock of builds, and what was encoded and not sent."""
        digest = hashlib.sha256(str(self).encode()).hexdigest()[:8]
        return _HOMES / f"milvus-{self.name}-{digest}"


def parse_address(text: str) -> MilvusAddress:
    """An address that was written as ``milvus://host:port/collection``.

    >>> str(parse_address("milvus://localhost/news"))
    'milvus://localhost:19530/news'

    Raises:
        IsnadError: it is not written so.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        host = None
    if not host or not _NAME.fullmatch(name := parts.path.removeprefix("/")):
        raise IsnadError(
            f"{text} is not the address of an index in Milvus; write milvus://host:port/collection,"
            " the collection in letters, digits and underscores."
        )
    return MilvusAddress(f"[{host}]" if ":" in host else host, port, name)
