"""Files that want to do harm, or came to it: more than twenty for each reader, none kept as a file.

What can be read of them is short, so that a build over all of them is quick.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache

from tests.index.readers.good import DOCTYPE, GOOD, OUTSIDE
from tests.index.readers.hostile_documents import (
    hostile_docx,
    hostile_epub,
    hostile_pdf,
    hostile_zip,
)

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
        "laughs": f"{DOCTYPE}<html><body>&l11; words</body></html>".encode(),
        "outside": f"{OUTSIDE}<html><body>&f; words</body></html>".encode(),
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


_OWN: dict[str, Callable[[], dict[str, bytes]]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".pdf": hostile_pdf,
    ".docx": hostile_docx,
    ".epub": hostile_epub,
    ".zip": hostile_zip,
}
