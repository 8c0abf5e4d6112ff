"""The line about the index: how old it is, what has changed, and what a rebuild did."""

from __future__ import annotations

from collections.abc import Iterable

from index.build import BuildReport
from index.freshness import Freshness
from web.reasons import reason_in
from web.render import date, escaped, filled
from web.words import tell

_MOST_NAMES = 5


def render_status(fresh: Freshness, language: str) -> str:
    """When the index was built, and which sources are new, changed or gone since.

    ``page.js`` puts the age in place of the date, in the words of the browser.
    """
    changes = [
        filled(key, language, count=str(len(names)), names=_names(names))
        for key, names in (
            ("count_new", fresh.added),
            ("count_changed", fresh.changed),
            ("count_removed", fresh.removed),
        )
        if names
    ]
    built = (
        f'<time class="ago" datetime="{escaped(fresh.built)}">{escaped(date(fresh.built))}</time>'
    )
    told = filled("stale", language, changes=", ".join(changes)) if changes else None
    if not fresh.is_there:
        told = escaped(tell("folder_gone", language))
    return (
        f'<p class="status {"stale" if changes else "fresh"}"><span class="dot"></span>'
        f"<span>{filled('built', language, age=built)}"
        f' <span role="status">{told or filled("fresh", language)}</span></span></p>'
    )


def render_report(report: BuildReport, language: str) -> str:
    """What a rebuild did, and which sources could not be read."""
    counts = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    numbers = {name: f"<bdi>{len(sources)}</bdi>" for name, sources in counts.items()}
    unread = "".join(
        f"<br>{_not_read(source, reason, language)}" for source, reason in report.unreadable.items()
    )
    return f'<p class="report" role="status">{filled("rebuilt", language, **numbers)}{unread}</p>'


def _not_read(source: str, reason: str, language: str) -> str:
    told = _isolated(reason_in(reason, language))
    return filled("not_read", language, source=_isolated(source), reason=told)


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    shown = ", ".join(map(_isolated, listed[:_MOST_NAMES]))
    return shown + (", …" if len(listed) > _MOST_NAMES else "")


def _isolated(text: str) -> str:
    return f"<bdi>{escaped(text)}</bdi>"
