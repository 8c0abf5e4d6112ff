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
    rb"(?:\xef\xbb\xbf)?(?:<!doctype[^<>]{0,200}>)?\s*<!--\s*" + _NOTE.pattern, re.I
)
_AFTER = re.compile(rb"\n%\s*" + _NOTE.pattern + rb"\s*$")
_WITHIN = 4096


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a source was saved from and when, as ISO 8601; both may be empty."""

    address: str = ""
    date: str = ""


def saved_from(raw: bytes) -> Saved:
    """The note on a saved page, if the bytes of a source have one.

    >>> saved_from(b"<!-- saved from url=https://example.org/a on 2025-03-01 -->")
    Saved(address='https://example.org/a', date='2025-03-01')
    """
    found = _BEFORE.match(raw[:_WITHIN]) or _AFTER.search(raw[-_WITHIN:])
    if found is None:
        return Saved()
    address, date = found["address"], found["date"] or b""
    return Saved(address.decode("utf-8", "replace"), date.decode("ascii"))


def with_note(raw: bytes, suffix: str, saved: Saved) -> bytes:
    """The bytes of a page with the note, where the format that its name ends in has it."""
    note = f"saved from url={saved.address} on {saved.date}".encode()
    if suffix == ".pdf":
        return raw + b"\n% " + note + b"\n"
    return b"<!-- " + note + b" -->\n" + raw
