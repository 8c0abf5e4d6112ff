"""What every program that is compared can do, and which there are."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from benchmarks.peers.corpus import Corpus


class Peer(Protocol):
    """One program, over one corpus; made with a model and the corpus' language."""

    def index(self, corpus: Corpus) -> None:
        """Encode and index the passages."""

    def search(self, question: str, k: int) -> list[int]:
        """Rows of the *k* best passages, best first, by its documented setting that finds most."""

    def usual(self, question: str, k: int) -> list[int]:
        """The same by the setting that its documentation has first."""

    def dense(self, question: str, k: int) -> list[int]:
        """The same by pooled vectors alone."""

    def save(self, folder: Path) -> None:
        """Write the index into *folder*, in the program's own form."""

    def load(self, folder: Path, corpus: Corpus) -> None:
        """Take the index from *folder* instead of making it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that can be compared.

    Attributes:
        title: what the tables call it.
        module: its file here; the class ``Search`` in it is a ``Peer``.
        needs: the modules that it imports and the project does not require.
        packages: the packages whose versions are printed.
        settings: whether ``search`` and ``usual`` differ.
    """

    title: str
    module: str
    needs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    settings: bool = False

    def missing(self) -> list[str]:
        """The modules that are not installed."""
        return [name for name in self.needs if find_spec(name) is None]

    def open(self, model: str, language: str) -> Peer:
        """The program, with its index still to be made or loaded.

        Args:
            model: the folder of a sentence-transformers model, or ``bundled`` for Isnad's encoder
                through the program's own extension point.
            language: ISO 639-1 code of the passages.
        """
        module = import_module(f"benchmarks.peers.{self.module}")
        peer: Peer = module.Search(model, language)
        return peer


ISNAD = Program("Isnad", "isnad")
PROGRAMS = {
    program.module: program
    for program in (
        ISNAD,
        Program(
            "LangChain",
            "with_langchain",
            ("langchain_classic", "langchain_community", "langchain_huggingface"),
            ("langchain-classic", "langchain-community", "langchain-huggingface"),
            settings=True,
        ),
        Program(
            "LlamaIndex",
            "with_llama_index",
            ("llama_index", "bm25s", "Stemmer"),
            ("llama-index-core", "llama-index-retrievers-bm25"),
            settings=True,
        ),
        Program("Haystack", "with_haystack", ("haystack",), ("haystack-ai",), settings=True),
        Program("txtai", "with_txtai", ("txtai",), ("txtai",), settings=True),
        Program("by hand", "by_hand", (), ("faiss-cpu", "rank-bm25")),
    )
}
