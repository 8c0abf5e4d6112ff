"""Who may do what, at the level of HTTP: a hidden button is no lock, so none is looked at."""

from __future__ import annotations

import threading

import httpx
import pytest

from tests.web.running import HARBOUR, QUESTION, Running, call, function_of

_REFUSED = "Only the owner"


def upload(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    return client.post("/gradio_api/upload", files={"files": (name, content)})


def added(client: httpx.Client, name: str, content: bytes) -> str:
    path = upload(client, name, content).json()[0]
    file = {"path": path, "meta": {"_type": "gradio.FileData"}}
    return str(call(client, "add", [file]).text)


def rebuilt(client: httpx.Client, session: str) -> str:
    """What the rebuild told; it goes through the queue, as in the page."""
    body = {"data": [], "fn_index": function_of(client, "rebuild"), "session_hash": session}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    told = []
    url = f"/gradio_api/queue/data?session_hash={session}"
    with client.stream("GET", url) as stream:
        for line in stream.iter_lines():
            told.append(line)
            if "process_completed" in line:
                break
    return "\n".join(told)


def listed(client: httpx.Client) -> list[str]:
    row = call(client, "list_sources").json()["data"][0]
    return [source["source"] for source in row["sources"]]


def test_a_guest_asks_and_changes_nothing(guarded: Running) -> None:
    with guarded.client("guest", "guest's") as guest:
        assert call(guest, "ask", QUESTION).json()["data"][0]["answered"]
        assert upload(guest, "a.txt", b"x").status_code == 403
        assert guest.get("/gradio_api/upload_progress?upload_id=x").status_code == 403
        assert _REFUSED in call(guest, "remove", "harbour.txt").text
        assert _REFUSED in call(guest, "add", None).text
        assert "harbour.txt" not in call(guest, "choices").text
        assert _REFUSED in rebuilt(guest, "guest")
        by_number = {"fn_index": function_of(guest, "remove")}
        assert _REFUSED in call(guest, "remove", "harbour.txt", **by_number).text
    assert (guarded.sources / "harbour.txt").read_text("utf-8") == HARBOUR


def test_nobody_is_the_console_where_there_is_a_login(guarded: Running) -> None:
    with guarded.client() as stranger:
        assert call(stranger, "remove", "harbour.txt").status_code == 401
        assert upload(stranger, "a.txt", b"x").status_code == 401


@pytest.mark.parametrize("who", ["olga", "console"])
def test_the_owner_adds_rebuilds_and_removes(who: str, guarded: Running, console: Running) -> None:
    program = console if who == "console" else guarded
    with program.client(*([] if who == "console" else ["olga", "olga's"])) as owner:
        assert "was added" in added(owner, "bridge.txt", b"The bridge was shut in June.")
        assert listed(owner) == ["harbour.txt"]
        assert "1</bdi> added" in rebuilt(owner, f"{who}1")
        assert listed(owner) == ["bridge.txt", "harbour.txt"]
        assert "already" in added(owner, "bridge.txt", b"Another bridge.")
        assert "was removed" in call(owner, "remove", "bridge.txt").text
        assert "1</bdi> removed" in rebuilt(owner, f"{who}2")
        assert listed(owner) == ["harbour.txt"]


def test_others_ask_while_the_owner_rebuilds(guarded: Running) -> None:
    answers = []
    with guarded.client("olga", "olga's") as owner, guarded.client("guest", "guest's") as guest:
        text = "\n\n".join(f"The bridge of number {n} was shut in June." for n in range(60))
        added(owner, "bridges.txt", text.encode())
        builder = threading.Thread(target=rebuilt, args=(owner, "while"))
        builder.start()
        while builder.is_alive():
            answers.append(call(guest, "ask", QUESTION).json()["data"][0]["answered"])
        assert answers
        assert all(answers)
        assert "bridges.txt" in listed(guest)
        call(owner, "remove", "bridges.txt")
        rebuilt(owner, "after")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "::1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
        {"Via": "1.1 proxy"},
        {"Host": "192.0.2.1"},
    ],
)
def test_what_came_through_a_proxy_is_not_the_console(
    console: Running, headers: dict[str, str]
) -> None:
    with console.client() as client:
        client.headers.update(headers)
        assert _REFUSED in call(client, "remove", "harbour.txt").text
        assert upload(client, "a.txt", b"x").status_code == 403
    assert (console.sources / "harbour.txt").exists()


def test_an_uploaded_path_is_nothing_that_was_not_uploaded(console: Running) -> None:
    with console.client() as owner:
        for path in ["/etc/passwd", str(console.sources / "harbour.txt"), "../../etc/passwd"]:
            file = {"path": path, "meta": {"_type": "gradio.FileData"}}
            assert call(owner, "add", [file]).status_code == 500
    assert (console.sources / "harbour.txt").exists()


def test_two_sessions_do_not_see_each_other(guarded: Running) -> None:
    with guarded.client("guest", "guest's") as one, guarded.client("guest", "guest's") as other:
        private = next(
            d
            for d in one.get("/config").json()["dependencies"]
            if (len(d["inputs"]), len(d["outputs"])) == (2, 3)
        )
        name, number = private["api_name"], private["id"]
        secret = "What did the lighthouse of Sunderland say?"  # noqa: S105
        asked = call(one, name, secret, None, fn_index=number, session_hash="one")
        assert "Sunderland" in asked.text
        again = call(one, name, QUESTION, None, fn_index=number, session_hash="one")
        assert "Sunderland" in again.text
        theirs = call(other, name, QUESTION, None, fn_index=number, session_hash="other")
        assert "Sunderland" not in theirs.text
        cookies = {cookie.value for cookie in [*one.cookies.jar, *other.cookies.jar]}
        assert len(cookies) == 2
