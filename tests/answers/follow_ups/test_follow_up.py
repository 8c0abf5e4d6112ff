"""What a follow-up is completed to, and that a new question is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.follow_ups.follow_up import KEPT_TURNS, complete, complete_all
from answers.follow_ups.turns import JOINT, language_of, turn
from answers.follow_ups.words import FOLLOW_UPS, KINDS, follow_up_words
from answers.reporting.forms import REPORTING
from answers.reporting.speech import SpeechQuestion
from benchmarks.answers import CONVERSATIONS, NEW_QUESTIONS, read_conversations, read_new_questions
from index.text.language import detect_language
from prompts.say import languages
from retrieval.query import MAX_CHARACTERS

ELECTIONS = "What did Norland say about the elections?"


@pytest.mark.parametrize(
    ("turns", "searched"),
    [
        (
            (ELECTIONS, "And what about the mercenaries?"),
            "What did Norland say about the mercenaries?",
        ),
        ((ELECTIONS, "What else did he say?"), "What did Norland say?"),
        ((ELECTIONS, "And Harris?"), "What did Harris say about the elections?"),
        ((ELECTIONS, "When did he say so?"), "When did Norland say so about the elections?"),
        ((ELECTIONS, "What else did he say about it?"), ELECTIONS),
        ((ELECTIONS, "Why?"), f"Why?{JOINT}{ELECTIONS}"),
        ((ELECTIONS, "Why?", "And Harris?"), "What did Harris say about the elections?"),
        ((ELECTIONS, "Who won the World Cup?", "What else did he say?"), "What did Norland say?"),
        (("ماذا قال نورلاند؟", "وماذا عن هاريس؟"), "ماذا قال هاريس؟"),
        ((ELECTIONS, "وماذا عن هاريس؟"), "What did هاريس say about the elections?"),
        ((ELECTIONS, "وماذا عن هاريس؟", "ماذا قال أيضا؟"), "ماذا قال هاريس؟"),
        (("Who is Norland?", "Quelle est sa position ?"), "Quelle est la position de Norland ?"),
        (("Norland ne dedi?", "Peki 2019'da?"), "Norland 2019'da ne dedi?"),
        (("Who fell in Derna in 2023?", "And in 2024?"), "Who fell in Derna in 2024?"),
        ((ELECTIONS, "what about harris"), "What did Norland say about harris?"),
    ],
)
def test_known_conversations(turns: tuple[str, ...], searched: str) -> None:
    assert complete_all(turns)[-1] == searched


def test_the_conversations_that_it_was_made_for() -> None:
    conversations = read_conversations(CONVERSATIONS / "development.jsonl")
    wrong = [(one.turns, one.searched) for one in conversations if not one.is_right]
    assert len(conversations) > 200
    assert not [one for one in wrong if one[0][-1] != one[1]], "a wrong guess, not a missed one"
    assert len(wrong) < 0.03 * len(conversations), wrong


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_the_questions_of_others_are_new(language: str) -> None:
    conversations = read_new_questions(NEW_QUESTIONS / f"tydiqa.{language}.jsonl")
    assert [one.searched for one in conversations if not one.is_right] == []


def test_the_sources_tell_a_speaker_from_a_topic() -> None:
    def speaks(speech: SpeechQuestion) -> bool:
        return speech.speaker[-1] in ("ministry", "هاريس")

    said = ["What did Norland say about Libya?"]
    assert complete("And the ministry?", said, speaks) == "What did the ministry say about Libya?"
    assert complete("And the war?", said, speaks) == "What did Norland say about the war?"
    assert complete("And Egypt?", said, speaks) == "What did Norland say about Egypt?"
    assert complete("And Egypt?", said) == "What did Egypt say about Libya?"
    said = ["ماذا قال نورلاند عن ليبيا؟"]
    assert complete("وهاريس؟", said, speaks) == "ماذا قال هاريس عن ليبيا؟"
    assert complete("ومصر؟", said, speaks) == "ماذا قال نورلاند عن مصر؟"


@pytest.mark.parametrize(
    ("question", "before", "searched"),
    [
        ("And about the war?", "ماذا قال نورلاند؟", "ماذا قال نورلاند عن the war؟"),
        ("And about the war?", "Was sagte Anna über Ulm?", "Was sagte Anna über the war?"),
        ("Peki ya savaş hakkında?", "What did Anna say?", "What did Anna say about savaş?"),
    ],
)
def test_a_topic_in_another_language_is_asked_for_in_the_words_of_the_first(
    question: str, before: str, searched: str
) -> None:
    assert complete(question, [before]) == searched


@pytest.mark.parametrize(
    "question", ["Why?", "And Harris?", "What else did he say?", "وهاريس؟", ""]
)
def test_without_turns_a_question_is_itself(question: str) -> None:
    assert complete(question) == complete(question, ["", " ", "?!"]) == question


def test_what_is_searched_is_bounded() -> None:
    near = "What did Norland say about the elections" + " x" * 970 + "?"
    assert len(near) < MAX_CHARACTERS < len(near) + 60
    question = "And Harris and the other ambassadors who were sent there?"
    assert len(complete(question, [near])) <= MAX_CHARACTERS
    assert complete("For how long?" + " " * 50, [near + "x" * 30]) is not None
    assert complete("Why?", ["x" * (MAX_CHARACTERS + 1)]) == "Why?"
    long = "Why " * MAX_CHARACTERS
    assert complete(long, [ELECTIONS]) == long


def test_only_the_last_turns_are_looked_at() -> None:
    others = ["Who won the World Cup?"] * KEPT_TURNS
    assert complete("What else did he say?", [ELECTIONS, *others[1:]]) == "What did Norland say?"
    assert "Norland" not in complete("What else did he say?", [ELECTIONS, *others])


def test_a_turn_in_two_scripts_is_read_in_the_one_that_asks() -> None:
    mixed = turn("What did Norland say about المرتزقة في الجنوب الليبي البعيد؟")
    assert mixed.speech is not None
    assert mixed.speech.speaker == ("Norland",)
    assert mixed.topic is not None


def test_a_question_that_does_not_tell_is_in_the_language_before_it() -> None:
    assert language_of("2019?") == "und"
    assert language_of("2019?", ["Norland ne dedi?"]) == "tr"
    assert language_of("2019?", (), "fa") == "fa"
    assert language_of("Why?", ["Norland ne dedi?"], "fa") == "en"


def test_every_language_that_is_spoken_has_its_lists() -> None:
    found = sorted(path.stem for path in FOLLOW_UPS.glob("*.txt"))
    assert found == sorted(languages()) == sorted(path.stem for path in REPORTING.glob("*.txt"))
    for language in found:
        lines = (FOLLOW_UPS / f"{language}.txt").read_text("utf-8").splitlines()
        assert [line.split(":")[0] for line in lines] == list(KINDS), language
        lists = follow_up_words(language)
        assert lists is not None
        assert "{topic}" in lists.topic
        assert "{name}" in lists.owner
        assert lists.topic_at in ("end", "speaker")
        assert (
            lists.plurals
            <= lists.subjects | lists.objects | lists.owners.keys() | lists.owned.keys()
        )


WORDS = """And what about Norland Harris he said it so why ? ¿ Y e و وماذا عن هاريس قال ماذا ما
موقفه ne dedi hakkında peki А он сказал что о 2019 in -t-il dit d'autre — 😀 $x {name} {} su"""
PIECES = st.sampled_from([*WORDS.split(), "\u202e", "\u0301", "\n"])
TEXTS = st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=30)


@settings(max_examples=300)
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_any_conversation_is_completed_to_something_bounded(
    question: str, turns: list[str]
) -> None:
    searched = complete(question, complete_all(turns))
    assert len(searched) <= max(len(question), MAX_CHARACTERS)
    assert bool(searched.strip()) == bool(question.strip())
    assert complete(searched) == searched
    assert detect_language(searched)
