"""Sources and index folder to a retriever that is ready to search."""

from __future__ import annotations

from pathlib import Path

from index.build import open_index
from index.command import show_progress
from index.milvus.address import MilvusAddress
from retrieval.retriever import Retriever


def open_retriever(sources: Path, folder: Path | MilvusAddress) -> Retriever:
    """A retriever over the index in *folder*, or elsewhere; it is built first if there is none.

    Raises:
        IsnadError: as ``open_index``.
    """
    return Retriever(*open_index(sources, folder, progress=show_progress()))
