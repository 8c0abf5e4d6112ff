"""The public link, over a stand-in of the service and its tunnel: no outside is reached."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from gradio import networking, tunneling

from tests.web.relay import relay, write_program
from tests.web.running import QUESTION, Running, call, running
from web.share import ShareError, end_tunnels, share

Trust = Callable[[Path], None]


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trust]:
    """Let a program stand for the one that Gradio publishes."""

    def stand(program: Path) -> None:
        digest = hashlib.sha256(program.read_bytes()).hexdigest()
        monkeypatch.setattr(tunneling, "BINARY_PATH", str(program))
        monkeypatch.setattr(tunneling, "CHECKSUMS", {tunneling.BINARY_URL: digest})
        monkeypatch.setattr(tunneling, "CURRENT_TUNNELS", [])

    yield stand
    end_tunnels()


def port_of(program: Running) -> int:
    return int(program.address.rsplit(":", 1)[1])


def test_a_relay_of_ones_own_carries_the_page(
    trust: Trust, guarded: Running, tmp_path: Path
) -> None:
    trust(write_program(tmp_path))
    with relay() as port:
        link = share(port_of(guarded), f"127.0.0.1:{port}")
        assert link.startswith("http://127.0.0.1:")
        assert link != guarded.address
        public = Running(link, guarded.sources, guarded.process)
        with public.client() as stranger:
            assert "Isnad" in stranger.get("/").text
            assert call(stranger, "ask", QUESTION).status_code == 401
        with public.client("guest", "guest's") as guest:
            assert call(guest, "ask", QUESTION).json()["data"][0]["answered"]
        end_tunnels()
        with pytest.raises(httpx.HTTPError):
            httpx.get(link, timeout=3)


def test_the_link_of_the_service_is_found_by_its_own_address(
    trust: Trust, guarded: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(write_program(tmp_path))
    monkeypatch.chdir(tmp_path)  # Gradio saves the service's certificate below it
    monkeypatch.delenv("GRADIO_SHARE_SERVER_ADDRESS", raising=False)
    with relay() as port, service(port) as address:
        monkeypatch.setattr(networking, "GRADIO_API_SERVER", address)
        link = share(port_of(guarded))
        assert link.startswith("https://127.0.0.1:")  # the real service has TLS in front
        with httpx.Client(base_url=link.replace("https", "http")) as stranger:
            assert stranger.get("/config").status_code == 401
    assert (tmp_path / ".gradio" / "certificate.pem").read_text() == "certificate"
    end_tunnels()


class service:  # noqa: N801  used as a function
    """Tells, as Gradio's service does, where the relay is."""

    def __init__(self, port: int) -> None:
        told = json.dumps([{"host": "127.0.0.1", "port": port, "root_ca": "certificate"}]).encode()

        class Tell(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  theirs
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Tell)
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def test_a_foreign_tunnel_program_is_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "frpc"
    program.write_bytes(b"#!/bin/sh\ntouch ran\n")
    monkeypatch.setattr(tunneling, "BINARY_PATH", str(program))
    with pytest.raises(ShareError, match="is not the program"):
        share(7860)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exec sleep 60", "did not answer"),
        ("echo 'login to server failed: no such host'", "Could not create share URL"),
    ],
)
def test_a_tunnel_that_fails_does_not_hold_up_the_start(
    script: str, reason: str, trust: Trust, tmp_path: Path
) -> None:
    program = tmp_path / "frpc"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    trust(program)
    started = time.monotonic()
    with pytest.raises(ShareError, match=reason):
        share(7860, "127.0.0.1:9", patience=2)
    assert time.monotonic() - started < 10


def test_the_program_says_that_it_could_not_and_goes_on(tmp_path: Path) -> None:
    program = Path(tunneling.BINARY_PATH).name
    folder = tmp_path / "home" / "gradio" / "frpc"
    folder.mkdir(parents=True)
    (folder / program).write_bytes(b"#!/bin/sh\nexit 0\n")
    home = {"HF_HOME": str(tmp_path / "home")}
    flags = ["--open", "--share-server", "127.0.0.1:9"]
    with running(tmp_path, *flags, environment=home, errors=True) as shared:
        assert shared.process.stderr is not None
        assert "There is no public link" in shared.process.stderr.readline()
        with shared.client() as guest:
            guest.headers["Host"] = "any.name.example"
            assert call(guest, "ask", QUESTION).json()["data"][0]["answered"]
            guest.headers["Host"] = "localhost"
            assert "Only the owner" in call(guest, "remove", "harbour.txt").text
