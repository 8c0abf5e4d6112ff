"""Why something was not read or built, in the page's language: ``reasons/``.

The rooms below say it in English, and an index keeps it so. It is known again by its fixed words:
each line of a language's file is ``English = its words``, with the variables of both in braces.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter

HOME = Path(__file__).parent / "reasons"

_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_SEVERAL = "reasons"
"""The variable that holds the reasons of several sources: ``source: reason; source: reason``."""


@lru_cache(maxsize=1000)
def reason_in(reason: str, language: str) -> str:
    """*reason* in *language*; as it is where that is English, or nobody has translated it.

    Names and numbers are isolated, so that they stand right in a line that runs the other way.

    >>> reason_in("it has more than 9 pages", "fr").translate({0x2068: None, 0x2069: None})
    'elle a plus de 9 pages'
    """
    for pattern, said in _said(language):
        found = pattern.fullmatch(reason)
        if found:
            parts = {name: _part(name, text, language) for name, text in found.groupdict().items()}
            return said.format(**parts)
    return reason


def _part(name: str, text: str, language: str) -> str:
    """A variable, which may be a reason itself: of the system, or of each of several sources."""
    if name != _SEVERAL:
        return f"{_ISOLATE}{reason_in(text, language)}{_END_ISOLATE}"
    sources = (one.rpartition(": ") for one in text.split("; "))
    told = ((name, reason_in(reason, language)) for name, _, reason in sources)
    return "; ".join(f"{_ISOLATE}{name}{_END_ISOLATE}: {reason}" for name, reason in told)


@cache
def _said(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of what is said in English, those with most fixed words first, and the words."""
    path = HOME / f"{language}.txt"
    if not path.exists():
        return []
    lines = [line.partition(" = ") for line in path.read_text("utf-8").splitlines()]
    lines.sort(key=lambda line: -sum(len(fixed) for fixed, *_ in Formatter().parse(line[0])))
    return [(_pattern(english), said) for english, _, said in lines]


def _pattern(english: str) -> re.Pattern[str]:
    """What finds the variables of a sentence in it.

    >>> _pattern("it has {most} pages").fullmatch("it has 9 pages")["most"]
    '9'
    """
    parts = (
        re.escape(fixed) + (f"(?P<{name}>.+?)" if name else "")
        for fixed, name, _, _ in Formatter().parse(english)
    )
    return re.compile("".join(parts), re.DOTALL)
