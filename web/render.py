"""Answers, questions and sources as HTML that nothing in them can break out of."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence

from answers.answer import Answer, Citation, Span
from answers.place import places
from index.documents import Document
from index.freshness import Freshness
from prompts.say import say
from web.reference import Reference

WINDOW = 10_000
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_INERT = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation + "\t"}
_ISOLATE, _END_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_NEWLINE = re.compile(r"\r\n|\r|\n")


def escaped(text: str) -> str:
    """*text* as inert HTML on one line.

    Every ASCII punctuation mark becomes an entity. The page is made of Markdown, HTML and
    script templates, each with its own special marks, and none sees one of theirs here.

    >>> escaped("<b> *x*")
    '&#60;b&#62; &#42;x&#42;'
    """
    return _NEWLINE.sub("<br>", text.replace("\0", "\N{REPLACEMENT CHARACTER}").translate(_INERT))


def render_question(question: str) -> str:
    """A question as a message of the chat."""
    return f'<div dir="auto" class="asked">{escaped(question)}</div>'


def render_notice(sentence: str) -> str:
    """A sentence of the assistant that stands for an answer."""
    return f'<div dir="auto" class="notice">{escaped(sentence)}</div>'


def render_answer(answer: Answer) -> str:
    """An answer as a message of the chat: the lead, the citations, the age of the index."""
    direction = _direction(answer.language)
    parts = [
        f'<div class="answer" dir="{direction}">',
        _searched(answer),
        *_composed(answer),
        f'<p class="lead" dir="auto">{escaped(answer.lead)}</p>',
        *(_card(citation, answer.language) for citation in answer.citations),
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


def render_source(document: Document, start: int, end: int) -> str:
    """A source with ``text[start:end]`` marked; of a long one, the text around the passage."""
    first = max(0, start - WINDOW)
    after = min(len(document.text), end + WINDOW)
    paragraphs = _paragraphs(document.text[first:after], first, (start, end))
    parts = [
        f'<h2 dir="auto">{escaped(document.title)}</h2>',
        _file_name(document),
        '<p class="cut">…</p>' if first else "",
        *paragraphs,
        '<p class="cut">…</p>' if after < len(document.text) else "",
    ]
    return f'<article class="source-text">{"".join(parts)}</article>'


def _card(citation: Citation, language: str) -> str:
    quote = _marked(citation.quote, citation.start, citation.marks, "<mark>")
    names = [citation.source, citation.heading, *places(citation, language)]
    told = "<span> · </span>".join(f"<bdi>{escaped(name)}</bdi>" for name in names if name)
    return (
        f'<div class="card"><blockquote dir="auto" class="psg">{quote}</blockquote>'
        f'<a class="cite" href="{Reference.of(citation).link}">'
        f'<span class="number">{citation.number}</span>'
        f'<span class="place">{told}</span></a></div>'
    )


def _searched(answer: Answer) -> str:
    """The line that says what was searched, where a follow-up was completed."""
    if answer.searched == answer.question:
        return ""
    told = escaped(say("searched", answer.language, question=answer.searched))
    return f'<p class="searched" dir="auto">{told}</p>'


def _file_name(document: Document) -> str:
    if document.source == document.title:
        return ""
    return f'<p class="file"><bdi>{escaped(document.source)}</bdi></p>'


def _paragraphs(text: str, first: int, passage: Span) -> Iterator[str]:
    """The lines of *text*, which begins at *first*, each with its part of the passage marked."""
    for line in re.finditer(r"[^\r\n]+", text):
        if line[0].strip():
            marked = _marked(line[0], first + line.start(), [passage], '<mark class="cited">')
            yield f'<p dir="auto">{marked}</p>'


def _marked(text: str, first: int, spans: Iterable[Span], tag: str) -> str:
    """*text*, which begins at *first* of its source, with what lies in *spans* in a tag."""
    parts, place = [], 0
    for start, end in sorted(spans):
        begin, stop = max(place, start - first), min(len(text), end - first)
        if begin < stop:
            parts += [escaped(text[place:begin]), tag, escaped(text[begin:stop]), "</mark>"]
            place = stop
    return "".join([*parts, escaped(text[place:])])


def _age(fresh: Freshness, language: str) -> str:
    told = fresh.built.replace("T", " ").removesuffix("+00:00") + " UTC"
    built = f"{_ISOLATE}{told}{_END_ISOLATE}"  # in Arabic the parts of a date would change places
    if fresh.changed_sources:
        return say("stale", language, built=built, count=len(fresh.changed_sources))
    return say("fresh", language, built=built)


def _direction(language: str) -> str:
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def render_sources(documents: Sequence[Document], most: int = 100) -> str:
    """The list of sources, which the pane shows until a citation is followed."""
    names = "".join(f'<li dir="auto">{escaped(d.title)}</li>' for d in documents[:most])
    more = f"<li>… {len(documents) - most} more</li>" if len(documents) > most else ""
    return f'<ul class="sources">{names}{more}</ul>'
