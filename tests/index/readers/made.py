"""Small files of every format, made byte by byte: what no writer of them would write, too."""

from __future__ import annotations

import zipfile
from io import BytesIO

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of *parts*, by name."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return raw.getvalue()


def docx(body: str, **parts: bytes | str) -> bytes:
    """A Word document with *body* as its main text, and more parts of the folder ``word``."""
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    more = {f"word/{name}.xml": part for name, part in parts.items()}
    return zipped({"word/document.xml": document, **more})


def words(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def epub(chapters: dict[str, bytes | str], spine: list[str] | None = None, more: str = "") -> bytes:
    """A book of *chapters* in the folder ``OPS``, in the order of *spine*."""
    names = list(chapters)
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    order = [f"i{names.index(name)}" for name in names] if spine is None else spine
    spine_ = "".join(f'<itemref idref="{one}"/>' for one in order)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title>'
        f"{more}</metadata><manifest>{items}</manifest><spine>{spine_}</spine></package>"
    )
    parts = {f"OPS/{name}": chapter for name, chapter in chapters.items()}
    return zipped({"META-INF/container.xml": _CONTAINER, "OPS/book.opf": package, **parts})


def pdf_of(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of *objects*, the first of which has the number 1 and is the catalogue."""
    raw = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    raw += b"".join(b"%010d 00000 n \n" % place for place in places)
    raw += b"trailer\n<< /Size %d %s >>\n" % (len(objects) + 1, trailer)
    return bytes(raw + b"startxref\n%d\n%%%%EOF\n" % table)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf(*pages: list[str]) -> bytes:
    """A PDF whose *pages* are lists of lines, drawn letter by letter from the left.

    It may have 255 different letters: the font has one byte for each, and says which it is.
    """
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    entries = "".join(
        f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{entries}"
        "endbfchar\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
    kids = b" ".join(b"%d 0 R" % (5 + 2 * place) for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        stream(cmap.encode("ascii")),
    ]
    for place, lines in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (6 + 2 * place),
            stream(b"\n".join(_drawn(lines, codes))),
        ]
    return pdf_of(objects)


def _drawn(lines: list[str], codes: dict[str, int]) -> list[bytes]:
    return [
        b"BT /F 12 Tf 1 0 0 1 50 %d Tm <%s> Tj ET"
        % (750 - 15 * place, bytes(codes[letter] for letter in line).hex().encode())
        for place, line in enumerate(lines)
        if line
    ]
