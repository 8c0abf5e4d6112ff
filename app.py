"""The front door: ``python app.py`` opens the chat over the sources."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

from index.command import add_folders, folders, run, show_progress
from index.errors import IsnadError

if TYPE_CHECKING:
    from gradio import Blocks

HOST = "127.0.0.1"
PORT = 7860


def main() -> None:
    """Open the page, share it if asked to, and serve until Ctrl-C."""
    arguments = _parse()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio is imported
    logging.basicConfig(format="isnad: %(message)s")
    sys.setswitchinterval(0.0005)  # who encoded a question waits less for those who write answers
    page = _open(arguments)
    try:
        print(f"Isnad is open at {str(page.local_url).rstrip('/')}", flush=True)
        if arguments.share:
            _share(page.server_port)
        threading.Event().wait()
    finally:
        page.close(verbose=False)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python app.py", description=__doc__)
    add_folders(parser)
    parser.add_argument("--host", default=HOST, help=f"address to listen on ({HOST})")
    parser.add_argument("--port", type=int, help=f"port to listen on ({PORT}, or the next free)")
    parser.add_argument(
        "--encoder", metavar="NAME", help="bundled, or a sentence-transformers model"
    )
    parser.add_argument("--share", action="store_true", help="open a public link; needs --auth")
    parser.add_argument(
        "--auth", type=_credentials, metavar="USER:PASSWORD", help="ask for this login"
    )
    arguments = parser.parse_args()
    if arguments.share and not arguments.auth:
        parser.error(
            "a shared link is open to the world: give it a login with --auth USER:PASSWORD"
        )
    return arguments


def _credentials(text: str) -> tuple[str, str]:
    user, _, password = text.partition(":")
    if not user.strip() or not password:
        raise argparse.ArgumentTypeError("write it as USER:PASSWORD")
    return user.strip(), password


def _open(arguments: argparse.Namespace) -> Blocks:
    """The page, listening; it is built here because gradio takes seconds to import."""
    from web.library import Library
    from web.page import OPTIONS, build_page
    from web.security import Login

    sources, folder = folders(arguments)
    library = Library.open(sources, folder, arguments.encoder, show_progress)
    page = build_page(library)
    try:
        page.launch(
            server_name=arguments.host,
            server_port=arguments.port,
            share=False,
            auth=Login(*arguments.auth) if arguments.auth else None,
            prevent_thread_lock=True,
            **OPTIONS,
        )
    except OSError as error:
        where = f"{arguments.host}:{arguments.port or PORT}"
        raise IsnadError(f"The page cannot listen at {where}; choose another --port.") from error
    return page


def _share(port: int) -> None:
    from web.share import ShareError, share

    try:
        print(f"Isnad is shared at {share(port)}", flush=True)
    except ShareError as error:
        print(f"isnad: {error}", file=sys.stderr)


if __name__ == "__main__":
    run(main)
