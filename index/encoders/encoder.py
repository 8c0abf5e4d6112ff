"""What an encoder gives, whichever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Encoding:
    """One text, encoded.

    Attributes:
        vector: (d,) float32 of unit length, the pooled vector.
        tokens: (n, d) float32, rows of unit length, one for each token of the text itself:
            tokens of the prompt and special tokens are left out.
        spans: (n, 2) int32, the code points of the text that each token stands for.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]
    spans: NDArray[np.int32]


class Encoder(Protocol):
    """Encodes questions and passages, each with the prompt that the model was trained with."""

    @property
    def identity(self) -> str:
        """Tells the model from all others: vectors of different identities do not compare."""

    @property
    def dimension(self) -> int:
        """d, the width of all vectors."""

    def encode_questions(self, questions: Sequence[str]) -> list[Encoding]:
        """Encode questions; one encoding each, in order."""

    def encode_passages(self, passages: Sequence[str]) -> list[Encoding]:
        """Encode passages; one encoding each, in order."""

    def token_spans(self, passage: str) -> NDArray[np.int32]:
        """The spans that ``encode_passages`` would give, without encoding."""


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors, (d,) or (n, d), scaled to unit length; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)
