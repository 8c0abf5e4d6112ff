"""One question through the program, with its real numbers: ``python -m docs.one_question``.

Writes the steps into ``docs/how-it-works.md``, between the two marks there, and draws them as
``docs/one-question.svg``. Nothing is simulated: each number is asked of the module that is named.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import numpy as np

from answers.answerable import model
from answers.answerer import Answerer
from answers.follow_ups.turns import turn
from answers.reporting.reported import Reported
from docs.steps import Step, draw
from index.build import build
from index.documents import encoded_text
from index.encoders.load import load_encoder
from index.folder import find_sources
from index.readers.read import read
from index.split import split
from index.storage.store import current_generation, load
from index.text.tokenize import words
from retrieval.fuse import NAMES_WEIGHT, WORDS_WEIGHT
from retrieval.names import NamesChannel
from retrieval.query import Query, analyse
from retrieval.retriever import CANDIDATES, Hit, Retriever
from web.render import render_answer

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "seeds" / "us-position-on-libya.ar.txt"
PAGE, PICTURE = HERE / "how-it-works.md", HERE / "one-question.svg"
QUESTION = "What did Norland say?"
FACTS = ("In which city did Norland meet Fayez al-Sarraj?", "What is the capital of France?")
_BLOCK = re.compile(r"(?s)(<!-- steps: [^\n]* -->\n).*(<!-- end of the steps -->)")
_SHOWN = 5


def main() -> None:
    """Follow the question, and write the page and the picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        steps = follow(Path(folder))
    page = PAGE.read_text("utf-8")
    PAGE.write_text(_BLOCK.sub(lambda found: found[1] + told(steps) + found[2], page), "utf-8")
    *drawn, _ = steps
    PICTURE.write_text(draw(QUESTION, drawn), "utf-8")


def told(steps: list[Step]) -> str:
    """The steps as Markdown; the last is no step of this question and has no number."""
    titles = [f"{number}. {step.title}" for number, step in enumerate(steps, start=1)]
    titles[-1] = steps[-1].title
    parts = [
        f"### {title}\n\n{step.modules}\n\n{_wrapped(step.told)}\n"
        for title, step in zip(titles, steps, strict=True)
    ]
    return "\n" + "\n".join(parts) + "\n"


def _wrapped(text: str) -> str:
    """Markdown in lines of a page, but for tables and lists."""
    parts = text.split("\n\n")
    return "\n\n".join(
        part if part[0] in "|-" else fill(part, 100, break_long_words=False, break_on_hyphens=False)
        for part in parts
    )


def follow(folder: Path) -> list[Step]:
    """All steps, over the article alone; it and its index are put into *folder*."""
    sources, index = folder / "sources", folder / "index"
    sources.mkdir()
    shutil.copy(ARTICLE, sources)
    built = list(_to_the_index(sources, index))
    retriever = Retriever(load(index), load_encoder())
    return [*built, *_to_the_hits(retriever), *_to_the_page(Answerer(retriever, sources))]


def _to_the_index(sources: Path, folder: Path) -> Iterator[Step]:
    ((source, path),) = find_sources(sources).items()
    document = read(path, source)
    headings = len({block.heading for block in document.blocks} - {""})
    yield Step(
        "The file is read",
        ("index/readers/read.py", "index/text/language.py"),
        f"`{source}` has {path.stat().st_size:,} bytes, which are {len(document.text):,}"
        f" characters in {len(document.blocks)} paragraphs under {headings} headings. Its language"
        f" is `{document.language}`.",
        f"{len(document.text):,} characters, {len(document.blocks)} paragraphs",
    )
    passages = split(document)
    lengths = [len(words(document.text[p.start : p.end])) for p in passages]
    yield Step(
        "The text is split into passages",
        ("index/split.py", "index/text/sentences.py"),
        f"{len(passages)} passages of {min(lengths)} to {max(lengths)} words. A passage is a"
        f" stretch of the file and nothing else: the first is characters {passages[0].start} to"
        f" {passages[0].end}.",
        f"{len(passages)} passages of {min(lengths)} to {max(lengths)} words",
    )
    build(sources, folder)
    index = load(folder)
    tokens = sum(len(index.token_vectors.of(row)[0]) for row in range(len(index.passages)))
    yield Step(
        "Every passage is encoded",
        ("index/encoders/bundled.py", "index/encode.py"),
        f"Each passage, with the heading above it, becomes one vector of {index.manifest.dimension}"
        f" numbers for the whole and one for each of its tokens (pieces of words): {tokens:,} in"
        " all. What means alike lies close together, in whatever language.",
        f"{len(index.passages)} + {tokens:,} vectors of {index.manifest.dimension} numbers",
    )
    speakers = list(index.voices)
    count = sum(len(voice.statements) for voice in speakers)
    yield Step(
        "Who said what is noted",
        ("index/reporting/statements.py",),
        f"{count} sentences report what somebody said, of {len(speakers)} speakers. Each is noted"
        " with all that the article calls its speaker.",
        f"{count} sentences that report {len(speakers)} speakers",
    )
    files = list(current_generation(folder).iterdir())
    size = sum(file.stat().st_size for file in files)
    yield Step(
        "The index is written",
        ("index/storage/store.py", "index/storage/checksums.py"),
        f"{len(files)} files, {size / 1e3:,.0f} KB, with a checksum each. One rename puts them in"
        " the place of the index before.",
        f"{len(files)} files with checksums, {size / 1e3:,.0f} KB",
    )


