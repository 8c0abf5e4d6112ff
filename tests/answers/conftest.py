from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from answers.answer import Answer
from answers.answerer import Answerer
from answers.language_model.compose import Composer
from answers.language_model.model import Model
from answers.language_model.settings import ModelSettings
from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
from retrieval.retriever import Retriever
from tests.answers.language_model.model_server import ModelServer, serving

KEY = "sk-not-to-be-seen-7"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture
def make_composer(server: ModelServer, encoder: Encoder) -> Callable[..., Composer]:
    """A composer that asks the scripted server."""

    def make(url: str = "", seconds: float = 30.0) -> Composer:
        settings = ModelSettings(url or server.url, "m", KEY, seconds)
        return Composer(Model(settings), encoder)

    return make


@pytest.fixture
def composer(make_composer: Callable[..., Composer]) -> Composer:
    return make_composer()


@pytest.fixture(scope="session")
def answerer_over(
    encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Mapping[str, str]], Answerer]:
    """What answers over sources that are given as names and texts."""

    def make(texts: Mapping[str, str]) -> Answerer:
        sources, folder = (tmp_path_factory.mktemp(name) for name in ("sources", "index"))
        for name, text in texts.items():
            (sources / f"{name}.txt").write_text(text, "utf-8")
        build(sources, folder, encoder)
        return Answerer(Retriever(load(folder), encoder), sources)

    return make


@pytest.fixture(scope="session")
def norland(article: Retriever) -> Answer:
    """What the article has of Norland, quoted: five citations."""
    sources = Path(article.index.manifest.sources)
    return Answerer(article, sources).answer("What did Norland say?")


@pytest.fixture(scope="session")
def injections() -> list[str]:
    """Passages that try to give orders."""
    path = Path(__file__).parents[1] / "data" / "injections.jsonl"
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
