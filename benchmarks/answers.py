"""How well the parts of an answer are found: who said what, in Arabic and in English.

    python -m benchmarks.answers [--misses]

The articles of ``tests/data/statements`` and its folders are invented; ``statements.jsonl`` lists
for each speaker the sentences that report the speaker's words or stance.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from index.documents import Document
from index.readers.read import read
from index.statements import statements
from index.tokenize import fold, words

ARTICLES = Path(__file__).parents[1] / "tests" / "data" / "statements"
SETS = ("", "fresh", "later")
"""The articles that the rules were made with, and those written before anybody saw the rules."""

Span = tuple[int, int]


class Said(NamedTuple):
    """What is predicted: a sentence, and how the text names who says it."""

    span: Span
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The sentences of an article that report one speaker."""

    source: str
    speaker: str
    spans: tuple[Span, ...]
    also: tuple[str, ...] = ()

    def is_named(self, mention: str) -> bool:
        """Whether the mention is of this speaker, by the name or by what else it is called."""
        return any(names(mention, name) for name in (self.speaker, *self.also))


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and its outcome: a predicted one is right or wrong, a gold one found or missed."""

    outcome: str
    speaker: str
    span: Span


def read_gold(folder: Path = ARTICLES) -> list[Gold]:
    """The rows of ``statements.jsonl``."""
    rows = map(json.loads, (folder / "statements.jsonl").read_text("utf-8").splitlines())
    return [_gold(row) for row in rows]


def names(mention: str, speaker: str) -> bool:
    """Whether a mention is of the speaker: the same last word, or one lies within the other.

    >>> names("Mrs Hollow", "Amina Hollow"), names("Amina", "Amina Hollow"), names("Al", "Ali Oz")
    (True, True, False)
    """
    one, other = f" {_folded(mention)} ", f" {_folded(speaker)} "
    return one.split()[-1:] == other.split()[-1:] or one in other or other in one


def judge(gold: Iterable[Gold], predicted: Iterable[Said]) -> Iterator[Judged]:
    """Every predicted and every gold sentence of one article, with its outcome.

    A predicted sentence counts once, though its mentions may fit several speakers: "the secretary
    of the union" has the union's name, too.
    """
    predicted, gold = set(predicted), list(gold)
    for said in sorted(predicted):
        yield _judge_predicted(gold, said)
    for row in gold:
        own = [said for said in predicted if any(map(row.is_named, said.mentions))]
        for span in row.spans:
            found = any(_same(span, said.span) for said in own)
            yield Judged("found" if found else "missed", row.speaker, span)


def precision_recall(counts: Counter[str]) -> tuple[float, float]:
    """Of the predicted sentences those that are right, and of the gold ones those found."""
    predicted = counts["right"] + counts["wrong"]
    gold = counts["found"] + counts["missed"]
    return counts["right"] / max(predicted, 1), counts["found"] / max(gold, 1)


def who_said_what(misses: bool) -> Iterator[str]:
    """The table of ``statements``, a row for each language; *misses* lists what went wrong."""
    by_language: dict[str, Counter[str]] = {}
    for document, name, judged in _judged_articles():
        language = f"{document.source.split('.')[-2]} {name}".rstrip()
        by_language.setdefault(language, Counter()).update(j.outcome for j in judged)
        if misses:
            yield from (_miss(document, j) for j in judged if j.outcome in ("wrong", "missed"))
    yield "| who said what | sentences | predicted | precision | recall |\n|---|---|---|---|---|"
    for language, counts in sorted(by_language.items()):
        precision, recall = precision_recall(counts)
        sizes = f"{counts['found'] + counts['missed']} | {counts['right'] + counts['wrong']}"
        yield f"| {language} | {sizes} | {precision:.3f} | {recall:.3f} |"


FIGURES: list[Callable[[bool], Iterator[str]]] = [who_said_what]
"""Each yields the lines of a table, after its misses where they are asked for."""


def _judged_articles() -> Iterator[tuple[Document, str, list[Judged]]]:
    for name in SETS:
        gold = read_gold(ARTICLES / name)
        for source in dict.fromkeys(row.source for row in gold):
            document = read(ARTICLES / name / source, source)
            predicted = [Said((s.start, s.end), s.mentions) for s in statements(document)]
            rows = [row for row in gold if row.source == source]
            yield document, name, list(judge(rows, predicted))


def _gold(row: dict[str, Any]) -> Gold:
    spans = tuple((start, end) for start, end in row["spans"])
    return Gold(row["source"], row["speaker"], spans, tuple(row.get("also", ())))


def _judge_predicted(gold: list[Gold], said: Said) -> Judged:
    rows = [row for row in gold if any(map(row.is_named, said.mentions))]
    right = any(_same(said.span, span) for row in rows for span in row.spans)
    speaker = f"{' / '.join(r.speaker for r in rows)} ← {' / '.join(said.mentions)}"
    return Judged("right" if right else "wrong", speaker, said.span)


def _same(one: Span, other: Span) -> bool:
    overlap = min(one[1], other[1]) - max(one[0], other[0])
    return overlap > min(one[1] - one[0], other[1] - other[0]) / 2


def _folded(name: str) -> str:
    return " ".join(fold(name[start:end]) for start, end in words(name))


def _miss(document: Document, judged: Judged) -> str:
    sentence = " ".join(document.text[slice(*judged.span)].split())
    return f"{judged.outcome:6}  {document.source}  [{judged.speaker}]  {sentence}"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print every sentence that is wrong")
    arguments = parser.parse_args()
    for figure in FIGURES:
        print(*figure(arguments.misses), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
