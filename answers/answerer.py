"""A question to an answer."""

from __future__ import annotations

from pathlib import Path

from answers.answer import Answer, Citation
from answers.answerable import answers_question
from answers.cite import cite
from answers.speech import SpeechQuestion, reports, speech_question
from index.freshness import freshness
from prompts.say import say
from retrieval.query import Query, analyse
from retrieval.retriever import CANDIDATES, Hit, Retriever

MOST_CITATIONS = 10
NEAREST = 3
_FACT_CITATIONS = 3
_FACT_MARGIN = 0.06
_TOPIC_MARGIN = 0.08
_HITS = 10


class Answerer:
    """Answers questions over one index."""

    def __init__(self, retriever: Retriever, sources: Path) -> None:
        """Answer with what *retriever* finds; *sources* tells whether its index is fresh."""
        self.retriever = retriever
        self.sources = sources

    def answer(self, question: str) -> Answer:
        """The answer to *question*.

        Raises:
            QuestionError: the question is empty, too long, or without a word.
        """
        query = analyse(question, self.retriever.encoder)
        hits = self.retriever.search_query(query, CANDIDATES)
        speech = speech_question(query.text, query.language)
        chosen = _reported(speech, query, hits) if speech else _best(query, hits)
        if chosen and speech:
            lead = say("said", query.language, speaker=speech.phrase)
        else:
            lead = say("answered" if chosen else "not_in_sources", query.language)
        return Answer(
            question=question,
            language=query.language,
            answered=bool(chosen),
            lead=lead,
            citations=tuple(self._cite(chosen or hits[:NEAREST], answering=bool(chosen))),
            hits=tuple(hits[:_HITS]),
            freshness=freshness(self.retriever.index.manifest, self.sources),
        )

    def _cite(self, hits: list[Hit], answering: bool) -> list[Citation]:
        return cite(hits, self.retriever.index.documents, self.retriever.encoder, answering)


def _reported(speech: SpeechQuestion, query: Query, hits: list[Hit]) -> list[Hit]:
    """The passages that report the speaker, in the order of the sources.

    A speaker who is only described, in another language than the sources', matches no word of
    theirs: there the best passages have to do.
    """
    found = reports(speech, hits)
    across = bool(hits) and hits[0].passage.language != query.language
    if not found and across and not speech.is_named:
        found = _best(query, hits)
    if found and speech.topic:
        found = [hit for hit in found if hit.score >= found[0].score - _TOPIC_MARGIN]
    return sorted(found[:MOST_CITATIONS], key=lambda hit: (hit.passage.source, hit.passage.start))


def _best(query: Query, hits: list[Hit]) -> list[Hit]:
    """The best passages of a question of fact, or none where the sources do not answer it."""
    if not hits or not answers_question(query, hits[0]):
        return []
    near = [hit for hit in hits if hit.score >= hits[0].score - _FACT_MARGIN]
    return near[:_FACT_CITATIONS]
