"""Bytes of a text file to characters, without changing one."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from index.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DETECTED = "cp1256"


def decode(raw: bytes) -> str:
    r"""The text of a file in UTF-8, UTF-16 with its mark, or Windows-1256.

    Newlines stay as they are; a byte order mark is not part of the text.

    >>> decode(b"a\r\nb")
    'a\r\nb'

    Raises:
        SourceError: the bytes are not text, or in an encoding that cannot be told for certain.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding)
    if b"\0" in raw:
        raise SourceError("it is a binary file, not text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows_1256(raw, error)


def _strict(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"it starts like {encoding.upper()} but is damaged at byte {error.start}"
        ) from error
    if "\0" in text:
        raise SourceError("it is a binary file, not text")
    return text


def _windows_1256(raw: bytes, error: UnicodeDecodeError) -> str:
    """Older Arabic files; another guess of the detector is too weak to quote from."""
    best = from_bytes(raw).best()
    if best is None:
        raise SourceError("it is a binary file, not text") from error
    if best.encoding != _DETECTED or not _mostly_arabic(str(best)):
        raise SourceError(
            f"its encoding is not UTF-8 (it looks like {best.encoding}); save it as UTF-8"
        ) from error
    return raw.decode(_DETECTED)


def _mostly_arabic(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    arabic = sum("\u0600" <= character <= "\u06ff" for character in letters)
    return 2 * arabic > len(letters)
