"""What stands beside the chat: the list of the sources, and one source with a passage marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from answers.answer import Span
from index.documents import Document
from index.freshness import Freshness
from index.searched import Searched
from web.reasons import reason_in
from web.reference import Reference
from web.render import date, escaped, filled, marked
from web.words import tell

WINDOW = 10_000
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the list shows it.

    Attributes:
        source: path under the folder of sources.
        title: its title, or its path where it was not read.
        state: ``unreadable``, ``new``, ``changed``, ``removed`` or ``indexed``.
        reason: why it is unreadable, else the empty string.
        link: the link that opens it, or the empty string where it is not indexed.
        language: ISO 639-1 code, ``und``, or the empty string where it is not indexed.
        passages: how many it has in the index.
        size: bytes of the file, when it was indexed.
        indexed: when that was, UTC, ISO 8601.
    """

    source: str
    title: str
    state: str
    reason: str = ""
    link: str = ""
    language: str = ""
    passages: int = 0
    size: int = 0
    indexed: str = ""


def source_rows(index: Searched, fresh: Freshness) -> list[SourceRow]:
    """The sources: first those about which there is something to know, then by name.

    Of those that are indexed and unchanged no more than the list shows.
    """
    told = {**dict.fromkeys(fresh.changed, "changed"), **dict.fromkeys(fresh.removed, "removed")}
    unread = index.manifest.unreadable.items()
    unchanged = (source for source in index.documents if source not in told)
    return [
        *(SourceRow(source, source, "unreadable", reason) for source, reason in unread),
        *(SourceRow(source, source, "new") for source in fresh.added),
        *(_row(index, source, told[source]) for source in told if source in index.documents),
        *(_row(index, source, "indexed") for source in islice(unchanged, MOST_ROWS)),
    ]


def _row(index: Searched, source: str, state: str) -> SourceRow:
    document = index.documents[source]
    first, after = index.span(source)
    state_then = index.manifest.files[source]
    return SourceRow(
        source=source,
        title=document.title,
        state=state,
        link=Reference.to_source(document).link,
        language=document.language,
        passages=after - first,
        size=state_then.size,
        indexed=state_then.indexed,
    )


def render_sources(rows: Sequence[SourceRow], total: int, language: str) -> str:
    """The list of sources, of which there are *total*."""
    shown = "".join(_item(row, language) for row in rows[:MOST_ROWS])
    rest = total - min(len(rows), MOST_ROWS)
    more = f'<p class="hint">{filled("more", language, count=str(rest))}</p>' if rest > 0 else ""
    return (
        f"<h2>{escaped(tell('sources', language))}</h2>"
        f'<p class="hint">{escaped(tell("follow", language))}</p>'
        f'<ul class="sources">{shown}</ul>{more}'
    )


def _item(row: SourceRow, language: str) -> str:
    title = f"<bdi>{escaped(row.title)}</bdi>"
    head = f'<a class="open" href="{row.link}">{title}</a>' if row.link else title
    facts = "<span> · </span>".join(_facts(row, language))
    return (
        f'<li class="{row.state}"><p class="title">{head}</p>'
        f'<p class="facts">{facts}</p>{_state(row, language)}</li>'
    )


def _facts(row: SourceRow, language: str) -> Iterator[str]:
    if row.source != row.title:
        yield f"<bdi>{escaped(row.source)}</bdi>"
    if row.link:
        if row.language != "und":
            yield f'<data class="language" value="{escaped(row.language)}">{row.language}</data>'
        yield filled("passages", language, count=f"<bdi>{row.passages}</bdi>")
        yield f'<data class="size" value="{row.size}"><bdi>{row.size} B</bdi></data>'
        when = escaped(row.indexed)
        moment = f'<time class="when" datetime="{when}">{escaped(date(row.indexed))}</time>'
        yield filled("indexed", language, date=moment)


def _state(row: SourceRow, language: str) -> str:
    if row.state == "indexed":
        return ""
    told = escaped(tell(row.state, language)) if row.state != "unreadable" else ""
    reason = escaped(reason_in(row.reason, language))
    told = told or filled("unreadable", language, reason=f"<bdi>{reason}</bdi>")
    return f'<p class="state">{told}</p>'


def render_source(document: Document, start: int, end: int, language: str) -> str:
    """A source with ``text[start:end]`` marked; of a long one, the text around the passage."""
    first = max(0, start - WINDOW)
    after = min(len(document.text), end + WINDOW)
    paragraphs = _paragraphs(document.text[first:after], first, (start, end))
    parts = [
        render_bar(language),
        f'<article class="source-text"><h2 dir="auto">{escaped(document.title)}</h2>',
        _file_name(document),
        '<p class="cut">…</p>' if first else "",
        *paragraphs,
        '<p class="cut">…</p>' if after < len(document.text) else "",
        "</article>",
    ]
    return "".join(parts)


def render_bar(language: str) -> str:
    """What leads from the source to others; ``page.js`` knows which citation it shows."""
    buttons = {
        name: f'<button type="button" class="{name}">{escaped(tell(name, language))}</button>'
        for name in ("back", "all_sources", "previous", "next", "copy")
    }
    position = '<span class="position" role="status"></span>'
    return (
        f'<div class="bar">{buttons["back"]}{buttons["all_sources"]}<span class="steps">'
        f"{buttons['previous']}{position}{buttons['next']}{buttons['copy']}</span></div>"
    )


def _file_name(document: Document) -> str:
    if document.source == document.title:
        return ""
    return f'<p class="file"><bdi>{escaped(document.source)}</bdi></p>'


def _paragraphs(text: str, first: int, passage: Span) -> Iterator[str]:
    """The lines of *text*, which begins at *first*, each with its part of the passage marked."""
    for line in re.finditer(r"[^\r\n]+", text):
        if line[0].strip():
            shown = marked(line[0], first + line.start(), [passage], '<mark class="cited">')
            yield f'<p dir="auto">{shown}</p>'
