"""Path to Document, by the reader of the file's format."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.documents import Content, Document
from index.errors import SourceError
from index.readers import archive
from index.readers.child import read_apart
from index.readers.saved import saved_from
from index.readers.text import read_text
from index.text.language import detect_language

MAX_BYTES = 50_000_000


ENDINGS = frozenset({".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".epub", ".csv", ".jsonl"})
"""What sources end in; ``index.readers.formats`` has a reader for each."""

_WHOLE = frozenset({".txt", ".md"})
"""What is kept as it is: a note before it stays in the text, where HTML's is none of it."""


def is_source(path: Path) -> bool:
    """Whether there is a reader for the file's ending, or it is an archive of such files."""
    return path.suffix.lower() in ENDINGS or path.suffix.lower() == archive.SUFFIX


def sources_in(path: Path) -> list[str]:
    """The sources in a file: of an archive its members, by their names; of others themselves.

    The archive itself, the empty name, is among them where something in it cannot be read:
    reading it then tells why.
    """
    if path.suffix.lower() != archive.SUFFIX:
        return [""]
    listing = archive.list_archive(path, ENDINGS)
    return [*([""] if listing.trouble else []), *listing.names]


def read(path: Path, source: str) -> Document:
    """Read the file at *path*, which the index will call *source*.

    Raises:
        SourceError: with the reason, as the end of a sentence that starts with the file's name.
    """
    raw = read_bytes(path)
    suffix = path.suffix.lower()
    saved = saved_from(raw)
    noted = saved.length if suffix in _WHOLE else 0
    content = _after_note(_content(suffix, raw[noted:]), raw[:noted])
    if not content.blocks:
        raise SourceError("it holds no text")
    return Document(
        source=source,
        title=content.title or PurePosixPath(source).name,
        language=detect_language(content.text),
        text=content.text,
        content_hash=hashlib.sha256(raw).hexdigest(),
        blocks=content.blocks,
        address=saved.address,
        fetched=saved.date,
    )


def _content(suffix: str, raw: bytes) -> Content:
    """Only plain text is read in this process: another format could break it, or never end."""
    return read_text(raw) if suffix == ".txt" else read_apart(suffix, raw)


def _after_note(content: Content, note: bytes) -> Content:
    """The content with the note of a saved text before it, which is no passage."""
    if not note:
        return content
    text = note.decode("utf-8-sig", "replace")
    place = len(text)
    blocks = (replace(b, start=b.start + place, end=b.end + place) for b in content.blocks)
    return Content(text + content.text, content.title, tuple(blocks))


def read_bytes(path: Path) -> bytes:
    """The bytes of a source; raises SourceError where it is too large or cannot be opened."""
    inside = archive.split_path(path)
    if inside:
        return archive.read_member(*inside)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise SourceError("it is not a file")
        if path.suffix.lower() == archive.SUFFIX:
            raise SourceError(archive.list_archive(path, ENDINGS).trouble)
        if status.st_size > MAX_BYTES:
            raise SourceError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"it cannot be opened ({error.strerror})") from error
