"""``python -m retrieval "question"``: the passages that are found, best first."""

from __future__ import annotations

import argparse
import json

from index.command import add_folders, folders, run
from retrieval.open import open_retriever
from retrieval.questions import add_questions, asked
from retrieval.retriever import Hit
from retrieval.rows import hit_row


def main() -> None:
    """Parse the command line and print the hits of every question."""
    parser = argparse.ArgumentParser(prog="python -m retrieval", description=__doc__)
    add_questions(parser)
    add_folders(parser)
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many hits (10)")
    parser.add_argument("--json", action="store_true", help="one JSON object a question")
    arguments = parser.parse_args()
    retriever = open_retriever(*folders(arguments))
    for one in asked(arguments):
        hits = retriever.search(one.question, arguments.k)
        if arguments.json:
            row = {"id": one.id, "question": one.question, "hits": [hit_row(hit) for hit in hits]}
            print(json.dumps(row, ensure_ascii=False))
        else:
            for hit in hits:
                print(f"{hit.score:.3f}  {_place(hit)}  {retriever.index.text(hit.passage)}\n")


def _place(hit: Hit) -> str:
    return f"{hit.passage.source}, paragraph {hit.passage.paragraph}"


if __name__ == "__main__":
    run(main)
