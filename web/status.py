"""The line about the index: how old it is, what has changed, and what a rebuild did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from index.build import BuildReport
from index.freshness import Freshness
from web.render import escaped

_MOST_NAMES = 5
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def render_status(fresh: Freshness, now: datetime | None = None) -> str:
    """How old the index is, and which sources are new, changed or gone since."""
    changes = [
        f"{len(names)} {what} ({_names(names)})"
        for what, names in (
            ("new", fresh.added),
            ("changed", fresh.changed),
            ("removed", fresh.removed),
        )
        if names
    ]
    age = age_in_words(fresh.built, now or datetime.now(UTC))
    state = "stale" if changes else "fresh"
    told = (
        f"Since then: {', '.join(changes)}. Rebuild to include them."
        if changes
        else ("No source has changed since.")
    )
    if not fresh.is_there:
        told = "The folder of its sources is not here; the texts as they were indexed serve."
    return (
        f'<p class="status {state}" role="status"><span class="dot"></span>'
        f'<span>Index built <time datetime="{escaped(fresh.built)}">{age}</time>. {told}</span></p>'
    )


def render_report(report: BuildReport) -> str:
    """What a rebuild did, and which sources could not be read."""
    counts = (
        f"Rebuilt: {len(report.added)} added, {len(report.changed)} changed,"
        f" {len(report.removed)} removed, {len(report.unchanged)} unchanged."
    )
    unread = "".join(
        f"<br><bdi>{escaped(source)}</bdi> was not read: {escaped(reason)}"
        for source, reason in report.unreadable.items()
    )
    return f'<p class="report">{counts}{unread}</p>'


def age_in_words(built: str, now: datetime) -> str:
    """The time since *built*, ISO 8601, in its largest unit.

    >>> age_in_words("2025-01-01T00:00:00+00:00", datetime(2025, 1, 3, 5, tzinfo=UTC))
    '2 days ago'
    """
    seconds = (now - datetime.fromisoformat(built)).total_seconds()
    for unit, size in _UNITS:
        count = int(seconds // size)
        if count >= 1:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    shown = ", ".join(f"<bdi>{escaped(name)}</bdi>" for name in listed[:_MOST_NAMES])
    return shown + (", …" if len(listed) > _MOST_NAMES else "")
