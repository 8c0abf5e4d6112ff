"""The page: what stands where, and which handler each part of it calls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr

from index.readers.read import MAX_BYTES
from retrieval.query import MAX_CHARACTERS
from web.doors import add_doors
from web.handlers import Handlers, clear
from web.library import Library
from web.owner import READABLE
from web.owner_panel import build_owner_panel
from web.render import RIGHT_TO_LEFT, escaped
from web.translated import TRANSLATED
from web.words import FALLBACK, languages, tell, words

_HOME = Path(__file__).parent
_REFRESH_SECONDS = 15
_SCRIPTED = (
    "copied",
    "copy",
    "file_name",
    "logged_out",
    "no_reply",
    "not_copied",
    "position",
    "sent_large",
    "source",
    "sources",
    "too_much",
    "unreachable",
)


_OF_FILES = ("name_ending", "too_large")

# This runs before anything is shown, by the same rule as Gradio's choice.
_DIRECTION = """<script>{
const own = navigator.language.toLowerCase().split("-")[0];
const language = %s.includes(own) ? own : "%s";
document.documentElement.lang = language;
document.documentElement.dir = %s.includes(language) ? "rtl" : "ltr";
}</script>"""


def _head() -> str:
    spoken = list(languages())
    return _DIRECTION % (json.dumps(spoken), FALLBACK, json.dumps(sorted(RIGHT_TO_LEFT)))


def _script() -> str:
    """``page.js`` with the words that it says itself."""
    said = {code: _scripted(code) for code in languages()}
    return f"() => ({(_HOME / 'page.js').read_text('utf-8')})({json.dumps(said)})"


def _scripted(language: str) -> dict[str, str]:
    """The words with their variables, of which the page knows some already."""
    known = {"most": MAX_BYTES // 1_000_000, "endings": READABLE}
    said = {key: words(language)[key] for key in _SCRIPTED}
    files = {key: tell(key, language, name="{name}", **known) for key in _OF_FILES}
    return said | files


def _login() -> str:
    """What the login says, in every language: it does not know the browser's."""
    lines = (f'<p lang="{c}" dir="auto">{escaped(tell("login", c))}</p>' for c in languages())
    return "".join(lines)


OPTIONS: dict[str, Any] = {
    "css": (_HOME / "style.css").read_text("utf-8"),
    "head": _head(),
    "i18n": TRANSLATED,
    "js": _script(),
    "theme": gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ),
    "auth_message": _login(),
    "enable_monitoring": False,
    "footer_links": [],
    "quiet": True,
    "run_history": False,
    "show_error": False,
    "ssr_mode": False,
    "state_session_capacity": 200,
}
"""How the page looks and behaves, for ``web.serve``, which launches it."""

_QUIET: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
}


def build_page(library: Library) -> gr.Blocks:
    """The page over *library*; ``web.serve`` launches it."""
    handlers = Handlers(library)
    page = gr.Blocks(title=tell("title", FALLBACK), fill_width=True, analytics_enabled=False)
    with page:
        add_doors(library)  # first: whoever takes the name "ask" later gets another
        with gr.Row(elem_id="head"):
            gr.HTML(str(TRANSLATED("name")), elem_id="name")
            with gr.Column(elem_id="index"):
                status = gr.HTML(elem_id="status")
                report = gr.HTML(elem_id="report")
            rebuild = gr.Button(
                TRANSLATED("rebuild"), elem_id="rebuild", size="sm", scale=0, visible=False
            )
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(scale=3, elem_id="talk"):
                examples = _build_talk(handlers, library.composes)
            with gr.Column(scale=2, elem_id="reading"):
                sources = gr.HTML(elem_id="sources")
                _build_pane(handlers)
                build_owner_panel(page, library, [rebuild])
        _keep_fresh(page, handlers, [status, sources], examples)
        rebuild.click(
            handlers.rebuild,
            None,
            [report, status, sources],
            show_progress_on=report,
            api_visibility="private",
        )
    page.queue(default_concurrency_limit=8, max_size=64)
    return page


def _keep_fresh(page: gr.Blocks, handlers: Handlers, age: list[gr.HTML], examples: gr.HTML) -> None:
    """Whoever has the page open sees another index without loading it again."""
    timer = gr.Timer(_REFRESH_SECONDS)
    for event in (page.load, timer.tick):
        event(handlers.age, None, age, **_QUIET)
        event(handlers.examples, None, examples, **_QUIET)


def _build_talk(handlers: Handlers, streams: bool) -> gr.HTML:
    """The chat and the input; returns where the examples are shown."""
    turns = gr.State([], time_to_live=3600)
    chat = _build_chat()
    examples = gr.HTML(elem_id="examples")
    with gr.Row(elem_id="ask-row"):
        question = _build_question()
        send = gr.Button(TRANSLATED("send"), elem_id="send", variant="primary", scale=0)
        new = gr.Button(TRANSLATED("new_chat"), elem_id="new-chat", size="sm", scale=0)
        save = gr.Button(TRANSLATED("download"), elem_id="download", size="sm", scale=0)
    pressed = gr.Button(visible="hidden", elem_id="ask-example")
    ask = handlers.stream if streams else handlers.ask
    # What comes in parts needs the queue. The handlers take and give what the browser does.
    how = {**_QUIET, "queue": streams, "preprocess": False, "postprocess": False}
    for event, script in (
        (question.submit, None),
        (send.click, None),
        (pressed.click, "(_, turns) => [window.isnad.example, turns]"),
    ):
        asked = event(ask, [question, turns], [question, chat, turns], js=script, **how)
        asked.then(None, js="() => window.isnad.showAnswer()", api_visibility="private")
    new.click(clear, None, [chat, turns], **_QUIET)
    _build_download(handlers, save, turns)
    return examples


def _build_chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        show_label=False,
        container=False,
        height=None,
        autoscroll=False,
        latex_delimiters=[],
        buttons=[],
        feedback_options=None,
        layout="panel",
        group_consecutive_messages=False,
        placeholder=str(TRANSLATED("welcome")),
    )


def _build_question() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=TRANSLATED("question"),
        show_label=False,
        container=False,
        placeholder=TRANSLATED("ask"),
        max_length=MAX_CHARACTERS,
        autofocus=True,
        scale=1,
    )


def _build_download(handlers: Handlers, save: gr.Button, turns: gr.State) -> None:
    """The conversation comes as text, and the browser makes the file: the server keeps none."""
    text = gr.Textbox(visible="hidden")
    made = save.click(handlers.conversation, turns, text, **_QUIET)
    made.then(None, text, None, js="(text) => window.isnad.save(text)", api_visibility="private")


def _build_pane(handlers: Handlers) -> None:
    """The source; ``page.js`` presses the hidden button when a citation is followed."""
    pane = gr.HTML(elem_id="source")
    link = gr.Textbox(visible="hidden")
    follow = gr.Button(visible="hidden", elem_id="follow")
    shown = follow.click(handlers.show, link, pane, js="() => [window.isnad.link]", **_QUIET)
    shown.then(None, js="() => window.isnad.showPassage()", api_visibility="private")
