"""What is added to a large index, kept apart from it: it answers as one that is written whole."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from answers.answerer import Answerer
from index.build import build
from index.encoders.encoder import Encoder, Encoding
from index.errors import IndexDamagedError
from index.place import Folder
from index.storage.additions import Apart
from index.storage.archive import export_index, import_index
from index.storage.checksums import write_checksums
from index.storage.contents import Index
from index.storage.generation import ADDED_FILES, FILES
from index.storage.joint import ADDED, JOINT, KINDS
from index.storage.store import current_generation, generations, load
from index.storage.verify import verify
from index.tables.arrays import read_arrays, write_arrays
from retrieval.retriever import Hit, Retriever
from tests.index.corpus import assert_same, assert_whole

ALWAYS = Apart(least=0, share=1000.0)
NEVER = Apart(least=10**9, share=0.0)

_SENTENCES = (
    "Ambassador Norland said that the ceasefire holds.",
    "أكد السفير نورلاند أن بلاده ترفض التدخل.",
    "وقال هاريس إن النفط ارتفع.",
    "قال الوزير لهاريس إن الحرب انتهت.",
    "The price of oil has fallen again.",
    "The minister spoke of the oil of Benghazi.",
    "L’ambassadeur Norland a dit que la guerre est finie.",
    "Harris met the minister in Benghazi.",
    "Снова говорил посол Норланд.",
)
_QUESTIONS = (
    "What did Norland say?",
    "What did Harris say about the oil?",
    "ماذا قال نورلاند؟",
    "Who met the minister in Benghazi?",
)
_SOURCES = [f"{letter}.txt" for letter in "abcdef"]


class _Remembering:
    """The encoder, which encodes each passage once in all of these tests."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Encoding] = {}
        self.identity = encoder.identity
        self.dimension = encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode_passages([text])[0]
        return [self._known[text] for text in texts]

    def encode_questions(self, questions: Sequence[str]) -> list[Encoding]:
        return self._encoder.encode_questions(questions)

    def token_spans(self, text: str) -> NDArray[np.int32]:
        return self._encoder.token_spans(text)


@pytest.fixture(scope="module")
def encoder(encoder: Encoder) -> Encoder:
    return _Remembering(encoder)


_Text = list[int]
_Change = tuple[int, _Text]
texts = st.lists(st.integers(0, len(_SENTENCES) - 1), max_size=4)
"""A source's paragraphs; without one it is removed."""

changes = st.lists(st.tuples(st.integers(0, len(_SOURCES) - 1), texts), min_size=1, max_size=4)


def _write(sources: Path, change: Sequence[_Change]) -> bool:
    """Bring sources to a state; says whether any is left."""
    for number, sentences in change:
        path = sources / _SOURCES[number]
        path.unlink(missing_ok=True)
        if sentences:
            path.write_text("\n\n".join(_SENTENCES[one] for one in sentences), "utf-8")
    return any(sources.iterdir())


def _hits(found: Sequence[Hit]) -> list[tuple[object, ...]]:
    return [(h.passage, h.score, h.ranks, h.words, h.names) for h in found]


def _assert_answers_alike(one: Index, other: Index, encoder: Encoder, sources: Path) -> None:
    mine, theirs = Retriever(one, encoder), Retriever(other, encoder)
    for question in _QUESTIONS:
        assert _hits(mine.search(question)) == _hits(theirs.search(question))
        answers = [Answerer(r, sources).answer(question) for r in (mine, theirs)]
        assert answers[0].citations == answers[1].citations
        assert answers[0].text == answers[1].text


