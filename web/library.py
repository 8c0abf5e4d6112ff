"""What the page asks: one index at a time, and its replacement while it serves."""

from __future__ import annotations

import threading
from pathlib import Path

from answers.answer import Answer
from answers.answerer import Answerer
from index.build import BuildReport, Progress, build, open_index
from index.contents import Index
from index.documents import Document
from index.encoders.encoder import Encoder
from index.errors import IsnadError, QuestionError
from index.freshness import Freshness, freshness
from index.store import load
from retrieval.query import MAX_CHARACTERS
from retrieval.retriever import Retriever

SEATS = 2  # more threads than that wait for each other, and the page's loop for all of them
_PATIENCE = 10.0  # seconds; less refuses some of 32 people who ask a busy machine at once


class BusyError(IsnadError):
    """As much is being done as may be done at once; later it can be."""


class Library:
    """Answers questions over the index of one folder of sources; safe to use from threads.

    Whoever asks takes the answerer that is there at that moment and keeps it to the end of the
    question, so a new index can take its place at any time.
    """

    def __init__(self, sources: Path, folder: Path, index: Index, encoder: Encoder) -> None:
        """Serve *index*, which was made with *encoder* and lies in *folder*.

        Raises:
            EncoderError: the index was made with another encoder.
        """
        self._sources = sources
        self._folder = folder
        self._encoder = encoder
        self._answerer = self._prepare(index)
        self._seats = threading.BoundedSemaphore(SEATS)
        self._building = threading.Lock()

    @classmethod
    def open(
        cls,
        sources: Path,
        folder: Path,
        encoder_name: str | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Library:
        """The library over *sources*; arguments and errors as for ``open_index``."""
        return cls(sources, folder, *open_index(sources, folder, encoder_name, progress))

    @property
    def index(self) -> Index:
        """The index in use."""
        return self._answerer.retriever.index

    @property
    def documents(self) -> dict[str, Document]:
        """The documents of the index in use, by source."""
        return self._answerer.retriever.index.documents

    def ask(self, question: str) -> Answer:
        """The answer to *question*.

        Raises:
            QuestionError: it cannot be searched. A long one is refused before any work.
            BusyError: too many others are asking.
        """
        if len(question) > MAX_CHARACTERS:
            raise QuestionError(f"The question is longer than {MAX_CHARACTERS} characters.")
        if not self._seats.acquire(timeout=_PATIENCE):
            raise BusyError("Too many questions are being asked.")
        try:
            return self._answerer.answer(question)
        finally:
            self._seats.release()

    def freshness(self) -> Freshness:
        """How the index in use compares with the sources as they are now."""
        return freshness(self._answerer.retriever.index.manifest, self._sources)

    def rebuild(self, progress: Progress) -> BuildReport:
        """Bring the index up to date and use it; the old one serves until then.

        Raises:
            BusyError: a build is running.
            IsnadError: as ``build`` and ``load``; the old index goes on serving.
        """
        if not self._building.acquire(blocking=False):
            raise BusyError("The index is being rebuilt already.")
        try:
            name = self._answerer.retriever.index.manifest.encoder
            report = build(self._sources, self._folder, self._encoder, name, progress)
            self._answerer = self._prepare(load(self._folder))
            return report
        finally:
            self._building.release()

    def _prepare(self, index: Index) -> Answerer:
        return Answerer(Retriever(index, self._encoder), self._sources)
