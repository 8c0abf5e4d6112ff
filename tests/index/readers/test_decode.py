from __future__ import annotations

import codecs

import pytest
from hypothesis import given

from index.errors import SourceError
from index.readers.decode import decode
from tests.index.texts import texts

_ARABIC = "أكد السفير نورلاند أن بلاده ترفض التدخل الخارجي في ليبيا،\r\nوقال: «نعم»."


@given(texts)
def test_every_text_comes_back_from_every_encoding_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8")) == text
    assert decode(codecs.BOM_UTF8 + text.encode("utf-8")) == text
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


@pytest.mark.parametrize("times", [1, 3, 200])
def test_windows_1256_is_detected_and_untouched(times: int) -> None:
    text = _ARABIC.replace(" ", "\u00a0", 1) * times
    assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize(
    "raw",
    [
        "L'élève était à l'école, près de la forêt où il vit.".encode("latin-1"),
        "Посол сказал, что его страна против вмешательства.".encode("cp1251"),
        "大使说他的国家反对外国干涉利比亚事务。".encode("gb18030"),
    ],
    ids=["latin-1", "windows-1251", "gb18030"],
)
def test_another_encoding_is_refused_with_what_to_do(raw: bytes) -> None:
    with pytest.raises(SourceError, match=r"encoding is not UTF-8 .* save it as UTF-8"):
        decode(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        bytes(range(1, 256)),
        "no mark".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"\0\0a\0",
        codecs.BOM_UTF8 + b"a\0b",
        codecs.BOM_UTF32_LE + "four bytes".encode("utf-32-le"),
    ],
)
def test_a_binary_file_is_called_one(raw: bytes) -> None:
    with pytest.raises(SourceError, match="binary file, not text"):
        decode(raw)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (codecs.BOM_UTF8 + b"abc\xff", "UTF-8-SIG"),
        (codecs.BOM_UTF16_LE + b"a\0b", "UTF-16"),
        (codecs.BOM_UTF16_BE + b"\xd8\x00\x00a", "UTF-16"),
    ],
)
def test_a_mark_that_the_rest_belies_is_damage(raw: bytes, name: str) -> None:
    with pytest.raises(SourceError, match=f"starts like {name} but is damaged at byte"):
        decode(raw)
