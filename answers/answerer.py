"""A question to an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from answers.answer import Answer, Citation
from answers.answerable import model, probability
from answers.cite import cite, cite_also
from answers.follow_ups.follow_up import complete, complete_all
from answers.follow_ups.turns import language_of, turn
from answers.reporting.countries import asked_country
from answers.reporting.reported import Found, Reported
from answers.reporting.speech import SpeechQuestion, reports
from answers.reporting.titles import title_kinds
from answers.reprints import Reprints, Story
from index.freshness import Freshness, freshness
from index.reporting.statements import Statement
from prompts.say import say, spoken
from retrieval.late_interaction import late_interaction, similarities
from retrieval.query import Query, analyse
from retrieval.retriever import CANDIDATES, CHANNELS, Hit, Retriever

Place = tuple[str, int]
"""A passage, by its source and start."""

MOST_CITATIONS = 10
NEAREST = 3
_FACT_CITATIONS = 3
_FACT_MARGIN = 0.06
_TOPIC_MARGIN = 0.08
_HITS = 10


class Answerer:
    """Answers questions over one index."""

    def __init__(
        self,
        retriever: Retriever,
        sources: Path,
        threshold: float | None = None,
        look: Callable[[], Freshness] | None = None,
    ) -> None:
        """Answer with what *retriever* finds; *sources* tells whether its index is fresh.

        A question of fact is refused where the sources answer it less likely than *threshold*, 0
        to 1; None is the shipped one. Where many ask at once *look* tells the freshness, and else
        every answer looks at the sources.

        Raises:
            WeightsError: what a probability is made of cannot be read.
        """
        self.retriever = retriever
        self.threshold = model().threshold if threshold is None else threshold
        self.sources = sources
        self.look = look or partial(freshness, retriever.index.manifest, sources)
        self._reports = Reported(retriever.index)
        self._reprints = Reprints(retriever.index)

    def answer(self, question: str, turns: Sequence[str] = (), likely: str | None = None) -> Answer:
        """The answer to *question*.

        Args:
            question: as it was asked.
            turns: what was searched for the questions before it, the last one last.
            likely: the language to answer in where the question does not tell its own.

        Raises:
            QuestionError: the question is empty, too long, or without a word.
        """
        searched = complete(question, turns, self._speaks)
        language = language_of(question, turns, likely)
        voice = spoken(language, likely)
        query = analyse(searched, self.retriever.encoder)
        hits = self.retriever.search_query(query, CANDIDATES)
        speech = turn(query.text).speech
        if speech:
            speech = self._reports.understood(speech)
            chosen, said = self._reported(speech, query, hits)
            confidence = float(bool(chosen))
        if not speech or (not chosen and speech.deed):
            found = reports(speech, hits) if speech else hits
            confidence, said = self._confidence(query, found), {}
            chosen = _best(found) if confidence >= self.threshold else []
            speech = None
        if chosen and speech:
            lead = self._lead(speech, chosen, said, voice)
        else:
            lead = say("answered" if chosen else "not_in_sources", voice)
        stories = self._stories(chosen, hits, speech is not None)
        citations = self._cite([story.hit for story in stories], answering=bool(chosen))
        return Answer(
            question=question,
            searched=searched,
            language=language,
            answered=bool(chosen),
            confidence=confidence,
            lead=lead,
            citations=tuple(self._with_places(_mark(c, said), stories) for c in citations),
            hits=tuple(hits[:_HITS]),
            freshness=self.look(),
        )

    def answer_last(self, questions: Sequence[str]) -> Answer:
        """The answer to the last question of a conversation, of which there is at least one."""
        *before, last = questions
        return self.answer(last, complete_all(before, self._speaks))

    def _speaks(self, speech: SpeechQuestion) -> bool:
        """Whether the sources report this speaker."""
        return bool(self._reports.of(self._reports.understood(speech)))

    def _reported(
        self, speech: SpeechQuestion, query: Query, hits: list[Hit]
    ) -> tuple[list[Hit], dict[Place, list[Statement]]]:
        """The passages that report the speaker, best first.

        Returns:
            The hits, and the statements of the speaker in each, by its place. In a language
            whose reports are not told apart, whatever passages have the speaker.
        """
        found = self._found(speech, query, hits)
        ranked = self._hits_of(found, query, hits)
        ranked += reports(speech, [h for h in hits if not self._reports.covers(h.passage)])
        ranked.sort(key=lambda hit: -hit.score)
        if ranked and speech.topic:
            ranked = [hit for hit in ranked if hit.score >= ranked[0].score - _TOPIC_MARGIN]
        passages = self.retriever.index.passages
        said = {(passages[r].source, passages[r].start): own for r, own in found.items()}
        return ranked, said

    def _lead(
        self,
        speech: SpeechQuestion,
        chosen: list[Hit],
        said: dict[Place, list[Statement]],
        voice: str,
    ) -> str:
        """Whose words follow; of a country, who speaks for it in the sources."""
        own = [one for hit in chosen for one in said.get(_place(hit), [])]
        titled = asked_country(speech) or title_kinds(speech.needed)
        if not titled or not own:
            return say("said", voice, speaker=speech.phrase)
        names = dict.fromkeys(one.mentions[0] for one in own)
        return say("said_for", voice, speaker=speech.phrase, names=_listed(names))

    def _stories(self, chosen: list[Hit], hits: list[Hit], reported: bool) -> list[Story]:
        """What to cite, each story once: what was said in the order of the sources."""
        if not chosen:
            return self._reprints.gather(hits)[:NEAREST]
        if reported:
            stories = self._reprints.gather(chosen, everywhere=False)[:MOST_CITATIONS]
            return sorted(stories, key=lambda story: _place(story.hit))
        return self._reprints.gather(chosen, hits)[:_FACT_CITATIONS]

    def _found(self, speech: SpeechQuestion, query: Query, hits: list[Hit]) -> Found:
        """The statements of the speaker; by the sense of a description where no word fits."""
        found = self._reports.of(speech)
        named = speech.is_named and not title_kinds(speech.speaker[-1:])
        if named or asked_country(speech):
            return found
        return found | self._reports.alike(speech, query, hits, self.retriever.encoder)

    def _hits_of(self, found: Found, query: Query, hits: list[Hit]) -> list[Hit]:
        """The hits of the passages found; "he added" may be in one that no channel has."""
        index = self.retriever.index
        by_place = {_place(hit): hit for hit in hits}
        chosen = []
        for row in found:
            passage = index.passages[row]
            known = by_place.get((passage.source, passage.start))
            chosen.append(known or self._hit(row, query))
        return chosen

    def _hit(self, row: int, query: Query) -> Hit:
        """A hit that no channel has found."""
        index = self.retriever.index
        matrix = similarities(query.encoding.tokens, index.token_vectors, row)
        late = float(late_interaction([matrix])[0])
        return Hit(
            passage=index.passages[row],
            score=late,
            late_interaction=late,
            words_share=0.0,
            names_share=0.0,
            ranks=dict.fromkeys(CHANNELS),
            words=(),
            names=(),
            similarities=matrix,
        )

    def _confidence(self, query: Query, hits: list[Hit]) -> float:
        """How likely it is that the best passage answers a question of fact."""
        texts = [self.retriever.index.text(hit.passage) for hit in hits[:_FACT_CITATIONS]]
        return probability(query, hits, texts) if hits else 0.0

    def _cite(self, hits: list[Hit], answering: bool) -> list[Citation]:
        return cite(hits, self.retriever.index.documents, self.retriever.encoder, answering)

    def _with_places(self, citation: Citation, stories: Sequence[Story]) -> Citation:
        """The citation with the other places where its story stands."""
        place = citation.source, citation.start
        others = next(story.others for story in stories if _place(story.hit) == place)
        return replace(citation, also=cite_also(citation, others, self.retriever.index.documents))


def _listed(names: Iterable[str]) -> str:
    """Names in a row; line breaks inside one are spaces."""
    return "; ".join(" ".join(name.split()) for name in names)


def _place(hit: Hit) -> Place:
    return hit.passage.source, hit.passage.start


def _mark(citation: Citation, said: dict[Place, list[Statement]]) -> Citation:
    """The citation with the sentences marked that report the speaker, if any do."""
    own = said.get((citation.source, citation.start), [])
    spans = {(max(s.start, citation.start), min(s.end, citation.end)) for s in own}
    return replace(citation, marks=tuple(sorted(spans))) if spans else citation


def _best(hits: list[Hit]) -> list[Hit]:
    """The good passages of a question of fact, of which there is at least one."""
    return [hit for hit in hits if hit.score >= hits[0].score - _FACT_MARGIN]
