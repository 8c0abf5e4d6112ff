"""The process that reads risky files: its limits, and its replacement when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import SourceError
from index.readers.child import Child
from tests.conftest import REPOSITORY
from tests.index.readers.good import GOOD
from tests.index.readers.made import pdf_of, stream


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.close()


def _slow() -> bytes:
    """A page that draws for a long time."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources"
            b" << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            stream(
                zlib.compress(b"BT /F 9 Tf " + b"1 0 Td (a) Tj " * 2_000_000 + b"ET"),
                b"/Filter /FlateDecode",
            ),
        ]
    )


def test_one_process_serves_many_sources(child: Child) -> None:
    child.read(".html", GOOD[".html"])
    process = child._process
    with pytest.raises(SourceError):
        child.read(".pdf", b"rubbish")
    assert "ambassador" in child.read(".docx", GOOD[".docx"]).text
    assert child._process is process


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    child = Child(seconds=3)
    child.read(".html", GOOD[".html"])
    with pytest.raises(SourceError, match="reading it takes longer than 3 seconds"):
        child.read(".pdf", _slow())
    assert "ambassador" in child.read(".html", GOOD[".html"]).text
    child.close()


def test_what_needs_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    child = Child(megabytes=300)
    with pytest.raises(SourceError, match="needs too much memory"):
        child.read(".html", b"<p>a" * 2_000_000)
    assert "ambassador" in child.read(".html", GOOD[".html"]).text
    child.close()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV])
def test_a_process_that_died_is_replaced(child: Child, sign: signal.Signals) -> None:
    child.read(".html", GOOD[".html"])
    assert child._process is not None
    os.kill(child._process.pid, sign)
    child._process.wait()
    assert "ambassador" in child.read(".html", GOOD[".html"]).text


def test_threads_take_turns(child: Child) -> None:
    suffixes = [".html", ".pdf", ".docx", ".epub", ".csv", ".jsonl"] * 5
    with ThreadPoolExecutor(6) as pool:
        contents = list(pool.map(lambda suffix: child.read(suffix, GOOD[suffix]), suffixes))
    assert all("ambassador" in content.text for content in contents)


def test_a_fork_has_a_process_of_its_own() -> None:
    code = (
        "import os, sys; from index.readers.child import read_apart\n"
        "raw = b'<p>words</p>'\n"
        "read_apart('.html', raw)\n"
        "if not os.fork():\n    os._exit(read_apart('.html', raw).text != 'words')\n"
        "print(os.wait()[1], read_apart('.html', raw).text)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (result.stdout, result.stderr) == ("0 words\n", "")


def test_it_ends_with_the_program_that_started_it() -> None:
    code = (
        "import os; from index.readers import child\n"
        "child.read_apart('.html', b'<p>words</p>')\n"
        "print(child._shared(os.getpid())._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, check=False
    )
    state = Path(f"/proc/{int(result.stdout)}/stat")
    for _ in range(100):
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError(state.read_text())
