"""Where sentences end, in the scripts of the encoder's languages."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from operator import itemgetter
from pathlib import Path

from index.readers.headings import Span, trim

_ABBREVIATIONS = Path(__file__).parent / "abbreviations.txt"

_CLOSING = "\"'”’»›)\\]}」』）】"
_END = re.compile(
    rf"(?P<ideographic>[。！？｡]+[{_CLOSING}]*)"
    rf"|(?P<stop>[.!?؟؛;…।॥۔]+[{_CLOSING}]*)(?=\s|$|(?<=[؟؛])(?=\w)|(?<=\.)(?=[\u0621-\u064a]))"
)
_LAST_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’](?=[^\W\d_]))*$")
_QUOTES = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』", "‹": "›"}
_QUOTE_LIMIT = 600


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of ``text[start:end]``, without the white space around them.

    A full stop after an abbreviation or an initial ends none, nor does anything between
    quotation marks whose two sides can be told apart.

    >>> text = "Dr. Li left. “No. Never,” she said."
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['Dr. Li left.', '“No. Never,” she said.']
    """
    quoted = _quoted_spans(text, start, end)
    spans, last = [], start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, match, last, quoted):
            spans.append(trim(text, last, match.end()))
            last = match.end()
    spans.append(trim(text, last, end))
    return [(first, after) for first, after in spans if first < after]


def _ends_sentence(text: str, match: re.Match[str], last: int, quoted: list[Span]) -> bool:
    before = bisect_left(quoted, match.start(), key=itemgetter(0))
    if before and match.end() < quoted[before - 1][1]:
        return False
    if match["stop"] is None or match["stop"].rstrip(_CLOSING.replace("\\", "")) != ".":
        return True
    word = _LAST_WORD.search(text, max(last, match.start() - 40), match.start())
    if word is None:
        return not _starts_list(text[last : match.start()])
    return not _is_abbreviation(word[0])


def _is_abbreviation(word: str) -> bool:
    """Whether *word* is in the list, or is made of parts that are: ``U.S``, ``أ.د``."""
    known = _abbreviations()
    return word in known or all(part in known or _is_initial(part) for part in word.split("."))


def _is_initial(word: str) -> bool:
    """A single capital, as in ``J. Harris``; not the ``I`` that ends an English sentence."""
    return len(word) == 1 and word.isupper() and word != "I"


def _starts_list(before: str) -> bool:
    """Whether only a number stands before the full stop: ``1.`` opens a point of a list."""
    return before.strip().isdecimal()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(_ABBREVIATIONS.read_text("utf-8").split())


def _quoted_spans(text: str, start: int, end: int) -> list[Span]:
    """Stretches between a pair of quotation marks, both marks included.

    A mark that is not closed within ``_QUOTE_LIMIT`` characters opens nothing.
    """
    spans, place = [], start
    while place < end:
        closing_mark = _QUOTES.get(text[place])
        if closing_mark:
            closing = text.find(closing_mark, place + 1, min(end, place + _QUOTE_LIMIT))
            if closing > 0:
                spans.append((place, closing + 1))
                place = closing
        place += 1
    return spans
