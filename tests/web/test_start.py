"""The front door as a process: what it says and how it ends; no browser is needed."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.web.running import HARBOUR, QUESTION, call, free_port, running, started

SENTENCE = "isnad: "


def start(*flags: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "app.py", *flags],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(*flags: str) -> tuple[int, str, str]:
    process = start(*flags)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.parametrize("flags", [["--share"], ["--host", "192.0.2.1"]])
def test_what_is_open_to_others_needs_a_login(flags: list[str]) -> None:
    status, out, err = said(*flags)
    assert status == 1
    assert out == ""
    assert err.startswith(SENTENCE)
    assert "--auth USER:PASSWORD" in err
    assert len(err.splitlines()) == 1


def test_no_folder_of_sources_is_one_sentence(tmp_path: Path) -> None:
    status, _, err = said("--sources", str(tmp_path / "none"), "--index", str(tmp_path / "index"))
    assert status == 1
    assert err.startswith(SENTENCE)
    assert len(err.splitlines()) == 1


def test_a_damaged_index_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("12")
    status, _, err = said("--index", str(tmp_path))
    assert status == 1
    assert err.startswith(SENTENCE)
    assert len(err.splitlines()) == 1


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, _, err = said("--index", str(tmp_path), "--port", port)
    assert status == 1
    assert err.splitlines()[-1].startswith(SENTENCE)
    assert port in err


def test_it_opens_and_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    with running(tmp_path, errors=True) as program:
        process = program.process
        assert process.stderr is not None
        with program.client() as client:
            assert "Isnad" in client.get("/").text
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(30) == 130
        finally:
            process.kill()  # else a page that does not end is waited for without end
        assert process.stderr.read() == ""


def test_it_is_a_space_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "harbour.md").write_text(HARBOUR, "utf-8")
    space = {"SYSTEM": "spaces", "SPACE_ID": "somebody/isnad", "ISNAD_SOURCES": str(tmp_path)}
    login = {"ISNAD_OWNER": "olga:secret"}
    index = ["--index", str(tmp_path / "index"), "--port", free_port()]
    with started(*index, environment={**space, **login}) as program:
        with program.client() as visitor:
            headers = visitor.get("/", headers={"Host": "somebody-isnad.hf.space"}).headers
            assert "frame-ancestors https://huggingface.co" in headers["content-security-policy"]
            assert call(visitor, "ask", QUESTION).status_code == 401
        with program.client("olga", "secret") as owner:
            answer = call(owner, "ask", QUESTION).json()["data"][0]
            assert [citation["source"] for citation in answer["citations"]] == ["harbour.md"]
            assert "was removed" in call(owner, "remove", "harbour.md").text


def test_no_torch_is_imported() -> None:
    program = (
        "import sys, web.page, web.library, web.guard.security;"
        "from index.encoders.load import load_encoder;"
        "load_encoder().encode_questions(['What?']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
