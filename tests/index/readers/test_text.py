from __future__ import annotations

import pytest
from hypothesis import given

from index.documents import Content
from index.readers.text import read_text
from tests.index.texts import texts, without_space

_LONG = "The ambassador met the prime minister and spoke of the ceasefire for two hours."


def _read(text: str) -> Content:
    return read_text(text.encode("utf-8"))


def _blocks(text: str) -> list[tuple[str, str]]:
    content = _read(text)
    return [(block.heading, content.text[block.start : block.end]) for block in content.blocks]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_headings_are_found_and_kept_above_their_paragraphs(newline: str) -> None:
    lines = ["A visit", f"{_LONG}", "Rejecting force", f"{_LONG} Again.", "", f"{_LONG} Still."]
    content = _read(newline.join(lines))
    assert content.title == "A visit"
    assert _blocks(newline.join(lines)) == [
        ("A visit", _LONG),
        ("Rejecting force", f"{_LONG} Again."),
        ("Rejecting force", f"{_LONG} Still."),
    ]
    assert [block.number for block in content.blocks] == [2, 4, 5]


def test_an_arabic_article_has_its_headings() -> None:
    first = "أكد السفير نورلاند أن بلاده ترفض تورط جهات خارجية في الصراع."
    second = "وأضاف نورلاند أن الصراع يضر بتعافي الاقتصاد في البلاد كلها."
    assert _blocks(f"{first}\nرفض التدخل الخارجي\n{second}\n") == [
        ("", first),
        ("رفض التدخل الخارجي", second),
    ]


def test_a_title_may_have_a_heading_below_it() -> None:
    content = _read(f"Libya\n\nThe visit\n\n{_LONG}")
    assert content.title == "Libya"
    assert [block.heading for block in content.blocks] == ["The visit"]


@pytest.mark.parametrize(
    "line",
    ["He agreed.", "هل وافق؟", "He said:", "“Yes”", "12 / 2019", "one two three " * 4, "词" * 90],
)
def test_a_line_that_ends_like_a_sentence_or_is_long_heads_nothing(line: str) -> None:
    content = _read(f"{line}\n\n{_LONG}")
    assert content.title == ""
    assert len(content.blocks) == 2


def test_short_lines_at_the_end_head_nothing() -> None:
    assert _blocks(f"{_LONG}\nJohn Smith") == [("", _LONG), ("", "John Smith")]


def test_nothing_but_headings_is_a_list_of_paragraphs() -> None:
    assert _blocks("apples\npears\nplums") == [("", "apples"), ("", "pears"), ("", "plums")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_broken_at_a_width_are_one_paragraph(newline: str) -> None:
    first = newline.join(
        [
            "The quick brown fox jumps over the lazy dog and",
            "then it runs away from the lazy dog to its warm",
            "den.",
        ]
    )
    assert _blocks(f"{first}{newline}{newline}{first}") == [("", first), ("", first)]


def test_lines_that_end_sentences_are_paragraphs_of_their_own() -> None:
    assert _blocks(f"{_LONG}\n{_LONG}") == [("", _LONG), ("", _LONG)]


@pytest.mark.parametrize("text", ["", " ", "\r\n\u00a0\n\t"])
def test_a_text_without_a_word_has_no_block(text: str) -> None:
    assert _read(text) == Content(text, "", ())


def test_a_long_run_of_spaces_is_read_in_a_moment() -> None:
    """Searched for the last space from every space, it would take hours and the suite hang."""
    assert _blocks(f"a.\n\n{' ' * 1_000_000}\n\nb.") == [("", "a."), ("", "b.")]


@given(texts)
def test_the_text_is_the_file_and_blocks_cover_it(text: str) -> None:
    content = _read(text)
    assert content.text == text
    place = 0
    covered = ""
    for block in content.blocks:
        assert place <= block.start < block.end
        slice_ = text[block.start : block.end]
        assert slice_ == slice_.strip()
        covered += slice_
        place = block.end
    outside = _outside(text, content)
    assert len(without_space(covered + outside)) == len(without_space(text))
    headings = {block.heading for block in content.blocks} | {content.title, ""}
    assert {line.strip() for line in outside.splitlines()} <= _lines(headings)


def _outside(text: str, content: Content) -> str:
    """What stands between the blocks: headings only."""
    ends = [0, *(block.end for block in content.blocks)]
    starts = [*(block.start for block in content.blocks), len(text)]
    return "\n".join(text[a:b] for a, b in zip(ends, starts, strict=True))


def _lines(headings: set[str]) -> set[str]:
    return {line.strip() for heading in headings for line in heading.splitlines()} | {""}
