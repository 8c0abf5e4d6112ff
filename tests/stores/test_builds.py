"""Builds into any store: what is reused, what is replaced, what is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build, open_index
from index.encoders.encoder import Encoder
from index.errors import EncoderError, IndexMissingError
from index.place import Place
from index.storage.contents import Contents, Index
from index.storage.lookups import Rows
from retrieval.retriever import Retriever
from tests.index.corpus import write_sources
from web.library import Library

TEXTS = ["guerre.txt", "news/libya.ar.txt", "visit.md"]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "sources")


def test_where_nothing_was_built_that_is_said(place: Place) -> None:
    with pytest.raises(IndexMissingError, match="run: python -m index build"):
        place.load()


def test_only_the_changed_is_encoded_again(place: Place, sources: Path, encoder: Encoder) -> None:
    assert build(sources, place, encoder).encoded == 5
    first = place.load()
    (sources / "visit.md").write_text("# The visit\n\nThey spoke of oil.\n", "utf-8")
    (sources / "guerre.txt").unlink()
    report = build(sources, place, encoder)
    assert (report.changed, report.removed) == (["visit.md"], ["guerre.txt"])
    assert report.encoded == 1
    second = place.load(thorough=True)
    assert list(second.documents) == TEXTS[1:]
    assert second.documents["visit.md"].text.endswith("They spoke of oil.\n")
    assert first.text(first.passages[0]) == first.documents[TEXTS[0]].text
    assert second.lease.name > first.lease.name
    assert build(sources, place, encoder).encoded == 0


def test_an_index_is_built_where_there_is_none(
    place: Place, sources: Path, encoder: Encoder
) -> None:
    index, own = open_index(sources, place)
    assert own.identity == encoder.identity
    assert list(index.documents) == TEXTS
    assert open_index(sources, place)[0].lease.name == index.lease.name


def test_vectors_of_another_encoder_are_not_searched_and_not_reused(
    place: Place, sources: Path, encoder: Encoder, tmp_path: Path
) -> None:
    build(sources, tmp_path / "index", encoder)
    local, _ = open_index(sources, tmp_path / "index")
    assert isinstance(local, Index)
    manifest = replace(local.manifest, encoder_identity="another encoder")
    contents = local.contents()
    place.save(Contents(manifest, contents.entries, contents.encoded))
    with pytest.raises(EncoderError, match="another encoder"):
        Retriever(place.load(), encoder)
    assert build(sources, place, encoder).encoded == 5
    assert Retriever(place.load(), encoder).search("What did Norland say?")


def test_the_page_answers_and_takes_the_next_build(
    place: Place, sources: Path, encoder: Encoder
) -> None:
    build(sources, place, encoder)
    library = Library(sources, place, place.load(), encoder)
    assert library.ask("What did Norland say?").citations[0].source == TEXTS[1]
    (sources / "visit.md").write_text("# The oil\n\nThe price of oil has fallen.\n", "utf-8")
    library.rebuild(lambda done, total: None)
    assert library.ask("What is the price of oil?").citations[0].source == "visit.md"
    assert library.freshness().changed_sources == ()


def test_what_was_encoded_is_found_by_its_key(
    place: Place, sources: Path, encoder: Encoder
) -> None:
    build(sources, place, encoder)
    index = place.load()
    rows = Rows({key: row for row, key in enumerate(index.keys)}, index)
    assert len(rows) == len(index.passages) == 5
    assert all(abs((one.vector**2).sum() - 1) < 1e-5 for one in rows.values())
