"""Speakers by their names, however these are spelt, in one word or in two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from answers.reporting.speakers import Speaker
from answers.reporting.speech import SpeechQuestion
from answers.reporting.titles import title_kinds
from index.reporting.grammar import bare
from index.searched import Speakers
from index.text.romanize import last_name
from index.text.tokenize import fold, words
from retrieval.names import NamesChannel

_LIKENESS_MARGIN = 0.15
_SURE = 0.9
_LEAST_SOUND = {True: 0.7, False: 0.1}
"""How likely two words must be one name, by whether the question has capitals: a word without one
is taken for a common word, but here the question tells that it is a name."""

Likeness = dict[int, float]
"""How surely a speaker has the name asked for, by the speaker's number."""


class Named:
    """The names of the speakers of an index, who go by their number."""

    def __init__(self, table: Speakers, speaker: Callable[[int], Speaker]) -> None:
        """Look names up in *table*; *speaker* gives the one of a number."""
        self._table = table
        self._speaker = speaker
        self._last = NamesChannel(table.last_names)
        self._all = NamesChannel(table.all_names)

    def find(self, speech: SpeechQuestion, least: float = 0.0) -> list[int]:
        """Those whose last name is spelt most nearly as the one asked for, in each script.

        No name counts that is less like the one asked for than *least*.
        """
        last = last_name(speech.phrase)
        written = len(words(last))
        first = [w for w in speech.speaker[:-written] if len(w) > 2 and not title_kinds([w])]
        agreeing = set().union(*(self._with_name(word) for word in first))
        likeness = {n: like for n, like in self._with_last_name(last).items() if like >= least}
        return self._nearest(likeness, agreeing)

    def sounding(self, name: str) -> Likeness:
        """Those whose last name sounds like the one given, each in one word or in several."""
        return _sounding(self._last, name)

    def called(self, key: str) -> set[int]:
        """Those who are called by a token or by a name, folded."""
        return self._table.with_key(key)

    def _with_last_name(self, last: str) -> Likeness:
        """By the last word, and by all words of it; here or in the source it may be one."""
        start, end = words(last)[-1]
        word = last[start:end]
        likeness = self.sounding(word)
        for number in self.called(fold(word)):
            if fold(word) in map(fold, self._speaker(number).names):
                likeness[number] = 1.0
        if word == last:
            return likeness
        whole = self.sounding(last)
        likeness = {n: s for n, s in likeness.items() if not self._is_another(n, whole)}
        return {n: max(likeness.get(n, 0.0), whole.get(n, 0.0)) for n in likeness | whole}

    def _is_another(self, number: int, whole: Likeness) -> bool:
        """Whether one who shares only the last word with "Ben Salem" is not he.

        So it is where the same source has a Bensalem, or where the script has one and the first
        names are others.
        """
        one, rest = self._speaker(number), [self._speaker(n) for n in whole]
        if any(other.source == one.source for other in rest):
            return True
        first = one.name_keys - {bare(fold(name)) for name in one.names}
        same = [other.name_keys for other in rest if other.script == one.script]
        return bool(first and same) and all(first.isdisjoint(keys) for keys in same)

    def _nearest(self, likeness: Likeness, agreeing: set[int]) -> list[int]:
        """Those about as like as the likest of their script, of whom the first names agree.

        Where no first name agrees the last names are enough, as few first names match across
        scripts; where one agrees elsewhere they must be surer.
        """
        by_script: dict[str, Likeness] = defaultdict(dict)
        for number, like in likeness.items():
            by_script[self._speaker(number).script][number] = like
        found = []
        for own in by_script.values():
            least = _SURE if agreeing & likeness.keys() else 0.0
            rest = {number: like for number, like in own.items() if like >= least}
            fitting = {number: like for number, like in own.items() if number in agreeing} or rest
            if not fitting:
                continue
            least = max(fitting.values()) - _LIKENESS_MARGIN
            found += [number for number, like in fitting.items() if like >= least]
        return found

    def _with_name(self, word: str) -> set[int]:
        """The speakers who have the word among their names, however spelt."""
        return self.called(bare(fold(word))) | _sounding(self._all, word).keys()


def _sounding(channel: NamesChannel, name: str) -> Likeness:
    matches = channel.matches(name, _LEAST_SOUND[any(map(str.isupper, name))])
    return {number: match.similarity for number, match in matches.items()}
