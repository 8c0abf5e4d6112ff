"""What was asked and answered in one chat, and the same as text that can be kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from answers.answer import Answer, Citation
from answers.place import also, places
from prompts.say import say
from web.words import tell

KEPT_TURNS = 30

Message = dict[str, Any]

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$!^{}#]")
_AT_START = re.compile(r"(?m)^([ \t]*\d*)([-+=:.)])")
_LINK = re.compile(r"(?i)(://|www\.|@)")
_EDGE = re.compile(
    r"\A\n+|\n+\Z|(?m:^[ \t\xa0\u2000-\u200a\u3000]+|[ \t\xa0\u2000-\u200a\u3000]+$)|[\r\t\f]"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its reply.

    Attributes:
        question: as it was asked.
        asked, replied: question and reply as the chat shows them: escaped HTML.
        reply: the answer, without its hits, or the sentence that stood for one.
    """

    question: str
    asked: str
    replied: str
    reply: Answer | str


def messages(turns: Sequence[Turn]) -> list[Message]:
    """The turns as the browser's part of ``gr.Chatbot`` takes them.

    To come to this Gradio would validate every message of the chat in other threads, for every
    question: three times the work of rendering the answer.
    """
    return [
        message
        for turn in turns
        for message in (_message("user", turn.asked), _message("assistant", turn.replied))
    ]


def _message(role: str, content: str) -> Message:
    text = {"text": content, "type": "text"}
    return {"role": role, "metadata": None, "content": [text], "options": None}


def searched(turns: Sequence[Turn]) -> list[str]:
    """What was searched, turn by turn: what a follow-up is one to."""
    return [turn.reply.searched for turn in turns if isinstance(turn.reply, Answer)]


def place_of(citation: Citation, language: str) -> list[str]:
    """Where a citation is from: source, heading if there is one, and where in it."""
    return [citation.source, *filter(None, [citation.heading]), *places(citation, language)]


def citation_text(citation: Citation, language: str) -> str:
    """A citation to paste elsewhere: the quote to the letter, and where it is from."""
    return f"{citation.quote}\n— {', '.join(place_of(citation, language))}"


def to_markdown(turns: Sequence[Turn], language: str) -> str:
    """The whole conversation as Markdown, in which nothing but our own marks is active."""
    parts = [f"# {plain_markdown(tell('title', language))}"]
    for turn in turns:
        parts.append(f"## {plain_markdown(' '.join(turn.question.split()))}")
        parts += _reply(turn.reply)
    return "\n\n".join(parts) + "\n"


def _reply(reply: Answer | str) -> list[str]:
    if isinstance(reply, str):
        return [plain_markdown(reply)]
    cited = [_quoted(citation, reply.language) for citation in reply.citations]
    own = filter(None, [_searched(reply), reply.composed, reply.note, reply.lead])
    return [*map(plain_markdown, own), *cited]


def _searched(answer: Answer) -> str:
    if answer.searched == answer.question:
        return ""
    return say("searched", answer.language, question=answer.searched)


def _quoted(citation: Citation, language: str) -> str:
    place = ", ".join(map(plain_markdown, place_of(citation, language)))
    lines = [*plain_markdown(citation.quote).split("\n"), "", f"— \\[{citation.number}\\] {place}"]
    for told, found, more in also(citation, language):
        others = "; ".join([*(", ".join(place_of(one, language)) for one in found), more])
        lines += ["", plain_markdown(f"{told} {others.removesuffix('; ')}")]
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def plain_markdown(text: str) -> str:
    r"""*text* as Markdown that reads as exactly this text.

    Spaces that Markdown would drop, and what begins a link, become entities; a line's end becomes
    a hard break. Most text stays as it is, so that the file can be read as it is, too.

    >>> print(plain_markdown("1. *two*"))
    1\. \*two\*
    """
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _AT_START.sub(r"\1\\\2", text)
    text = _LINK.sub(lambda found: _entities(found[0]), text)
    text = _EDGE.sub(lambda found: _entities(found[0]), text)
    return text.replace("\n", "\\\n")


def _entities(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)
