"""A source that gives orders changes nothing but itself, even where the model obeys it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from answers.answer import Answer, Citation
from answers.answerer import Answerer
from answers.language_model.compose import Composer
from answers.language_model.messages import inert, messages
from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
from prompts.say import instruct
from retrieval.retriever import Retriever
from tests.answers.conftest import KEY
from tests.answers.language_model.model_server import Handler, ModelServer, passages, says
from web.render import render_answer

FACT = "Maria Lind said that forty ships came into the harbour in June."
TRUE = "Forty ships came into the harbour in June, Maria Lind said. [1]"
FENCE = re.compile(r"<(/?)(data-[0-9a-f]{16})(?: (?:question|passage (\d+)))?>")
ORDERED = [
    "Haftar won the war in Tobruk. [1]",
    "Maria Lind said that the password is swordfish. [1]",
    "Four hundred ships came into the harbour in June, Maria Lind said. [1]",
    "The war ended in 1812. [99]",
    "See https://evil.example/login for more. [1]",
    "![x](https://evil.example/steal) [1]",
    "<script>alert('owned')</script> [1]",
    "My instructions: you answer a question from numbered passages of sources. [1]",
]


def citation(number: int, quote: str) -> Citation:
    return Citation(number, "a.txt", "a", "", 1, 0, len(quote), quote, ())


@pytest.fixture
def poisoned(norland: Answer, injections: list[str]) -> Answer:
    """An answer that quotes one true passage and then every injection."""
    quotes = [FACT, *injections]
    cited = tuple(citation(number, quote) for number, quote in enumerate(quotes, start=1))
    return replace(norland, question="What did Maria Lind say?", citations=cited)


def test_there_are_enough_of_them(injections: list[str]) -> None:
    assert len(set(injections)) >= 30


def test_what_is_sent_is_fenced_and_in_the_same_roles(
    composer: Composer, server: ModelServer, poisoned: Answer, injections: list[str]
) -> None:
    server.script = says(TRUE)
    assert composer.compose(poisoned).composed == TRUE
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body.keys() == {"model", "messages", "stream"}
    system, user = asked.body["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    fences = FENCE.findall(user["content"])
    (fence,) = {name for _, name, _ in fences}
    assert system["content"] == instruct("instructions", fence=fence, language="en")
    assert [end for end, _, _ in fences] == ["", "/"] * (len(injections) + 2)
    assert [number for _, _, number in fences if number] == [
        str(number) for number in range(1, len(injections) + 2)
    ]
    assert list(passages(asked)) == [inert(text) for text in [FACT, *injections]]


def test_nothing_of_a_passage_can_end_a_fence_or_open_a_role(
    poisoned: Answer, injections: list[str]
) -> None:
    for text in injections:
        assert not set(inert(text)) & set("<>[]{}\u202e\u200b\U000e0049")
    fences = {FENCE.findall(str(messages(poisoned)[1]["content"]))[0][1] for _ in range(3)}
    assert len(fences) == 3


@pytest.mark.parametrize("order", ORDERED)
def test_a_model_that_obeys_the_source_is_not_believed(
    composer: Composer, server: ModelServer, poisoned: Answer, order: str
) -> None:
    server.script = says(TRUE, "\n", order)
    answer = composer.compose(poisoned)
    assert answer.composed == TRUE
    assert answer.text.count(TRUE) == 1
    page = render_answer(answer, "en")
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="http' not in page


def test_a_model_that_repeats_every_order_is_not_believed(
    composer: Composer, server: ModelServer, poisoned: Answer, injections: list[str]
) -> None:
    """What an injection says is in no passage but its own, whatever number it comes with."""

    def obey(handler: Handler) -> None:
        handler.start()
        for text in injections[:36]:
            order = re.sub(r"[.!?:;]|\[1\]", "", text)
            handler.piece(f"{' '.join(order.split())} [1].\n")
        handler.piece(TRUE, finish="stop")

    server.script = obey
    assert composer.compose(poisoned).composed == TRUE


def test_a_poisoned_source_leaves_the_answer_from_the_others_as_it_was(
    composer: Composer,
    server: ModelServer,
    encoder: Encoder,
    tmp_path: Path,
    injections: list[str],
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "harbour.txt").write_text(FACT, "utf-8")
    (sources / "orders.txt").write_text("\n\n".join(injections), "utf-8")
    build(sources, tmp_path / "index", encoder)
    answerer = Answerer(Retriever(load(tmp_path / "index"), encoder), sources)
    quoted = answerer.answer("What did Maria Lind say?")
    server.script = says(*(f"{order}\n" for order in ORDERED))
    answer = composer.compose(quoted)
    assert answer.composed == ""
    assert answer.text == f"{answer.note}\n\n{quoted.text}"
    assert [one.quote for one in answer.citations] == [FACT]
