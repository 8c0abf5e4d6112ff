"""A language model in front of the quotations: good ones help, bad ones change nothing."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from answers.answer import Answer
from answers.language_model.compose import Composer
from prompts.say import say
from tests.answers.conftest import KEY
from tests.answers.language_model.model_server import Handler, ModelServer, Script, fails, says

GOOD = "Norland said that his country rejects foreign mercenaries in Libya [1]."
AGAIN = "He expressed dismay at reports that three young sisters were killed in Tripoli [4]."
LIES = [
    "Haftar said that his country rejects foreign mercenaries in Libya [1].",
    "Norland said in 1999 that his country rejects foreign mercenaries in Libya [1].",
    "Norland said that his country rejects foreign mercenaries in Libya.",
    "Norland said that his country rejects foreign mercenaries in Libya [6].",
    "Norland said that his country rejects foreign mercenaries in Libya [0].",
    "Norland said that his country rejects foreign mercenaries in Brazil [1].",
    "The price of bread rose again because the harvest was poor [2].",
    "Norland said that five sisters were killed in Tripoli [4].",
    "See [Norland](https://evil.example) who rejects foreign mercenaries in Libya [1].",
    "Sarraj said that the conflict in Libya undermines the fight against terrorism [2].",
    "قال السراج إن الصراع المستمر في ليبيا يقوض الحرب ضد الإرهاب [2].",
    "قال حفتر إن بلاده ترفض المرتزقة في ليبيا [1].",
    "وقتلت ٧ شقيقات في طرابلس [4].",
    GOOD.replace(" [1].", " and" * 300 + " [1]."),
]


def failed(answer: Answer) -> str:
    return say("model_failed", answer.language)


def test_supported_sentences_are_shown_with_their_citations(
    composer: Composer, server: ModelServer, norland: Answer
) -> None:
    server.script = says(GOOD, " ", AGAIN)
    answer = composer.compose(norland)
    assert all(one.supported for one in answer.sentences)
    assert [one.citations for one in answer.sentences] == [(1,), (4,)]
    assert answer.composed == (
        "Norland said that his country rejects foreign mercenaries in Libya. [1]"
        " He expressed dismay at reports that three young sisters were killed in Tripoli. [4]"
    )
    assert answer.note == ""
    assert answer.text == f"{answer.composed}\n\n{norland.text}"
    assert answer.citations == norland.citations


@pytest.mark.parametrize(
    "reply",
    [
        "قال نورلاند إن بلاده ترفض تورط المرتزقة في الصراع في ليبيا [1].",
        "قال نورلاند إن بلاده ترفض تورط المرتزقة في الصراع في ليبيا. [١]",
        "<think>Let me see. [1]</think>\n- **Norland** said his country rejects mercenaries. 【1】",
        "Norland told Sarraj in London that the conflict harms economic growth [2] [1].",
        "Norland a dit que son pays rejette les mercenaires dans le conflit en Libye [1].",
    ],
)
def test_a_supported_sentence_in_other_words_and_marks(
    composer: Composer, server: ModelServer, norland: Answer, reply: str
) -> None:
    server.script = says(reply)
    answer = composer.compose(norland)
    assert [one.supported for one in answer.sentences] == [True]
    assert 1 in answer.sentences[0].citations


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_never_shown(
    composer: Composer, server: ModelServer, norland: Answer, lie: str
) -> None:
    server.script = says(f"{GOOD}\n{lie}")
    answer = composer.compose(norland)
    assert [one.supported for one in answer.sentences] == [True, False]
    assert answer.sentences[1].fault
    assert answer.note == say("model_left_out", "en", count=1)
    assert answer.text == f"{answer.sentences[0].cited_text}\n\n{answer.note}\n\n{norland.text}"


@pytest.mark.parametrize("lie", [*LIES, "I'm sorry, I can't help with that.", "...", " [1] "])
def test_where_nothing_is_supported_the_quotations_stand_alone(
    composer: Composer, server: ModelServer, norland: Answer, lie: str
) -> None:
    server.script = says(lie)
    answer = composer.compose(norland)
    assert answer.composed == ""
    assert answer.note == say("model_unsupported", "en")
    assert answer.text == f"{answer.note}\n\n{norland.text}"


def test_sentences_come_as_they_are_checked(
    composer: Composer, server: ModelServer, norland: Answer
) -> None:
    seen: list[str] = []

    def script(handler: Handler) -> None:
        handler.start()
        for piece in (GOOD, " ", AGAIN, " ", LIES[0]):
            for letter in piece:
                handler.piece(letter)
        handler.piece(None, finish="stop")

    server.script = script
    seen = [answer.composed for answer in composer.stream(norland)]
    whole = seen[-1]
    assert seen[0] == ""
    assert seen[1] == "Norland said that his country rejects foreign mercenaries in Libya. [1]"
    assert all(whole.startswith(part) for part in seen)


def cut(handler: Handler) -> None:
    handler.start(Content_Length="100000")
    handler.piece(GOOD + " ")


def without_end(handler: Handler) -> None:
    handler.start()
    handler.piece(GOOD + " ")


def too_long(handler: Handler) -> None:
    handler.start()
    handler.piece(GOOD)
    handler.piece("", finish="length")


def refuses(handler: Handler) -> None:
    handler.start()
    handler.piece(None, refusal="I will not.")
    handler.piece("", finish="stop")


def filtered(handler: Handler) -> None:
    handler.start()
    handler.piece(GOOD, finish="content_filter")


def giant(handler: Handler) -> None:
    handler.start()
    while True:
        handler.piece("Norland " * 1000)


def giant_line(handler: Handler) -> None:
    handler.start()
    handler.wfile.write(b"data: ")
    while True:
        handler.wfile.write(b"x" * 65536)


def sends(*events: str | bytes) -> Script:
    def script(handler: Handler) -> None:
        handler.start()
        for event in events:
            handler.event(event)

    return script


def squeezed(handler: Handler) -> None:
    handler.start(Content_Encoding="gzip")
    handler.wfile.write(b"\x1f\x8b\x08")


FAILURES = {
    "cut": cut,
    "no end": without_end,
    "too long": too_long,
    "refusal": refuses,
    "filtered": filtered,
    "giant": giant,
    "giant line": giant_line,
    "many": says(*[f"{GOOD}\n"] * 60),
    "compressed": squeezed,
    "bad json": sends('{"choices": [{"delta": {"content": "Nor'),
    "other json": sends('{"choices": "none"}', "[1]", "17", "null"),
    "odd types": sends('{"choices": [{"delta": {"content": {"a": 1}}, "finish_reason": "stop"}]}'),
    "an error": sends('{"error": {"message": "secret of the server"}}'),
    "not utf-8": sends(b'{"choices": [{"delta": {"content": "\xff\xfe\xfa"}}]}'),
    "no stream": fails(200, "<html>hello</html>"),
    "empty": fails(200),
    "redirect": fails(307),
    "wrong key": fails(401, '{"error": {"message": "secret of the server"}}'),
    "not found": fails(404),
    "too many": fails(429, '{"error": {"message": "secret of the server"}}'),
    "broken": fails(500, "secret of the server"),
    "gateway": fails(503, "secret of the server"),
}


@pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES)
def test_a_model_that_fails_leaves_the_quotations(
    composer: Composer,
    server: ModelServer,
    norland: Answer,
    caplog: pytest.LogCaptureFixture,
    script: Script,
) -> None:
    server.script = script
    with caplog.at_level(logging.INFO):
        answer = composer.compose(norland)
    assert answer == replace(norland, note=failed(norland))
    assert len(server.asked) == 1
    assert "The language model" in caplog.text
    assert KEY not in caplog.text
    assert "secret of the server" not in caplog.text + answer.text


def slow(handler: Handler) -> None:
    handler.start()
    handler.piece(GOOD)
    handler.model.over.wait(20)


def silent(handler: Handler) -> None:
    handler.model.over.wait(20)


def never_ending(handler: Handler) -> None:
    handler.start()
    while not handler.model.over.wait(0.05):
        handler.wfile.write(b": still here\n\n")
        handler.wfile.flush()


@pytest.mark.parametrize("script", [slow, silent, never_ending])
def test_a_model_that_takes_too_long_is_not_waited_for(
    make_composer: Callable[..., Composer], server: ModelServer, norland: Answer, script: Script
) -> None:
    server.script = script
    begun = time.monotonic()
    answer = make_composer(seconds=0.5).compose(norland)
    assert answer == replace(norland, note=failed(norland))
    assert time.monotonic() - begun < 15  # the server would go on for 20


def test_a_dead_server_leaves_the_quotations(
    make_composer: Callable[..., Composer], norland: Answer
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = make_composer(f"http://127.0.0.1:{unused.getsockname()[1]}/v1")
        assert dead.compose(norland) == replace(norland, note=failed(norland))
    lost = make_composer("http://no-such-host.invalid/v1")
    assert lost.compose(norland) == replace(norland, note=failed(norland))


def test_halves_of_characters_are_joined_or_replaced(
    composer: Composer, server: ModelServer, norland: Answer
) -> None:
    server.script = sends(
        r'{"choices": [{"delta": {"content": "\ud83d"}}]}',
        r'{"choices": [{"delta": {"content": "\ude00 \ud800 ok [1]. "}, "finish_reason": "stop"}]}',
    )
    composer.compose(norland).text.encode()


def test_where_the_sources_do_not_answer_no_model_is_asked(
    composer: Composer, server: ModelServer, norland: Answer
) -> None:
    server.script = says(GOOD)
    nearest = replace(norland, answered=False)
    assert composer.compose(nearest) is nearest
    assert server.asked == []
