"""Speakers whom no verb of their own names: "according to X", "Reuters quoted X as saying"."""

from __future__ import annotations

from dataclasses import dataclass

from index.reporting.grammar import SOURCES
from index.reporting.marks import Phrase
from index.reporting.reports import Reports


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is said to speak.

    Attributes:
        phrases: the phrases that name the speaker, two in "Norland, the ambassador"; none where
            the sentence leaves the speaker to the one before.
        feminine: whether the verb or pronoun is a woman's or an institution's.
        sure: whether the words leave no doubt that this is a report.
        joined: whether the verb takes an earlier subject of its sentence: "X met Y and said".
        pronoun: the kind of pronoun that names the speaker: "in her view".
        second_hand: whether another tells what the speaker said; those come first, so that "he"
            in the next sentence is the other.
        weak: whether the phrase may be the verb's object instead: "يقترح تجربة".
        only_known: whether it must be a person whom the text has named before.
    """

    phrases: tuple[Phrase, ...]
    feminine: bool = False
    sure: bool = True
    joined: bool = False
    pronoun: str = ""
    only_known: bool = False
    second_hand: bool = False
    weak: bool = False


class Attributed(Reports):
    """A sentence, searched for those to whom others attribute its words."""

    def source_at(self, place: int) -> Subject | None:
        """The speaker in "according to X", "in her view", "For X, it is too late"."""
        for kind in SOURCES:
            if after := self.ends_at(place, kind):
                if kind != "sources" and self._is_article(after):
                    continue
                if kind == "sources":
                    return self._source(after)
                pronoun = kind.removesuffix("-sources")
                return Subject((), pronoun == "she", pronoun=pronoun)
        if place == 0 and self.rules.isa(self.words[0].key, "for"):
            found = self.read(1, len(self.words))
            named = any(w.capital for w in found) and self.comma(1 + len(found))
            return Subject((found,), sure=False, only_known=True) if named else None
        return None

    def _is_article(self, after: int) -> bool:
        """Whether a pronoun before *after* is the article of a noun: "según el informe"."""
        if after >= len(self.words) or self.comma(after) or self.breaks(after):
            return False
        return self.rules.isa(self.words[after - 1].key, "determiners")

    def _source(self, start: int) -> Subject | None:
        found = self.read(start, len(self.words))
        if not self.ends_firmly(start + len(found)):
            found = self.before_verb(found)
        end = start + len(found)
        if found and self.rules.isa(found[-1].key, "reports"):
            return None  # unlike a statement, a report need not be the last speaker's
        more = self.appended(found, end) if found else ()
        return Subject((found, *more), sure=False) if found else None

    def quoted_by_others(self, place: int) -> Subject | None:
        """Who is quoted: "Reuters quoted Norland as saying", "Norland was quoted as saying"."""
        if self.is_passive(place):
            return subject_of(self.before(place, strict=False), sure=False)
        start = place + 1
        if self.rules.lists["from"]:
            near = range(start, min(start + 10, len(self.words)))
            start = next(
                (i + 1 for i in near if self.rules.isa(self.words[i].key, "from")), len(self.words)
            )
        found = self.read(start, len(self.words))
        after = start + len(found)
        if self.rules.lists["as"] and not (
            after < len(self.words) and self.rules.isa(self.words[after].key, "as")
        ):
            return None
        sure = bool(self.rules.lists["from"])
        return Subject((found,), sure=sure) if found and (sure or self.is_likely(found)) else None


def subject_of(phrases: tuple[Phrase, ...], *, sure: bool) -> Subject | None:
    """The subject that the phrases name, if there are any."""
    return Subject(phrases, sure=sure) if phrases else None
