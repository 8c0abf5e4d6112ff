"""A small folder of sources in four languages, and two ways to look at an index of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from index.searched import Names
from index.storage.contents import Contents, Index
from index.tables.joined_names import JoinedNames
from index.tables.name_table import Form, NameTable
from index.tables.postings import NO_ROWS
from index.tables.word_table import Having

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
    assert index.dense.ntotal == len(index.tokens) == len(index.keys) == count
    for segment in index.segments:
        tokens = segment.token_vectors
        assert len(tokens.places) == len(segment.passages)
        assert len(tokens.starts) == len(set(segment.keys)) + 1
        assert tokens.starts[-1] == len(tokens.rows)
    assert all(text == text.strip() != "" for text in texts_of(index))


def assert_same(one: Index, other: Index) -> None:
    """The two hold the same, whenever they were built, and whatever of it was added later."""
    assert [(d.source, d.title, d.language, d.text) for d in one.documents.values()] == [
        (d.source, d.title, d.language, d.text) for d in other.documents.values()
    ]
    assert list(one.passages) == list(other.passages)
    assert list(one.tokens) == list(other.tokens)
    assert list(one.keys) == list(other.keys)
    assert list(one.identical) == list(other.identical)
    assert list(one.voices) == list(other.voices)
    assert one.firsts.tolist() == other.firsts.tolist()
    _assert_same_vectors(one, other)
    _assert_same_words(one, other)
    names = ((index.name_table, index.speaker_table) for index in (one, other))
    (mine, my_speakers), (theirs, their_speakers) = names
    assert_same_names(mine, theirs)
    assert_same_names(my_speakers.last_names, their_speakers.last_names)
    assert_same_names(my_speakers.all_names, their_speakers.all_names)
    for number, voice in enumerate(one.voices):
        for key in (*voice.tokens, *voice.name_keys):
            assert number in my_speakers.with_key(key) == their_speakers.with_key(key)
    for number in range(len(one.numbers)):
        assert my_speakers.of_document(number) == their_speakers.of_document(number)


def _assert_same_vectors(one: Index, other: Index) -> None:
    for row in range(len(one.passages)):
        assert np.array_equal(one.vectors[row], other.vectors[row])
        mine, theirs = one.token_vectors.of(row), other.token_vectors.of(row)
        assert np.array_equal(mine[0], theirs[0])
        assert np.array_equal(mine[1], theirs[1])
    my_nearest, their_nearest = (index.dense.search(one.vectors[:], 3) for index in (one, other))
    assert np.array_equal(my_nearest[0], their_nearest[0])
    assert np.array_equal(my_nearest[1], their_nearest[1])


def _assert_same_words(one: Index, other: Index) -> None:
    assert one.word_table.lengths.tolist() == other.word_table.lengths.tolist()
    for token in {token for tokens in one.tokens for token in tokens}:
        mine, theirs = one.word_table.having(token), other.word_table.having(token)
        assert mine.idf == theirs.idf
        assert _counts(mine) == _counts(theirs)


def _counts(having: Having) -> dict[int, int]:
    counts: dict[int, int] = {}
    for rows, own in having.parts:
        counts |= dict(zip(rows.tolist(), own.tolist(), strict=True))
    assert len(counts) == having.frequency
    return counts


def assert_same_names(one: Names, other: Names) -> None:
    """The same words in the same passages, their forms in the same order."""
    assert (one.passages, one.vocabulary) == (other.passages, other.vocabulary)
    mine, theirs = _forms(one), _forms(other)
    assert mine == theirs
    assert one.form_count == other.form_count == len(mine)
    words = list({word for word, _, _ in mine})
    for own, found in zip(one.having(words), other.having(words), strict=True):
        assert own.tolist() == found.tolist() != []


def _forms(names: Names) -> list[tuple[str, Form, int]]:
    """All forms by their numbers: a name table says which keys there are, and each has forms."""
    tables = names._tables if isinstance(names, JoinedNames) else [cast(NameTable, names)]
    keys = {key for table in tables for key in table.keys.keys}
    numbers = np.unique(np.concatenate([NO_ROWS, *names.sharing(keys)]))
    sizes = names.sizes(numbers).tolist()
    return [(*names.form(n), size) for n, size in zip(numbers.tolist(), sizes, strict=True)]


def without(contents: Contents, source: str) -> Contents:
    """The same index without one of its sources."""
    files = {name: state for name, state in contents.manifest.files.items() if name != source}
    entries = [entry for entry in contents.entries if entry.document.source != source]
    return Contents(replace(contents.manifest, files=files), entries, contents.encoded)
