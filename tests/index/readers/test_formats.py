"""What is written into a file by its own kind of writer comes out again, each part at its place."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO

import docx as python_docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from index.documents import Content, Document
from index.errors import SourceError
from index.readers.book import read_epub
from index.readers.child import read_apart
from index.readers.comma_separated import read_csv
from index.readers.extract import Extract
from index.readers.formats import READERS
from index.readers.html import read_html
from index.readers.json_lines import read_json_lines
from index.readers.read import ENDINGS
from index.readers.word import read_docx
from index.split import split
from tests.index.readers.good import GOOD
from tests.index.readers.made import docx, epub
from tests.index.texts import texts

_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")
printable = st.lists(texts, min_size=1, max_size=4).map(
    lambda parts: [part for part in (_UNPRINTABLE.sub("", one).strip() for one in parts) if part]
)
few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _parts(content: Content) -> list[tuple[str, str]]:
    """The heading and text of every block."""
    return [(block.heading, content.text[block.start : block.end]) for block in content.blocks]


def _plain(parts: list[str]) -> list[str]:
    return [" ".join(part.split()) for part in parts]


def _assert_exact(content: Content) -> None:
    """Blocks and passages are slices, in order, without white space around them."""
    document = Document("a", content.title, "und", content.text, "", content.blocks)
    place = 0
    for part in content.blocks:
        assert place <= part.start < part.end <= len(content.text)
        place = part.end
    for passage in split(document):
        quote = content.text[passage.start : passage.end]
        assert quote == quote.strip() != ""


_ARTICLE = """<!doctype html><html><head><title>Paper | Today</title><style>p {}</style></head>
<body><nav>Home News</nav><main><h1>The <b>visit</b></h1><p>He&nbsp;met &lt;them&gt;.<br>Then left.
<h2>Talks</h2><div>Before <p>inside</p> after</div>
<table><tr><th>Day</th><th>Place</th></tr><tr><td>Monday</td><td><b>Tripoli</b></td></tr></table>
<h3>Terms</h3><ul><li>one<li>two</ul><pre>a
  b</pre><p hidden>unseen</p><p style="display: none">unseen</p><script>unseen()</script>
