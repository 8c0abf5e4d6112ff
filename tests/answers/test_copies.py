"""Which passages are one story, and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.copies import Text, copies
from tests.index.texts import texts

_EN = (
    "The council of Sfax met on Monday. It fixed the price of bread at 20 dinars, and the mayor"
    " said that the bakers had not agreed to it before a long night of talks in the old harbour."
)
_AR = (
    "اجتمع مجلس صفاقس يوم الاثنين في مبنى البلدية. وقال رئيس المجلس إن سعر الخبز أصبح 20 دينارا"
    " وإن الخبازين لم يوافقوا على ذلك قبل ليلة طويلة من المحادثات."
)
_RU = (
    "Совет города Сфакс собрался в понедельник. Он установил цену хлеба в 20 динаров, и мэр"
    " сказал, что пекари не были согласны с этим до долгой ночи переговоров."
)
_ZH = "市议会星期一开会。会议把面包的价格定为20第纳尔，市长说面包师没有同意。"


def _groups(*passages: str, language: str = "en") -> list[list[int]]:
    return copies([Text(passage, language) for passage in passages])


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", _EN, _EN.replace(", and", " and").replace(" Monday.", " Monday .")),
        ("en", _EN, f"SFAX, Nov 25 (Agency) - {_EN}"),
        ("en", _EN, _EN.replace("talks", "negotiations")),
        ("en", _EN, _EN.replace("bakers had", "bakers have")),
        ("en", _EN, f"{_EN} Reporting by the newsroom."),
        ("en", _EN, _EN.split(". ")[1]),
        ("ar", _AR, f"صفاقس (وكالة) - {_AR}"),
        ("ar", _AR, _AR.replace("وقال", "قال").replace("أصبح", "اصبح")),
        ("ar", _AR, f"{_AR} وغادر الجميع."),
        ("ru", _RU, f"СФАКС, 25 ноября (Агентство) — {_RU}"),
        ("zh", _ZH, f"{_ZH}他走了。"),
        ("ar", "ء", "ء"),
    ],
)
def test_a_reprint_is_the_same_story(language: str, one: str, other: str) -> None:
    assert len(_groups(one, other, language=language)) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", _EN, _EN.replace("20", "30")),
        ("en", _EN, _EN.replace("20", "2")),
        ("en", _EN, _EN.replace(" 20", "")),
        ("en", _EN, _EN.replace("Sfax", "Gabes")),
        ("en", _EN, _EN.replace("Sfax", "New Sfax")),
        ("en", _EN, _EN.replace("Monday", "Tuesday")),
        ("en", _EN, _EN.replace("had not", "had")),
        ("en", _EN, _EN.replace("said", "denied")),
        ("en", "Norland said that the road is open.", "Norland said that the road is closed."),
        ("en", "Haftar attacked Sarraj in May.", "Sarraj attacked Haftar in May."),
        ("en", "One man was killed in the street.", "Two men were killed in the street."),
        ("ar", _AR, _AR.replace("20", "30")),
        ("ar", _AR, _AR.replace("20", "٣٠")),
        ("ar", _AR, _AR.replace("صفاقس", "قابس")),
        ("ar", _AR, _AR.replace("لم يوافقوا", "وافقوا")),
        ("ar", _AR, _AR.replace("مجلس صفاقس", "مجلس مدينة صفاقس")),
        ("ru", _RU, _RU.replace("Сфакс", "Габес")),
        ("ru", _RU, _RU.replace("не были", "были")),
        ("en", "She denied it.", f"Anna Roe met the council. She denied it. {_EN}"),
        ("zh", _ZH, _ZH.replace("20", "30")),
        ("zh", _ZH, _ZH.replace("市长", "部长")),
    ],
)
def test_a_correction_is_a_story_of_its_own(language: str, one: str, other: str) -> None:
    assert one != other
    assert _groups(one, other, language=language) == [[0], [1]]


def test_a_number_in_other_digits_is_the_same() -> None:
    assert len(_groups(_AR, _AR.replace("20", "٢٠"), language="ar")) == 1


def test_the_best_that_has_all_of_the_others_is_shown() -> None:
    longer = f"{_EN} Reporting by the newsroom."
    assert _groups(_EN, longer, _EN) == [[1, 0, 2]]
    assert _groups(longer, _EN, longer) == [[0, 1, 2]]
    assert _groups("Rain fell.", _EN, "Snow fell.", _EN) == [[0], [1, 3], [2]]


_WORDS = (
    *("council", "bread", "price", "harbour", "night", "talks"),
    *("bakers", "street", "school", "bridge", "water", "road"),
)
_NAMES = ("Sfax", "Gabes", "Norland", "Anna Roe", "Haftar", "Tunis")
_sentence = st.builds(
    lambda words, name, number: f"The {' '.join(words)} of {name} cost {number} dinars.",
    st.lists(st.sampled_from(_WORDS), min_size=2, max_size=8),
    st.sampled_from(_NAMES),
    st.integers(3, 40),
)
_passage = st.lists(_sentence, min_size=1, max_size=3).map(" ".join)


def _as_texts(groups: list[list[int]], passages: list[str]) -> set[frozenset[str]]:
    return {frozenset(passages[i] for i in group) for group in groups}


@given(st.lists(_passage | texts, max_size=8), st.data())
def test_the_order_of_the_hits_changes_no_group(passages: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(passages))
    groups, again = _groups(*passages), _groups(*shuffled)
    assert sorted(i for group in groups for i in group) == list(range(len(passages)))
    assert _as_texts(groups, passages) == _as_texts(again, list(shuffled))


@given(_passage, st.integers(3, 40), st.integers(41, 99), st.sampled_from(_NAMES))
def test_whatever_differs_in_a_number_or_name_is_apart(
    passage: str, number: int, other: int, name: str
) -> None:
    told = f"{passage} Some {number} people came to the harbour of Monastir on the night before."
    corrected = told.replace(f"Some {number} ", f"Some {other} ")
    assert _groups(told, corrected) == [[0], [1]]
    assert _groups(told, told.replace("Monastir", name)) == [[0], [1]]


@given(texts)
def test_equal_texts_are_one_story(text: str) -> None:
    assert _groups(text, text) == [[0, 1]]
