"""Words in any script to the letters and keys that they are compared by."""

from __future__ import annotations

import pytest

from index.text.romanize import LONGEST, bare_forms, joined, letters, romanize, skeletons


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("Хафтар", "haftar"),
        ("Šešelj", "sheshelj"),
        ("Wałęsa", "walesa"),
        ("मोदी", "modi"),
        ("诺兰德", "nuolande"),
        ("نَـورلاند", "nwrland"),
        ("", ""),
    ],
)
def test_a_word_is_romanized(word: str, read: str) -> None:
    assert romanize(word) == read


def test_persian_letters_and_final_forms_are_read_as_their_likes() -> None:
    assert letters("گاندی", "ARABIC") == letters("غاندي", "ARABIC")
    assert letters("נתן", "HEBREW") == "^נתנ$"


def test_no_more_than_the_longest_name_is_read() -> None:
    assert len(romanize("a" * 2000)) == LONGEST
    assert len(letters("ش" * 2000, "ARABIC")) == LONGEST + 2


@pytest.mark.parametrize(("one", "other"), [("lula", "lwla"), ("gogol", "gwgwl"), ("anna", "ana")])
def test_a_doubled_letter_is_one_but_a_repeated_one_is_two(one: str, other: str) -> None:
    assert set(skeletons(one)) & set(skeletons(other))


def test_readings_are_bounded() -> None:
    assert len(skeletons("jcegivjxchkhj" * 2)) <= 8


def test_particles_are_taken_off_arabic_words_only() -> None:
    assert "سراج" in bare_forms("والسراج")
    assert list(bare_forms("Walid")) == ["Walid"]


def test_particles_are_taken_off_in_their_order() -> None:
    assert list(bare_forms("وبالنور")) == ["وبالنور", "بالنور", "النور", "نور"]
    assert "زير" not in bare_forms("الوزير")


def test_hamza_and_final_letters_are_told_apart() -> None:
    assert letters("أحمدٌ", "ARABIC") == "^أحمد$"
    assert len({letters(word, "ARABIC") for word in ("موسى", "موسي")}) == 2


def test_names_of_two_words_are_joined() -> None:
    assert joined("sagte Abu Bakr al-Baghdadi in dem Haus") == ["Abu Bakr", "al-Baghdadi"]
    assert joined("die Bin weg, de la mano") == []
