"""The comparison with other programs: its arithmetic, and that it works where none is installed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers.__main__ import not_installed
from benchmarks.peers.contexts import Asked, asked_over, limited
from benchmarks.peers.corpus import Corpus
from benchmarks.peers.peer import ISNAD, PROGRAMS, Program
from benchmarks.peers.prepare import corpus_of
from benchmarks.peers.tables import Found, quality, rank, recall_at_one, said
from benchmarks.peers.vectors import BUNDLED
from benchmarks.peers.work import Measured
from benchmarks.quality import QuestionSet
from tests.conftest import REPOSITORY

ROWS = {
    "ar": [
        {"id": "1", "question": "أين تقع القاهرة؟", "context": "القاهرة مدينة على نهر النيل."},
        {"id": "2", "question": "ما عاصمة ليبيا؟", "context": "طرابلس هي عاصمة ليبيا."},
    ],
    "en": [
        {"id": "2", "question": "What is Libya's capital?", "context": "Tripoli is its capital."},
        {"id": "1", "question": "Where is Cairo?", "context": "Cairo lies on the Nile."},
        {"id": "3", "question": "Where is Tunis?", "context": "Tunis lies on a lake."},
    ],
}


@pytest.fixture
def sets() -> dict[str, QuestionSet]:
    return {language: QuestionSet.from_rows(rows) for language, rows in ROWS.items()}


def _data(folder: Path) -> Path:
    (folder / "qa").mkdir()
    for language, rows in ROWS.items():
        with gzip.open(folder / "qa" / f"dev.mlqa.{language}.jsonl.gz", "wt") as file:
            file.writelines(f"{json.dumps(row)}\n" for row in rows)
    return folder


def test_a_source_counts_once_and_by_its_best_passage() -> None:
    sources = ["a", "a", "b", "c", "c"]
    assert [rank([3, 4, 0, 2], sources, source) for source in "cab"] == [1, 2, 3]
    assert rank([3, 4], sources, "a") is None
    assert recall_at_one([1, 2, None, 1]) == 0.5


def test_the_best_figures_stand_out() -> None:
    one = Found("ar ← en", [1, 1], [1, 1], [1, None])
    other = Found("ar ← en", [1, 3], [3, 3], [1, None])
    lines = [*quality({"One": [one], "Other": [other]})]
    assert lines[0] == "| nDCG@10, passages ← questions | n | One | Other |"
    assert lines[2] == "| ar ← en, all, best setting | 2 | **1.000** | 0.750 |"
    assert lines[3] == "| ar ← en, all, usual setting | 2 | **1.000** | 0.500 |"
    assert lines[4] == "| ar ← en, vectors alone | 2 | **0.500** | **0.500** |"


def test_what_stands_first_is_judged_by_its_paragraph() -> None:
    lines = [*said(["Who?"], [1, 4, 6], [4, 6], {"One": [[2, 1, 0]], "Other": [[0, 2, 1]]})]
    assert lines[2] == "| Who? | ¶ 6 ✓; 2 | ¶ 1 ✗; 1 |"


def test_a_limit_keeps_the_same_questions_in_all_languages(sets: dict[str, QuestionSet]) -> None:
    kept = limited(sets, 1)
    assert [[*of.questions] for of in kept.values()] == [["1"], ["1"]]
    assert [[*of.contexts.values()] for of in kept.values()] == [
        ["القاهرة مدينة على نهر النيل."],
        ["Cairo lies on the Nile."],
    ]
    assert limited(sets, None) == sets


def test_the_rows_that_were_found_become_ranks(
    sets: dict[str, QuestionSet], tmp_path: Path
) -> None:
    arabic, english = asked_over(sets, tmp_path)
    assert [*arabic.pairs] == ["ar ← ar", "ar ← en"]
    assert [*english.pairs["en ← en"]] == ["2", "1", "3"]
    assert arabic.questions()[2:] == ["What is Libya's capital?", "Where is Cairo?"]
    right, wrong = _rows(arabic, "12", "21"), _rows(arabic, "21", "12")
    measured = Measured(1.0, best=right, usual=wrong, dense=right, times=[])
    assert arabic.found(measured) == [
        Found("ar ← ar", [1, 1], [None, None], [1, 1]),
        Found("ar ← en", [1, 1], [None, None], [1, 1]),
    ]


def _rows(asked: Asked, *keys: str) -> list[list[int]]:
    """One passage for each question: that of the question with the key."""
    sources = [source for source, _ in asked.corpus.places]
    return [[sources.index(asked.gold[key])] for of_pair in keys for key in of_pair]


@pytest.mark.parametrize("name", [ISNAD.module, "by_hand"])
def test_a_program_finds_the_same_with_a_saved_index(name: str, tmp_path: Path) -> None:
    corpus = corpus_of((REPOSITORY / "seeds").resolve(), "ar")
    corpus.save(tmp_path / "corpus.json")
    assert Corpus.load(tmp_path / "corpus.json") == corpus
    made, loaded = (PROGRAMS[name].open(BUNDLED, "ar") for _ in range(2))
    made.index(corpus)
    made.save(tmp_path)
    loaded.load(tmp_path, corpus)
    question = "ماذا قال نورلاند؟"
    assert loaded.search(question, 5) == made.search(question, 5)
    assert loaded.dense(question, 5) == made.dense(question, 5)
    assert len({*made.search(question, 5)}) == 5


def test_what_is_not_installed_is_said() -> None:
    absent = Program("Absent", "absent", ("no_such_module", "os"))
    assert [*not_installed([ISNAD, absent])] == [
        "Absent is left out, without no_such_module; to install it: make bench-peers"
    ]


def test_it_runs_where_no_other_program_is_installed(tmp_path: Path) -> None:
    absent = [name for name, program in PROGRAMS.items() if program.missing()]
    command = [sys.executable, "-m", "benchmarks.peers", "--data", str(_data(tmp_path))]
    result = subprocess.run(
        [*command, "--runs", "1", "--limit", "2", "--programs", *absent, ISNAD.module],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("is left out") == len(absent)
    assert "| ar ← ar, all, best setting | 2 | **1.000** |" in result.stdout
