"""The parts of a document that is a zip file inside: .docx and .epub."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from zipfile import ZipFile

from index.errors import SourceError
from index.readers.markup import Element, parse_xml
from index.readers.zipped import check_members, read_info

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Package:
    """A document's parts, by name."""

    def __init__(self, raw: bytes, kind: str) -> None:
        """Open the bytes of a file of this *kind*, which a person reads in a sentence.

        Raises:
            SourceError: it is none, or larger than it may be.
        """
        if raw.startswith(_OLD_OFFICE):
            raise SourceError(f"it is encrypted, or an old Office file and no {kind}")
        try:
            self._archive = ZipFile(BytesIO(raw))
        except (
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
            EOFError,
            struct.error,
        ) as error:
            raise SourceError(f"it is damaged, or no {kind} ({error})") from error
        check_members(self._archive)
        self._kind = kind

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises SourceError where it is missing or may not be read."""
        if name not in self:
            raise SourceError(f"it is damaged, or no {self._kind} (it has no {name[:80]})")
        return read_info(self._archive, self._archive.getinfo(name))

    def xml(self, name: str) -> Element:
        """The root of a part in XML; raises SourceError as ``read``."""
        return parse_xml(self.read(name))
