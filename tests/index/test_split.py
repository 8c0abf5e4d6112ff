from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Block, Document
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.split import MAX_WORDS, count_words, split
from index.text.sentences import sentences
from tests.index.texts import texts, without_space

_MAX_CHARACTERS = 1200
_READERS = {"text": read_text, "markdown": read_markdown}


def _document(text: str, kind: str = "text") -> Document:
    content = _READERS[kind](text.encode("utf-8"))
    return Document("a", content.title, "und", content.text, "", content.blocks)


def _passages(text: str) -> list[str]:
    return [text[passage.start : passage.end] for passage in split(_document(text))]


def _numbered(words: int, number: int) -> str:
    return f"Sentence {number} " + "word " * (words - 3) + "end."


def test_a_paragraph_is_a_passage_under_its_heading() -> None:
    text = "The visit\r\n\r\nHe came on Monday, as he had said.\r\n\r\nقال السفير إنه لن يعود."
    document = _document(text)
    first, second = split(document)
    assert text[first.start : first.end] == "He came on Monday, as he had said."
    assert text[second.start : second.end] == "قال السفير إنه لن يعود."
    assert (first.source, first.heading, first.paragraph, first.language) == (
        "a",
        "The visit",
        2,
        "en",
    )
    assert (second.heading, second.paragraph, second.language) == ("The visit", 3, "ar")


def test_a_text_without_line_breaks_is_split_between_sentences() -> None:
    parts = [_numbered(40, number) for number in range(7)]
    passages = _passages(" ".join(parts))
    assert passages == [
        " ".join(parts[:2]),
        *(" ".join(parts[a : a + 2]) for a in (2, 4)),
        parts[6],
    ]


def test_passages_of_a_paragraph_are_of_about_equal_length() -> None:
    text = " ".join(_numbered(10, number) for number in range(13))
    assert [count_words(passage) for passage in _passages(text)] == [70, 60]


def test_chinese_is_split_between_sentences() -> None:
    sentence = "大使在会谈中说他的国家反对任何外国对利比亚事务的干涉。"
    passages = _passages(sentence * 20)
    assert len(passages) > 1
    assert all(passage.endswith("。") for passage in passages)
    assert "".join(passages) == sentence * 20


def test_a_sentence_of_just_the_limit_is_not_cut() -> None:
    sentence = "w " * (MAX_WORDS - 1) + "end."
    assert _passages(f"{sentence} {sentence}") == [sentence, sentence]


def test_a_longer_sentence_is_cut_after_a_comma() -> None:
    clause = "some words of a number of people and more, "
    text = clause * 30 + "and then no more."
    passages = _passages(text)
    assert len(passages) > 1
    assert all(passage.endswith("more,") for passage in passages[:-1])


def test_one_word_more_than_the_limit_is_cut() -> None:
    passages = _passages("w " * MAX_WORDS + "end.")
    assert [count_words(passage) for passage in passages] == [MAX_WORDS, 1]
    assert max(count_words(passage) for passage in _passages("w " * 500)) <= MAX_WORDS


@pytest.mark.parametrize("word", ["1,000,000", "10:30", "https://a.b/c;d,e"])
def test_no_word_is_cut_at_a_mark_inside_it(word: str) -> None:
    passages = _passages(f"{word} " * 500)
    assert len(passages) > 1
    assert {part for passage in passages for part in passage.split()} == {word}


def test_a_word_without_end_is_cut() -> None:
    passages = _passages("x" * 3000)
    assert "".join(passages) == "x" * 3000
    assert max(map(len, passages)) <= _MAX_CHARACTERS


def test_a_megabyte_without_a_break_is_split_in_a_moment() -> None:
    """Copying the rest of the text for every cut, it would take minutes."""
    text = "ab" * 1_000_000
    assert "".join(_passages(text)) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  ", 0),
        ("one two", 2),
        ("日本語です", 3),
        ("Norland 说 no", 3),
        ("نعم\u00a0لا", 2),
    ],
)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert count_words(text) == count


@given(texts, st.sampled_from(sorted(_READERS)))
def test_passages_cover_each_block_once_and_none_is_too_long(text: str, kind: str) -> None:
    document = _document(text, kind)
    passages = split(document)
    place = 0
    for passage in passages:
        slice_ = text[passage.start : passage.end]
        assert slice_ == slice_.strip() != ""
        assert place <= passage.start
        assert count_words(slice_) <= MAX_WORDS
        assert len(slice_) <= _MAX_CHARACTERS
        place = passage.end
    for block in document.blocks:
        own = [passage for passage in passages if passage.paragraph == block.number]
        assert all(block.start <= passage.start < passage.end <= block.end for passage in own)
        covered = "".join(text[passage.start : passage.end] for passage in own)
        assert without_space(covered) == without_space(text[block.start : block.end])


@given(texts)
def test_no_sentence_that_fits_is_cut(text: str) -> None:
    block = Block(0, len(text), "", 1)
    if not text.strip():
        return
    passages = split(Document("a", "", "und", text, "", (block,)))
    for start, end in sentences(text, 0, len(text)):
        if end - start <= _MAX_CHARACTERS and count_words(text[start:end]) <= MAX_WORDS:
            assert any(passage.start <= start and end <= passage.end for passage in passages)
