"""HTML pages: the words that a reader sees, under their headings."""

from __future__ import annotations

import html
import re

from lxml import etree

from index.documents import Content
from index.readers.extract import Extract
from index.readers.markup import Element, local_name, parse_html

_UNSEEN = {
    *("script", "style", "template", "noscript", "svg", "head", "nav", "footer", "aside"),
    *("button", "select", "option", "textarea", "label", "iframe", "object", "canvas", "audio"),
    *("video", "dialog"),
}
_BLOCKS = {
    *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div"),
    *("dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_HEADING = re.compile(r"h[1-6]")
_LAYOUT = ("{*}h1", "{*}h2", "{*}h3", "{*}h4", "{*}ol", "{*}p", "{*}table", "{*}ul")
"""What a row of a table of data has not; a row that has it only lays out the page."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(raw: bytes) -> Content:
    """The paragraphs of a page, each under the path of its headings.

    Of a page with one ``main`` or one ``article`` that part alone is read; menus, footers, forms'
    controls and what is hidden are passed over. A row of a table is a paragraph.
    """
    root = parse_html(raw)
    extract = Extract()
    if root is None:
        return extract.content()
    for part in (_main_part(root), root):
        extract = Extract()
        add_page(part, extract)
        if extract.content().blocks:
            break
    extract.title = extract.title or _title(root)
    return extract.content()


def add_page(root: Element, extract: Extract) -> None:
    """Add the paragraphs and headings under *root* to *extract*."""
    _Page(extract).read(root)


def _main_part(root: Element) -> Element:
    for name in ("main", "article"):
        found = list(root.iter(f"{{*}}{name}"))
        if len(found) == 1:
            return found[0]
    return root


def _title(root: Element) -> str:
    element = next(root.iter("{*}title"), None)
    return _SPACE.sub(" ", "".join(element.itertext())).strip() if element is not None else ""


class _Page:
    """Gathers inline text and hands it on wherever a block begins or ends."""

    def __init__(self, extract: Extract) -> None:
        self._extract = extract
        self._inline: list[str] = []
        self._level = 0
        self._kept_spaces = 0
        self._row: Element | None = None

    def read(self, root: Element) -> None:
        """Walk the tree with a list of what is waiting: no nesting is too deep for it."""
        waiting = [(root, True)]
        while waiting:
            element, opens = waiting.pop()
            name = local_name(element)
            if opens and _is_seen(element, name):
                self._open(element, name)
                self._add(element.text)
                waiting.append((element, False))
                waiting += [(child, True) for child in reversed(element)]
                continue
            if opens:
                self._add(_entity(element))
            else:
                self._close(element, name)
            self._add(element.tail if element is not root else None)
        self._flush()

    def _open(self, element: Element, name: str) -> None:
        if name == "br":
            self._inline.append("\n")
        elif name in ("td", "th") and self._row is not None:
            self._inline.append(" | " if "".join(self._inline).strip() else "")
        elif name in _BLOCKS:
            self._break()
        self._kept_spaces += name == "pre"
        if _HEADING.fullmatch(name):
            self._level = int(name[1])
        if name == "tr" and self._row is None and next(element.iter(*_LAYOUT), None) is None:
            self._row = element

    def _close(self, element: Element, name: str) -> None:
        if element is self._row:
            self._row = None
        if name in _BLOCKS:
            self._break()
        self._kept_spaces -= name == "pre"
        if _HEADING.fullmatch(name):
            self._level = 0

    def _add(self, text: str | None) -> None:
        if text:
            self._inline.append(text if self._kept_spaces else _SPACE.sub(" ", text))

    def _break(self) -> None:
        """A block inside a row of a table is only a space: the row is the paragraph."""
        if self._row is None:
            self._flush()
        else:
            self._inline.append(" ")

    def _flush(self) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        if not self._kept_spaces:
            text = re.sub(r" *\n *", "\n", re.sub(r"[ \t\r\f]+", " ", text))
        if self._level:
            self._extract.add_heading(text, self._level)
        else:
            self._extract.add_paragraph(text)


def _is_seen(element: Element, name: str) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return bool(name) and name not in _UNSEEN and not hidden and not _is_styled_away(element)


def _is_styled_away(element: Element) -> bool:
    return bool(_HIDDEN.search(element.get("style") or ""))


def _entity(element: Element) -> str | None:
    """The character of ``&nbsp;``; of an entity that the file itself defines, only the name."""
    return html.unescape(element.text or "") if element.tag is etree.Entity else None