def _to_the_hits(retriever: Retriever) -> Iterator[Step]:
    index, query = retriever.index, analyse(QUESTION, retriever.encoder)
    pieces = [query.text[a:b].strip() for a, b in query.encoding.spans.tolist()]
    yield Step(
        "The question is analysed",
        ("retrieval/query.py", "answers/follow_ups/follow_up.py"),
        f"It stands alone: nothing has to be taken over from a question before it. Its language is"
        f" `{query.language}`. The words channel counts {_listed(query.tokens)}; the encoder sees"
        f" {len(pieces)} tokens: {_listed(pieces)}.",
        f"{query.language}; {len(query.words)} words, {len(pieces)} tokens of the encoder",
    )
    hits = retriever.search_query(query, CANDIDATES)
    yield _channels(retriever, query, hits)
    yield _ranked(retriever, query, hits)
    speech = turn(query.text).speech
    if speech is None:
        raise SystemExit("The question is not about what somebody said.")
    found = Reported(index).of(speech)
    count = sum(len(statements) for statements in found.values())
    paragraphs = [index.passages[row].paragraph for row in sorted(found)]
    yield Step(
        "Who is asked about?",
        ("answers/reporting/speech.py", "answers/reporting/reported.py"),
        f"The question asks what **{speech.phrase}** said. Among the {len(index.voices)} speakers"
        f" of the article the name is found, and with it {count} sentences, in paragraphs"
        f" {', '.join(map(str, paragraphs))}. These are the answer; ranking alone would not know"
        " that it is complete. The speaker is found, so the confidence is 1.",
        f"{speech.phrase}: {count} sentences in {len(found)} paragraphs",
    )


def _channels(retriever: Retriever, query: Query, hits: list[Hit]) -> Step:
    found = {
        name: sum(hit.ranks[name] is not None for hit in hits)
        for name in ("dense", "words", "names")
    }
    word = query.words[2]
    matches = NamesChannel(retriever.index.name_table).matches(word)
    best = max(matches.values(), key=lambda match: match.similarity)
    return Step(
        "Three channels look for candidates",
        (
            "retrieval/dense.py",
            "retrieval/words.py",
            "retrieval/names.py",
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


def _to_the_page(answerer: Answerer) -> Iterator[Step]:
    answer, documents = answerer.answer(QUESTION), answerer.retriever.index.documents
    first = answer.citations[0]
    exact = sum(documents[c.source].text[c.start : c.end] == c.quote for c in answer.citations)
    marks = sum(len(citation.marks) for citation in answer.citations)
    yield Step(
        "The passages are cited",
        ("answers/answerer.py", "answers/cite.py", "answers/reprints.py"),
        f"{len(answer.citations)} citations in the order of the article, {marks} sentences marked."
        f" `[1]` is characters {first.start} to {first.end} of `{first.source}`. Before it is shown"
        f" it is compared with the file; {exact} of {len(answer.citations)} are the same to the"
        " letter, and one that were not would be left out.",
        f"{len(answer.citations)} citations, {exact} compared and exact; [1] is"
        f" {first.start}–{first.end}",
    )
    changed = len(answer.freshness.changed_sources)
    yield Step(
        "The page shows it",
        ("web/render.py", "prompts/say.py", "index/freshness.py"),
        f"The sentence above the quotations is in the question's language: “{answer.lead}” Below"
        f" them stands when the index was built; {changed} sources have changed since. As HTML,"
        f" with every character of the article escaped, it is"
        f" {len(render_answer(answer, 'en').encode()):,} bytes.",
        f"“{answer.lead}”",
    )
    yield _fact(answerer)


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


if __name__ == "__main__":
    main()
