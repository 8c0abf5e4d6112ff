"""Who says what in the articles of ``tests/data/statements``, and how a prediction is judged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from index.text.tokenize import fold, words

ARTICLES = Path(__file__).parents[1] / "tests" / "data" / "statements"

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
    one, other = f" {folded(mention)} ", f" {folded(speaker)} "
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
            found = any(overlaps(span, said.span) for said in own)
            yield Judged("found" if found else "missed", row.speaker, span)


def precision_recall(counts: Counter[str]) -> tuple[float, float]:
    """Of the predicted sentences those that are right, and of the gold ones those found."""
    predicted = counts["right"] + counts["wrong"]
    gold = counts["found"] + counts["missed"]
    return counts["right"] / max(predicted, 1), counts["found"] / max(gold, 1)


def _gold(row: dict[str, Any]) -> Gold:
    spans = tuple((start, end) for start, end in row["spans"])
    return Gold(row["source"], row["speaker"], spans, tuple(row.get("also", ())))


def _judge_predicted(gold: list[Gold], said: Said) -> Judged:
    rows = [row for row in gold if any(map(row.is_named, said.mentions))]
    right = any(overlaps(said.span, span) for row in rows for span in row.spans)
    speaker = f"{' / '.join(r.speaker for r in rows)} ← {' / '.join(said.mentions)}"
    return Judged("right" if right else "wrong", speaker, said.span)


def overlaps(one: Span, other: Span) -> bool:
    """Whether the spans share more than half of the shorter one."""
    overlap = min(one[1], other[1]) - max(one[0], other[0])
    return overlap > min(one[1] - one[0], other[1] - other[0]) / 2


def folded(name: str) -> str:
    """The words of a name, folded."""
    return " ".join(fold(name[start:end]) for start, end in words(name))
