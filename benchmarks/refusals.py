"""What the whole program refuses at the shipped threshold, over what the quality gate asks.

Sources are the passages of TyDi QA in one language, or thirty articles in ten languages. Each
question is asked twice, with what answers it among the sources and with it left out. Of what
somebody said the probability decides nothing: there the sources report the speaker, or do not.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from answers.answerable import model
from answers.answerer import Answerer
from answers.follow_ups.turns import turn
from benchmarks.fit.left_out import LeftOut
from benchmarks.quality import retriever
from index.encoders.load import load_encoder
from retrieval.retriever import Retriever

DATA = Path(__file__).parents[1] / "tests" / "data" / "quality"
_NOWHERE = Path("there-are-no-sources")

Row = dict[str, str]


def refusals(misses: bool) -> Iterator[str]:
    """The shares that are refused, a row for each set and scope; *misses* lists the wrong ones."""
    encoder = load_encoder()
    table = [
        f"| at threshold {model().threshold} | questions | false refusals | true refusals |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as home:
        for name, contexts, rows in _sets():
            counts: Counter[tuple[str, bool, bool]] = Counter()
            searched = retriever(name, contexts, encoder, Path(home))
            for row, scope, answerable, answered in _asked(searched, name, rows):
                part = f"{scope}, {_kind(row)}"
                counts[part, answerable, answered] += 1
                if misses and answerable != answered:
                    wrong = "refused" if answerable else "answered"
                    yield f"{wrong:8}  {row['source']}, {scope}  {row['question']}"
            table += _table(name, counts)
    yield from table


def _table(name: str, counts: Counter[tuple[str, bool, bool]]) -> Iterator[str]:
    for part in sorted({part for part, _, _ in counts}):
        false, right = counts[part, True, False], counts[part, True, True]
        true, wrong = counts[part, False, False], counts[part, False, True]
        cells = f"{false + right} | {false / (false + right):.3f} | {true / (true + wrong):.3f}"
        yield f"| {name}, {part} | {cells} |"


def _asked(
    searched: Retriever, name: str, rows: Iterable[Row]
) -> Iterator[tuple[Row, str, bool, bool]]:
    """Each row with its scope, whether its source is there, and whether it was answered."""
    with TemporaryDirectory() as folder:
        left_out = LeftOut(searched, name, Path(folder))
        answerers: dict[int, Answerer] = {}
        for row in rows:
            for scope, answerable, part in left_out.searched(row["source"]):
                answerer = answerers.setdefault(id(part), Answerer(part, _NOWHERE))
                yield row, scope, answerable, answerer.answer(row["question"]).answered


def _kind(row: Row) -> str:
    own = row["source"].split(".")[-2] == row["language"]
    said = turn(row["question"]).speech is not None
    return f"{'own' if own else 'another'} language, {'who said what' if said else 'facts'}"


def _sets() -> Iterator[tuple[str, dict[str, str], list[Row]]]:
    """The name of each set, its sources by name, and its questions."""
    for language in ("ar", "en", "ru"):
        rows = _read(DATA / f"tydiqa.{language}.jsonl")
        sources = {f"{i:03}.{language}.txt": row["context"] for i, row in enumerate(rows)}
        asked = [
            {"source": source, "language": language, "question": row["question"]}
            for source, row in zip(sources, rows, strict=True)
            if row["question"]
        ]
        yield f"TyDi QA {language}", sources, asked
    yield "articles", articles(), questions()


def articles() -> dict[str, str]:
    """The quality gate's articles, by file name."""
    return {path.name: path.read_text("utf-8") for path in (DATA / "articles").glob("*.txt")}


def questions() -> list[Row]:
    """What is asked of them: ``id``, ``question``, ``language``, ``source``."""
    return _read(DATA / "questions.jsonl")


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
