"""Draw how an index grows: ``python -m docs.scale_picture FILE``, of ``benchmarks.scale --json``.

Both axes are logarithmic, so that a straight line is growth by one factor for each doubling; that
factor, from the smallest size to the largest, stands beside each line.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PICTURE = Path(__file__).parent / "scale.svg"
_WIDTH, _HEIGHT, _LEFT, _TOP = 300, 200, 60, 40
_ROOM = 150


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn of a row of figures: its name, its key and by what it is multiplied."""

    name: str
    key: str
    factor: float
    color: str


PANELS = {
    "a question, CPU ms": (
        Line("p50", "cpu50", 1e3, "#1f77b4"),
        Line("p99", "cpu99", 1e3, "#d62728"),
    ),
    "opening, cold, ms": (Line("load", "load", 1e3, "#1f77b4"),),
    "resident, MB": (
        Line("own", "private", 1e-6, "#1f77b4"),
        Line("and mapped", "mapped", 1e-6, "#2ca02c"),
    ),
    "building, CPU s": (Line("not encoding", "cpu", 1.0, "#1f77b4"),),
}


def per_doubling(sizes: Sequence[float], values: Sequence[float]) -> float:
    """By what *values* are multiplied, on the average, whenever *sizes* double.

    >>> per_doubling([1, 8], [3, 24])
    2.0
    """
    return float((values[-1] / values[0]) ** (1 / math.log2(sizes[-1] / sizes[0])))


def draw(rows: Sequence[dict[str, float]]) -> str:
    """The picture, as SVG."""
    rows = sorted(rows, key=lambda row: row["passages"])
    panels = [
        f'<g transform="translate({_LEFT + number * (_WIDTH + _ROOM + _LEFT)},{_TOP})">'
        f"{_panel(title, lines, rows)}</g>"
        for number, (title, lines) in enumerate(PANELS.items())
    ]
    width, height = len(PANELS) * (_WIDTH + _ROOM + _LEFT), _HEIGHT + 2 * _TOP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(panels)}</svg>\n"
    )


def _panel(title: str, lines: Sequence[Line], rows: Sequence[dict[str, float]]) -> str:
    sizes = [row["passages"] for row in rows]
    figures = [[row[line.key] * line.factor for row in rows] for line in lines]
    low = math.floor(math.log10(min(map(min, figures))))
    high = math.ceil(math.log10(max(map(max, figures))))

    def x(size: float) -> float:
        return _WIDTH * math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])

    def y(value: float) -> float:
        return _HEIGHT * (1 - (math.log10(value) - low) / (high - low))

    parts = [f'<text y="-16" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        level = y(10**power)
        parts.append(f'<path d="M0 {level:.1f}h{_WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="-6" y="{level + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for size in sizes:
        told = f"{size:.0e}".replace("e+0", "e")
        parts.append(
            f'<text x="{x(size):.1f}" y="{_HEIGHT + 18}" text-anchor="middle">{told}</text>'
        )
    for line, values in zip(lines, figures, strict=True):
        points = " ".join(f"{x(s):.1f},{y(v):.1f}" for s, v in zip(sizes, values, strict=True))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{line.color}" stroke-width="2"/>'
        )
        told = f"{line.name}: × {per_doubling(sizes, values):.2f}"
        place = f'x="{_WIDTH + 6}" y="{y(values[-1]) + 4:.1f}"'
        parts.append(f'<text {place} fill="{line.color}">{told}</text>')
    return "".join(parts)


def main() -> None:
    """Write the picture beside this file."""
    parser = argparse.ArgumentParser(prog="python -m docs.scale_picture", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    text = parser.parse_args().file.read_text("utf-8")
    PICTURE.write_text(draw([json.loads(line) for line in text.splitlines()]), "utf-8")


if __name__ == "__main__":
    main()
