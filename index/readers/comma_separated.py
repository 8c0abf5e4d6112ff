"""CSV: rows of cells between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
from io import StringIO

from index.documents import Content
from index.errors import SourceError
from index.readers.decode import decode
from index.readers.table import Row, read_rows

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 1000
_LONGEST_CELL = 1_000_000
_LONGEST_NAME = 60


def read_csv(raw: bytes) -> Content:
    """The text cells of a table, whose first row names the columns if it looks like names.

    Raises:
        SourceError: it is not text, a cell or a row is too long, or a quotation does not end.
    """
    text = decode(raw)
    records = _records(text)
    if not records:
        return read_rows([])
    first = records[0][1]
    named = len(records) > 1 and _are_names(first)
    names = first if named else []
    return read_rows([_row(number, cells, names) for number, cells in records[named:]])


def _records(text: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, by number."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    records = []
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > _MOST_COLUMNS:
                raise SourceError(f"row {number} has more than {_MOST_COLUMNS} cells")
            if any(cells):
                records.append((number, cells))
    except csv.Error as error:
        raise SourceError(f"its table is damaged near line {reader.line_num} ({error})") from error
    return records


def _delimiter(text: str) -> str:
    line = text.lstrip("\r\n").split("\n", 1)[0]
    return max(_DELIMITERS, key=line.count)


def _are_names(cells: list[str]) -> bool:
    """Whether cells look like names of columns: short, all different, and with a letter."""
    names = [cell.strip() for cell in cells]
    return len(set(names)) == len(names) and all(
        len(name) <= _LONGEST_NAME and any(character.isalpha() for character in name)
        for name in names
    )


def _row(number: int, cells: list[str], names: list[str]) -> Row:
    known = [name.strip() for name in names[: len(cells)]]
    nameless = [f"column {place}" for place in range(len(known) + 1, len(cells) + 1)]
    return number, dict(zip([*known, *nameless], cells, strict=True))
