"""No file takes the program down: each is read, or refused in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.build import build
from index.documents import Document
from index.encoders.encoder import Encoder
from index.errors import SourceError
from index.folder import find_sources
from index.readers.formats import READERS
from index.readers.read import read
from index.split import split
from index.storage.store import load
from tests.index.readers.good import GOOD
from tests.index.readers.hostile import hostile

_SECRETS = ("root:", Path("/etc/hostname").read_text("utf-8").strip() or "root:")


def _write(folder: Path, suffix: str) -> dict[str, Path]:
    """The hostile files of one format, in the folder, as sources."""
    for name, raw in hostile(suffix).items():
        (folder / f"{name}{suffix}").write_bytes(raw)
    return find_sources(folder)


@pytest.mark.parametrize("suffix", sorted(GOOD))
def test_each_is_read_exactly_or_refused_in_a_sentence(tmp_path: Path, suffix: str) -> None:
    assert len(hostile(suffix)) >= 20
    for source, path in _write(tmp_path, suffix).items():
        document, reason = _read(path, source)
        if document is None:
            assert reason[0].islower(), reason
            assert "\n" not in reason
            assert len(reason) < 400
            continue
        document.text.encode("utf-8")
        assert not any(secret in document.text for secret in _SECRETS)
        assert "laughlaugh" not in document.text
        for passage in split(document):
            quote = document.text[passage.start : passage.end]
            assert quote == quote.strip() != ""


def _read(path: Path, source: str) -> tuple[Document | None, str]:
    try:
        return read(path, source), ""
    except SourceError as error:
        return None, str(error)


@pytest.mark.parametrize("suffix", sorted(GOOD.keys() - {".zip"}))
def test_two_hundred_megabytes_are_refused_before_they_are_read(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(SourceError, match="larger than 50 MB"):
        read(path, path.name)


@pytest.mark.parametrize(
    ("suffix", "name", "sentence"),
    [
        (".pdf", "encrypted", "it is encrypted"),
        (".pdf", "picture", "it holds no text: its pages (1) are pictures"),
        (".pdf", "unknown-letters", "its fonts do not say which letters"),
        (".pdf", "circle", "it is damaged"),
        (".docx", "locked", "it is encrypted"),
        (".docx", "bomb", "unpacked it is more than 200 times"),
        (".docx", "many-parts", "it holds more than 10,000 files"),
        (".docx", "old-office", "an old Office file"),
        (".docx", "deep", "its markup is damaged (Excessive depth"),
        (".epub", "locked", "it is locked by its seller (DRM)"),
        (".epub", "container-escape", "it has no ../../etc/passwd"),
        (".jsonl", "deep-lists", "line 1 is not JSON"),
        (".jsonl", "closed-deep", "line 1 is nested deeper"),
        (".csv", "columns", "row 1 has more than 1000 cells"),
        (".html", "nul", "it is a binary file"),
        (".zip", "many", "it holds more than 10,000 files"),
        (".zip", "nested", "archives themselves"),
        (".zip", "escape", "lead out of it or have unusable names: '../../a.txt'"),
        (".zip", "no-source", "it holds no file that can be read"),
    ],
)
def test_the_sentence_says_what_is_wrong(
    tmp_path: Path, suffix: str, name: str, sentence: str
) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(hostile(suffix)[name])
    with pytest.raises(SourceError, match=re.escape(sentence)):
        read(path, path.name)


@pytest.mark.parametrize(
    ("name", "member", "sentence"),
    [
        ("bomb", "a.txt", "unpacked it is more than 200 times"),
        ("locked", "a.txt", "it is encrypted"),
        ("link", "link.txt", "it is a link"),
        ("size-lie", "a.txt", "it is damaged"),
        ("hostile-inside", "b.html", "it is a binary file"),
    ],
)
def test_a_bad_member_does_not_spoil_the_archive(
    tmp_path: Path, name: str, member: str, sentence: str
) -> None:
    (tmp_path / f"{name}.zip").write_bytes(hostile(".zip")[name])
    found = find_sources(tmp_path)
    with pytest.raises(SourceError, match=sentence):
        read(found[f"{name}.zip/{member}"], member)


def test_the_build_over_all_of_them_indexes_the_good_ones(tmp_path: Path, encoder: Encoder) -> None:
    sources = tmp_path / "sources"
    for suffix, raw in GOOD.items():
        folder = sources / suffix[1:]
        folder.mkdir(parents=True)
        _write(folder, suffix)
        (sources / f"good{suffix}").write_bytes(raw)
    report = build(sources, tmp_path / "index", encoder)
    index = load(tmp_path / "index")
    for suffix in READERS.keys() - {".htm"}:
        assert "ambassador" in index.documents[f"good{suffix}"].text
    assert "ambassador" in index.documents["good.zip/a.txt"].text
    assert len(report.unreadable) > 100
