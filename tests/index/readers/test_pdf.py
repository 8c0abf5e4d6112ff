"""PDFs: pages, paragraphs, and the order in which right-to-left letters are read."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from playwright.sync_api import Browser

from index.documents import Document
from index.errors import SourceError
from index.readers import right_to_left as rtl
from index.readers.lines import paragraphs
from index.readers.portable import read_pdf
from index.split import split
from tests.conftest import REPOSITORY
from tests.index.readers.made import pdf, pdf_of, stream

_ARTICLE = REPOSITORY / "seeds" / "us-position-on-libya.ar.txt"
_ARABIC = ["قال السفير إن الولايات المتحدة ترفض الحرب", "في ليبيا، وإن الحل سياسي."]
_HEBREW = ["השגריר אמר כי ארצות הברית מתנגדת למלחמה", "בלוב וכי הפתרון הוא מדיני."]


def _parts(raw: bytes) -> list[tuple[int | None, str]]:
    content = read_pdf(raw)
    return [(block.page, content.text[block.start : block.end]) for block in content.blocks]


def test_each_paragraph_has_its_page() -> None:
    lines = ["The ambassador left the capital on a", "Monday.", "", "He came back."]
    assert _parts(pdf(lines, [], ["Last page."])) == [
        (1, "The ambassador left the capital on a Monday."),
        (1, "He came back."),
        (3, "Last page."),
    ]


def test_passages_keep_the_page() -> None:
    content = read_pdf(pdf(["One."], ["Two."]))
    passages = split(Document("a", "", "en", content.text, "", content.blocks))
    assert [(p.page, content.text[p.start : p.end]) for p in passages] == [(1, "One."), (2, "Two.")]


@pytest.mark.parametrize("lines", [_ARABIC, _HEBREW])
def test_letters_drawn_from_the_left_are_put_in_reading_order(lines: list[str]) -> None:
    assert _parts(pdf([line[::-1] for line in lines])) == [(1, " ".join(lines))]


@pytest.mark.parametrize("lines", [_ARABIC, _HEBREW])
def test_letters_drawn_in_reading_order_stay_in_it(lines: list[str]) -> None:
    assert _parts(pdf(lines)) == [(1, " ".join(lines))]


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (".2019 ماع يف OTAN فلح عم ريفسلا", "السفير مع حلف OTAN في عام 2019."),
        ("New York ىلإ ريفسلا رفاس", "سافر السفير إلى New York"),
        ("(ةدحتملا) مألا نإ", "إن الأم (المتحدة)"),
        ("٢٠١٩ ماع يف ريفسلا لاق", "قال السفير في عام ٢٠١٩"),
        ("ﺔﻴﻜﻳﺮﻣﻷا ﺔﻣﻮﻜﺤﻟا نإ", "إن الحكومة الأمريكية"),
    ],
)
def test_a_mixed_line_is_put_in_reading_order(drawn: str, read: str) -> None:
    assert _parts(pdf([_ARABIC[0][::-1]], [drawn]))[-1] == (2, read)


def test_english_with_a_few_arabic_words_stays_as_it_is() -> None:
    line = "The word السلام means peace and nothing else."
    drawn = line.replace("السلام", "السلام"[::-1])
    assert _parts(pdf([drawn])) == [(1, line)]


def test_an_order_that_cannot_be_told_is_refused() -> None:
    with pytest.raises(SourceError, match="the order in which its right-to-left letters"):
        read_pdf(pdf(["بببب تتتت ثثثث دددد رررر سسسس"]))


def test_brackets_with_their_backs_to_words_are_turned() -> None:
    assert rtl.turn_brackets(["قال )أبدا( هنا", "NATO (x)"]) == ["قال (أبدا) هنا", "NATO (x)"]
    assert rtl.turn_brackets(["قال (أبدا) هنا"]) == ["قال (أبدا) هنا"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A long line that goes on and", "ends."], ["A long line that goes on and ends."]),
        (
            ["Title", "A long line that goes on and on."],
            ["Title", "A long line that goes on and on."],
        ),
        (["• one", "• two"], ["• one", "• two"]),
        (["It was an inter-", "national one."], ["It was an inter-national one."]),
        (["It was an inter\u00ad", "national one."], ["It was an international one."]),
        (["one", "", "two"], ["one", "two"]),
        ([], []),
    ],
)
def test_lines_are_joined_to_paragraphs(lines: list[str], expected: list[str]) -> None:
    assert paragraphs(lines) == expected


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.portable.MOST_PAGES", 2)
    with pytest.raises(SourceError, match="more than 2 pages"):
        read_pdf(pdf(["a"], ["b"], ["c"]))


def test_a_title_that_is_kept_in_the_file_is_taken() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources"
        b" << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        stream(b"BT /F 12 Tf 50 700 Td (He left.) Tj ET"),
        b"<< /Title (A report) >>",
    ]
    content = read_pdf(pdf_of(objects, b"/Root 1 0 R /Info 5 0 R"))
    assert (content.title, content.text) == ("A report", "He left.")


@pytest.mark.browser
def test_what_a_browser_prints_of_the_article_comes_out_again(
    browser: Browser,
) -> None:
    lines = [line for line in _ARTICLE.read_text("utf-8").splitlines() if line.strip()]
    body = "".join(f"<p dir=auto>{line}</p>" for line in lines)
    page = browser.new_page()
    page.set_content(f"<html dir=rtl><title>t</title><body>{body}</body></html>")
    raw = page.pdf()
    page.close()
    words = " ".join(part for _, part in _parts(raw)).split()
    same = SequenceMatcher(None, words, " ".join(lines).split(), autojunk=False)
    assert same.ratio() > 0.99  # two letters are drawn twice, a hyphen stands apart
