"""Questions asked of sources with their passage among them, and of as many without it.

Sources are cut in thirds, and there is an index without each. A question is asked where its own
third is missing, and where another one is: over two indexes of one size and make.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from numpy.typing import NDArray

from index.searched import Searched
from index.storage.contents import Contents
from index.storage.lookups import Rows
from index.storage.store import load, save
from retrieval.query import Query, analyse
from retrieval.retriever import CANDIDATES, Hit, Retriever

SCOPES = ("whole", "folder", "topic")
_FOLDER = 40
_TOPIC = 20
_MOST = 240
"""Of no more sources are folders made: that is enough, and indexing names takes time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question over one index.

    Attributes:
        id: the question's.
        scope: one of ``SCOPES``: what is searched.
        answered: whether the passages hold the answer.
        found: whether the first hit is of the source that answers.
        query: the question.
        hits: all that was found; at least one.
        searched: what was searched.
    """

    id: str
    scope: str
    answered: bool
    found: bool
    query: Query
    hits: list[Hit]
    searched: Retriever


class LeftOut:
    """The indexes that lack a third: of all sources, of folders at random, and of topics."""

    def __init__(self, searched: Retriever, seed: str, home: Path) -> None:
        """Cut what *searched* has into indexes in *home*; the same *seed* makes the same cuts."""
        draw = random.Random(seed)  # noqa: S311  a sample, no secret
        self._encoder = searched.encoder
        vectors = _vectors(searched.index)
        sources = list(vectors)
        some = sorted(draw.sample(sources, min(_MOST, len(sources))))
        self._pairs: dict[str, dict[str, tuple[Retriever, Retriever]]] = {
            "whole": _thirds(searched, [draw.sample(sources, len(sources))], home),
            "folder": _thirds(searched, list(_folders(some, draw)), home),
            "topic": _thirds(searched, list(_topics({s: vectors[s] for s in some}, draw)), home),
        }

    def ask(self, questions: Mapping[str, str], gold: Mapping[str, str]) -> Iterator[Asked]:
        """Every question with and without its passage, in every scope that has it.

        Args:
            questions: id to question.
            gold: id to the source that answers.
        """
        for key, question in questions.items():
            query = analyse(question, self._encoder)
            for scope, answered, searched in self.searched(gold[key]):
                hits = searched.search_query(query, CANDIDATES)
                if hits:
                    found = hits[0].passage.source == gold[key]
                    yield Asked(key, scope, answered, found, query, hits, searched)

    def searched(self, source: str) -> Iterator[tuple[str, bool, Retriever]]:
        """What has *source* and what lacks it: the scope, whether it has it, and a retriever."""
        for scope, pairs in self._pairs.items():
            if source in pairs:
                having, lacking = pairs[source]
                yield scope, True, having
                yield scope, False, lacking


def _thirds(
    searched: Retriever, groups: Sequence[list[str]], folder: Path
) -> dict[str, tuple[Retriever, Retriever]]:
    """For each source an index with it and one without it."""
    pairs: dict[str, tuple[Retriever, Retriever]] = {}
    for group in groups:
        cuts = [group[i::3] for i in range(3)]
        lacking = [
            _only(searched, set(group) - set(cut), Path(mkdtemp(dir=folder))) for cut in cuts
        ]
        for i, cut in enumerate(cuts):
            pairs |= dict.fromkeys(cut, (lacking[(i + 1) % 3], lacking[i]))
    return pairs


def _only(searched: Retriever, sources: set[str], folder: Path) -> Retriever:
    """A retriever over some of the sources, without encoding anything again."""
    whole = searched.index
    kept = [source for source in whole.documents if source in sources]
    files = {source: whole.manifest.files[source] for source in kept}
    encoded = Rows({key: row for row, key in enumerate(whole.keys)}, whole)
    entries = [whole.entry(source) for source in kept]
    save(Contents(replace(whole.manifest, files=files), entries, encoded), folder)
    return Retriever(load(folder), searched.encoder)


def _vectors(index: Searched) -> dict[str, NDArray[np.float32]]:
    """The pooled vector of each source's first passage."""
    first: dict[str, int] = {}
    for row, passage in enumerate(index.passages):
        first.setdefault(passage.source, row)
    return {source: index.encoded(row).vector for source, row in first.items()}


def _folders(sources: list[str], draw: random.Random) -> Iterator[list[str]]:
    """Sources at random: two thirds are a folder."""
    left = draw.sample(sources, len(sources))
    size = _FOLDER * 3 // 2
    for start in range(0, len(left) - size + 1, size):
        yield left[start : start + size]


def _topics(vectors: dict[str, NDArray[np.float32]], draw: random.Random) -> Iterator[list[str]]:
    """Sources that are alike, as an article's passages are: two thirds are a topic."""
    left = draw.sample(list(vectors), len(vectors))
    size = _TOPIC * 3 // 2
    while len(left) >= size:
        near = np.array([vectors[source] for source in left]) @ vectors[left[0]]
        order = np.argsort(-near).tolist()
        yield draw.sample([left[place] for place in order[:size]], size)
        left = draw.sample([left[place] for place in order[size:]], len(left) - size)
