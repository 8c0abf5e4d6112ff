"""What the readers make of a source, and what splitting makes of that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table, ... of a document, as its reader found it.

    Attributes:
        start, end: code points of the document's text; ``text[start:end]`` is the block.
        heading: the nearest heading above, or the empty string.
        number: 1-based place among the blocks of the document, its headings counted.
    """

    start: int
    end: int
    heading: str
    number: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader gives: the text, its title (empty if it has none) and its blocks in order."""

    text: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A source that was read.

    Attributes:
        source: path under the folder of sources, with ``/`` between the parts.
        title: the first heading, else the file's name.
        language: ISO 639-1 code, or ``und`` where the text does not tell.
        text: the decoded source. Newlines and spaces are as in the file: offsets count its
            code points.
        content_hash: SHA-256 of the file's bytes, in hexadecimal.
        blocks: the parts of the text, in order; passages never reach across one.
    """

    source: str
    title: str
    language: str
    text: str
    content_hash: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is found and quoted as one.

    ``document.text[start:end]`` is the passage: nothing normalised is ever shown.

    Attributes:
        source: the ``Document.source`` that the passage belongs to.
        start, end: code points of the document's text.
        heading: the nearest heading above, or the empty string.
        paragraph: 1-based number of the block that the passage starts in.
        language: ISO 639-1 code of the passage itself, or ``und``.
    """

    source: str
    start: int
    end: int
    heading: str
    paragraph: int
    language: str
