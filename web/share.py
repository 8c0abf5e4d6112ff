"""A public link to the page, through Gradio's relay."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from pathlib import Path

from index.errors import IsnadError

PATIENCE = 20.0


class ShareError(IsnadError):
    """There is no public link; the page itself is open all the same."""


def share(port: int, server: str | None = None, patience: float = PATIENCE) -> str:
    """The public address of the page that listens on *port* of this machine.

    Gradio's own set-up blocks for as long as the tunnel's program is silent; here it has
    *patience* seconds, in a thread that does not keep the program alive.

    Args:
        port: where the page listens.
        server: ``host:port`` of a relay of one's own; None takes Gradio's.
        patience: seconds.

    Raises:
        ShareError: there is no link after that time.
    """
    from gradio import tunneling

    _check_program(Path(tunneling.BINARY_PATH), tunneling.CHECKSUMS.get(tunneling.BINARY_URL))
    links: list[str] = []
    reasons: list[str] = []
    thread = threading.Thread(target=_open, args=(port, server, links, reasons), daemon=True)
    thread.start()
    thread.join(patience)
    if links:
        return links[0]
    reason = reasons[0] if reasons else f"the relay did not answer in {patience:.0f} seconds"
    end_tunnels()
    thread.join(1)
    raise ShareError(f"There is no public link: {reason}. The page is open on this machine.")


def end_tunnels() -> None:
    """End the tunnels' programs; without noise, as Gradio's own end of them is not."""
    from gradio import tunneling

    for tunnel in tunneling.CURRENT_TUNNELS:
        process, tunnel.proc = tunnel.proc, None
        if process is not None:
            process.kill()
            process.communicate()


def _check_program(path: Path, expected: str | None) -> None:
    """Gradio checks the tunnel's program when it downloads it, but not when it runs it."""
    if not path.exists():
        return
    if expected is None or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        raise ShareError(
            f"There is no public link: {path} is not the program that Gradio publishes;"
            " delete it and start again."
        )


def _open(port: int, server: str | None, links: list[str], reasons: list[str]) -> None:
    from gradio import networking

    try:
        link = networking.setup_tunnel("127.0.0.1", port, secrets.token_urlsafe(32), server, None)
    except Exception as error:  # whatever Gradio, the network or the tunnel's program throws
        reasons.append(str(error).partition("\n")[0].rstrip("."))
        return
    own_relay = server or "GRADIO_SHARE_SERVER_ADDRESS" in os.environ
    links.append(link if own_relay else link.replace("http://", "https://", 1))
