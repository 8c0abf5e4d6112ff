"""Sources and index folder to a retriever that is ready to search."""

from __future__ import annotations

from pathlib import Path

from index.build import open_index
from index.command import show_progress
from index.encoders.encoder import load_encoder
from retrieval.retriever import Retriever


def open_retriever(sources: Path, folder: Path, encoder_name: str | None = None) -> Retriever:
    """A retriever over the index in *folder*, which is built first if there is none.

    Args:
        sources: the folder of sources.
        folder: the folder of the index.
        encoder_name: as for ``open_index``.

    Raises:
        IsnadError: as ``open_index`` and ``load_encoder``.
    """
    index = open_index(sources, folder, encoder_name, show_progress)
    return Retriever(index, load_encoder(index.manifest.encoder))
