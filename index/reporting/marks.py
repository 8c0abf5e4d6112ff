"""What kind of word stands at a place of a sentence, and what parts it from the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reporting.grammar import Grammar, bare
from index.reporting.sentence_words import Word

Phrase = tuple[Word, ...]
POSSESSIVE = ("'s", "’s")

_BREAK = re.compile(r'[:;.!?"“”„«»؛؟—–()\[\]…|]')
_COMMA = re.compile("[,،、]")


class Marks:
    """The words of one sentence, read in the light of a language's reporting words."""

    def __init__(self, words: Sequence[Word], rules: Grammar) -> None:
        """Search *words* by the rules of their language."""
        self.words = words
        self.rules = rules

    def breaks(self, place: int) -> bool:
        """Whether more than a comma parts the word from the one before."""
        return bool(place < len(self.words) and _BREAK.search(self.words[place].gap))

    def comma(self, place: int) -> bool:
        """Whether a comma parts the word from the one before."""
        return bool(place < len(self.words) and _COMMA.search(self.words[place].gap))

    def ends_firmly(self, place: int) -> bool:
        """Whether a comma or "that" stands here."""
        if place >= len(self.words) or self.breaks(place) or self.comma(place):
            return True
        return self.rules.isa(self.words[place].key, "complements")

    def skips(self, place: int) -> bool:
        """Whether the word may stand between a verb and its subject."""
        word = self.words[place]
        return self.rules.isa(word.key, "auxiliaries") and not self.breaks(place)

    def is_aside(self, start: int) -> bool:
        """Whether a part between commas that starts here names nobody: "who left"."""
        word = self.words[start]
        return self.rules.isa(word.key, "relatives", "participles", "links", "auxiliaries") or (
            self.rules.isa(word.key, "inner") and not self.rules.isa(word.key, "determiners")
        )

    def is_head(self, place: int) -> bool:
        """Whether the word is a title or a kind of institution."""
        return self.rules.isa(self.words[place].key, "titles", "institutions")

    def is_complement(self, place: int) -> bool:
        """Whether a word for "that" starts a clause; it does not in "of that fire"."""
        if not self.rules.isa(self.words[place].key, "complements"):
            return False
        before = self.words[place - 1].key if place and not self.words[place].gap else ""
        inner = self.rules.isa(before, "inner") and not self.rules.isa(before, "determiners")
        return not (self.rules.capitals and (inner or self.is_relative(place)))

    def is_relative(self, place: int) -> bool:
        """Whether "that" stands for whom the word before it names: "the group that runs it"."""
        if not place or self.words[place].gap or not self.rules.capitals:
            return False
        that = self.rules.isa(self.words[place].key, "complements")
        return that and self.is_head(place - 1)

    def has_title(self, phrase: Phrase) -> bool:
        """Whether the phrase has a title or a kind of institution."""
        return any(self.rules.isa(word.key, "titles", "institutions") for word in phrase)

    def is_the_document(self, place: int) -> bool:
        """Whether "the statement" stands here, an object behind it: "وحمل البيان الحكومة"."""
        key = self.words[place].key
        definite = not self.rules.capitals and bare(key) != key
        return definite and self.rules.isa(key, "documents")
