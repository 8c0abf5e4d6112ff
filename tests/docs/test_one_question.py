"""docs/how-it-works.md tells what the program does now."""

from __future__ import annotations

import re
from pathlib import Path

from docs.one_question import PAGE, QUESTION, follow, told
from docs.steps import draw

_NUMBER = re.compile(r"\d[\d,.]*")


def test_the_steps_of_the_page_are_those_of_the_program(tmp_path: Path) -> None:
    """All but the numbers, whose last digits are another processor's; they are written anew by
    ``python -m docs.one_question``, and so is the whole where this fails.
    """
    steps = follow(tmp_path)
    written = PAGE.read_text("utf-8").split("-->")[1].split("<!--")[0]
    assert _NUMBER.sub("#", told(steps)).split() == _NUMBER.sub("#", written).split()
    assert draw(QUESTION, steps).count("<rect") == len(steps) + 1
