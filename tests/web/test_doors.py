"""The doors for programs: the commands of ``docs/api.md`` as they stand there, and hostile ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import httpx
import pytest

from index.text.language import detect_language
from retrieval.query import MAX_CHARACTERS
from tests.conftest import REPOSITORY
from tests.web.running import HARBOUR, QUESTION, Running, call
from web.guard.limits import MOST_BYTES

_BLOCK = re.compile(r"^```(bash|python|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = _BLOCK.findall((REPOSITORY / "docs" / "api.md").read_text("utf-8"))
_ANSWER = "The harbour opened in May."


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block[0] != "json"], ids=lambda block: block[0]
)
def test_the_commands_of_the_docs_do_what_they_say(
    block: tuple[str, str], guarded: Running
) -> None:
    language, program = block
    assert "http://127.0.0.1:7860" in program
    program = program.replace("http://127.0.0.1:7860", guarded.address)
    command = ["bash", "-c"] if language == "bash" else [sys.executable, "-c"]
    done = subprocess.run([*command, program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wanted = "harbour.txt" if "list_sources" in program and "ask" not in program else _ANSWER
    assert wanted in done.stdout, done.stderr
    if "list_tools" in program:
        assert "['ask', 'list_sources']" in done.stdout


def test_the_docs_settings_of_a_client_are_json_and_let_in(guarded: Running) -> None:
    (settings,) = [json.loads(text) for language, text in BLOCKS if language == "json"]
    headers = settings["mcpServers"]["isnad"]["headers"]
    with guarded.client() as client:
        client.headers.update(headers)
        assert call(client, "list_sources").status_code == 200


def test_an_answer_quotes_to_the_letter(console: Running) -> None:
    with console.client() as client:
        answer = call(client, "ask", QUESTION).json()["data"][0]
    assert answer["question"] == QUESTION
    assert answer["language"] == detect_language(QUESTION)
    for citation in answer["citations"]:
        assert HARBOUR[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize("question", ["", " ", "?!", "x" * (MAX_CHARACTERS + 1), 7, None, ["a"]])
def test_a_question_that_cannot_be_searched_is_told_why(question: object, console: Running) -> None:
    with console.client() as client:
        response = call(client, "ask", question)
    assert response.status_code == 500
    assert response.json()["error"].endswith(".")


@pytest.mark.parametrize("question", ["<script>1</script> harbour?", "ميناء\ud800", "\0 harbour"])
def test_a_strange_question_is_one(question: str, console: Running) -> None:
    with console.client() as client:
        body = json.dumps({"data": [question]})
        headers = {"Content-Type": "application/json"}
        response = client.post("/gradio_api/run/ask", content=body, headers=headers)
    assert response.status_code in {200, 422}
    assert response.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    "path", ["run/ask", "call/ask", "queue/join", "cancel", "mcp/", "run/none", "call/v2/ask"]
)
def test_every_door_refuses_a_large_body(path: str, console: Running) -> None:
    with console.client() as client:
        content = json.dumps({"data": ["x" * MOST_BYTES]})
        assert client.post(f"/gradio_api/{path}", content=content).status_code == 413


def rpc(client: httpx.Client, method: str, **parameters: object) -> httpx.Response:
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    headers = {"Accept": "application/json, text/event-stream"}
    return client.post("/gradio_api/mcp/", json=body, headers=headers)


def test_mcp_asks_for_the_login(guarded: Running) -> None:
    with guarded.client() as stranger:
        assert rpc(stranger, "tools/list").status_code == 401
        assert stranger.get("/gradio_api/mcp/").status_code == 401
        stranger.auth = ("anna", "wrong")
        assert rpc(stranger, "tools/list").status_code == 401
    with guarded.client("guest", "guest's") as guest:
        assert "list_sources" in rpc(guest, "tools/list").text


@pytest.mark.parametrize("name", ["add", "remove", "rebuild", "choices", "show", "ask_1", "status"])
def test_mcp_has_no_other_tool(name: str, console: Running) -> None:
    with console.client() as owner:
        told = rpc(owner, "tools/call", name=name, arguments={}).text
        assert '"isError":true' in told
        assert name not in re.findall(r'"name":"(\w+)"', rpc(owner, "tools/list").text)
        assert name not in owner.get("/gradio_api/info").json()["named_endpoints"]


def test_mcp_keeps_the_length_of_a_question(console: Running) -> None:
    with console.client() as client:
        arguments = {"question": "x" * (MAX_CHARACTERS + 1)}
        told = rpc(client, "tools/call", name="ask", arguments=arguments).text
    assert "longer than" in told
    assert '"isError":true' in told


def test_the_log_in_by_basic_is_remembered_and_not_mistaken(guarded: Running) -> None:
    with guarded.client() as client:
        client.auth = ("anna", "secret")
        replies = {call(client, "list_sources").status_code for _ in range(20)}
        assert replies == {200}
        client.auth = ("anna", "Secret")
        assert call(client, "list_sources").status_code == 401
    for header in ["Basic", "Basic x", "Basic Og==", "Bearer x", "Basic YW5uYQ==", "Basic /w=="]:
        with guarded.client() as client:
            client.headers["Authorization"] = header
            assert call(client, "list_sources").status_code == 401


def test_logging_out_ends_the_session(guarded: Running) -> None:
    with guarded.client("olga", "olga's") as client:
        assert call(client, "list_sources").status_code == 200
        kept = dict(client.cookies)
        client.get("/logout")
        client.cookies.update(kept)
        assert call(client, "list_sources").status_code == 401
