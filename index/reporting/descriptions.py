"""What phrases say of a speaker: names, titles, and the words that these are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.reporting.grammar import Grammar, bare
from index.reporting.marks import Phrase
from index.reporting.sentence_words import Word
from index.text.tokenize import tokenize

_MOST_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Description:
    """What phrases say of a speaker.

    Attributes:
        names, titles: the phrases that name the speaker, and those that say what it is.
        name: the words of the longest name, as they are compared.
        words: all words, likewise.
        heads: the titles and kinds of institution among them.
        person: whether it is a person and no institution.
        feminine: whether it is a woman, where a title tells.
        definite: whether it starts with an Arabic article: "الشركة".
    """

    names: tuple[Phrase, ...]
    titles: tuple[Phrase, ...]
    name: tuple[str, ...]
    words: frozenset[str]
    heads: tuple[str, ...]
    person: bool
    feminine: bool | None
    definite: bool


class Describer:
    """Takes phrases of one language apart."""

    def __init__(self, rules: Grammar) -> None:
        """Know titles and institutions by *rules*."""
        self._rules = rules

    def describe(self, phrases: Sequence[Phrase]) -> Description:
        """The names and titles that the phrases hold."""
        names: list[Phrase] = []
        titles: list[Phrase] = []
        for phrase in phrases:
            if names and self._is_affiliation(phrase):
                continue
            name, title = self._parts(self._bare_phrase(phrase))
            if title and not all(self._rules.isa(w.key, "honorifics") for w in title):
                whole = (*title, *name) if not name or title[0] < name[0] else (*name, *title)
                titles += [whole, title] if name else [title]
            if name:
                names.append(name)
        words = [w for phrase in (*titles, *names) for w in phrase]
        words = [w for w in words if not self._rules.isa(w.key, "inner", "determiners")]
        heads = [
            self.key(word)
            for phrase in (*titles, *names)
            for place, word in enumerate(phrase)
            if self._rules.isa(word.key, "titles", "institutions")
            and not self._is_dependent(phrase, place)
        ]
        longest = max(names, key=len, default=())
        first = next((w for w in words if bare(w.key) in heads), None)
        person = (
            self._is_person([*titles, *names])
            if self._rules.capitals
            else first is None or self._rules.isa(first.key, "titles")
        )
        return Description(
            names=tuple(names),
            titles=tuple(titles),
            name=tuple(self.key(w) for w in longest if not self._rules.isa(w.key, "inner")),
            words=frozenset(map(self.key, words)),
            heads=tuple(dict.fromkeys(heads)),
            person=(person or not heads) and not self._is_country(longest),
            feminine=self._feminine(phrases),
            definite=bool(words) and bare(words[0].key) != words[0].key,
        )

    def _is_country(self, name: Phrase) -> bool:
        """Whether it is a country or its capital that speaks: "Washington rejected"."""
        return len(name) == 1 and self._rules.isa(name[0].key, "countries")

    def _feminine(self, phrases: Sequence[Phrase]) -> bool | None:
        """Whether a title is a woman's, "Mrs Hollow"; None where it may be anybody's."""
        for word in (word for phrase in phrases for word in phrase):
            if self._rules.isa(word.key, "men", "women"):
                return self._rules.isa(word.key, "women")
        return None

    def _is_affiliation(self, phrase: Phrase) -> bool:
        """Whether it only says where somebody is: "Mei Sato, of Kanimba University"."""
        key = phrase[0].key
        inner = self._rules.isa(key, "inner") and not self._rules.isa(key, "determiners")
        return self._rules.capitals and inner

    def _is_dependent(self, phrase: Phrase, place: int) -> bool:
        """Whether a title says what another head is of: "workers" in "رئيس نقابة عمال"."""
        if self._rules.capitals or not place or not self._rules.isa(phrase[place].key, "titles"):
            return False
        before = phrase[place - 1].key
        return bare(before) == before and self._rules.isa(before, "titles", "institutions")

    def _is_person(self, phrases: Sequence[Phrase]) -> bool:
        """Whether the last head before a preposition is a title, as in "union leader"."""
        isa = self._rules.isa
        for phrase in phrases:
            end = next((i for i, w in enumerate(phrase) if i and isa(w.key, "inner")), len(phrase))
            heads = [w for w in phrase[:end] if isa(w.key, "titles", "institutions")]
            if heads:
                return isa(heads[-1].key, "titles")
        return False

    def _bare_phrase(self, phrase: Phrase) -> Phrase:
        """The phrase without the small words before it."""
        small = ("determiners", "conjunctions")
        start = next((i for i, w in enumerate(phrase) if not self._rules.isa(w.key, *small)), 0)
        return phrase[start:]

    def key(self, word: Word) -> str:
        """What a word of a description is compared by; its stem where words are inflected."""
        if self._rules.lists["stems"]:
            return next(iter(tokenize(word.key, self._rules.language)), word.key)
        return bare(word.key)

    def _parts(self, phrase: Phrase) -> tuple[Phrase, Phrase]:
        """The name and the title of a phrase: "Ambassador" and "Richard Norland"."""
        isa = self._rules.isa
        if named := self._named_first(phrase):
            return phrase[:named], ()
        heads = [i for i, w in enumerate(phrase) if isa(w.key, "titles", "institutions")]
        marked = [i for i, w in enumerate(phrase) if w.marked]
        if not heads:
            return phrase, ()
        if polite := self._polite_name(phrase, heads):
            return polite
        if marked and heads[-1] < marked[-1] < len(phrase) - 1 and not self._rules.capitals:
            return phrase[marked[-1] + 1 :], phrase[: marked[-1] + 1]  # 'محلل "أفق" طارق'
        if marked and marked[-1] > heads[-1]:
            return tuple(phrase[i] for i in marked), phrase[: marked[0]]
        start = self._name_start(phrase, heads[-1] + 1)
        return phrase[start:], phrase[:start]

    def _polite_name(self, phrase: Phrase, heads: list[int]) -> tuple[Phrase, Phrase] | None:
        """The name before the title, "سعادة السيد محمد الفلاحي الأمين العام"; else None."""
        kinds = ("honorifics", "men", "women")
        polite = [i for i in heads if self._rules.isa(phrase[i].key, *kinds)]
        first = next((i for i in range(len(phrase)) if i not in polite), 0)
        title = next((i for i in heads if i > first), 0)
        if self._rules.capitals or not first or title - first < 2:
            return None
        return phrase[first:title], phrase[title:]

    def _named_first(self, phrase: Phrase) -> int:
        """How many words the name has in "Anna Roe of the charity"; 0 in other phrases."""
        if not self._rules.capitals:
            return 0
        inner = (i for i, w in enumerate(phrase) if self._rules.isa(w.key, "inner"))
        end = next(inner, 0)
        head = any(self._rules.isa(w.key, "titles", "institutions") for w in phrase[:end])
        titled = any(self._rules.isa(w.key, "institutions") for w in phrase[end:])
        return (
            end if end > 1 and titled and not head and all(w.capital for w in phrase[:end]) else 0
        )

    def _name_start(self, phrase: Phrase, after: int) -> int:
        """Where the name begins behind the last title; the phrase's length where there is none."""
        if not self._rules.capitals:
            return _bare_name(phrase, after, self._rules)
        if after < len(phrase) and phrase[after].capital and phrase[after - 1].key:
            rest = phrase[after:]
            whole = all(w.capital or self._rules.isa(w.key, "inner") for w in rest)
            person = self._rules.isa(phrase[after - 1].key, "titles")
            return after if whole and person else len(phrase)
        # "Министр транспорта Олег Смирнов": the name follows what the minister is of.
        start = len(phrase)
        while start > after and (phrase[start - 1].capital or _is_tied(phrase, start)):
            start -= 1
        small = after < start < len(phrase) and not self._rules.isa(phrase[start - 1].key, "inner")
        return start if small and len(phrase) - start > 1 else len(phrase)


def _is_tied(phrase: Phrase, place: int) -> bool:
    """Whether a hyphen ties the word to the one before it: "аль-Джубейри"."""
    return place < len(phrase) and phrase[place].gap == "-"


def _bare_name(phrase: Phrase, after: int, rules: Grammar) -> int:
    """Without capitals: the words behind the last one with an article, or behind a place.

    In "رئيس المجلس الرئاسي فائز السراج" the name follows "الرئاسي".
    """
    if not any(rules.isa(word.key, "titles") for word in phrase[:after]):
        return len(phrase)
    place = after
    while place < len(phrase):
        word = phrase[place]
        following = phrase[place + 1].key if place + 1 < len(phrase) else ""
        construct = bare(following) != following and rules.isa(word.key, "constructs")
        if rules.isa(word.key, "inner") or construct:  # "الاتحاد السعودي لكرة القدم"
            place += 2
        elif bare(word.key) != word.key or rules.isa(word.key, "nationalities"):
            place += 1
        else:
            break
    return max(place, min(len(phrase) - _MOST_NAME_WORDS, len(phrase)))
