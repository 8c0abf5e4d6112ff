"""Lines of a PDF in Arabic or Hebrew script, from the order of drawing to the order of reading.

A PDF says where each letter is drawn, not in which order they are read. pypdf turns stretches of
right-to-left letters round, which is right for pages drawn from left to right, as most are. What
is left to do: the order of the stretches in a line that has numbers or Latin words in it too,
brackets, digits, presentation forms; and to notice a page for which all this is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from index.text.language import STOP_WORDS

Piece = tuple[str, float]
"""Letters of one direction that were drawn together, and the place on the line where they begin."""

LETTERS = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_LETTER = re.compile(f"[{LETTERS}]")
_OTHER_LETTER = re.compile(rf"[^\W_{LETTERS}]")
_FORMS = re.compile("[\ufb1d-\ufdf1\ufe70-\ufefc]+")
_EASTERN = "٠-٩۰-۹"
_EASTERN_NUMBER = re.compile(rf"[{_EASTERN}](?:[.,:/٫٬]?[{_EASTERN}])+")
_LAST_STRONG = re.compile(rf"([^\W_{_EASTERN}])[\W_{_EASTERN}]*\Z")
_OPENING, _CLOSING = tuple("“«‘("), tuple(".،؛؟!:”»’)")
_AROUND = re.compile(r"(\W*)(\w|\w.*\w)(\W*)")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = str.maketrans("()[]{}«»‹›", ")(][}{»«›‹")
_FINALS = "ةىےںךםןףץ"
_LANGUAGES = ("ar", "fa")


def in_reading_order(pieces: Sequence[Piece], after: str = "", from_right: bool = True) -> str:
    """One line, out of the pieces in the order of drawing.

    Args:
        pieces: the line.
        after: the lines before it; pypdf goes on in the direction of the last letter there.
        from_right: whether the line as a whole runs from the right.

    >>> in_reading_order([("2019", 10.0), (" ", 30.0), ("في عام", 40.0)])
    'في عام 2019'
    """
    drawn = [piece for piece in pieces if piece[0].strip()]
    texts = _as_drawn([text for text, _ in pieces], after)
    if not from_right:
        texts = _among_latin(texts)
    elif not drawn or drawn[0][1] <= drawn[-1][1]:
        texts = [text if has_letters(text) else _turn(text) for text in _joined(texts)[::-1]]
        texts = _without_gaps(texts)
    return "".join(_mend(text) if has_letters(text) else text for text in texts)


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text run from the right."""
    return len(_LETTER.findall(text)) > len(_OTHER_LETTER.findall(text))


def has_letters(text: str) -> bool:
    """Whether a text has any letter that runs from the right."""
    return bool(_LETTER.search(text))


def turn_brackets(lines: list[str]) -> list[str]:
    """The lines with brackets the right way round, if most of them have their backs to words."""
    text = "\n".join(line for line in lines if _LETTER.search(line))
    wrong = len(re.findall(r"[)\]}»›](?=\w)|(?<=\w)[(\[{«‹]", text))
    right = len(re.findall(r"[(\[{«‹](?=\w)|(?<=\w)[)\]}»›]", text))
    if wrong <= right:
        return lines
    return [line.translate(_BRACKETS) if _LETTER.search(line) else line for line in lines]


def base_letters(text: str) -> str:
    """The text with the letters that presentation forms stand for."""
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def order(text: str) -> int:
    """Above 0 where words are spelled forwards, below 0 where backwards, by how sure that is."""
    return sum(_spelled(word) - _spelled(word[::-1]) for word in _WORD.findall(base_letters(text)))


def _spelled(word: str) -> int:
    """How many signs a word shows of being spelled forwards."""
    return (
        2 * (len(word) > 1 and word in _common_words())
        + (len(word) > 3 and word.startswith("ال"))
        + (len(word) > 2 and word[-1] in _FINALS)
    )


@cache
def _common_words() -> frozenset[str]:
    texts = ((STOP_WORDS / f"{language}.txt").read_text("utf-8") for language in _LANGUAGES)
    return frozenset(word for text in texts for word in text.split())


def _without_gaps(texts: list[str]) -> list[str]:
    """The pieces without the spaces that pypdf sees inside of a quotation's marks.

    A mark is often drawn in another font, and the width of the word beside it misjudged.
    """
    for place in range(len(texts) - 1):
        one, other = texts[place], texts[place + 1]
        if one.rstrip()[-1:] in _OPENING or other.lstrip()[:1] in _CLOSING:
            texts[place], texts[place + 1] = one.rstrip(), other.lstrip()
    return texts


def _among_latin(texts: Iterable[str]) -> list[str]:
    """The pieces of a line from the left, in which stretches of words run from the right."""
    ordered: list[str] = []
    stretch: list[str] = []
    for text in texts:
        if has_letters(text) or (stretch and not _LAST_STRONG.search(text)):
            inner = text.lstrip()
            stretch.append(inner + text[: len(text) - len(inner)])
        else:
            ordered += [*_inside(stretch), text]
            stretch = []
    return ordered + _inside(stretch)


def _inside(stretch: list[str]) -> list[str]:
    """A stretch from the right in a line from the left; what ends it belongs to the line."""
    last = max((n for n, text in enumerate(stretch) if has_letters(text)), default=-1) + 1
    return [*_spaced(stretch[:last]), *stretch[last:]]


def _spaced(stretch: list[str]) -> list[str]:
    """The pieces turned round, and the space after the last of them at the end again."""
    if not stretch:
        return []
    words = stretch[-1].rstrip()
    return [words, *stretch[-2::-1], stretch[-1][len(words) :]]


def _as_drawn(texts: Iterable[str], after: str) -> list[str]:
    """The pieces, those of marks and spaces alone in the order of drawing again."""
    drawn = []
    for text in texts:
        strong = _LAST_STRONG.search(text)
        backwards = not strong and bool(_LETTER.match(_last_strong(after)))
        drawn.append(text[::-1] if backwards else text)
        after = text if strong else after
    return drawn


def _last_strong(text: str) -> str:
    found = _LAST_STRONG.search(text)
    return found[1] if found else ""


def _joined(texts: Iterable[str]) -> list[str]:
    """The pieces with neighbours joined that are read from the left: two words of a Latin name."""
    joined: list[str] = []
    for text in texts:
        if joined and not has_letters(text) and not has_letters(joined[-1]):
            joined[-1] += text
        else:
            joined.append(text)
    return joined


def _turn(text: str) -> str:
    """A Latin piece of a line from the right: the spaces and marks around it change sides."""
    around = _AROUND.fullmatch(text)
    if around is None:
        return text[::-1]
    before, inner, after = around.groups()
    return after[::-1] + inner + before[::-1]


def _mend(text: str) -> str:
    """Eastern digits, which pypdf turned round with the letters beside them."""
    return _EASTERN_NUMBER.sub(lambda match: match[0][::-1], text)
