"""One score out of what late interaction, words and names found in a passage."""

from __future__ import annotations

WORDS_WEIGHT = 0.3
NAMES_WEIGHT = 0.3
"""Chosen on the development sets (``python -m benchmarks.quality``). Either may lie between 0.2 and
0.4 without moving the mean nDCG@10 by more than .001."""


def fuse(late_interaction: float, words: float, names: float) -> float:
    """The score that a passage is ranked by.

    Words and names add what they matched, not how they ranked: where a channel found nothing,
    as words do in a question across languages, it changes no order.

    Args:
        late_interaction: how well the tokens match, -1 to 1.
        words: share of the question that was matched as words, 0 to 1.
        names: share that was matched as names, 0 to 1.
    """
    return late_interaction + WORDS_WEIGHT * words + NAMES_WEIGHT * names
