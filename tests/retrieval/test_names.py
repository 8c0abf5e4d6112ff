"""Names across scripts and spellings, and words that are not the same name."""

from __future__ import annotations

import time

import pytest

from index.text.romanize import joined
from index.text.tokenize import words
from retrieval.names import NamesChannel, names_in

ARABIC = {
    "نورلاند": 0, "حفتر": 1, "سلامة": 2, "السراج": 3, "ولهاريس": 4, "تاونسند": 5, "غسان": 6,
    "القاهرة": 7, "الاقتصاد": 7, "السفارة": 8, "زيلينسكي": 9, "ميركل": 10, "العدوان": 11,
}  # fmt: skip


@pytest.fixture(scope="module")
def channel() -> NamesChannel:
    rows: list[list[str]] = [[] for _ in range(12)]
    for word, row in ARABIC.items():
        rows[row].append(word)
    return NamesChannel.over(rows)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Norland", "نورلاند"),
        ("Nourland", "نورلاند"),
        ("Norlund", "نورلاند"),
        ("Нурланд", "نورلاند"),
        ("Hifter", "حفتر"),
        ("Haftar", "حفتر"),
        ("Хафтар", "حفتر"),
        ("Salame", "سلامة"),
        ("Sarraj", "السراج"),
        ("Serraj", "السراج"),
        ("Harris", "ولهاريس"),
        ("Townsend", "تاونسند"),
        ("Ghassan", "غسان"),
        ("Zelensky", "زيلينسكي"),
        ("Зеленский", "زيلينسكي"),
        ("Merkel", "ميركل"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(channel: NamesChannel, asked: str, found: str) -> None:
    matches = channel.matches(asked)
    assert matches[ARABIC[found]].found == found


@pytest.mark.parametrize(
    "word", ["Erdogan", "Macron", "weather", "bread", "قهوة", "الشمس", "Putin", "12", "a", "و"]
)
def test_another_word_is_not_taken_for_a_name(channel: NamesChannel, word: str) -> None:
    assert channel.matches(word) == {}


def test_a_rare_name_counts_more_than_one_that_all_passages_have() -> None:
    channel = NamesChannel.over([["حفتر", "سلامة"], ["حفتر"], ["حفتر"], ["حفتر"]])
    rare, _ = channel.score(["Salame"], 3)
    common, _ = channel.score(["Haftar"], 3)
    assert rare[0] > 2 * common[0]


def test_a_misspelling_within_a_script_is_found() -> None:
    channel = NamesChannel.over([["Norland"], ["Haftar"], ["نورلاند"]])
    assert channel.matches("Norlund")[0].found == "Norland"
    assert channel.matches("Hifter")[1].found == "Haftar"
    assert channel.matches("نورلند")[2].found == "نورلاند"


def test_names_in_a_question() -> None:
    assert names_in("What did Norland say", "en") == ["Norland"]
    assert names_in("what did norland want", "en")[:2] == ["norland", "want"]
    assert "نورلاند" in names_in("ماذا قال نورلاند", "ar")


def test_neighbouring_names_are_asked_as_one_too() -> None:
    assert names_in("What did Nour Land say", "en") == ["Nour", "Land", "Nour Land"]
    assert "بن سالم" in names_in("ماذا قال بن سالم؟", "ar")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Benkhelifa", "قال بن خليفة في بيان"),
        ("Bensalem", "بن سالم"),
        ("Hüsamettin", "حسام الدين"),
        ("بن سالم", "Bensalem"),
        ("Nour Land", "نورلاند"),
        ("عبد الجليل", "Abdeljalil"),
    ],
)
def test_a_name_in_two_words_is_found_as_one(question: str, text: str) -> None:
    found = [text[start:end] for start, end in words(text)] + joined(text)
    channel = NamesChannel.over([found, ["السلام"], ["Weather"]])
    scores, _ = channel.score(names_in(question, "und"), 1)
    assert set(scores) == {0}


