"""What the readers make of a source, and what splitting makes of that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table, ... of a document, as its reader found it.

    Attributes:
        start, end: code points of the document's text; ``text[start:end]`` is the block.
        heading: the nearest heading above, in some formats the path to it ("Part > Section"), or
            the empty string.
        number: 1-based place among the blocks of the document, its headings counted.
        page: 1-based page of a PDF, or None.
        row: 1-based row of a table or line of JSON lines, or None.
    """

    start: int
    end: int
    heading: str
    number: int
    page: int | None = None
    row: int | None = None


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
        text: for plain text and Markdown the decoded file, its newlines and spaces as they are;
            for the other formats what was taken out of it. Offsets count its code points.
        content_hash: SHA-256 of the file's bytes, in hexadecimal.
        blocks: the parts of the text, in order; passages never reach across one.
        address: where on the web it was saved from, or the empty string.
        fetched: the day when it was saved, as ISO 8601, or the empty string.
    """

    source: str
    title: str
    language: str
    text: str
    content_hash: str
    blocks: tuple[Block, ...]
    address: str = ""
    fetched: str = ""


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
        page, row: as of that block.
    """

    source: str
    start: int
    end: int
    heading: str
    paragraph: int
    language: str
    page: int | None = None
    row: int | None = None


def encoded_text(document: Document, passage: Passage) -> str:
    """What is encoded of a passage: its heading, which says what it is about, and itself."""
    text = document.text[passage.start : passage.end]
    return f"{passage.heading}\n{text}" if passage.heading else text
