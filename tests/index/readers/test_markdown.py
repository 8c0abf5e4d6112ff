from __future__ import annotations

import pytest
from hypothesis import given

from index.documents import Content
from index.readers.markdown import read_markdown
from tests.index.texts import texts

_PAGE = """\
# Libya *today*

A paragraph
in two lines.

Talks
-----

- first point
- second point
  goes on

  > quoted words

```python
# not a heading
```

| a | b |
|---|---|
| 1 | 2 |

## الحل السياسي ##

فقرة أخيرة.
"""


def _read(text: str) -> Content:
    return read_markdown(text.encode("utf-8"))


def _blocks(text: str) -> list[tuple[str, str]]:
    content = _read(text)
    return [(block.heading, content.text[block.start : block.end]) for block in content.blocks]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_block_is_a_slice_of_the_file(newline: str) -> None:
    text = _PAGE.replace("\n", newline)
    assert _read(text).text == text
    assert _read(text).title == "Libya today"
    assert _blocks(text) == [
        (heading, block.replace("\n", newline))
        for heading, block in [
            ("Libya today", "A paragraph\nin two lines."),
            ("Talks", "first point"),
            ("Talks", "second point\n  goes on"),
            ("Talks", "quoted words"),
            ("Talks", "```python\n# not a heading\n```"),
            ("Talks", "| a | b |\n|---|---|\n| 1 | 2 |"),
            ("الحل السياسي", "فقرة أخيرة."),
        ]
    ]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("# About C#", "About C#"),
        ("## Closed ##", "Closed"),
        ("Under\nlined\n===", "Under lined"),
        ("# **Bold**, `code` and [a link](http://x.y)", "Bold, code and a link"),
        ("#\tTab", "Tab"),
        ("> # Quoted", "Quoted"),
        ("# a" + " " * 100_000 + "b", "a b"),
    ],
)
def test_a_heading_is_its_words(heading: str, words: str) -> None:
    assert _read(f"{heading}\n\ntext").title == words


def test_text_without_a_heading_has_no_title() -> None:
    assert _read("Only words.\n\n#hashtag is none.").title == ""


def test_nothing_but_headings_is_kept() -> None:
    assert _blocks("# One\n\n# Two") == [("", "# One"), ("", "# Two")]


@pytest.mark.parametrize("text", ["", "\r\n \n", "\u00a0"])
def test_a_text_without_a_word_has_no_block(text: str) -> None:
    assert _read(text) == Content(text, "", ())


@pytest.mark.parametrize("text", ["> " * 5000 + "x", "[" * 20_000, "- " * 3000, "*a _b " * 5000])
def test_hostile_nesting_is_read(text: str) -> None:
    assert _read(text).text == text


@given(texts)
def test_the_text_is_the_file_and_blocks_are_in_order(text: str) -> None:
    content = _read(text)
    assert content.text == text
    place = 0
    for block in content.blocks:
        assert place <= block.start < block.end
        slice_ = text[block.start : block.end]
        assert slice_ == slice_.strip()
        place = block.end
