"""Numbers are compared as values, across digits, separators, words and languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.numbers import asserted, present


def supported(sentence: str, language: str, source: str, of: str) -> bool:
    return all(reading & present(source, of) for reading in asserted(sentence, language))


@pytest.mark.parametrize(
    ("sentence", "language", "source", "of"),
    [
        ("in 2023", "en", "عام ٢٠٢٣", "ar"),
        ("1,500,000", "en", "۱٬۵۰۰٬۰۰۰", "fa"),
        ("1.5 million", "en", "1 500 000", "fr"),
        ("25 thousand", "en", "٢٥ ألف", "ar"),
        ("25,000", "en", "25.000", "de"),
        ("3.5 percent", "en", "3,5 %", "de"),
        ("ثلاثة", "ar", "three men", "en"),
        ("5 ships", "en", "خمس سفن", "ar"),
        ("twenty-five", "en", "25", "tr"),
        ("خمسة وعشرون", "ar", "twenty-five", "en"),
        ("двадцать пять", "ru", "25", "en"),
        ("on 3 May", "en", "03.05.2024", "de"),
        ("no number", "en", "none", "en"),
    ],
)
def test_one_number_written_in_two_ways(sentence: str, language: str, source: str, of: str) -> None:
    assert supported(sentence, language, source, of)


@pytest.mark.parametrize(
    ("sentence", "language", "source", "of"),
    [
        ("in 2024", "en", "عام ٢٠٢٣", "ar"),
        ("1,500", "en", "1.5", "en"),
        ("25 million", "en", "٢٥ ألف", "ar"),
        ("five ships", "en", "three ships", "en"),
        ("4 ships", "en", "24 ships", "en"),
        ("7", "en", "2017", "en"),
        ("٧ شقيقات", "ar", "ثلاث شقيقات", "ar"),
        ("3,5", "de", "35", "en"),
        ("2023 200", "en", "2023", "en"),
    ],
)
def test_another_number(sentence: str, language: str, source: str, of: str) -> None:
    assert not supported(sentence, language, source, of)


@given(st.text(), st.sampled_from(["en", "ar", "de", "zh", "und"]))
def test_any_text_has_the_numbers_that_it_states(text: str, language: str) -> None:
    assert supported(text, language, text, language)


@given(st.integers(0, 10**12))
def test_separators_change_no_number(number: int) -> None:
    plain = str(number)
    assert asserted(f"{number:,}", "en") == [{plain}]
    assert asserted(f"{number:,}".replace(",", "."), "de") == [{plain}]
    assert asserted(f"{number:,}".replace(",", "\u202f"), "fr") == [{plain}]
