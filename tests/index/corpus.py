"""A small folder of sources in four languages, and two ways to look at an index of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from index.storage.contents import Contents, Index

ARABIC = (
    "رفض التدخل الخارجي\r\n\r\nأكد السفير نورلاند أن بلاده ترفض تورط جهات خارجية في الصراع.\r\n"
    "\r\nوأضاف\u00a0«نورلاند» أن الصراع يضر بتعافي الاقتصاد."
)
ENGLISH = "# The visit\n\nThe ambassador met the prime minister.\n\nThey spoke of the ceasefire.\n"
FRENCH = "L’ambassadeur a dit que son pays est contre la guerre. Il est parti lundi."
CHINESE = "大使说他的国家反对外国干涉。他星期一离开了。"


def write_sources(folder: Path) -> Path:
    """Three files that are read; add more with the other texts."""
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "libya.ar.txt").write_bytes(ARABIC.encode("utf-8"))
    (folder / "visit.md").write_bytes(ENGLISH.encode("utf-8-sig"))
    (folder / "guerre.txt").write_bytes(FRENCH.encode("utf-16"))
    return folder


def texts_of(index: Index) -> list[str]:
    return [index.text(passage) for passage in index.passages]


def assert_whole(index: Index) -> None:
    """Every part of the index tells of the same passages."""
    count = len(index.passages)
    assert set(index.manifest.files) == set(index.documents)
    assert {passage.source for passage in index.passages} == set(index.documents)
    assert index.dense.ntotal == len(index.tokens) == count
    assert len(index.keys) == len(index.token_vectors.places) == count
    assert len(index.token_vectors.starts) == len(set(index.keys)) + 1
    assert index.token_vectors.starts[-1] == len(index.token_vectors.rows)
    assert all(text == text.strip() != "" for text in texts_of(index))


def assert_same(one: Index, other: Index) -> None:
    """The two hold the same, whenever they were built."""
    assert [(d.source, d.title, d.language, d.text) for d in one.documents.values()] == [
        (d.source, d.title, d.language, d.text) for d in other.documents.values()
    ]
    assert one.passages == other.passages
    assert one.tokens == other.tokens
    count = len(one.passages)
    assert np.array_equal(one.vectors, other.vectors)
    assert np.array_equal(one.dense.reconstruct_n(0, count), other.vectors)
    assert np.array_equal(one.token_vectors.rows[:], other.token_vectors.rows[:])
    assert np.array_equal(one.token_vectors.scales[:], other.token_vectors.scales[:])
    assert list(one.keys) == list(other.keys)
    assert one.identical == other.identical
    assert np.array_equal(one.token_vectors.places, other.token_vectors.places)
    assert np.array_equal(one.token_vectors.starts, other.token_vectors.starts)
    for name in ("word_table", "name_table"):
        mine, theirs = getattr(one, name).arrays(), getattr(other, name).arrays()
        assert all(np.array_equal(mine[part], theirs[part]) for part in mine)
    assert list(one.voices) == list(other.voices)


def without(contents: Contents, source: str) -> Contents:
    """The same index without one of its sources."""
    files = {name: state for name, state in contents.manifest.files.items() if name != source}
    entries = [entry for entry in contents.entries if entry.document.source != source]
    return Contents(replace(contents.manifest, files=files), entries, contents.encoded)
