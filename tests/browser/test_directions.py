"""Which way things run: the page, its lines, and what stands inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Room, ask, opened

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

MIXED = """The report “النهر” was read by Sami on 2019-04-04 at 10:30.

قال Sami Brandt في 2019-04-04 إن “الجسر” أُغلق 12.5 ساعة.
"""

# Where each character of an element's text is: [character, left, right], in the text's order.
LETTERS = """(element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node; (node = walker.nextNode()); )
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      found.push([node.data[i], box.left, box.right, box.top]);
    }
  return found;
}"""

Letter = tuple[str, float, float, float]


def letters(element: Locator) -> list[Letter]:
    return [(c, left, right, top) for c, left, right, top in element.evaluate(LETTERS)]


def place(found: list[Letter], part: str) -> list[Letter]:
    """The letters of *part* where it stands in the text for the first time."""
    start = "".join(letter[0] for letter in found).index(part)
    return found[start : start + len(part)]


def runs_from_left(part: list[Letter]) -> bool:
    return all(one[1] <= other[1] for one, other in pairwise(part))


def direction(element: Locator) -> str:
    return str(element.evaluate("(e) => getComputedStyle(e).direction"))


@pytest.mark.parametrize(
    ("language", "runs", "said"),
    [
        ("en-GB", "ltr", ("Ask", "Ask a question about the sources.")),
        ("fr-CA", "ltr", ("Demander", "Posez une question sur les sources.")),
        ("ar-LY", "rtl", ("اسأل", "اطرح سؤالًا عن المصادر.")),
        ("de-DE", "ltr", ("Ask", "Ask a question about the sources.")),
    ],
)
def test_the_page_is_in_the_browser_s_language(
    room: Room, open_page: OpenPage, language: str, runs: str, said: tuple[str, str]
) -> None:
    page = open_page(room, 1280, language)
    expect(page.locator("html")).to_have_attribute("dir", runs)
    expect(page.locator("#send")).to_have_text(said[0])
    expect(page.locator(".welcome strong")).to_have_text(said[1])
    assert "__i18n__" not in page.locator("body").inner_text()
    expect(page.locator("#sources h2")).to_be_visible()
    assert direction(page.locator("#sources h2")) == runs


@pytest.mark.parametrize("width", [360, 1280])
def test_an_arabic_page_is_mirrored(room: Room, open_page: OpenPage, width: int) -> None:
    rows = [["#name h1", "#rebuild"], ["#new-chat", "#download"]]
    if width > 820:
        rows += [["#talk", "#reading"], ["#question", "#send", "#new-chat"]]
    for language, step in (("en", 1), ("ar", -1)):
        page = open_page(room, width, language)
        for row in rows:
            boxes = [page.locator(part).bounding_box() for part in row]
            lefts = [box["x"] for box in boxes if box]
            assert lefts == sorted(lefts, reverse=step < 0), row
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 1280), ("ar", 768)])
def test_all_questions_stand_on_one_side(
    room: Room, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(room, width, language)
    for question in ("Norland?", "نورلاند؟"):
        ask(page, question)
    places = page.locator("#chat .asked").evaluate_all(
        "(all) => all.map((e) => [e, e.closest('#chat')].map((x) => x.getBoundingClientRect()))"
        ".map(([own, chat]) => [own.left - chat.left, chat.right - own.right])"
    )
    near = [left < right for left, right in places]
    assert near == [language == "ar"] * 2
    assert all(min(sides) < 12 for sides in places)


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_on_a_phone_the_welcome_is_read_whole(
    room: Room, open_page: OpenPage, language: str
) -> None:
    page = open_page(room, 360, language)
    expect(page.locator("button.example").first).to_be_visible()
    chat, welcome, examples, download = (
        page.locator(part).bounding_box()
        for part in ("#chat", ".welcome", "#examples", "#download")
    )
    assert chat
    assert welcome
    assert examples
    assert download
    assert chat["y"] <= welcome["y"]
    assert welcome["y"] + welcome["height"] <= examples["y"]
    assert download["y"] + download["height"] <= 850
    assert download["x"] + download["width"] >= 339 or language == "ar"


@pytest.fixture(scope="module")
def mixed_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    files = {"mixed.txt": MIXED, "جسر.md": "# الجسر الكبير\n\nThe Orlo bridge fell in 1931.\n"}
    with opened(tmp_path_factory.mktemp("mixed"), files) as room:
        yield room


@pytest.mark.parametrize("language", ["en", "ar"])
def test_mixed_lines_read_right(mixed_room: Room, open_page: OpenPage, language: str) -> None:
    page = open_page(mixed_room, 1280, language)
    page.locator("#sources a.open", has_text="mixed").click()
    english, arabic = (page.locator("#source article p[dir]").nth(i) for i in (-2, -1))
    assert (direction(english), direction(arabic)) == ("ltr", "rtl")
    for line, first in ((english, "left"), (arabic, "right")):
        found = letters(line)
        for digits in ("2019", "04"):
            assert runs_from_left(place(found, digits))
        opening, closing = place(found, "“")[0], place(found, "”")[0]
        stop = found[-1]
        assert stop[0] == "."
        same_line = [letter for letter in found[:-1] if abs(letter[3] - stop[3]) < 8]
        if first == "left":
            assert all(letter[1] <= stop[1] for letter in same_line)
            assert opening[1] < closing[1]
        else:
            assert all(letter[1] >= stop[1] for letter in same_line)
            assert opening[1] > closing[1]
    assert runs_from_left(place(letters(arabic), "Sami"))


def test_names_do_not_turn_the_line_that_names_them(mixed_room: Room, open_page: OpenPage) -> None:
    """ "name · heading · paragraph 1": the parts keep the order of the answer's language."""
    page = open_page(mixed_room)
    ask(page, "When did the Orlo bridge fall?")
    parts = page.locator("a.cite").first.locator("bdi")
    expect(parts).to_have_count(3)
    boxes = [parts.nth(i).bounding_box() for i in range(3)]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts)
    assert direction(parts.nth(0)) == "rtl"


def test_an_example_keeps_its_foreign_name_in_place(room: Room, open_page: OpenPage) -> None:
    page = open_page(room)
    found = letters(page.locator("button.example").first)
    assert found[0][1] < found[-1][1]
    assert found[-1][0] == "?"
    assert max(letter[2] for letter in found) == found[-1][2]
