"""Where sentences end, in the scripts of the encoder's languages."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter

from index.readers.headings import Span, trim
from index.text.abbreviations import OPENING, belongs_to_word
from index.text.language import CASED, UNKNOWN, letter_script

_CLOSING = "\"'”’»›)]}」』）】"
_CLOSINGS = f"[{re.escape(_CLOSING)}]*"
_END = re.compile(
    rf"(?P<ideographic>[。！？｡]+{_CLOSINGS})"
    rf"|(?P<stop>[.!?؟؛;…।॥۔]+{_CLOSINGS})"
    r"(?=\s|$|(?<=[؟؛])(?=\w)|(?<=\.)(?=[\u0621-\u064a])|(?<=[!?])(?=[\u3040-\u30ff\u3400-\u9fff]))"
)
_NEXT = re.compile(
    r"(?P<gap>\s*)(?P<dash>[-–—]\s+)?"
    rf"(?P<opening>[{re.escape(OPENING)}]*)(?P<word>\w{{0,40}})"
)
_QUOTES = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』", "‹": "›", "(": ")", "（": "）"}
_QUOTE_LIMIT = 600
_LONGEST_NUMBER = 40


def sentences(text: str, start: int, end: int, language: str = UNKNOWN) -> list[Span]:
    """The sentences of ``text[start:end]``, without the white space around them.

    A full stop after an abbreviation, an initial or an ordinal ends none, nor does one before a
    small letter, nor anything in parentheses or between quotation marks whose two sides differ.

    Args:
        text: any text.
        start: where the part that is looked at begins.
        end: where it ends.
        language: ISO 639-1 code of the text; it tells ordinals and abbreviations.

    >>> text = "Dr. Li left. “No. Never,” she said."
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['Dr. Li left.', '“No. Never,” she said.']
    >>> text = "Am 3. April kam er. Dann ging er."
    >>> [text[a:b] for a, b in sentences(text, 0, len(text), "de")]
    ['Am 3. April kam er.', 'Dann ging er.']
    """
    quoted = _quoted_spans(text, start, end)
    has_capitals = not text[start:end].islower()
    spans, last = [], start
    for match in _END.finditer(text, start, end):
        following = _NEXT.match(text, match.end(), end)
        if (
            not _is_quoted(match, quoted)
            and not (has_capitals and _goes_on(match, following))
            and not _is_of_word(match, last, following, language)
        ):
            spans.append(trim(text, last, match.end()))
            last = match.end()
    spans.append(trim(text, last, end))
    return [(first, after) for first, after in spans if first < after]


def _is_quoted(match: re.Match[str], quoted: list[Span]) -> bool:
    """Whether the quotation that the end lies in goes on behind it."""
    before = bisect_left(quoted, match.start(), key=itemgetter(0))
    return bool(before) and match.end() < quoted[before - 1][1]


def _goes_on(match: re.Match[str], following: re.Match[str] | None) -> bool:
    """Whether a small letter follows a full stop or a quotation: “Go!” he said."""
    if following is None or following["opening"] or not following["word"]:
        return False
    letter, closed = following["word"][0], match[0][-1] in _CLOSING
    if following["dash"] and "\n" in following["gap"]:
        return False  # the next point of a list
    if match["stop"] is None:
        return closed and letter == "と"  # 「…。」と言った
    mark = match[0].rstrip(_CLOSING)
    small = letter.islower() and letter_script(letter) in CASED
    return small and (closed or mark[-1] in ".…")


def _is_of_word(
    match: re.Match[str], last: int, following: re.Match[str] | None, language: str
) -> bool:
    """Whether the end is the full stop of an abbreviation, an ordinal or a point of a list."""
    if match[0].rstrip(_CLOSING) != ".":
        return False
    text, stop = match.string, match.start()
    word = following["opening"] + following["word"] if following else ""
    return _starts_list(text, last, stop) or belongs_to_word(text, last, stop, word, language)


def _starts_list(text: str, last: int, stop: int) -> bool:
    """Whether only a number stands before the full stop: ``1.`` opens a point of a list."""
    return stop - last < _LONGEST_NUMBER and text[last:stop].strip().isdecimal()


def _quoted_spans(text: str, start: int, end: int) -> list[Span]:
    """Stretches between a pair of quotation marks or parentheses, both included.

    A mark that is not closed within ``_QUOTE_LIMIT`` characters opens nothing.
    """
    spans, place = [], start
    while place < end:
        closing_mark = _QUOTES.get(text[place])
        if closing_mark:
            closing = text.find(closing_mark, place + 1, min(end, place + _QUOTE_LIMIT))
            if closing > 0:
                spans.append((place, closing + 1))
                place = closing
        place += 1
    return spans
