from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from index.text.tokenize import _stem, fold, tokenize, words
from tests.index.texts import texts


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("السفيرُ", "والسفير", "ar"),
        ("الأمم المتّحدة", "الامم المتحده", "ar"),
        ("مسؤولون", "المسؤولين", "ar"),
        ("لـــيبيا", "ليبيا", "ar"),
        ("٢٠١٩", "2019", "ar"),
        ("ambassadors", "Ambassador", "en"),
        ("négociations", "negociation", "fr"),
        ("Verhandlungen", "verhandlung", "de"),
        ("переговоры", "переговоров", "ru"),
        ("e\u0301lyse\u0301e", "Élysée", "fr"),
    ],
)
def test_forms_of_a_word_are_one_token(one: str, other: str, language: str) -> None:
    assert tokenize(one, language) == tokenize(other, language) != []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("ليبيا", "لندن", "ar"),
        ("embassy", "ambush", "en"),
        ("北京", "上海", "zh"),
        ("1", "2", "en"),
    ],
)
def test_other_words_are_other_tokens(one: str, other: str, language: str) -> None:
    assert tokenize(one, language) != tokenize(other, language)


def test_stop_words_are_left_out() -> None:
    assert tokenize("the of and", "en") == []
    assert tokenize("من في على", "ar") == []
    assert tokenize("the of and", "und") == ["the", "of", "and"]


def test_unspaced_scripts_are_pairs_of_characters() -> None:
    assert tokenize("大使说", "zh") == ["大使", "使说"]
    assert tokenize("人", "zh") == ["人"]


def test_fold_makes_spellings_equal() -> None:
    assert fold("إِسْنَادٌ") == fold("اسناد")
    assert fold("STRASSE") == fold("straße")
    assert fold("ﬁn") == fold("fin")


@given(texts)
def test_words_are_spans_in_order_and_tokens_are_never_empty(text: str) -> None:
    place = 0
    for start, end in words(text):
        assert place <= start < end
        assert text[start].isalnum()
        place = end
    for language in ("ar", "en", "zh", "und"):
        assert all(tokenize(text, language))


@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    for start, end in words(text):
        folded = fold(text[start:end])
        assert fold(folded) == folded


def test_words_that_are_stemmed_at_once_do_not_spoil_each_other() -> None:
    texts = [
        " ".join(f"{start}{number:x}g{end}" for number in range(400))
        for start, end in (("re", "ations"), ("over", "ingly"), ("un", "fulness"), ("in", "ities"))
    ]
    quick = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(texts)) as pool:
            at_once = list(pool.map(lambda text: tokenize(text, "en"), texts))
    finally:
        sys.setswitchinterval(quick)
    _stem.cache_clear()
    assert at_once == [tokenize(text, "en") for text in texts]
