"""The note on a page that was saved from the web: its address, and the day.

It is a comment before an HTML page or a text, and the last line of a PDF, where a PDF may have
comments. Browsers write the same note into the pages that they save, without the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOTE = re.compile(
    rb"saved from url=(?:\(\d+\))?(?P<address>https?://[^\s<>\"]{1,2000})"
    rb"(?: on (?P<date>\d{4}-\d\d-\d\d))?"
)
_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<!doctype[^<>]{0,200}>)?\s*<!--\s*"
    + _NOTE.pattern
    + rb"[^\n<>]{0,200}-->[ \t]*(?:\r?\n)?",
    re.IGNORECASE,
)
_AFTER = re.compile(rb"\n%\s*" + _NOTE.pattern + rb"\s*$")
_WITHIN = 4096


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a source was saved from.

    Attributes:
        address: the page's, or the empty string.
        date: the day, as ISO 8601, or the empty string.
        length: how many bytes the note takes before the source itself, its line's end included.
    """

    address: str = ""
    date: str = ""
    length: int = 0


def saved_from(raw: bytes) -> Saved:
    """The note on a saved page, if the bytes of a source have one.

    >>> saved_from(b"<!-- saved from url=https://example.org/a on 2025-03-01 -->x")
    Saved(address='https://example.org/a', date='2025-03-01', length=59)
    """
    before = _BEFORE.match(raw[:_WITHIN])
    found = before or _AFTER.search(raw[-_WITHIN:])
    if found is None:
        return Saved()
    address, date = found["address"].decode("utf-8", "replace"), found["date"] or b""
    return Saved(address, date.decode("ascii"), before.end() if before else 0)


def with_note(raw: bytes, suffix: str, saved: Saved) -> bytes:
    """The bytes of a page with the note, where the format that its name ends in has it."""
    note = f"saved from url={saved.address} on {saved.date}".encode()
    if suffix == ".pdf":
        return raw + b"\n% " + note + b"\n"
    return b"<!-- " + note + b" -->\n" + raw
