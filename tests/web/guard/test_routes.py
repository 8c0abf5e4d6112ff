"""Every route of the program, listed by itself, against the list of who may use what."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY
from tests.web.running import Running
from web.guard.routes import Door, find_route

_OPEN = {
    "/",
    "/assets/{path:path}",
    "/favicon.ico",
    "/gradio_api/app_id",
    "/gradio_api/startup-events",
    "/gradio_api/theme.css",
    "/login",
    "/login/",
    "/logout",
    "/manifest.json",
    "/pwa_icon",
    "/pwa_icon/{size}",
    "/robots.txt",
    "/static/{path:path}",
    "/svelte/{path:path}",
    "/theme.css",
}
_FOR_GUESTS = {
    "/config",
    "/gradio_api/call/{api_name}",
    "/gradio_api/call/{api_name}/{event_id}",
    "/gradio_api/cancel",
    "/gradio_api/heartbeat/{session_hash}",
    "/gradio_api/info",
    "/gradio_api/mcp",
    "/gradio_api/queue/data",
    "/gradio_api/queue/join",
    "/gradio_api/reset",
    "/gradio_api/run/{api_name}",
}
_FOR_THE_OWNER = {"/gradio_api/upload", "/gradio_api/upload_progress"}


_ROUTES = """
import json, os
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
from gradio import Blocks
from gradio.routes import App
app = App.create_app(Blocks(), mcp_server=True)
routes = []
for route in app.routes:
    for inner in getattr(getattr(route, "original_router", None), "routes", [route]):
        routes += [(method, inner.path) for method in getattr(inner, "methods", None) or ["POST"]]
print(json.dumps(routes))
"""


@pytest.fixture(scope="module")
def listed() -> set[tuple[str, str]]:
    """The method and path of every route that Gradio has, MCP's too."""
    command = [sys.executable, "-c", _ROUTES]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    routes = {(method, path) for method, path in json.loads(done.stdout)}
    assert len(routes) > 80
    assert ("POST", "/gradio_api/mcp") in routes
    return routes


def filled(path: str) -> str:
    return re.sub(r"\{\w+(:path)?\}", "x", path)


def test_every_route_is_closed_or_on_a_list(guarded: Running, listed: set[tuple[str, str]]) -> None:
    with guarded.client() as client:
        for method, path in sorted(listed):
            with client.stream(method, filled(path)) as response:
                if path in _OPEN and path not in {"/login", "/login/"}:
                    assert response.status_code not in {401, 403}, (method, path)
                elif path not in _OPEN:
                    assert response.status_code in {401, 404}, (method, path)


def test_the_lists_are_the_doors(listed: set[tuple[str, str]]) -> None:
    by_door: dict[Door, set[str]] = {door: set() for door in Door}
    for method, path in listed:
        route = find_route(method, filled(path))
        if route:
            by_door[route.door].add(path.replace("/v2/", "/").rstrip("/") or "/")
    assert by_door[Door.ANYBODY] == {path.rstrip("/") or "/" for path in _OPEN}
    assert by_door[Door.GUESTS] == _FOR_GUESTS
    assert by_door[Door.OWNER] == _FOR_THE_OWNER


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=app.py",
        "/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/static/../../../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc/passwd",
        "/svelte/%00",
        "/gradio_api/proxy=https://example.hf.space/",
        "/gradio_api/custom_component/x/client/component/../../../app.py",
        "/gradio_api/deep_link?session_hash=x",
        "/monitoring",
        "/gradio_api/runs",
        "/openapi.json",
        "/docs",
    ],
)
def test_no_file_is_served(console: Running, path: str) -> None:
    with console.client() as client:
        url = client.base_url.copy_with(raw_path=path.encode())
        response = client.get(url)
        assert response.status_code in {400, 403, 404, 500}, response.text
        assert "root:" not in response.text
        assert "Isnad" not in response.text
