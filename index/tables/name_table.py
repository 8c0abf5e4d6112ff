"""The words of all passages, and how each might be read as a name: mapped into memory.

A table of the consonants that spellings share, and of these short of one, leads from a name asked
for to the few words of a large vocabulary that are worth comparing letter by letter.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.tables.arrays import read_arrays
from index.tables.postings import Gathering, Postings, kinds
from index.text.language import STOP_WORDS, letter_script, stop_words
from index.text.romanize import ARTICLES, LONGEST, bare_forms, joined, romanize, skeletons
from index.text.tokenize import words

COMMON_DOUBT = 5.0
_ATTESTED_DOUBT = 0.5
_SHORTEST = 2
_DELETABLE_SKELETON = 2
_FORMS = {
    "form_words": np.int32,
    "form_cuts": np.int32,
    "form_doubts": np.float32,
    "form_sizes": np.int32,
}
KINDS = {**kinds("word"), **kinds("key"), **_FORMS, "passages": np.int64}
"""The arrays of a file of it."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word, perhaps without what was written onto it.

    Attributes:
        bare: what is left of the word.
        script: its script.
        doubt: whether that is a name at all, in nats.
    """

    bare: str
    script: str
    doubt: float

    @property
    def keys(self) -> frozenset[str]:
        """The skeletons, and they short of one consonant where enough are left.

        A name of vowels alone has the empty key.
        """
        found = frozenset(skeletons(romanize(self.bare), self.script))
        return found.union(*(shorter(key) for key in found if len(key) >= _DELETABLE_SKELETON))


@dataclass(frozen=True, slots=True)
class NameTable:
    """The words of n passages, and their m forms.

    Attributes:
        words: the rows of the passages that have each word, as it stands there.
        keys: the forms that have each key, by number.
        form_words: (m,) int32, the number of each form's word.
        form_cuts: (m,) int32, how many letters of the word stand before the form.
        form_doubts: (m,) float32, each form's doubt.
        form_sizes: (m,) int32, how many keys each form has.
        passages: n.
    """

    words: Postings
    keys: Postings
    form_words: NDArray[np.int32]
    form_cuts: NDArray[np.int32]
    form_doubts: NDArray[np.float32]
    form_sizes: NDArray[np.int32]
    passages: int

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is written into a file, for ``read_name_table``."""
        return {
            **self.words.arrays("word"),
            **self.keys.arrays("key"),
            "form_words": self.form_words,
            "form_cuts": self.form_cuts,
            "form_doubts": self.form_doubts,
            "form_sizes": self.form_sizes,
            "passages": np.array([self.passages], np.int64),
        }

    @property
    def vocabulary(self) -> int:
        """How many different words there are."""
        return len(self.words.keys)

    @property
    def form_count(self) -> int:
        """M."""
        return len(self.form_sizes)

    def sharing(self, keys: Iterable[str]) -> list[NDArray[np.int32]]:
        """The forms that have each key, of those keys that any form has."""
        return [numbers for key in keys if len(numbers := self.keys.of(key))]

    def sizes(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """How many keys each form has."""
        sizes: NDArray[np.int32] = self.form_sizes[numbers]
        return sizes

    def having(self, words: Sequence[str]) -> list[NDArray[np.int32]]:
        """The rows that have each word."""
        return [self.words.of(word) for word in words]

    def read(self, numbers: Sequence[int]) -> None:
        """Have these forms at hand; in memory they are."""

    def form(self, number: int) -> tuple[str, Form]:
        """A form, after its word."""
        word = self.words.keys[int(self.form_words[number])]
        bare = word[int(self.form_cuts[number]) :]
        return word, Form(bare, letter_script(word[0]), float(self.form_doubts[number]))


def passage_words(text: str) -> set[str]:
    """The words that a passage has for the names channel: those joined, of two words, too."""
    return {text[start:end] for start, end in words(text)}.union(joined(text))


class NameGatherer:
    """A table in the making: passages are told one after the other."""

    def __init__(self) -> None:
        """Know no passage yet."""
        self._gathering, self._count = Gathering(), 0

    def add(self, found: Iterable[str]) -> None:
        """Note the words of the next passage."""
        self._gathering.add(self._count, dict.fromkeys(found))
        self._count += 1

    def table(self) -> NameTable:
        """The table of all passages told."""
        postings, _ = self._gathering.postings()
        forms, keys = _Forms(), Gathering()
        for number, word, form in _forms_of(postings.keys):
            keys.add(len(forms.words), form.keys)
            forms.add(number, word, form)
        by_key, _ = keys.postings()
        sizes = np.bincount(by_key.rows, minlength=len(forms.words)).astype(np.int32)
        words, cuts, doubts = forms.arrays()
        return NameTable(postings, by_key, words, cuts, doubts, sizes, self._count)


def gather_names(passages: Iterable[Iterable[str]]) -> NameTable:
    """The table of the words of passages.

    >>> table = gather_names([["Norland"], ["نورلاند", "Norland"]])
    >>> table.words.of("Norland").tolist(), [table.form(f)[0] for f in table.keys.of("NRLNT")]
    ([0, 1], ['Norland', 'نورلاند'])
    """
    gatherer = NameGatherer()
    for found in passages:
        gatherer.add(found)
    return gatherer.table()


def read_name_table(path: Path) -> NameTable:
    """The table in a file, mapped; raises as ``read_arrays``."""
    arrays = read_arrays(path, KINDS)
    return NameTable(
        words=Postings.from_arrays("word", arrays),
        keys=Postings.from_arrays("key", arrays),
        passages=int(arrays["passages"][0]),
        **{name: arrays[name] for name in _FORMS},
    )


def name_forms(word: str) -> list[Form]:
    """The forms of a word that are long enough to be told apart."""
    if not _SHORTEST <= len(word) <= LONGEST or not word[0].isalpha():
        return []
    script = letter_script(word[0])
    forms = [Form(bare, script, doubt) for bare, doubt in bare_forms(word).items()]
    return [form for form in forms if romanize(form.bare)]


def shorter(key: str) -> set[str]:
    """A key short of one consonant, in every way."""
    return {key[:i] + key[i + 1 :] for i in range(len(key))}


class _Forms:
    """Forms in the making, as arrays."""

    def __init__(self) -> None:
        self.words, self._cuts, self._doubts = array("i"), array("i"), array("f")

    def add(self, number: int, word: str, form: Form) -> None:
        self.words.append(number)
        self._cuts.append(len(word) - len(form.bare))
        self._doubts.append(form.doubt)

    def arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
        cuts, doubts = np.array(self._cuts, np.int32), np.array(self._doubts, np.float32)
        return np.array(self.words, np.int32), cuts, doubts


def _forms_of(vocabulary: Sequence[str]) -> Iterator[tuple[int, str, Form]]:
    """The forms of the words, after each word's number: the commonest are hardly names.

    What is left without a particle is less in doubt where it is a word of its own too.
    """
    names = {word for word in vocabulary if may_be_name(word)}
    attested = {form for word in names for form in bare_forms(word, articles_only=True)}
    for number, word in enumerate(vocabulary):
        for form in name_forms(word):
            yield number, word, weighed(word, form, attested.__contains__)


def may_be_name(word: str) -> bool:
    """Whether a word is not among the commonest of its language."""
    return bool(word) and word not in _all_stop_words()


def weighed(word: str, form: Form, attested: Callable[[str], bool]) -> Form:
    """A form of ``name_forms``, its doubt as *word* and what else is *attested* tell."""
    lessens = form.doubt > _ATTESTED_DOUBT and attested(form.bare)
    doubt = _ATTESTED_DOUBT if lessens else form.doubt
    return replace(form, doubt=doubt + (0.0 if may_be_name(word) else COMMON_DOUBT))


def attesting(bare: str) -> list[str]:
    """The words that would attest a form: the same with an article or without."""
    words = [bare, *(article + bare for article in ARTICLES)]
    return [word for word in words if bare in bare_forms(word, articles_only=True)]


@cache
def _all_stop_words() -> frozenset[str]:
    return frozenset().union(*(stop_words(path.stem) for path in STOP_WORDS.glob("*.txt")))
