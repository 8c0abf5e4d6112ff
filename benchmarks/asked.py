"""What people said, asked of the whole program: the passages cited and the sentences marked.

For every speaker of ``speakers.tsv`` the program is asked "What did X say?" in English and in
Arabic, over an index of all articles at once. A cited passage is right if it holds a sentence that
reports X; a marked sentence, if it is one.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from answers.answer import Answer
from answers.answerer import Answerer
from benchmarks.gold import ARTICLES, Gold, Span, folded, overlaps, precision_recall, read_gold
from index.build import build
from index.encoders.load import load_encoder
from index.storage.store import load
from retrieval.retriever import Retriever

_SETS = ("fresh", "later")
_QUESTIONS = {"en": "What did {} say?", "ar": "ماذا قال {}؟"}

Spans = dict[str, list[Span]]
"""Gold sentences by source."""


def asked(misses: bool) -> Iterator[str]:
    """The table of cited passages and marked sentences, a row for each pair of languages."""
    passages: dict[tuple[str, str], Counter[str]] = {}
    marks: dict[tuple[str, str], Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        answerer = _answerer(Path(folder))
        for spoken in _speakers():
            gold = _spans(spoken.values())
            for language, name in spoken.items():
                answer = answerer.answer(_QUESTIONS[language].format(name))
                for source_language in ("ar", "en"):
                    pair = (source_language, language)
                    one = passages.setdefault(pair, Counter())
                    one.update(_passages(answerer, answer, gold, source_language))
                    marks.setdefault(pair, Counter()).update(_marks(answer, gold, source_language))
                if misses:
                    yield from _wrong(answer, gold)
    yield "| passages ← question | gold | precision | recall | marks: precision | recall |"
    yield "|---|---|---|---|---|---|"
    for pair in sorted(passages):
        count = passages[pair]["found"] + passages[pair]["missed"]
        figures = (*precision_recall(passages[pair]), *precision_recall(marks[pair]))
        cells = " | ".join(f"{figure:.3f}" for figure in figures)
        yield f"| {' ← '.join(pair)} | {count} | {cells} |"


def _answerer(folder: Path) -> Answerer:
    sources = folder / "sources"
    sources.mkdir()
    for name in _SETS:
        for path in (ARTICLES / name).glob("*.txt"):
            (sources / path.name).write_bytes(path.read_bytes())
    encoder = load_encoder()
    build(sources, folder / "index", encoder)
    return Answerer(Retriever(load(folder / "index"), encoder), sources)


def _speakers() -> list[dict[str, str]]:
    """Each speaker's name by language."""
    rows = (ARTICLES / "speakers.tsv").read_text("utf-8").splitlines()
    return [dict(zip(("en", "ar"), row.split("\t"), strict=True)) for row in rows]


def _spans(called: Iterable[str]) -> Spans:
    """The gold sentences of whoever has one of the names."""
    spans: Spans = {}
    for row in _gold():
        if any(_is(name, row.speaker) for name in called):
            spans.setdefault(row.source, []).extend(row.spans)
    return spans


def _is(name: str, speaker: str) -> bool:
    return f" {folded(name)} " in f" {folded(speaker)} "


def _gold() -> list[Gold]:
    return [row for name in _SETS for row in read_gold(ARTICLES / name)]


def _passages(answerer: Answerer, answer: Answer, gold: Spans, language: str) -> Counter[str]:
    """Outcomes of the cited passages, and of the passages that hold a gold sentence."""
    index = answerer.retriever.index
    cited = {(c.source, c.start, c.end) for c in answer.citations if answer.answered}
    held = {
        (p.source, p.start, p.end)
        for p in index.passages
        if any(overlaps((p.start, p.end), span) for span in gold.get(p.source, []))
    }
    own = {place for place in cited if _language(place[0]) == language}
    outcomes = Counter("right" if place in held else "wrong" for place in own)
    for place in held:
        if _language(place[0]) == language:
            outcomes["found" if place in cited else "missed"] += 1
    return outcomes


def _marks(answer: Answer, gold: Spans, language: str) -> Counter[str]:
    """Outcomes of the marked sentences, and of the gold sentences."""
    marked = [(c.source, mark) for c in answer.citations if answer.answered for mark in c.marks]
    outcomes: Counter[str] = Counter()
    for source, mark in set(marked):
        if _language(source) == language:
            right = any(overlaps(mark, span) for span in gold.get(source, []))
            outcomes["right" if right else "wrong"] += 1
    for source, spans in gold.items():
        own = [mark for place, mark in marked if place == source]
        for span in spans if _language(source) == language else ():
            found = any(overlaps(mark, span) for mark in own)
            outcomes["found" if found else "missed"] += 1
    return outcomes


def _wrong(answer: Answer, gold: Spans) -> Iterator[str]:
    """The citations that hold no gold sentence, and the sources of which none is cited."""
    cited = answer.citations if answer.answered else ()
    for c in cited:
        if not any(overlaps((c.start, c.end), span) for span in gold.get(c.source, [])):
            yield f"wrong   {c.source}  [{answer.question}]  {c.quote[:100]!r}"
    for source in gold.keys() - {c.source for c in cited}:
        yield f"missed  {source}  [{answer.question}]"


def _language(source: str) -> str:
    return source.split(".")[-2]
