"""Quotations: the stretches of a text between quotation marks, as papers set them."""

from __future__ import annotations

import re

from index.readers.headings import Span

_MARKS = re.compile('["“”„«»‹›]')
_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "“”", '"': '"', "‹": "›", "›": "‹"}
_BEFORE = " \t\r\n\u00a0\u200f\u200e([:–—-"
_BEHIND = " \t\r\n\u00a0\u200f\u200e.,!?;:)]،؟؛…–—"
_LONGEST_OPEN = 700
"""Of a longer one that is never closed only the first sentence is sure to be quoted."""
_END = re.compile(r"[.!?؟](?=\s)")

_SINGLE = re.compile(
    r"(?<![^\s(:])['‘](?=\w)(?:[^'‘’]|(?<=\w)['’](?=\w)){20,1500}?(?<=[.,!?])['’](?!\w)"
)
"""Between single marks only whole sentences, as apostrophes look the same."""


def quotes(text: str, start: int, end: int) -> list[Span]:
    """Stretches between quotation marks of ``text[start:end]``; one left open goes to the end.

    A mark that can only open starts anew where one is open: papers open every paragraph of a long
    quotation. One that can only close is a slip where none is open.
    """
    spans, opened, closing = [], -1, ""
    for match in _MARKS.finditer(text, start, end):
        place, mark = match.start(), match[0]
        side = _side(text, place, start, end)
        if opened < 0:
            opened, closing = (place, _CLOSES[mark]) if side >= 0 else (-1, "")
        elif mark in closing and side <= 0:
            spans.append((opened, place + 1))
            opened = -1
        elif mark in closing:
            spans.append((opened, _first_end(text, opened, place)))
            opened = place
    if opened >= 0:
        whole = end - opened <= _LONGEST_OPEN
        spans.append((opened, end if whole else _first_end(text, opened, end)))
    return spans or [match.span() for match in _SINGLE.finditer(text, start, end)]


def _first_end(text: str, start: int, end: int) -> int:
    """Where the first sentence of a quotation ends whose closing mark is missing."""
    found = _END.search(text, start, end)
    return found.end() if found else end


def _side(text: str, place: int, start: int, end: int) -> int:
    """1 for a mark that can only open, -1 for one that can only close, else 0."""
    opens = place == start or text[place - 1] in _BEFORE
    closes = place + 1 >= end or text[place + 1] in _BEHIND
    return int(opens) - int(closes)
