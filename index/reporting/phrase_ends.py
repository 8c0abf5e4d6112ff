"""What ends a phrase: the word with which something else begins."""

from __future__ import annotations

from index.reporting.objects import Objects

VERBS = ("verbs", "feminine", "stances", "doubtful")
PRONOUNS = ("he", "she", "it", "they")
_ENDS = (
    "complements",
    "relatives",
    "conjunctions",
    "participles",
    "links",
    "auxiliaries",
    "sources",
)


class PhraseEnds(Objects):
    """A sentence, asked whether a phrase goes on with a word."""

    def ends_phrase(self, start: int, place: int, titled: bool) -> bool:
        """Whether the phrase from *start* on ends before the word at *place*."""
        key, isa = self.words[place].key, self.rules.isa
        if place > start and key.startswith(self.rules.affixes["enders"]):
            return not self.is_inside(start, place, titled)
        if place <= start + 1 and isa(self.words[start].key, *PRONOUNS):
            return place > start
        if isa(key, "titles", "institutions"):
            return self._is_verb(start, place) or self.is_another(start, place)
        if isa(key, "determiners"):
            return self.is_determined(start, place)
        if isa(key, "inner"):
            tied = self._is_hyphened(start, place)
            return not tied and not self.may_stand_inside(start, place, titled)
        common = self.is_common(start, place) or self._is_verb(start, place)
        common = common or self.is_object(start, place)
        return common and not self.is_capital_name(start, place)

    def _is_verb(self, start: int, place: int) -> bool:
        """Whether a verb or an adverb stands there, by its form: "the envoy singled out"."""
        if place == start:
            return False
        word, before = self.words[place], self.words[place - 1]
        head = self.rules.isa(before.key, "titles", "institutions")
        if word.common and not before.common and not head:
            return True
        ends = word.key.endswith(self.rules.affixes["verb-endings"])
        small = ends and not word.capital and not word.gap
        return small and head

    def _is_hyphened(self, start: int, place: int) -> bool:
        """Whether a hyphen ties the word to a name: "Lubna al-Tarawneh"."""
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        tied = after is not None and after.gap == "-" and after.capital
        return self.rules.capitals and tied and place > start and self.words[place - 1].capital

    def is_determined(self, start: int, place: int) -> bool:
        """Whether an article starts another phrase; none does in "Yves Le Goff"."""
        if self.is_capital_name(start, place) and self.rules.isa(
            self.words[place].key, "particles"
        ):
            return False
        before = self.words[place - 1].key
        return place > start and not self.rules.isa(before, "determiners", "inner")

    def is_common(self, start: int, place: int) -> bool:
        """Whether the word is of those that no phrase goes on with."""
        key = self.words[place].key
        if self.is_construct(start, place):
            return False
        if key.isdecimal() and (place == start or not self.rules.capitals):
            return True
        return self.rules.isa(key, *_ENDS, *VERBS) or key in self.rules.stops

    def may_stand_inside(self, start: int, place: int, titled: bool) -> bool:
        """Whether a preposition belongs to the phrase: "embassy to Libya", "von der Leyen"."""
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        if after is None or self.rules.isa(after.key, "events") or place == start:
            return self.rules.capitals and place == start and bool(after and after.capital)
        if self.rules.capitals:
            follows = after.capital or self.rules.isa(after.key, "determiners", "inner", "titles")
            follows = follows or self.rules.isa(after.key, "institutions")
            particle = self.rules.isa(self.words[place].key, "particles")
            if not particle and self._ends_name(start, place):
                return False  # "Senator Jeff Flake for the inquiry"
            if titled:
                small = not self.words[place - 1].capital or self.is_head(place - 1)
                return follows or (particle and small and after.key not in self.rules.stops)
            return follows and particle and self.words[place - 1].capital
        return titled

    def _ends_name(self, start: int, place: int) -> bool:
        """Whether two words of a name behind a title stand before the word."""
        names = self.words[max(start + 1, place - 2) : place]
        plain = all(w.capital and not w.gap and not self.rules.isa(w.key, "inner") for w in names)
        heads = any(self.rules.isa(w.key, "titles", "institutions") for w in names)
        titled = (
            self.rules.isa(self.words[place - 3].key, "titles") if place >= start + 3 else False
        )
        return len(names) == 2 and plain and not heads and titled

    def is_capital_name(self, start: int, place: int) -> bool:
        """Whether a word that is also a common one is part of a name: "Theresa May"."""
        word = self.words[place]
        if not word.capital or place <= start:
            return False
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        first = after is not None and after.capital and not after.gap  # "coach Will Wade"
        return self.words[place - 1].capital or (first and self.is_head(place - 1))
