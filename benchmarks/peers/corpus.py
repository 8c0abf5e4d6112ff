"""The passages that every program is given, as a file.

Nothing of Isnad is imported here: what the others' processes cost is to be their own.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

Place = tuple[str, int]
"""Source and start of a passage."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages in order, and where they come from.

    Attributes:
        sources: the folder of the files that the passages are of, for who reads these itself.
        language: ISO 639-1 code of the text.
        texts: what is searched and encoded of each passage: its heading and itself.
        places: source and start of each passage.
        paragraphs: number of the block that each passage starts in, counted from 1.
    """

    sources: str
    language: str
    texts: list[str]
    places: list[Place]
    paragraphs: list[int]

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """What ``save`` wrote."""
        values = json.loads(path.read_text("utf-8"))
        places = [(source, start) for source, start in values.pop("places")]
        return cls(places=places, **values)

    def save(self, path: Path) -> None:
        """Write the corpus as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")
