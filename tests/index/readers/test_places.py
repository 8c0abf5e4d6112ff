"""The place of a passage, from the file through the index to the command's answer."""

from __future__ import annotations

import json
from pathlib import Path

from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
from tests.conftest import Run
from tests.index.readers.made import pdf


def test_pages_and_rows_are_kept_and_told(
    tmp_path: Path, encoder: Encoder, run_module: Run
) -> None:
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    lines = ["The envoy crossed the river by boat in the spring."]
    (sources / "report.pdf").write_bytes(pdf(["Nothing of note happened here."], lines))
    (sources / "table.csv").write_text("id,text\n1,The bakery sells bread on Sunday.\n", "utf-8")
    build(sources, folder, encoder)
    places = [(p.source, p.page, p.row) for p in load(folder).passages]
    assert places == [("report.pdf", 1, None), ("report.pdf", 2, None), ("table.csv", None, 2)]
    flags = ("--sources", sources, "--index", folder)
    question = "How did the envoy cross the river?"
    assert "report.pdf, page 2, paragraph 2" in run_module("answers", question, *flags).stdout
    question = "When does the bakery sell bread?"
    assert "table.csv, “text”, row 2" in run_module("answers", question, *flags).stdout
    answer = json.loads(run_module("answers", question, "--json", *flags).stdout)
    assert answer["citations"][0]["row"] == answer["hits"][0]["row"] == 2
