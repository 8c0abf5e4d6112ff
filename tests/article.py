"""Questions over the article in ``seeds/``, for the tests of retrieval and of answers."""

from __future__ import annotations

import json
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "article_questions.jsonl"

ASKED = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]
"""Rows of id, question, and the paragraphs that answer it: none where the article does not."""

NORLAND = [5, 6, 7, 14, 15]
"""The paragraphs that report Norland's words."""

ASKING_FOR_NORLAND = [
    "What did Norland say?",
    "ماذا قال نورلاند؟",
    "Qu'a dit Norland ?",
    "Norland ne dedi?",
    "Что сказал Норланд?",
    "What did Nourland say?",
    "What did Norlund say?",
]
