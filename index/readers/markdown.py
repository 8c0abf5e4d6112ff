"""Markdown: blocks as markdown-it finds them, kept as slices of the raw file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.documents import Content
from index.readers.decode import decode
from index.readers.headings import Span, trim, under_headings

_PARSER = "commonmark"
_LEAVES = {"heading_open", "paragraph_open", "fence", "code_block", "html_block", "table_open"}
_NEWLINE = re.compile(r"\r\n?|\n")


def read_markdown(raw: bytes) -> Content:
    """The headings, paragraphs, list items, tables and code of a Markdown text."""
    text = decode(raw)
    parts = []
    for opening, inline, start, end in _leaves(text):
        heading = _words(inline) if opening.type == "heading_open" else None
        parts.append((heading, start, end))
    return under_headings(text, parts)


def _words(inline: Token) -> str:
    """The words of a heading on one line, without the marks of its markup."""
    words = (child.content or " " * child.type.endswith("break") for child in inline.children or ())
    return " ".join("".join(words).split())


def _leaves(text: str) -> Iterator[tuple[Token, Token, int, int]]:
    """The opening token of each block, the token after it, and the block's span."""
    starts = _line_starts(text)
    tokens = MarkdownIt(_PARSER).enable("table").parse(_NEWLINE.sub("\n", text))
    inside_table = 0
    for place, token in enumerate(tokens):
        inside_table += (token.type == "table_open") - (token.type == "table_close")
        if token.map is None or token.type not in _LEAVES:
            continue
        following = tokens[min(place + 1, len(tokens) - 1)]
        start, end = _span(text, starts, token, following)
        if start < end and not (inside_table and token.type != "table_open"):
            yield token, following, start, end


def _span(text: str, starts: list[int], token: Token, following: Token) -> Span:
    """From the first to the last character of a block, without the list or quote mark before it."""
    first, last = token.map or (0, 0)
    start, end = starts[first], starts[min(last, len(starts) - 1)]
    if token.type == "paragraph_open":
        first_line = following.content.split("\n", 1)[0]
        start = max(start, text.find(first_line, start, end))
    return trim(text, start, end)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _NEWLINE.finditer(text)), len(text)]
