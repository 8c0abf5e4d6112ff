"""Electronic books (.epub): the chapters in the order of reading, as the pages that they are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from index.documents import Content
from index.errors import SourceError
from index.readers.extract import Extract
from index.readers.html import add_page
from index.readers.markup import Element, local_name, parse_html, parse_xml
from index.readers.package import Package

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/xml"})
_MOST_CHAPTERS = 5000


def read_epub(raw: bytes) -> Content:
    """The paragraphs of a book under the path of its headings; a chapter starts a new path.

    Raises:
        SourceError: it is no .epub, is damaged, or is locked by its seller.
    """
    package = Package(raw, ".epub file")
    name = _description(package)
    root = package.xml(name)
    chapters = list(dict.fromkeys(_chapters(root, posixpath.dirname(name))))
    if len(chapters) > _MOST_CHAPTERS:
        raise SourceError(f"it has more than {_MOST_CHAPTERS:,} chapters")
    if _locked(package) & set(chapters):
        raise SourceError("it is locked by its seller (DRM), so that only their program reads it")
    extract = Extract()
    for chapter in chapters:
        page = _page(package.read(chapter))
        if page is not None:
            add_page(page, extract)
    extract.title = _title(root) or extract.title
    return extract.content()


def _description(package: Package) -> str:
    """The name of the part that lists the chapters."""
    for element in package.xml(_CONTAINER).iter("{*}rootfile"):
        path = str(element.get("full-path", ""))
        if path:
            return path
    raise SourceError("it is damaged, or no .epub file (it lists no chapters)")


def _chapters(root: Element, folder: str) -> Iterator[str]:
    """The names of the parts in the order of reading."""
    pages = {
        item.get("id"): item.get("href", "")
        for item in root.iter("{*}item")
        if item.get("media-type") in _PAGES
    }
    for reference in root.iter("{*}itemref"):
        href = pages.get(reference.get("idref"))
        if href:
            path = unquote(href.split("#", 1)[0])
            yield posixpath.normpath(posixpath.join(folder, path))


def _locked(package: Package) -> set[str]:
    """The parts that are encrypted; of an honest book these are at most its fonts."""
    if _ENCRYPTION not in package:
        return set()
    references = package.xml(_ENCRYPTION).iter("{*}CipherReference")
    return {unquote(reference.get("URI") or "") for reference in references}


def _page(raw: bytes) -> Element | None:
    """A chapter's root; one that is not well-formed is read as browsers read pages."""
    try:
        return parse_xml(raw)
    except SourceError:
        return parse_html(raw)


def _title(root: Element) -> str:
    found = (e for e in root.iter("{*}title") if local_name(e) == "title" and e.text)
    element = next(found, None)
    return " ".join((element.text or "").split()) if element is not None else ""
