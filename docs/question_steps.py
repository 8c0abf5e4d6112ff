"""The steps from a question to the page, with what came of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from answers.answer import Answer
from answers.answerable import model
from answers.answerer import Answerer
from answers.follow_ups.turns import turn
from answers.reporting.reported import Reported
from docs.steps import Step
from index.documents import Document, encoded_text
from index.searched import Searched
from retrieval.fuse import NAMES_WEIGHT, WORDS_WEIGHT
from retrieval.names import NamesChannel
from retrieval.query import Query, analyse
from retrieval.retriever import CANDIDATES, CHANNELS, Hit, Retriever
from web.render import render_answer

FACTS = ("In which city did Norland meet Fayez al-Sarraj?", "What is the capital of France?")
_SHOWN = 5


def question_steps(question: str, answerer: Answerer) -> Iterator[Step]:
    """What happens to *question*, which asks what somebody said; last, to questions of fact."""
    retriever = answerer.retriever
    query = analyse(question, retriever.encoder)
    yield _analysed(query)
    hits = retriever.search_query(query, CANDIDATES)
    yield _channels(retriever, query, hits)
    yield _ranked(retriever, query, hits)
    yield _asked_about(query, retriever.index)
    answer = answerer.answer(question)
    yield _cited(answer, retriever.index.documents)
    yield _shown(answer)
    yield _fact(answerer)


def _analysed(query: Query) -> Step:
    pieces = [query.text[a:b].strip() for a, b in query.encoding.spans.tolist()]
    return Step(
        "The question is analysed",
        ("retrieval/query.py", "answers/follow_ups/follow_up.py"),
        f"It stands alone: nothing has to be taken over from a question before it. Its language is"
        f" `{query.language}`. The words channel counts {_listed(query.tokens)}; the encoder sees"
        f" {len(pieces)} tokens: {_listed(pieces)}.",
        f"{query.language}; {len(query.words)} words, {len(pieces)} tokens of the encoder",
    )


def _channels(retriever: Retriever, query: Query, hits: list[Hit]) -> Step:
    found = {name: sum(hit.ranks[name] is not None for hit in hits) for name in CHANNELS}
    word = query.words[2]
    matches = NamesChannel(retriever.index.name_table).matches(word)
    best = max(matches.values(), key=lambda match: match.similarity)
    return Step(
        "Three channels look for candidates",
        (
            "retrieval/dense.py",
            "retrieval/words.py",
            "retrieval/names.py",
            "retrieval/candidates.py",
        ),
        f"*Dense*, the vector of the whole question, ranks all {found['dense']} passages. *Words*"
        f" finds {found['words']}: no Arabic passage has an English word, and here most programs"
        f" lose. *Names* takes `{word}` for `{best.found}`, {best.similarity:.2f} sure, in"
        f" {found['names']} passages. {len(hits)} candidates in all.",
        f"dense {found['dense']}, words {found['words']}, names {found['names']} passages",
    )


def _ranked(retriever: Retriever, query: Query, hits: list[Hit]) -> Step:
    rows = [
        f"| {hit.passage.paragraph} | {hit.late_interaction:.3f} | {hit.words_share:.3f} |"
        f" {hit.names_share:.3f} | **{hit.score:.3f}** |"
        for hit in hits[:_SHOWN]
    ]
    table = "\n".join(
        [
            "| paragraph | late interaction | words | names | score |",
            "|---:|---:|---:|---:|---:|",
            *rows,
        ]
    )
    best = hits[0]
    return Step(
        "Late interaction ranks them",
        ("retrieval/late_interaction.py", "retrieval/fuse.py"),
        "Each token of the question looks for its nearest in the passage:"
        f" {_pair(retriever, query)}. Their mean is the score, to which {WORDS_WEIGHT} of the"
        f" words' share and {NAMES_WEIGHT} of the names' are added. The best {_SHOWN}:\n\n{table}",
        f"first: paragraph {best.passage.paragraph}, {best.late_interaction:.3f} +"
        f" {NAMES_WEIGHT} · {best.names_share:.3f} = {best.score:.3f}",
    )


def _pair(retriever: Retriever, query: Query) -> str:
    """The question's token that is surest of its like in the best passage, and that like."""
    (best,) = retriever.search_query(query, 1)
    text = encoded_text(retriever.index.documents[best.passage.source], best.passage)
    spans = retriever.encoder.token_spans(text)
    row, column = np.unravel_index(best.similarities.argmax(), best.similarities.shape)
    (a, b), (c, d) = query.encoding.spans[row].tolist(), spans[column].tolist()
    cosine = best.similarities[row, column]
    return f"`{query.text[a:b].strip()}` finds `{text[c:d].strip()}`, cosine {cosine:.2f}"


