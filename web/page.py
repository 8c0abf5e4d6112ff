"""The page: chat, source pane, age of the index, and the button that rebuilds it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from answers.follow_up import KEPT_TURNS
from index.encode import Progress
from index.errors import IsnadError, QuestionError
from index.language import detect_language
from prompts.say import say
from retrieval.query import MAX_CHARACTERS
from web import words
from web.doors import add_doors
from web.library import BusyError, Library
from web.owner_panel import build_owner_panel
from web.reference import Reference
from web.render import (
    render_answer,
    render_notice,
    render_question,
    render_source,
    render_sources,
)
from web.status import render_report, render_status
from web.visitors import check_owner

_HOME = Path(__file__).parent
_KEPT_MESSAGES = 60
_REFRESH_SECONDS = 15
_log = logging.getLogger(__name__)

Message = dict[str, str]
Shown = tuple[str, list[Message], list[Message], list[str]]

OPTIONS: dict[str, Any] = {
    "css": (_HOME / "style.css").read_text("utf-8"),
    "js": (_HOME / "page.js").read_text("utf-8"),
    "theme": gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ),
    "auth_message": words.LOGIN,
    "enable_monitoring": False,
    "footer_links": [],
    "quiet": True,
    "run_history": False,
    "show_error": False,
    "ssr_mode": False,
    "state_session_capacity": 200,
}
"""How the page looks and behaves, for ``web.serve``, which launches it."""


class Handlers:
    """What the page does when something is asked, followed or pressed."""

    def __init__(self, library: Library) -> None:
        """Answer from *library*."""
        self._library = library

    def ask(self, question: str, history: list[Message], turns: list[str]) -> Shown:
        """The emptied input, the history for the chat and for the session, and the turns.

        The last is what was searched in this tab, for the follow-ups to it.
        """
        *_, last = self.stream(question, history, turns)
        return last

    def stream(self, question: str, history: list[Message], turns: list[str]) -> Iterator[Shown]:
        """What ``ask`` gives, again and again as a language model's sentences come."""
        question = question.encode("utf-8", "replace").decode()  # JSON can carry half a pair
        if not question.strip():
            yield "", history, history, turns
            return
        asked = {"role": "user", "content": render_question(question[:MAX_CHARACTERS])}
        for content, searched in self._replies(question, turns):
            reply = {"role": "assistant", "content": content}
            grown = [*history, asked, reply][-_KEPT_MESSAGES:]
            yield "", grown, grown, [*turns, *searched][-KEPT_TURNS:]

    def show(self, link: str) -> str:
        """The source that a citation's link leads to, the passage marked."""
        try:
            reference = Reference.parse(link)
            document = reference.find(self._library.documents)
        except IsnadError as error:
            return render_notice(str(error))
        back = f'<a class="back" href="#chat">{words.BACK}</a>'
        return back + render_source(document, reference.start, reference.end)

    def sources(self) -> str:
        """The list of sources, for the pane."""
        documents = list(self._library.documents.values())
        follow = f'<p class="hint">{words.FOLLOW}</p>'
        return f"<h2>{words.SOURCES}</h2>{render_sources(documents)}{follow}"

    def status(self) -> str:
        """The line about the age of the index."""
        return render_status(self._library.freshness())

    def rebuild(
        self,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  Gradio looks for it there
    ) -> tuple[str, str, str]:
        """Rebuild the index; what that did, the line about its age, and the list of sources."""
        try:
            check_owner(request)
        except IsnadError as error:
            return render_notice(str(error)), self.status(), self.sources()
        progress(0, desc=words.REBUILDING)

        def tell(done: int, total: int) -> None:
            if total:
                progress((done, total), desc=words.ENCODING, unit="passages")

        return self._rebuilt(tell), self.status(), self.sources()

    def _rebuilt(self, tell: Progress) -> str:
        try:
            return render_report(self._library.rebuild(tell))
        except BusyError as error:
            return render_notice(str(error))
        except (IsnadError, OSError) as error:
            return render_notice(f"{words.BUILD_FAILED} {error}")
        except Exception:
            _log.exception("the rebuild failed")
            return render_notice(words.BUILD_FAILED)

    def _replies(self, question: str, turns: list[str]) -> Iterator[tuple[str, list[str]]]:
        """The answer as a message, as it grows, and what was searched for it."""
        try:
            for answer in self._library.compose(self._library.ask(question, turns)):
                yield render_answer(answer), [answer.searched]
        except QuestionError:
            yield _notice("unsearchable", question, most=MAX_CHARACTERS), []
        except BusyError:
            yield _notice("busy", question), []
        except Exception:
            _log.exception("a question could not be answered")
            yield _notice("failed", question), []


