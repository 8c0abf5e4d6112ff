"""What the page asks: one index at a time, and its replacement while it serves."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from answers.answer import Answer
from answers.answerer import Answerer
from answers.language_model.settings import ModelSettings
from index.build import BuildReport, build, open_index
from index.documents import Document
from index.encode import Progress
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.errors import IsnadError, QuestionError
from index.freshness import Freshness
from index.milvus.address import MilvusAddress
from index.place import Place, place_of
from index.searched import Searched
from index.watch import watch
from retrieval.query import MAX_CHARACTERS
from retrieval.retriever import Retriever
from web.glance import Glance
from web.words import ToldError

if TYPE_CHECKING:
    from answers.language_model.compose import Composer

SEATS = 2  # more threads than that wait for each other, and the page's loop for all of them
_PATIENCE = 10.0  # seconds; less refuses some of 32 people who ask a busy machine at once
_BUILD_PATIENCE = 3.0
_LOOK_SECONDS = 2.0
"""So often, at most, it is asked whether another process has built a newer index."""

_log = logging.getLogger(__name__)


class BusyError(ToldError):
    """As much is being done as may be done at once; later it can be."""


class Library:
    """Answers questions over the index of one folder of sources; safe to use from threads.

    Whoever asks takes the answerer that is there at that moment and keeps it to the end of the
    question, so a new index can take its place at any time: after a build of its own, and also
    when another process has built one.
    """

    def __init__(
        self,
        sources: Path,
        folder: Path | MilvusAddress | Place,
        index: Searched,
        encoder: Encoder,
        model: ModelSettings | None = None,
        *,
        threshold: float | None = None,
    ) -> None:
        """Serve *index*, which was made with *encoder* and lies in *folder*.

        The answers are put into words by *model*, if there is one; *threshold* is as for
        ``Answerer``.

        Raises:
            EncoderError: the index was made with another encoder.
        """
        self._sources = sources
        self._place = place_of(folder)
        self._model = model
        self._threshold = threshold
        self._answerer = self._prepare(index, encoder)
        self._composer = _composer(model, encoder) if model else None
        self._seats = threading.BoundedSemaphore(SEATS)
        self._building = threading.Lock()
        self._looked = time.monotonic()
        self._passed_over = ""

    @classmethod
    def open(
        cls,
        sources: Path,
        folder: Path | MilvusAddress,
        encoder_name: str | None = None,
        progress: Progress = lambda done, total: None,
        model: ModelSettings | None = None,
        *,
        threshold: float | None = None,
    ) -> Library:
        """The library over *sources*; arguments and errors as for ``open_index``."""
        place = place_of(folder)
        index, encoder = open_index(sources, place, encoder_name, progress)
        return cls(sources, place, index, encoder, model, threshold=threshold)

    @property
    def sources(self) -> Path:
        """The folder of sources."""
        return self._sources

    @property
    def index(self) -> Searched:
        """The index in use."""
        return self._answerer.retriever.index

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents of the index in use, by source."""
        return self._answerer.retriever.index.documents

    def ask(self, question: str, turns: Sequence[str] = (), likely: str | None = None) -> Answer:
        """The answer to *question*, after *turns*: what was searched before it.

        *likely* is the language of a question that does not tell its own.

        Raises:
            QuestionError: it cannot be searched. A long one is refused before any work.
            BusyError: too many others are asking.
        """
        if len(question) > MAX_CHARACTERS:
            raise QuestionError(f"The question is longer than {MAX_CHARACTERS} characters.")
        self._notice_newer()
        if not self._seats.acquire(timeout=_PATIENCE):
            raise BusyError("many_ask")
        try:
            return self._answerer.answer(question, turns, likely)
        finally:
            self._seats.release()

    @property
    def composes(self) -> bool:
        """Whether a language model puts the answers into words."""
        return self._composer is not None

    def compose(self, answer: Answer) -> Iterator[Answer]:
        """*answer* as a language model's checked sentences come; the last is the whole."""
        return self._composer.stream(answer) if self._composer else iter([answer])

    def freshness(self) -> Freshness:
        """How the index in use compares with the sources as they were a moment ago."""
        self._notice_newer()
        return self._answerer.look()

    def rebuild(self, progress: Progress) -> BuildReport:
        """Bring the index up to date and use it; the old one serves until then.

        Raises:
            BusyError: a build is running.
            IsnadError: as ``build`` and ``load``; the old index goes on serving.
        """
        if not self._building.acquire(blocking=False):
            raise BusyError("being_rebuilt")
        try:
            retriever = self._answerer.retriever
            report = build(
                self._sources,
                self._place,
                retriever.encoder,
                retriever.index.manifest.encoder,
                progress,
                patience=_BUILD_PATIENCE,
            )
            self._answerer = self._prepare(self._place.load(), retriever.encoder)
            return report
        finally:
            self._building.release()

    def watch(self) -> None:
        """From now on rebuild in the background whenever the sources change."""

        def rebuild() -> BuildReport:
            return self.rebuild(lambda done, total: None)

        arguments = (self._sources, self._place, rebuild, _log.warning, threading.Event())
        threading.Thread(target=watch, args=arguments, name="watch", daemon=True).start()

    def _notice_newer(self) -> None:
        """Start to load the index that another process has built, if one has; returns at once."""
        now = time.monotonic()
        if now < self._looked + _LOOK_SECONDS:
            return
        self._looked = now
        lease = self._answerer.retriever.index.lease
        with suppress(IsnadError):
            name = self._place.current_name()
            if lease and name not in (lease.name, self._passed_over):
                threading.Thread(target=self._reload, args=(name,), daemon=True).start()

    def _reload(self, name: str) -> None:
        """Use the generation *name*; if it is damaged the one in use goes on serving."""
        if not self._building.acquire(blocking=False):
            return  # a build of our own is about to replace it
        try:
            index = self._place.load()
            if not index.lease or index.lease.name < name:
                self._passed_over = name  # it is damaged, as was said, and an older one is whole
                return
            encoder = self._answerer.retriever.encoder
            if index.manifest.encoder_identity != encoder.identity:
                encoder = load_encoder(index.manifest.encoder)
                self._composer = _composer(self._model, encoder) if self._model else None
            self._answerer = self._prepare(index, encoder)
        except IsnadError as error:
            _log.warning("The newer index is not used: %s", error)
            self._passed_over = name
        finally:
            self._building.release()

    def _prepare(self, index: Searched, encoder: Encoder) -> Answerer:
        look = Glance(index.manifest, self._sources)
        return Answerer(Retriever(index, encoder), self._sources, self._threshold, look)


def _composer(model: ModelSettings, encoder: Encoder) -> Composer:
    """A language model, which nothing is imported for unless it is wanted."""
    from answers.language_model.compose import Composer
    from answers.language_model.model import Model

    return Composer(Model(model), encoder)
