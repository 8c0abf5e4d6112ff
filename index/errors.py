"""The errors of the whole program, one tree: each message is a sentence for a person."""

from __future__ import annotations


class IsnadError(Exception):
    """Anything that went wrong and that the person at the keyboard can be told in a sentence."""


class SourceError(IsnadError):
    """One source, or the folder of sources, cannot be read."""


class EncoderError(IsnadError):
    """The encoder cannot be loaded, or is not the one that the index was made with."""


class IndexMissingError(IsnadError):
    """There is no index in the folder."""


class IndexDamagedError(IsnadError):
    """A file of the index is missing, cut off or not what was written."""


class IndexVersionError(IsnadError):
    """The index was written by another version of the program."""


class QuestionError(IsnadError):
    """The question cannot be searched: empty, too long, or without a single word."""


class BuildRunningError(IsnadError):
    """Another build of the same index goes on and on."""


class ArchiveError(IsnadError):
    """An index that was exported cannot be read, or one cannot be exported."""


class StoreError(IsnadError):
    """The server that keeps the index is not there, does not answer, or refuses."""
