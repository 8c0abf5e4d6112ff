"""The same weights through sentence-transformers, and that path end to end."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from answers.answerer import Answerer
from index.build import build
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.errors import EncoderError
from index.storage.store import load
from models.reference import save_reference
from retrieval.retriever import Retriever
from tests.conftest import REPOSITORY, Run
from tests.index.corpus import assert_whole, write_sources

QUESTIONS = ["What did Norland say?", "من هو قائد أفريكوم؟", "Qui a été tué ?"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The float weights in a folder that lists no prompts; its name says that it is an E5."""
    home = tmp_path_factory.mktemp("multilingual-e5-small")
    save_reference(home, prompts={})
    return home / "model"


@pytest.fixture(scope="module")
def reference(folder: Path) -> Encoder:
    return load_encoder(str(folder))


def test_pooled_vectors_and_spans_agree(
    encoder: Encoder, reference: Encoder, article: Retriever
) -> None:
    passages = [article.index.text(passage) for passage in article.index.passages]
    for ours, theirs, text in zip(
        encoder.encode_passages(passages),
        reference.encode_passages(passages),
        passages,
        strict=True,
    ):
        assert ours.vector @ theirs.vector >= 0.99
        assert ours.tokens.shape == theirs.tokens.shape
        assert [_word(text, *span) for span in ours.spans] == [
            _word(text, *span) for span in theirs.spans
        ]


def test_passages_are_in_the_same_order(
    encoder: Encoder, reference: Encoder, article: Retriever
) -> None:
    """Wherever the float weights tell two passages apart, the bundled form has the same order."""
    passages = [article.index.text(passage) for passage in article.index.passages]
    ours, theirs = (_cosines(one, passages) for one in (encoder, reference))
    told_apart = theirs[:, :, None] - theirs[:, None, :] > 0.01
    assert told_apart.sum() > len(QUESTIONS) * 80
    assert (ours[:, :, None] > ours[:, None, :])[told_apart].all()
    first = theirs[range(len(QUESTIONS)), ours.argmax(axis=1)]
    assert (theirs.max(axis=1) - first < 0.01).all()


def test_answers_end_to_end(reference: Encoder, folder: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(REPOSITORY / "seeds", sources)
    build(sources, tmp_path / "index", reference, str(folder))
    index = load(tmp_path / "index")
    answer = Answerer(Retriever(index, reference), sources).answer("What did Norland say?")
    assert index.manifest.encoder == str(folder)
    assert [citation.paragraph for citation in answer.citations] == [5, 6, 7, 14, 15]


def test_another_encoder_than_the_index_has_is_refused(
    reference: Encoder, article: Retriever
) -> None:
    with pytest.raises(EncoderError, match="made with the encoder"):
        Retriever(article.index, reference)


def test_a_model_that_is_not_there_is_one_sentence(run_module: Run, tmp_path: Path) -> None:
    result = run_module(
        "index", "build", "--encoder", tmp_path / "no-model", "--index", tmp_path / "index"
    )
    assert result.returncode == 1
    assert "no-model cannot be loaded" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def _cosines(encoder: Encoder, passages: list[str]) -> NDArray[np.float32]:
    questions = np.stack([encoding.vector for encoding in encoder.encode_questions(QUESTIONS)])
    rows = np.stack([encoding.vector for encoding in encoder.encode_passages(passages)])
    return questions @ rows.T


def _word(text: str, start: int, end: int) -> str:
    """A token's characters; whether it takes the space before it is the tokenizer's habit."""
    return text[start:end].strip()


def test_the_old_index_serves_until_that_of_another_encoder_is_whole(
    encoder: Encoder, reference: Encoder, tmp_path: Path
) -> None:
    sources, index = write_sources(tmp_path / "sources"), tmp_path / "index"
    build(sources, index, encoder)
    lines = [f"Sentence number {number} is here." for number in range(40)]
    (sources / "many.txt").write_text("\n".join(lines), "utf-8")

    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(sources, index, reference, "reference", stop)
    old = load(index)
    assert (old.manifest.encoder_identity, len(old.documents)) == (encoder.identity, 3)
    report = build(sources, index, reference, "reference")
    assert 0 < report.encoded < report.passages == 45
    new = load(index)
    assert new.manifest.encoder_identity == reference.identity
    assert_whole(new)
    assert build(sources, index, encoder).encoded == 40  # five are in the generation before
