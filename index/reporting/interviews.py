"""Interviews: which sentences answer an interviewer, told by labels or by paragraphs that ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from index.reporting.grammar import Grammar
from index.text.tokenize import fold, words

_LABEL = re.compile(r"\s*([^\W\d_]{1,12})\s*[:.–-]\s")
_ASKS = re.compile("[?؟;][\"'”»)]*$")
_FEWEST_LABELS = 2
_FEWEST_QUESTIONS = 3
_LONGEST_QUESTION = 400


def answers(sentences: Sequence[str], blocks: Sequence[int], rules: Grammar) -> list[int]:
    """The places of the sentences that answer an interviewer; none in a text that is no interview.

    Args:
        sentences: of a text, in order.
        blocks: the number of the paragraph that each sentence stands in.
        rules: of the text's language.
    """
    asked = [_label(sentence, rules) for sentence in sentences]
    if min(asked.count(True), asked.count(False)) >= _FEWEST_LABELS:
        return _until_the_next(asked)
    return _unlabelled(sentences, blocks, rules)


def _label(sentence: str, rules: Grammar) -> bool | None:
    """Whether a label says that the sentence asks, or answers; None without a label."""
    match = _LABEL.match(sentence)
    key = fold(match[1]) if match else ""
    if key in rules.lists["asks"]:
        return True
    return False if key in rules.lists["answers"] else None


def _until_the_next(asked: Sequence[bool | None]) -> list[int]:
    """The places from each label of an answer to the next label of a question."""
    places, answering = [], False
    for place, asks in enumerate(asked):
        answering = answering if asks is None else not asks
        if answering:
            places.append(place)
    return places


def _unlabelled(sentences: Sequence[str], blocks: Sequence[int], rules: Grammar) -> list[int]:
    """The paragraphs between those that ask, where the text calls itself an interview."""
    paragraphs = [list(own) for _, own in groupby(range(len(sentences)), lambda i: blocks[i])]
    asking = [_is_question(sentences, paragraph) for paragraph in paragraphs]
    if asking.count(True) < _FEWEST_QUESTIONS or _in_a_row(asking):
        return []
    first = asking.index(True)
    if not _is_interview([sentences[i] for own in paragraphs[:first] for i in own], rules):
        return []
    after = zip(paragraphs[first:], asking[first:], strict=True)
    return [place for paragraph, asks in after if not asks for place in paragraph]


def _in_a_row(asking: Sequence[bool]) -> bool:
    """Whether most questions follow upon each other: a list of them, and no interview."""
    return 2 * sum(one and other for one, other in pairwise(asking)) > asking.count(True)


def _is_question(sentences: Sequence[str], paragraph: Sequence[int]) -> bool:
    length = sum(len(sentences[i]) for i in paragraph)
    return bool(_ASKS.search(sentences[paragraph[-1]])) and length <= _LONGEST_QUESTION


def _is_interview(opening: Sequence[str], rules: Grammar) -> bool:
    """Whether what stands before the first question says that it is one."""
    found = (fold(text[start:end]) for text in opening for start, end in words(text))
    return any(key in rules.lists["interviews"] for key in found)
