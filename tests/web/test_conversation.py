from __future__ import annotations

from dataclasses import replace

import gradio as gr
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from answers.answer import Answer
from tests.web.markup import HOSTILE, answer_with
from web.conversation import Turn, citation_text, messages, plain_markdown, to_markdown

PARSER = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
INERT = {"paragraph_open", "paragraph_close", "inline"}


def turn(question: str, reply: Answer | str) -> Turn:
    return Turn(question, "asked", "replied", reply)


def read(token: Token) -> str:
    """The text of an inline token as a reader of Markdown shows it."""
    breaks = {"hardbreak": "\n", "softbreak": "\n"}
    return "".join(breaks.get(part.type, part.content) for part in token.children or ())


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r")) | (
    st.text("-+=:.)0123 \n\t#*_`[]<>&\\~|", max_size=12)
)


@given(texts.map(lambda text: f"x{text}y") | texts.map(lambda text: f"-\n{text}\n="))
def test_markdown_reads_as_the_text(text: str) -> None:
    tokens = PARSER.parse(plain_markdown(text))
    assert {token.type for token in tokens} == INERT
    assert read(tokens[1]) == text
    kinds = {part.type for part in tokens[1].children or ()}
    assert kinds <= {"text", "text_special", "hardbreak", "entity"}


def test_a_link_is_no_link() -> None:
    for text in ("see http://evil.invalid/x", "www.evil.invalid", "a@evil.invalid"):
        markdown = plain_markdown(text)
        assert not {"://", "www.", "@"} & {
            part for part in ("://", "www.", "@") if part in markdown
        }


def test_the_conversation_holds_questions_and_exact_quotes() -> None:
    turns = [turn(text, answer_with(f"a {text} z", "name.txt")) for text in HOSTILE]
    tokens = PARSER.parse(to_markdown([*turns, turn("why?", "Because.")], "en"))
    assert not [token for token in tokens if token.type in {"html_block", "fence", "code_block"}]
    texts = [read(token) for token in tokens if token.type == "inline"]
    for text in HOSTILE:
        assert " ".join(text.split()) in texts
        assert f"a {text} z" in texts
    assert "— [1] name.txt, name.txt, paragraph 1" in texts
    assert texts[-2:] == ["why?", "Because."]


def test_the_other_places_of_a_quote_are_kept_too() -> None:
    answer = answer_with("It *rained*.", "a.txt")
    same = replace(answer.citations[0], source="b.txt", heading="")
    near = replace(same, source="c.txt", paragraph=7, quote="It rained.")
    citation = replace(answer.citations[0], also=(same, near))
    markdown = to_markdown([turn("Q?", replace(answer, citations=(citation,)))], "en")
    assert "> Also in: b.txt, paragraph 1\n" in markdown
    assert "> In nearly the same words in: c.txt, paragraph 7\n" in markdown


def test_a_citation_as_text_has_quote_source_and_paragraph() -> None:
    citation = answer_with("First.\r\nSecond.", "a.txt").citations[0]
    assert citation_text(citation, "en") == "First.\r\nSecond.\n— a.txt, a.txt, paragraph 1"


def test_the_chat_gets_each_turn_as_gradio_itself_would_send_it() -> None:
    shown = messages([turn("why?", "Because.")])
    chat = gr.Chatbot(render=False)
    made = chat.postprocess(
        [{"role": "user", "content": "asked"}, {"role": "assistant", "content": "replied"}]
    )
    assert shown == made.model_dump()
