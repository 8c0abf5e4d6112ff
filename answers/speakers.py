"""Those who speak in the sources, and the keys by which a question finds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from answers.titles import head, title_kinds
from index.contents import Index
from index.grammar import bare, grammar
from index.language import letter_script
from index.statements import Statement
from index.tokenize import fold, tokenize, words
from retrieval.romanize import last_name


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who speaks in one source.

    Attributes:
        source: the source.
        tokens: of all that they are called.
        heads: the titles and kinds of institution that head these.
        kinds: of the heads, as ``titles.tsv`` numbers them.
        names: the last words of their names, as they stand.
        joined_names: their last names of several words, which elsewhere are one: "Ben Salem".
        all_names: all words of their names, as they stand.
        name_keys: the same, folded.
        script: that the source is written in.
        statements: what the source reports of them, in order.
    """

    source: str
    tokens: frozenset[str]
    heads: frozenset[str]
    kinds: frozenset[int]
    names: frozenset[str]
    joined_names: frozenset[str]
    all_names: frozenset[str]
    name_keys: frozenset[str]
    script: str
    statements: list[Statement] = field(default_factory=list)


def speakers(index: Index, source: str) -> Iterable[Speaker]:
    """The speakers of one source; all statements of one have the same mentions."""
    language = index.documents[source].language
    found: dict[tuple[str, ...], Speaker] = {}
    for statement in index.statements[source]:
        if statement.mentions not in found:
            found[statement.mentions] = _speaker(source, statement, language)
        found[statement.mentions].statements.append(statement)
    return found.values()


def _speaker(source: str, statement: Statement, language: str) -> Speaker:
    rules = grammar(language)
    heads = [head(_words(mention), rules) for mention in statement.mentions if rules]
    named = [_words(name) for name in statement.names]
    lasts = {last_name(name) for name in statement.names}
    return Speaker(
        source=source,
        tokens=frozenset(t for mention in statement.mentions for t in tokenize(mention, language)),
        heads=frozenset(bare(one) for one in heads if one),
        kinds=title_kinds(heads),
        names=frozenset(name[-1] for name in named if name),
        joined_names=frozenset(last for last in lasts if len(_words(last)) > 1),
        all_names=frozenset(word for name in named for word in name),
        script=letter_script(statement.mentions[0].lstrip("\"'“«„")[0]),
        name_keys=frozenset(bare(fold(word)) for name in named for word in name),
    )


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]
