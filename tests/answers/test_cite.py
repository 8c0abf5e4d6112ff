"""The law of citations over sources of every kind: what is quoted is there, to the letter."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.answer import Answer, Citation
from answers.answerer import Answerer
from answers.cite import cite
from index.build import build
from index.documents import Document
from index.encoders.encoder import Encoder
from index.errors import SourceError
from index.readers.decode import decode
from index.storage.store import load
from retrieval.retriever import Hit, Retriever

_SCRIPTS = [
    "Norland said that the road is open.", "قال نورلاند: «لا نريد الحرب».", "Он сказал: «нет».",
    "大使说：“不。”他走了。", "उसने कहा कि नहीं।", "אמר נורלנד: לא.", "Η πόλη;", "ไม่มีอะไร",
]  # fmt: skip
_MARKS = ["e\u0301te\u0301", "نَعَمْ\u0651", "n\u0303\u0323", "क्षि", "é", "\u0301", "ﷺ", "ﬁ", "İi"]
_SPACES = [" ", "\t", "\u00a0", "\u202f", "\u2009", "\u3000", "\u200b", "\ufeff", "\u200c"]
_BREAKS = [
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x1c",
]
_EMOJI = ["😀", "👩‍👩‍👧", "🇱🇾", "👍🏽", "❤️", "𝔘", "\U0010fffd"]
_BIDI = ["\u202e", "\u202c", "\u2066", "\u2069", "\u200f", "\u061c"]
_MARKDOWN = ["# T\n", "- item\n", "> said\n", "|a|b|\n", "```\n", "<b>", "[x](y)", "&amp;", "\\*"]
_ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_PIECES = st.one_of(
    st.sampled_from(_SCRIPTS),
    st.sampled_from([*_MARKS, *_SPACES, *_BREAKS, *_EMOJI, *_BIDI, *_MARKDOWN]),
    _ANYTHING,
)
_TEXT = st.lists(_PIECES, min_size=1, max_size=25).map("".join)
_TWICE = st.tuples(_TEXT, _TEXT).map(lambda two: [two[0], f"{two[1]}\n\n{two[0]}", two[0]])
_SOURCES = st.lists(_TEXT, min_size=1, max_size=3) | _TWICE
_QUESTIONS = ("What did Norland say?", "ماذا قال نورلاند؟", "Is the road open?")


@settings(max_examples=30, database=None)
@given(texts=_SOURCES, ending=st.sampled_from(["txt", "md"]), bom=st.booleans())
def test_every_citation_quotes_its_source_to_the_letter(
    encoder: Encoder, texts: list[str], ending: str, bom: bool
) -> None:
    with TemporaryDirectory() as home:
        sources = Path(home) / "sources"
        sources.mkdir()
        for number, text in enumerate(texts):
            raw = text.encode("utf-8-sig" if bom else "utf-8")
            (sources / f"{number}.{ending}").write_bytes(raw)
        for answer in _answers(sources, Path(home) / "index", encoder):
            for citation in _everywhere(answer):
                text = decode((sources / citation.source).read_bytes())
                assert text[citation.start : citation.end] == citation.quote
                assert citation.quote.strip()
                for start, end in citation.marks:
                    assert citation.start <= start < end <= citation.end


def _everywhere(answer: Answer) -> Iterator[Citation]:
    """The citations and their other places; each passage once."""
    seen: set[tuple[str, int]] = set()
    for citation in answer.citations:
        for place in (citation, *citation.also):
            assert place.number == citation.number
            assert (place.source, place.start) not in seen
            seen.add((place.source, place.start))
            yield place


def _answers(sources: Path, folder: Path, encoder: Encoder) -> Iterator[Answer]:
    try:
        build(sources, folder, encoder)
    except SourceError:
        return  # nothing but white space: there is nothing to quote
    answerer = Answerer(Retriever(load(folder), encoder), sources)
    for question in _QUESTIONS:
        yield answerer.answer(question)


@pytest.fixture
def hit(article: Retriever) -> Hit:
    return article.search("What did Norland say?")[0]


@pytest.mark.parametrize("answering", [True, False])
@pytest.mark.parametrize("shift", [(10**6, 10**6), (0, 10**6), (-(10**6), 0)])
def test_a_passage_outside_its_text_is_not_cited_and_is_logged(
    article: Retriever,
    hit: Hit,
    caplog: pytest.LogCaptureFixture,
    shift: tuple[int, int],
    answering: bool,
) -> None:
    start, end = hit.passage.start + shift[0], hit.passage.end + shift[1]
    broken = replace(hit, passage=replace(hit.passage, start=start, end=end))
    with caplog.at_level(logging.ERROR):
        cited = cite([broken, hit], article.index.documents, article.encoder, answering)
    assert [(one.number, one.start) for one in cited] == [(1, hit.passage.start)]
    assert f"{start}-{end}" in caplog.text


def test_a_text_that_is_shorter_than_its_passages_is_not_cited(
    article: Retriever, hit: Hit, caplog: pytest.LogCaptureFixture
) -> None:
    source = hit.passage.source
    document: Document = article.index.documents[source]
    cut = {source: replace(document, text=document.text[: hit.passage.start + 5])}
    with caplog.at_level(logging.ERROR):
        assert cite([hit], cut, article.encoder, answering=False) == []
    assert source in caplog.text
