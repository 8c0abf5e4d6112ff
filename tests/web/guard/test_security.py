"""What stands between the page and the network, before a small program that counts bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Message

from tests.conftest import awaited
from web.exposure import Exposure
from web.guard import limits
from web.guard.gate import ROUTE
from web.guard.limits import MOST_BYTES, BodyLimit, Seats
from web.guard.routes import Door
from web.guard.routes import Route as OurRoute
from web.guard.security import middleware

RUN, UPLOAD = "/gradio_api/run/echo", "/gradio_api/upload"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def client_of(exposure: Exposure, peer: str = "127.0.0.1") -> TestClient:
    routes = [Route(path, echo, methods=["GET", "POST"]) for path in ("/", RUN, UPLOAD)]
    app = Starlette(routes=routes, middleware=middleware(exposure))
    return TestClient(app, "http://localhost:7860", client=(peer, 5))


@pytest.fixture
def client() -> TestClient:
    return client_of(Exposure())


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil",
        "http://localhost",
        "http://localhost:1",
        "null",
        "",
        "http://[",
        "localhost:7860",
    ],
)
def test_another_origin_is_refused(client: TestClient, origin: str) -> None:
    response = client.post(RUN, headers={"Origin": origin}, content="x")
    assert response.status_code == 403
    assert response.headers["x-frame-options"] == "DENY"


def test_the_same_origin_is_served(client: TestClient) -> None:
    assert client.post(RUN, headers={"Origin": "http://localhost:7860"}, content="abc").text == "3"


def test_another_site_may_link_here_and_no_more(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/", headers=headers).status_code == 403
    assert client.get("/", headers={**headers, "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_every_response_has_the_headers(client: TestClient) -> None:
    for response in (client.get("/"), client.get("/none"), client.get("/", headers={"Host": "x"})):
        headers = response.headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_only_the_site_that_is_named_may_frame_it() -> None:
    headers = client_of(Exposure(frame="https://frames.example")).get("/").headers
    assert "frame-ancestors https://frames.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "localhost.evil.example", "", "a:b:c"]
)
def test_a_name_that_is_not_the_page_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "host",
    ["localhost:7860", "LOCALHOST", "127.0.0.1", "[::1]:7860", "192.0.2.1:80", "own.example:1"],
)
def test_names_and_addresses_of_the_page_are_served(host: str) -> None:
    client = client_of(Exposure(names=frozenset({"own.example"})))
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_shared_page_has_any_name() -> None:
    client = client_of(Exposure(open=True, shared=True))
    assert client.get("/", headers={"Host": "x.gradio.live"}).status_code == 200


def test_a_body_of_the_greatest_size_is_read(client: TestClient) -> None:
    assert client.post(RUN, content=b"x" * MOST_BYTES).text == str(MOST_BYTES)


def test_a_larger_body_is_refused(client: TestClient) -> None:
    assert client.post(RUN, content=b"x" * (MOST_BYTES + 1)).status_code == 413


@pytest.mark.parametrize("length", ["-1", "x", "9" * 5000, "1e3", "٣"])
def test_a_strange_size_is_refused(client: TestClient, length: str) -> None:
    headers = {"Content-Length": length.encode()}
    request = client.build_request("POST", RUN, headers=headers)  # type: ignore[arg-type]  # bytes go
    assert client.send(request).status_code == 413


def test_a_larger_body_of_unsaid_size_is_refused(client: TestClient) -> None:
    assert client.post(RUN, content=chunks(MOST_BYTES)).status_code == 413


def chunks(most: int) -> Iterator[bytes]:
    return (b"x" * 1024 for _ in range(most // 1024 + 1))


def test_an_upload_is_counted_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UPLOAD_BYTES", 4 * MOST_BYTES)
    client = client_of(Exposure())
    assert client.post(UPLOAD, content=b"x" * 2 * MOST_BYTES).text == str(2 * MOST_BYTES)
    assert client.post(UPLOAD, content=b"x" * 5 * MOST_BYTES).status_code == 413
    assert client.post(UPLOAD, content=chunks(5 * MOST_BYTES)).status_code == 413


@pytest.mark.parametrize("upload", [False, True])
def test_a_body_that_does_not_come_is_not_waited_for(
    upload: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPLOAD_SECONDS", 0.05)
    scope = {"type": "http", "headers": [], ROUTE: OurRoute(Door.OWNER, upload=upload)}
    sent: list[Message] = []

    async def app(scope: object, receive: object, send: object) -> None:
        await receive()  # type: ignore[operator]  # ASGI's

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    awaited(BodyLimit(app, seconds=0.05)(scope, receive, send))
    assert sent[0]["status"] == 408


def test_one_address_asks_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_SECONDS_A_UNIT", 60.0)  # a slow machine waits while it asks
    client = client_of(Exposure(host="192.0.2.1", open=True), "198.51.100.7")
    replies = [client.post(RUN, content="x").status_code for _ in range(230)]
    assert replies == [200] * 200 + [429] * 30
    assert client.post(RUN, content="x").headers["retry-after"]


def test_who_sits_at_the_machine_asks_as_often_as_they_like(client: TestClient) -> None:
    assert {client.post(RUN, content="x").status_code for _ in range(230)} == {200}


def test_what_is_too_much_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_AT_ONCE", 0)
    response = client_of(Exposure()).post(RUN, content="x")
    assert response.status_code == 503
    assert response.headers["retry-after"]


def test_the_seats_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_AT_ONCE", 1)
    client = client_of(Exposure())
    assert {client.post(RUN, content="x").status_code for _ in range(3)} == {200}


def test_seats_are_bounded_for_all_and_for_one() -> None:
    seats = Seats(3, most_of_one=2)
    assert [seats.take("one", rationed=True) for _ in range(3)] == [True, True, False]
    assert seats.take("other", rationed=True)
    assert not seats.take("third", rationed=True)
    seats.give_back("one")
    assert seats.take("third", rationed=True)


def test_a_websocket_is_closed(client: TestClient) -> None:
    with pytest.raises(WebSocketDenialResponse), client.websocket_connect("/"):
        pass
