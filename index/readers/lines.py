"""The printed lines of a page to paragraphs, by where lines end and how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENDS_SENTENCE = re.compile(r"[.!?؟。！？:…۔][\"'”’»)\]]*$")
_BEGINS_ITEM = re.compile(r"[•▪◦‣●–—*-]\s|\(?\d{1,3}[.)]\s")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
_SHORT = 0.8
_HEADING_WORDS = 9


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Join lines that the width of the page broke.

    A paragraph ends before an empty line or an item of a list, after a short line that ends a
    sentence, and around a line that is short as a heading. A hyphen at the end of a line stays,
    as it stands on the page; a soft one does not.

    >>> paragraphs(["The ambassador left the capital on", "Monday.", "He will return soon."])
    ['The ambassador left the capital on Monday.', 'He will return soon.']
    """
    clean = [" ".join(line.split()) for line in lines]
    widest = max(map(len, clean), default=0)
    found: list[str] = []
    last = ""
    for line in clean:
        if line and last and not _BEGINS_ITEM.match(line) and not _ends(last, widest):
            found[-1] = _join(found[-1], line)
        elif line:
            found.append(line)
        last = line
    return found


def _ends(line: str, widest: int) -> bool:
    """Whether a paragraph ends with this line."""
    if len(line) >= _SHORT * widest:
        return False
    is_heading = len(line) < widest / 2 and len(line.split()) <= _HEADING_WORDS
    return is_heading or bool(_ENDS_SENTENCE.search(line))


def _join(text: str, line: str) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + line
    return text + line if _HYPHEN.search(text) else f"{text} {line}"
