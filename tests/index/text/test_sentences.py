from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentences
from tests.index.texts import texts, without_space

ENDS = Path(__file__).parent / "sentence_ends.txt"


def _sentences(text: str, language: str = "und") -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text), language)]


def _by_language() -> list[list[str]]:
    """The language and the sentences of each text of the file."""
    return [block.split("\n") for block in ENDS.read_text("utf-8").strip().split("\n\n")[1:]]


@pytest.mark.parametrize(
    "expected",
    [
        ["He left.", "Did he?", "Yes!", "So it goes…", "Then nothing"],
        ["قال السفير نعم.", "هل وافق؟", "وافق؛", "ثم غادر البلاد."],
        ["Il a dit non.", "Pourquoi ?", "On ne sait pas…", "M. Dupont est parti."],
        ["यह सच है।", "वह गया।"],
        ["Dr. Li met Mr. J. R. Smith of the U.S. Embassy at 3.5 p.m. on Monday.", "He left."],
        ["Gen. Haftar and Prof. Salamé spoke, e.g. of oil, etc. and left.", "So did I.", "Why?"],
        ["وُلد د. غسان سلامة و أ.د. محمد علي في القرن ١٩ ق.م. تقريبا.", "ثم سافر."],
        ["في سنة 300 ق.م حكم الملك.", "ثم مات."],
        ["He was born in 1990.", "She was not."],
        ["1. First point.", "2. Second point."],
        ["“No. Never. Not here,” she said.", "She left."],
        ["قال «لا. أبدا. لن نقبل» ثم غادر.", "وعاد."],
        ["Il dit « Non. Jamais. » et partit.", "Fin."],
        ["He said (it was late.)", "They left."],
        ["He shouted “Go!”", "They went."],
        ["An unclosed “quote ends nothing.", "It goes on."],
        ["Visit www.example.org now.", "It is v2.0.1 already."],
    ],
)
def test_known_sentences(expected: list[str]) -> None:
    assert _sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["大使说，他不同意。", "他走了！", "为什么？", "没有人知道"],
        ["「行かない。絶対に。もう。」", "そして去った。"],
        ["هل وافق؟", "نعم وافق.", "ثم غادر."],
    ],
)
def test_known_sentences_without_spaces_between(expected: list[str]) -> None:
    assert _sentences("".join(expected)) == expected


@pytest.mark.parametrize("block", _by_language(), ids=lambda block: block[0])
def test_abbreviations_and_ordinals_of_a_language_end_no_sentence(block: list[str]) -> None:
    language, *expected = block
    space = "" if language in ("ja", "zh") else " "
    assert _sentences(space.join(expected), language) == expected


@pytest.mark.parametrize("block", _by_language(), ids=lambda block: block[0])
def test_where_a_line_is_broken_changes_nothing(block: list[str]) -> None:
    language, *expected = block
    broken = [sentence.replace(" ", "\n") for sentence in expected if "—" not in sentence]
    assert _sentences("\n".join(broken), language) == broken


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["He arrived on 3.", "April was cold."]),  # an ordinal elsewhere
        ("de", ["Das Gesetz gilt seit 1990.", "April und Mai waren kalt."]),
        ("en", ["we came. we saw.", "We won."]),
        ("ar", ["كان ذلك جميلًا.", "ثم غادر في سنة 1922م.", "وعاد في سنة 300 هـ."]),
        ("en", ["It is five.", "(it was late.)"]),
        ("en", ["One.", "- two items.", "- three items."]),
        ("ka", ["ის წავიდა.", "NATO მოვიდა."]),
        ("zz", ["Dr. Li left.", "He had no. 5 of it."]),
    ],
)
def test_what_looks_like_it_and_is_not(language: str, expected: list[str]) -> None:
    assert _sentences("\n".join(expected), language) == expected


def test_a_text_without_capitals_is_split_at_every_full_stop() -> None:
    assert _sentences("we came. we saw. we won.") == ["we came.", "we saw.", "we won."]


def test_only_the_span_that_is_asked_for_is_looked_at() -> None:
    text = "“One. Two. Three.” Four."
    assert sentences(text, 6, 10) == [(6, 10)]
    assert sentences(text, 5, 5) == []


def test_line_ends_and_no_break_spaces_part_sentences() -> None:
    assert _sentences("One.\r\nTwo.\u00a0Three.\u2028Four.") == ["One.", "Two.", "Three.", "Four."]


@pytest.mark.parametrize(
    "unit", ["“a.” b. ", "1. ", "a.b", "x-", ". —", "Dr. ", "“", "«.", ".)", "a.", "؟a", "「。"]
)
def test_many_marks_are_read_in_a_moment(unit: str) -> None:
    """In quadratic time, these would hang the suite."""
    text = unit * 100_000
    assert without_space("".join(_sentences(text))) == without_space(text)


@given(texts, st.sampled_from(["und", "de", "en", "ar", "tr"]))
def test_sentences_are_in_order_and_cover_the_text(text: str, language: str) -> None:
    spans = sentences(text, 0, len(text), language)
    assert without_space("".join(text[a:b] for a, b in spans)) == without_space(text)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(before <= after for (_, before), (after, _) in pairwise(spans))
