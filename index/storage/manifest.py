"""What an index was made of, as its generation says."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index.errors import IndexDamagedError, IndexVersionError
from index.folder import SourceState

FORMAT = 8
_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made of.

    Attributes:
        sources: the folder of sources, absolute.
        encoder: the name that the encoder was chosen by.
        encoder_identity: ``Encoder.identity``.
        dimension: width of the vectors.
        built: when, in UTC, as ISO 8601 to the second.
        files: the sources that are indexed, in the order of their documents.
        unreadable: the sources that are not, with the reason.
        format: version of the files and of the splitting that made them.
    """

    sources: str
    encoder: str
    encoder_identity: str
    dimension: int
    built: str
    files: dict[str, SourceState]
    unreadable: dict[str, str]
    format: int = field(default=FORMAT)


def write_manifest(manifest: Manifest, generation: Path) -> None:
    """Write the manifest into the folder of a generation."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (generation / _NAME).write_text(text, "utf-8")


def read_manifest(generation: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        IndexVersionError: the generation was written by another version of the program.
        IndexDamagedError: the manifest is missing or makes no sense.
    """
    folder, path = generation.parent, generation / _NAME
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise IndexVersionError(
                f"The index in {folder} has format {data['format']}, and this version of Isnad"
                f" reads format {FORMAT}; run: python -m index build"
            )
        data["files"] = {name: SourceState(**state) for name, state in data["files"].items()}
        return Manifest(**data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(
            f"The manifest of the index in {folder} is damaged; run: python -m index build"
        ) from error
