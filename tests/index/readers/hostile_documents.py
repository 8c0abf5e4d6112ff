"""Hostile files of the formats that are more than text: PDF, Word, books, archives."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from tests.index.readers.good import DOCTYPE, GOOD, OUTSIDE, PAGE, TEXT
from tests.index.readers.made import docx, epub, pdf, pdf_of, stream, words, zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TAG = "<w:p><w:r><w:t>"
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_BOMB = b" " * 40_000_000


def hostile_pdf() -> dict[str, bytes]:
    good = GOOD[".pdf"]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    bomb = stream(zlib.compress(_BOMB), b"/Filter /FlateDecode")
    bombs = stream(zlib.compress(zlib.compress(_BOMB * 4)), b"/Filter [/FlateDecode /FlateDecode]")
    encrypted = (
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4"
        b" /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32)
    )
    deep = b"[" * 50_000 + b"]" * 50_000
    return {
        "no-xref": good.replace(b"xref", b"xxxx"),
        "bad-offsets": good.replace(b"00000 n", b"00001 n").replace(b"0000000", b"0000999"),
        "start-nowhere": good.replace(b"startxref\n", b"startxref\n9"),
        "itself-parent": pdf_of([_CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        "circle": pdf_of(
            [
                _CATALOG,
                b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 9 >>",
                b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>",
            ]
        ),
        "count-lie": good.replace(b"/Count 1", b"/Count 999999999"),
        "page-often": pdf_of(
            [_CATALOG, b"<< /Type /Pages /Kids [%s] /Count 9 >>" % (b"3 0 R " * 5000), page]
        ),
        "no-pages": pdf_of([b"<< /Type /Catalog >>"]),
        "no-catalog": pdf_of([b"null"]),
        "picture": pdf_of([_CATALOG, pages, page, stream(b"0 0 9 9 re f")]),
        "bomb": pdf_of([_CATALOG, pages, page, bomb]),
        "bombs": pdf_of([_CATALOG, pages, page, bombs]),
        "encrypted": pdf_of([_CATALOG, pages, page, stream(b"")], encrypted),
        "deep": pdf_of([_CATALOG, pages, page, deep]),
        "deep-catalog": pdf_of([b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % deep, pages]),
        "operators": pdf_of([_CATALOG, pages, page, stream(b"q " * 200_000)]),
        "no-end": pdf_of([_CATALOG, pages, page, stream(b"BT (words")]),
        "length-lie": good.replace(b"/Length ", b"/Length 9999999"),
        "previous-itself": good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
        "font-itself": good.replace(b"/ToUnicode 4 0 R", b"/DescendantFonts [3 0 R]"),
        "script": pdf_of(
            [b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>", pages]
        ),
        "unknown-letters": pdf(["\ue000\ue001\ue002\ufffd\ue003 \ue004\ue005"]),
    }


def hostile_docx() -> dict[str, bytes]:
    deep = 5000
    document = f"<w:document {_W}><w:body>"
    circle = "".join(
        f'<w:style w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("xy", "yx")
    )
    table = "<w:tbl>" + "<w:tr><w:tc></w:tc></w:tr>" * 50_000 + "</w:tbl>"
    return {
        "laughs": zipped({"word/document.xml": f"{DOCTYPE}{document}{_TAG}&l11;"}),
        "laughs-closed": zipped(
            {
                "word/document.xml": f"{DOCTYPE}{document}{_TAG}&l11;</w:t></w:r></w:p>"
                "</w:body></w:document>"
            }
        ),
        "outside": zipped({"word/document.xml": f"{OUTSIDE}{document}{_TAG}&f;"}),
        "bomb": docx(words(TEXT) + " " * 40_000_000),
        "deep": docx("<w:sdt>" * deep + words(TEXT) + "</w:sdt>" * deep),
        "not-closed": docx("<w:p><w:r>"),
        "no-document": zipped({"word/other.xml": "<x/>"}),
        "styles-circle": docx(
            '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>words</w:t></w:r></w:p>',
            styles=f"<w:styles {_W}>{circle}</w:styles>",
        ),
        "styles-damaged": docx(words(TEXT), styles="<w:styles"),
        "no-words": docx("<w:p/>" * 1000),
        "table": docx(table + words(TEXT)),
        "deleted": docx(f"<w:del><w:r><w:t>gone</w:t></w:r></w:del>{words(TEXT)}"),
        "escape": zipped({"../../word/document.xml": "x", "/word/document.xml": "x"}),
        "many-parts": zipped({f"word/{n}": "" for n in range(10_001)}, zipfile.ZIP_STORED),
        "old-office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
        "locked": _locked(GOOD[".docx"]),
        "level": docx('<w:p><w:pPr><w:outlineLvl w:val="999999999999"/></w:pPr></w:p>' * 9),
    }


def hostile_epub() -> dict[str, bytes]:
    container = "META-INF/container.xml"
    lock = '<e xmlns="x"><CipherReference URI="OPS/a.xhtml"/></e>'
    bomb = f"<html><body>{' ' * 40_000_000}{TEXT}</body></html>"
    return {
        "laughs": epub({"a.xhtml": f"{DOCTYPE}<html><body>&l11; words</body></html>"}),
        "outside": epub({"a.xhtml": f"{OUTSIDE}<html><body>&f; words</body></html>"}),
        "laughs-package": zipped({container: f"{DOCTYPE}<container>&l11;</container>"}),
        "bomb": epub({"a.xhtml": bomb}),
        "no-container": zipped({"a.xhtml": PAGE}),
        "container-empty": zipped({container: "<container/>"}),
        "container-escape": zipped({container: '<c><rootfile full-path="../../etc/passwd"/></c>'}),
        "spine-empty": epub({"a.xhtml": PAGE}, spine=[]),
        "spine-nowhere": epub({"a.xhtml": PAGE}, spine=["nothing"]),
        "spine-often": epub({"a.xhtml": PAGE}, spine=["i0"] * 50_000),
        "chapter-escape": epub({"../../../etc/passwd": PAGE}),
        "chapter-missing": epub({"a.xhtml": PAGE}).replace(b"OPS/a.xhtml", b"OPS/b.xhtml"),
        "locked": zipped({**_parts(GOOD[".epub"]), "META-INF/encryption.xml": lock}),
        "password": _locked(GOOD[".epub"]),
        "deep": epub({"a.xhtml": "<div>" * 3000 + "words"}),
        "no-words": epub({"a.xhtml": "<html><body><img/></body></html>"}),
        "not-html": epub({"a.xhtml": b"\x89PNG\r\n\x1a\n" * 20}),
        "many-parts": zipped({f"OPS/{n}": "" for n in range(10_001)}, zipfile.ZIP_STORED),
    }


def hostile_zip() -> dict[str, bytes]:
    twice = BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.filelist.append(archive.filelist[0])
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    linked = BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    lie = GOOD[".zip"].replace(struct.pack("<I", len(TEXT)), struct.pack("<I", 5))
    return {
        "bomb": zipped({"a.txt": _BOMB, "b.txt": TEXT}),
        "nested": zipped({"inner.zip": zipped({"deeper.zip": GOOD[".zip"]})}),
        "escape": zipped({"../../a.txt": TEXT, "b.txt": TEXT}),
        "absolute": zipped({"/etc/a.txt": TEXT}),
        "windows": zipped({"C:\\a.txt": TEXT, "..\\b.txt": TEXT}),
        "controls": zipped({"a\n\x1b[31m.txt": TEXT}),
        "long": zipped({"a" * 5000 + ".txt": TEXT}),
        "deep": zipped({"a/" * 500 + "a.txt": TEXT}),
        "many": zipped({f"{n}.txt": "" for n in range(10_001)}, zipfile.ZIP_STORED),
        "twice": twice.getvalue(),
        "link": linked.getvalue(),
        "locked": _locked(GOOD[".zip"]),
        "size-lie": lie,
        "damaged": GOOD[".zip"].replace(b"PK\x03\x04", b"PK\x03\x05"),
        "no-source": zipped({"a.png": b"x", ".hidden.txt": TEXT, "__MACOSX/a.txt": TEXT}),
        "hostile-inside": zipped({"a.pdf": b"%PDF-", "b.html": b"\0", "c.txt": TEXT}),
        "list-long": GOOD[".zip"][:-10] + struct.pack("<II", 2**31, 0) + b"\0\0",
        "bidi": zipped({"\u202etxt.exe.txt": TEXT}),
    }


def _parts(raw: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _locked(raw: bytes) -> bytes:
    """A zip file whose members say that they need a password."""
    bits = bytearray(raw)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = bits.find(mark)
        while start >= 0:
            bits[start + place] |= 1
            start = bits.find(mark, start + 4)
    return bytes(bits)
