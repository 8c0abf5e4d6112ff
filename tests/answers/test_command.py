"""The doors for scripts, as other programs call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Run

KEYS = {"id", "question", "searched", "language", "answered", "confidence", "text"}
KEYS |= {"citations", "hits", "index"}
PLACE = {"source", "start", "end", "heading", "paragraph", "page", "row"}
CITATION = {*PLACE, "number", "title", "quote", "marks", "address", "fetched", "also"}
HIT = {*PLACE, "score", "ranks"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


def test_answers_in_json_from_an_index_that_is_built_first(run_module: Run, index: Path) -> None:
    result = run_module("answers", "What did Norland say?", "--json", "--index", index)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer.keys() == KEYS
    assert answer["answered"] is True
    assert [c["number"] for c in answer["citations"]] == [1, 2, 3, 4, 5]
    for citation in answer["citations"]:
        assert citation.keys() == CITATION
        text = (REPOSITORY / "seeds" / citation["source"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert all(hit.keys() == HIT for hit in answer["hits"])
    assert answer["index"]["changed_sources"] == []


def test_many_questions_from_a_file(run_module: Run, index: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    rows: list[dict[str, object]] = [
        {"id": 7, "q": "What did Norland say?"},
        {"id": "b", "q": "من هو قائد أفريكوم؟"},
    ]
    questions.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    for room in ("retrieval", "answers"):
        result = run_module(room, "--questions", questions, "--json", "--index", index)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        assert [(line["id"], line["question"]) for line in lines] == [
            (row["id"], row["q"]) for row in rows
        ]
        assert lines[1]["hits"][0]["paragraph"] == 21
        assert set(lines[1]["hits"][0]["ranks"]) == {"dense", "words", "names"}


def test_a_conversation_from_a_file(run_module: Run, index: Path, tmp_path: Path) -> None:
    conversations = tmp_path / "conversations.jsonl"
    rows: list[dict[str, object]] = [
        {"id": 1, "turns": ["What did Norland say about the elections?", "And the mercenaries?"]},
        {"id": 2, "turns": ["What did Norland say?", "", "ماذا قال أيضا؟"]},
        {"id": 3, "turns": ["What did Norland say?", "Who commands AFRICOM?"]},
    ]
    conversations.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    result = run_module("answers", "--conversation", conversations, "--json", "--index", index)
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["id"], line["question"], line["searched"]) for line in lines] == [
        (1, "And the mercenaries?", "What did Norland say about the mercenaries?"),
        (2, "ماذا قال أيضا؟", "ماذا قال Norland؟"),
        (3, "Who commands AFRICOM?", "Who commands AFRICOM?"),
    ]
    assert [line["language"] for line in lines] == ["en", "ar", "en"]
    assert all(line.keys() == KEYS and line["answered"] for line in lines)
    told = run_module("answers", "--conversation", conversations, "--index", index).stdout
    assert told.count("Searched for: What did Norland say about the mercenaries?") == 1
    assert told.count("البحث عن: ") == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"id": 1}', "there is no"),
        ('{"id": 1, "turns": []}', "there is no"),
        ('{"id": 1, "turns": "What?"}', "there is no"),
        ('{"id": 1, "turns": ["What?", 2]}', "there is no"),
        ("[" * 100_000, "there is no"),
        (json.dumps({"id": 1, "turns": ["What?"] * 101}), "there are 101 turns"),
        ('{"id": 1, "turns": ["What did Norland say?", " "]}', "The question is empty."),
    ],
)
def test_a_conversation_that_is_none_is_refused(
    run_module: Run, index: Path, tmp_path: Path, line: str, sentence: str
) -> None:
    conversations = tmp_path / "conversations.jsonl"
    conversations.write_text(line, "utf-8")
    result = run_module("answers", "--conversation", conversations, "--index", index)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_text_for_people(run_module: Run, index: Path) -> None:
    result = run_module("answers", "من هو قائد أفريكوم؟", "--index", index)
    assert "[1] " in result.stdout
    assert "الفقرة 21" in result.stdout
    assert (
        run_module("retrieval", "Hifter", "-k", "1", "--index", index).stdout.count("paragraph")
        == 1
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([""], "The question is empty."),
        (["?!."], "The question holds no word."),
        (["x " * 5000], "2000 are the most"),
        (["x", "--sources", "/nowhere"], "no folder of sources"),
        (["--questions", "/nowhere.jsonl"], "cannot be read"),
    ],
)
@pytest.mark.parametrize("room", ["retrieval", "answers"])
def test_what_cannot_be_answered_is_one_sentence(
    run_module: Run, index: Path, room: str, arguments: list[str], sentence: str
) -> None:
    result = run_module(
        room, *arguments, *(["--index", index] if "--sources" not in arguments else [])
    )
    assert result.returncode == 1
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_a_line_that_is_no_question_is_named(run_module: Run, index: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "q": "Norland"}\n{"id": 2}\n', "utf-8")
    result = run_module("answers", "--questions", questions, "--index", index)
    assert result.returncode == 1
    assert "line 2 of" in result.stderr


def test_a_story_in_two_places_is_told_once_with_both(run_module: Run, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    for name in ("first.txt", "second.txt"):
        (tmp_path / "sources" / name).write_text("The harbour opened in May.", "utf-8")
    folders = ["--sources", tmp_path / "sources", "--index", tmp_path / "index"]
    told = run_module("answers", "When did the harbour open?", *folders).stdout
    assert told.count("The harbour opened in May.") == 1
    assert "first.txt" in told
    assert "second.txt" in told


def test_a_reader_that_goes_away_is_no_error(index: Path) -> None:
    command = [sys.executable, "-m", "answers", "Norland?", "--index", str(index)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert b"Traceback" not in program.stderr.read()
    assert program.returncode != 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["answers", "x", "--index", "milvus://"], "milvus://"),
        (["index", "export", "x.zip", "--index", "milvus://host:1/x"], "indexes in folders"),
    ],
)
def test_an_index_elsewhere_is_named_rightly_or_refused(
    run_module: Run, arguments: list[str], sentence: str
) -> None:
    result = run_module(*arguments)
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
