"""The address of a quoted passage, as a link on the page carries it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from answers.answer import Citation
from index.documents import Document
from web.words import ToldError

_SHAPE = re.compile(r"#passage-(\d{1,10})-(\d{1,10})-([0-9a-f]{12})-([\w.~%-]{1,4096})", re.ASCII)


class LostPassageError(ToldError):
    """A link that leads to no passage of the index in use."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A passage, and a digest of its words.

    The digest tells whether the offsets still mean the passage: between the answer and the click
    the index may have been rebuilt.

    Attributes:
        source: the ``Document.source``.
        start, end: code points of the source's text.
        digest: the first 12 hexadecimal digits of the SHA-256 of the passage.
    """

    source: str
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, citation: Citation) -> Reference:
        """The address of what *citation* quotes."""
        return cls(citation.source, citation.start, citation.end, _digest(citation.quote))

    @classmethod
    def parse(cls, link: object) -> Reference:
        """The reference that *link* stands for.

        Raises:
            LostPassageError: it is none that ``link`` has written.
        """
        found = _SHAPE.fullmatch(link) if isinstance(link, str) else None
        if found is None:
            raise LostPassageError("no_passage")
        start, end, digest, source = found.groups()
        return cls(unquote(source), int(start), int(end), digest)

    @classmethod
    def to_source(cls, document: Document) -> Reference:
        """The address of a source as a whole: of the empty passage at its start."""
        return cls(document.source, 0, 0, _digest(""))

    @property
    def link(self) -> str:
        """The reference as a link within the page: ASCII letters, digits and ``#-_.~%``."""
        source = quote(self.source, safe="")
        return f"#passage-{self.start}-{self.end}-{self.digest}-{source}"

    def find(self, documents: Mapping[str, Document]) -> Document:
        """The document that has the passage.

        Raises:
            LostPassageError: the source is not indexed, or has other words at this place now.
        """
        document = documents.get(self.source)
        if document is None:
            raise LostPassageError("lost_source")
        if _digest(document.text[self.start : self.end]) != self.digest:
            raise LostPassageError("lost_passage")
        return document


def _digest(passage: str) -> str:
    return hashlib.sha256(passage.encode("utf-8", "replace")).hexdigest()[:12]
