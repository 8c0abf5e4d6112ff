"""What may happen to a server, and what is said of it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import IsnadError, StoreError
from index.milvus.address import parse_address
from index.milvus.connection import Connection
from index.milvus.store import MilvusStore
from index.storage.contents import Contents, Encoded, Index
from index.storage.store import load
from retrieval.retriever import Retriever
from tests.conftest import REPOSITORY, Run
from tests.index.corpus import write_sources
from tests.stores.conftest import address_in
from tests.stores.milvus_lite import MilvusLite

_DIES = """
import os, signal, sys
from collections.abc import Mapping
from pathlib import Path
from index.storage.contents import Contents
from index.milvus.address import parse_address
from index.milvus.store import MilvusStore
from index.storage.store import load

class Dies(Mapping):
    def __init__(self, encoded, left):
        self.encoded, self.left = encoded, left
    def __len__(self): return len(self.encoded)
    def __iter__(self): return iter(self.encoded)
    def __getitem__(self, key):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.encoded[key]

contents = load(Path(sys.argv[1])).contents()
dies = Dies(contents.encoded, int(sys.argv[3]))
MilvusStore(parse_address(sys.argv[2])).save(Contents(contents.manifest, contents.entries, dies))
"""
"""A build that is killed when it has asked for some vectors: all twice, to count and to send."""


class _When(Mapping[bytes, Encoded]):
    """What was encoded; something happens when some of it was asked for."""

    def __init__(
        self, encoded: Mapping[bytes, Encoded], left: int, act: Callable[[], None]
    ) -> None:
        self._encoded = encoded
        self._left = left
        self._act = act

    def __len__(self) -> int:
        return len(self._encoded)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._encoded)

    def __getitem__(self, key: bytes) -> Encoded:
        self._left -= 1
        if not self._left:
            self._act()
        return self._encoded[key]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "sources")


@pytest.fixture
def local(sources: Path, tmp_path: Path, encoder: Encoder) -> Index:
    """A small index on disk, to be written into a server."""
    build(sources, tmp_path / "local", encoder)
    return load(tmp_path / "local")


def _contents(index: Index, left: int, act: Callable[[], None]) -> Contents:
    contents = index.contents()
    return Contents(contents.manifest, contents.entries, _When(contents.encoded, left, act))


def _generations(store: MilvusStore) -> set[str]:
    """Those that have any collection."""
    address = parse_address(str(store))
    names = Connection(address).collections()
    return {name.rsplit("_", 1)[0] for name in names if name.startswith(f"{address.name}_g")}


@pytest.mark.parametrize(
    "address",
    ["milvus://", "milvus://host", "milvus://host:port/a", "milvus://h/a-b", "milvus:///a"],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(IsnadError, match="write milvus://host:port/collection"):
        parse_address(address)


def test_without_pymilvus_that_is_said_and_nothing_else_needs_it() -> None:
    code = (
        "import sys; sys.modules['pymilvus'] = None; sys.argv = sys.argv[1:];"
        "from index.command import run; from index.__main__ import main; run(main)"
    )
    for where, said in [("milvus://localhost/a", "needs pymilvus"), ("none", "There is no index")]:
        result = subprocess.run(
            [sys.executable, "-c", code, "index", "status", "--index", where],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 1
        assert said in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_command_answers_over_a_server(lite: MilvusLite, run_module: Run) -> None:
    address = address_in(lite)
    flags = ("--sources", "seeds", "--index", str(address))
    assert "1 added" in run_module("index", "build", *flags).stdout
    assert "nothing has changed since" in run_module("index", "status", *flags).stdout
    assert "نورلاند" in run_module("answers", "What did Norland say?", *flags).stdout
    shutil.rmtree(REPOSITORY / address.home)


def test_a_server_that_is_down_is_said(
    frail: MilvusLite, run_module: Run, sources: Path, encoder: Encoder
) -> None:
    frail.kill()
    address = address_in(frail)
    said = f"{address}: the server cannot be reached; start it, or write another address."
    result = run_module("index", "status", "--index", str(address))
    assert (result.returncode, result.stderr) == (1, f"isnad: {said}\n")
    with pytest.raises(StoreError, match="cannot be reached"):
        build(sources, address, encoder)


def test_a_server_that_is_slow_is_waited_for_only_so_long(frail: MilvusLite) -> None:
    connection = Connection(address_in(frail), patience=0.5)
    frail.pause()
    with pytest.raises(StoreError, match="does not answer in time"):
        connection.collections()
    frail.go_on()
    assert connection.collections() == []


def test_a_server_that_was_started_again_serves(
    frail: MilvusLite, local: Index, encoder: Encoder
) -> None:
    store = MilvusStore(address_in(frail))
    store.save(local.contents())
    retriever = Retriever(store.load(), encoder)
    frail.kill()
    with pytest.raises(StoreError, match="cannot be reached"):
        retriever.search("What did Norland say?")
    frail.start()
    assert len(retriever.search("What did Norland say?")) == 5
    assert retriever.index.lease.name == store.load(thorough=True).lease.name


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_server_that_fails_in_the_middle_of_a_build_loses_nothing(
    frail: MilvusLite, local: Index, comes_back: bool
) -> None:
    store = MilvusStore(address_in(frail))
    store.save(local.contents())
    before = store.current_name()

    def fail() -> None:
        frail.kill()
        if comes_back:
            frail.start()

    contents = _contents(local, len(local.passages) + 2, fail)
    if comes_back:  # whether what it had was on its disk decides how this ends
        try:
            store.save(contents)
        except IsnadError:
            assert store.current_name() == before
    else:
        with pytest.raises(StoreError, match="cannot be reached"):
            store.save(contents)
        frail.start()
        assert store.load(thorough=True).lease.name == before
    store.sweep(store.used())
    store.save(local.contents())
    store.load(thorough=True).check()


@pytest.mark.parametrize("share", [0.5, 1.5, 2])
def test_a_build_that_is_killed_loses_nothing_and_the_next_one_tidies_up(
    lite: MilvusLite, local: Index, sources: Path, encoder: Encoder, share: float
) -> None:
    store = MilvusStore(address_in(lite))
    store.save(local.contents())
    before = store.current_name()
    left = round(share * len(local.passages))
    killed = subprocess.run(
        [sys.executable, "-c", _DIES, "local", str(store), str(left)],
        env={"PYTHONPATH": str(REPOSITORY)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert store.load(thorough=True).lease.name == before
    build(sources, store, encoder)
    assert store.current_name() != before
    assert _generations(store) == {before, store.current_name()}


def test_the_last_two_generations_are_kept(lite: MilvusLite, local: Index) -> None:
    store = MilvusStore(address_in(lite))
    names = []
    for _ in range(3):
        store.save(local.contents())
        names.append(store.current_name())
    assert _generations(store) == set(names[1:])
    assert [index.lease.name for index in store.earlier(store.used())] == [names[1]]
