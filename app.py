"""The front door: ``python app.py`` opens the chat over the sources."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from answers.language_model.settings import add_model, model_settings
from answers.threshold import add_threshold, threshold_setting
from index.command import add_folders, folders, run, show_progress
from web.flags import add_exposure, read_exposure

if TYPE_CHECKING:
    from gradio import Blocks

    from web.exposure import Exposure


def main() -> None:
    """Open the page, share it if asked to, and serve until Ctrl-C."""
    arguments = _parse()
    exposure = read_exposure(arguments, os.environ)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio is imported
    logging.basicConfig(format="isnad: %(message)s")
    # Who encoded a question waits less for those who write answers.
    sys.setswitchinterval(0.0005)
    page = _open(arguments, exposure)
    try:
        print(f"Isnad is open at {str(page.local_url).rstrip('/')}", flush=True)
        if arguments.share or arguments.share_server:
            _share(page.server_port, arguments.share_server)
        threading.Event().wait()
    finally:
        _close(page)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python app.py", description=__doc__)
    add_folders(parser)
    add_model(parser)
    add_threshold(parser)
    add_exposure(parser)
    parser.add_argument(
        "--encoder", metavar="NAME", help="bundled, or a sentence-transformers model"
    )
    parser.add_argument(
        "--watch", action="store_true", help="rebuild the index whenever the sources change"
    )
    if os.environ.get("ISNAD_SOURCES"):
        parser.set_defaults(sources=Path(os.environ["ISNAD_SOURCES"]))
    return parser.parse_args()


def _open(arguments: argparse.Namespace, exposure: Exposure) -> Blocks:
    """The page, listening; it is built here because gradio takes seconds to import."""
    from web.library import Library
    from web.page import build_page
    from web.serve import serve

    sources, folder = folders(arguments)
    model, threshold = model_settings(arguments), threshold_setting(arguments)
    library = Library.open(
        sources, folder, arguments.encoder, show_progress(), model, threshold=threshold
    )
    if arguments.watch:
        library.watch()
    page = build_page(library)
    serve(page, exposure, arguments.port)
    return page


def _share(port: int, server: str | None) -> None:
    from web.share import ShareError, share

    try:
        print(f"Isnad is shared at {share(port, server)}", flush=True)
    except ShareError as error:
        print(f"isnad: {error}", file=sys.stderr)


def _close(page: Blocks) -> None:
    from web.share import end_tunnels

    end_tunnels()
    page.close(verbose=False)


if __name__ == "__main__":
    run(main)
