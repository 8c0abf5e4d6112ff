"""Which passages are put together as one story, over passages that nobody wrote for it.

    python -m benchmarks.copies --data DIR [--show]

DIR is as for ``benchmarks.quality``. First, what is put together among the contexts of a set, of
which ``--show`` prints what differs; then, of contexts changed as papers change an agency's text
(a dateline before it, a sentence more, its last sentence left out), how many are still one story
with the context, and of those corrected in one number, how many are.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from answers.copies import Text, copies
from benchmarks.quality import SETS, question_sets
from index.text.sentences import sentences

_FULL_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]|\s?\d)")
_DATELINES = {"ar": "طرابلس (رويترز) - "}
_MORE = {
    "ar": " وسيعود الجميع إلى الاجتماع في الأسبوع المقبل.",
    "en": " All of them will meet again next week.",
}
_ENDS = ".!?؟。।"


def changed(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The text as others print it: what was done to it, and what it is then."""
    spans = sentences(text, 0, len(text), language)
    yield "dateline", _DATELINES.get(language, "TRIPOLI (Reuters) - ") + text
    if text[-1] in _ENDS:
        yield "a sentence more", text + _MORE.get(language, _MORE["en"])
    if len(spans) > 2:
        yield "a sentence less", text[: spans[-2][1]]
    number = _FULL_NUMBER.search(text)
    if number:
        other = str(int(number[0]) + 1)
        yield "another number", text[: number.start()] + other + text[number.end() :]


def shares(contexts: list[str], language: str) -> dict[str, tuple[int, int]]:
    """By what was done: how many are still one story with their context, and of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for context in contexts:
        for name, other in changed(context, language):
            together = len(copies([Text(context, language), Text(other, language)])) == 1
            one, all_ = counts.get(name, (0, 0))
            counts[name] = (one + together, all_ + 1)
    return counts


def main() -> None:
    """Print a row for each set and language."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copies", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print what differs within a story")
    arguments = parser.parse_args()
    kinds = ("dateline", "a sentence more", "a sentence less", "another number")
    print(f"| set | passages | put together | {' | '.join(kinds)} |\n|{'---|' * 7}")
    for name in SETS:
        for language, questions in question_sets(arguments.data, name).items():
            contexts = list(questions.contexts.values())
            groups = copies([Text(text, language) for text in contexts])
            found = [(contexts[g[0]], contexts[i]) for g in groups for i in g[1:]]
            counts = shares(contexts, language)
            cells = [f"{counts[k][0] / counts[k][1]:.3f}" if k in counts else "" for k in kinds]
            print(f"| {name} {language} | {len(contexts)} | {len(found)} | {' | '.join(cells)} |")
            for pair in found if arguments.show else ():
                print(*_differences(*pair), sep="\n")


def _differences(one: str, other: str) -> Iterator[str]:
    first, second = one.split(), other.split()
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"    {' '.join(first[a:b])!r} → {' '.join(second[c:d])!r}"


if __name__ == "__main__":
    main()
