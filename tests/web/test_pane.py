from __future__ import annotations

from pathlib import Path

from index.freshness import Freshness
from web.library import Library
from web.pane import render_sources, source_rows
from web.reference import Reference
from web.status import render_status

BUILT = "2025-01-01T00:00:00+00:00"


def test_the_list_has_every_source_and_what_is_wrong_with_it(
    library: Library, sources: Path
) -> None:
    (sources / "new.txt").write_text("A new one.\n", "utf-8")
    (sources / "empty.txt").write_text("", "utf-8")
    (sources / "bridge.txt").write_text("The bridge was closed by a storm.\n", "utf-8")
    library.rebuild(lambda done, total: None)
    (sources / "later.txt").write_text("A later one.\n", "utf-8")
    (sources / "bridge.txt").write_text("The bridge was opened again.\n", "utf-8")
    (sources / "harbour.txt").unlink()
    rows = source_rows(library.index, library.freshness())
    states = {row.source: row.state for row in rows}
    assert states == {
        "empty.txt": "unreadable",
        "later.txt": "new",
        "bridge.txt": "changed",
        "harbour.txt": "removed",
        "new.txt": "indexed",
    }
    assert rows[-1].source == "new.txt"
    assert rows[-1].passages == 1
    assert rows[-1].size == len(b"A new one.\n")
    by_name = {row.source: row for row in rows}
    assert by_name["new.txt"].indexed >= by_name["harbour.txt"].indexed > ""
    assert "it holds no text" in render_sources(rows, len(rows), "en")


def test_a_source_in_the_list_can_be_opened(library: Library) -> None:
    (row,) = source_rows(library.index, library.freshness())
    reference = Reference.parse(row.link)
    assert reference.find(library.documents).source == "harbour.txt"
    assert (reference.start, reference.end) == (0, 0)


def test_a_long_list_is_cut_and_says_so(library: Library) -> None:
    (row,) = source_rows(library.index, library.freshness())
    assert "and 50 more" in render_sources([row] * 100, 150, "en")


def test_the_status_names_what_changed_in_the_page_s_language() -> None:
    fresh = Freshness(BUILT, ("a.txt",), (), tuple("bcdefgh"))
    assert "1 new" in render_status(fresh, "en")
    assert "جديد" in render_status(fresh, "ar")
    assert "…" in render_status(fresh, "fr")