def _asked_about(query: Query, index: Searched) -> Step:
    speech = turn(query.text).speech
    if speech is None:
        raise SystemExit("The question is not about what somebody said.")
    found = Reported(index).of(speech)
    count = sum(len(statements) for statements in found.values())
    paragraphs = [index.passages[row].paragraph for row in sorted(found)]
    return Step(
        "Who is asked about?",
        ("answers/reporting/speech.py", "answers/reporting/reported.py"),
        f"The question asks what **{speech.phrase}** said. Among the {len(index.voices)} speakers"
        f" of the article the name is found, and with it {count} sentences, in paragraphs"
        f" {', '.join(map(str, paragraphs))}. These are the answer; ranking alone would not know"
        " that it is complete. The speaker is found, so the confidence is 1.",
        f"{speech.phrase}: {count} sentences in {len(found)} paragraphs",
    )


def _cited(answer: Answer, documents: Mapping[str, Document]) -> Step:
    first = answer.citations[0]
    exact = sum(documents[c.source].text[c.start : c.end] == c.quote for c in answer.citations)
    marks = sum(len(citation.marks) for citation in answer.citations)
    return Step(
        "The passages are cited",
        ("answers/answerer.py", "answers/cite.py", "answers/reprints.py"),
        f"{len(answer.citations)} citations in the order of the article, {marks} sentences marked."
        f" `[1]` is characters {first.start} to {first.end} of `{first.source}`. Before it is shown"
        f" it is compared with the file; {exact} of {len(answer.citations)} are the same to the"
        " letter, and one that were not would be left out.",
        f"{len(answer.citations)} citations, {exact} compared and exact; [1] is"
        f" {first.start}–{first.end}",
    )


def _shown(answer: Answer) -> Step:
    changed = len(answer.freshness.changed_sources)
    return Step(
        "The page shows it",
        ("web/render.py", "prompts/say.py", "index/freshness.py"),
        f"The sentence above the quotations is in the question's language: “{answer.lead}” Below"
        f" them stands when the index was built; {changed} sources have changed since. As HTML,"
        f" with every character of the article escaped, it is"
        f" {len(render_answer(answer, 'en').encode()):,} bytes.",
        f"“{answer.lead}”",
    )


def _fact(answerer: Answerer) -> Step:
    told = []
    for question in FACTS:
        answer = answerer.answer(question)
        cited = answer.citations[0]
        kind = "it is answered" if answer.answered else "not in the sources; near it"
        told.append(
            f"- “{question}”: {answer.confidence:.3f}, {kind}, first paragraph {cited.paragraph}."
        )
    lines = "\n".join(told)
    least = answerer.threshold
    return Step(
        "And a question of fact?",
        ("answers/answerable.py",),
        f"There nobody is looked up. One of {len(model().kinds)} small logistic models, by how the"
        " languages of question and passage are written, says how likely it is that the best"
        f" passage answers; below {least:.3f} the answer is that the sources do not:\n\n"
        f"{lines}",
        f"answered where the probability is at least {least:.3f}",
    )


def _listed(parts: list[str] | tuple[str, ...]) -> str:
    return " ".join(f"`{part}`" for part in parts)
