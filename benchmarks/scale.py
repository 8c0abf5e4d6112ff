"""How an index grows: building, opening and asking it, at a thousand passages to a million.

    python -m benchmarks.scale [--sizes N ...] [--data DIR] [--folder DIR] [--json FILE]

The passages are real ones, multiplied with changes (``benchmarks/multiplied.py``), so that the
encoder's own time, which is printed apart, does not hide the index's. A million takes 20 GB in
--folder, half an hour and 5 GB of memory. ``python -m docs.scale_picture FILE`` draws the growth.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import faiss
import numpy as np

import index.build
from benchmarks.multiplied import (
    OF_DOCUMENT,
    Clock,
    Multiplied,
    MultipliedVectors,
    Real,
    read_questions,
    read_real,
)
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.storage.contents import Contents, Index
from index.storage.manifest import Manifest
from index.storage.store import current_generation, load, save
from retrieval.retriever import Retriever

DATA = Path("tests/data/quality")
_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_NEAREST = 10
_COMPARED = 100
_WARM_UP = 20
_BLOCK = 50_000
_ADDED = 100


@dataclass(frozen=True, slots=True)
class Built:
    """A size, and what it took to build.

    Attributes:
        passages: how many.
        seconds, cpu: of the writing alone, without the making of texts and vectors; those that
            passed, and those of all cores together.
        disk: bytes of the generation.
        memory: bytes, the peak of the process.
    """

    passages: int
    seconds: float
    cpu: float
    disk: int
    memory: int


@dataclass(frozen=True, slots=True)
class Added:
    """What a build took that has found new passages.

    Attributes:
        added: how many; all were encoded.
        added_seconds, added_cpu: of the build, from the look at the sources to the end.
        added_memory: bytes, the peak of the process, its encoder included.
    """

    added: int
    added_seconds: float
    added_cpu: float
    added_memory: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a process that opened an index and asked questions saw.

    Attributes:
        load: seconds to open it, its files not in memory.
        first: seconds of the first question.
        p50, p99: seconds of a question, its encoding included.
        cpu50, cpu99: its seconds of CPU time, of all cores together.
        encoding: seconds, median, of that encoding alone.
        recall: share of the ten nearest vectors that the dense channel finds.
        private, mapped: bytes resident at the end, the process' own and of files.
        before: bytes resident, private and mapped, before the index was opened.
    """

    load: float
    first: float
    p50: float
    p99: float
    cpu50: float
    cpu99: float
    encoding: float
    recall: float
    private: int
    mapped: int
    before: int


def build(real: Real, count: int, encoder: Encoder, folder: Path) -> Built:
    """Write an index of *count* passages."""
    making, writing = Clock(), Clock()
    sources = folder / "sources"
    sources.mkdir()
    entries = Multiplied(real, count, making, sources)
    vectors = MultipliedVectors(real, count, making)
    manifest = Manifest(
        sources=str(sources),
        encoder="bundled",
        encoder_identity=encoder.identity,
        dimension=encoder.dimension,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        files=entries.files,
        unreadable={},
    )
    with writing.running():
        generation = save(Contents(manifest, entries, vectors), folder / "index")
    seconds, cpu = writing.wall - making.wall, writing.cpu - making.cpu
    disk = sum(path.stat().st_size for path in generation.iterdir())
    return Built(count, seconds, cpu, disk, _status("VmHWM"))


def add(home: Path, real: Real, encoder: Encoder) -> Added:
    """Add ``_ADDED`` passages to the sources in *home*, and build."""
    texts = [" ".join(words[::-1]) for words in real.passages[:_ADDED]]
    (home / "sources" / "added.txt").write_text("\n\n".join(texts), "utf-8")
    encoder.encode_passages(texts[:1])
    clock = Clock()
    with clock.running():
        report = index.build.build(home / "sources", home / "index", encoder)
    return Added(report.encoded, clock.wall, clock.cpu, _status("VmHWM"))


def ask(folder: Path, questions: list[str]) -> Asked:
    """Open the index in *folder*, and ask."""
    encoder = load_encoder()
    encoder.encode_questions(questions[:1])
    before = _status("RssAnon") + _status("RssFile")
    started = time.perf_counter()
    retriever = Retriever(load(folder), encoder)
    loaded = time.perf_counter() - started
    first, _ = _timed(retriever, questions[0])
    for question in questions[1:_WARM_UP]:
        retriever.search(question)
    times, costs = zip(*(_timed(retriever, q) for q in questions[_WARM_UP:]), strict=True)
    private, mapped = _status("RssAnon"), _status("RssFile")
    encodings = []
    for question in questions[_WARM_UP:]:
        started = time.perf_counter()
        encoder.encode_questions([question])
        encodings.append(time.perf_counter() - started)
    return Asked(
        load=loaded,
        first=first,
        p50=float(np.quantile(times, 0.5)),
        p99=float(np.quantile(times, 0.99)),
        cpu50=float(np.quantile(costs, 0.5)),
        cpu99=float(np.quantile(costs, 0.99)),
        encoding=float(np.median(encodings)),
        recall=_recall(retriever, questions[:_COMPARED]),
        private=private,
        mapped=mapped,
        before=before,
    )


def _timed(retriever: Retriever, question: str) -> tuple[float, float]:
    """Seconds that a question took, and of CPU time."""
    clock = Clock()
    with clock.running():
        retriever.search(question)
    return clock.wall, clock.cpu


