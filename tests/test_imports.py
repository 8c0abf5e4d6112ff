"""The arrows between the rooms run one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

_ROOMS = ("index", "retrieval", "answers", "web", "app")
_MAY_IMPORT = {
    **{room: set(_ROOMS[: place + 1]) for place, room in enumerate(_ROOMS)},
    "prompts": {"prompts"},
    "models": {"models", "index"},
}
for _room in ("answers", "web", "app"):
    _MAY_IMPORT[_room].add("prompts")
_OURS = {*_MAY_IMPORT, "benchmarks", "docs", "tests"}
_HEAVY = {"torch", "sentence_transformers", "transformers", "gradio", "openai"}
_LIGHT_ROOMS = ("index", "retrieval", "answers", "prompts")


def _modules(room: str) -> list[Path]:
    single = REPOSITORY / f"{room}.py"
    return [single] if single.exists() else sorted((REPOSITORY / room).rglob("*.py"))


def _imported(node: ast.AST) -> list[str]:
    """The first names of what an import statement imports; a relative one stays in its room."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.split(".")[0]]
    return []


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: not in functions, not for types only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from (found for other in child.orelse for found in (other, *_at_import(other)))
            continue
        yield child
        yield from _at_import(child)


def _upward(room: str, source: str) -> set[str]:
    """Our rooms that *source*, a module of *room*, imports and may not."""
    nodes = ast.walk(ast.parse(source))
    return {name for node in nodes for name in _imported(node)} & (_OURS - _MAY_IMPORT[room])


def _heavy(source: str) -> set[str]:
    return {name for node in _at_import(ast.parse(source)) for name in _imported(node)} & _HEAVY


@pytest.mark.parametrize("room", sorted(_MAY_IMPORT))
def test_no_arrow_runs_upward(room: str) -> None:
    found = {path.name: _upward(room, path.read_text("utf-8")) for path in _modules(room)}
    assert {name: rooms for name, rooms in found.items() if rooms} == {}


@pytest.mark.parametrize("room", _LIGHT_ROOMS)
def test_what_is_heavy_is_imported_where_it_is_used(room: str) -> None:
    assert _modules(room)
    found = {path.name: _heavy(path.read_text("utf-8")) for path in _modules(room)}
    assert {name: heavy for name, heavy in found.items() if heavy} == {}


def test_an_upward_arrow_would_be_seen() -> None:
    assert _upward("index", "def f():\n    from retrieval.words import x") == {"retrieval"}
    assert _upward("retrieval", "import prompts.say, index.build, numpy") == {"prompts"}
    assert _upward("prompts", "import index") == {"index"}
    assert _upward("app", "import web.page, tests.texts, benchmarks") == {"tests", "benchmarks"}
    assert _upward("models", "from index.encoders import bundled") == set()


def test_a_heavy_import_would_be_seen() -> None:
    assert _heavy("try:\n    import torch\nexcept ImportError:\n    pass") == {"torch"}
    assert _heavy("class A:\n    from gradio import Blocks") == {"gradio"}
    assert _heavy("if TYPE_CHECKING:\n    import x\nelse:\n    import torch") == {"torch"}
    assert _heavy("if TYPE_CHECKING:\n    import torch\ndef f():\n    import gradio") == set()


_ANSWER = """
import pkgutil, sys
from importlib import import_module
from pathlib import Path
for room in ("index", "retrieval", "answers", "prompts"):
    for module in pkgutil.walk_packages(import_module(room).__path__, f"{room}."):
        import_module(module.name)
from answers.answerer import Answerer
from index.build import open_index
from retrieval.retriever import Retriever
retriever = Retriever(*open_index(Path("seeds"), Path(sys.argv[1])))
answer = Answerer(retriever, Path("seeds")).answer("What did Norland say?")
heavy = {"torch", "sentence_transformers", "gradio", "openai"}
print(answer.answered, *sorted(heavy & set(sys.modules)))
"""


def test_an_answer_with_the_bundled_encoder_needs_no_torch(tmp_path: Path) -> None:
    assert find_spec("torch"), "where torch is not installed this test tells nothing"
    result = subprocess.run(
        [sys.executable, "-c", _ANSWER, str(tmp_path / "index")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("True\n", "")
