"""Why something was not read or built, told in the page's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import IsnadError
from index.folder import find_sources
from index.readers.read import ENDINGS
from index.storage.locks import build_lock
from tests.conftest import REPOSITORY
from web.pane import SourceRow, render_sources
from web.reasons import HOME, reason_in
from web.words import FALLBACK, fields, languages

OTHERS = sorted({*languages()} - {FALLBACK})
TECHNICAL = {"docx", "PDF", "UTF-8", "JSON", "DRM", "OCR", "zip", "epub"}
LATIN = re.compile(r"[A-Za-z][\w.-]+")


def lines(language: str) -> list[tuple[str, str]]:
    text = (HOME / f"{language}.txt").read_text("utf-8")
    return [(line.partition(" = ")[0], line.partition(" = ")[2]) for line in text.splitlines()]


def variables(text: str) -> set[str]:
    return {name for _, name in fields(text) if name}


def raised() -> Iterator[str]:
    """What the readers say of a source, with 7 for each variable."""
    for path in [*(REPOSITORY / "index" / "readers").glob("*.py"), REPOSITORY / "index/folder.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "SourceError":
                match node.args:
                    case [ast.Constant(value=str(said))]:
                        yield said
                    case [ast.JoinedStr(values=parts)]:
                        yield "".join(map(filled_in, parts))


def filled_in(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return ".docx file" if "kind" in ast.unparse(part) else "7"


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_reason(language: str) -> None:
    told = lines(language)
    assert [english for english, _ in told] == [english for english, _ in lines(OTHERS[0])]
    assert all(said and variables(said) <= variables(english) for english, said in told)


@pytest.mark.parametrize("said", sorted({*raised()}))
def test_whatever_a_reader_says_is_told_in_arabic(said: str) -> None:
    told = reason_in(said, "ar")
    assert {*LATIN.findall(told)} <= TECHNICAL
    assert reason_in(said, "en") == said


def broken(folder: Path) -> None:
    folder.mkdir()
    (folder / "good.txt").write_text("The harbour opened in May.", "utf-8")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\0\1\2" * 50)
    for ending in sorted(ENDINGS - {".txt", ".md", ".html", ".htm"}):
        (folder / f"broken{ending}").write_bytes(b"\xff\xfe\0no such file" * 9)


@pytest.mark.parametrize("language", OTHERS)
def test_broken_files_of_every_kind(tmp_path: Path, language: str, encoder: Encoder) -> None:
    broken(tmp_path / "sources")
    report = build(tmp_path / "sources", tmp_path / "index", encoder)
    assert len(report.unreadable) >= 5
    for source, reason in report.unreadable.items():
        told = reason_in(reason, language)
        assert told != reason
        shown = render_sources([SourceRow(source, source, "unreadable", reason)], 1, language)
        assert "it is" not in shown
        assert "it holds" not in shown


def test_names_and_what_the_system_says_stand_isolated_in_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(IsnadError) as missing:
        find_sources(tmp_path / "none")
    told = reason_in(str(missing.value), "ar")
    assert told == f"لا يوجد مجلد للمصادر في \u2068{tmp_path / 'none'}\u2069."
    told = reason_in("it cannot be opened (Permission denied)", "ar")
    assert told == "يتعذر فتحه (\u2068لا إذن بذلك\u2069)"


def test_a_folder_without_a_readable_source(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "b: c.txt").touch()
    with pytest.raises(IsnadError) as nothing:
        build(tmp_path, tmp_path / ".index", encoder)
    told = reason_in(str(nothing.value), "ar").translate({0x2068: None, 0x2069: None})
    folder = tmp_path.resolve()
    reasons = "a.txt: لا نص فيه; b: c.txt: لا نص فيه"
    assert told == f"لا يمكن قراءة أي مصدر في {folder}: {reasons}."


def test_another_build_is_told_of(tmp_path: Path) -> None:
    with (
        build_lock(tmp_path),
        pytest.raises(IsnadError) as running,
        build_lock(tmp_path, patience=0),
    ):
        pass
    assert reason_in(str(running.value), "ar").startswith("يُبنى الفهرس في")


def test_what_nobody_has_translated_is_told_as_it_is() -> None:
    assert reason_in("Something {else}", "ar") == "Something {else}"
