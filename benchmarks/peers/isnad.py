"""Isnad itself, through the doors that the other benchmarks use."""

from __future__ import annotations

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.peers.corpus import Corpus
from index.build import build
from index.encoders.load import load_encoder
from index.storage.store import load
from retrieval.retriever import Retriever


class Search:
    """See ``Peer``; it reads and splits the sources by itself, and always has its own encoder."""

    def __init__(self, model: str, language: str) -> None:
        """Load the encoder; neither the other programs' *model* nor the language is of use."""
        self._encoder = load_encoder()

    def index(self, corpus: Corpus) -> None:
        """See ``Peer``; the index is written to disk, as every index of Isnad is."""
        folder = Path(mkdtemp())  # questions read from it to the end
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        build(Path(corpus.sources), folder, self._encoder)
        self.load(folder, corpus)

    def search(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        passages = (hit.passage for hit in self._retriever.search(question, k))
        return [self._rows[passage.source, passage.start] for passage in passages]

    def usual(self, question: str, k: int) -> list[int]:
        """See ``Peer``; there is one setting."""
        return self.search(question, k)

    def dense(self, question: str, k: int) -> list[int]:
        """See ``Peer``; the pooled vectors are one of three channels here."""
        hits = self._retriever.search(question, len(self._rows))
        ranked = [(rank, hit.passage) for hit in hits if (rank := hit.ranks["dense"]) is not None]
        ranked.sort(key=lambda pair: pair[0])
        return [self._rows[passage.source, passage.start] for _, passage in ranked[:k]]

    def save(self, folder: Path) -> None:
        """See ``Peer``."""
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)

    def load(self, folder: Path, corpus: Corpus) -> None:
        """See ``Peer``."""
        self._folder = folder
        self._retriever = Retriever(load(folder), self._encoder)
        self._rows = {place: row for row, place in enumerate(corpus.places)}
