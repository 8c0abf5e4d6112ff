"""Many people asking the page at once, as their browsers do: one request a question.

A person asks a few questions and begins anew, which is another session for the server.
"""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

CHAT_LENGTH = 5
Again = Callable[[], bool]
"""Whether one more question is to be asked."""

_PATIENCE = 60
_NOTICE = 'class=\\"notice\\"'  # a sentence of ours that stands for an answer: "please ask again"


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking.

    Attributes:
        seconds: how long it was asked.
        took: ms of each request, in no order.
        errors: requests that got no answer, a refusal to answer among them.
    """

    seconds: float
    took: list[float]
    errors: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.took) / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds that *percent* of the requests did not exceed."""
        return quantiles(self.took, n=100)[percent - 1]


class Door:
    """Where the questions of a page go; the same for our page and a bare one."""

    def __init__(self, address: str, chat: Any) -> None:
        """Find what pressing Enter in the input of the page at *address* calls.

        Args:
            address: of the page.
            chat: what the browser sends beside the question.
        """
        self._chat = chat
        self._host = urlsplit(address).netloc
        with urllib.request.urlopen(f"{address.rstrip('/')}/config") as response:  # noqa: S310
            config = json.load(response)
        inputs = {c["id"] for c in config["components"] if c["props"].get("elem_id") == "question"}
        self._function = next(
            found["id"]
            for found in config["dependencies"]
            if any(name == "submit" and part in inputs for part, name in found["targets"])
        )

    def connect(self) -> http.client.HTTPConnection:
        """A connection of one person's browser."""
        return http.client.HTTPConnection(self._host, timeout=_PATIENCE)

    def ask(self, connection: http.client.HTTPConnection, question: str, session: str) -> bool:
        """Ask one question; whether it was answered."""
        body = {"data": [question, self._chat], "fn_index": self._function, "session_hash": session}
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/gradio_api/run/predict", json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read().decode()
        return response.status == 200 and "error" not in json.loads(text) and _NOTICE not in text


def ask_for(door: Door, people: int, seconds: float, questions: Sequence[str]) -> Load:
    """Let *people* ask, each as soon as they have an answer, for *seconds*."""
    end = time.perf_counter() + seconds
    return _ask(door, people, questions, lambda: time.perf_counter() < end)


def ask_times(door: Door, people: int, times: int, questions: Sequence[str]) -> Load:
    """Let *people* ask *times* questions in all."""
    left = iter(range(times))
    lock = threading.Lock()

    def again() -> bool:
        with lock:
            return next(left, None) is not None

    return _ask(door, people, questions, again)


def _ask(door: Door, people: int, questions: Sequence[str], again: Again) -> Load:
    started = time.perf_counter()
    with ThreadPoolExecutor(people) as pool:
        parts = pool.map(lambda first: list(_person(door, questions, first, again)), range(people))
        results = list(chain.from_iterable(parts))
    seconds = time.perf_counter() - started
    return Load(seconds, [ms for ms, _ in results], sum(not answered for _, answered in results))


def _person(
    door: Door, questions: Sequence[str], first: int, again: Again
) -> Iterator[tuple[float, bool]]:
    """Milliseconds of each question of one person, and whether it was answered."""
    connection, session = door.connect(), ""
    for number in count():
        if not again():
            break
        if number % CHAT_LENGTH == 0:
            session = secrets.token_hex(6)
        started = time.perf_counter()
        answered = door.ask(connection, questions[(first + number) % len(questions)], session)
        yield 1000 * (time.perf_counter() - started), answered
    connection.close()


def resident_memory(pid: int) -> float:
    """Megabytes of a process that are in memory now (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"process {pid} has no memory")