@settings(max_examples=8, deadline=None)
@given(first=changes, steps=st.lists(changes, min_size=1, max_size=4))
def test_an_index_with_additions_is_the_one_that_is_written_whole(
    tmp_path_factory: pytest.TempPathFactory,
    encoder: Encoder,
    first: list[_Change],
    steps: list[list[_Change]],
) -> None:
    """Sources are added, changed and removed, brought back, and hold the same passages."""
    home = tmp_path_factory.mktemp("additions")
    sources, apart, whole = home / "sources", home / "apart", home / "whole"
    sources.mkdir()
    for change in (first, *steps):
        if not _write(sources, change):
            (sources / "z.txt").write_text(_SENTENCES[0], "utf-8")
        report = build(sources, Folder(apart, ALWAYS), encoder)
        assert build(sources, Folder(whole, NEVER), encoder).passages == report.passages
        index = load(apart)
        assert_whole(index)
        assert_same(index, load(whole))
    assert verify(apart) == []
    _assert_answers_alike(load(apart), load(whole), encoder, sources)
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def built(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with additions: one source is new, one changed, one removed, one as it was."""
    home = tmp_path_factory.mktemp("built")
    (home / "sources").mkdir()
    _write(home / "sources", [(0, [0, 4]), (1, [1, 2]), (2, [5, 7])])
    build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    _write(home / "sources", [(1, [2, 3]), (2, []), (3, [4, 6, 4])])
    build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil, of its last generation alone."""
    shutil.copytree(built / "sources", tmp_path / "sources")
    now = current_generation(built / "index")
    shutil.copytree(now, tmp_path / "index" / now.name)
    shutil.copy(built / "index" / "CURRENT", tmp_path / "index")
    return tmp_path


def _files(generation: Path) -> list[str]:
    paths = [path for path in generation.rglob("*") if path.is_file()]
    return sorted(path.relative_to(generation).as_posix() for path in paths)


def test_a_generation_is_whole_by_itself_and_shares_the_files_of_the_first(built: Path) -> None:
    before, now = generations(built / "index")
    assert _files(before) == sorted(FILES)
    assert _files(now) == sorted((*FILES, *ADDED_FILES))
    shared = {name for name in FILES if (before / name).samefile(now / name)}
    assert set(FILES) - shared == {"manifest.json", "checksums.json"}
    index = load(built / "index")
    assert [len(segment.passages) for segment in index.segments] == [6, 5]
    assert len(index.passages) == 7
    assert list(index.documents) == ["a.txt", "b.txt", "d.txt"]


def test_where_links_fail_files_are_copied(
    home: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> NoReturn:
        raise OSError(errno.EMLINK, "Too many links")

    monkeypatch.setattr(os, "link", refuse)
    _write(home / "sources", [(4, [8])])
    build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    first, second = generations(home / "index")
    assert not (first / "words.bin").samefile(second / "words.bin")
    shutil.rmtree(first)
    assert len(load(home / "index").segments) == 2
    assert verify(home / "index") == []


def test_what_has_grown_and_what_is_small_is_written_as_one(home: Path, encoder: Encoder) -> None:
    sources, folder = home / "sources", home / "index"
    for apart, segments in ((Apart(6, 1.7), 2), (Apart(6, 1.6), 1), (Apart(9, 9.0), 1)):
        _write(sources, [(4, [segments])])
        (sources / "e.txt").write_text(f"{_SENTENCES[8]} {apart.share}", "utf-8")
        build(sources, Folder(folder, apart), encoder)
        assert len(load(folder).segments) == segments, apart
        assert verify(folder) == []


def test_when_all_is_as_it_was_first_nothing_is_kept_apart(home: Path, encoder: Encoder) -> None:
    _write(home / "sources", [(1, [1, 2]), (2, [5, 7]), (3, [])])
    report = build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    # What was brought back is encoded in the first segment still, though it was left out.
    assert (report.added, report.changed, report.removed) == (["c.txt"], ["b.txt"], ["d.txt"])
    assert report.encoded == 0
    assert verify(home / "index") == []


def test_sources_that_are_only_removed_leave_an_empty_second_segment(
    home: Path, encoder: Encoder
) -> None:
    _write(home / "sources", [(1, []), (3, [])])
    build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    index = load(home / "index")
    assert [len(segment.passages) for segment in index.segments] == [6, 0]
    assert list(index.documents) == ["a.txt"]
    assert_whole(index)
    assert verify(home / "index") == []
    assert len(Retriever(index, encoder).search("What did Norland say?")) == 2


def test_a_build_without_a_change_keeps_it(home: Path, encoder: Encoder) -> None:
    before = load(home / "index")
    report = build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    assert (report.unchanged, report.encoded) == (["a.txt", "b.txt", "d.txt"], 0)
    assert report.passages == len(before.passages)
    assert_same(load(home / "index"), before)


@pytest.mark.parametrize("name", [*ADDED_FILES, "words.bin"])
@pytest.mark.parametrize("damage", ["flipped", "cut off", "gone"])
def test_damage_to_any_file_is_noticed_and_named(home: Path, name: str, damage: str) -> None:
    path = current_generation(home / "index") / name
    whole = path.read_bytes()
    path.unlink()
    if damage == "flipped":
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elif damage == "cut off":
        path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexDamagedError, match=name):
        load(home / "index")
    assert any(name in what for what in verify(home / "index"))


def test_a_whole_folder_of_additions_that_is_gone_is_noticed(home: Path) -> None:
    shutil.rmtree(current_generation(home / "index") / ADDED)
    with pytest.raises(IndexDamagedError, match=f"{ADDED}/"):
        load(home / "index")
    assert verify(home / "index")


def test_a_strange_file_among_the_additions_is_named(home: Path) -> None:
    (current_generation(home / "index") / ADDED / "more.txt").touch()
    assert f"The file {ADDED}/more.txt does not belong here." in verify(home / "index")[0]


@pytest.mark.parametrize("part", KINDS)
def test_a_lie_about_how_the_two_are_joined_is_named(home: Path, part: str) -> None:
    generation = current_generation(home / "index")
    path = generation / ADDED / JOINT
    arrays = {name: array.copy() for name, array in read_arrays(path, KINDS).items()}
    if not len(arrays[part]):
        arrays[part] = np.zeros(1, arrays[part].dtype)
    else:
        arrays[part][0] += 1
    write_arrays(path, arrays)
    (generation / "checksums.json").unlink()
    write_checksums(generation)
    assert verify(home / "index")


def test_it_moves_to_another_machine_as_it_is(home: Path, tmp_path: Path) -> None:
    index = export_index(home / "index", tmp_path / "moved.zip")
    assert_same(import_index(tmp_path / "moved.zip", tmp_path / "other"), index)
    assert verify(tmp_path / "other") == []
    assert _files(current_generation(tmp_path / "other")) == sorted((*FILES, *ADDED_FILES))


@pytest.mark.parametrize("name", ["documents.jsonl", "token_rows.npy"])
def test_a_damage_that_only_a_look_at_every_byte_tells_stops_no_build(
    home: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It is found when the two are written as one; then all sources are read again."""
    monkeypatch.setattr("index.storage.checksums._SMALL", 0)
    path = current_generation(home / "index") / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-3] + bytes([whole[-3] ^ 4]) + whole[-2:])
    _write(home / "sources", [(4, [8])])
    report = build(home / "sources", Folder(home / "index", NEVER), encoder)
    assert report.added == ["a.txt", "b.txt", "d.txt", "e.txt"]
    assert report.encoded == 5  # different texts; that of the new source was encoded before
    assert_whole(load(home / "index"))
    assert len(load(home / "index").segments) == 1


def test_old_generations_are_cleaned_and_the_shared_files_stay(
    home: Path, encoder: Encoder
) -> None:
    for number in range(4):
        _write(home / "sources", [(4, [number])])
        build(home / "sources", Folder(home / "index", ALWAYS), encoder)
    assert len(generations(home / "index")) == 2
    assert verify(home / "index") == []
