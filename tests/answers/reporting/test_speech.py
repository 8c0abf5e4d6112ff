"""Which questions ask what somebody said, and of whom."""

from __future__ import annotations

import pytest

from answers.reporting.forms import KINDS, REPORTING
from answers.reporting.speech import speech_question
from index.text.language import detect_language


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


FORMS = """
en|What did Norland say yesterday?|Norland
en|What does Norland think of the ceasefire?|Norland
en|What is the ambassador's position on mercenaries?|ambassador
en|What does the ministry want?|ministry
en|What did the State Department warn of?|State Department
en|What does Norland deny?|Norland
en|What did the union demand?|union
en|What did Harris call for?|Harris
en|How did Norland react to the attack?|Norland
en|Did Norland deny the report?|Norland
en|Did the ministry confirm the figures?|ministry
en|According to Norland, what should happen in Libya?|Norland
en|According to the embassy, who is to blame?|embassy
en|What was Norland's reaction?|Norland
en|What has Norland said about oil?|Norland
ar|ماذا قال السفير نورلاند عن المرتزقة؟|السفير نورلاند
ar|ما رأي هاريس في القتال؟|هاريس
ar|ما هو موقف السفارة من الهجوم؟|السفارة
ar|ماذا تريد الوزارة؟|الوزارة
ar|مم حذر نورلاند؟|نورلاند
ar|ماذا نفى الوزير؟|الوزير
ar|بماذا طالبت النقابة؟|النقابة
ar|إلى ماذا دعا هاريس؟|هاريس
ar|كيف رد نورلاند على الهجوم؟|نورلاند
ar|هل نفى نورلاند الخبر؟|نورلاند
ar|هل أكدت الوزارة الأرقام؟|الوزارة
ar|بحسب نورلاند، ما الذي يجب أن يحدث؟|نورلاند
ar|وفقا للسفارة، من المسؤول؟|للسفارة
ar|ما الذي قاله نورلاند؟|نورلاند
fr|Qu'a déclaré Norland sur la Libye ?|Norland
fr|Que pense Norland de la trêve ?|Norland
fr|Que veut le ministère ?|ministère
fr|Comment Norland a-t-il réagi ?|Norland
fr|Norland a-t-il nié les faits ?|Norland
fr|Selon Norland, que faut-il faire ?|Norland
fr|Que réclame le syndicat ?|syndicat
es|¿Qué opina Norland de la tregua?|Norland
es|¿Qué quiere el ministerio?|ministerio
es|¿Cómo reaccionó Norland al ataque?|Norland
es|¿Negó Norland los hechos?|Norland
es|Según Norland, ¿qué hay que hacer?|Norland
es|¿Qué exige el sindicato?|sindicato
de|Was denkt Norland über die Waffenruhe?|Norland
de|Was will das Ministerium?|Ministerium
de|Wie reagierte Norland auf den Angriff?|Norland
de|Bestritt Norland den Bericht?|Norland
de|Laut Norland, was soll geschehen?|Norland
de|Wovor warnt Norland?|Norland
it|Cosa pensa Norland della tregua?|Norland
it|Che cosa vuole il ministero?|ministero
it|Come ha reagito Norland all'attacco?|Norland
it|Norland ha smentito la notizia?|Norland
it|Secondo Norland, che cosa bisogna fare?|Norland
pt|O que pensa Norland da trégua?|Norland
pt|O que quer o ministério?|ministério
pt|Como reagiu Norland ao ataque?|Norland
pt|Norland negou a notícia?|Norland
pt|Segundo Norland, o que deve acontecer?|Norland
tr|Norland ateşkes hakkında ne düşünüyor?|Norland
tr|Bakanlık ne istiyor?|Bakanlık
tr|Norland saldırıya nasıl tepki gösterdi?|Norland
tr|Norland haberi yalanladı mı?|Norland
tr|Norland'a göre ne yapılmalı?|Norland
ru|Что думает Норланд о перемирии?|Норланд
ru|Чего хочет министерство?|министерство
ru|Как отреагировал Норланд на атаку?|Норланд
ru|Отрицал ли Норланд это сообщение?|Норланд
ru|По словам Норланда, что нужно сделать?|Норланда
fa|نظر نورلاند درباره آتش‌بس چیست؟|نورلاند
fa|وزارت چه می‌خواهد؟|وزارت
fa|واکنش نورلاند به حمله چه بود؟|نورلاند
fa|آیا نورلاند این خبر را تکذیب کرد؟|نورلاند
fa|به گفته نورلاند چه باید کرد؟|نورلاند
"""


@pytest.mark.parametrize("form", FORMS.strip().splitlines())
def test_the_forms_of_the_ten_languages(form: str) -> None:
    language, question, speaker = form.split("|")
    found = speech_question(question, language)
    assert found is not None
    assert " ".join(found.speaker) == speaker


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
