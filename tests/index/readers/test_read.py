from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from index.errors import SourceError
from index.readers.read import MAX_BYTES, is_source, read


def test_a_document_has_title_language_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "talks.md"
    raw = "# محادثات ليبيا\r\n\r\nقال السفير إن بلاده ترفض الحرب.".encode("utf-8-sig")
    path.write_bytes(raw)
    document = read(path, "news/talks.md")
    assert (document.source, document.title) == ("news/talks.md", "محادثات ليبيا")
    assert document.language == "ar"
    assert document.text == raw.decode("utf-8-sig")
    assert document.content_hash == hashlib.sha256(raw).hexdigest()


def test_without_a_heading_the_file_names_the_document(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("He agreed.", "utf-8")
    assert read(path, "news/note.txt").title == "note.txt"


@pytest.mark.parametrize("content", [b"", b" \r\n\xc2\xa0", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="holds no text"):
        read(path, "empty.txt")


def test_a_file_that_is_gone_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be opened \(No such file"):
        read(tmp_path / "gone.txt", "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceError, match="it is not a file"):
        read(tmp_path / "pipe.txt", "pipe.txt")


def test_a_file_of_more_than_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SourceError, match="larger than 50 MB"):
        read(path, "large.txt")


def test_sources_are_told_by_their_ending() -> None:
    names = ["a.txt", "b.MD", "c.pdf", "d.zip", "txt", "e.txt.bak", "f.png"]
    assert [name for name in names if is_source(Path(name))] == names[:4]
