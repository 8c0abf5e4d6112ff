"""A way of several steps, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _BOX, _GAP, _LEFT = 760, 62, 22, 20
_BEFORE = 5
"""So many steps are done once, before any question."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a question, or to a source before it.

    Attributes:
        title: what is done.
        paths: the modules that do it.
        told: what came of it, as Markdown.
        short: the same in one line.
    """

    title: str
    paths: tuple[str, ...]
    told: str
    short: str

    @property
    def modules(self) -> str:
        """The modules, as Markdown."""
        return ", ".join(f"`{path}`" for path in self.paths)


def draw(question: str, steps: Sequence[Step]) -> str:
    """The steps one under the other, as SVG; between the two parts stands the question."""
    parts, top = [], 16
    for number, step in enumerate(steps, start=1):
        if number in (1, _BEFORE + 1):
            label = "once, when sources change" if number == 1 else f"then: “{question}”"
            parts.append(
                f'<text x="{_WIDTH / 2}" y="{top + 12}" text-anchor="middle" font-size="15"'
                f' font-weight="bold" fill="#7a4b00">{escape(label)}</text>'
            )
            top += 28
        parts.append(_box(number, step, top))
        top += _BOX
        if number not in (_BEFORE, len(steps)):
            parts.append(f'<path d="M{_WIDTH / 2} {top}v{_GAP - 4}" marker-end="url(#tip)"/>')
        top += _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}"'
        ' font-family="sans-serif" font-size="13" stroke-width="1.4">'
        '<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>'
        '<rect width="100%" height="100%" fill="white"/>'
        f'<g stroke="none">{"".join(part for part in parts if part[1] != "p")}</g>'
        f'<g stroke="#555">{"".join(part for part in parts if part[1] == "p")}</g></svg>\n'
    )


def _box(number: int, step: Step, top: int) -> str:
    color = "#eef3fb" if number <= _BEFORE else "#f1f7ee"
    right = _WIDTH - _LEFT
    return (
        f'<g><rect x="{_LEFT}" y="{top}" width="{right - _LEFT}" height="{_BOX}" rx="8"'
        f' fill="{color}" stroke="#9ab"/>'
        f'<text x="{_LEFT + 14}" y="{top + 24}" font-weight="bold" font-size="14">{number}.'
        f" {escape(step.title)}</text>"
        f'<text x="{right - 12}" y="{top + 24}" text-anchor="end" fill="#667"'
        f' font-family="monospace" font-size="12">{escape(step.paths[0])}</text>'
        f'<text x="{_LEFT + 14}" y="{top + 47}" fill="#223">{escape(step.short)}</text></g>'
    )
