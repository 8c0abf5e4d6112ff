"""JSON lines: one object, or one string, a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from index.documents import Content
from index.errors import SourceError
from index.readers.decode import decode
from index.readers.table import Row, read_rows

_NEWLINE = re.compile(r"\r\n?|\n")
_LONGEST_LINE = 10_000_000
_DEEPEST = 20


def read_json_lines(raw: bytes) -> Content:
    """The strings of every line, by their names: ``{"a": {"b": "x"}}`` has ``a.b``.

    Raises:
        SourceError: it is not text, or a line is no JSON, too long or too deep.
    """
    lines = enumerate(_NEWLINE.split(decode(raw)), start=1)
    return read_rows([_row(number, line) for number, line in lines if line.strip()])


def _row(number: int, line: str) -> Row:
    if len(line) > _LONGEST_LINE:
        raise SourceError(
            f"line {number} is longer than {_LONGEST_LINE // 1_000_000} million letters"
        )
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"line {number} is not JSON") from error
    cells: dict[str, str] = {}
    for name, text in _strings(value, "", number):
        cells[name] = f"{cells[name]}\n{text}" if name in cells else text
    return number, cells


def _strings(value: object, name: str, number: int, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each string under *value*, with its path; the members of a list share theirs."""
    if depth > _DEEPEST:
        raise SourceError(f"line {number} is nested deeper than {_DEEPEST} levels")
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member, name, number, depth + 1)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _strings(member, f"{name}.{key}" if name else key, number, depth + 1)
