"""Whether a verb reports, by what stands around it, and who does what a passive one says."""

from __future__ import annotations

from index.reporting.marks import Phrase
from index.reporting.neighbours import Neighbours
from index.reporting.phrases import MOST_WORDS

_NEAR_QUOTE = 5


class Reports(Neighbours):
    """A sentence, asked whether its verbs report."""

    def has_object(self, place: int, phrases: tuple[Phrase, ...]) -> bool:
        """Whether the preposition that the verb takes follows its subject: "يقر برهومة بصعوبة"."""
        if not phrases or not self.rules.isa(self.words[place].key, "takes"):
            return False
        after = next((w for w in self.words if w.start >= phrases[-1][-1].end), None)
        return after is not None and after.key.startswith("ب") and self.may_drop(place)

    def agent(self, place: int) -> tuple[Phrase, ...]:
        """Who does what the passive verb says: "was accused by Norland"."""
        for i in range(place + 1, min(place + 8, len(self.words))):
            if self.rules.isa(self.words[i].key, "by"):
                found = self.read(i + 1, len(self.words))
                return (found,) if found and self.is_likely(found) else ()
        return ()

    def is_reduced(self, place: int) -> bool:
        """Whether "by" and a name follow a verb behind its object: "viewers reported by X"."""
        by = place + 1 < len(self.words) and self.rules.isa(self.words[place + 1].key, "by")
        near = by and self.rules.capitals and not self.words[place + 1].gap
        return near and bool(self.agent(place))

    def is_report(self, place: int, phrases: tuple[Phrase, ...]) -> bool:
        """Whether a word that may also be no verb is one: what is said follows it.

        It starts a clause, or ends one with its subject, and "that" or a colon follows; behind
        a comma, too: "وذكر المعهد، في دراسة نشرها، أن".
        """
        strict = not self.rules.capitals
        if not self.may_drop(place) and not self.before(place, strict=strict):
            return False
        behind = bool(phrases) and phrases[0][0].start > self.words[place].start
        first = place + 1 + (len(phrases[0]) if behind else 0)
        if first < len(self.words) and self.words[first].gap.startswith(":"):
            return True
        if self._is_told_later(place, first) or self._is_behind_quote(place):
            return True
        parted = first < len(self.words) and self.comma(first)
        return any(
            self.rules.isa(self.words[i].key, "complements") and self.comma(i) == parted
            for i in range(first, min(first + MOST_WORDS if parted else first + 1, len(self.words)))
        )

    def _is_told_later(self, place: int, first: int) -> bool:
        """Whether an adverbial alone parts the verb from what is said.

        "وكتب على حسابه في تويتر أن", "وتتابع المرأة بصوت متهدج: ..."; behind any words "بأنه" does.
        """
        adverbial = first < len(self.words) and self.rules.isa(self.words[first].key, "links")
        for i in range(first, min(place + MOST_WORDS, len(self.words))):
            if self.words[i].gap.startswith(":") or self.words[i].quoted:
                return adverbial
            if self.comma(i) or self.breaks(i):
                return False
            if self.rules.isa(self.words[i].key, "complements"):
                return adverbial or self.words[i].key.startswith("ب")
        return False

    def _is_behind_quote(self, place: int) -> bool:
        """Whether a quotation has just ended: ""It is cold," Norland laughs"."""
        near = self.words[max(0, place - _NEAR_QUOTE) : place]
        return self.rules.capitals and any(word.quoted for word in near)
