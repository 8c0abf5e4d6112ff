from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from index.text.language import detect_language, detect_script, letter_script, stop_words
from index.text.trigrams import TABLE, likeness, trigrams
from tests.index.texts import texts

SHORT = [
    line.split("\t")
    for line in (Path(__file__).parents[2] / "data" / "short_questions.tsv")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أكد السفير أن بلاده ترفض التدخل الخارجي في ليبيا."),
        ("fa", "سفیر گفت که کشورش با دخالت خارجی در لیبی مخالف است."),
        ("ur", "سفیر نے کہا کہ ان کا ملک لیبیا میں مداخلت کے خلاف ہے۔"),
        ("en", "The ambassador said that his country rejects the war in Libya."),
        ("fr", "L’ambassadeur a dit que son pays est contre la guerre en Libye."),
        ("de", "Der Botschafter sagte, dass sein Land gegen den Krieg ist."),
        ("es", "El embajador dijo que su país está en contra de la guerra."),
        ("it", "L’ambasciatore ha detto che il suo paese è contro la guerra."),
        ("pt", "O embaixador disse que o seu país não apoia a guerra na Líbia."),
        ("tr", "Büyükelçi, ülkesinin Libya'daki savaşa karşı olduğunu söyledi."),
        ("ru", "Посол сказал, что его страна против войны в Ливии."),
        ("uk", "Посол сказав, що його країна проти війни в Лівії."),
        ("zh", "大使说他的国家反对利比亚战争。"),
        ("ja", "大使は彼の国が戦争に反対していると述べた。"),
        ("ko", "대사는 그의 나라가 전쟁에 반대한다고 말했다."),
        ("el", "Ο πρέσβης είπε ότι η χώρα του είναι κατά του πολέμου."),
        ("hi", "राजदूत ने कहा कि उनका देश युद्ध के खिलाफ है।"),
        ("und", "1234 … 😀"),
        ("und", ""),
    ],
)
def test_known_languages(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_short_questions_of_ten_languages() -> None:
    wrong = Counter(
        language for language, question in SHORT if detect_language(question) != language
    )
    assert len(SHORT) == 200
    assert wrong.total() <= 10, wrong
    assert max(wrong.values()) <= 2, wrong


@pytest.mark.parametrize(
    ("text", "likely", "language"),
    [
        ("E Harris?", "it", "it"),
        ("E Harris?", "pt", "pt"),
        ("Was will Ankara?", "en", "en"),
        ("Wie viele starben?", "en", "de"),
        ("What did Norland say?", "ar", "en"),
        ("تصريحات باتيلي", "fa", "fa"),
        ("ماذا قال نورلاند؟", "fa", "ar"),
        ("Что сказал Норланд?", "xx", "ru"),
        ("2019?", "fr", "und"),
        ("这是什么", "ja", "zh"),
    ],
)
def test_the_likely_language_breaks_ties(text: str, likely: str, language: str) -> None:
    assert detect_language(text, likely) == language


def test_a_name_in_another_script_does_not_make_the_language() -> None:
    assert detect_language("Когда основана компания Microsoft Corporation?") == "ru"
    assert detect_language("متى تأسست شركة International Business Machines؟") == "ar"
    assert detect_language("Microsoft Corporation") != "und"


def test_trigrams_speak_for_their_language() -> None:
    assert list(trigrams("Né")) == [" né", "né "]
    found = likeness("geschwindigkeit")
    assert max(found, key=found.__getitem__) == "de"
    assert set(likeness("日本").values()) == {0.0}
    languages = TABLE.read_text("utf-8").split("\n")[0].split()
    assert all(stop_words(language) for language in languages)


def test_most_letters_tell_the_script() -> None:
    assert detect_script("قال Norland إن بلاده ترفض التدخل") == "ARABIC"
    assert detect_script("He said نعم to everything") == "LATIN"
    assert detect_script("12 !") == ""
    assert letter_script("Ж") == "CYRILLIC"


def test_a_language_without_a_list_has_no_stop_words() -> None:
    assert "the" in stop_words("en")
    assert stop_words("../en") == stop_words("xx") == frozenset()


@given(texts)
def test_a_text_without_letters_has_no_language_and_others_a_code(text: str) -> None:
    language = detect_language(text)
    if not any(character.isalpha() for character in text[:4000]):
        assert language == "und"
    else:
        assert language.isascii()
        assert language.islower()
        assert len(language) in (2, 3)
