"""docs/architecture.md names every module of the house, each once."""

from __future__ import annotations

import re
from collections import Counter

from tests.conftest import REPOSITORY

_ROOMS = (
    "app.py",
    "answers",
    "benchmarks",
    "docs",
    "index",
    "models",
    "prompts",
    "retrieval",
    "web",
)
_NAMED = re.compile(r"(?m)^`([\w/]+/)`:|`([\w/]+\.py)`")


def _modules() -> set[str]:
    found = {
        path.relative_to(REPOSITORY).as_posix()
        for room in _ROOMS
        for path in REPOSITORY.glob(room if room.endswith(".py") else f"{room}/**/*.py")
    }
    return {path for path in found if not path.endswith(("__init__.py", "__main__.py"))}


def _named() -> list[str]:
    """The modules in the order of the page; a name alone is of the folder that was named last."""
    named, folder = [], ""
    page = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    for heading, path in _NAMED.findall(page):
        if heading or "/" in path:
            folder = heading or path[: path.rindex("/") + 1]
        if path:
            named.append(path if "/" in path or path == "app.py" else folder + path)
    return [path for path in named if not path.startswith("tests/")]


def test_every_module_is_named_once_and_no_other() -> None:
    times = Counter(_named())
    assert {
        "not named": sorted(_modules() - times.keys()),
        "not there": sorted(times.keys() - _modules()),
        "named twice": sorted(
            path for path, count in times.items() if count > 1 and path != "app.py"
        ),
    } == {"not named": [], "not there": [], "named twice": []}
