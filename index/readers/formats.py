"""The reader of each format; imported where files are read apart, as their libraries are heavy."""

from __future__ import annotations

from collections.abc import Callable

from index.documents import Content
from index.readers.book import read_epub
from index.readers.comma_separated import read_csv
from index.readers.html import read_html
from index.readers.json_lines import read_json_lines
from index.readers.markdown import read_markdown
from index.readers.portable import read_pdf
from index.readers.text import read_text
from index.readers.word import read_docx

READERS: dict[str, Callable[[bytes], Content]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
    ".csv": read_csv,
    ".jsonl": read_json_lines,
}
