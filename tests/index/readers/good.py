"""One honest file of each format, and what the hostile ones are made of."""

from __future__ import annotations

import json

from tests.index.readers.made import docx, epub, pdf, words, zipped

TEXT = "The ambassador left on Monday."
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "laugh"}">' for n in range(12))
DOCTYPE = f"<!DOCTYPE x [{LAUGHS}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
PAGE = f"<html><body><p>{TEXT}</p></body></html>"

GOOD: dict[str, bytes] = {
    ".txt": TEXT.encode(),
    ".md": f"# Title\n\n{TEXT}".encode(),
    ".html": PAGE.encode(),
    ".csv": f"id,text\n1,{TEXT}\n".encode(),
    ".jsonl": json.dumps({"text": TEXT}).encode(),
    ".pdf": pdf([TEXT]),
    ".docx": docx(words(TEXT)),
    ".epub": epub({"a.xhtml": PAGE}),
    ".zip": zipped({"a.txt": TEXT}),
}
"""One honest file of each format."""
