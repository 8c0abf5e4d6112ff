"""What is given to every program: the corpora and the model, made by Isnad's own parts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.peers.corpus import Corpus
from index.documents import encoded_text
from index.folder import find_sources
from index.readers.read import read
from index.split import split

OFFLINE = {
    "DO_NOT_TRACK": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "TQDM_DISABLE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Nothing is downloaded or reported while it is measured."""

_SAVE_REFERENCE = (
    "import sys, pathlib; from models.reference import save_reference;"
    "save_reference(pathlib.Path(sys.argv[1]))"
)


def corpus_of(sources: Path, language: str) -> Corpus:
    """The passages of a folder of sources, as Isnad splits them."""
    documents = [read(path, source) for source, path in find_sources(sources).items()]
    found = [(document, passage) for document in documents for passage in split(document)]
    return Corpus(
        sources=str(sources),
        language=language,
        texts=[encoded_text(document, passage) for document, passage in found],
        places=[(passage.source, passage.start) for _, passage in found],
        paragraphs=[passage.paragraph for _, passage in found],
    )


def save_model(folder: Path) -> str:
    """The bundled encoder's weights in float, in a form that sentence-transformers loads.

    It is done in another process: torch in this one would count as memory of those it starts.

    Returns:
        The folder to load.
    """
    home = folder / "multilingual-e5-small"  # by its name the model is known as E5
    command = [sys.executable, "-c", _SAVE_REFERENCE, str(home)]
    environment = os.environ | OFFLINE
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return str(home / "model")
