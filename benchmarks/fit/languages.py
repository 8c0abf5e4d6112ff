"""Learn which trigrams a language has, and measure how well short texts are told apart.

    python -m benchmarks.fit.languages --data DIR [--fit]

DIR holds ``parallel/en-LANGUAGE.tsv.gz``: English, foreign, source. With ``--fit`` the trigrams of
its sentences are counted and ``index/text/trigrams.tsv`` is written anew; the same data gives the
same table. Short sentences, three hundred a language, are held out and measured, and so are the
questions of ``tests/data/short_questions.tsv``, which were written for it, and DIR's ``qa/dev.*``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.text.language import detect_language
from index.text.trigrams import STEPS, TABLE, trigrams, weighed_words

LANGUAGES = ("de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "ro", "tr", "vi")
QUESTIONS = Path(__file__).parents[2] / "tests" / "data" / "short_questions.tsv"

_SOURCES = ("tatoeba", "ntrex", "tico")
_ENGLISH_BESIDE = ("de", "es", "fr")
_HELD_OUT = 300
_SHORT = 30
_MOST_SENTENCES = 14_000
_KEPT = 5000
_LEAST_SHARE = 1e-5


def sentences(data: Path, language: str) -> list[str]:
    """All sentences of a language, in the order of their hashes."""
    files = _ENGLISH_BESIDE if language == "en" else (language,)
    found = set[str]()
    for beside in files:
        with gzip.open(data / "parallel" / f"en-{beside}.tsv.gz", "rt", encoding="utf-8") as rows:
            for row in rows:
                english, foreign, source = row.rstrip("\n").split("\t")
                if source.startswith(_SOURCES):
                    found.add(english if language == "en" else foreign)
    return sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest())


def held_out(texts: Iterable[str]) -> list[str]:
    """The short sentences that nothing is learned from."""
    return [text for text in texts if len(text) <= _SHORT][:_HELD_OUT]


def fit(data: Path) -> str:
    """The table: the trigrams that are commonest in some language, with their shares in each."""
    shares = {language: _shares(sentences(data, language)) for language in LANGUAGES}
    most = Counter[str]()
    for own in shares.values():
        most |= own
    kept = sorted(trigram for trigram, _ in most.most_common(_KEPT))
    lines = [f"{t}\t{''.join(_letter(shares[own][t]) for own in LANGUAGES)}" for t in kept]
    return "\n".join([" ".join(LANGUAGES), *lines, ""])


def measure(data: Path) -> Iterator[str]:
    """Lines of a table: what share of short texts is taken for what they are."""
    yield "| texts | n | right | page in English | page in their language |\n|---|---|---|---|---|"
    for language in LANGUAGES:
        texts = held_out(sentences(data, language))
        yield _row(f"short sentences, {language}", [(language, text) for text in texts])
    rows = [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines()]
    asked = [(language, question) for language, question in rows]
    for language in dict.fromkeys(language for language, _ in asked):
        yield _row(f"short questions, {language}", [row for row in asked if row[0] == language])
    yield _row("short questions, all", asked)
    for path in sorted((data / "qa").glob("dev.*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            questions = [json.loads(line)["question"] for line in lines]
        _, name, language, *_ = path.name.split(".")
        yield _row(f"{name}, {language}", [(language, question) for question in questions])


def _row(name: str, texts: list[tuple[str, str]]) -> str:
    alone = sum(detect_language(text) == language for language, text in texts)
    english = sum(detect_language(text, "en") == language for language, text in texts)
    own = sum(detect_language(text, language) == language for language, text in texts)
    shares = " | ".join(f"{count / len(texts):.3f}" for count in (alone, english, own))
    return f"| {name} | {len(texts)} | {shares} |"


def _shares(texts: list[str]) -> Counter[str]:
    test = set(held_out(texts))
    learned = [text for text in texts if text not in test][:_MOST_SENTENCES]
    counts = Counter(
        trigram for text in learned for word, _ in weighed_words(text) for trigram in trigrams(word)
    )
    total = counts.total()
    return Counter({t: count / total for t, count in counts.items()})


def _letter(share: float) -> str:
    return chr(ord("a") + round(STEPS * math.log10(max(share, _LEAST_SHARE) / _LEAST_SHARE)))


def main() -> None:
    """Fit, if asked to, and print what is told apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fit", action="store_true", help="learn the trigrams anew first")
    arguments = parser.parse_args()
    if arguments.fit:
        TABLE.write_text(fit(arguments.data), "utf-8")
    print(*measure(arguments.data), sep="\n")


if __name__ == "__main__":
    main()
