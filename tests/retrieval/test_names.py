"""Names across scripts and spellings, and words that are not the same name."""

from __future__ import annotations

import pytest

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
    return NamesChannel(rows)


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
    channel = NamesChannel([["حفتر", "سلامة"], ["حفتر"], ["حفتر"], ["حفتر"]])
    rare, _ = channel.score(["Salame"], 3)
    common, _ = channel.score(["Haftar"], 3)
    assert rare[0] > 2 * common[0]


def test_a_misspelling_within_a_script_is_found() -> None:
    channel = NamesChannel([["Norland"], ["Haftar"], ["نورلاند"]])
    assert channel.matches("Norlund")[0].found == "Norland"
    assert channel.matches("Hifter")[1].found == "Haftar"
    assert channel.matches("نورلند")[2].found == "نورلاند"


def test_names_in_a_question() -> None:
    assert names_in(["What", "did", "Norland", "say"], "en") == ["Norland"]
    assert names_in(["what", "did", "norland", "want"], "en") == ["norland", "want"]
    assert "نورلاند" in names_in(["ماذا", "قال", "نورلاند"], "ar")
