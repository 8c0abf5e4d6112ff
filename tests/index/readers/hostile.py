"""Files that want to do harm, or came to it: more than twenty for each reader, none kept as a file.

What can be read of them is short, so that a build over all of them is quick.
"""

from __future__ import annotations

import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

from tests.index.readers.made import docx, epub, pdf, pdf_of, stream, words, zipped

_TEXT = "The ambassador left on Monday."
_BOMB = b" " * 40_000_000
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "laugh"}">' for n in range(12))
_DOCTYPE = f"<!DOCTYPE x [{_LAUGHS}]>"
_OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TAG = "<w:p><w:r><w:t>"
_PAGE = f"<html><body><p>{_TEXT}</p></body></html>"
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"

GOOD: dict[str, bytes] = {
    ".txt": _TEXT.encode(),
    ".md": f"# Title\n\n{_TEXT}".encode(),
    ".html": _PAGE.encode(),
    ".csv": f"id,text\n1,{_TEXT}\n".encode(),
    ".jsonl": json.dumps({"text": _TEXT}).encode(),
    ".pdf": pdf([_TEXT]),
    ".docx": docx(words(_TEXT)),
    ".epub": epub({"a.xhtml": _PAGE}),
    ".zip": zipped({"a.txt": _TEXT}),
}
"""One honest file of each format."""


_TEXTS = (".txt", ".md", ".csv")


@cache
def hostile(suffix: str) -> dict[str, bytes]:
    """The hostile files that are called *suffix*, by what is wrong with them."""
    return {**_of_any_format(suffix), **_OWN[suffix]()}


