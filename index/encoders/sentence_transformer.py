"""Any sentence-transformers model, with its own prompts; torch is imported only here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.encoder import Encoding
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_QUESTION_PROMPTS = ("query", "question")
_PASSAGE_PROMPTS = ("passage", "document", "corpus")


@dataclass(frozen=True, slots=True)
class SentenceTransformerEncoder:
    """A model from the hub or from a folder; its token vectors are used as they are."""

    identity: str
    dimension: int
    _model: SentenceTransformer
    _prompts: dict[str, str]

    @classmethod
    def load(cls, name: str) -> SentenceTransformerEncoder:
        """Load the model *name*: a folder, or a name on the hub that is cached or reached.

        Raises:
            EncoderError: there is no such model, or it gives no token vectors.
        """
        from sentence_transformers import SentenceTransformer

        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        try:
            model = SentenceTransformer(name)
        except Exception as error:  # the library raises what its many parts raise
            raise EncoderError(
                f"The encoder {name} cannot be loaded: {_first_line(error)}"
            ) from error
        dimension = model.get_sentence_embedding_dimension()
        if not dimension or not getattr(model.tokenizer, "is_fast", False):
            raise EncoderError(f"The encoder {name} has no fast tokenizer or no fixed width.")
        return cls(f"{name} {dimension}", dimension, model, _prompts(name, model))

    def encode_questions(self, questions: Sequence[str]) -> list[Encoding]:
        """See ``Encoder``."""
        return self._encode(self._prompts["question"], questions)

    def encode_passages(self, passages: Sequence[str]) -> list[Encoding]:
        """See ``Encoder``. Text after the model's longest input is not encoded."""
        return self._encode(self._prompts["passage"], passages)

    def token_spans(self, passage: str) -> NDArray[np.int32]:
        """See ``Encoder``."""
        prompt = self._prompts["passage"]
        offsets = self._model.tokenizer(
            prompt + passage,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        return _own_spans(offsets, len(prompt))[1]

    def _encode(self, prompt: str, texts: Sequence[str]) -> list[Encoding]:
        outputs: list[dict[str, Any]] = self._model.encode(
            [prompt + text for text in texts],
            prompt="",
            output_value=None,
            show_progress_bar=False,
        )
        return [
            self._encoding(prompt, text, output)
            for text, output in zip(texts, outputs, strict=True)
        ]

    def _encoding(self, prompt: str, text: str, output: dict[str, Any]) -> Encoding:
        offsets = self._model.tokenizer(
            prompt + text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        places, spans = _own_spans(offsets, len(prompt))
        real = output["attention_mask"].bool()
        tokens = output["token_embeddings"][real].float().cpu().numpy()
        vector = output["sentence_embedding"].float().cpu().numpy()
        return Encoding(_unit(vector), _unit(tokens[places]), spans)


def _prompts(name: str, model: SentenceTransformer) -> dict[str, str]:
    """The model's own prompts; an E5 model that lists none still was trained with two."""
    own = {key.lower(): value for key, value in (model.prompts or {}).items() if value}
    if not own and "e5" in _model_names(name, model):
        own = _E5_PROMPTS
    return {
        "question": next((own[key] for key in _QUESTION_PROMPTS if key in own), ""),
        "passage": next((own[key] for key in _PASSAGE_PROMPTS if key in own), ""),
    }


def _model_names(name: str, model: SentenceTransformer) -> str:
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return f"{name} {getattr(config, '_name_or_path', '')}".lower()


def _own_spans(
    offsets: Sequence[tuple[int, int]], prompt_length: int
) -> tuple[list[int], NDArray[np.int32]]:
    """Places and spans of the tokens that stand for the text itself, not prompt or specials."""
    places = [place for place, (_, end) in enumerate(offsets) if end > prompt_length]
    spans = [
        (max(0, offsets[place][0] - prompt_length), offsets[place][1] - prompt_length)
        for place in places
    ]
    return places, np.array(spans, np.int32).reshape(-1, 2)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
