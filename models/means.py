"""Mean token vectors of questions and passages in each language, for centring.

    python -m models.means --data DIR

The untrained token vectors of one language all lean one way, and questions another way than
passages; taking the mean away is worth .02 to .05 nDCG across languages. The means are of news
sentences (NTREX-128), single ones encoded as questions and four together as passages; means of
everyday questions did a little worse.
"""

from __future__ import annotations

import argparse
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoders.bundled import BundledEncoder
from index.encoders.encoder import Encoding
from models.convert import HOME, NO_MEAN, write_checksums

LANGUAGES = [
    "en",
    "ar",
    "de",
    "el",
    "es",
    "fa",
    "fr",
    "he",
    "hi",
    "id",
    "it",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh",
]
_SENTENCES = 600
_SENTENCES_A_PASSAGE = 4


def mean_vectors(encoder: BundledEncoder, data: Path) -> dict[str, NDArray[np.float32]]:
    """Means by side and language (``question.ar``), and over all languages (``question``)."""
    encoder = replace(encoder, _means={"question": NO_MEAN, "passage": NO_MEAN})
    means = {}
    for language in LANGUAGES:
        news = _sentences(data, language)
        joined = [
            " ".join(news[place : place + _SENTENCES_A_PASSAGE])
            for place in range(0, len(news), _SENTENCES_A_PASSAGE)
        ]
        means[f"question.{language}"] = _mean(encoder.encode_questions(news))
        means[f"passage.{language}"] = _mean(encoder.encode_passages(joined))
    for side in ("question", "passage"):
        of_side = [mean for name, mean in means.items() if name.startswith(f"{side}.")]
        means[side] = np.mean(of_side, axis=0, dtype=np.float32)
    return means


def _sentences(data: Path, language: str) -> list[str]:
    column = 0 if language == "en" else 1
    path = data / "parallel" / f"en-{'ar' if language == 'en' else language}.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [row[column] for row in rows if row[2] == "ntrex128"][:_SENTENCES]


def _mean(encodings: list[Encoding]) -> NDArray[np.float32]:
    rows = np.concatenate([encoding.tokens for encoding in encodings])
    return np.asarray(rows.mean(axis=0), np.float32)


def main() -> None:
    """Write ``means.npz`` into the model's folder, and the checksums anew."""
    parser = argparse.ArgumentParser(description="Write the mean vectors of the bundled encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/*.tsv.gz")
    means = mean_vectors(BundledEncoder.load(), parser.parse_args().data)
    with (HOME / "means.npz").open("wb") as file:
        np.savez(file, allow_pickle=False, **means)
    write_checksums()


if __name__ == "__main__":
    main()