def build_page(library: Library) -> gr.Blocks:
    """The page over *library*; ``web.serve`` launches it."""
    handlers = Handlers(library)
    page = gr.Blocks(title=words.TITLE, fill_width=True, analytics_enabled=False)
    with page:
        add_doors(library)  # first: whoever takes the name "ask" later gets another
        with gr.Row(elem_id="head"):
            gr.HTML(f"<h1>{words.TITLE}</h1><p>{words.TAGLINE}</p>", elem_id="name")
            with gr.Column(elem_id="index"):
                status = gr.HTML(elem_id="status")
                report = gr.HTML(elem_id="report")
            rebuild = gr.Button(words.REBUILD, elem_id="rebuild", size="sm", scale=0, visible=False)
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(scale=3, elem_id="talk"):
                _build_chat(handlers, status, library.composes)
            with gr.Column(scale=2, elem_id="reading"):
                pane = _build_pane(handlers)
        build_owner_panel(page, library, [rebuild])
        page.load(handlers.sources, None, pane, **_QUIET)
        page.load(handlers.status, None, status, **_QUIET)
        gr.Timer(_REFRESH_SECONDS).tick(handlers.status, None, status, **_QUIET)
        rebuild.click(
            handlers.rebuild,
            None,
            [report, status, pane],
            show_progress_on=report,
            api_visibility="private",
        )
    page.queue(default_concurrency_limit=8, max_size=64)
    return page


_QUIET: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
}


def _build_chat(handlers: Handlers, status: gr.HTML, streams: bool) -> None:
    history = gr.State([], time_to_live=3600)
    turns = gr.State([], time_to_live=3600)
    chat = gr.Chatbot(
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
        placeholder=words.PLACEHOLDER,
    )
    with gr.Row(elem_id="ask-row"):
        question = gr.Textbox(
            elem_id="question",
            label=words.QUESTION,
            show_label=False,
            container=False,
            placeholder=words.ASK,
            max_length=MAX_CHARACTERS,
            submit_btn=words.SEND,
            autofocus=True,
            scale=1,
        )
        clear = gr.Button(words.NEW_CHAT, elem_id="new-chat", size="sm", scale=0)
    inputs, outputs = [question, history, turns], [question, chat, history, turns]
    ask = handlers.stream if streams else handlers.ask
    # What comes in parts needs the queue; without it an answer is one request.
    asked = question.submit(ask, inputs, outputs, **{**_QUIET, "queue": streams})
    asked.then(None, js="() => window.isnadShowAnswer()", api_visibility="private")
    asked.then(handlers.status, None, status, **_QUIET)
    clear.click(lambda: ([], [], []), None, [chat, history, turns], **_QUIET)


def _build_pane(handlers: Handlers) -> gr.HTML:
    """The source pane; ``page.js`` presses the hidden button when a citation is followed."""
    pane = gr.HTML(elem_id="source")
    link = gr.Textbox(visible="hidden")
    follow = gr.Button(visible="hidden", elem_id="follow")
    shown = follow.click(handlers.show, link, pane, js="() => [window.isnadLink]", **_QUIET)
    shown.then(None, js="() => window.isnadShowPassage()", api_visibility="private")
    return pane


def _notice(name: str, question: str, **variables: object) -> str:
    return render_notice(say(name, detect_language(question[:200]), **variables))
