"""Which model is asked, and that its key is never seen."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import pytest

from answers.language_model.settings import ModelSettings, add_model, model_settings
from index.errors import IsnadError
from tests.answers.conftest import KEY
from tests.answers.language_model.model_server import ModelServer, fails, says
from tests.conftest import Run

URL = "http://localhost:11434/v1"


def parsed(*flags: str) -> ModelSettings | None:
    parser = argparse.ArgumentParser()
    add_model(parser)
    return model_settings(parser.parse_args(flags))


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ISNAD_LLM", "ISNAD_LLM_MODEL", "ISNAD_LLM_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_flags_the_environment_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed() is None
    assert parsed("--llm", URL, "--llm-model", "m") == ModelSettings(URL, "m")
    monkeypatch.setenv("ISNAD_LLM", URL)
    monkeypatch.setenv("ISNAD_LLM_MODEL", "m")
    monkeypatch.setenv("ISNAD_LLM_KEY", KEY)
    assert parsed() == ModelSettings(URL, "m", KEY)
    assert parsed("--llm-model", "n", "--llm-timeout", "5") == ModelSettings(URL, "n", KEY, 5)
    assert KEY not in repr(parsed())


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--llm", URL], "No model is named"),
        (["--llm-model", "m"], "no server"),
        (["--llm", "file:///etc/passwd", "--llm-model", "m"], "http://"),
        (["--llm", "localhost:11434", "--llm-model", "m"], "http://"),
        (["--llm", "http://", "--llm-model", "m"], "a host"),
        (["--llm", "http://a:b:c", "--llm-model", "m"], "a host"),
        (["--llm", "http://[::1", "--llm-model", "m"], "a host"),
        (["--llm", f"http://me:{KEY}@host/v1", "--llm-model", "m"], "ISNAD_LLM_KEY"),
        (["--llm", URL, "--llm-model", "m", "--llm-timeout", "0"], "more than 0"),
        (["--llm", URL, "--llm-model", "m", "--llm-timeout", "nan"], "more than 0"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(flags: list[str], sentence: str) -> None:
    with pytest.raises(IsnadError, match=sentence) as raised:
        parsed(*flags)
    assert KEY not in str(raised.value)


def test_the_command_line_shows_checked_sentences(
    run_module: Run, server: ModelServer, tmp_path: Path
) -> None:
    server.script = says(
        "Norland said that his country rejects foreign mercenaries in Libya [1]. ",
        "Haftar said that Libya is rich in oil [1].",
    )
    secret = {**os.environ, "ISNAD_LLM_KEY": KEY, "OPENAI_ORG_ID": "org-other"}
    model = ["--llm", server.url, "--llm-model", "m", "--index", tmp_path / "index"]
    result = run_module("answers", "What did Norland say?", "--json", *model, env=secret)
    assert result.returncode == 0, result.stderr
    row = json.loads(result.stdout)
    assert [one["supported"] for one in row["sentences"]] == [True, False]
    assert row["text"].startswith(f"{row['sentences'][0]['text']} [1]\n\n")
    assert "Haftar" not in row["text"]
    assert "openai-organization" not in server.asked[0].headers

    server.script = fails(429, KEY)
    result = run_module("answers", "What did Norland say?", *model, env=secret)
    assert result.returncode == 0
    assert result.stdout.startswith("The language model gave no usable answer")
    assert "[1] " in result.stdout
    assert result.stderr == "isnad: The language model failed: status 429.\n"
