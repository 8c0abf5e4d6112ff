"""Hostile passages, names, titles and questions are shown as words and do nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room, ask, opened

pytestmark = pytest.mark.browser

SPEAKERS = ("Olga Brandt", "Tomas Varga", "Lena Holm", "Piet Maas")
CONTENT = ":is(#source, #sources, #examples) .gradio-style"
OURS = f"{CONTENT} *, #chat .answer *, #chat .asked *, #chat .notice *"
FOREIGN = "script,img,svg,math,iframe,object,embed,form,input,style,link,meta,base,video,audio,b,i"
CONTROLS = ("#question textarea", "#send", "#new-chat", "#download", "#rebuild", "#name h1")

Corpus = dict[str, list[str]]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    found: Corpus = {}
    lines = Path(__file__).with_name("hostile.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        found.setdefault(row["kind"], []).append(row["text"])
    assert sum(map(len, found.values())) >= 60
    return found


@pytest.fixture(scope="module")
def hostile_room(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    said = [
        f"{SPEAKERS[place % len(SPEAKERS)]} said that {text} is so."
        for place, text in enumerate(corpus["passage"])
    ]
    files = {"passages.txt": "\n\n".join(said)}
    files |= {f"{name}.txt": f"Lamp {i} burns.\n" for i, name in enumerate(corpus["name"])}
    files |= {
        f"title{i}.md": f"# {title}\n\nBuoy {i} is red.\n"
        for i, title in enumerate(corpus["title"])
    }
    with opened(tmp_path_factory.mktemp("hostile"), files) as room:
        yield room


def letters(text: str) -> str:
    """A text as the page shows it, without its spaces, which lines may break."""
    return re.sub(r"\s+", "", re.sub("[\u202d\u202e]", "\ufffd", text))


def assert_harmless(page: Page, address: str) -> None:
    assert page.evaluate("window.ran") is None
    assert page.url.split("#")[0].rstrip("/") == address.rstrip("/")
    assert (
        page.evaluate(
            "([ours, foreign]) => [...document.querySelectorAll(ours)]"
            ".filter((e) => e.matches(foreign)).map((e) => e.outerHTML)",
            [OURS, FOREIGN],
        )
        == []
    )
    assert (
        page.evaluate(
            "(ours) => [...document.querySelectorAll(ours)].filter((e) =>"
            " ['fixed', 'absolute'].includes(getComputedStyle(e).position)"
            " || e.getAttribute('style') || e.id"
            " || [...e.attributes].some((a) => a.name.startsWith('on'))).map((e) => e.outerHTML)",
            OURS,
        )
        == []
    )
    links = page.locator("#chat a, #source a, #sources a").evaluate_all(
        "(all) => all.map((a) => a.getAttribute('href'))"
    )
    assert all("#passage-" in link and ":" not in link.split("#")[0] for link in links)
    for control in CONTROLS:
        assert on_top(page, control), control


def on_top(page: Page, selector: str) -> bool:
    """Whether nothing covers the middle of an element."""
    return bool(
        page.locator(selector).evaluate(
            "(e) => { const box = e.getBoundingClientRect(); const top = document.elementFromPoint("
            "box.left + box.width / 2, box.top + box.height / 2); return e.contains(top); }"
        )
    )


def test_passages_stay_words_in_chat_and_pane(
    hostile_room: Room, open_page: Callable[..., Page], corpus: Corpus
) -> None:
    page = open_page(hostile_room)
    for place, speaker in enumerate(SPEAKERS, 1):
        ask(page, f"What did {speaker} say?")
        expect(page.locator("#chat .answer")).to_have_count(place)
    quoted = letters("".join(page.locator("blockquote.psg").all_text_contents()))
    seen = [text for text in corpus["passage"] if letters(text) in quoted]
    assert len(seen) > len(corpus["passage"]) / 2
    assert_harmless(page, hostile_room.address)
    page.locator("a.cite").first.click()
    expect(page.locator("#source mark.cited").first).to_be_visible()
    source = letters(page.locator("#source article").text_content() or "")
    assert [text for text in corpus["passage"] if letters(text) not in source] == []
    assert_harmless(page, hostile_room.address)


def test_names_and_titles_stay_words_in_the_list(
    hostile_room: Room, open_page: Callable[..., Page], corpus: Corpus
) -> None:
    page = open_page(hostile_room)
    expect(page.locator("#sources a.open").first).to_be_visible()
    shown = letters(page.locator("#sources").text_content() or "")
    assert [text for text in corpus["title"] if letters(text) not in shown] == []
    assert [name for name in corpus["name"] if letters(name) not in shown] == []
    assert_harmless(page, hostile_room.address)
    for place in range(0, page.locator("#sources a.open").count(), 3):
        page.locator("#sources a.open").nth(place).click()
        page.locator("#source button.all_sources").click()
    assert_harmless(page, hostile_room.address)


def test_questions_stay_words(
    hostile_room: Room, open_page: Callable[..., Page], corpus: Corpus
) -> None:
    page = open_page(hostile_room)
    for place, question in enumerate(corpus["question"]):
        page.fill("#question textarea", question)
        page.click("#send")
        expect(page.locator("#chat .bot-row, #chat .bot")).not_to_have_count(place)
        asked = page.locator("#chat .asked").nth(place)
        expect(asked).to_be_attached()
        assert letters(asked.text_content() or "") == letters(question)
    assert_harmless(page, hostile_room.address)
    with page.expect_download() as download:
        page.click("#download")
    kept = Path(download.value.path()).read_text("utf-8")
    assert "<" not in re.sub(r"\\.", "", kept)
