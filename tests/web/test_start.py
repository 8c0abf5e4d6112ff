"""The front door as a process: what it says and how it ends; no browser is needed."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

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


def test_a_shared_link_needs_a_login() -> None:
    status, out, err = said("--share")
    assert status == 2
    assert out == ""
    assert "--auth USER:PASSWORD" in err.splitlines()[-1]


@pytest.mark.parametrize("login", ["maria", "maria:", ":secret"])
def test_a_login_is_a_name_and_a_password(login: str) -> None:
    assert said("--auth", login)[0] == 2


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
    with start("--index", str(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(address) as response:  # noqa: S310
            assert b"Isnad" in response.read()
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(30) == 130
        finally:
            process.kill()  # else a page that does not end is waited for without end
        assert process.stderr.read() == ""


def test_no_torch_is_imported() -> None:
    program = (
        "import sys, web.page, web.library, web.security;"
        "from index.encoders.load import load_encoder;"
        "load_encoder().encode_questions(['What?']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
