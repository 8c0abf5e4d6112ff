"""How soon the page is there and answers, beside a bare Gradio page.

    python -m benchmarks.page [--runs N] [--people N] [--seconds S] [--questions N]

Both are started as processes of their own, in turns, and opened in Debian's Chromium with empty
caches; these figures are medians of N runs. Then one person, and after that many at once, ask each
of them over loopback, and the memory of the server is read while many more questions are asked.
On a shared machine only the ratios say something.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.askers import Door, Load, ask_for, ask_times, resident_memory
from benchmarks.processes import Cost, wait

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUESTIONS = ("What did Norland say?", "ماذا قال هاريس؟", "What did General Townsend call for?")
BARE = """
import threading
import gradio as gr

def ask(question, history):
    asked = {"role": "user", "content": question}
    return "", [*history, asked, {"role": "assistant", "content": "Yes."}]

with gr.Blocks() as page:
    chat = gr.Chatbot()
    question = gr.Textbox(elem_id="question")
    question.submit(ask, [question, chat], [question, chat], queue=False)
page.launch(prevent_thread_lock=True, quiet=True)
print(f"It is open at {page.local_url}", flush=True)
threading.Event().wait()
"""

_PAINT = "performance.getEntriesByName('first-contentful-paint')"
_INPUT = "#question textarea"
_REPLY = "[data-testid=bot]"


@dataclass(frozen=True, slots=True)
class Visit:
    """One start of a server and one visit of its page.

    Attributes:
        up: seconds from the start of the process to its saying that it is open.
        paint: ms from opening the page to its first contentful paint.
        ready: ms from opening the page to its input being there.
        answers: ms from Enter to the answer being visible, one for each question.
        torch: whether the server has torch in its memory after that.
        cost: of the server's process.
    """

    up: float
    paint: float
    ready: float
    answers: list[float]
    torch: bool
    cost: Cost


def visit(browser: Browser, command: Sequence[str]) -> Visit:
    """Start a server, open its page, ask it all questions, and end it."""
    started = time.perf_counter()
    with _serving(command) as (process, address):
        up = time.perf_counter() - started
        with _opened(browser) as page:
            paint, ready = _open(page, address)
            answers = [_ask(page, question, place) for place, question in enumerate(QUESTIONS)]
        torch = _has_torch(process.pid)
        process.terminate()
        cost = wait(process, started)
    return Visit(up, paint, ready, answers, torch, cost)


@contextmanager
def _serving(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server's process and its address; it is ended afterwards."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process, _address(process)
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    """The address that a server prints once it is open."""
    for line in process.stdout or ():
        return line.split()[-1]
    sys.exit("The server did not start.")


@contextmanager
def _opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def _open(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds to the first contentful paint and to the input."""
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(_INPUT)
    ready = 1000 * (time.perf_counter() - started)
    page.wait_for_function(f"{_PAINT}.length")
    return float(page.evaluate(f"{_PAINT}[0].startTime")), ready


def _ask(page: Page, question: str, place: int) -> float:
    """Milliseconds from Enter to the answer of the question at *place*, counted from 0."""
    page.fill(_INPUT, question)
    started = time.perf_counter()
    page.press(_INPUT, "Enter")
    page.locator(_REPLY).nth(place).wait_for()
    took = 1000 * (time.perf_counter() - started)
    page.wait_for_timeout(500)  # until what follows an answer is done
    return took


def _has_torch(pid: int) -> bool:
    """Whether a process has one of torch's libraries in its memory (Linux)."""
    return "/torch/lib/" in Path(f"/proc/{pid}/maps").read_text("utf-8")


def _rows(ours: Sequence[Visit], bare: Sequence[Visit]) -> Iterator[str]:
    figures = {
        "start of the process to server up, s": lambda v: v.up,
        "page opened to first contentful paint, ms": lambda v: v.paint,
        "start of the process to first paint, s": lambda v: v.up + v.paint / 1000,
        "page opened to input ready, ms": lambda v: v.ready,
        "Enter to the first answer, ms": lambda v: v.answers[0],
        "Enter to a later answer, ms": lambda v: median(v.answers[1:]),
        "server, CPU s of all that": lambda v: v.cost.cpu,
        "server, MB": lambda v: v.cost.memory,
    }
    for what, figure in figures.items():
        sides = [median(map(figure, visits)) for visits in (ours, bare)]
        yield f"| {what} | {sides[0]:.4g} | {sides[1]:.4g} | {sides[0] / sides[1]:.2f} |"
    torch = ["yes" if any(v.torch for v in visits) else "no" for visits in (ours, bare)]
    yield f"| torch in the server's memory | {torch[0]} | {torch[1]} | |"


def load(command: Sequence[str], chat: object, people: int, seconds: float) -> list[Load]:
    """One person asking a server for some seconds, then *people* at once."""
    with _serving(command) as (_, address):
        door = Door(address, chat)
        ask_times(door, people, 4 * people, QUESTIONS)  # warms it
        return [ask_for(door, crowd, seconds, QUESTIONS) for crowd in (1, people)]


def _load_rows(ours: Sequence[Load], bare: Sequence[Load], people: int) -> Iterator[str]:
    for who, us, them in zip(("one person", f"{people} people"), ours, bare, strict=True):
        yield f"| {who}: requests a second | {us.rate:.1f} | {them.rate:.1f} |"
        for percent in (50, 95):
            both = f"{us.percentile(percent):.0f} | {them.percentile(percent):.0f}"
            yield f"| {who}: p{percent}, ms | {both} |"
        yield f"| {who}: errors | {us.errors} | {them.errors} |"
    gains = [crowd.rate / alone.rate for alone, crowd in (ours, bare)]
    yield f"| requests a second, {people} people / one | {gains[0]:.2f} | {gains[1]:.2f} |"


def _memory(command: Sequence[str], questions: int) -> Iterator[str]:
    """The memory of our server while it answers, in tenths of all questions."""
    with _serving(command) as (process, address):
        for tenth in range(1, 11):
            ask_times(Door(address, None), 8, questions // 10, QUESTIONS)
            yield f"| {tenth * questions // 10} | {resident_memory(process.pid):.0f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--people", type=int, default=32, metavar="N")
    parser.add_argument("--seconds", type=float, default=60, metavar="S")
    parser.add_argument("--questions", type=int, default=5000, metavar="N")
    arguments = parser.parse_args()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    bare = [sys.executable, "-c", BARE]
    with tempfile.TemporaryDirectory() as index:
        ours = [sys.executable, "app.py", "--index", index]
        _compare_visits(ours, bare, arguments.runs)
        loads = (
            load(ours, None, arguments.people, arguments.seconds),
            load(bare, [], arguments.people, arguments.seconds),
        )
        print("\n| | Isnad | trivial Gradio function |\n|---|---:|---:|")
        print(*_load_rows(*loads, arguments.people), sep="\n")
        print("\n| questions answered | server, MB |\n|---:|---:|")
        for row in _memory(ours, arguments.questions):
            print(row, flush=True)


def _compare_visits(ours: Sequence[str], bare: Sequence[str], runs: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        visit(browser, ours), visit(browser, bare)  # builds the index, warms the disk
        rounds = [(visit(browser, ours), visit(browser, bare)) for _ in range(runs)]
        browser.close()
    print("| | Isnad | bare Gradio page | Isnad / bare |\n|---|---:|---:|---:|")
    for row in _rows(*zip(*rounds, strict=True)):
        print(row, flush=True)


if __name__ == "__main__":
    main()
