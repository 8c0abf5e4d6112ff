"""From the network, all at once and too much, over real sockets."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.web.running import QUESTION, Running, call


def own_address() -> str:
    """An address of this machine on its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine is on no network")
        return str(probe.getsockname()[0])


def test_on_the_local_network_a_login_is_asked_for(guarded: Running) -> None:
    port = guarded.address.rsplit(":", 1)[1]
    there = replace(guarded, address=f"http://{own_address()}:{port}")
    with there.client() as stranger:
        assert "Isnad" in stranger.get("/").text
        assert call(stranger, "ask", QUESTION).status_code == 401
    with there.client("guest", "guest's") as guest:
        assert call(guest, "ask", QUESTION).json()["data"][0]["answered"]


def test_a_large_body_is_refused_before_it_is_sent(console: Running) -> None:
    host, port = console.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as hasty:
        hasty.sendall(
            b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 30000000\r\n\r\n"
        )
        assert hasty.recv(1024).startswith(b"HTTP/1.1 413")


def test_many_who_ask_at_once_all_get_an_answer(guarded: Running) -> None:
    with guarded.client("guest", "guest's") as guest, ThreadPoolExecutor(24) as crowd:
        asked = [crowd.submit(call, guest, "ask", QUESTION) for _ in range(72)]
        replies = [one.result() for one in asked]
    assert {reply.status_code for reply in replies} == {200}
    assert all(reply.json()["data"][0]["answered"] for reply in replies)
