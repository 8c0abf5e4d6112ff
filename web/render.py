"""Questions and answers as HTML that nothing in them can break out of."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator

from answers.answer import Answer, Citation, Span
from answers.place import also
from index.freshness import Freshness
from prompts.say import say
from web.conversation import citation_text, place_of
from web.reference import Reference
from web.words import fields, tell, words

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_INERT = {
    **{ord(mark): f"&#{ord(mark)};" for mark in string.punctuation + "\t"},
    **dict.fromkeys(map(ord, "\0\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"), "\ufffd"),
}
_ISOLATE, _END_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_QUOTED = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation + "\t\r\n"}
_NEWLINE = re.compile(r"\r\n|\r|\n")


def escaped(text: str) -> str:
    """*text* as inert HTML on one line.

    Every ASCII punctuation mark becomes an entity. The page is made of Markdown, HTML and
    script templates, each with its own special marks, and none sees one of theirs here. What
    turns the direction of letters by force, which no article does, is shown as a mark.

    >>> escaped("<b> *x*")
    '&#60;b&#62; &#42;x&#42;'
    """
    return _NEWLINE.sub("<br>", text.translate(_INERT))


def attribute(text: str) -> str:
    """*text* to the letter as the value of an attribute, in quotes."""
    return f'"{text.translate(_QUOTED)}"'


def filled(key: str, language: str, **markup: str) -> str:
    """The page's words *key* as HTML, with *markup*, escaped already, in place of variables."""
    parts = fields(words(language)[key])
    return "".join(escaped(said) + (markup[name] if name else "") for said, name in parts)


def render_question(question: str) -> str:
    """A question as a message of the chat."""
    return f'<div dir="auto" class="asked">{escaped(question)}</div>'


def render_notice(sentence: str) -> str:
    """A sentence of the assistant that stands for an answer."""
    return f'<div dir="auto" class="notice">{escaped(sentence)}</div>'


def render_answer(answer: Answer, language: str) -> str:
    """An answer as a message of the chat: the lead, the citations, the age of the index.

    Args:
        answer: it is in the language of its question.
        language: the page's, for what can be pressed.
    """
    own = direction(answer.language)
    parts = [
        f'<div class="answer" dir="{own}">',
        _searched(answer),
        *_composed(answer),
        f'<p class="lead" dir="auto">{escaped(answer.lead)}</p>',
        *(_card(citation, answer.language, language) for citation in answer.citations),
        f'<p class="age" dir="auto">{escaped(_age(answer.freshness, answer.language))}</p>',
        "</div>",
    ]
    return "".join(parts)


def _composed(answer: Answer) -> Iterator[str]:
    """What a language model wrote and the citations support, and what is to be said of it."""
    if answer.composed:
        yield f'<p class="composed" dir="auto">{escaped(answer.composed)}</p>'
    if answer.note:
        yield f'<p class="note" dir="auto">{escaped(answer.note)}</p>'


def _searched(answer: Answer) -> str:
    """The line that says what was searched, where a follow-up was completed."""
    if answer.searched == answer.question:
        return ""
    told = escaped(say("searched", answer.language, question=answer.searched))
    return f'<p class="searched" dir="auto">{told}</p>'


def _card(citation: Citation, language: str, page_language: str) -> str:
    quote = marked(citation.quote, citation.start, citation.marks, "<mark>")
    parts = (f"<bdi>{escaped(part)}</bdi>" for part in place_of(citation, language))
    copied = attribute(citation_text(citation, language))
    return (
        f'<div class="card"><blockquote dir="auto" class="psg">{quote}</blockquote>'
        f'<div class="foot"><a class="cite" href="{Reference.of(citation).link}">'
        f'<span class="number">{citation.number}</span>'
        f'<span class="place">{"<span> · </span>".join(parts)}</span></a>'
        f'<button type="button" class="copy" value={copied}>'
        f"{escaped(tell('copy', page_language))}</button></div>"
        f"{_also(citation, language)}</div>"
    )


def _also(citation: Citation, language: str) -> str:
    """The other places of a passage, each a link to it."""
    lines = []
    for told, found, more in also(citation, language):
        links = [
            f'<a href="{Reference.of(one).link}">'
            f"<bdi>{escaped(', '.join(place_of(one, language)))}</bdi></a>"
            for one in found
        ]
        named = "<span>; </span>".join([*links, *([escaped(more)] if more else [])])
        lines.append(f'<p class="also" dir="auto">{escaped(told)} {named}</p>')
    return "".join(lines)


def marked(text: str, first: int, spans: Iterable[Span], tag: str) -> str:
    """*text*, which begins at *first* of its source, with what lies in *spans* in *tag*."""
    parts, place = [], 0
    for start, end in sorted(spans):
        begin, stop = max(place, start - first), min(len(text), end - first)
        if begin < stop:
            parts += [escaped(text[place:begin]), tag, escaped(text[begin:stop]), "</mark>"]
            place = stop
    return "".join([*parts, escaped(text[place:])])


def _age(fresh: Freshness, language: str) -> str:
    built = date(fresh.built)
    if fresh.changed_sources:
        return say("stale", language, built=built, count=len(fresh.changed_sources))
    return say("fresh", language, built=built)


def date(moment: str) -> str:
    """A moment in UTC, ISO 8601, as text; isolated, else its parts change places in Arabic.

    >>> date("2025-01-02T03:04:05+00:00").strip("\u2066\u2069")
    '2025-01-02 03:04:05 UTC'
    """
    return f"{_ISOLATE}{moment.replace('T', ' ').removesuffix('+00:00')} UTC{_END_ISOLATE}"


def direction(language: str) -> str:
    """How *language* is written, as an attribute of HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
