"""The page's own words, all in one place."""

from __future__ import annotations

TITLE = "Isnad"
TAGLINE = "Answers from your sources, quoted to the letter"
QUESTION = "Question"
ASK = "Ask in any language"
SEND = "Ask"
NEW_CHAT = "New chat"
REBUILD = "Rebuild the index"
REBUILDING = "Reading the sources"
ENCODING = "Encoding passages"
LOGIN = "Isnad asks for the user and password that were set for this link."
PLACEHOLDER = (
    '<div class="welcome"><strong>Ask a question about the sources.</strong><br>'
    "Every answer is a quotation. Follow its number to the place in the source.</div>"
)
SOURCES = "Sources"
FOLLOW = "Follow a citation, and its source opens here with the passage marked."
BACK = "Back to the answer"
BUILD_FAILED = "The index could not be rebuilt; the old one goes on answering."
