"""Name to encoder."""

from __future__ import annotations

from index.encoders.bundled import BundledEncoder
from index.encoders.encoder import Encoder

BUNDLED = "bundled"


def load_encoder(name: str = BUNDLED, threads: int | None = None) -> Encoder:
    """The encoder called *name*: the bundled one, or a sentence-transformers model.

    Args:
        name: ``bundled``, a model's name on the hub, or a folder with a model.
        threads: how many threads encode; None leaves it to the encoder.

    Raises:
        EncoderError: the model is not there, damaged, or not of a kind that can be used.
    """
    if name == BUNDLED:
        return BundledEncoder.load(threads=threads)
    from index.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder.load(name, threads)