def _recall(retriever: Retriever, questions: list[str]) -> float:
    """Of the questions' nearest vectors, all compared, the share that is found."""
    encoded = retriever.encoder.encode_questions(questions)
    asked = np.stack([one.vector for one in encoded])
    vectors = cast(Index, retriever.index).vectors
    best = faiss.ResultHeap(len(asked), _NEAREST, keep_max=True)
    for first in range(0, len(vectors), _BLOCK):
        scores = asked @ vectors[first : first + _BLOCK].T
        nearest = np.argsort(-scores, axis=1)[:, :_NEAREST]
        best.add_result(np.take_along_axis(scores, nearest, 1), nearest + first)
    best.finalize()
    _, found = retriever.index.dense.search(asked, _NEAREST)
    pairs = zip(best.I.tolist(), found.tolist(), strict=True)
    return float(np.mean([len({*one} & {*other}) / len(one) for one, other in pairs]))


def _forget(folder: Path) -> None:
    """Ask the system to drop the files from its memory."""
    files = (path for path in current_generation(folder).rglob("*") if path.is_file())
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def _status(field: str) -> int:
    """Bytes, as the system tells of this process."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def _measure(real: Real, count: int, arguments: argparse.Namespace) -> dict[str, float]:
    """Build here; ask, add and ask again in processes of their own."""
    with tempfile.TemporaryDirectory(dir=arguments.folder) as home:
        built = build(real, count, load_encoder(), Path(home))
        asked = _run("--ask", home, arguments.data)
        added = _run("--add", home, arguments.data)
        again = _run("--ask", home, arguments.data)
    return {**asdict(built), **asked, **added, **{f"then_{k}": v for k, v in again.items()}}


def _run(flag: str, home: str, data: Path) -> dict[str, float]:
    """What a process of its own measures; the index is not in the system's memory."""
    _forget(Path(home) / "index")
    command = [sys.executable, "-m", "benchmarks.scale", flag, home, "--data", str(data)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _told(row: dict[str, float]) -> str:
    million = 1e6
    figures = [
        f"{row['passages']:,.0f}",
        f"{row['passages'] / row['seconds']:,.0f}",
        f"{row['passages'] / row['cpu']:,.0f}",
        f"{row['memory'] / million:,.0f}",
        f"{row['disk'] / million:,.0f}",
        f"{1000 * row['load']:.0f}",
        f"{1000 * row['first']:.0f}",
        f"{1000 * row['p50']:.1f}",
        f"{1000 * row['p99']:.1f}",
        f"{1000 * row['cpu50']:.1f}",
        f"{1000 * row['cpu99']:.1f}",
        f"{1000 * row['encoding']:.1f}",
        f"{row['private'] / million:,.0f} + {row['mapped'] / million:,.0f}",
        f"{row['recall']:.3f}",
    ]
    return f"| {' | '.join(figures)} |"


def _told_added(row: dict[str, float]) -> str:
    million = 1e6
    figures = [
        f"{row['passages']:,.0f}",
        f"{row['added_seconds']:.1f}",
        f"{row['added_cpu']:.1f}",
        f"{row['added_memory'] / million:,.0f}",
        f"{1000 * row['then_load']:.0f}",
        f"{1000 * row['then_cpu50']:.1f}",
        f"{row['then_private'] / million:,.0f} + {row['then_mapped'] / million:,.0f}",
        f"{row['then_recall']:.3f}",
    ]
    return f"| {' | '.join(figures)} |"


_HEADINGS = (
    "passages", "built a second", "a CPU second", "building, MB", "on the disk, MB",
    "cold load, ms", "first question, ms", "p50, ms", "p99, ms", "p50, CPU ms",
    "p99, CPU ms", "of p50 encoding, ms",
    "resident, MB: own + mapped", "recall@10",
)  # fmt: skip
_HEADINGS_ADDED = (
    "passages", "100 added, s", "of CPU, s", "adding, MB", "then: cold load, ms",
    "p50, CPU ms", "resident, MB: own + mapped", "recall@10",
)  # fmt: skip


def main() -> None:
    """Print a row for each size, and one for what is added to it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, metavar="N")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--folder", type=Path, help="where the indexes are written, and deleted")
    parser.add_argument("--json", type=Path, metavar="FILE", help="add the rows to FILE")
    parser.add_argument("--ask", type=Path, metavar="DIR", help="only ask the index made in DIR")
    parser.add_argument("--add", type=Path, metavar="DIR", help="only add to the index in DIR")
    arguments = parser.parse_args()
    paths = sorted(arguments.data.rglob("*tydiqa*.jsonl*"))
    if arguments.ask:
        print(json.dumps(asdict(ask(arguments.ask / "index", read_questions(paths)))))
        return
    if arguments.add:
        encoder = load_encoder()
        print(json.dumps(asdict(add(arguments.add, read_real(paths, encoder), encoder))))
        return
    real = read_real(paths, load_encoder())
    words = np.mean([len(one) for one in real.passages])
    tokens = np.mean([len(one.scales) for one in real.tokens])
    print(f"{len(real.passages)} real passages, {words:.0f} words and {tokens:.0f} tokens each;")
    print(f"encoded at {real.rate:.0f} a second, {os.cpu_count()} cores\n")
    print(_head(_HEADINGS), flush=True)
    rows = []
    for size in arguments.sizes:
        row = _measure(real, size - size % OF_DOCUMENT, arguments)
        rows.append(row)
        print(_told(row), flush=True)
        if arguments.json:
            with arguments.json.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
    print("\n".join(["", _head(_HEADINGS_ADDED), *map(_told_added, rows)]))


def _head(headings: Sequence[str]) -> str:
    return f"| {' | '.join(headings)} |\n|{'---:|' * len(headings)}"


if __name__ == "__main__":
    main()
