"""The vectors of both forms of the encoder, for those programs' extension points that take any.

The usual form is a folder that sentence-transformers loads: the weights of the bundled encoder in
float. ``bundled`` is Isnad's own form; it is only pooled vectors that are taken from it here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    from index.encoders.encoder import Encoder

BUNDLED = "bundled"


class Vectors(Protocol):
    """Texts to pooled vectors, (n, d) float32 of unit length."""

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode questions with their prompt."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode passages with theirs."""


class BundledVectors:
    """Isnad's encoder."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the pooled vectors of *encoder*."""
        self._encoder = encoder

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Vectors``."""
        return np.stack([found.vector for found in self._encoder.encode_questions(texts)])

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Vectors``."""
        return np.stack([found.vector for found in self._encoder.encode_passages(texts)])


class FloatVectors:
    """sentence-transformers."""

    def __init__(self, model: SentenceTransformer) -> None:
        """Encode with *model*, whose prompts are called ``query`` and ``passage``."""
        self._model = model

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Vectors``."""
        return self._encode(texts, "query")

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Vectors``."""
        return self._encode(texts, "passage")

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        vectors = self._model.encode(list(texts), prompt_name=prompt, normalize_embeddings=True)
        return np.asarray(vectors, np.float32)


def bundled() -> BundledVectors:
    """Isnad's encoder; it is loaded without torch."""
    from index.encoders.load import load_encoder

    return BundledVectors(load_encoder())


def encoder(model: str) -> Vectors:
    """The encoder in the folder *model*, or the bundled one."""
    if model == BUNDLED:
        return bundled()
    from sentence_transformers import SentenceTransformer

    return FloatVectors(SentenceTransformer(model))
