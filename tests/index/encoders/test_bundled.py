from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from index.encoders.bundled import HOME, MAX_TOKENS, BundledEncoder
from index.encoders.encoder import Encoder
from index.errors import EncoderError
from tests.index.texts import texts

_FILES = ("embeddings.q4", "transformer.onnx", "sentencepiece.model", "means.npz")
_HOSTILE = [
    "",
    " ",
    "\r\n",
    "\u200b",
    "a",
    "😀 👩\u200d👧 hi",
    "e\u0301\u0302 ﷺ ﬁne ½ ㌔",
    "\u202eabc\u202c \u2066x\u2069",
    "السفير\u00a0نورلاند\r\nقال",
    "大使说" * 400,
    "x" * 3000,
    "\U0010ffff\ue000\ufeff▁a",
]


@pytest.mark.parametrize("text", _HOSTILE, ids=ascii)
def test_every_text_has_unit_vectors_and_spans_inside_it(encoder: Encoder, text: str) -> None:
    for encoding in (*encoder.encode_passages([text]), *encoder.encode_questions([text])):
        assert encoding.vector.shape == (encoder.dimension,)
        assert encoding.vector.dtype == encoding.tokens.dtype == np.float32
        assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
        assert encoding.tokens.shape == (len(encoding.spans), encoder.dimension)
        assert np.allclose(np.linalg.norm(encoding.tokens, axis=1), 1, atol=1e-5)


@given(text=texts)
def test_token_spans_are_in_order_and_inside_the_text(encoder: Encoder, text: str) -> None:
    spans = encoder.token_spans(text)
    assert spans.shape[1:] == (2,)
    place = 0
    for start, end in spans.tolist():
        assert place <= start <= end <= len(text)
        place = end


def test_token_spans_are_code_points_of_the_text(encoder: Encoder) -> None:
    text = "😀 السفير Norland 说"
    pieces = [text[start:end] for start, end in encoder.token_spans(text)]
    assert "".join(pieces) == text
    assert pieces[0] == "😀"
    assert pieces[-1].strip() == "说"


def test_the_spans_of_a_passage_are_those_it_is_encoded_with(encoder: Encoder) -> None:
    for text in _HOSTILE:
        assert np.array_equal(encoder.encode_passages([text])[0].spans, encoder.token_spans(text))


def test_a_long_text_is_encoded_as_far_as_the_model_reads(encoder: Encoder) -> None:
    text = "Norland spoke of Libya. " * 300
    (encoding,) = encoder.encode_passages([text])
    assert len(encoding.tokens) < MAX_TOKENS
    again = encoder.encode_passages([text[: encoding.spans[-1, 1]]])[0]
    assert np.array_equal(again.vector, encoding.vector)


def test_a_text_has_the_same_vectors_alone_and_among_others(encoder: Encoder) -> None:
    together = encoder.encode_passages(_HOSTILE)
    for text, encoding in zip(_HOSTILE, together, strict=True):
        (alone,) = encoder.encode_passages([text])
        assert np.array_equal(alone.vector, encoding.vector)
        assert np.array_equal(alone.tokens, encoding.tokens)


def test_no_texts_have_no_encodings(encoder: Encoder) -> None:
    assert encoder.encode_passages([]) == encoder.encode_questions([]) == []


def test_meaning_is_near_across_languages(encoder: Encoder) -> None:
    passages = [
        "أكد السفير الأمريكي أن بلاده ترفض الحرب في ليبيا.",
        "La recette demande trois œufs et un peu de farine.",
        "球队在决赛中以三比一获胜。",
    ]
    questions = [
        "What does the American ambassador say about the war?",
        "How many eggs does the cake need?",
        "Qui a gagné le match ?",
    ]
    of_passages = np.stack([e.vector for e in encoder.encode_passages(passages)])
    of_questions = np.stack([e.vector for e in encoder.encode_questions(questions)])
    assert (of_questions @ of_passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def _home(tmp_path: Path) -> Path:
    """A folder with links to the model's files, to put other files in their place."""
    for path in HOME.iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_the_identity_is_the_models_not_the_places(encoder: Encoder, tmp_path: Path) -> None:
    assert BundledEncoder.load(_home(tmp_path)).identity == encoder.identity


@pytest.mark.parametrize("name", _FILES)
def test_a_file_that_is_cut_off_is_named(tmp_path: Path, name: str) -> None:
    file = _home(tmp_path) / name
    file.unlink()
    shutil.copyfile(HOME / name, file)
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - 1)
    with pytest.raises(EncoderError, match=f"{name} is damaged or cut off; restore it"):
        BundledEncoder.load(tmp_path)


@pytest.mark.parametrize("name", [*_FILES, "checksums.json"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    (_home(tmp_path) / name).unlink()
    with pytest.raises(EncoderError, match=f"{name} is missing; restore it"):
        BundledEncoder.load(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"means.npz": "0"}',
        "[]",
        '"x"',
        "{}",
    ],
)
def test_checksums_that_are_damaged_are_an_error(tmp_path: Path, content: str) -> None:
    file = _home(tmp_path) / "checksums.json"
    file.unlink()
    file.write_text(content, "utf-8")
    with pytest.raises(EncoderError):
        BundledEncoder.load(tmp_path)
