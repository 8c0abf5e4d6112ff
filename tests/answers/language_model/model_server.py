"""A server that speaks the chat protocol and does what its script says, however bad that is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler"], None]


_CHUNK = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}


@dataclass(slots=True)
class Asked:
    """A request that the server got."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(slots=True)
class ModelServer:
    """The server's address, what it does, what it was asked, and a signal that ends its waits."""

    url: str = ""
    script: Script = lambda handler: None
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    model: ModelServer

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.model.asked.append(Asked(self.path, headers, body))
        with suppress(OSError):  # whoever asked has gone, as some scripts want them to
            self.model.script(self)

    def start(self, **headers: str) -> None:
        """Begin a stream of events that ends with the connection."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def event(self, data: str | bytes) -> None:
        raw = data.encode() if isinstance(data, str) else data
        self.wfile.write(b"data: " + raw + b"\n\n")
        self.wfile.flush()

    def piece(self, content: object, finish: str | None = None, **delta: object) -> None:
        choice = {"index": 0, "delta": {"content": content, **delta}, "finish_reason": finish}
        self.event(json.dumps({**_CHUNK, "choices": [choice]}))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as inherited
        """Say nothing on the terminal of the tests."""


def says(*pieces: str) -> Script:
    """A model that answers so, piece by piece, to the end."""

    def script(handler: Handler) -> None:
        handler.start()
        for piece in pieces:
            handler.piece(piece)
        handler.piece("", finish="stop")
        handler.event(json.dumps({**_CHUNK, "choices": [], "usage": None}))  # as some servers end
        handler.event("[DONE]")

    return script


def fails(status: int, body: str = "") -> Script:
    """A server that answers with an error and *body*."""

    def script(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Location", handler.model.url + "/elsewhere")
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return script


def passages(asked: Asked) -> Sequence[str]:
    """The passages that a request carries, without their fences."""
    content = str(asked.body["messages"][1]["content"])
    fence = content.splitlines()[0].removeprefix("<").split()[0]
    parts = content.split(f"<{fence} passage ")[1:]
    return [part.split("\n", 1)[1].split(f"\n</{fence}>")[0] for part in parts]


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server in a thread of its own."""
    model = ModelServer()
    handler = type("Scripted", (Handler,), {"model": model})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        model.url = f"http://127.0.0.1:{server.server_port}/v1"
        try:
            yield model
        finally:
            model.over.set()
            server.shutdown()
            thread.join()
