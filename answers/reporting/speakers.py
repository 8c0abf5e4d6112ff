"""Those who speak in the sources, as a question asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from answers.reporting.countries import country_key, country_of, is_country, is_office
from answers.reporting.titles import head, titled
from index.reporting.grammar import bare, grammar
from index.reporting.statements import Statement
from index.tables.speaker_table import Voice
from index.text.language import letter_script
from index.text.tokenize import words


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who speaks in one source.

    Attributes:
        source: the source.
        heads: the titles and kinds of institution that head what they are called.
        kinds: of the heads, as ``titles.tsv`` numbers them.
        names: the last words of their names, as they stand.
        name_keys: all words of their names, folded.
        script: that the source is written in.
        countries: that the titles say they are of.
        speaks_for: the country that they are or represent; empty for others.
        statements: what the source reports of them, in order.
    """

    source: str
    heads: frozenset[str]
    kinds: frozenset[int]
    names: frozenset[str]
    name_keys: frozenset[str]
    script: str
    countries: frozenset[str]
    speaks_for: str
    statements: list[Statement]


def speaker(voice: Voice) -> Speaker:
    """The speaker whom the index has as *voice*."""
    rules = grammar(voice.language)
    mentions = voice.statements[0].mentions
    told = [country_of(title, voice.language) for title in _titles(voice)]
    countries = [country for country in told if country]
    own = next(filter(None, (is_country(one, voice.language) for one in mentions)), "")
    called = [_words(mention) for mention in mentions if rules]
    heads = [head(words, rules) for words in called if rules]
    kinds = frozenset(kind for words in called if rules for kind in titled(words, rules))
    return Speaker(
        source=voice.source,
        heads=frozenset(form for one in heads if one for form in _forms(one, voice.language)),
        kinds=kinds,
        names=frozenset(name[-1] for name in voice.named),
        name_keys=voice.name_keys,
        script=letter_script(mentions[0].lstrip("\"'“«„")[0]),
        countries=frozenset(countries),
        speaks_for=own or next(iter(countries if is_office(kinds) else ()), ""),
        statements=voice.statements,
    )


def _titles(voice: Voice) -> Iterator[str]:
    """What the speaker is called less the names, which may look like a country's: "بن تركي"."""
    first = voice.statements[0]
    for mention in first.mentions:
        title = mention
        for name in first.names:
            title = title.replace(name, "").strip()
        if title:
            yield title


def _forms(head: str, language: str) -> tuple[str, str]:
    """A title as it is compared: without its article, and its stem, "prosecutor" of several."""
    return bare(head), country_key(head, language)


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]
