"""A question to its best passages: the channels' candidates, ranked as one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.documents import Passage
from index.encoders.encoder import Encoder
from index.errors import EncoderError
from index.searched import Searched
from index.text.tokenize import tokenize
from retrieval.dense import DenseChannel
from retrieval.far_words import words_channel
from retrieval.fuse import fuse
from retrieval.late_interaction import late_interaction, similarities
from retrieval.names import NameMatch, NamesChannel, main_part, names_in
from retrieval.query import Query, analyse
from retrieval.ranking import Ranking

CHANNELS = ("dense", "words", "names")
CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and why.

    Attributes:
        passage: the passage.
        score: what it is ranked by; only its order within one question means anything.
        late_interaction: how well its tokens match the question's, -1 to 1.
        words_share: how much of the question it has as words, 0 to 1.
        names_share: how much of the question it has as names, 0 to 1.
        ranks: its 1-based rank in each channel that found it, None in the others.
        words: the question's tokens that it has.
        names: the question's words that it has as names, however spelt.
        similarities: (q, n) float32, cosine of each question token with each passage token.
    """

    passage: Passage
    score: float
    late_interaction: float
    words_share: float
    names_share: float
    ranks: dict[str, int | None]
    words: tuple[str, ...]
    names: tuple[NameMatch, ...]
    similarities: NDArray[np.float32] = field(repr=False)


class Retriever:
    """Searches one index with the encoder that made it; safe to use from several threads."""

    def __init__(self, index: Searched, encoder: Encoder) -> None:
        """Prepare the channels.

        Raises:
            EncoderError: the index was made with another encoder.
        """
        if index.manifest.encoder_identity != encoder.identity:
            raise EncoderError(
                f"The index was made with the encoder {index.manifest.encoder_identity}, not"
                f" {encoder.identity}; run: python -m index build"
            )
        self.index = index
        self.encoder = encoder
        self._dense = DenseChannel(index.dense)
        self._words = words_channel(index.word_table)
        self._names = NamesChannel(index.name_table)

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The *k* best passages for *question*, best first.

        Raises:
            QuestionError: the question cannot be searched.
        """
        return self.search_query(analyse(question, self.encoder), k)

    def search_query(self, query: Query, k: int = 10) -> list[Hit]:
        """The *k* best passages for a question that is analysed already."""
        words = self._words.score(query.tokens)
        names, matches = self._names.score(self._unexplained(query), len(query.words))
        rankings = {
            "dense": self._dense.search(query.encoding.vector, CANDIDATES),
            "words": words.best(CANDIDATES),
            "names": names.best(CANDIDATES),
        }
        ranks = {channel: _ranks(ranking) for channel, ranking in rankings.items()}
        rows = sorted({row for ranking in rankings.values() for row, _ in ranking})
        self.index.read(rows)
        matrices = [similarities(query.encoding.tokens, self.index.token_vectors, r) for r in rows]
        late = late_interaction(matrices).tolist() if rows else []
        shares = [(words.get(row, 0.0), names.get(row, 0.0)) for row in rows]
        scores = [fuse(one, *own) for one, own in zip(late, shares, strict=True)]
        best = sorted(range(len(rows)), key=lambda place: -scores[place])[:k]
        found = self._words.matched(query.tokens, np.array([rows[place] for place in best]))
        return [
            Hit(
                passage=self.index.passages[rows[place]],
                score=scores[place],
                late_interaction=late[place],
                words_share=shares[place][0],
                names_share=shares[place][1],
                ranks={channel: ranks[channel].get(rows[place]) for channel in CHANNELS},
                words=tokens,
                names=tuple(matches.get(rows[place], ())),
                similarities=matrices[place],
            )
            for place, tokens in zip(best, found, strict=True)
        ]

    def _unexplained(self, query: Query) -> list[str]:
        """The words that may be names and that no passage has as they stand."""
        return [
            word
            for word in names_in(query.text, query.language)
            if not all(token in self._words for token in tokenize(main_part(word), query.language))
        ]


def _ranks(ranking: Ranking) -> dict[int, int]:
    return {row: place for place, (row, _) in enumerate(ranking, start=1)}
