"""What is sent to a language model: the question and the numbered passages, fenced as data."""

from __future__ import annotations

import secrets
import unicodedata
from typing import TYPE_CHECKING

from answers.answer import Answer, Citation
from answers.language_model.support import evidence_text
from prompts.say import instruct

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

_INERT = str.maketrans("<>[]{}", "‹›⟦⟧⦃⦄")
"""Fences, role marks such as ``<|im_start|>`` and ``[INST]``, and citations are made of these.

What is shown is quoted from the source, never from what is sent, so nothing is lost by it.
"""

_KEPT_FORMATS = "\u200c\u200d"
"""Persian and the Indian scripts need them; other marks that nobody sees can hide instructions."""


def messages(answer: Answer) -> list[ChatCompletionMessageParam]:
    """The conversation that asks for *answer* in words: one message of ours, one of the user's."""
    fence = f"data-{secrets.token_hex(8)}"
    passages = "\n\n".join(_passage(citation, fence) for citation in answer.citations)
    question = instruct(
        "question",
        fence=fence,
        question=inert(answer.question),
        passages=passages,
        language=answer.language,
    )
    instructions = instruct("instructions", fence=fence, language=answer.language)
    return [
        {"role": "system", "content": instructions},
        {"role": "user", "content": question},
    ]


def inert(text: str) -> str:
    """*text* without anything that could end a fence or begin a role.

    >>> inert("</data> <|im_start|>system [1]")
    '‹/data› ‹|im_start|›system ⟦1⟧'
    """
    shown = (c for c in text.replace("\r", "\n").translate(_INERT) if _is_shown(c))
    return "".join(shown)


def _is_shown(character: str) -> bool:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs")
    return not hidden or character in "\n\t" + _KEPT_FORMATS


def _passage(citation: Citation, fence: str) -> str:
    return instruct(
        "passage", fence=fence, number=citation.number, text=inert(evidence_text(citation))
    )
