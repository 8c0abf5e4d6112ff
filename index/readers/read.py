"""Path to Document, by the reader of the file's format."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from index.documents import Content, Document
from index.errors import SourceError
from index.language import detect_language
from index.readers.markdown import read_markdown
from index.readers.text import read_text

MAX_BYTES = 50_000_000


READERS: dict[str, Callable[[bytes], Content]] = {".txt": read_text, ".md": read_markdown}


def is_source(path: Path) -> bool:
    """Whether there is a reader for the file's ending."""
    return path.suffix.lower() in READERS


def read(path: Path, source: str) -> Document:
    """Read the file at *path*, which the index will call *source*.

    Raises:
        SourceError: with the reason, as the end of a sentence that starts with the file's name.
    """
    raw = read_bytes(path)
    content = READERS[path.suffix.lower()](raw)
    if not content.blocks:
        raise SourceError("it holds no text")
    return Document(
        source=source,
        title=content.title or PurePosixPath(source).name,
        language=detect_language(content.text),
        text=content.text,
        content_hash=hashlib.sha256(raw).hexdigest(),
        blocks=content.blocks,
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a source; raises SourceError where it is too large or cannot be opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise SourceError("it is not a file")
        if status.st_size > MAX_BYTES:
            raise SourceError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"it cannot be opened ({error.strerror})") from error
