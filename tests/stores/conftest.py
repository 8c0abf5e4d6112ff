"""Stores of indexes: a folder, Milvus Lite over TCP, and the server that ``MILVUS_URI`` names."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.milvus.address import MilvusAddress
from index.milvus.connection import Connection
from index.place import Place, place_of
from index.searched import Searched
from index.storage.contents import Index
from index.storage.store import load
from retrieval.retriever import Retriever
from tests.conftest import REPOSITORY
from tests.stores.milvus_lite import MilvusLite, program

URI = os.environ.get("MILVUS_URI", "")
STORES = ["folder", "milvus lite", *(["MILVUS_URI"] if URI else [])]
QUALITY = REPOSITORY / "tests" / "data" / "quality" / "articles"

NewPlace = Callable[[], Place]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What builds for a server keep on this machine lies under the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusLite]:
    """The server that all tests share, but for those that kill it."""
    server = _start(tmp_path_factory.mktemp("milvus"))
    yield server
    server.kill()


@pytest.fixture
def frail(tmp_path: Path) -> Iterator[MilvusLite]:
    """A server that may be killed."""
    server = _start(tmp_path)
    yield server
    server.go_on()
    server.kill()


def _start(home: Path) -> MilvusLite:
    milvus = program()
    if milvus is None:
        reason = "there is no Milvus Lite; get it with: pip install milvus-lite==2.5.1"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return MilvusLite(milvus, home)


def address_in(server: MilvusLite) -> MilvusAddress:
    """A new index in a server."""
    return MilvusAddress("127.0.0.1", server.port, _new_name())


@pytest.fixture(scope="session", params=STORES)
def new_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NewPlace]:
    """Makes places for new indexes, in each kind of store."""
    made: list[MilvusAddress] = []

    def make() -> Place:
        if request.param == "folder":
            return place_of(tmp_path_factory.mktemp("place") / "index")
        made.append(_address(request))
        return place_of(made[-1])

    yield make
    if request.param == "MILVUS_URI":  # somebody's server is left as it was
        for address in made:
            _forget(address)


def _address(request: pytest.FixtureRequest) -> MilvusAddress:
    if request.param == "MILVUS_URI":
        parts = urlsplit(URI)
        return MilvusAddress(parts.hostname or "localhost", parts.port or 19530, _new_name())
    return address_in(request.getfixturevalue("lite"))


def _new_name() -> str:
    return f"test_{uuid.uuid4().hex[:12]}"


def _forget(address: MilvusAddress) -> None:
    connection = Connection(address)
    for name in connection.collections():
        if name.startswith(address.name):
            connection.call("drop_collection", name)
    connection.close()


@pytest.fixture
def place(new_place: NewPlace) -> Place:
    """Where no index is yet."""
    return new_place()


@pytest.fixture(scope="session")
def kept(article: Retriever, new_place: NewPlace) -> Place:
    """A place that holds the article."""
    return _copied(article.index, new_place())


@pytest.fixture(scope="session")
def articles(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The articles of the quality gate, on disk."""
    folder = tmp_path_factory.mktemp("articles")
    build(QUALITY, folder, encoder)
    return load(folder)


@pytest.fixture(scope="session")
def kept_articles(articles: Index, new_place: NewPlace) -> Place:
    """A place that holds them."""
    return _copied(articles, new_place())


def _copied(index: Searched, place: Place) -> Place:
    assert isinstance(index, Index)
    place.save(index.contents())
    return place
