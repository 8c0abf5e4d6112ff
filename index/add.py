"""A page of the web to a file among the sources, with its address and the day kept in it."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from index.errors import SourceError
from index.fetch import Fetched, IsAllowed, fetch, is_public
from index.readers.markup import decode_page
from index.readers.read import read
from index.readers.saved import Saved, with_note

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
}
_LONGEST_NAME = 80


def add(address: str, sources: Path, is_allowed: IsAllowed = is_public) -> Path:
    """Save the page at *address* in the folder *sources*; the same address again replaces it.

    Args:
        address: begins with ``http://`` or ``https://``.
        sources: the folder of sources.
        is_allowed: which addresses of the network may be fetched from.

    Returns:
        The file. Text is in it as UTF-8, whatever it was sent in.

    Raises:
        SourceError: the page cannot be fetched, read or saved; the folder is as it was.
    """
    if not sources.is_dir():
        raise SourceError(f"There is no folder of sources at {sources}.")
    page = fetch(address, is_allowed)
    suffix = _SUFFIXES.get(page.kind)
    if suffix is None:
        raise SourceError(f"{page.address} is neither a page, a text nor a PDF but {page.kind}.")
    try:
        body = page.body if suffix == ".pdf" else _as_utf_8(page)
        saved = Saved(page.address, datetime.now(UTC).date().isoformat())
        return _save(with_note(body, suffix, saved), sources / _name(page.address, suffix))
    except SourceError as error:
        raise SourceError(f"{page.address} is not saved: {error}.") from error


def _as_utf_8(page: Fetched) -> bytes:
    """The page in UTF-8; the server knows better than the page what it is in."""
    try:
        text = page.body.decode(page.charset) if page.charset else decode_page(page.body)
        return text.removeprefix("\ufeff").encode("utf-8")
    except (LookupError, UnicodeError) as error:
        raise SourceError(f"it is not in {page.charset}, as its server says") from error


def _save(raw: bytes, path: Path) -> Path:
    """Write a source under a hidden name, see that it can be read, and only then show it."""
    hidden = path.with_name(f".{path.name}")
    try:
        hidden.write_bytes(raw)
        read(hidden, path.name)
        os.replace(hidden, path)
    except OSError as error:
        raise SourceError(f"{path} cannot be written ({error.strerror})") from error
    finally:
        hidden.unlink(missing_ok=True)
    return path


def _name(address: str, suffix: str) -> str:
    """A name that tells a person where the page is from, and is no other page's.

    >>> _name("https://example.org/news/a.html?x=1", ".html")
    'example.org-news-a-1bdd6703.html'
    """
    told = re.sub(r"^https?://|[?].*$|\.(html?|pdf|txt|md)$", "", address.split("?", 1)[0])
    words = re.sub(r"[^\w.]+", "-", told).strip("-._")[:_LONGEST_NAME]
    return f"{words or 'page'}-{hashlib.sha256(address.encode()).hexdigest()[:8]}{suffix}"
