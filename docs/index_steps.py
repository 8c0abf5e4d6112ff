"""The steps from a file to the index, with what came of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docs.steps import Step
from index.build import build
from index.documents import Document
from index.folder import find_sources
from index.readers.read import read
from index.split import split
from index.storage.contents import Index
from index.storage.store import current_generation, load
from index.text.tokenize import words


def index_steps(sources: Path, folder: Path) -> Iterator[Step]:
    """What happens to the one file in *sources*; its index is built in *folder*."""
    ((source, path),) = find_sources(sources).items()
    document = read(path, source)
    yield _read(document, path.stat().st_size)
    yield _split(document)
    build(sources, folder)
    index = load(folder)
    yield _encoded(index)
    yield _said(index)
    yield _written(folder)


def _read(document: Document, size: int) -> Step:
    headings = len({block.heading for block in document.blocks} - {""})
    return Step(
        "The file is read",
        ("index/readers/read.py", "index/text/language.py"),
        f"`{document.source}` has {size:,} bytes, which are {len(document.text):,}"
        f" characters in {len(document.blocks)} paragraphs under {headings} headings. Its language"
        f" is `{document.language}`.",
        f"{len(document.text):,} characters, {len(document.blocks)} paragraphs",
    )


def _split(document: Document) -> Step:
    passages = split(document)
    lengths = [len(words(document.text[p.start : p.end])) for p in passages]
    return Step(
        "The text is split into passages",
        ("index/split.py", "index/text/sentences.py"),
        f"{len(passages)} passages of {min(lengths)} to {max(lengths)} words. A passage is a"
        f" stretch of the file and nothing else: the first is characters {passages[0].start} to"
        f" {passages[0].end}.",
        f"{len(passages)} passages of {min(lengths)} to {max(lengths)} words",
    )


def _encoded(index: Index) -> Step:
    tokens = sum(len(index.token_vectors.of(row)[0]) for row in range(len(index.passages)))
    return Step(
        "Every passage is encoded",
        ("index/encoders/bundled.py", "index/encode.py"),
        f"Each passage, with the heading above it, becomes one vector of {index.manifest.dimension}"
        f" numbers for the whole and one for each of its tokens (pieces of words): {tokens:,} in"
        " all. What means alike lies close together, in whatever language.",
        f"{len(index.passages)} + {tokens:,} vectors of {index.manifest.dimension} numbers",
    )


def _said(index: Index) -> Step:
    speakers = list(index.voices)
    count = sum(len(voice.statements) for voice in speakers)
    return Step(
        "Who said what is noted",
        ("index/reporting/statements.py",),
        f"{count} sentences report what somebody said, of {len(speakers)} speakers. Each is noted"
        " with all that the article calls its speaker.",
        f"{count} sentences that report {len(speakers)} speakers",
    )


def _written(folder: Path) -> Step:
    files = list(current_generation(folder).iterdir())
    size = sum(file.stat().st_size for file in files)
    return Step(
        "The index is written",
        ("index/storage/store.py", "index/storage/checksums.py"),
        f"{len(files)} files, {size / 1e3:,.0f} KB, with a checksum each. One rename puts them in"
        " the place of the index before.",
        f"{len(files)} files with checksums, {size / 1e3:,.0f} KB",
    )
