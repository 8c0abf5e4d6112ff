"""A stand-in for a share service: a relay, and the program that keeps the tunnel to it.

No outside is reached by the tests. The program takes the flags of Gradio's ``frpc``, says what that
says, and carries real connections; only the protocol between the two is its own.
"""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import REPOSITORY

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextmanager
def relay() -> Iterator[int]:
    """A relay on a port of this machine, which is given; it ends with its tunnels."""
    command = [sys.executable, "-m", "tests.web.relay"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


async def serve() -> None:
    """Be the relay, and say the port."""
    server = await asyncio.start_server(Relay().meet, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Relay:
    """Gives every tunnel a public port, and joins what comes there with what the tunnel opens."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, Stream] = {}
        self._numbers = itertools.count()

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A tunnel that logs in, or one of its connections."""
        word, _, number = (await reader.readline()).decode().strip().partition(" ")
        if word == "DATA":
            self._join(self._waiting.pop(number), (reader, writer))
            return

        async def come(*public: asyncio.StreamReader | asyncio.StreamWriter) -> None:
            number = str(next(self._numbers))
            self._waiting[number] = public  # type: ignore[assignment]  # a reader and a writer
            writer.write(f"OPEN {number}\n".encode())

        server = await asyncio.start_server(come, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        writer.write(f"http://127.0.0.1:{port}\n".encode())
        await reader.read()  # nothing more comes until the tunnel ends
        server.close()

    def _join(self, one: Stream, other: Stream) -> None:
        for reader, writer in ((one[0], other[1]), (other[0], one[1])):
            task = asyncio.create_task(pipe(reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry what comes, to its end."""
    try:
        while block := await reader.read(65536):
            writer.write(block)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def tunnel(server: str, host: str, port: str) -> None:
    """What the program does: log in, say the link, and open what the relay asks for."""
    where = server.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(where[0], int(where[1]))
    writer.write(b"LOGIN\n")
    print(f"start proxy success: {(await reader.readline()).decode().strip()}", flush=True)
    carried = []
    while line := await reader.readline():
        outside = await asyncio.open_connection(where[0], int(where[1]))
        outside[1].write(line.replace(b"OPEN", b"DATA"))
        inside = await asyncio.open_connection(host, int(port))
        carried.append(asyncio.create_task(pipe(outside[0], inside[1])))
        carried.append(asyncio.create_task(pipe(inside[0], outside[1])))


def write_program(folder: Path) -> Path:
    """The program, as an executable file."""
    program = folder / "frpc"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from tests.web.relay import main\nmain()\n"
    )
    program.chmod(0o700)
    return program


def main() -> None:
    """Run the tunnel with the flags of ``frpc``."""
    flags = dict(itertools.pairwise(sys.argv[1:]))
    asyncio.run(tunnel(flags["--server_addr"], flags["-i"], flags["-l"]))


if __name__ == "__main__":
    asyncio.run(serve())
