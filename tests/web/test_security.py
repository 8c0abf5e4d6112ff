from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.security import GUESSES, MIDDLEWARE, MOST_BYTES, Login
from web.share import ShareError, share


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", echo, methods=["GET", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=MIDDLEWARE), "http://here:7860")


@pytest.mark.parametrize("origin", ["http://evil", "http://here", "http://here:1", "null", ""])
def test_another_origin_is_refused(client: TestClient, origin: str) -> None:
    response = client.post("/", headers={"Origin": origin}, content="x")
    assert response.status_code == 403
    assert response.headers["x-frame-options"] == "DENY"


def test_the_same_origin_is_served(client: TestClient) -> None:
    assert client.post("/", headers={"Origin": "http://here:7860"}, content="abc").text == "3"


def test_every_response_has_the_headers(client: TestClient) -> None:
    headers = client.get("/").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_body_of_the_greatest_size_is_read(client: TestClient) -> None:
    assert client.post("/", content=b"x" * MOST_BYTES).text == str(MOST_BYTES)


def test_a_larger_body_is_refused(client: TestClient) -> None:
    assert client.post("/", content=b"x" * (MOST_BYTES + 1)).status_code == 413


def test_a_larger_body_of_unsaid_size_is_refused(client: TestClient) -> None:
    chunks = (b"x" * 1024 for _ in range(MOST_BYTES // 1024 + 1))
    assert client.post("/", content=chunks).status_code == 413


def test_only_the_right_name_and_password_are_let_in() -> None:
    login = Login("maria", "open sesame")
    assert login("maria", "open sesame")
    assert not login("maria", "open sesam")
    assert not login("mari", "aopen sesame")
    assert not login("", "")


def test_the_password_is_not_kept() -> None:
    login = Login("maria", "open sesame")
    assert "open sesame" not in repr(vars(login))


def test_guesses_are_rationed_and_grow_again() -> None:
    now = [0.0]
    login = Login("maria", "right", clock=lambda: now[0])
    assert not any(login("maria", str(guess)) for guess in range(GUESSES))
    assert not login("maria", "right")
    now[0] += 6.1
    assert login("maria", "right")


def test_a_foreign_tunnel_program_is_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from gradio import tunneling

    program = tmp_path / "frpc"
    program.write_bytes(b"#!/bin/sh\ntouch ran\n")
    monkeypatch.setattr(tunneling, "BINARY_PATH", str(program))
    with pytest.raises(ShareError, match="is not the program"):
        share(7860)


def test_a_silent_tunnel_does_not_hold_up_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from gradio import networking, tunneling

    program = tmp_path / "frpc"
    program.write_bytes(b"#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o700)
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    monkeypatch.setattr(tunneling, "BINARY_PATH", str(program))
    monkeypatch.setattr(tunneling, "CHECKSUMS", {tunneling.BINARY_URL: digest})
    monkeypatch.setattr(tunneling, "CURRENT_TUNNELS", [])
    monkeypatch.setattr(networking, "GRADIO_SHARE_SERVER_ADDRESS", "127.0.0.1:9")
    started = time.monotonic()
    with pytest.raises(ShareError, match="did not answer"):
        share(7860, patience=1)
    assert time.monotonic() - started < 10
    assert os.environ.get("GRADIO_SHARE", "") == ""
