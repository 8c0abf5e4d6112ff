"""Where an Arabic phrase is whole, and the object of its verb begins: no comma parts the two."""

from __future__ import annotations

from index.reporting.grammar import bare
from index.reporting.marks import Marks

_NISBA = "ي"
_PLURAL = "ين"
_FEMININE = "ه"
_RELIGION = "الدين"
"""The second half of given names: "نور الدين"."""


class Objects(Marks):
    """A sentence, asked whether a phrase of it is whole before a word."""

    def is_definite(self, place: int) -> bool:
        """Whether an Arabic article is written onto the word."""
        key = self.words[place].key
        return bare(key) != key

    def is_construct(self, start: int, place: int) -> bool:
        """Whether a head takes the word as its second half: "وكالة الأنباء"."""
        if self.rules.capitals or place <= start or not self.is_head(place - 1):
            return False
        head, key = self.words[place - 1].key, self.words[place].key
        return bare(head) == head and bare(key) != key

    def is_inside(self, start: int, place: int, titled: bool) -> bool:
        """Whether "للدولة" belongs to a title; it does not behind a name, or as "للصحفيين"."""
        key, before = self.words[place].key, self.words[place - 1]
        behind = self.is_head(place - 1) or self.is_definite(place - 1) or before.marked
        inside = titled and behind and key.startswith(self.rules.affixes["inner-enders"])
        if not self.rules.isa(key, "links"):
            return inside
        whole = self.is_definite(place - 1) and place - 1 > start
        return inside and whole and not key.endswith(_PLURAL)

    def is_object(self, start: int, place: int) -> bool:
        """Whether a word that is no title begins the object.

        "رفضت نقابة الأطباء حبس المدير": behind the article no institution goes on without one;
        "اتهمت النيابة العامة الطوخي": nor behind its adjective in another gender;
        "يعزو عباس الشربيني التعثر": no name goes on behind a word with the article.
        """
        if self.rules.capitals or place == start or self.words[place].gap:
            return False
        word, before = self.words[place], self.words[place - 1]
        if self.rules.isa(self.words[start].key, "institutions") and not word.marked:
            closed = before.marked or self.rules.isa(before.key, "countries")
            if self.is_definite(place - 1):
                agrees = word.key.endswith(_FEMININE) or not before.key.endswith(_FEMININE)
                closed = closed or not (self.is_definite(place) and agrees)
            return closed and not word.joined and not word.key.startswith("ل")
        if word.key.startswith("ب"):
            return self._has_surname(start, place)
        return self.is_definite(place) and self._has_surname(start, place, ending=_NISBA)

    def _has_surname(self, start: int, place: int, ending: str = "") -> bool:
        """Whether a name with its surname stands before the word: "عباس الشربيني"."""
        heads = [i for i in range(start, place) if self.is_head(i)]
        first = heads[-1] + 1 if heads else start
        given = next((i for i in range(first, place) if not self.is_definite(i)), place)
        surnames = [i for i in range(given + 1, place) if self.is_definite(i)]
        own = [i for i in surnames if not self.rules.isa(self.words[i - 1].key, "name-parts")]
        keys = [self.words[i].key for i in own if i == given + 1 or ending == ""]
        return any(key.endswith(ending) and not key.endswith(_RELIGION) for key in keys)

    def is_another(self, start: int, place: int) -> bool:
        """Whether a title behind a name starts the object: "التقى الوزير حيان كريم السفير"."""
        if self.rules.capitals or place == start or self.is_construct(start, place):
            return False
        kinds = ("titles", "institutions", "inner", "determiners")
        names = [i for i in range(start, place) if not self.rules.isa(self.words[i].key, *kinds)]
        institution = self.rules.isa(self.words[place].key, "institutions")
        if not self.is_definite(place):
            # "واتهم العميد نبيل الطيب قوات الدعم": two words of a name have ended it.
            whole = len(names) > 1 and names[-1] == place - 1
            return whole and institution and not all(map(self.is_definite, names))
        polite = self.rules.isa(self.words[start].key, "honorifics") and len(names) > 1
        if polite or self.rules.isa(self.words[place].key, "honorifics"):
            return False  # "سعادة محمد الفلاحي الأمين العام"
        if self.is_head(place - 1) and self.is_definite(place - 1):
            return institution and not self.rules.isa(self.words[place - 1].key, "honorifics")
        return (
            self._is_told(start, place, names) or len(names) - sum(map(self.is_definite, names)) > 1
        )

    def _is_told(self, start: int, place: int, names: list[int]) -> bool:
        """Whether the title behind the article is of those whom the subject tells something.

        "وأخبرت فورد اللجنة القضائية", "نقابة الممرضين الحكومة".
        """
        key = self.words[place].key
        institution = self.rules.isa(key, "institutions")
        if self.rules.isa(self.words[start].key, "institutions") and self.is_definite(place - 1):
            return institution and not self.rules.isa(key, "countries")
        plural = key.endswith(self.rules.affixes["plural-endings"])
        named = bool(names) and names[0] == start
        return named and (plural or (institution and len(names) == place - start))
