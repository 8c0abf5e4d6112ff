"""An answer of quotations to one in words, by a language model that is checked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace

from answers.answer import Answer
from answers.language_model.messages import messages
from answers.language_model.model import Model, ModelError
from answers.language_model.reply import drafts
from answers.language_model.support import Support
from index.encoders.encoder import Encoder
from prompts.say import say

SEATS = 4
_PATIENCE = 2.0
_MOST_SENTENCES = 40
_ENDS = frozenset(".!?؟。।۔]】\n")
_log = logging.getLogger(__name__)


class Composer:
    """Puts the citations of answers into words; safe to use from several threads."""

    def __init__(self, model: Model, encoder: Encoder) -> None:
        """Ask *model*, and check what it writes by the vectors of *encoder*."""
        self._model = model
        self._encoder = encoder
        self._seats = threading.BoundedSemaphore(SEATS)

    def compose(self, answer: Answer) -> Answer:
        """*answer* in words where the model's are supported, else as it is with a note."""
        *_, last = self.stream(answer)
        return last

    def stream(self, answer: Answer) -> Iterator[Answer]:
        """*answer* as it grows: first without a model's word, then with the checked sentences.

        The last is the whole. A model that fails half-way leaves nothing of what it wrote. One is
        not asked at all where the sources do not answer.
        """
        yield answer
        if not answer.answered or not answer.citations:
            return
        try:
            yield from self._composed(answer)
        except ModelError as error:
            _log.warning("%s", error)
            yield replace(answer, note=say("model_failed", answer.language))

    def _composed(self, answer: Answer) -> Iterator[Answer]:
        if not self._seats.acquire(timeout=_PATIENCE):
            raise ModelError("The language model is asked too much at once.")
        try:
            support = Support(answer.citations, self._encoder)
            reply, shown = "", answer
            for piece in self._model.reply(messages(answer)):
                reply += piece
                if not _ENDS.isdisjoint(piece):
                    grown = _with(answer, reply, support, whole=False)
                    if grown.composed != shown.composed:
                        shown = grown
                        yield shown
            yield _noted(_with(answer, reply, support, whole=True))
        finally:
            self._seats.release()


def _with(answer: Answer, reply: str, support: Support, whole: bool) -> Answer:
    """*answer* with the sentences of *reply*; the last of a part may not be at its end yet."""
    written = drafts(reply, answer.language)
    if len(written) > _MOST_SENTENCES:
        raise ModelError("The language model says too much.")
    ready = written if whole else written[:-1]
    return replace(answer, sentences=tuple(map(support.check, ready)))


def _noted(answer: Answer) -> Answer:
    """*answer* with what there is to say about sentences that failed."""
    failed = sum(not one.supported for one in answer.sentences)
    if not answer.composed:
        return replace(answer, note=say("model_unsupported", answer.language))
    note = say("model_left_out", answer.language, count=failed) if failed else ""
    return replace(answer, note=note)
