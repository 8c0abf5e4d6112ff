"""The owner's part of the page: drop files to add sources, and remove one."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import gradio as gr

from index.errors import IsnadError
from index.folder import find_sources
from index.readers.read import ENDINGS
from web.guard.visitors import NotOwnerError, check_owner, is_owner, language_of
from web.library import Library
from web.owner import OwnerError, add_source, remove_source
from web.reasons import reason_in
from web.render import escaped, filled
from web.translated import TRANSLATED
from web.words import ToldError, tell

_MOST_AT_ONCE = 100

_QUIET: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
}


class OwnerPanel:
    """What the owner's part of the page does; each function checks who asks."""

    def __init__(self, library: Library) -> None:
        """Change the sources of *library*."""
        self._library = library

    def choices(self, request: gr.Request) -> dict[str, Any]:
        """The sources that can be removed; a guest is told none."""
        if not is_owner(request):
            return gr.update(choices=[], value=None)
        with contextlib.suppress(IsnadError):
            return gr.update(choices=list(find_sources(self._library.sources)), value=None)
        return gr.update(choices=[], value=None)

    def add(self, uploads: list[str] | None, request: gr.Request) -> tuple[None, str]:
        """Empty the place for files, and tell what became of each that was dropped there."""
        language = language_of(request)
        paths = [Path(upload) for upload in uploads or []]
        try:
            check_owner(request)
            told = [self._add(path, language) for path in paths[:_MOST_AT_ONCE]]
            if len(paths) > _MOST_AT_ONCE:
                told.append(_line(tell("most_at_once", language, most=_MOST_AT_ONCE)))
            return None, "".join(told)
        except NotOwnerError as error:
            return None, _line(error.told(language))
        finally:
            for path in paths:
                path.unlink(missing_ok=True)

    def remove(self, source: str | None, request: gr.Request) -> str:
        """Remove a source, and tell so."""
        language = language_of(request)
        try:
            check_owner(request)
            if not isinstance(source, str) or not source:
                return _line(tell("none_chosen", language))
            remove_source(self._library.sources, source)
        except IsnadError as error:
            told = error.told(language) if isinstance(error, ToldError) else str(error)
            return _line(reason_in(told, language))
        return _done("source_removed", language, source)

    def _add(self, path: Path, language: str) -> str:
        try:
            name = add_source(self._library.sources, path, path.name)
        except OwnerError as error:
            return _line(error.told(language))
        return _done("source_added", language, name)


def build_owner_panel(page: gr.Blocks, library: Library, owners: list[gr.Button]) -> None:
    """Add the owner's part to *page*; it and the buttons *owners* are shown to the owner alone."""
    panel = OwnerPanel(library)
    with (
        gr.Column(visible=False, elem_id="owner") as column,
        gr.Accordion(TRANSLATED("add_or_remove"), open=False),
    ):
        files = gr.File(
            label=TRANSLATED("add_here"),
            file_count="multiple",
            file_types=sorted(ENDINGS),
            height=140,
            elem_id="add-sources",
        )
        with gr.Row(elem_id="remove-row"):
            source = gr.Dropdown(
                [], label=TRANSLATED("source"), allow_custom_value=True, elem_id="which-source"
            )
            remove = gr.Button(TRANSLATED("remove_it"), elem_id="remove-source", size="sm", scale=0)
        report = gr.HTML(elem_id="owner-report")

    def show(request: gr.Request) -> list[dict[str, Any]]:
        return [gr.update(visible=is_owner(request)) for _ in (column, *owners)]

    page.load(show, None, [column, *owners], **_QUIET)
    page.load(panel.choices, None, source, **_QUIET)
    files.upload(panel.add, files, [files, report], **_QUIET).then(
        panel.choices, None, source, **_QUIET
    )
    remove.click(panel.remove, source, report, **_QUIET).then(panel.choices, None, source, **_QUIET)


def _line(sentence: str) -> str:
    return f'<p class="notice" dir="auto" role="status">{escaped(sentence)}</p>'


def _done(key: str, language: str, name: str) -> str:
    """A line of the report with the name of a source in it."""
    told = filled(key, language, name=f"<bdi>{escaped(name)}</bdi>")
    return f'<p class="notice" role="status">{told}</p>'
