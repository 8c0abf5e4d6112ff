"""How well names are matched across scripts, and how rarely ordinary words are taken for names.

    python -m benchmarks.names --data DIR [--questions 1000]

DIR holds ``lexicon/en-LANGUAGE.tsv.gz``: English, foreign, source. The names are a fifth, cut by
the hash of the Latin form, that ``benchmarks.fit.names`` did not learn from. Each question is one
word; it is asked of a channel over the words of the other script. Of the ordinary words one part,
cut by hash, chose the threshold of confidence; the other is only counted.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.fit.names import lexicon, name_pairs
from retrieval.names import NamesChannel

LANGUAGES = ("ar", "ru", "he", "zh")
_CANDIDATES = 5000
_FEW = 500
_MANY = 50_000
_ORDINARY = 2000
_SOURCES = ("omw", "wiktionary", "wiktionary-gloss")

Gold = dict[str, set[str]]


def names(pairs: list[tuple[str, str]], questions: int) -> str:
    """Right first and within five, of those asked."""
    gold: Gold = defaultdict(set)
    vocabulary = list(dict.fromkeys(found for _, found in pairs))[:_CANDIDATES]
    known = set(vocabulary)
    for asked, found in pairs:
        if found in known:
            gold[asked].add(found)
    channel = NamesChannel.over([[word] for word in vocabulary])
    ranked = [(channel.ranked(word), gold[word]) for word in list(gold)[:questions]]
    first = sum(right & set(words[:1]) != set() for words, right in ranked)
    five = sum(right & set(words[:5]) != set() for words, right in ranked)
    return f"first {first / len(ranked):.3f}, within five {five / len(ranked):.3f}"


def lower_case(pairs: list[tuple[str, str]], questions: int, count: int) -> str:
    """The share of names without a capital that are found with confidence among *count* words."""
    gold: Gold = defaultdict(set)
    for asked, found in pairs:
        gold[asked.lower()].add(found)
    channel = NamesChannel.over(
        [[word] for word in dict.fromkeys(found for _, found in pairs[:count])]
    )
    asked_names = [asked.lower() for asked, _ in pairs[: min(count, questions)]]
    found_right = sum(
        any(match.found in gold[name] for match in channel.matches(name).values())
        for name in asked_names
    )
    return f"{found_right / len(asked_names):.3f} found among {count}"


def ordinary(data: Path, language: str, reverse: bool, part: int) -> str:
    """The share of words, no names among them, that find a word that is not their translation.

    Args:
        data: the folder that holds ``lexicon``.
        language: of the words that are not English.
        reverse: whether they are asked, or else the English ones.
        part: which of the words: 0 to test with, 1 to choose by.
    """
    rows = list(lexicon(data, language))
    name_words = {word for en, xx, source in rows if source == "names-wd" for word in (en, xx)}
    gold: Gold = defaultdict(set)
    for english, foreign, source in rows:
        if source in _SOURCES:
            asked, found = (foreign, english) if reverse else (english, foreign)
            gold[asked.lower()].add(found)
    spread = sorted(
        {word for words in gold.values() for word in words if _is_word(word)}, key=by_hash
    )
    channel = NamesChannel.over([[word] for word in spread[part * _CANDIDATES :][:_CANDIDATES]])
    asked_words = sorted((w for w in gold if _is_word(w) and w not in name_words), key=by_hash)
    asked_words = asked_words[part * _ORDINARY :][:_ORDINARY]
    wrong = sum(
        any(match.found not in gold[word] for match in channel.matches(word).values())
        for word in asked_words
    )
    return f"{wrong / len(asked_words):.2%}"


def speed(words: list[str], asked: list[str]) -> str:
    """Seconds to index the words, and milliseconds to ask one."""
    start = time.perf_counter()
    channel = NamesChannel.over([[word] for word in words])
    built = time.perf_counter() - start
    channel.matches("Warm")
    start = time.perf_counter()
    for word in asked:
        channel.matches(word)
    each = (time.perf_counter() - start) / len(asked) * 1000
    return f"{len(words)} words: built in {built:.2f} s, {each:.1f} ms a word asked"


def by_hash(word: str) -> bytes:
    """An order that has nothing to do with the alphabet."""
    return hashlib.sha256(word.encode()).digest()


def _is_word(text: str) -> bool:
    return text.isalpha() and len(text) > 2


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=1000)
    arguments = parser.parse_args()
    for language in LANGUAGES:
        pairs = name_pairs(arguments.data, language, held_out=True)
        capital = [(latin.capitalize(), other) for latin, other in pairs]
        print(f"Latin → {language}: {names(capital, arguments.questions)}")
        back = [(other, latin) for latin, other in capital]
        print(f"{language} → Latin: {names(back, arguments.questions)}")
    pairs = name_pairs(arguments.data, "ar", held_out=True)
    for count in (_FEW, _CANDIDATES):
        print(f"Latin in lower case → ar: {lower_case(pairs, arguments.questions, count)}")
    for reverse, way in ((False, "en → ar"), (True, "ar → en")):
        wrong, chosen = (ordinary(arguments.data, "ar", reverse, part) for part in (0, 1))
        print(f"ordinary words, {way}: {wrong} match a wrong word; of those chosen by: {chosen}")
    pairs = name_pairs(arguments.data, "ar", held_out=False)
    words = list(dict.fromkeys(other for _, other in pairs))
    words += list(dict.fromkeys("ال" + word for word in words))
    asked = [latin for latin, _ in name_pairs(arguments.data, "ar", held_out=True)[:200]]
    for count in (_CANDIDATES, _MANY):
        print(speed(words[:count], asked))


if __name__ == "__main__":
    main()
