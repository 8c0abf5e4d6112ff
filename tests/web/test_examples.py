from __future__ import annotations

from pathlib import Path

from web.examples import Examples, render_examples
from web.library import Library


def questions(examples: Examples, language: str) -> list[str]:
    return [example.question(language) for example in examples.of(language)]


def test_examples_are_drawn_from_the_sources_and_answered(library: Library) -> None:
    examples = Examples(library)
    assert questions(examples, "en")[0] == "What did Maria Lind say?"
    assert "Qu’a dit Maria Lind\xa0?" in questions(examples, "fr")
    assert all(library.ask(question).answered for question in questions(examples, "en"))


def test_examples_follow_the_index(library: Library, sources: Path) -> None:
    examples = Examples(library)
    assert len(questions(examples, "en")) == 1
    (sources / "bridge.txt").write_text("Olga Brandt said that the bridge was closed.\n", "utf-8")
    library.rebuild(lambda done, total: None)
    assert "What did Olga Brandt say?" in questions(examples, "en")


def test_a_name_that_turns_letters_round_is_no_example(library: Library, sources: Path) -> None:
    hostile = "Olga \u202eBrandt said that the bridge was closed.\n"
    (sources / "bridge.md").write_text(f"# <b>\u202e</b>\n\n{hostile}", "utf-8")
    library.rebuild(lambda done, total: None)
    markup = render_examples(Examples(library).of("en"), "en")
    assert "\u202e" not in markup
    assert "&#60;b" not in markup
