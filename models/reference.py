"""The same weights, not quantised, as a sentence-transformers model: what tests compare with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from models.weights import Weights, float_model, source_path

PROMPTS = {"query": "query: ", "passage": "passage: "}
_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": 512,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "mask_token": "<mask>",
}


def save_reference(
    folder: Path, prompts: dict[str, str] | None = None, with_adapter: bool = True
) -> None:
    """Write the model into *folder* (470 MB).

    Args:
        folder: made anew; there must be nothing there.
        prompts: what the model's settings list as prompts; None lists E5's.
        with_adapter: whether to add what ``models.adapt`` learned to the published weights.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    parts = folder / "parts"
    parts.mkdir(parents=True)
    weights = Weights.load(source_path("weights"))
    float_model(weights, with_adapter).save_pretrained(parts)
    shutil.copy(source_path("tokenizer"), parts)
    (parts / "tokenizer_config.json").write_text(json.dumps(_TOKENIZER_CONFIG), "utf-8")
    transformer = Transformer(str(parts), max_seq_length=512)
    modules = [transformer, Pooling(weights.sizes["hidden"], "mean"), Normalize()]
    listed = PROMPTS if prompts is None else prompts
    SentenceTransformer(modules=modules, prompts=listed).save(str(folder / "model"))
    shutil.rmtree(parts)
