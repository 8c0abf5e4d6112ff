"""What a language model wrote, taken apart: sentences, and the numbers that each cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.language import UNKNOWN
from index.text.sentences import sentences

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_CITATION = re.compile(r"[\[【]\s*\^?(\d{1,3}(?:\s*[,;،、–-]\s*\d{1,3})*)\s*[\]】]")
_LEADING = re.compile(rf"(?:\s*{_CITATION.pattern})+")
_AFTER_STOP = re.compile(r"(?<=[.!?؟。।۔])(?=[\[【])")
_BULLET = re.compile(r"^\s*(?:[-*•#>]+\s+|\d{1,2}[.)]\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_MOST_RANGE = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as the model wrote it, unchecked.

    Attributes:
        text: the sentence without its citations.
        citations: the numbers that it cites, in order, each once; they may be of nothing.
    """

    text: str
    citations: tuple[int, ...]


def drafts(reply: str, language: str = UNKNOWN) -> list[Draft]:
    """The sentences of *reply*, which is in *language*, in order.

    Citations that stand before a sentence belong to the one before it where that has none.

    >>> drafts("It rained. [1] It snowed [2, 3].")
    [Draft(text='It rained.', citations=(1,)), Draft(text='It snowed.', citations=(2, 3))]
    """
    found: list[Draft] = []
    for piece in _pieces(_THOUGHT.sub("", _whole(reply)), language):
        leading = _LEADING.match(piece)
        own = piece
        if leading and found and not found[-1].citations:
            found[-1] = Draft(found[-1].text, _numbers(leading[0]))
            own = piece[leading.end() :]
        text = _plain(own)
        if any(map(str.isalnum, text)):
            found.append(Draft(text, _numbers(own)))
    return found


def _whole(reply: str) -> str:
    """*reply* with the halves of characters, which JSON can carry, joined or replaced."""
    return reply.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pieces(reply: str, language: str) -> Iterator[str]:
    for line in reply.splitlines():
        text = _AFTER_STOP.sub(" ", _EMPHASIS.sub("", _BULLET.sub("", line)))
        yield from (text[start:end] for start, end in sentences(text, 0, len(text), language))


def _plain(piece: str) -> str:
    """The sentence without its citations and without the space that they stood in."""
    text = _CITATION.sub("", piece)
    return re.sub(r"\s+(?=[.,;:!?؟،؛。]|$)", "", re.sub(r"\s+", " ", text)).strip()


def _numbers(piece: str) -> tuple[int, ...]:
    cited: dict[int, None] = {}
    for group in _CITATION.findall(piece):
        for part in re.split(r"\s*[,;،、]\s*", group):
            ends = [int(number) for number in re.split(r"\s*[–-]\s*", part)]
            last = min(ends[-1], ends[0] + _MOST_RANGE)
            cited.update(dict.fromkeys(range(ends[0], last + 1) if len(ends) > 1 else ends))
    return tuple(cited)
