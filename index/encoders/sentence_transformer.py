"""Any sentence-transformers model, with its own prompts; torch is imported only here."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.encoder import Encoding, unit
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_CALIBRATION = Path(__file__).parent / "calibration.txt"
_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)
_CARD_CHARACTERS = 20_000
_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_QUESTION_PROMPTS = ("query", "question")
_PASSAGE_PROMPTS = ("passage", "document", "corpus")


@dataclass(frozen=True, slots=True)
class SentenceTransformerEncoder:
    """A model from the hub or from a folder.

    Its token vectors are centred by the mean over a few sentences in twelve languages: for the
    bundled model, whose own means are by language, this general one does nearly as well.
    """

    identity: str
    dimension: int
    _model: SentenceTransformer
    _prompts: dict[str, str]
    _means: dict[str, NDArray[np.float32]]

    @classmethod
    def load(cls, name: str, threads: int | None = None) -> SentenceTransformerEncoder:
        """Load the model *name*: a folder, or a name on the hub that is cached or reached.

        It runs on a GPU where sentence-transformers finds one.

        Args:
            name: the folder or name.
            threads: how many threads of the process torch may use; its own choice if None.

        Raises:
            EncoderError: there is no such model, or it gives no token vectors.
        """
        import torch
        from sentence_transformers import SentenceTransformer

        if threads:
            torch.set_num_threads(threads)

        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        try:
            model = SentenceTransformer(name)
        except Exception as error:  # the library raises what its many parts raise
            raise EncoderError(
                f"The encoder {name} cannot be loaded: {_first_line(error)}"
            ) from error
        dimension = model.get_embedding_dimension()
        if not dimension or not getattr(model.tokenizer, "is_fast", False):
            raise EncoderError(f"The encoder {name} has no fast tokenizer or no fixed width.")
        prompts = _prompts(name, model)
        none = dict.fromkeys(prompts, np.zeros(dimension, np.float32))
        encoder = cls(f"{name} {dimension}", dimension, model, prompts, none)
        return replace(encoder, _means={side: encoder._mean(side) for side in prompts})

    def encode_questions(self, questions: Sequence[str]) -> list[Encoding]:
        """See ``Encoder``."""
        return self._encode("question", questions)

    def encode_passages(self, passages: Sequence[str]) -> list[Encoding]:
        """See ``Encoder``. Text after the model's longest input is not encoded."""
        return self._encode("passage", passages)

    def token_spans(self, passage: str) -> NDArray[np.int32]:
        """See ``Encoder``."""
        return self._own_tokens("passage", passage)[1]

    def _encode(self, side: str, texts: Sequence[str]) -> list[Encoding]:
        prompt = self._prompts[side]
        outputs: Any = self._model.encode(
            [prompt + text for text in texts],
            prompt="",
            output_value=None,
            show_progress_bar=False,
        )
        return [
            self._encoding(side, text, output) for text, output in zip(texts, outputs, strict=True)
        ]

    def _encoding(self, side: str, text: str, output: dict[str, Any]) -> Encoding:
        places, spans = self._own_tokens(side, text)
        real = output["attention_mask"].bool()
        tokens = output["token_embeddings"][real].float().cpu().numpy()[places]
        vector = output["sentence_embedding"].float().cpu().numpy()
        return Encoding(unit(vector), unit(unit(tokens) - self._means[side]), spans)

    def _own_tokens(self, side: str, text: str) -> tuple[list[int], NDArray[np.int32]]:
        """Places and spans of the tokens of the text itself, without prompt and special tokens."""
        prompt = self._prompts[side]
        offsets = self._model.tokenizer(
            prompt + text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        places = [place for place, (_, end) in enumerate(offsets) if end > len(prompt)]
        spans = [
            (max(0, offsets[place][0] - len(prompt)), offsets[place][1] - len(prompt))
            for place in places
        ]
        return places, np.array(spans, np.int32).reshape(-1, 2)

    def _mean(self, side: str) -> NDArray[np.float32]:
        encodings = self._encode(side, _CALIBRATION.read_text("utf-8").splitlines())
        rows = np.concatenate([encoding.tokens for encoding in encodings])
        return np.asarray(rows.mean(axis=0), np.float32)


def _prompts(name: str, model: SentenceTransformer) -> dict[str, str]:
    """The model's own prompts; an E5 model that lists none still was trained with two."""
    own = {key.lower(): value for key, value in (model.prompts or {}).items() if value}
    if not own and _is_e5(name, model):
        own = _E5_PROMPTS
    return {
        "question": next((own[key] for key in _QUESTION_PROMPTS if key in own), ""),
        "passage": next((own[key] for key in _PASSAGE_PROMPTS if key in own), ""),
    }


def _is_e5(name: str, model: SentenceTransformer) -> bool:
    """Whether the model's name, folder or card says E5."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    card = Path(name, "README.md")
    told = [name, str(getattr(config, "_name_or_path", ""))]
    if card.is_file():
        told.append(card.read_text("utf-8", errors="replace")[:_CARD_CHARACTERS])
    return any(_E5.search(text) for text in told)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
