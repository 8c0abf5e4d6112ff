"""Whose words a question asks for, when the name is one word here and two there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from answers.answerer import Answerer

_SOURCES = {
    "benkhelifa": "Idir Benkhelifa said on Monday that the road is open.",
    "ben-salem": "The minister, Omar Ben Salem, said that the harbour is closed.",
    "salem": "Ali Salem said that rain is near. Hedi Bensalem said that it is far.",
    "بنسالم": "قال الوزير عمر بنسالم إن الجسر قديم.\n\nهطل المطر طوال الليل على التلال.",
    "عبد-الرحمن": "قال الوزير خالد عبد الرحمن إن الجسر مغلق.\n\nهطل المطر طوال الليل على التلال.",
    "abdelrahman": "The mayor, Khaled Abdelrahman, said that the school is new.",
    "macdonald": "Ann MacDonald said that the lake is deep.",
    "mac-leod": "Ewan Mac Leod said that the hill is steep.",
    "nour-eddine": "The envoy, Nour Eddine, said that the talks go on.",
    "beethoven": "Ludwig van Beethoven said that the piano is loud.",
    "composer": "Ludwig Beethoven said that the organ is soft.",
    "donald": "Jim Donald said that the bus is late.",
    "faraj": "The doctor, Mona al-Faraj, said that the clinic is full.",
}
_BEN_SALEM = {"ben-salem", "salem", "بنسالم"}
_ABDELRAHMAN = {"abdelrahman", "عبد-الرحمن"}


@pytest.fixture(scope="module")
def answerer(answerer_over: Callable[[Mapping[str, str]], Answerer]) -> Answerer:
    return answerer_over(_SOURCES)


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("إدير بن خليفة", {"benkhelifa"}),
        ("بن خليفة", {"benkhelifa"}),
        ("Ben Khelifa", {"benkhelifa"}),
        ("Idir Ben Khelifa", {"benkhelifa"}),
        ("Ben Salem", _BEN_SALEM),
        ("Bensalem", _BEN_SALEM),
        ("بن سالم", _BEN_SALEM),
        ("بنسالم", _BEN_SALEM),
        ("Omar Ben Salem", {"ben-salem", "بنسالم"}),
        ("Abdelrahman", _ABDELRAHMAN),
        ("Abd al-Rahman", _ABDELRAHMAN),
        ("Abdul Rahman", _ABDELRAHMAN),
        ("عبد الرحمن", _ABDELRAHMAN),
        ("عبدالرحمن", _ABDELRAHMAN),
        ("Mac Donald", {"macdonald"}),
        ("McDonald", {"macdonald"}),
        ("MacLeod", {"mac-leod"}),
        ("Noureddine", {"nour-eddine"}),
        ("نور الدين", {"nour-eddine"}),
        ("van Beethoven", {"beethoven", "composer"}),
        ("Beethoven", {"beethoven", "composer"}),
        ("Donald", {"donald"}),
        ("al-Faraj", {"faraj"}),
        ("Faraj", {"faraj"}),
        ("Ben Ali", set()),
        ("Mac Arthur", set()),
        ("بن غربية", set()),
        ("Abd al-Karim", set()),
    ],
)
def test_a_name_is_one_word_or_two(answerer: Answerer, speaker: str, expected: set[str]) -> None:
    arabic = not speaker.isascii()
    answer = answerer.answer(f"ماذا قال {speaker}؟" if arabic else f"What did {speaker} say?")
    cited = {citation.source.removesuffix(".txt") for citation in answer.citations}
    assert (cited if answer.answered else set()) == expected


def test_who_has_only_the_last_word_of_the_name_is_another(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ben Salem say?")
    (cited,) = (c for c in answer.citations if c.source == "salem.txt")
    start, end = cited.marks[0]
    assert cited.quote[start - cited.start : end - cited.start].startswith("Hedi Bensalem")
    assert len(cited.marks) == 1


@pytest.mark.parametrize(
    ("question", "phrase", "expected"),
    [
        ("Was will Ann MacDonald mit dem See machen?", "Ann MacDonald", {"macdonald"}),
        ("Que réclame Omar Ben Salem pour les pêcheurs ?", "Omar Ben Salem", {"ben-salem"}),
        ("ماذا قال خالد عبد الرحمن لما سُئل أمس", "خالد عبد الرحمن", {"عبد-الرحمن"}),
        ("بماذا صرحت الطبيبة الشهيرة منى الفرج؟", "منى الفرج", {"faraj"}),
    ],
)
def test_more_words_than_the_name_do_not_hide_the_speaker(
    answerer: Answerer, question: str, phrase: str, expected: set[str]
) -> None:
    answer = answerer.answer(question)
    assert answer.answered
    assert phrase in answer.lead
    assert expected <= {citation.source.removesuffix(".txt") for citation in answer.citations}
