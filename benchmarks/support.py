"""What the check of a language model's sentences lets through, and what it refuses.

    python -m benchmarks.support --data DIR [--pairs N] [--languages ar fr …]

DIR holds ``parallel/en-LANGUAGE.tsv.gz``; of it the news (NTREX-128) is read, line after line as it
stood in the articles. A statement is a line; the passage that it cites is four lines of the other
language with its translation among them: the only paraphrase whose truth is known. The unsupported
ones are the same statement over lines further on in the same article, with a number changed, with
a name changed, or with the speaker changed. The first half of each file teaches, the second is
measured.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from answers.language_model.evidence import Evidence, Found, Kind, encode_sentence
from answers.language_model.support import LEAST_MEANING, LEAST_SIMILARITY, fault
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.text.tokenize import words

LANGUAGES = ("ar", "de", "es", "fa", "fr", "it", "pt", "ru", "tr", "zh")
_SOURCE = "ntrex128"
_LINES = 4
_SHORTEST = 40
_COSTS = (0.01, 0.02, 0.03, 0.05, 0.1)
_STRANGERS = {
    "en": ("Haftar", "Morrison", "Kowalski", "Nairobi", "Tanaka", "Lindqvist", "Okafor", "Texas"),
    "ar": ("حفتر", "موريسون", "كوفالسكي", "نيروبي", "تاناكا", "أوكافور", "بيرلسكوني", "تكساس"),
    "ru": ("Хафтар", "Моррисон", "Ковальский", "Танака", "Окафор", "Линдквист"),
}
"""Names that take the place of others; a language without its own gets the English ones."""


@dataclass(frozen=True, slots=True)
class Case:
    """A statement over a passage, and what was done to it: ``right`` if nothing."""

    pair: str
    kind: str
    statement: str
    passage: str


def cases(path: Path, language: str, pairs: int, part: int) -> Iterator[Case]:
    """The cases of one half of a file, in both directions."""
    lines = _lines(path)
    chance = random.Random(f"{language}{part}")  # noqa: S311 - a draw that can be repeated
    half = len(lines) // 2
    for _ in range(pairs):
        place = part * half + chance.randrange(_LINES, half - 3 * _LINES)
        first = place - chance.randrange(_LINES)
        for own in (0, 1):
            statement, other = lines[place][own], 1 - own
            near = _join(lines, first, other)
            if len(statement) >= _SHORTEST:
                name = " ← ".join(reversed([("en", language)[own], ("en", language)[other]]))
                yield Case(name, "right", statement, near)
                yield Case(name, "elsewhere", statement, _join(lines, place + 5, other))
                for kind, changed in _changed(statement, ("en", language)[own], chance):
                    yield Case(name, kind, changed, near)


def _lines(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [(row[0], row[1]) for row in rows if row[2] == _SOURCE]


def _join(lines: Sequence[tuple[str, str]], first: int, side: int) -> str:
    return " ".join(pair[side] for pair in lines[first : first + _LINES])


def _changed(statement: str, language: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    number = re.search(r"\d+", statement)
    if number:
        changed = str(int(number[0]) + chance.randrange(1, 9))
        yield "number changed", statement[: number.start()] + changed + statement[number.end() :]
    spans = words(statement)
    stranger = chance.choice(_STRANGERS.get(language, _STRANGERS["en"]))
    capitals = [(a, b) for a, b in spans[1:] if statement[a].isupper() and b - a > 3]
    if capitals and language != "de":
        a, b = chance.choice(capitals)
        yield "name changed", statement[:a] + stranger + statement[b:]
    told = {"en": f"{stranger} said that ", "ar": f"وقال {stranger} إن "}.get(language)
    if told:
        yield "speaker added", told + statement[0].lower() + statement[1:]


class Reader:
    """Finds statements in passages; neighbouring cases share a passage."""

    def __init__(self, encoder: Encoder) -> None:
        """Read with *encoder*."""
        self._encoder = encoder
        self._evidence = lru_cache(maxsize=4)(self._read)

    def find(self, case: Case) -> Found:
        """The statement in its passage."""
        encoding = encode_sentence(case.statement, self._encoder)
        return self._evidence(case.passage).find(case.statement, encoding)

    def _read(self, passage: str) -> Evidence:
        return Evidence([passage], [self._encoder.encode_passages([passage])[0].tokens])


def meaning(found: Found) -> float:
    """What ``LEAST_MEANING`` is a floor of."""
    return found.meaning


def weakest(found: Found, kind: Kind) -> float:
    """The least similarity of a word of *kind* that the passage does not have; 1 without any."""
    return min((w.similarity for w in found.words if w.kind == kind and not w.matched), default=1.0)


def _floors(found: dict[str, list[Found]]) -> Iterator[str]:
    """Rows: for each share of right statements lost, a floor, and what of the others it refuses."""
    kinds = [kind for kind in found if kind != "right"]
    yield f"| floor of | right lost | floor | {' | '.join(kinds)} |"
    yield "|---" * (len(kinds) + 3) + "|"
    parts: dict[str, Callable[[Found], float]] = {"meaning": meaning}
    parts |= {kind.value: partial(weakest, kind=kind) for kind in Kind}
    for name, value in parts.items():
        for cost in _COSTS:
            floor = float(np.quantile([value(one) for one in found["right"]], cost))
            refused = (np.mean([value(one) < floor for one in found[kind]]) for kind in kinds)
            figures = " | ".join(f"{share:.2f}" for share in refused)
            yield f"| {name} | {cost:.2f} | {floor:.3f} | {figures} |"


def _shipped(found: dict[str, dict[str, list[Found]]]) -> Iterator[str]:
    """Rows: the share of each kind that passes at the floors in use, for each pair."""
    kinds = sorted({kind for of in found.values() for kind in of}, key=lambda k: (k != "right", k))
    yield f"| passage ← statement | {' | '.join(f'{kind} passes' for kind in kinds)} |"
    yield "|---" * (len(kinds) + 1) + "|"
    for pair, of in found.items():
        shares = (
            f"{np.mean([not fault(one) for one in of[kind]]):.2f} of {len(of[kind])}"
            if of.get(kind)
            else ""
            for kind in kinds
        )
        yield f"| {pair} | {' | '.join(shares)} |"


def main() -> None:
    """Print what each floor costs, and what passes at those in use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.support", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--pairs", type=int, default=12, help="of each language and half (12)")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    arguments = parser.parse_args()
    reader = Reader(load_encoder())
    teaching: dict[str, list[Found]] = defaultdict(list)
    measured: dict[str, dict[str, list[Found]]] = defaultdict(lambda: defaultdict(list))
    for language in arguments.languages:
        path = arguments.data / "parallel" / f"en-{language}.tsv.gz"
        for case in cases(path, language, arguments.pairs, 0):
            teaching[case.kind].append(reader.find(case))
        for case in cases(path, language, arguments.pairs, 1):
            found = reader.find(case)
            measured[case.pair][case.kind].append(found)
            measured["all"][case.kind].append(found)
    print("\n".join(_floors(teaching)), end="\n\n")
    floors = ", ".join(f"{kind} {least}" for kind, least in LEAST_SIMILARITY.items())
    print(f"In use: meaning {LEAST_MEANING}, {floors}", end="\n\n")
    print("\n".join(_shipped(measured)))


if __name__ == "__main__":
    main()
