"""Which questions ask what somebody said, and of whom."""

from __future__ import annotations

import pytest

from answers.speech import KINDS, REPORTING, speech_question
from index.language import detect_language


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("What did Norland say?", ("Norland",), False),
        ("What did Richard Norland say about Libya?", ("Richard", "Norland"), True),
        ("What is Merkel's position on Greece?", ("Merkel",), True),
        ("ماذا قال نورلاند؟", ("نورلاند",), False),
        ("ماذا قالت ميركل عن اليونان؟", ("ميركل",), True),
        ("Qu'a dit Norland ?", ("Norland",), False),
        ("Was sagte Merkel über Griechenland?", ("Merkel",), True),
        ("¿Qué dijo Sánchez sobre Cataluña?", ("Sánchez",), True),
        ("Norland ne dedi?", ("Norland",), False),
        ("Что сказал Норланд о Ливии?", ("Норланд",), True),
        ("Che cosa ha detto Draghi?", ("Draghi",), False),
        ("O que disse Lula sobre a Amazônia?", ("Lula",), True),
        ("نورلاند چه گفت؟", ("نورلاند",), False),
        ("What did Ferreira call the situation?", ("Ferreira",), False),
        ("What did the mayor of Sfax say?", ("mayor", "Sfax"), False),
        ("Quelle est la position de Macron sur l'Ukraine ?", ("Macron",), True),
        ("What is the position of the mayor of Sfax on jobs?", ("mayor", "Sfax"), True),
        ("What does Norland think of the war?", ("Norland",), True),
        ("Norland's view on the war", ("Norland",), True),
        ("How did Norland respond to the strikes?", ("Norland",), True),
        ("What does Norland warn about?", ("Norland",), False),
        ("What did Norland say when he met Sarraj?", ("Norland",), True),
        ("ما موقف نورلاند من الحرب؟", ("نورلاند",), True),
        ("ماذا يريد نورلاند؟", ("نورلاند",), False),
        ("بم صرح نورلاند؟", ("نورلاند",), False),
        ("ما رأي نورلاند في الهدنة؟", ("نورلاند",), True),
        ("¿Cuál es la postura de Sánchez sobre Gaza?", ("Sánchez",), True),
        ("Was fordert Merkel von Griechenland?", ("Merkel",), True),
        ("Qual è la posizione di Draghi su Kiev?", ("Draghi",), True),
        ("Qual é a posição de Lula sobre a guerra?", ("Lula",), True),
        ("Какова позиция Норланда по Ливии?", ("Норланда",), True),
        ("Norland'ın Libya hakkındaki görüşü ne?", ("Norland",), True),
        ("نورلاند درباره لیبی چه گفت؟", ("نورلاند",), True),
    ],
)
def test_the_speaker(question: str, speaker: tuple[str, ...], topic: bool) -> None:
    found = speech_question(question, detect_language(question))
    assert found is not None
    assert (found.speaker, found.topic) == (speaker, topic)


def test_the_speaker_is_called_as_in_the_question() -> None:
    found = speech_question("What did the mayor of Sfax say about jobs?", "en")
    assert found is not None
    assert found.phrase == "mayor of Sfax"


@pytest.mark.parametrize(
    "question",
    [
        "When did the war end?",
        "Who said that the road is open?",
        "What is the capital of France?",
        "متى بدأ الهجوم؟",
        "What did they say?",
        "How many people did the ministry report?",
        "say",
    ],
)
def test_other_questions(question: str) -> None:
    assert speech_question(question, detect_language(question)) is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did Norland say?", True),
        ("What did Charles de Gaulle say?", True),
        ("What did ambassador Norland say?", True),
        ("What did the mayor of Sfax say?", False),
        ("What did the US embassy in Libya say?", False),
        ("What did the minister say?", False),
        ("ماذا قال نورلاند؟", False),
    ],
)
def test_a_person_by_name_or_by_description(question: str, named: bool) -> None:
    found = speech_question(question, detect_language(question))
    assert found is not None
    assert found.is_named is named


def test_where_the_speaker_is_need_not_be_in_the_sources() -> None:
    found = speech_question("What did the US embassy in Libya say?", "en")
    assert found is not None
    assert found.needed == ("US", "embassy")


def test_every_list_has_its_lines() -> None:
    for path in REPORTING.glob("*.txt"):
        names = [line.split(":")[0] for line in path.read_text("utf-8").splitlines()]
        assert sorted(names) == sorted(KINDS), path
