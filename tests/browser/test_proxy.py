"""Behind a real nginx, under a path and with TLS, as ``docs/nginx.conf`` has it."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import REPOSITORY
from tests.web.running import QUESTION, Running, call, free_port, running, write_accounts
from web.guard.login import GUESSES

pytestmark = pytest.mark.browser

NGINX = "/usr/sbin/nginx"


def configure(folder: Path, port: str, behind: str) -> Path:
    """The configuration of the docs, with a certificate, ports and folders of the test's own."""
    key, certificate = folder / "isnad.key", folder / "isnad.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *name, *files], check=True, capture_output=True)
    server = (REPOSITORY / "docs" / "nginx.conf").read_text("utf-8")
    for old, new in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "isnad.example": "localhost",
        "/etc/ssl/isnad": str(folder / "isnad"),
        "127.0.0.1:7860": behind,
    }.items():
        assert old in server
        server = server.replace(old, new)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; {user} pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}} http {{ access_log off; {temporary}\n{server} }}"
    )
    return path


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The program behind nginx, by the address that nginx gives it."""
    if not Path(NGINX).exists():
        reason = f"there is no {NGINX}; get it with: apt-get install nginx"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("proxied")
    flags = ["--root-path", "/isnad", "--trusted-proxy", "127.0.0.1"]
    with running(folder, *flags, "--auth-file", str(write_accounts(folder))) as program:
        port = free_port()
        behind = program.address.removeprefix("http://")
        configuration = configure(folder, port, behind)
        with subprocess.Popen([NGINX, "-e", "stderr", "-c", str(configuration)]) as process:
            address = f"https://localhost:{port}/isnad"
            try:
                _wait(address, folder / "isnad.pem")
                shutil.copy(folder / "isnad.pem", program.sources.parent / "certificate.pem")
                yield replace(program, address=address, behind=program.address)
            finally:
                process.terminate()


def _wait(address: str, certificate: Path) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{address}/robots.txt", verify=_trusting(certificate))
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx did not start")


def _trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def client(proxied: Running) -> Iterator[httpx.Client]:
    certificate = proxied.sources.parent / "certificate.pem"
    with httpx.Client(base_url=proxied.address, verify=_trusting(certificate), timeout=60) as made:
        yield made


def log_in(client: httpx.Client, user: str, password: str) -> int:
    form = {"username": user, "password": password}
    return client.post("/login", data=form).status_code


def test_a_person_logs_in_and_asks(proxied: Running, browser: Browser) -> None:
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    outside = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(f"{proxied.address}/")
    page.get_by_label("username").fill("olga")
    page.get_by_label("password").fill("olga's")
    page.get_by_role("button", name="Login").click()
    question = page.locator("#question textarea")
    question.fill(QUESTION)
    question.press("Enter")
    expect(page.locator("blockquote.psg").first).to_contain_text("The harbour opened in May.")
    expect(page.locator("#owner")).to_be_visible()
    context.close()
    own = (proxied.address, "data:", "blob:")
    assert [url for url in outside if not url.startswith(own)] == []


def test_a_program_logs_in_and_another_site_is_refused(client: httpx.Client) -> None:
    assert call(client, "ask", QUESTION).status_code == 401
    assert log_in(client, "guest", "guest's") == 200
    origin = str(client.base_url).removesuffix("/isnad/")
    client.headers["Origin"] = origin
    assert call(client, "ask", QUESTION).json()["data"][0]["answered"]
    client.headers["Origin"] = "https://evil.example"
    assert call(client, "ask", QUESTION).status_code == 403


def test_an_owner_uploads_a_source_larger_than_a_question_may_be(client: httpx.Client) -> None:
    assert log_in(client, "olga", "olga's") == 200
    content = b"The bridge was shut in June.\n\n" * 10_000
    uploaded = client.post("/gradio_api/upload", files={"files": ("bridge.txt", content)})
    assert uploaded.status_code == 200
    file = {"path": uploaded.json()[0], "meta": {"_type": "gradio.FileData"}}
    assert "was added" in call(client, "add", [file]).text
    assert "was removed" in call(client, "remove", "bridge.txt").text


def test_the_proxy_is_not_the_console_and_tells_who_guesses(
    client: httpx.Client, proxied: Running
) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9"}
    for number in range(GUESSES):
        assert log_in(client, f"nobody{number}", "wrong") == 400
    client.headers.update(forged)
    assert log_in(client, "guest", "guest's") == 400
    with httpx.Client(base_url=proxied.behind, headers=forged) as elsewhere:
        assert log_in(elsewhere, "guest", "guest's") == 200
