"""What the adapter learns from: questions with passages, and sentences with their translations.

No question exists in two languages here, so both kinds cross languages in their own way. Questions
are *code-switched* (Litschko et al. 2023): some words, or most, are replaced by a translation from
a lexicon. Translated sentences stand in for questions, and the paragraphs around them for passages.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_OTHERS = "de es fr ru zh hi vi fa tr el he it pt ur id pl nl ro uk"
LANGUAGES = ["ar"] * 4 + _OTHERS.split()
"""What batches are drawn in: Arabic, which readers ask for most, four times as often."""

_WORD = re.compile(r"(\w+)")
_GLOSS = re.compile(r"\(.*?\)")
_SKIPPED_TEXTS = {"bible-svd-web", "msdocs-d365-headings"}
_PREFERRED_TEXTS = {"ntrex128": 6.0, "tico19": 4.0, "mozilla-www": 2.0}
_MOST_ROWS = 6000

Text = tuple[str, dict[str, float]]
"""A text and the share of each language in it: what it is centred by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions over passages.

    Attributes:
        questions, passages: the texts.
        right: for each question the place of its passage.
        untold: pairs (question, passage) that are not told apart: the passage has the answer too.
    """

    questions: list[Text]
    passages: list[Text]
    right: list[int]
    untold: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Translated:
    """The same questions and passages in English and in *language*."""

    language: str
    english_questions: list[str]
    questions: list[str]
    english_passages: list[str]
    passages: list[str]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, its passage, and passages that only look like it."""

    question: str
    passage: str
    answer: str
    language: str
    negatives: tuple[str, ...]


class Lessons:
    """Draws batches from the folder of data; the same seed gives the same batches."""

    def __init__(self, data: Path, examples: dict[str, list[Example]], seed: int = 1) -> None:
        """Draw from *examples* by language, and from the parallel texts of *data*."""
        self._data = data
        self._examples = examples
        self._random = random.Random(seed)  # noqa: S311
        self._lexicons: dict[str, dict[str, list[str]]] = {}
        self._texts: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def asked(self, questions: int) -> Asked:
        """Questions of one set, each with its passage and one that looks like it."""
        share = self._random.random()
        if share < 0.15:
            return self._sections()
        language = "ar" if share < 0.3 else "en"
        picked = self._random.sample(self._examples[language], questions)
        passages = list(
            dict.fromkeys(
                text for one in picked for text in (one.passage, self._random.choice(one.negatives))
            )
        )
        switch_questions = self._random.random() < 0.55
        switch_passages = self._random.random() < 0.4
        strength = self._random.uniform(0.3, 0.9)
        return Asked(
            [
                self._text(
                    one.question,
                    language,
                    self._random.uniform(0.4, 1) if switch_questions else 0,
                )
                for one in picked
            ],
            [self._text(text, language, strength if switch_passages else 0) for text in passages],
            [passages.index(one.passage) for one in picked],
            [
                (i, k)
                for i, one in enumerate(picked)
                for k, text in enumerate(passages)
                if text != one.passage and one.answer.lower() in text.lower()
            ],
        )

    def translated(self, count: int) -> Translated:
        """Neighbouring pieces of one text, and of each a sentence: sometimes taken out of it."""
        language = self._random.choice(LANGUAGES)
        texts = self._parallel(language)
        weights = [
            _PREFERRED_TEXTS.get(name, 1.0) * min(len(texts[name]), _MOST_ROWS) for name in texts
        ]
        name = self._random.choices(list(texts), weights)[0]
        size = 1 if name.startswith("tatoeba") else self._random.choice((2, 3, 4))
        pieces = self._neighbours(texts[name], count, size)
        questions, passages = [], []
        for piece in pieces:
            place = self._random.randrange(size)
            questions.append(piece[place])
            without = size > 1 and self._random.random() < 0.4
            passages.append(piece[:place] + piece[place + 1 :] if without else piece)
        return Translated(
            language,
            [english for english, _ in questions],
            [foreign for _, foreign in questions],
            [" ".join(english for english, _ in piece) for piece in passages],
            [" ".join(foreign for _, foreign in piece) for piece in passages],
        )

    def _neighbours(
        self, rows: list[tuple[str, str]], count: int, size: int
    ) -> list[list[tuple[str, str]]]:
        reach = 2 * count * size
        first = self._random.randrange(max(1, len(rows) - reach))
        starts = list(range(first, min(first + reach, len(rows) - size + 1), size))
        chosen = sorted(self._random.sample(starts, min(count, len(starts))))
        return [rows[start : start + size] for start in chosen]

    def _sections(self) -> Asked:
        """Headings of a manual, in Arabic or English, over its sections in Arabic."""
        pages = [self._random.sample(page, 4) for page in self._random.sample(self._manual, 3)]
        key = "heading_en" if self._random.random() < 0.6 else "heading"
        rows = {row[key]: row for page in pages for row in page}
        language = "en" if key == "heading_en" else "ar"
        return Asked(
            [(heading, {language: 1.0}) for heading in rows],
            [(row["text"], {"ar": 1.0}) for row in rows.values()],
            list(range(len(rows))),
            [],
        )

    @cached_property
    def _manual(self) -> list[list[dict[str, Any]]]:
        pages = defaultdict(list)
        for row in json_lines(self._data / "qa" / "train.d365-sections.ar.jsonl.gz"):
            if 80 < len(row["text"]) < 1500 and " " in row["heading_en"]:
                pages[row["path"]].append(row)
        return [page for page in pages.values() if len(page) >= 4]

    def _text(self, text: str, language: str, strength: float) -> Text:
        """The text, its words replaced with the probability *strength*."""
        if not strength:
            return text, {language: 1.0}
        other = self._random.choice(LANGUAGES) if language == "en" else "en"
        lexicon = self._lexicon(other) if language == "en" else self._arabic_to_english
        parts = _WORD.split(text)
        replaced = 0
        for place in range(1, len(parts), 2):
            found = lexicon.get(parts[place].lower())
            if found and len(parts[place]) > 1 and self._random.random() < strength:
                parts[place] = self._random.choice(found[:3])
                replaced += 1
        share = replaced / max(1, len(parts) // 2)
        return "".join(parts), {language: 1 - share, other: share}

    def _lexicon(self, language: str) -> dict[str, list[str]]:
        if language not in self._lexicons:
            words = defaultdict(list)
            for english, foreign, source in _rows(self._data / f"lexicon/en-{language}.tsv.gz"):
                word = _GLOSS.sub("", english).strip().lower()
                if " " not in word and (source != "omw" or language == "hi"):
                    words[word].append(foreign)
            self._lexicons[language] = dict(words)
        return self._lexicons[language]

    @cached_property
    def _arabic_to_english(self) -> dict[str, list[str]]:
        reverse = defaultdict(list)
        for english, found in self._lexicon("ar").items():
            for arabic in found[:2]:
                reverse[arabic].append(english)
        return reverse

    def _parallel(self, language: str) -> dict[str, list[tuple[str, str]]]:
        if language not in self._texts:
            texts = defaultdict(list)
            for english, foreign, source in _rows(self._data / f"parallel/en-{language}.tsv.gz"):
                if source not in _SKIPPED_TEXTS and 15 < len(english) < 300:
                    texts[source].append((english, foreign))
            self._texts[language] = dict(texts)
        return self._texts[language]


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            english, foreign, source = line.rstrip("\n").split("\t")
            yield english, foreign, source
