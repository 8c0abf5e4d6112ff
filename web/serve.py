"""The page on the network: how Gradio is started for the exposure that was asked for."""

from __future__ import annotations

import contextlib
import io
import os

import gradio as gr

from index.errors import IsnadError
from web.doors import has_mcp
from web.exposure import Exposure
from web.guard.limits import MOST_UPLOAD_BYTES
from web.guard.security import middleware
from web.page import OPTIONS


def serve(page: gr.Blocks, exposure: Exposure, port: int | None) -> None:
    """Open *page* and come back when it listens.

    Args:
        page: what ``build_page`` has made.
        exposure: to whom it is open.
        port: the port to listen on, or None for Gradio's own, or the next one that is free.

    Raises:
        IsnadError: it cannot listen there.
    """
    # The server believes X-Forwarded-For of whom this names, and of this machine by default.
    os.environ["FORWARDED_ALLOW_IPS"] = ",".join(exposure.proxies) or "nobody"
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it announces MCP even when it is quiet
            _launch(page, exposure, port)
    except OSError as error:
        where = exposure.host if port is None else f"{exposure.host}:{port}"
        raise IsnadError(f"The page cannot listen at {where}; choose another --port.") from error


def _launch(page: gr.Blocks, exposure: Exposure, port: int | None) -> None:
    page.launch(
        server_name=exposure.host,
        server_port=port,
        root_path=exposure.root_path,
        share=False,
        auth=exposure.login.let_in if exposure.login else None,  # type: ignore[arg-type]  # it may be async
        mcp_server=has_mcp(),
        prevent_thread_lock=True,
        max_file_size=MOST_UPLOAD_BYTES,
        app_kwargs={"middleware": middleware(exposure), "openapi_url": None},
        **OPTIONS,
    )
