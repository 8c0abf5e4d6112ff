"""How well an answer is made: who said what, what a follow-up stands for, what is refused.

    python -m benchmarks.answers [--misses]

The articles of ``tests/data/statements`` and its folders are invented; ``statements.jsonl`` lists
for each speaker the sentences that report the speaker's words or stance. In
``tests/data/conversations`` the last turn is a follow-up or a new question, and the questions of
TyDi QA are new ones by others. What is refused is told by ``benchmarks.refusals``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from answers.follow_ups.follow_up import complete_all
from benchmarks.asked import asked
from benchmarks.gold import ARTICLES, Judged, Said, judge, precision_recall, read_gold
from benchmarks.refusals import refusals
from index.documents import Document
from index.readers.read import read
from index.reporting.statements import statements

_DATA = Path(__file__).parents[1] / "tests" / "data"
CONVERSATIONS = _DATA / "conversations"
NEW_QUESTIONS = _DATA / "quality"
_BEFORE = {
    "ar": "ماذا قال نورلاند عن الانتخابات؟",
    "en": "What did Norland say about the elections?",
    "ru": "Что сказал Норланд о выборах?",
}
SETS = ("", "fresh", "later", "latest", "press")
"""The articles that the rules were made with; those written before anybody saw the rules; and
those written after the rules were mended on both; once more; and as agencies write, in rounds."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions of which the last is a follow-up or a new question.

    Attributes:
        turns: the questions.
        expected: ``follow-up`` or ``new``.
        has, lacks: what the completed question must contain, and must not between spaces.
    """

    turns: tuple[str, ...]
    expected: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]

    @property
    def searched(self) -> str:
        """What the last turn is completed to; no sources tell who speaks."""
        return complete_all(self.turns)[-1]

    @property
    def is_right(self) -> bool:
        """Whether that is what was expected."""
        found = self.searched
        if self.expected == "new":
            return found == self.turns[-1]
        missing = [part for part in self.has if part not in found]
        return found != self.turns[-1] and not missing and not self._has_too_much(found)

    def _has_too_much(self, found: str) -> bool:
        return any(part in f" {found} " for part in self.lacks)


def read_conversations(path: Path) -> list[Conversation]:
    """The rows of a file of conversations."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Conversation(tuple(r["turns"]), r["expected"], tuple(r["has"]), tuple(r["lacks"]))
        for r in rows
    ]


def read_new_questions(path: Path) -> list[Conversation]:
    """Each question of a file after one about something else."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    before = _BEFORE[path.stem.split(".")[-1]]
    return [Conversation((before, row["question"]), "new", (), ()) for row in rows]


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


def follow_ups(misses: bool) -> Iterator[str]:
    """The table of conversations, a row for each file and kind; *misses* lists what went wrong."""
    files = {path.stem: read_conversations(path) for path in sorted(CONVERSATIONS.glob("*.jsonl"))}
    new = NEW_QUESTIONS.glob("tydiqa.*.jsonl")
    files |= {path.stem: read_new_questions(path) for path in sorted(new)}
    table = ["| follow-ups | conversations | right |", "|---|---|---|"]
    for name, conversations in files.items():
        for expected in sorted({one.expected for one in conversations}):
            own = [one for one in conversations if one.expected == expected]
            wrong = [one for one in own if not one.is_right]
            share = 1 - len(wrong) / len(own)
            table.append(f"| {name}, {expected} | {len(own)} | {share:.3f} |")
            if misses:
                yield from (f"wrong   {one.turns} → {one.searched}" for one in wrong)
    yield from table


FIGURES: list[Callable[[bool], Iterator[str]]] = [who_said_what, asked, follow_ups, refusals]
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
