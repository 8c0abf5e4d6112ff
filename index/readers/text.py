"""Plain text: paragraphs by lines and blank lines, headings by their look."""

from __future__ import annotations

import re

from index.documents import Content
from index.readers.decode import decode
from index.readers.headings import Span, trim, under_headings

_LINE = re.compile(r"[^\r\n]+")
_NEWLINE = re.compile(r"\r\n?|\n")
_FINAL = ".!?؟؛:;,،…。！？।۔»”\"')]}"
_HEADING_WORDS = 9
_HEADING_CHARACTERS = 80
_WRAPPED_WIDTH = (40, 100)


def read_text(raw: bytes) -> Content:
    """The paragraphs and headings of plain text.

    A line is a paragraph, unless blank lines separate paragraphs whose lines were broken at a
    fixed width: these are joined. A heading is a short line without final punctuation that has
    a paragraph below it; the first line may also have another heading below it.
    """
    text = decode(raw)
    spans = [span for group in _groups(text) for span in _paragraphs(text, group)]
    short = [_looks_like_heading(text[start:end]) for start, end in spans]
    parts = []
    for place, (start, end) in enumerate(spans):
        below = short[place + 1 :]
        heading = short[place] and (not all(below) if place == 0 else not all(below[:1]))
        parts.append((text[start:end] if heading else None, start, end))
    return under_headings(text, parts)


def _groups(text: str) -> list[list[Span]]:
    """Spans of the non-empty lines, without outer white space, grouped by blank lines."""
    groups: list[list[Span]] = [[]]
    last = 0
    for match in _LINE.finditer(text):
        start, end = trim(text, *match.span())
        if start == end:
            continue
        if groups[-1] and len(_NEWLINE.findall(text, last, start)) > 1:
            groups.append([])
        groups[-1].append((start, end))
        last = end
    return groups


def _paragraphs(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines of a group where a fixed width, not the writer, broke them."""
    widths = [end - start for start, end in lines]
    low, high = _WRAPPED_WIDTH
    wrapped = (
        len(lines) > 1
        and low <= max(widths) <= high
        and min(widths[:-1]) >= 0.6 * max(widths)
        and any(text[end - 1] not in _FINAL for _, end in lines[:-1])
    )
    return [(lines[0][0], lines[-1][1])] if wrapped else lines


def _looks_like_heading(line: str) -> bool:
    return (
        len(line) <= _HEADING_CHARACTERS
        and len(line.split()) <= _HEADING_WORDS
        and line[-1] not in _FINAL
        and any(character.isalpha() for character in line)
    )
