"""The words that stand in the page from the start; Gradio takes those of the browser's language."""

from __future__ import annotations

import gradio as gr

from web.render import escaped
from web.words import languages, tell, words

_STATIC = (
    "add_here",
    "add_or_remove",
    "ask",
    "download",
    "new_chat",
    "question",
    "rebuild",
    "remove_it",
    "send",
    "source",
)


def _static(language: str) -> dict[str, str]:
    said = {key: escaped(text) for key, text in words(language).items()}
    return {
        **{key: tell(key, language) for key in _STATIC},
        "name": f'<a class="skip" href="#question">{said["skip"]}</a>'
        f"<h1>{said['title']}</h1><p>{said['tagline']}</p>",
        "welcome": f'<div class="welcome"><strong>{said["welcome"]}</strong><br>'
        f"{said['welcome_more']}</div>",
    }


TRANSLATED = gr.I18n(**{code: _static(code) for code in languages()})
"""``TRANSLATED(key)`` is what a component is given in place of its words."""
