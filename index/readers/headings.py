"""What every reader does last: each paragraph gets the heading above it."""

from __future__ import annotations

from collections.abc import Iterable

from index.documents import Block, Content

Span = tuple[int, int]
Part = tuple[str | None, int, int]


def under_headings(text: str, parts: Iterable[Part]) -> Content:
    """Number the parts of *text* and put the paragraphs among them under their headings.

    Args:
        text: the whole text.
        parts: in order, each with its start and end; a heading comes with its words, a
            paragraph with None.

    Returns:
        The content. Where there is nothing but headings, these are its blocks.
    """
    numbered = list(enumerate(parts, start=1))
    heading = title = ""
    blocks = []
    for number, (words, start, end) in numbered:
        if words is None:
            blocks.append(Block(start, end, heading, number))
        else:
            heading, title = words, title or words
    if not blocks:
        blocks = [Block(start, end, "", number) for number, (_, start, end) in numbered]
    return Content(text, title, tuple(blocks))


def trim(text: str, start: int, end: int) -> Span:
    """The span without the white space at its two ends.

    >>> trim(" a b ", 0, 5)
    (1, 4)
    """
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
