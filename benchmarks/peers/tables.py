"""What was measured, as tables in Markdown: a column for each program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from benchmarks.processes import Cost
from benchmarks.quality import ndcg


@dataclass(frozen=True, slots=True)
class Found:
    """Where the right contexts stood for one pair of passages and questions; None if nowhere.

    *best*, *usual* and *dense* are the three ways of a ``Peer`` to search.
    """

    pair: str
    best: list[int | None]
    usual: list[int | None]
    dense: list[int | None]

    def ways(self) -> dict[str, list[int | None]]:
        """The ways to search under the names that the tables give them."""
        return {
            "all, best setting": self.best,
            "all, usual setting": self.usual,
            "vectors alone": self.dense,
        }


def rank(rows: Sequence[int], sources: Sequence[str], right: str) -> int | None:
    """The rank of the source *right* among those of *rows*, each source counted once.

    >>> rank([4, 0, 1], ["a", "a", "b", "c", "c"], "b")
    3
    >>> rank([3, 4, 0], ["a", "a", "b", "c", "c"], "a")
    2
    """
    found = list(dict.fromkeys(sources[row] for row in rows))
    return found.index(right) + 1 if right in found else None


def recall_at_one(ranks: Sequence[int | None]) -> float:
    """The share of questions whose right context stands first.

    >>> recall_at_one([1, 2, None, 1])
    0.5
    """
    return sum(rank == 1 for rank in ranks) / len(ranks)


def quality(found: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    """Two tables, nDCG@10 and recall@1; the best of each row stands out."""
    for name, measure in {"nDCG@10": ndcg, "recall@1": recall_at_one}.items():
        yield from header(f"{name}, passages ← questions", ["n", *found])
        for one in zip(*found.values(), strict=True):
            for way in one[0].ways():
                figures = [measure(of_program.ways()[way]) for of_program in one]
                cells = [str(len(one[0].best)), *_best_stands_out(figures)]
                yield row(f"{one[0].pair}, {way}", cells)
        yield ""


def cold(costs: Mapping[str, Mapping[str, Cost]]) -> Iterator[str]:
    """Whole processes: program to where it starts from to what that took."""
    yield from header("", costs)
    for start in next(iter(costs.values())):
        of_programs = [of[start] for of in costs.values()]
        yield row(f"{start}: CPU s", [f"{cost.cpu:.1f}" for cost in of_programs])
        yield row(f"{start}: s", [f"{cost.wall:.1f}" for cost in of_programs])
        yield row(f"{start}: MB", [f"{cost.memory:.0f}" for cost in of_programs])
    yield ""


def warm(times: Mapping[str, Sequence[float]], rates: Mapping[str, float]) -> Iterator[str]:
    """Searches in a process that runs already, and indexing.

    Args:
        times: program to the milliseconds of its searches.
        rates: program to the passages that it indexed a second.
    """
    yield from header("", times)
    for percent in (50, 95):
        cuts = [quantiles(of_program, n=100)[percent - 1] for of_program in times.values()]
        yield row(f"a question, p{percent}: ms", [f"{cut:.0f}" for cut in cuts])
    yield row("passages indexed a second", [f"{rate:.1f}" for rate in rates.values()])
    yield ""


def said(
    questions: Sequence[str],
    paragraphs: Sequence[int],
    right: Iterable[int],
    found: Mapping[str, Sequence[Sequence[int]]],
) -> Iterator[str]:
    """Which paragraph stands first, whether it is right, and how many of the first ones are.

    Args:
        questions: the questions.
        paragraphs: number of the paragraph that each passage stands in.
        right: the numbers of the right ones.
        found: program to rows of passages, best first, for each question.
    """
    wanted = {*right}
    yield from header(f"first; of the first {len(wanted)}, how many are right", found)
    for place, question in enumerate(questions):
        tops = [[paragraphs[at] for at in of[place][: len(wanted)]] for of in found.values()]
        yield row(question, [_cell(top, wanted) for top in tops])
    yield ""


def header(what: str, columns: Iterable[str]) -> Iterator[str]:
    """The two lines above the rows of a table."""
    columns = list(columns)
    yield row(what, columns)
    yield "|---" + "|---:" * len(columns) + "|"


def row(what: str, cells: Iterable[str]) -> str:
    """A line of a table.

    >>> row("speed", ["1", "2"])
    '| speed | 1 | 2 |'
    """
    return f"| {' | '.join([what, *cells])} |"


def _cell(top: Sequence[int], wanted: set[int]) -> str:
    mark = "✓" if top[0] in wanted else "✗"
    return f"¶ {top[0]} {mark}; {sum(paragraph in wanted for paragraph in top)}"


def _best_stands_out(figures: Sequence[float]) -> list[str]:
    shown = [f"{figure:.3f}" for figure in figures]
    return [f"**{figure}**" if figure == max(shown) else figure for figure in shown]
