"""A model's reply is taken apart, whatever it looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.language_model.reply import drafts


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("A b [1]. C d [2].", [("A b.", (1,)), ("C d.", (2,))]),
        ("A b. [1] C d. [2]", [("A b.", (1,)), ("C d.", (2,))]),
        ("A b.[1] C d.[2][3]", [("A b.", (1,)), ("C d.", (2, 3))]),
        ("[1] A b. [2] C d.", [("A b.", (1,)), ("C d.", (2,))]),
        ("A [1], b [2, 1].", [("A, b.", (1, 2))]),
        ("A b [1-3].", [("A b.", (1, 2, 3))]),
        ("A b [1-999].", [("A b.", tuple(range(1, 22)))]),
        ("قال [١، ٢]. نعم؟ [3]", [("قال.", (1, 2)), ("نعم؟", (3,))]),
        ("大使说不【1】。他走了。[2]", [("大使说不。", (1,)), ("他走了。", (2,))]),
        ("- **A** b [1]\n- C `d` [2]", [("A b", (1,)), ("C d", (2,))]),
        ("1. A b [1].\n2. C d [2].", [("A b.", (1,)), ("C d.", (2,))]),
        ("<think>no [1].</think>A b [2].", [("A b.", (2,))]),
        ("<think>never ends [1].", []),
        ("A b [^1].", [("A b.", (1,))]),
        ("A [x] b [note].", [("A [x] b [note].", ())]),
        ("... [1]\n---\n", []),
        ("", []),
    ],
)
def test_sentences_and_their_citations(
    reply: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(one.text, one.citations) for one in drafts(reply)] == expected


@given(st.text(st.characters(), max_size=200))
def test_no_reply_breaks_it(reply: str) -> None:
    for draft in drafts(reply):
        draft.text.encode()
        assert draft.text.strip()
        assert all(number >= 0 for number in draft.citations)
