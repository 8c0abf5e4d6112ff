"""Word documents (.docx): paragraphs, headings and tables of the main text, and its footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.documents import Content
from index.readers.extract import Extract
from index.readers.markup import Element, local_name
from index.readers.package import Package

_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = {"t": None, "tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "\N{NON-BREAKING HYPHEN}"}
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo)\s*([1-9])", re.IGNORECASE)
_LEVELS_OF_STYLES = {"title": 0, "subtitle": 1}
_MOST_BASES = 20
_PASSED_OVER = frozenset({"fallback", "movefrom", "del", "ppr", "rpr"})


def read_docx(raw: bytes) -> Content:
    """The paragraphs of a document under the path of its headings; a table's row is a paragraph.

    What was deleted with changes tracked is left out, what was inserted is kept.

    Raises:
        SourceError: it is no .docx, is encrypted or damaged.
    """
    package = Package(raw, ".docx file")
    levels = _heading_levels(package)
    extract = Extract()
    for name in (_MAIN, *(note for note in _NOTES if note in package)):
        for element in _paragraphs(package.xml(name)):
            _add(element, levels, extract)
    return extract.content()


def _add(element: Element, levels: dict[str, int], extract: Extract) -> None:
    if local_name(element) == "tr":
        cells = (" ".join(map(_words, _below(cell, "p"))) for cell in _below(element, "tc"))
        extract.add_paragraph(" | ".join(cell.strip() for cell in cells if cell.strip()))
        return
    level = _level(element, levels)
    if level is None:
        extract.add_paragraph(_words(element))
    else:
        extract.add_heading(_words(element), level)


def _paragraphs(root: Element) -> Iterator[Element]:
    """The paragraphs and the innermost rows of tables, in order."""
    return _below(root, "p", "tr")


def _below(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names under *root*, none of them inside another of them.

    A drawing has its words twice, for old and new programs, and what was moved stands in two
    places; one of them is passed over, and so are properties.
    """
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        name = local_name(element)
        if name in names and not (name == "tr" and _has_table(element)):
            yield element
        elif name not in _PASSED_OVER:
            waiting += reversed(element)


def _has_table(row: Element) -> bool:
    return next(row.iter(f"{_W}tbl"), None) is not None


def _words(paragraph: Element) -> str:
    parts = []
    for element in _below(paragraph, *_TEXT):
        mark = _TEXT[local_name(element)]
        parts.append(element.text or "" if mark is None else mark)
    return "".join(parts)


def _level(paragraph: Element, levels: dict[str, int]) -> int | None:
    """The level of a heading, by its own outline level or its style's; None of a paragraph."""
    own = _value(paragraph, "pPr/outlineLvl")
    if own is not None and own.isdecimal():
        return int(own) + 1 if int(own) < 9 else None
    return levels.get(_value(paragraph, "pPr/pStyle") or "")


def _heading_levels(package: Package) -> dict[str, int]:
    """The styles that are headings, by id; one may take its level from the one it is based on."""
    if _STYLES not in package:
        return {}
    styles = {s.get(f"{_W}styleId", ""): s for s in package.xml(_STYLES).iter(f"{_W}style")}
    found = {name: _style_level(name, styles) for name in styles}
    return {name: level for name, level in found.items() if level is not None}


def _style_level(name: str, styles: dict[str, Element]) -> int | None:
    for _ in range(_MOST_BASES):
        style = styles.get(name)
        if style is None:
            return None
        called = (_value(style, "name") or "").strip().lower()
        outline = _value(style, "pPr/outlineLvl")
        heading = _HEADING.fullmatch(called)
        if called in _LEVELS_OF_STYLES or heading:
            return int(heading[1]) if heading else _LEVELS_OF_STYLES[called]
        if outline is not None and outline.isdecimal() and int(outline) < 9:
            return int(outline) + 1
        name = _value(style, "basedOn") or ""
    return None


def _value(element: Element, path: str) -> str | None:
    found = element.find("/".join(_W + part for part in path.split("/")))
    return None if found is None else found.get(f"{_W}val")
