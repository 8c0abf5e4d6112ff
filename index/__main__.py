"""``python -m index build|status|add|watch|verify|export|import``."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

from index.add import add
from index.build import BuildReport, build
from index.command import add_folders, add_sources, folders, run, show_progress
from index.encoders.encoder import Encoder
from index.encoders.load import BUNDLED, load_encoder
from index.errors import ArchiveError, SourceError
from index.freshness import Freshness, freshness
from index.milvus.address import MilvusAddress
from index.place import place_of
from index.searched import Searched
from index.storage.archive import export_index, import_index
from index.storage.manifest import Manifest
from index.storage.verify import verify
from index.watch import watch

_MOST_WORKERS = 64


_HELPS = {
    "build": "bring the index up to date with the sources",
    "status": "say what is indexed, when, and what has changed since",
    "watch": "bring the index up to date whenever the sources change, until Ctrl-C",
    "verify": "check everything in the index, and name each damage",
    "export": "write the index into one file, to move it to another machine",
    "import": "use the index in a file that export wrote",
}


def main() -> None:
    """Parse the command line and do what it says."""
    arguments = _parser().parse_args()
    commands = {
        "build": _build,
        "status": _status,
        "add": _add,
        "watch": _watch,
        "verify": _verify,
        "export": _export,
        "import": _import,
    }
    commands[arguments.command](arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in _HELPS.items():
        command = commands.add_parser(name, help=text, description=text)
        add_folders(command)
        if name in ("build", "status", "verify"):
            command.add_argument("--json", action="store_true", help="print one JSON object")
        if name in ("build", "watch"):
            _add_encoding(command)
        if name in ("export", "import"):
            command.add_argument("file", type=Path, metavar="FILE", help="the file, a zip")
    told = "save pages of the web, PDFs or texts among the sources"
    command = commands.add_parser("add", help=told, description=told)
    command.add_argument("addresses", nargs="+", metavar="URL", help="http:// or https://")
    add_sources(command)
    return parser


def _add_encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--encoder",
        default=BUNDLED,
        metavar="NAME",
        help="bundled, or any sentence-transformers model by name or folder",
    )
    command.add_argument(
        "--index-workers",
        type=_count,
        default=0,
        metavar="N",
        help="encode in N processes, each with an encoder of its own",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"write a number from 1 to {_MOST_WORKERS}")
    return int(text)


def _add(arguments: argparse.Namespace) -> None:
    for address in arguments.addresses:
        print(f"Saved {add(address, arguments.sources)}", flush=True)
    print("To include it in the answers, run: python -m index build")


def _build(arguments: argparse.Namespace) -> None:
    report = _builder(arguments)()
    if arguments.json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    else:
        print(report.sentence())


def _builder(
    arguments: argparse.Namespace, encoder: Encoder | None = None
) -> Callable[[], BuildReport]:
    sources, folder = folders(arguments)
    return partial(
        build,
        sources,
        folder,
        encoder,
        arguments.encoder,
        show_progress(),
        workers=arguments.index_workers,
    )


def _watch(arguments: argparse.Namespace) -> None:
    rebuild = _builder(arguments, load_encoder(arguments.encoder))
    with suppress(SourceError):  # which the watching says, and waits
        print(rebuild().sentence(), flush=True)
    watch(*folders(arguments), rebuild, partial(print, flush=True), threading.Event())


def _verify(arguments: argparse.Namespace) -> None:
    where = folders(arguments)[1]
    if isinstance(where, MilvusAddress):
        place_of(where).load(thorough=True)
        damages = []
    else:
        damages = verify(where)
    if arguments.json:
        print(json.dumps({"damages": damages}, ensure_ascii=False))
    else:
        print("\n".join(damages) or "The index is whole.")
    if damages:
        sys.exit(1)


def _export(arguments: argparse.Namespace) -> None:
    index = export_index(_folder(arguments), arguments.file)
    print(f"{arguments.file} holds {_counted(index)}.")


def _import(arguments: argparse.Namespace) -> None:
    index = import_index(arguments.file, _folder(arguments))
    print(f"Imported {_counted(index)}, made with the encoder {index.manifest.encoder}.")


def _folder(arguments: argparse.Namespace) -> Path:
    """The folder of the index; an index elsewhere is no file and is moved by other means."""
    where = folders(arguments)[1]
    if isinstance(where, MilvusAddress):
        raise ArchiveError(f"{where} is no folder; export and import are for indexes in folders.")
    return where


def _counted(index: Searched) -> str:
    return f"{len(index.documents)} sources, {len(index.passages)} passages"


def _status(arguments: argparse.Namespace) -> None:
    sources, where = folders(arguments)
    index = place_of(where).load()
    fresh = freshness(index.manifest, sources)
    counts = {"documents": len(index.documents), "passages": len(index.passages)}
    if arguments.json:
        status = {**asdict(index.manifest), **counts, **asdict(fresh)}
        print(json.dumps(status, ensure_ascii=False))
    else:
        print(_described(index.manifest, counts, fresh))


def _described(manifest: Manifest, counts: dict[str, int], fresh: Freshness) -> str:
    lines = [
        f"{counts['documents']} sources, {counts['passages']} passages from {manifest.sources}",
        f"built {manifest.built} with the encoder {manifest.encoder}",
    ]
    if not fresh.is_there:
        lines += ["its folder of sources is not there now"]
    lines += [f"not read: {source}: {reason}" for source, reason in manifest.unreadable.items()]
    for name in ("added", "changed", "removed"):
        lines += [f"{name} since: {source}" for source in getattr(fresh, name)]
    return "\n".join(lines if fresh.changed_sources else [*lines, "nothing has changed since"])


if __name__ == "__main__":
    run(main)
