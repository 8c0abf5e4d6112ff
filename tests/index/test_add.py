"""Pages of the web as sources: real requests to a real server on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from answers.answerer import Answerer
from index.add import add
from index.build import build
from index.encoders.encoder import Encoder
from index.errors import SourceError
from index.fetch import fetch, is_public
from index.readers.read import read
from index.storage.store import load
from retrieval.retriever import Retriever
from tests.conftest import Run
from tests.index.readers.good import GOOD

_ARABIC = "<h1>الزيارة</h1><p>قال السفير إن بلاده ترفض الحرب.</p>"
_PAGES: dict[str, tuple[str, bytes]] = {
    "/visit.html": ("text/html; charset=utf-8", b"<h1>Visit</h1><p>The envoy came by boat.</p>"),
    "/arabic": ("text/html; charset=windows-1256", _ARABIC.encode("cp1256")),
    "/meta": ("text/html", f"<meta charset=windows-1256>{_ARABIC}".encode("cp1256")),
    "/note.txt": ("text/plain", "Title\n\nThe envoy left again.".encode("utf-16")),
    "/note.md": ("text/markdown", b"# Title\n\nThe envoy left again."),
    "/a.pdf": ("application/pdf", GOOD[".pdf"]),
    "/photo": ("image/png", b"x"),
    "/empty": ("text/html", b"<p></p>"),
    "/lie": ("text/html; charset=utf-8", b"\xff\xfe\xfd"),
    "/broken.pdf": ("application/pdf", b"rubbish"),
    "/secret?a=1": ("text/html", b"<p>With a question.</p>"),
}
_REDIRECTS = {
    "/moved": "/visit.html",
    "/circle": "/circle",
    "/inside": "http://169.254.169.254/latest/",
    "/file": "file:///etc/passwd",
    "/mapped": "http://[::ffff:10.0.0.1]/",
}


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in _REDIRECTS:
            self.send_response(302)
            self.send_header("Location", _REDIRECTS[self.path])
            self.end_headers()
        elif self.path in _PAGES:
            kind, body = _PAGES[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        else:
            getattr(self, f"_{self.path[1:]}", lambda: self.send_error(404))()

    def _cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<p>words")

    def _packed(self) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            time.sleep(0.1)
            self.wfile.write(b"x")

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b" " * 1_000_000)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # whoever asked has heard enough


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _here(address: str) -> bool:
    """Only this machine, for the tests; what else is private stays refused."""
    return address == "127.0.0.1" or is_public(address)


@pytest.mark.parametrize(
    ("path", "suffix", "text"),
    [
        ("/visit.html", ".html", "Visit\n\nThe envoy came by boat."),
        ("/moved", ".html", "Visit\n\nThe envoy came by boat."),
        ("/arabic", ".html", "الزيارة\n\nقال السفير إن بلاده ترفض الحرب."),
        ("/meta", ".html", "الزيارة\n\nقال السفير إن بلاده ترفض الحرب."),
        ("/a.pdf", ".pdf", "The ambassador left on Monday."),
        ("/secret?a=1#part", ".html", "With a question."),
    ],
)
def test_a_page_is_saved_with_its_address_and_day(
    server: str, tmp_path: Path, path: str, suffix: str, text: str
) -> None:
    saved = add(server + path, tmp_path, _here)
    assert [*tmp_path.iterdir()] == [saved]
    assert saved.suffix == suffix
    document = read(saved, saved.name)
    assert document.text == text
    assert document.fetched == datetime.now(UTC).date().isoformat()
    assert document.address == server + path.replace("/moved", "/visit.html").split("#")[0]


@pytest.mark.parametrize("name", ["note.txt", "note.md"])
def test_of_a_text_the_note_is_kept_but_is_no_passage(
    server: str, tmp_path: Path, name: str
) -> None:
    path = add(f"{server}/{name}", tmp_path, _here)
    document = read(path, path.name)
    assert document.text == path.read_bytes().decode("utf-8")
    assert document.title == "Title"
    (block,) = document.blocks
    assert document.text[block.start : block.end] == "The envoy left again."


def test_the_same_address_again_replaces_the_file(server: str, tmp_path: Path) -> None:
    first = add(f"{server}/visit.html", tmp_path, _here)
    assert add(f"{server}/moved", tmp_path, _here) == first
    assert len([*tmp_path.iterdir()]) == 1


def test_the_citation_shows_where_a_page_is_from(
    server: str, tmp_path: Path, encoder: Encoder
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    add(f"{server}/visit.html", sources, _here)
    build(sources, tmp_path / "index", encoder)
    answerer = Answerer(Retriever(load(tmp_path / "index"), encoder), sources)
    (citation,) = answerer.answer("How did the envoy come?").citations
    assert citation.address == f"{server}/visit.html"
    assert citation.fetched == datetime.now(UTC).date().isoformat()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/photo", "neither a page, a text nor a PDF but image/png"),
        ("/missing", "it answers 404"),
        ("/circle", "redirected too often"),
        ("/inside", "169.254.169.254, which is inside a private network"),
        ("/mapped", "::ffff:10.0.0.1, which is inside a private network"),
        ("/file", "not an address that begins with http"),
        ("/empty", "it holds no text"),
        ("/lie", "it is not in utf-8, as its server says"),
        ("/broken.pdf", "it is damaged, or no PDF"),
        ("/cut", "ended too early"),
        ("/packed", "it is sent packed"),
        ("/endless", "larger than 50 MB"),
    ],
)
def test_what_is_no_source_is_not_saved(
    server: str, tmp_path: Path, path: str, sentence: str
) -> None:
    with pytest.raises(SourceError, match=sentence):
        add(server + path, tmp_path, _here)
    assert [*tmp_path.iterdir()] == []


def test_a_server_that_is_too_slow_is_given_up(server: str) -> None:
    with pytest.raises(SourceError, match="longer than 1 seconds"):
        fetch(f"{server}/drip", _here, seconds=1)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "localhost"),
        *("[::1]", "[::]", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1"),  # noqa: S104 - asked for
        *(
            "169.254.169.254",
            "2852039166",
            "224.0.0.1",
            "255.255.255.255",
            "[fe80::1]",
            "[fc00::1]",
        ),
        *("[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
        *("[::127.0.0.1]", "[ff02::1]", "[fc00::1]"),
    ],
)
def test_nothing_inside_a_private_network_is_fetched(
    server: str, tmp_path: Path, host: str
) -> None:
    port = server.rsplit(":", 1)[1]
    with pytest.raises(SourceError) as refused:
        add(f"http://{host}:{port}/visit.html", tmp_path)
    told = str(refused.value)
    assert "inside a private network" in told or "cannot be fetched" in told
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "::ffff:127.0.0.1"),  # noqa: S104
        *(
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "fe80::1%eth0",
            "100.64.0.1",
            "::7f00:1",
            "ff0e::1",
            "::",
        ),
    ],
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "example.org",
        "http://",
        "file:///etc/passwd",
        "http://[",
        "http://a:b/",
    ],
)
def test_other_addresses_are_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SourceError, match="is not an address"):
        add(address, tmp_path)


def test_a_password_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="password"):
        add("http://user:pass@example.org/", tmp_path)


def test_the_command_refuses_in_a_sentence(run_module: Run, server: str, tmp_path: Path) -> None:
    result = run_module("index", "add", f"{server}/visit.html", "--sources", tmp_path)
    assert result.returncode == 1
    assert "which is inside a private network" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert [*tmp_path.iterdir()] == []