def _of_any_format(suffix: str) -> dict[str, bytes]:
    good = GOOD[suffix]
    rubbish = random.Random(7).randbytes(5000)  # noqa: S311 - the same each time, no secret
    flipped = bytearray(good)
    flipped[len(flipped) // 2] ^= 0xFF
    cases = {
        "empty": b"",
        "white": b" \r\n\t" * 50,
        "nul": b"\0" * 5000,
        "rubbish": rubbish,
        "half": good[: len(good) // 2],
        "headless": good[len(good) // 3 :],
        "stump": good[:9],
        "flipped": bytes(flipped),
        "rubbish-after": good + rubbish,
        "rubbish-before": rubbish + good,
        "nul-inside": good[:20] + b"\0\0" + good[20:],
        "utf-16": good.decode("latin-1").encode("utf-16"),
        "invalid-utf-8": good + b"\xff\xfe\xfd\xc3",
    }
    skipped = {suffix, ".pdf"} if suffix in _TEXTS else {suffix}  # a PDF would be a long text
    wrong = {f"called-so-but{other}": raw for other, raw in GOOD.items() if other not in skipped}
    return {**cases, **wrong}


def _text() -> dict[str, bytes]:
    return {
        "bidi": "\u202e\u2066\u202dabc said\u2069\u202c".encode(),
        "line": b" " * 5_000_000 + b"words",
        "surrogate": b"a \xed\xa0\x80 b",
    }


def _markdown() -> dict[str, bytes]:
    return {
        **_text(),
        "quotes": b"> " * 3000 + b"x",
        "brackets": b"[" * 2000,
        "links": b"[a](" * 500,
        "stars": b"*a _b " * 200,
        "fence": b"```\n" + b"\n" * 100_000,
        "rows": b"|a|\n|-|\n" + b"|\n" * 500,
    }


def _html() -> dict[str, bytes]:
    deep = 3000
    return {
        "deep": b"<div>" * deep + b"x words" + b"</div>" * deep,
        "deep-tables": b"<table><tr><td>" * 1000 + b"x words",
        "unclosed": b"<p><b><i>" * 2000 + b"words",
        "laughs": f"{_DOCTYPE}<html><body>&l11; words</body></html>".encode(),
        "outside": f"{_OUTSIDE}<html><body>&f; words</body></html>".encode(),
        "attributes": b"<p " + b"a='1' " * 100_000 + b">words</p>",
        "attribute": b"<p title='" + b"x" * 5_000_000 + b"'>words</p>",
        "comment": b"<!-- <p>never closed " + b"-" * 1_000_000,
        "script": b"<script>" + b"<p>alert(1)</p>" * 10_000 + b"</script>",
        "no-body": b"<html><head><title>Only a title</title></head></html>",
        "table": b"<table>" + b"<tr><td></td></tr>" * 20_000 + b"<tr><td>words</td></table>",
        "charset": b"<meta charset=utf-7><p>+ADw-script+AD4- caf\xe9",
        "charset-lie": b"<meta charset=shift_jis><p>\xff\xff\xfe words",
        "charset-unknown": b"<meta charset=zip><p>caf\xe9 words",
        "references": b"<p>" + b"&#0;&#xD800;&#1114112;&#x1;" * 100 + b"words</p>",
        "bidi": "<p>\u202e\u2067said\u202c</p>".encode(),
        "line": b"<p>" + b" " * 5_000_000 + b"words</p>",
        "tags": b"<" * 2000,
    }


def _csv() -> dict[str, bytes]:
    return {
        "open-quote": b'id,text\n1,"never closed\n' * 1000,
        "quote-inside": b'id,text\n1,"a"b"c\n',
        "cell": b"text\n" + b"a" * 2_000_000,
        "columns": b"," * 200_000,
        "empty-rows": b",,,\n" * 100_000,
        "ragged": b"a,b\n1\n1,2,3,words here,5\n",
        "names-twice": b"a,a,a\n1,2,words here\n",
        "formula": b"text\n\"=cmd|'/c calc'!A0\"\n",
        "line": b'text\n"' + b" " * 5_000_000 + b'"',
    }


def _json_lines() -> dict[str, bytes]:
    return {
        "deep-lists": b"[" * 100_000,
        "deep-objects": b'{"a":' * 100_000,
        "closed-deep": b"[" * 500 + b'"words"' + b"]" * 500,
        "number": b'{"text": ' + b"9" * 100_000 + b"}",
        "float": b'{"text": 1e999999}',
        "half-character": b'{"text": "words \\ud800 here"}',
        "controls": b'{"text": "words \\u0000\\u001b[31m here"}',
        "key": b'{"' + b"k" * 1_000_000 + b'": "words are here now"}',
        "keys": json.dumps({f"k{n}": "" for n in range(20_000)}).encode(),
        "twice": b'{"text": "one", "text": "two words"}',
        "not-json": b"text: words",
        "line": b'{"text": "' + b" " * 5_000_000 + b'"}',
        "nan": b'{"text": NaN}',
    }


def _pdf() -> dict[str, bytes]:
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


def _docx() -> dict[str, bytes]:
    deep = 5000
    document = f"<w:document {_W}><w:body>"
    circle = "".join(
        f'<w:style w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("xy", "yx")
    )
    table = "<w:tbl>" + "<w:tr><w:tc></w:tc></w:tr>" * 50_000 + "</w:tbl>"
    return {
        "laughs": zipped({"word/document.xml": f"{_DOCTYPE}{document}{_TAG}&l11;"}),
        "laughs-closed": zipped(
            {
                "word/document.xml": f"{_DOCTYPE}{document}{_TAG}&l11;</w:t></w:r></w:p>"
                "</w:body></w:document>"
            }
        ),
        "outside": zipped({"word/document.xml": f"{_OUTSIDE}{document}{_TAG}&f;"}),
        "bomb": docx(words(_TEXT) + " " * 40_000_000),
        "deep": docx("<w:sdt>" * deep + words(_TEXT) + "</w:sdt>" * deep),
        "not-closed": docx("<w:p><w:r>"),
        "no-document": zipped({"word/other.xml": "<x/>"}),
        "styles-circle": docx(
            '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>words</w:t></w:r></w:p>',
            styles=f"<w:styles {_W}>{circle}</w:styles>",
        ),
        "styles-damaged": docx(words(_TEXT), styles="<w:styles"),
        "no-words": docx("<w:p/>" * 1000),
        "table": docx(table + words(_TEXT)),
        "deleted": docx(f"<w:del><w:r><w:t>gone</w:t></w:r></w:del>{words(_TEXT)}"),
        "escape": zipped({"../../word/document.xml": "x", "/word/document.xml": "x"}),
        "many-parts": zipped({f"word/{n}": "" for n in range(10_001)}, zipfile.ZIP_STORED),
        "old-office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
        "locked": _locked(GOOD[".docx"]),
        "level": docx('<w:p><w:pPr><w:outlineLvl w:val="999999999999"/></w:pPr></w:p>' * 9),
    }


def _epub() -> dict[str, bytes]:
    container = "META-INF/container.xml"
    lock = '<e xmlns="x"><CipherReference URI="OPS/a.xhtml"/></e>'
    bomb = f"<html><body>{' ' * 40_000_000}{_TEXT}</body></html>"
    return {
        "laughs": epub({"a.xhtml": f"{_DOCTYPE}<html><body>&l11; words</body></html>"}),
        "outside": epub({"a.xhtml": f"{_OUTSIDE}<html><body>&f; words</body></html>"}),
        "laughs-package": zipped({container: f"{_DOCTYPE}<container>&l11;</container>"}),
        "bomb": epub({"a.xhtml": bomb}),
        "no-container": zipped({"a.xhtml": _PAGE}),
        "container-empty": zipped({container: "<container/>"}),
        "container-escape": zipped({container: '<c><rootfile full-path="../../etc/passwd"/></c>'}),
        "spine-empty": epub({"a.xhtml": _PAGE}, spine=[]),
        "spine-nowhere": epub({"a.xhtml": _PAGE}, spine=["nothing"]),
        "spine-often": epub({"a.xhtml": _PAGE}, spine=["i0"] * 50_000),
        "chapter-escape": epub({"../../../etc/passwd": _PAGE}),
        "chapter-missing": epub({"a.xhtml": _PAGE}).replace(b"OPS/a.xhtml", b"OPS/b.xhtml"),
        "locked": zipped({**_parts(GOOD[".epub"]), "META-INF/encryption.xml": lock}),
        "password": _locked(GOOD[".epub"]),
        "deep": epub({"a.xhtml": "<div>" * 3000 + "words"}),
        "no-words": epub({"a.xhtml": "<html><body><img/></body></html>"}),
        "not-html": epub({"a.xhtml": b"\x89PNG\r\n\x1a\n" * 20}),
        "many-parts": zipped({f"OPS/{n}": "" for n in range(10_001)}, zipfile.ZIP_STORED),
    }


def _zip() -> dict[str, bytes]:
    twice = BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.txt", _TEXT)
        archive.filelist.append(archive.filelist[0])
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    linked = BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    lie = GOOD[".zip"].replace(struct.pack("<I", len(_TEXT)), struct.pack("<I", 5))
    return {
        "bomb": zipped({"a.txt": _BOMB, "b.txt": _TEXT}),
        "nested": zipped({"inner.zip": zipped({"deeper.zip": GOOD[".zip"]})}),
        "escape": zipped({"../../a.txt": _TEXT, "b.txt": _TEXT}),
        "absolute": zipped({"/etc/a.txt": _TEXT}),
        "windows": zipped({"C:\\a.txt": _TEXT, "..\\b.txt": _TEXT}),
        "controls": zipped({"a\n\x1b[31m.txt": _TEXT}),
        "long": zipped({"a" * 5000 + ".txt": _TEXT}),
        "deep": zipped({"a/" * 500 + "a.txt": _TEXT}),
        "many": zipped({f"{n}.txt": "" for n in range(10_001)}, zipfile.ZIP_STORED),
        "twice": twice.getvalue(),
        "link": linked.getvalue(),
        "locked": _locked(GOOD[".zip"]),
        "size-lie": lie,
        "damaged": GOOD[".zip"].replace(b"PK\x03\x04", b"PK\x03\x05"),
        "no-source": zipped({"a.png": b"x", ".hidden.txt": _TEXT, "__MACOSX/a.txt": _TEXT}),
        "hostile-inside": zipped({"a.pdf": b"%PDF-", "b.html": b"\0", "c.txt": _TEXT}),
        "list-long": GOOD[".zip"][:-10] + struct.pack("<II", 2**31, 0) + b"\0\0",
        "bidi": zipped({"\u202etxt.exe.txt": _TEXT}),
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


_OWN: dict[str, Callable[[], dict[str, bytes]]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".pdf": _pdf,
    ".docx": _docx,
    ".epub": _epub,
    ".zip": _zip,
}
