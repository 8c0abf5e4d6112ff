"""Who said what in short texts, of which each has its trap."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Document
from index.readers.read import read
from index.reporting.grammar import KINDS, REPORTING, grammar
from index.reporting.statements import statements

Make = Callable[[str], Document]


@pytest.fixture
def make_document(tmp_path: Path) -> Make:
    def make(text: str) -> Document:
        (tmp_path / "a.txt").write_text(text, "utf-8")
        return read(tmp_path / "a.txt", "a.txt")

    return make


def _said(document: Document, name: str) -> list[str]:
    """The sentences of the speaker of that name or title."""
    return [document.text[s.start : s.end] for s in statements(document) if name in s.mentions]


ENGLISH = (
    "Harbour director Helen Okafor said on Tuesday that the water was low.",
    '"We have sixty days," Okafor told reporters.',
    '"If it does not rain, we will ration."',
    "The mayor, Daniel Brandt, met with Okafor on Monday.",
    "He said that the city had no plan and called for calm.",
    '"Nobody will go thirsty," the mayor said.',
    "Brandt was accused by councillor Piet Vos of hiding the figures.",
    "Vos, who sits on the water committee, denied that he had leaked the report.",
    "According to the regional government, the shortage is the worst since 1974.",
    "The government also warned the farmers.",
    "The plan calls for three pipelines.",
)
ARABIC = (
    "التقى وزير النفط العراقي حيان عبد الغني السفير الفرنسي في بغداد.",
    "وقال الوزير في بيان صحفي إن العراق ملتزم بحصص الإنتاج.",
    "وأضاف أن بلاده تسعى إلى وقف حرق الغاز، مشيرا إلى عقود جديدة.",
    "من جهته، أكد السفير الفرنسي باتريك دوريل استعداد بلاده للاستثمار.",
    "ونفت شركة توتال الأنباء عن انسحابها.",
    "وقالت الشركة إنها ماضية في المشروع.",
    "ونقلت وكالة الأنباء عن محمد السوداني قوله إن الحكومة لن تتراجع.",
    "وبحسب دوريل فإن العقد جاهز.",
    "وتم توقيع الاتفاق بحضور عبد الغني.",
)


@pytest.mark.parametrize(
    ("sentences", "name", "places"),
    [
        (ENGLISH, "Okafor", [0, 1, 2]),
        (ENGLISH, "Daniel Brandt", [4, 5]),
        (ENGLISH, "Vos", [6, 7]),
        (ENGLISH, "regional government", [8, 9]),
        (ARABIC, "حيان عبد الغني", [1, 2]),
        (ARABIC, "دوريل", [3, 7]),
        (ARABIC, "شركة توتال", [4, 5]),
        (ARABIC, "محمد السوداني", [6]),
    ],
)
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_all_that_one_says_and_nothing_else(
    make_document: Make, sentences: tuple[str, ...], name: str, places: list[int], between: str
) -> None:
    document = make_document(between.join(sentences))
    assert _said(document, name) == [sentences[place] for place in places]


@pytest.mark.parametrize(
    ("sentences", "name", "places"),
    [
        (
            (
                "Omar Idris runs the port.",
                "An interview with Omar Idris.",
                "Q: Is it closed?",
                "A: No.",
                "It was never closed.",
                "Q: Will it be?",
                "A: Ask the sea.",
            ),
            "Omar Idris",
            [3, 4, 6],
        ),
        (
            (
                "Warehouse owner denies the charge.",
                "Ivan Petrasek told the court that he had slept.",
            ),
            "Ivan Petrasek",
            [0, 1],
        ),
        (
            (
                "Mayor Ann Holt met Ivo Lund.",
                "Holt told reporters that Lund had said the road was safe.",
                "She added that it was not.",
            ),
            "Lund",
            [1],
        ),
        (
            ("Ann Holt on Tuesday demanded an apology, after a leaked memo called it late.",),
            "Ann Holt",
            [0],
        ),
        (("Minister Ann Holt said so.", "In her view, the price is right."), "Ann Holt", [0, 1]),
        (("Minister Ann Holt said so.", "The ministry did not comment."), "ministry", []),
        (
            (
                "قال الوزير سامي الحاج إن الأمر بسيط.",
                "غير أنه حذر من أن الوقت ضيق.",
                "وفي رأيه أن الحل قريب.",
            ),
            "سامي الحاج",
            [0, 1, 2],
        ),
        (("أشادت كاترين كلارك بجهود الحكومة.", "ورحبت بقرار الفصائل."), "كاترين كلارك", [0, 1]),
        (("وشكر رئيسها عبد الحق فرحات الحضور.", "وقال فرحات إن الوعد قائم."), "فرحات", [0, 1]),
        (
            ("The director, Prof. Ann Holt, told us it was shut.", "The director said no more."),
            "Ann Holt",
            [0, 1],
        ),
        (("وقالت المديرة د. ليلى بوستة إن الدواء نفد.", "وأضافت أنه غال."), "ليلى بوستة", [0, 1]),
        (
            (
                "وقال رئيس نقابة عمال الموانئ كريم جلون إن الإضراب مستمر.",
                "وحذرت الوزيرة سامية الحاج من الجوع، ودعت العمال إلى الهدوء.",
            ),
            "كريم جلون",
            [0],
        ),
        (
            ("Le préfet, Yves Le Goff, a fermé le port.", "« Il le faut », a-t-il déclaré."),
            "Yves Le Goff",
            [1],
        ),
        (
            ("La jefa, la jordana Lubna al-Tarawneh, consideró la elección limpia.",),
            "jordana Lubna al-Tarawneh",
            [0],
        ),
        (
            (
                "Глава делегации Джамаль аль-Джубейри заявил, что воды нет.",
                "Посредник Уильям Хэтэуэй назвал встречу первой.",
            ),
            "Джамаль аль-Джубейри",
            [0],
        ),
        (
            ("وحذر النائب صالح الخوالدة من الغلاء، ورأى الخبير سامي الحاج أن الوقت ضيق.",),
            "صالح الخوالدة",
            [0],
        ),
        (
            ("El alcalde Iriarte pidió agua.", "Según el informe, hay grietas en el muro."),
            "Iriarte",
            [0],
        ),
    ],
)
def test_what_real_articles_do(
    make_document: Make, sentences: tuple[str, ...], name: str, places: list[int]
) -> None:
    document = make_document("\n\n".join(sentences))
    assert _said(document, name) == [sentences[place] for place in places]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("La ministre de l'Eau, Claire Morvan, a annoncé un plan. Elle a ajouté ceci.", "Morvan"),
        ("El ministro Andrés Molina advirtió de una crisis. Añadió que seguirá.", "Molina"),
        ("Die Verkehrsministerin Anna Keller warnte vor Ausfällen. Sie sagte das.", "Keller"),
        ("Il sindaco Marco Bianchi ha detto basta. Ha aggiunto che chiude.", "Bianchi"),
        ("O ministro Paulo Ramos anunciou uma campanha. Ele disse que vem.", "Ramos"),
        ("Министр Олег Смирнов заявил, что закроет. Он добавил, что надолго.", "Смирнов"),
        ("Bakan Kemal Demir, köprüyü kapatacağını açıkladı. Demir, sonra ekledi.", "Demir"),
        ("وزیر نیرو علی محمدی گفت که برق هست. وی افزود که آب هم هست.", "محمدی"),
    ],
)
def test_other_languages(make_document: Make, text: str, name: str) -> None:
    found = statements(make_document(text))
    assert len(found) == 2
    assert all(any(name in mention for mention in statement.mentions) for statement in found)


def test_the_speaker_is_a_span_of_the_source(make_document: Make) -> None:
    document = make_document(" ".join(ENGLISH))
    spans = [document.text[slice(*s.speaker)] for s in statements(document)]
    assert spans[0] == "Harbour director Helen Okafor"
    assert all(spans)


def test_a_direct_quotation_is_told(make_document: Make) -> None:
    document = make_document("Okafor warned the town. “We have only sixty days,” she said.")
    quote = statements(document)[-1].quote
    assert quote is not None
    assert document.text[slice(*quote)] == "“We have only sixty days,”"


def test_a_language_without_reporting_words_has_no_statements(make_document: Make) -> None:
    assert statements(make_document("大使说他的国家反对外国干涉。")) == []


@pytest.mark.parametrize(
    "text",
    [
        "“Norland said " * 8000,
        'He said "no" and ' * 8000,
        "Norland, " * 12000 + "said so.",
        "وأضاف نورلاند أن " * 8000,
        "قال " * 20000,
        "Minister A said so. " * 6000,
        "".join(f"Minister A{i} B{i} said so. " for i in range(5000)),
    ],
    ids=lambda text: text[:12],
)
def test_the_time_grows_with_the_length_and_not_faster(make_document: Make, text: str) -> None:
    whole, half = make_document(text), make_document(text[: len(text) // 4])
    assert _seconds(whole) < 12 * _seconds(half) + 0.5


def _seconds(document: Document) -> float:
    started = time.process_time()
    statements(document)
    return time.process_time() - started


@settings(max_examples=60)
@given(
    pieces=st.lists(
        st.sampled_from(
            ["said", "Norland", ", ", '"', "“", "”", "(", "the", "minister", ". ", "قال", "أن",
             "who", "\u202e", "e\u0301", "😀", "'s", "وزير", "لل", "و", ":",
             "\n\n", "according to", "by"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_nothing_breaks_it(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("sources") / "a.txt"
    path.write_text("Norland said so. " + " ".join(pieces), "utf-8")
    document = read(path, "a.txt")
    for statement in statements(document):
        assert 0 <= statement.start < statement.end <= len(document.text)
        assert statement.mentions == tuple(
            sorted(statement.mentions, key=lambda text: (-len(text), text))
        )
        assert all(mention in document.text for mention in statement.mentions)


def test_the_word_lists_have_known_kinds_only() -> None:
    for path in REPORTING.glob("*.txt"):
        kinds = [line.split(":")[0] for line in path.read_text("utf-8").splitlines()]
        assert set(kinds) <= set(KINDS), path
        assert len(kinds) == len(set(kinds)), path
        assert grammar(path.stem) is not None
