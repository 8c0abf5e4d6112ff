from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from answers.answerer import Answerer
from index.build import build
from index.encoders.encoder import Encoder
from index.errors import ArchiveError, IsnadError
from index.freshness import freshness
from index.storage.archive import export_index, import_index
from index.storage.checksums import write_checksums
from index.storage.generation import FILES
from index.storage.store import current_generation, generations, load
from index.storage.verify import verify
from retrieval.retriever import Retriever
from tests.conftest import Run
from tests.index.corpus import assert_same, write_sources


@pytest.fixture(scope="module")
def built(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("archive")
    build(write_sources(home / "sources"), home / "index", encoder)
    export_index(home / "index", home / "moved.zip")
    return home


def test_an_index_moves_to_a_machine_without_its_sources(
    built: Path, tmp_path: Path, encoder: Encoder
) -> None:
    index = import_index(built / "moved.zip", tmp_path / "index")
    assert_same(index, load(built / "index"))
    assert index.manifest == load(built / "index").manifest
    assert verify(tmp_path / "index") == []
    answer = Answerer(Retriever(index, encoder), tmp_path / "none").answer(
        "Who met the prime minister?"
    )
    assert answer.citations[0].quote == "The ambassador met the prime minister."
    assert not answer.freshness.is_there
    assert freshness(index.manifest, built / "sources").is_there


def test_an_import_replaces_an_index_and_the_next_build_goes_on_from_it(
    built: Path, tmp_path: Path, encoder: Encoder
) -> None:
    sources = tmp_path / "own"
    sources.mkdir()
    (sources / "own.txt").write_text("My own text.", "utf-8")
    build(sources, tmp_path / "index", encoder)
    import_index(built / "moved.zip", tmp_path / "index")
    assert len(generations(tmp_path / "index")) == 2
    assert build(built / "sources", tmp_path / "index", encoder).encoded == 0


Change = Callable[[Path, zipfile.ZipFile], None]


def _add(
    archive: zipfile.ZipFile,
    name: str,
    data: bytes = b"x",
    mode: int = 0,
    packing: int = zipfile.ZIP_DEFLATED,
) -> None:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    archive.writestr(info, data, packing)


def _all_but(*names: str, then: Callable[[zipfile.ZipFile], None]) -> Change:
    def change(generation: Path, archive: zipfile.ZipFile) -> None:
        for name in FILES:
            if name not in names:
                archive.write(generation / name, name)
        then(archive)

    return change


def _bomb(generation: Path, archive: zipfile.ZipFile) -> None:
    """Zeros that are packed a thousand to one."""
    for name in FILES:
        if name != "token_rows.npy":
            archive.write(generation / name, name)
    info = zipfile.ZipInfo("token_rows.npy")
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w") as file:
        for _ in range(32):
            file.write(bytes(1 << 22))


_HOSTILE: dict[str, tuple[Change, str]] = {
    "a path that escapes": (
        _all_but(then=lambda a: _add(a, "../../evil.txt")),
        "not those of an index",
    ),
    "an absolute path": (
        _all_but(then=lambda a: _add(a, "/tmp/evil.txt")),  # noqa: S108
        "not those of an index",
    ),
    "a folder": (_all_but(then=lambda a: _add(a, "more/")), "not those of an index"),
    "a file twice": (
        _all_but(then=lambda a: _add(a, "keys.npy")),
        "not those of an index",
    ),
    "a file missing": (_all_but("keys.npy", then=lambda a: None), "not those of an index"),
    "other bytes": (
        _all_but("keys.npy", then=lambda a: _add(a, "keys.npy")),
        "damaged",
    ),
    "a link": (
        _all_but("keys.npy", then=lambda a: _add(a, "keys.npy", b"/etc/passwd", stat.S_IFLNK)),
        "keys.npy is not a file",
    ),
    "a device": (
        _all_but("keys.npy", then=lambda a: _add(a, "keys.npy", b"", stat.S_IFCHR)),
        "keys.npy is not a file",
    ),
    "another packing": (
        _all_but("keys.npy", then=lambda a: _add(a, "keys.npy", packing=zipfile.ZIP_LZMA)),
        "keys.npy is packed in another way",
    ),
    "a bomb": (_bomb, "too large for what they are packed in"),
    "deep JSON": (
        _all_but("checksums.json", then=lambda a: _add(a, "checksums.json", b"[" * 100_000)),
        "damaged",
    ),
    "nothing": (lambda generation, archive: None, "not those of an index"),
}


@pytest.mark.parametrize("name", _HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_archive_is_refused_and_nothing_changes(
    built: Path, tmp_path: Path, name: str
) -> None:
    change, sentence = _HOSTILE[name]
    import_index(built / "moved.zip", tmp_path / "index")
    before = sorted(tmp_path.rglob("*"))
    file = tmp_path / "hostile.zip"
    with zipfile.ZipFile(file, "w") as archive:
        change(current_generation(built / "index"), archive)
    with pytest.raises(ArchiveError, match=sentence):
        import_index(file, tmp_path / "index")
    file.unlink()
    assert sorted(tmp_path.rglob("*")) == before
    assert_same(load(tmp_path / "index"), load(built / "index"))


def test_an_archive_that_is_cut_off_or_flipped_anywhere_is_refused(
    built: Path, tmp_path: Path
) -> None:
    whole = (built / "moved.zip").read_bytes()
    file = tmp_path / "spoilt.zip"
    for place in range(0, len(whole), len(whole) // 23):
        flipped = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
        for spoilt in (whole[:place], flipped):
            file.write_bytes(spoilt)
            try:
                index = import_index(file, tmp_path / "index")
            except ArchiveError:
                continue
            assert_same(index, load(built / "index"))  # a bit that means nothing, as a date's


@pytest.mark.parametrize(("mark", "place"), [(b"PK\x01\x02", 42), (b"PK\x05\x06", 12)])
def test_a_table_that_points_outside_the_archive_is_refused(
    built: Path, tmp_path: Path, mark: bytes, place: int
) -> None:
    """Where a file begins, and how long the table is."""
    spoilt = bytearray((built / "moved.zip").read_bytes())
    at = spoilt.rindex(mark) + place
    spoilt[at : at + 4] = b"\xf0\xff\xff\xff"
    (tmp_path / "spoilt.zip").write_bytes(spoilt)
    with pytest.raises(ArchiveError, match="not an exported index, or is damaged"):
        import_index(tmp_path / "spoilt.zip", tmp_path / "index")


def test_lies_with_checksums_that_fit_are_refused(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "index", tmp_path / "index")
    generation = current_generation(tmp_path / "index")
    text = (generation / "documents.jsonl").read_text("utf-8")
    (generation / "documents.jsonl").write_text(text.replace("ceasefire", "ceasefier"), "utf-8")
    (generation / "checksums.json").unlink()
    write_checksums(generation)
    export_index(tmp_path / "index", tmp_path / "lies.zip")
    with pytest.raises(ArchiveError, match=r"lies\.zip is damaged: "):
        import_index(tmp_path / "lies.zip", tmp_path / "other")
    assert generations(tmp_path / "other") == []


@pytest.mark.parametrize("content", [None, b"", b"PK\x05\x06", b"\0" * 1000])
def test_no_archive_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "file.zip"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"file\.zip"):
        import_index(file, tmp_path / "index")


def test_an_export_that_cannot_be_written_leaves_the_old_file(built: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        export_index(built / "index", tmp_path / "none" / "file.zip")
    with pytest.raises(IsnadError):
        export_index(tmp_path / "empty", built / "moved.zip")
    assert zipfile.is_zipfile(built / "moved.zip")
    assert [path.name for path in built.iterdir() if path.name.startswith(".")] == []


def test_the_commands_move_an_index(built: Path, tmp_path: Path, run_module: Run) -> None:
    file = tmp_path / "moved.zip"
    result = run_module("index", "export", "--index", built / "index", file)
    assert (result.stdout, result.stderr) == (f"{file} holds 3 sources, 5 passages.\n", "")
    result = run_module("index", "import", "--index", tmp_path / "index", file)
    assert result.stdout == "Imported 3 sources, 5 passages, made with the encoder bundled.\n"
    status = run_module(
        "index", "status", "--index", tmp_path / "index", "--sources", tmp_path / "no"
    )
    assert "its folder of sources is not there now" in status.stdout
