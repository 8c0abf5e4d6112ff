"""PDF: the words of every page, in reading order, and the page with each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from index.documents import Content
from index.errors import SourceError
from index.readers import right_to_left as rtl
from index.readers.extract import Extract
from index.readers.lines import paragraphs

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 3000
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_UNKNOWN_SHARE = 0.2
_FEW_LETTERS = 20
_GAP = 1.25
_START = re.compile(rb"\s*%PDF-")
_START_WITHIN = 1024

Page = list[list[rtl.Piece]]
"""The lines of a page, each as the pieces that were drawn, from the first to the last.

An empty line stands where more space than usual parts two lines.
"""


def read_pdf(raw: bytes) -> Content:
    """The paragraphs of a PDF, each with its page.

    Raises:
        SourceError: it is encrypted, damaged, has too many pages, is made of pictures, its fonts
            do not say which letters they draw, or the order of its letters cannot be told.
    """
    reader = _open(raw)
    pages = [_page(page) for page in reader.pages]
    text = "\n".join(_plain(page) for page in pages)
    if not text.strip():
        raise SourceError(
            f"it holds no text: its pages ({len(pages)}) are pictures, perhaps scanned; have a"
            " program recognise the text first (OCR)"
        )
    if len(_UNKNOWN.findall(text)) > _UNKNOWN_SHARE * len("".join(text.split())):
        raise SourceError("its fonts do not say which letters they draw; only a person can read it")
    extract = Extract(title=_title(reader))
    for number, lines in enumerate(_in_order(reader, pages, text), start=1):
        for paragraph in paragraphs(lines):
            extract.add_paragraph(paragraph, page=number)
    return extract.content()


def _open(raw: bytes) -> PdfReader:
    from pypdf import PdfReader  # loaded in the process that reads, not in every other one

    if not _START.search(raw[:_START_WITHIN]):
        raise SourceError("it is damaged, or no PDF")
    reader = PdfReader(BytesIO(raw))
    if reader.is_encrypted and not _unlock(reader):
        raise SourceError("it is encrypted; save it without a password")
    if len(reader.pages) > MOST_PAGES:
        raise SourceError(f"it has more than {MOST_PAGES:,} pages")
    return reader


def _unlock(reader: PdfReader) -> bool:
    """Try the empty password, which opens a PDF that only must not be printed or changed."""
    from pypdf.errors import DependencyError, PdfReadError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, PdfReadError, NotImplementedError):
        return False


def _page(page: PageObject) -> Page:
    lines: Page = [[]]
    heights = [0.0]

    def visit(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        across = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        for place, part in enumerate(text.split("\n")):
            if place:
                lines.append([])
                heights.append(0.0)
            if part and not lines[-1]:
                heights[-1] = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            if part:
                lines[-1].append((part, across))

    page.extract_text(visitor_text=visit)
    return _with_gaps(lines, heights)


def _with_gaps(lines: Page, heights: list[float]) -> Page:
    gaps = [abs(above - below) for above, below in pairwise(heights)]
    usual = sorted(gaps)[len(gaps) // 4] if gaps else 0.0  # between lines of one paragraph
    spaced = lines[:1]
    for line, gap in zip(lines[1:], gaps, strict=True):
        spaced += [[], line] if gap > _GAP * usual else [line]
    return spaced


def _plain(page: Page) -> str:
    return "\n".join("".join(text for text, _ in line) for line in page)


def _in_order(reader: PdfReader, pages: list[Page], text: str) -> list[list[str]]:
    """The lines of every page as they are read."""
    if not rtl.has_letters(text) or rtl.order(text) > 0:
        return [_lines(page) for page in pages]
    with _as_drawn():
        drawn = [_plain(_page(page)) for page in reader.pages]
    if rtl.order("\n".join(drawn)) > 0:
        return [[rtl.base_letters(line) for line in page.split("\n")] for page in drawn]
    if sum(map(rtl.has_letters, text)) < _FEW_LETTERS:
        return [_lines(page) for page in pages]
    raise SourceError("the order in which its right-to-left letters are read cannot be told")


def _lines(page: Page) -> list[str]:
    from_right = rtl.is_right_to_left(_plain(page))
    lines, before = [], ""
    for line in page:
        drawn = "".join(text for text, _ in line)
        mixed = rtl.has_letters(drawn)
        lines.append(rtl.in_reading_order(line, before, from_right) if mixed else drawn)
        before = drawn if drawn.strip() else before
    return [rtl.base_letters(line) for line in rtl.turn_brackets(lines)]


@contextmanager
def _as_drawn() -> Iterator[None]:
    """Keep pypdf from turning right-to-left letters round: all count as without direction."""
    from pypdf._text_extraction import set_custom_rtl  # what its documentation names

    letters = "".join(
        map(chr, [*range(0x590, 0x900), *range(0xFB1D, 0xFE00), *range(0xFE70, 0xFF00)])
    )
    set_custom_rtl("", "", letters)
    try:
        yield
    finally:
        set_custom_rtl("", "", "")


def _title(reader: PdfReader) -> str:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:
        title = None
    return " ".join((title or "").split())[:200]