def test_a_name_in_two_words_counts_once() -> None:
    channel = NamesChannel.over([["نورلاند", "نور", "لاند"]])
    _, matches = channel.score(["Nour", "Land", "Nour Land"], 3)
    assert [match.asked for match in matches[0]] == ["Nour", "Land"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("خيمينا", "Ximena"), ("قاسم", "Qasim"), ("haftar", "حفتر")],
)
def test_a_name_without_a_capital_is_found_in_an_article(asked: str, found: str) -> None:
    assert NamesChannel.over([[found], ["السلام"], ["weather"]]).matches(asked)[0].found == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [("ولوين", "بين"), ("الوالي", "إلى"), ("السواق", "الأسواق"), ("Ali", "على")],
)
def test_what_is_left_of_a_short_word_is_no_name(asked: str, found: str) -> None:
    assert NamesChannel.over([[found]]).matches(asked) == {}


def test_the_name_itself_goes_before_one_that_only_ends_like_it() -> None:
    channel = NamesChannel.over([["بوروس"], ["روس"], ["كوفورد"]])
    assert channel.ranked("Roos")[0] == "روس"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Netanyahu", "نتنياهو"),
        ("Guterres", "غوتيريش"),
        ("Trump", "ترامب"),
        ("Johnson", "جونسون"),
        ("Erdoğan", "أردوغان"),
        ("Putin", "پوتین"),
        ("Putin", "פוטין"),
        ("Путин", "פוטין"),
        ("Putin", "Путин"),
        ("Макрон", "ماكرون"),
        ("Mitsotakis", "Μητσοτάκης"),
        ("Μακρόν", "ماكرون"),
        ("Modi", "मोदी"),
        ("Norland", "诺兰德"),
        ("زيلينسكي", "Zelensky"),
        ("shevchenko", "شيفتشينكو"),
        ("Johnson", "Jonson"),
    ],
)
def test_a_name_is_found_across_scripts(asked: str, found: str) -> None:
    channel = NamesChannel.over([[found], ["السلام"], ["Weather"], ["погода"], ["חדשות"]])
    assert channel.matches(asked)[0].found == found
    assert 1 not in channel.matches(asked)


@pytest.mark.parametrize("prefix", ["", "و", "ف", "ب", "ل", "ك", "ال", "وال", "لل", "بال", "ول"])
def test_a_name_is_found_under_what_is_written_onto_it(prefix: str) -> None:
    channel = NamesChannel.over([[prefix + "نورلاند"], ["Norland"]])
    assert set(channel.matches("نورلاند")) == {0, 1}
    assert set(channel.matches("Norland")) == {0, 1}


@pytest.mark.parametrize(
    "word", ["Sarraj", "Нурланд", "حفتر", "הארי", "Μητσοτάκης", "मोदी", "Wu Q"]
)
def test_a_name_is_surely_itself(word: str) -> None:
    found = NamesChannel.over([[word]]).matches(word)
    assert found[0].similarity == 1


def test_similarity_is_between_0_and_1() -> None:
    words = [*ARABIC, "Norland", "Norlund", "Haftar", "Нурланд", "Хафтар", "פוטין", "诺兰德"]
    channel = NamesChannel.over([[word] for word in words])
    found = [match for word in words for match in channel.matches(word).values()]
    assert len(found) > len(words)
    assert all(0.5 <= match.similarity <= 1 for match in found)


@pytest.mark.parametrize(
    "word",
    ["", " ", "12", "٢٠٢٤", "😀", "😀😀😀", "\u0301" * 5, "^$^", "a" * 2000, "شش" * 1000,
     "\u200d" * 9, "ـــــ", "zh" * 900, "نَـٰـ" * 300, "中" * 500, "\U0010ffff" * 4, "ﷺﷺﷺ",
     "n\u0301" * 500],
)  # fmt: skip
def test_no_word_is_too_odd(channel: NamesChannel, word: str) -> None:
    start = time.process_time()
    channel.matches(word)
    NamesChannel.over([[word, "Norland", "نورلاند"]]).matches("Norland")
    NamesChannel.over([[word]]).matches(word)
    assert time.process_time() - start < 1


def test_a_large_vocabulary_is_indexed_and_searched_in_no_time() -> None:
    consonants = "بتجدرسفكلمن"
    words = [
        a + "ا" + b + c + "ي" + d
        for a in consonants
        for b in consonants
        for c in consonants
        for d in "نرسدكلم"
    ]
    start = time.process_time()
    channel = NamesChannel.over([[word] for word in words])
    assert time.process_time() - start < 5
    start = time.process_time()
    channel.matches("Norland")
    assert time.process_time() - start < 1
