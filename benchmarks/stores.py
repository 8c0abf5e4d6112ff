"""An index in Milvus beside the same on disk: what building and asking take, and what is found.

``python -m benchmarks.stores milvus://host:port/collection``. The passages are those of
``benchmarks.scale``; the encoder is no part of what building takes, and is part of a question.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.multiplied import read_questions, read_real
from benchmarks.scale import DATA, build
from index.encoders.load import load_encoder
from index.milvus.address import parse_address
from index.place import Place, place_of
from index.storage.contents import Index
from retrieval.retriever import Hit, Retriever

_SIZES = (1_000, 10_000)
_WARM_UP = 10
_NEAREST = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """One size, in both stores.

    Attributes:
        passages: how many.
        rate: passages a second that the server takes.
        load: seconds to open the index there.
        local, remote: seconds of a question, median.
        remote_p99: of a hundred questions there the slowest.
        overlap: share of the ten best passages on disk that are among the ten best there.
        first: share of the questions whose best passage is the same.
    """

    passages: int
    rate: float
    load: float
    local: float
    remote: float
    remote_p99: float
    overlap: float
    first: float


def compare(local: Index, place: Place, questions: list[str]) -> Compared:
    """Write *local* into *place*, and ask both."""
    encoder = load_encoder()
    started = time.perf_counter()
    place.save(local.contents())
    written = time.perf_counter() - started
    started = time.perf_counter()
    retrievers = [Retriever(local, encoder), Retriever(place.load(), encoder)]
    loaded = time.perf_counter() - started
    for question in questions[:_WARM_UP]:
        _ = [one.search(question) for one in retrievers]
    times: list[list[float]] = [[], []]
    found = []
    for question in questions[_WARM_UP:]:
        both = [_timed(one, question) for one in retrievers]
        for own, (seconds, _) in zip(times, both, strict=True):
            own.append(seconds)
        found.append([_places(hits) for _, hits in both])
    overlaps = [len({*one} & {*other}) / max(1, len(one)) for one, other in found]
    return Compared(
        passages=len(local.passages),
        rate=len(local.passages) / written,
        load=loaded,
        local=float(np.median(times[0])),
        remote=float(np.median(times[1])),
        remote_p99=float(np.quantile(times[1], 0.99)),
        overlap=float(np.mean(overlaps)),
        first=float(np.mean([one[:1] == other[:1] for one, other in found])),
    )


def _timed(retriever: Retriever, question: str) -> tuple[float, list[Hit]]:
    started = time.perf_counter()
    hits = retriever.search(question, _NEAREST)
    return time.perf_counter() - started, hits


def _places(hits: list[Hit]) -> list[tuple[str, int]]:
    return [(hit.passage.source, hit.passage.start) for hit in hits]


def main() -> None:
    """Build and compare for each size; a row of JSON each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stores", description=__doc__)
    parser.add_argument("address", type=parse_address, help="milvus://host:port/collection")
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, metavar="N")
    arguments = parser.parse_args()
    paths = sorted(DATA.rglob("*tydiqa*.jsonl*"))
    encoder, questions = load_encoder(), read_questions(paths)
    real = read_real(paths, encoder)
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as home:
            build(real, size, encoder, Path(home))
            local = cast(Index, place_of(Path(home)).load())
            row = compare(local, place_of(arguments.address), questions)
        print(json.dumps(asdict(row)), flush=True)


if __name__ == "__main__":
    main()