<h2>الحل السياسي</h2><p>فقرة أخيرة.</p></main><footer>© Paper</footer></body></html>"""


def test_a_page_is_its_words_under_their_headings() -> None:
    content = read_html(_ARTICLE.encode())
    assert content.title == "The visit"
    assert _parts(content) == [
        ("The visit", "He\xa0met <them>.\nThen left."),
        ("The visit > Talks", "Before"),
        ("The visit > Talks", "inside"),
        ("The visit > Talks", "after"),
        ("The visit > Talks", "Day | Place"),
        ("The visit > Talks", "Monday | Tripoli"),
        ("The visit > Talks > Terms", "one"),
        ("The visit > Talks > Terms", "two"),
        ("The visit > Talks > Terms", "a\n  b"),
        ("The visit > الحل السياسي", "فقرة أخيرة."),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>no main</p>", "no main"),
        ("<article>one</article><article>two</article>", "one\n\ntwo"),
        ("<main></main><p>main is empty</p>", "main is empty"),
        ("<table><tr><td><h1>Layout</h1><p>a</p></td><td><p>b</p></td></tr></table>", "a\n\nb"),
        ("<svg><text>drawn</text></svg>words<select><option>x</select>", "words"),
        ("words", "words"),
    ],
)
def test_what_is_read_of_a_page(page: str, text: str) -> None:
    content = read_html(page.encode())
    assert "\n\n".join(part for _, part in _parts(content)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_a_page_is_decoded_as_it_says(encoding: str) -> None:
    page = f"<meta charset={encoding.removesuffix('-sig')}><p>قال السفير إن بلاده ترفض.</p>"
    content = read_html(page.encode(encoding))
    assert content.text == "قال السفير إن بلاده ترفض."


def test_a_page_without_a_heading_is_called_by_its_title() -> None:
    assert read_html(b"<title>Paper \n Today</title><p>words").title == "Paper Today"


@few
@given(printable)
def test_what_lxml_writes_as_html_comes_out_again(parts: list[str]) -> None:
    body = etree.Element("body")
    for part in parts:
        etree.SubElement(body, "p").text = part
    content = read_html(html.tostring(body, encoding="utf-8"))
    _assert_exact(content)
    assert _plain([text for _, text in _parts(content)]) == [one for one in _plain(parts) if one]


def test_a_word_document_has_headings_tables_and_notes() -> None:
    document = python_docx.Document()
    document.add_heading("Report", 0)
    document.add_heading("Part one", 1)
    document.add_paragraph("He met them.").add_run(" Then he left.").bold = True
    document.add_heading("Section", 2)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Monday", "طرابلس"
    document.add_heading("Part two", 1)
    document.add_paragraph("a point", style="List Bullet")
    raw = BytesIO()
    document.save(raw)
    content = read_docx(raw.getvalue())
    assert content.title == "Report"
    assert _parts(content) == [
        ("Report > Part one", "He met them. Then he left."),
        ("Report > Part one > Section", "Monday | طرابلس"),
        ("Report > Part two", "a point"),
    ]


def test_of_tracked_changes_the_new_text_is_read() -> None:
    body = (
        "<w:p><w:r><w:t>He </w:t></w:r><w:ins><w:r><w:t>stays</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>leaves</w:delText></w:r></w:del><w:r><w:tab/><w:t>.</w:t></w:r></w:p>"
    )
    assert read_docx(docx(body)).text == "He stays\t."


@settings(few, max_examples=20)
@given(printable)
def test_what_python_docx_writes_comes_out_again(parts: list[str]) -> None:
    document = python_docx.Document()
    for part in parts:
        document.add_paragraph(part)
    raw = BytesIO()
    document.save(raw)
    content = read_docx(raw.getvalue())
    _assert_exact(content)
    assert _plain([text for _, text in _parts(content)]) == [one for one in _plain(parts) if one]


def test_a_book_is_read_in_its_order() -> None:
    two = "<html><body><h1>Two</h1><p>Last&nbsp;words.</p></body></html>"
    one = "<html><head><title/></head><body><h1>One</h1><p>First.</p></body></html>"
    content = read_epub(epub({"b.xhtml": two, "a.xhtml": one}, spine=["i1", "i0"]))
    assert content.title == "A book"
    assert _parts(content) == [("One", "First."), ("Two", "Last\xa0words.")]


@few
@given(printable)
def test_what_lxml_writes_as_a_book_comes_out_again(parts: list[str]) -> None:
    body = etree.Element("{http://www.w3.org/1999/xhtml}body")
    for part in parts:
        etree.SubElement(body, "{http://www.w3.org/1999/xhtml}p").text = part
    content = read_epub(epub({"a.xhtml": etree.tostring(body, encoding="utf-8")}))
    _assert_exact(content)
    assert _plain([text for _, text in _parts(content)]) == [one for one in _plain(parts) if one]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_gives_its_texts_with_title_column_and_row(delimiter: str) -> None:
    file = StringIO()
    said = 'He said "no"\nand left'
    rows = [
        ["id", "Title", "text"],
        ["1", "The visit", said],
        [],
        ["2", "", "b"],
    ]
    csv.writer(file, delimiter=delimiter).writerows(rows)
    content = read_csv(file.getvalue().encode())
    assert _parts(content) == [("The visit > text", said), ("text", "b")]
    assert [block.row for block in content.blocks] == [2, 4]


def test_a_table_without_names_has_all_its_words() -> None:
    content = read_csv(b"1,The ambassador left the town,3\n2,He came back on Monday,4\n")
    assert [(b.row, b.heading) for b in content.blocks] == [(1, "column 2"), (2, "column 2")]


@few
@given(st.lists(texts.map(lambda text: _UNPRINTABLE.sub("", text).strip()), min_size=1, max_size=5))
def test_what_csv_writes_comes_out_again(cells: list[str]) -> None:
    file = StringIO()
    csv.writer(file).writerows([["id", "text"], *([str(n), cell] for n, cell in enumerate(cells))])
    content = read_csv(file.getvalue().encode())
    _assert_exact(content)
    expected = [(n, c) for n, c in enumerate(cells, 2) if any(map(str.isalpha, c))]
    assert [(b.row, content.text[b.start : b.end]) for b in content.blocks] == expected


def test_json_lines_give_their_texts_with_name_and_line() -> None:
    lines = [{"title": "T", "meta": {"body": ["one", "two"]}, "id": "x"}, {"meta": {"body": "b"}}]
    content = read_json_lines("\n\n".join(map(json.dumps, lines)).encode())
    assert _parts(content) == [("T > meta.body", "one\ntwo"), ("meta.body", "b")]
    assert [block.row for block in content.blocks] == [1, 3]


@few
@given(texts, st.booleans())
def test_what_json_writes_comes_out_again(text: str, ascii_only: bool) -> None:
    line = json.dumps({"text": text}, ensure_ascii=ascii_only)
    content = read_json_lines(line.encode())
    _assert_exact(content)
    expected = _UNPRINTABLE.sub(" ", text).strip()
    assert content.text == (expected if any(map(str.isalpha, text)) else "")


def test_nothing_but_headings_is_kept() -> None:
    assert _parts(read_html(b"<h1>One</h1><h2>Two</h2>")) == [("", "One"), ("", "Two")]


def test_a_long_heading_is_cut_in_the_path_only() -> None:
    content = read_html(b"<h1>" + b"long " * 100 + b"</h1><p>words</p>")
    assert len(content.blocks[0].heading) == 100
    assert content.text.startswith("long " * 99)


def test_an_extract_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.extract.MOST_BLOCKS", 3)
    extract = Extract()
    for _ in range(3):
        extract.add_paragraph("words")
    with pytest.raises(SourceError, match="more than 3 paragraphs"):
        extract.add_paragraph("words")


@pytest.mark.parametrize("suffix", sorted(GOOD.keys() - {".zip"}))
def test_the_same_bytes_give_the_same_content_in_every_process(suffix: str) -> None:
    raw = GOOD[suffix]
    assert read_apart(suffix, raw) == READERS[suffix](raw) == READERS[suffix](raw)


def test_every_ending_has_its_reader() -> None:
    assert READERS.keys() == ENDINGS
