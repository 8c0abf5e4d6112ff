"""Hostile words, and what stands in markup in which they are shown."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import strategies as st

from answers.answer import Answer, Citation, Span
from index.documents import Document
from index.freshness import Freshness

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</blockquote></div><form action=//evil><input name=password>",
    "![x](http://evil/pixel.png) [link](javascript:alert(1))",
    "\n\n<style>*{position:fixed}</style>\n\n# heading\n\n",
    "${alert(1)} {{constructor}} @children `x` $$x$$",
    '" onmouseover="alert(1)" \' autofocus onfocus=\'alert(1)',
    "&lt;b&gt; &#60;script&#62; <!-- --> ]]>",
]
TAGS = {"div", "p", "blockquote", "mark", "a", "span", "bdi", "br", "article", "h2", "button"}
ATTRIBUTES = {"dir", "class", "href", "type", "value", "role"}


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"))


class Parsed(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.hrefs: list[str] = []
        self.values: list[str] = []
        self.quote = ""
        self.marked = ""
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.hrefs += [value or "" for name, value in attrs if name == "href"]
        self.values += [value or "" for name, value in attrs if name == "value"]
        if tag == "br":
            self.handle_data("\n")
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "blockquote" in self._open:
            self.quote += data
        if "mark" in self._open:
            self.marked += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def answer_with(quote: str, name: str = "a.txt", marks: tuple[Span, ...] = ()) -> Answer:
    citation = Citation(
        number=1,
        source=name,
        title=name,
        heading=name,
        paragraph=1,
        start=10,
        end=10 + len(quote),
        quote=quote,
        marks=marks,
    )
    return Answer(
        question=name,
        searched=name,
        language="en",
        answered=True,
        lead=name,
        citations=(citation,),
        hits=(),
        freshness=Freshness("2025-01-01T00:00:00+00:00", (), (), ()),
    )


def document_with(text: str, name: str = "a.txt") -> Document:
    return Document(name, name, "en", text, "", ())


def assert_only_ours(markup: str) -> None:
    parsed = Parsed(markup)
    assert parsed.tags <= TAGS
    assert parsed.attributes <= ATTRIBUTES
    assert all(link.startswith("#passage-") for link in parsed.hrefs)
    assert "\n" not in markup
    assert not {*"`${}*[]@\\!"} & {*markup}
