"""Document to passages: its paragraphs and, where these are long, runs of whole sentences."""

from __future__ import annotations

import re

from index.documents import Block, Document, Passage
from index.readers.headings import Span, trim
from index.text.language import detect_language
from index.text.sentences import sentences

MAX_WORDS = 120
_MAX_CHARACTERS = 1200
"""A word of a hostile or unspaced text may be of any length; this bounds what is encoded."""

_IDEOGRAPHS_A_WORD = 2
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_BREAKS = (re.compile(r"[،—–、，；：]\s*|[,;:]\s+"), re.compile(r"\s+"))


def split(document: Document) -> list[Passage]:
    """The passages of *document*, in order; none reaches across a block or overlaps another."""
    return [
        Passage(
            document.source,
            start,
            end,
            block.heading,
            block.number,
            detect_language(document.text[start:end]),
            block.page,
            block.row,
        )
        for block in document.blocks
        for start, end in _block_spans(document.text, block, document.language)
    ]


def count_words(text: str) -> int:
    """Words by white space; in scripts written without it, two characters count as one.

    >>> count_words("one two"), count_words("日本語です")
    (2, 3)
    """
    unspaced = len(_UNSPACED.findall(text))
    spaced = len(_UNSPACED.sub(" ", text).split()) if unspaced else len(text.split())
    return spaced + -(-unspaced // _IDEOGRAPHS_A_WORD)


def _block_spans(text: str, block: Block, language: str) -> list[Span]:
    if _fits(text, block.start, block.end):
        return [(block.start, block.end)]
    pieces = [
        piece
        for start, end in sentences(text, block.start, block.end, language)
        for piece in _cut(text, start, end)
    ]
    return _pack(text, pieces)


def _fits(text: str, start: int, end: int) -> bool:
    return end - start <= _MAX_CHARACTERS and count_words(text[start:end]) <= MAX_WORDS


def _pack(text: str, pieces: list[Span]) -> list[Span]:
    """Join neighbours as long as they fit, in runs of about equal length."""
    total = sum(count_words(text[start:end]) for start, end in pieces)
    goal = total / -(-total // MAX_WORDS) if total else MAX_WORDS
    runs: list[Span] = []
    for start, end in pieces:
        if runs and _fits(text, runs[-1][0], end):
            joined = count_words(text[runs[-1][0] : end])
            without = count_words(text[runs[-1][0] : runs[-1][1]])
            if joined - goal <= goal - without:
                runs[-1] = (runs[-1][0], end)
                continue
        runs.append((start, end))
    return runs


def _cut(text: str, start: int, end: int) -> list[Span]:
    """A sentence as it is, or, where it is longer than a passage, cut at commas or spaces."""
    pieces = []
    while not _fits(text, start, end):
        middle = _break(text, start, end)
        pieces.append(trim(text, start, middle))
        start = trim(text, middle, end)[0]
    pieces.append((start, end))
    return pieces


def _break(text: str, start: int, end: int) -> int:
    """The last good place to cut at or before the length of a passage."""
    limit = _limit(text, start, end)
    for pattern in _BREAKS:
        places = [match.end() for match in pattern.finditer(text, start, limit)]
        if places and places[-1] - start > (limit - start) // 2:
            return places[-1]
    return limit


def _limit(text: str, start: int, end: int) -> int:
    """The largest end for which the text from *start* on still fits (binary search)."""
    low, high = start + 1, min(end, start + _MAX_CHARACTERS)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(text, start, middle) else (low, middle - 1)
    return low
