"""The commands of README and docs, run as they stand there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Run
from tests.web.running import HARBOUR, free_port, started

PAGES = [
    *(REPOSITORY / name for name in ("README.md", "README.ar.md", "CONTRIBUTING.md")),
    *sorted((REPOSITORY / "docs").glob("*.md")),
]
_COMMAND = re.compile(
    r"(?m)^    python (-m (?:answers|index|retrieval|web\.guard\.password)\b.*|app\.py.*)$"
)
_MADE = re.compile(r"(?:^    |`)make ([a-z-]+)", re.MULTILINE)
_MODULE = re.compile(r"python -m ([a-z_.]+[a-z])")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")
_HEADING = re.compile(r"(?m)^#+ (.+)$")
_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]+")

ELSEWHERE = {
    "--encoder intfloat": "a model hub",
    "index add https": "the web; tests/index/test_add.py has a web of its own",
    "app.py --share": "the share service; tests/web/test_share.py has a stand-in",
}
"""Commands that need what the tests cannot reach."""


def commands() -> list[str]:
    """All commands of the pages but those that need what is not here, each once."""
    found = [
        command.split("   #")[0].split("  #")[0].strip()
        for page in PAGES
        for command in _COMMAND.findall(page.read_text("utf-8"))
    ]
    return [
        command
        for command in dict.fromkeys(found)
        if not any(part in command for part in ELSEWHERE)
    ]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, run_module: Run) -> list[str]:
    """Flags that keep a command away from the repository's own sources and index."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "sources").mkdir()
    (folder / "sources" / "harbour.txt").write_text(HARBOUR, "utf-8")
    flags = ["--sources", str(folder / "sources"), "--index", str(folder / "index")]
    assert run_module("index", "build", *flags).returncode == 0
    return flags


def test_there_are_commands_to_run() -> None:
    found = commands()
    assert any(command.startswith("app.py") for command in found)
    assert any("answers" in command for command in found)


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("-m")])
def test_a_command_works(command: str, folders: list[str]) -> None:
    arguments = shlex.split(command.split(">>", maxsplit=1)[0])
    module = arguments[1]
    more = [] if module == "web.guard.password" else folders
    result = subprocess.run(
        [sys.executable, *arguments, *more],
        cwd=REPOSITORY,
        input="a secret of some length\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith("app.py")])
def test_the_page_opens(command: str, folders: list[str], tmp_path: Path) -> None:
    line = subprocess.run(
        [sys.executable, "-m", "web.guard.password", "anna"],
        cwd=REPOSITORY,
        input="a secret\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (tmp_path / "passwords").write_text(line, "utf-8")
    flags = shlex.split(command)[1:]
    flags = [str(tmp_path / flag) if flag == "passwords" else flag for flag in flags]
    with started(*flags, *folders, "--port", free_port()) as program:
        assert program.process.poll() is None


def test_what_make_is_told_to_do_it_can() -> None:
    targets = sorted({name for page in PAGES for name in _MADE.findall(page.read_text("utf-8"))})
    assert "chat" in targets
    told = subprocess.run(
        ["make", "--dry-run", "DATA=nowhere", *targets],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_every_module_that_is_named_is_there() -> None:
    named = {name for page in PAGES for name in _MODULE.findall(page.read_text("utf-8"))}
    assert "benchmarks.quality" in named
    assert {name for name in named if find_spec(name) is None} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for path, place in _LINK.findall(page.read_text("utf-8")):
        target = page.parent / path if path else page
        assert target.exists(), path
        if place:
            assert place in {
                _anchor(found) for found in _HEADING.findall(target.read_text("utf-8"))
            }


def _anchor(heading: str) -> str:
    """What a heading is called in links to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(
    "program", ["app.py", "-m answers", "-m retrieval", "-m index build", "-m index watch"]
)
def test_every_flag_is_documented_and_no_other(program: str) -> None:
    told = subprocess.run(
        [sys.executable, *program.split(), "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    page = (REPOSITORY / "docs" / "commands.md").read_text("utf-8")
    assert set(_FLAG.findall(told)) - {"--help"} <= set(_FLAG.findall(page))


def test_no_flag_is_documented_that_is_none() -> None:
    page = (REPOSITORY / "docs" / "commands.md").read_text("utf-8")
    code = " ".join(
        path.read_text("utf-8")
        for room in ("app.py", "answers", "index", "retrieval", "web", "benchmarks")
        for path in ([REPOSITORY / room] if room == "app.py" else (REPOSITORY / room).rglob("*.py"))
    )
    assert {flag for flag in _FLAG.findall(page) if f'"{flag}"' not in code} == set()
