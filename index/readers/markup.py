"""HTML and XML into trees: nothing is fetched, and no entity of the file's own is expanded."""

from __future__ import annotations

import codecs
import re
from typing import TypeAlias

from lxml import etree

from index.errors import SourceError
from index.readers.decode import decode

Element: TypeAlias = etree._Element
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 2048
_CHARSETS = re.compile(
    r"(iso8859-\d+|cp125\d|cp874|koi8-[ru]|mac-\w+|gb\w+|big5\w*|shift_jis|euc_\w+|utf-16.*)"
)


def parse_html(raw: bytes) -> Element | None:
    """The root of an HTML page however bad its markup is, or None where there is nothing.

    Raises:
        SourceError: its encoding cannot be told, or it is not text.
    """
    text = decode_page(raw)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode("utf-8"), parser) if text.strip() else None
    except etree.XMLSyntaxError as error:
        raise _told(error) from error


def parse_xml(raw: bytes) -> Element:
    """The root of an XML document.

    Raises:
        SourceError: it is not well-formed, or nested deeper than 256 elements.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise _told(error) from error


def _told(error: etree.XMLSyntaxError) -> Exception:
    """What lxml's error is: it calls all the same, and running out of memory too."""
    if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
        return MemoryError(error.msg)
    return SourceError(f"its markup is damaged ({error.msg})")


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for a comment and its like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def decode_page(raw: bytes) -> str:
    """The text of a page: in UTF-8, in what it declares, or in what ``decode`` can tell."""
    try:
        return decode(raw)
    except SourceError:
        encoding = _declared(raw)
        if encoding is None or raw.startswith(_BYTE_ORDER_MARKS) or b"\0" in raw:
            raise
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"it says it is in {encoding} but is not") from error


def _declared(raw: bytes) -> str | None:
    """The encoding that a page gives for itself, if it is one that pages are written in."""
    found = _DECLARED.search(raw[:_DECLARED_WITHIN])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return None
    return name if _CHARSETS.fullmatch(name) else None
