"""The address of a passage in a link."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.web.markup import PRINTABLE, answer_with, document_with
from web.reference import LostPassageError, Reference


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), PRINTABLE)
def test_a_reference_survives_its_link(source: str, quote: str) -> None:
    citation = answer_with(quote, source).citations[0]
    assert Reference.parse(Reference.of(citation).link) == Reference.of(citation)


def test_a_reference_leads_only_to_its_own_words() -> None:
    citation = answer_with("quote").citations[0]
    reference = Reference.of(citation)
    documents = {"a.txt": document_with("0123456789quote.")}
    assert reference.find(documents) is documents["a.txt"]
    for others in ({}, {"a.txt": document_with("quote")}):
        try:
            reference.find(others)
        except LostPassageError:
            continue
        raise AssertionError(others)


def test_other_links_are_refused() -> None:
    good = Reference.of(answer_with("quote").citations[0]).link
    links = [
        "",
        None,
        3,
        good + "/../x",
        "#passage-1-2-x-a",
        good.replace("10", "1" * 99),
        "x" + good,
    ]
    for link in links:
        try:
            Reference.parse(link)
        except LostPassageError:
            continue
        raise AssertionError(link)
