"""Rows with named cells, as CSV and JSON lines have them: which cells are text, and their places.

A text cell is a paragraph. Its heading is the row's title, where there is a column of titles, and
the column's name; its row is the one that a spreadsheet or an editor shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.documents import Content
from index.readers.extract import Extract

Row = tuple[int, dict[str, str]]
"""The 1-based number of a row, and its cells by the name of their column."""

_TITLES = {"title", "headline", "heading", "subject", "titre", "titel", "عنوان", "العنوان"}
_TEXTS = {
    *("abstract", "answer", "article", "body", "content", "description", "paragraph", "passage"),
    *("quote", "sentence", "story", "summary", "text", "texte", "نص", "النص", "المحتوى"),
}
_SAMPLE = 200
_WORDS = 4


def read_rows(rows: Sequence[Row]) -> Content:
    """The text cells of *rows*."""
    names = _text_columns(rows)
    extract = Extract()
    for number, cells in rows:
        title = next((cells[name] for name in cells if name.lower() in _TITLES), "")
        for name in names:
            cell = cells.get(name, "")
            if any(character.isalpha() for character in cell):
                heading = " > ".join(" ".join(part.split())[:100] for part in (title, name) if part)
                extract.add_paragraph(cell, heading=heading, row=number)
    return extract.content()


def _text_columns(rows: Sequence[Row]) -> list[str]:
    """The columns with a name for texts; else those with sentences in them; else all but titles."""
    names = list(dict.fromkeys(name for _, cells in rows[:_SAMPLE] for name in cells))
    others = [name for name in names if name.lower() not in _TITLES]
    named = [name for name in others if name.rsplit(".", 1)[-1].lower() in _TEXTS]
    return named or [name for name in others if _is_wordy(rows, name)] or others or names


def _is_wordy(rows: Sequence[Row], name: str) -> bool:
    filled = [cells[name] for _, cells in rows[:_SAMPLE] if cells.get(name)]
    return bool(filled) and sum(len(cell.split()) for cell in filled) >= _WORDS * len(filled)
