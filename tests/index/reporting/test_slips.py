"""Quotation marks without their pair, objects without a comma, verbs that are nouns."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.documents import Document
from index.readers.read import read
from index.reporting.quotations import quotes
from index.reporting.statements import statements


def _document(text: str, folder: Path) -> Document:
    (folder / "a.txt").write_text(text, "utf-8")
    return read(folder / "a.txt", "a.txt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ('Dragons" Den star said "no".', ['"no"']),
        ('"One. Two. "Three."', ['"One.', '"Three."']),
        ("« Il le faut », dit-il.", ["« Il le faut »"]),
        ("قال ” ندعو الجميع “ وانصرف.", ["” ندعو الجميع “"]),
        ("He said: 'It is too early, I fear.' It's so.", ["'It is too early, I fear.'"]),
        ("It's the dogs' dinner, isn't it?", []),
    ],
)  # fmt: skip
def test_a_mark_without_its_pair_quotes_no_more_than_a_sentence(
    text: str, expected: list[str]
) -> None:
    assert [text[a:b] for a, b in quotes(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("رفضت نقابة الأطباء حبس المدير قبل التحقيق.", ["نقابة الأطباء"]),
        ("ويعزو خبير المياه عباس الشربيني التعثر إلى الحسابات.", ["خبير المياه عباس الشربيني"]),
        ("صرح سعادة محمد الفلاحي الأمين العام للهيئة بأن الطائرة وصلت.", ["محمد الفلاحي"]),
        ("في المقابل، تنفي أديس أبابا أي تراجع.", ["أديس أبابا"]),
        ("شدد السفير الأميركي لدى ليبيا جيريمي بيرنز على أن بلاده جادة.", ["جيريمي بيرنز"]),
        ("ومن المقرر أن تجتمع اللجنة مجددا في سبتمبر.", []),
        ("هاجر آلاف الناس عبر البحر المتوسط هذا العام.", []),
        ("Western states of the union were divided.", []),
        ("Asked if the government would reject it, nobody knew.", []),
        ("Willoughby's estimated fortune doubled.", []),
        ("The envoy singled out mercenaries. Their presence, she added, was an insult.", ["envoy"]),
        ("Viewers reported by Nielsen were many.", ["Nielsen"]),
        ("Mr Ivo Vane sat. He said that it was late.", ["Ivo Vane"]),
        ("It was shut, a spokeswoman for the port, Lin Mei, said.", ["Lin Mei"]),
        ("“It is cold,” Jonsdottir laughs.", ["Jonsdottir"]),
    ],
)
def test_who_speaks_and_what_they_are_called(
    text: str, speakers: list[str], tmp_path: Path
) -> None:
    found = statements(_document(text, tmp_path))
    assert len(found) == len(speakers)
    for statement, speaker in zip(found, speakers, strict=True):
        assert speaker in statement.mentions


def test_officials_of_a_lead_are_not_the_next_person_named(tmp_path: Path) -> None:
    text = "A shark bit a boy, officials said. Chad Hammel told a station that he had heard him."
    first, second = statements(_document(text, tmp_path))
    assert first.mentions == ("officials",)
    assert second.mentions == ("Chad Hammel",)
