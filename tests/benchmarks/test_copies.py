"""The benchmark changes texts as it says."""

from __future__ import annotations

from benchmarks.copies import changed, shares

_TEXT = (
    "The council met in Sfax. It fixed the price of bread at 20 dinars. Nobody came to the hall."
)


def test_each_change_is_the_one_that_it_is_called() -> None:
    assert dict(changed(_TEXT, "en")) == {
        "dateline": f"TRIPOLI (Reuters) - {_TEXT}",
        "a sentence more": f"{_TEXT} All of them will meet again next week.",
        "a sentence less": _TEXT.removesuffix(" Nobody came to the hall."),
        "another number": _TEXT.replace("20", "21"),
    }
    assert dict(changed("No end", "en")).keys() == {"dateline"}


def test_a_corrected_number_is_not_the_same_story() -> None:
    assert shares([_TEXT], "en") == {
        "dateline": (1, 1),
        "a sentence more": (1, 1),
        "a sentence less": (1, 1),
        "another number": (0, 1),
    }
