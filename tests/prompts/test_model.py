"""What is sent to a language model has all its variables."""

from __future__ import annotations

import pytest

from prompts.say import instruct


def test_variables_are_put_in_and_a_missing_one_fails() -> None:
    assert instruct("passage", fence="f", number=1, text="$fence") == (
        "<f passage 1>\n$fence\n</f>"
    )
    assert "</f>" in instruct("instructions", fence="f", language="ar")
    for name in ("instructions", "question", "passage"):
        with pytest.raises(KeyError):
            instruct(name)
