"""How well the parts of an answer are found: who said what, in Arabic and in English.

    python -m benchmarks.answers [--misses]

The articles of ``tests/data/statements`` and its folders are invented; ``statements.jsonl`` lists
for each speaker the sentences that report the speaker's words or stance.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator

from benchmarks.asked import asked
from benchmarks.gold import ARTICLES, Judged, Said, judge, precision_recall, read_gold
from index.documents import Document
from index.readers.read import read
from index.statements import statements

SETS = ("", "fresh", "later")
"""The articles that the rules were made with; those written before anybody saw the rules; and
those written after the rules were mended on both."""


def who_said_what(misses: bool) -> Iterator[str]:
    """The table of ``statements``, a row for each language; *misses* lists what went wrong."""
    by_language: dict[str, Counter[str]] = {}
    for document, name, judged in _judged_articles():
        language = f"{document.source.split('.')[-2]} {name}".rstrip()
        by_language.setdefault(language, Counter()).update(j.outcome for j in judged)
        if misses:
            yield from (_miss(document, j) for j in judged if j.outcome in ("wrong", "missed"))
    yield "| who said what | sentences | predicted | precision | recall |\n|---|---|---|---|---|"
    for language, counts in sorted(by_language.items()):
        precision, recall = precision_recall(counts)
        sizes = f"{counts['found'] + counts['missed']} | {counts['right'] + counts['wrong']}"
        yield f"| {language} | {sizes} | {precision:.3f} | {recall:.3f} |"


FIGURES: list[Callable[[bool], Iterator[str]]] = [who_said_what, asked]
"""Each yields the lines of a table, after its misses where they are asked for."""


def _judged_articles() -> Iterator[tuple[Document, str, list[Judged]]]:
    for name in SETS:
        gold = read_gold(ARTICLES / name)
        for source in dict.fromkeys(row.source for row in gold):
            document = read(ARTICLES / name / source, source)
            predicted = [Said((s.start, s.end), s.mentions) for s in statements(document)]
            rows = [row for row in gold if row.source == source]
            yield document, name, list(judge(rows, predicted))


def _miss(document: Document, judged: Judged) -> str:
    sentence = " ".join(document.text[slice(*judged.span)].split())
    return f"{judged.outcome:6}  {document.source}  [{judged.speaker}]  {sentence}"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print every sentence that is wrong")
    arguments = parser.parse_args()
    for figure in FIGURES:
        print(*figure(arguments.misses), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
