from __future__ import annotations

from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from answers.answer import Answer
from tests.web.markup import (
    HOSTILE,
    PRINTABLE,
    Parsed,
    answer_with,
    assert_only_ours,
    document_with,
)
from web.pane import SourceRow, render_source, render_sources
from web.render import attribute, escaped, render_answer, render_notice, render_question


def test_hostile_words_add_no_tag_and_no_attribute() -> None:
    for text in HOSTILE:
        assert_only_ours(render_answer(answer_with(text, text, ((10, 12),)), "fr"))
        assert_only_ours(render_source(document_with(text, text), 0, 5, "ar"))
        assert_only_ours(render_question(text))
        assert_only_ours(render_notice(text))


def shown(text: str) -> str:
    """What the page shows of a text: marks that turn letters round by force are shown as such."""
    return text.replace("\u202d", "\ufffd").replace("\u202e", "\ufffd")


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(PRINTABLE, st.integers(0, 60), st.integers(0, 60))
def test_the_blockquote_reads_as_the_quote(quote: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(quote)), min(end, len(quote))))
    parsed = Parsed(render_answer(answer_with(quote, marks=((10 + start, 10 + end),)), "en"))
    assert lines(parsed.quote).replace("\n", "") == lines(shown(quote)).replace("\n", "")
    if "\r" not in quote:
        assert parsed.quote == shown(quote)
        assert parsed.marked == shown(quote[start:end])
    assert parsed.values[0].startswith(f"{quote}\n— a.txt, a.txt, paragraph 1")


@given(PRINTABLE)
def test_any_words_stay_words(text: str) -> None:
    assert_only_ours(render_answer(answer_with(text, text), "en"))
    assert_only_ours(render_source(document_with(text, text), 0, len(text), "en"))


def test_the_source_marks_the_passage_and_nothing_else() -> None:
    text = "قبل\n\nأول المقطع\nآخر المقطع\n\nبعد"
    start, end = text.index("أول"), text.index("\n\nبعد")
    parsed = Parsed(render_source(document_with(text), start, end, "en"))
    assert parsed.marked == "أول المقطعآخر المقطع"


def test_a_long_source_is_shown_around_the_passage() -> None:
    text = "a" * 50_000 + "passage" + "b" * 50_000
    markup = render_source(document_with(text), 50_000, 50_007, "en")
    assert Parsed(markup).marked == "passage"
    assert len(markup) < 25_000
    assert markup.count('class="cut"') == 2


def test_an_arabic_answer_runs_from_the_right() -> None:
    english = answer_with("quote")
    arabic = Answer("سؤال", "سؤال", "ar", True, "إجابة", english.citations, (), english.freshness)
    assert '<div class="answer" dir="rtl">' in render_answer(arabic, "en")
    assert "الفقرة 1" in render_answer(arabic, "en")


def test_what_was_searched_for_a_follow_up_is_shown_once_and_escaped() -> None:
    answer = answer_with("quote")
    assert "searched" not in render_answer(answer, "en")
    shown = render_answer(replace(answer, searched="What did <b>X</b> say?"), "en")
    assert shown.count('<p class="searched"') == 1
    assert "<b>" not in shown
    assert "Searched for" in shown


def test_the_card_tells_the_page_the_row_and_the_address() -> None:
    answer = answer_with("quote")
    place = {"page": 7, "row": 5, "address": "https://example.org/a", "fetched": "2025-03-01"}
    citation = replace(answer.citations[0], **place)  # type: ignore[arg-type]
    markup = render_answer(replace(answer, citations=(citation,)), "en")
    assert_only_ours(markup)
    told = unescape(markup)
    assert all(
        words in told for words in ("page 7", "row 5", "https://example.org/a on 2025-03-01")
    )
    assert "الصفحة 7" in render_answer(replace(answer, language="ar", citations=(citation,)), "en")


def test_the_other_places_of_a_passage_are_links_and_told_apart() -> None:
    answer = answer_with("quote")
    same = [replace(answer.citations[0], source=f"{i}.txt", paragraph=i) for i in range(12)]
    near = replace(answer.citations[0], source="near.txt", quote="Quote.", heading=HOSTILE[0])
    hostile = replace(near, source=HOSTILE[0], address=HOSTILE[1], fetched=HOSTILE[2])
    citation = replace(answer.citations[0], also=(*same, near, hostile))
    markup = render_answer(replace(answer, citations=(citation,)), "en")
    assert_only_ours(markup)
    assert len(Parsed(markup).hrefs) == 1 + 10 + 2
    told = unescape(markup).replace("<bdi>", "").replace("</bdi>", "")
    assert "Also in:" in told
    assert ", paragraph 3</a>" in told
    assert "and 2 more" in told
    assert "In nearly the same words in:" in told


def test_the_list_of_sources_is_only_ours() -> None:
    for text in HOSTILE:
        row = SourceRow(text, f"{text}2", "unreadable", text)
        markup = render_sources([row], 1, "en")
        parsed = Parsed(markup)
        assert parsed.tags <= {"h2", "p", "ul", "li", "bdi", "span", "br"}
        assert parsed.attributes <= {"class"}


def test_a_direction_is_not_turned_by_force() -> None:
    assert escaped("a\u202eb\u202dc") == "a\ufffdb\ufffdc"
    assert attribute("a\u202eb") == '"a\u202eb"'
