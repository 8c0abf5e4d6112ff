"""The program in a process of its own, and programs that ask it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from tests.conftest import REPOSITORY
from web.guard.password import Account, hash_password

HARBOUR = "The harbour opened in May.\n\nMaria Lind said that forty ships came in June.\n"
QUESTION = "When did the harbour open?"


@dataclass(frozen=True, slots=True)
class Running:
    """The program, its sources, its address, and behind a proxy the address that this asks."""

    address: str
    sources: Path
    process: subprocess.Popen[str]
    behind: str = ""

    @contextmanager
    def client(self, user: str = "", password: str = "") -> Iterator[httpx.Client]:
        """A client, logged in as a browser is where there is a user."""
        with httpx.Client(base_url=self.address, timeout=60) as client:
            if user:
                form = {"username": user, "password": password}
                assert client.post("/login", data=form).status_code == 200
            yield client


@contextmanager
def running(
    folder: Path,
    *flags: str,
    environment: Mapping[str, str] | None = None,
    errors: bool = False,
) -> Iterator[Running]:
    """Start the program over a source of two paragraphs; and end it.

    With *errors* the caller reads what it says on standard error.
    """
    sources = folder / "sources"
    sources.mkdir()
    (sources / "harbour.txt").write_text(HARBOUR, "utf-8")
    where = ["--sources", str(sources), "--index", str(folder / "index"), "--port", free_port()]
    with started(*where, *flags, environment=environment, errors=errors) as program:
        yield replace(program, sources=sources)


@contextmanager
def started(
    *flags: str, environment: Mapping[str, str] | None = None, errors: bool = False
) -> Iterator[Running]:
    """Start the program, wait until it listens, and end it."""
    with subprocess.Popen(
        [sys.executable, "app.py", *flags],
        cwd=REPOSITORY,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if errors else None,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert said.startswith("Isnad is open at http://"), said
            yield Running(said.split()[-1], Path(), process)
        finally:
            process.terminate()


def free_port() -> str:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def write_accounts(folder: Path) -> Path:
    """A password file with two guests, one of them that of the docs, and an owner."""
    accounts = [
        Account("guest", hash_password("guest's")),
        Account("anna", hash_password("secret")),
        Account("olga", hash_password("olga's"), owner=True),
    ]
    path = folder / "passwords"
    path.write_text("\n".join(["# who", *(account.line for account in accounts)]), "utf-8")
    return path


def call(client: httpx.Client, name: str, *data: object, **more: object) -> httpx.Response:
    """Call a function of the page as a program does."""
    return client.post(f"/gradio_api/run/{name}", json={"data": data, **more})


def function_of(client: httpx.Client, name: str) -> int:
    """The number that the page calls a function by; that it is not in the list is no lock."""
    dependencies = client.get("/config").json()["dependencies"]
    return next(int(one["id"]) for one in dependencies if one["api_name"] == name)
