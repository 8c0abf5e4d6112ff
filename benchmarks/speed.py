"""Cold start, warm answers and encoding, beside what most people write by hand.

    python -m benchmarks.speed [--runs N]

Both sides use the weights of multilingual-e5-small: ours as they lie in ``models/``, the other
(``benchmarks/peers/by_hand.py``) as floats in sentence-transformers, once on all cores and once on
one: of these the better counts. All figures are medians of runs in which the two take turns; on a
shared machine only the ratios say something. It needs what ``requirements-dev.txt`` lists.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answers.answerer import Answerer
from benchmarks.peers.corpus import Corpus
from benchmarks.peers.prepare import OFFLINE, corpus_of, save_model
from benchmarks.processes import Cost, measure
from index.documents import encoded_text
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.folder import SOURCES
from index.storage.contents import Index
from index.storage.store import load
from retrieval.retriever import Retriever

QUESTION = "What did Norland say?"
WARM_UP = ("Who met Sarraj in Tunis?", "من زار بنينا؟")
QUESTIONS = (
    "What did Norland say?",
    "Where did Norland meet the head of the Presidential Council?",
    "Who is Joshua Harris?",
    "What does the United States reject in Libya?",
    "What did the State Department write about the Government of National Accord?",
    "Why can migrants and weapons cross the border?",
    "What did General Townsend call for?",
    "ماذا قال نورلاند؟",
    "أين التقى نورلاند فائز السراج؟",
    "من هو جوشوا هاريس؟",
    "ماذا ترفض الولايات المتحدة في ليبيا؟",
    "بماذا وصفت الخارجية الأمريكية حكومة الوفاق؟",
    "لماذا يتدفق المهاجرون والسلاح عبر الحدود؟",
    "إلى ماذا دعا الجنرال تاونسند؟",
)
"""Each is asked once: an answer that was given before would come from warmer caches."""

_LONG_WORDS = 100
_PASSAGES = 64
_FLAGS = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8", "asimddp", "i8mm")

Side = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what is measured, ours and the other's figure, and what was aimed at."""

    what: str
    ours: float
    other: float
    more_is_better: bool = False
    target: str = ""

    def __str__(self) -> str:
        """The line in Markdown; the ratio says how many times better ours is."""
        ratio = self.ours / self.other if self.more_is_better else self.other / self.ours
        figures = f"{_short(self.ours)} | {_short(self.other)} | {ratio:.1f}"
        return f"| {self.what} | {figures} | {self.target} |"


def cold(folder: Path, model: str, runs: int) -> Iterator[Row]:
    """The rows of a program that starts, answers one question and ends; leaves both indexes."""
    saved, vectors, article = folder / "saved", str(folder / "by-hand"), folder / "article.json"
    corpus_of(SOURCES, "ar").save(article)
    ours = [sys.executable, "-m", "answers", QUESTION, "--index"]
    worker = [sys.executable, "-m", "benchmarks.peers.work", "by_hand", model, str(article)]
    other = [*worker, "ask", QUESTION]
    measure([*ours, str(saved)])
    measure([*other, "--save", vectors])
    rounds = [
        (
            measure([*ours, str(saved)]),
            measure([*other, "--load", vectors]),
            measure([*ours, str(folder / f"new-{number}")]),
            measure(other),
        )
        for number in range(runs)
    ]
    saved_ours, saved_other, new_ours, new_other = map(Cost.median, zip(*rounds, strict=True))
    yield from _cost_rows("saved index", saved_ours, saved_other, "< 1.5", "< 350")
    yield from _cost_rows("article indexed first", new_ours, new_other)


def warm(index: Index, encoder: Encoder, folder: Path, model: str) -> Iterator[Row]:
    """The rows of answers, and of questions encoded, in a program that runs already."""
    from benchmarks.peers.by_hand import Search

    answerer = Answerer(Retriever(index, encoder), SOURCES)
    search = Search(model, "ar")
    search.load(folder / "by-hand", Corpus.load(folder / "article.json"))
    yield from _warm_rows("warm answer", answerer.answer, partial(search.search, k=3), "≤ 25")
    ours, other = encoder.encode_questions, search.encoder.questions
    yield from _warm_rows("question encoded", lambda q: ours([q]), lambda q: other([q]))


