"""Texts that properties are tried on: scripts mixed, marks, line ends, controls."""

from __future__ import annotations

from hypothesis import strategies as st

_TEXT = """
السفير قال إنّ ليبيا ترفض التدخّل؛ نَعَم ١٢ هـ د. ق.م.
The ambassador said no. Dr. Li (“Never.”) U.S. J. 3.5 1. don't https://a.b/c,d
大使说，他不同意。 「はい。」と言った！ L’été «Oui !» 1,000 नमस्ते। คำไทยไม่เว้นวรรค
"""
_WORDS = (
    *_TEXT.split(),
    *("e\u0301\u0302", "👩\u200d👧", "\u202eabc\u202c", "\ufeff", "\u200f", "\u2066x\u2069", "ﷺ"),
    *("# ", "## C#", "- ", "> ", "1. ", "```", "|a|b|", "|-|-|", "===", "---", "**b**", "[a]: b"),
    *("“", "”", "«", "»", '"', "…", "؟", "!", ".", ")", "x" * 1300, "字" * 300),
)
_SPACES = (
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\u00a0",
    "\u202f",
    "\t",
    "\u2028",
    "\x0c",
    "",
)
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")

texts = st.one_of(
    st.lists(
        st.sampled_from(_WORDS) | st.sampled_from(_SPACES) | st.sampled_from(_SPACES), max_size=80
    ).map("".join),
    st.lists(st.sampled_from(_WORDS), max_size=400).map(" ".join),
    st.text(_CHARACTERS, max_size=200),
).map(lambda text: text.removeprefix("\ufeff").replace("\0", ""))
"""Any text that a UTF-8 file without a byte order mark can hold; no NUL, which tells a binary."""


def without_space(text: str) -> str:
    return "".join(text.split())
