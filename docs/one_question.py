"""One question through the program, with its real numbers: ``python -m docs.one_question``.

Writes the steps into ``docs/how-it-works.md``, between the two marks there, and draws them as
``docs/one-question.svg``. Nothing is simulated: each number is asked of the module that is named.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from textwrap import fill

from answers.answerer import Answerer
from docs.index_steps import index_steps
from docs.question_steps import question_steps
from docs.steps import Step, draw
from index.encoders.load import load_encoder
from index.storage.store import load
from retrieval.retriever import Retriever

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "seeds" / "us-position-on-libya.ar.txt"
PAGE, PICTURE = HERE / "how-it-works.md", HERE / "one-question.svg"
QUESTION = "What did Norland say?"
_BLOCK = re.compile(r"(?s)(<!-- steps: [^\n]* -->\n).*(<!-- end of the steps -->)")


def main() -> None:
    """Follow the question, and write the page and the picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        steps = follow(Path(folder))
    page = PAGE.read_text("utf-8")
    PAGE.write_text(_BLOCK.sub(lambda found: found[1] + told(steps) + found[2], page), "utf-8")
    *drawn, _ = steps
    PICTURE.write_text(draw(QUESTION, drawn), "utf-8")


def told(steps: list[Step]) -> str:
    """The steps as Markdown; the last is no step of this question and has no number."""
    titles = [f"{number}. {step.title}" for number, step in enumerate(steps, start=1)]
    titles[-1] = steps[-1].title
    parts = [
        f"### {title}\n\n{step.modules}\n\n{_wrapped(step.told)}\n"
        for title, step in zip(titles, steps, strict=True)
    ]
    return "\n" + "\n".join(parts) + "\n"


def _wrapped(text: str) -> str:
    """Markdown in lines of a page, but for tables and lists."""
    parts = text.split("\n\n")
    return "\n\n".join(
        part if part[0] in "|-" else fill(part, 100, break_long_words=False, break_on_hyphens=False)
        for part in parts
    )


def follow(folder: Path) -> list[Step]:
    """All steps, over the article alone; it and its index are put into *folder*."""
    sources, index = folder / "sources", folder / "index"
    sources.mkdir()
    shutil.copy(ARTICLE, sources)
    built = list(index_steps(sources, index))
    answerer = Answerer(Retriever(load(index), load_encoder()), sources)
    return [*built, *question_steps(QUESTION, answerer)]


if __name__ == "__main__":
    main()