def encoding(index: Index, encoder: Encoder, model: str, runs: int) -> Iterator[Row]:
    """The rows of passages encoded a second, and a second of one core's work."""
    from sentence_transformers import SentenceTransformer

    encode = partial(SentenceTransformer(model).encode, prompt_name="passage")
    article = [encoded_text(index.documents[p.source], p) for p in index.passages]
    corpora = {
        "the article's passages": list(islice(cycle(article), _PASSAGES)),
        f"passages of {_LONG_WORDS} words": joined(article, _LONG_WORDS, _PASSAGES),
    }
    for (name, texts), size in product(corpora.items(), (32, 8)):
        sides = encoder.encode_passages, partial(encode, batch_size=size)
        compare(*sides, [texts[:size]])
        ours, other = _PASSAGES / compare(*sides, [texts] * runs)
        what = f"{name}, by hand in batches of {size}"
        yield Row(f"{what}: a second", ours[0], other[0], True, "≥ 2.5 ×")
        yield Row(f"{what}: a CPU second", ours[1], other[1], True)


def compare(ours: Side, other: Side, arguments: Sequence[object]) -> NDArray[np.float64]:
    """Medians over *arguments*, with each of which both sides are called in turns.

    Returns:
        (2, 2) float64: ours and the other's seconds, on the wall and of CPU time. The other's are
        the lesser of those on all cores, as torch does by itself, and on one.
    """
    sides = ours, other, _on_one_core(other)
    times = np.array([[timed(side, argument) for side in sides] for argument in arguments])
    of_ours, *of_other = np.median(times, axis=0)
    return np.stack([of_ours, np.min(of_other, axis=0)])


def timed(side: Side, argument: object) -> tuple[float, float]:
    """How long *side* takes with *argument*, in seconds on the wall and of CPU time."""
    started = time.perf_counter(), time.process_time()
    side(argument)
    return time.perf_counter() - started[0], time.process_time() - started[1]


def joined(texts: Sequence[str], length: int, count: int) -> list[str]:
    """*count* texts of *length* words, one after another from *texts*, over and over.

    >>> joined(["a b", "c"], 2, 3)
    ['a b', 'c a', 'b c']
    """
    words = cycle(" ".join(texts).split())
    return [" ".join(islice(words, length)) for _ in range(count)]


def machine() -> str:
    """What the figures depend on: cores, instructions, versions."""
    known = Path("/proc/cpuinfo")
    words = known.read_text("utf-8").split() if known.exists() else []
    flags = [flag for flag in _FLAGS if flag in words] or ["flags unknown"]
    packages = ("onnxruntime", "torch", "sentence-transformers")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.machine()}, {' '.join(flags)}; {python}, {versions}"


def _warm_rows(what: str, ours: Side, other: Side, target: str = "") -> Iterator[Row]:
    compare(ours, other, WARM_UP)
    of_ours, of_other = 1000 * compare(ours, other, QUESTIONS)
    yield Row(f"{what}: ms", of_ours[0], of_other[0], target=target)
    yield Row(f"{what}: CPU ms", of_ours[1], of_other[1])


def _cost_rows(
    what: str, ours: Cost, other: Cost, cpu: str = "", memory: str = ""
) -> Iterator[Row]:
    yield Row(f"cold answer, {what}: CPU s", ours.cpu, other.cpu, target=cpu)
    yield Row(f"cold answer, {what}: wall s", ours.wall, other.wall)
    yield Row(f"cold answer, {what}: MB", ours.memory, other.memory, target=memory)


def _on_one_core(side: Side) -> Side:
    """A side without torch's threads, which wait for each other where others want the cores."""
    import torch

    def run(argument: object) -> None:
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        side(argument)
        torch.set_num_threads(threads)

    return run


def _short(figure: float) -> str:
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.3g}"


def _rows(folder: Path, runs: int) -> Iterator[Row]:
    model = save_model(folder)
    yield from cold(folder, model, runs)
    index, encoder = load(folder / "saved"), load_encoder()
    yield from warm(index, encoder, folder, model)
    yield from encoding(index, encoder, model, runs)


def main() -> None:
    """Print the machine and the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    arguments = parser.parse_args()
    os.environ.update(OFFLINE)  # before anything of Hugging Face is imported
    print(f"{machine()}; medians of {arguments.runs} runs\n")
    print("| | Isnad | by hand | times better | target |\n|---|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(Path(folder), arguments.runs):
            print(row, flush=True)


if __name__ == "__main__":
    main()
