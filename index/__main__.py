"""``python -m index build|status|add``."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from index.add import add
from index.build import BuildReport, build
from index.command import add_folders, add_sources, folders, run, show_progress
from index.encoders.load import BUNDLED
from index.freshness import Freshness, freshness
from index.manifest import Manifest
from index.store import load


def main() -> None:
    """Parse the command line and do what it says."""
    arguments = _parser().parse_args()
    commands = {"build": _build, "status": _status, "add": _add}
    commands[arguments.command](arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    helps = {
        "build": "bring the index up to date with the sources",
        "status": "say what is indexed, when, and what has changed since",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text, description=text)
        add_folders(command)
        command.add_argument("--json", action="store_true", help="print one JSON object")
        if name == "build":
            command.add_argument(
                "--encoder",
                default=BUNDLED,
                metavar="NAME",
                help="bundled, or any sentence-transformers model by name or folder",
            )
    told = "save pages of the web, PDFs or texts among the sources"
    command = commands.add_parser("add", help=told, description=told)
    command.add_argument("addresses", nargs="+", metavar="URL", help="http:// or https://")
    add_sources(command)
    return parser


def _add(arguments: argparse.Namespace) -> None:
    for address in arguments.addresses:
        print(f"Saved {add(address, arguments.sources)}", flush=True)
    print("To include it in the answers, run: python -m index build")


def _build(arguments: argparse.Namespace) -> None:
    sources, folder = folders(arguments)
    report = build(sources, folder, encoder_name=arguments.encoder, progress=show_progress)
    print(json.dumps(asdict(report), ensure_ascii=False) if arguments.json else _told(report))


def _status(arguments: argparse.Namespace) -> None:
    sources, folder = folders(arguments)
    index = load(folder)
    fresh = freshness(index.manifest, sources)
    counts = {"documents": len(index.documents), "passages": len(index.passages)}
    if arguments.json:
        status = {**asdict(index.manifest), **counts, **asdict(fresh)}
        print(json.dumps(status, ensure_ascii=False))
    else:
        print(_described(index.manifest, counts, fresh))


def _told(report: BuildReport) -> str:
    lines = [
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed,"
        f" {len(report.unchanged)} unchanged: {report.passages} passages,"
        f" {report.encoded} of them encoded now."
    ]
    lines += [f"Not read: {source}: {reason}" for source, reason in report.unreadable.items()]
    return "\n".join(lines)


def _described(manifest: Manifest, counts: dict[str, int], fresh: Freshness) -> str:
    lines = [
        f"{counts['documents']} sources, {counts['passages']} passages from {manifest.sources}",
        f"built {manifest.built} with the encoder {manifest.encoder}",
    ]
    lines += [f"not read: {source}: {reason}" for source, reason in manifest.unreadable.items()]
    for name in ("added", "changed", "removed"):
        lines += [f"{name} since: {source}" for source in getattr(fresh, name)]
    return "\n".join(lines if fresh.changed_sources else [*lines, "nothing has changed since"])


if __name__ == "__main__":
    run(main)
