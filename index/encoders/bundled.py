"""multilingual-e5-small as it lies in ``models/``, on ONNX Runtime and SentencePiece.

E5 is described in Wang et al. 2024 (arXiv 2402.05672); the form of the weights, and what each
step of quantisation costs, in ``models/multilingual-e5-small/README.md``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from index.encoders.encoder import Encoding, unit
from index.errors import EncoderError
from index.text.language import detect_language

HOME = Path(__file__).parents[2] / "models" / "multilingual-e5-small"
MAX_TOKENS = 512

_FILES = ("transformer.onnx", "embeddings.q4", "sentencepiece.model", "means.npz")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BOS, _EOS, _UNKNOWN = 0, 2, 3
_FAIRSEQ_OFFSET = 1
"""XLM-R numbers its pieces one higher than SentencePiece does, and the unknown piece 3."""


@dataclass(frozen=True, slots=True)
class BundledEncoder:
    """The encoder that needs no download; safe to use from several threads."""

    identity: str
    dimension: int
    _session: onnxruntime.InferenceSession
    _pieces: SentencePieceProcessor
    _embeddings: NDArray[np.void]
    _means: dict[str, NDArray[np.float32]]
    _threads: int | None

    @classmethod
    def load(cls, home: Path = HOME, threads: int | None = None) -> BundledEncoder:
        """Load the model from *home*; its embedding table stays on disk, memory-mapped.

        Args:
            home: the folder of the model.
            threads: how many texts are encoded at once; as many as there are cores if None.

        Raises:
            EncoderError: a file is missing or is not the one that its checksum tells.
        """
        checksums = _check(home)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # texts, not matrices, are spread over the cores
        session = onnxruntime.InferenceSession(str(home / "transformer.onnx"), options)
        dimension = session.get_outputs()[0].shape[-1]
        blocks = np.memmap(home / "embeddings.q4", _BLOCK, "r")
        with np.load(home / "means.npz", allow_pickle=False) as means:
            return cls(
                identity=f"multilingual-e5-small {_digest(checksums)}",
                dimension=dimension,
                _session=session,
                _pieces=SentencePieceProcessor(model_file=str(home / "sentencepiece.model")),
                _embeddings=blocks.reshape(-1, dimension // 32),
                _means={name: means[name] for name in means.files},
                _threads=threads or os.cpu_count(),
            )

    def encode_questions(self, questions: Sequence[str]) -> list[Encoding]:
        """See ``Encoder``; the prompt is ``query: ``."""
        return self._encode("query: ", "question", questions)

    def encode_passages(self, passages: Sequence[str]) -> list[Encoding]:
        """See ``Encoder``; the prompt is ``passage: ``. Text after 512 tokens is not encoded."""
        return self._encode("passage: ", "passage", passages)

    def token_spans(self, passage: str) -> NDArray[np.int32]:
        """See ``Encoder``."""
        return self._tokenize("passage: ", passage)[1]

    def _encode(self, prompt: str, side: str, texts: Sequence[str]) -> list[Encoding]:
        """One text a run: faster than padded batches, and no text changes another's scales."""

        def encode(text: str) -> Encoding:
            ids, spans = self._tokenize(prompt, text)
            vectors = self._run(ids)
            own = vectors[len(ids) - 1 - len(spans) : -1]
            return Encoding(unit(vectors.mean(axis=0)), self._centre(own, side, text), spans)

        if len(texts) == 1:
            return [encode(texts[0])]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(encode, texts))

    def _run(self, ids: list[int]) -> NDArray[np.float32]:
        blocks = self._embeddings[ids]
        nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=-1)
        weights = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
        inputs = {
            "embeddings": weights.reshape(1, len(ids), self.dimension),
            "mask": np.ones((1, len(ids)), np.int64),
        }
        return np.asarray(self._session.run(None, inputs)[0][0], np.float32)

    def _centre(self, vectors: NDArray[np.float32], side: str, text: str) -> NDArray[np.float32]:
        """Take away what all tokens of a language share: else it drowns what they mean."""
        general = self._means[side]
        mean = self._means.get(f"{side}.{detect_language(text)}", general)
        return unit(unit(vectors) - mean)

    def _tokenize(self, prompt: str, text: str) -> tuple[list[int], NDArray[np.int32]]:
        """Ids of the prompt and text, and the spans of the text's own tokens.

        The last id is the end's; the k-th last span belongs to the k-th id before it.
        """
        found = self._pieces.encode(prompt + text, return_type="offset_mapping")
        ids = [_UNKNOWN if not i else i + _FAIRSEQ_OFFSET for i in found["ids"][: MAX_TOKENS - 2]]
        spans = [
            (max(0, start - len(prompt)), end - len(prompt))
            for start, end in found["offsets"][: len(ids)]
            if end > len(prompt)
        ]
        return [_BOS, *ids, _EOS], np.array(spans, np.int32).reshape(-1, 2)


def _check(home: Path) -> dict[str, str]:
    """Compare every file with its checksum: a cut-off model would give wrong rankings."""
    try:
        checksums: dict[str, str] = json.loads((home / "checksums.json").read_text("utf-8"))
        if not isinstance(checksums, dict) or {*checksums} != {*_FILES}:
            raise ValueError("checksums.json does not list its files")
        damaged = [name for name in _FILES if _sha256(home / name) != checksums[name]]
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        raise EncoderError(
            f"The model file {missing} is missing; restore it from the repository."
        ) from error
    except (OSError, ValueError) as error:
        raise EncoderError(f"The model in {home.name} cannot be read: {error}") from error
    if damaged:
        raise EncoderError(
            f"The model file {damaged[0]} is damaged or cut off; restore it from the repository."
        )
    return checksums


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(checksums: dict[str, str]) -> str:
    """One short name for the whole model, whichever file of it changes."""
    return hashlib.sha256(json.dumps(checksums).encode()).hexdigest()[:16]
