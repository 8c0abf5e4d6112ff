"""Train the adapter that makes the encoder's token vectors better at late interaction.

    pip install -r requirements-dev.txt && python -m models.adapt --data DIR --out FOLDER

The published model was trained for its pooled vector. A low-rank adapter (LoRA, Hu et al. 2022) on
every matrix of the transformer is trained for MaxSim over centred token vectors, with two losses:
a question must rank its passage first (cross entropy); and a translation must rank passages as the
untouched model ranks the English original over the English passages (Kullback-Leibler), in both
directions. ``models.convert`` merges the result; what it gave stands in ``docs/encoder.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from models.convert import HOME
from models.lessons import Asked, Example, Lessons, Text, Translated, json_lines
from models.reference import save_reference
from models.weights import ADAPTER

STEPS = 420
RATE = 3e-4
RANK = 16
_WARM_UP = 30
_QUESTIONS, _SENTENCES = 10, 14
_SCALE = 25.0
_PROMPTS = {"question": "query: ", "passage": "passage: "}
_QUESTION_TOKENS, _PASSAGE_TOKENS = 64, 192
_NEAREST, _LOOKALIKES = 40, 12
_KEPT = 0.5
"""Half way back to the untouched model, as Wortsman et al. 2022 do: it keeps what crosses languages
and gives back what training on few questions takes from the rest."""

Vectors = tuple[torch.Tensor, torch.Tensor]
"""(texts, tokens, d) unit rows, and (texts, tokens), which of them are of the text itself."""


class Trainer:
    """The model with its adapter, and the two losses."""

    def __init__(self, folder: Path) -> None:
        """Load the float model that ``models.reference`` saved."""
        from peft import LoraConfig, get_peft_model
        from transformers import AutoModel, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        model = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        layers = ["query", "key", "value", "dense"]
        settings = LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules=layers)
        self.model: Any = get_peft_model(model, settings)
        self.trained = [p for p in self.model.parameters() if p.requires_grad]
        with np.load(HOME / "means.npz") as means:
            self._means = {name: torch.from_numpy(means[name]) for name in means.files}

    def vectors(self, side: str, texts: Sequence[Text], longest: int = _PASSAGE_TOKENS) -> Vectors:
        """Centred token vectors, as the program makes them."""
        prompt = _PROMPTS[side]
        batch = self.tokenizer(
            [prompt + text for text, _ in texts],
            padding=True,
            truncation=True,
            max_length=longest,
            return_tensors="pt",
        )
        states = self.model(**batch).last_hidden_state.float()
        own = batch["attention_mask"].bool().clone()
        own[torch.arange(len(texts)), own.sum(1) - 1] = False
        own[:, : 1 + len(self.tokenizer(prompt, add_special_tokens=False)["input_ids"])] = False
        means = torch.stack([self._mean(side, shares) for _, shares in texts])
        unit = functional.normalize
        return unit(unit(states, dim=2) - means[:, None], dim=2), own

    def loss_of_questions(self, batch: Asked) -> torch.Tensor:
        """Cross entropy of the right passages."""
        questions = self.vectors("question", batch.questions, _QUESTION_TOKENS)
        scores = _SCALE * max_sim(questions, self.vectors("passage", batch.passages))
        for question, passage in batch.untold:
            scores[question, passage] = -1e4
        return functional.cross_entropy(scores, torch.tensor(batch.right))

    def loss_of_translations(self, batch: Translated) -> torch.Tensor:
        """How far the scores of translations are from the untouched model's in English."""
        both = {
            "en": (batch.english_questions, batch.english_passages),
            batch.language: (batch.questions, batch.passages),
        }
        with torch.no_grad(), self.model.disable_adapter():
            taught = max_sim(*self._sides("en", *both["en"]))
        sides = {language: self._sides(language, *texts) for language, texts in both.items()}
        losses = [
            (1.0 if asked != found else 0.5)
            * _divergence(max_sim(sides[asked][0], sides[found][1]), taught)
            for asked in both
            for found in both
        ]
        return torch.stack(losses).sum()

    def _sides(
        self, language: str, questions: list[str], passages: list[str]
    ) -> tuple[Vectors, Vectors]:
        share = {language: 1.0}
        return (
            self.vectors("question", [(text, share) for text in questions], _QUESTION_TOKENS),
            self.vectors("passage", [(text, share) for text in passages], 2 * _QUESTION_TOKENS),
        )

    def _mean(self, side: str, shares: dict[str, float]) -> torch.Tensor:
        general = self._means[side]
        parts = [
            share * self._means.get(f"{side}.{code}", general) for code, share in shares.items()
        ]
        return torch.stack(parts).sum(0)


def max_sim(questions: Vectors, passages: Vectors) -> torch.Tensor:
    """(questions, passages) MaxSim scores."""
    (asked, own), (found, theirs) = questions, passages
    scores = torch.einsum("aid,bjd->abij", asked, found)
    best = scores.masked_fill(~theirs[None, :, None, :], -1).amax(3)
    return (best * own[:, None]).sum(2) / own.sum(1)[:, None].clamp(min=1)


def _divergence(scores: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    target = functional.softmax(_SCALE * taught, 1)
    return functional.kl_div(
        functional.log_softmax(_SCALE * scores, 1), target, reduction="batchmean"
    )


def examples(trainer: Trainer, data: Path, name: str, language: str) -> list[Example]:
    """Question sets with the passages that the untouched model's pooled vectors rank next."""
    rows = list(json_lines(data / "qa" / f"train.{name}.{language}.jsonl.gz"))
    passages = list(dict.fromkeys(row["context"] for row in rows))
    with torch.no_grad(), trainer.model.disable_adapter():
        found = _pooled(trainer, "passage", passages)
        asked = _pooled(trainer, "question", [row["question"] for row in rows])
    nearest = (asked @ found.T).topk(min(_NEAREST, len(passages))).indices.tolist()
    return [
        _example(row, language, [passages[i] for i in near])
        for row, near in zip(rows, nearest, strict=True)
    ]


def _example(row: dict[str, Any], language: str, near: list[str]) -> Example:
    answer = row["answer"] if isinstance(row["answer"], str) else row["answer"][0]
    others = [t for t in near if t != row["context"] and answer.lower() not in t.lower()]
    return Example(row["question"], row["context"], answer, language, tuple(others[:_LOOKALIKES]))


def _pooled(trainer: Trainer, side: str, texts: list[str]) -> torch.Tensor:
    rows = []
    for first in range(0, len(texts), 16):
        batch = trainer.tokenizer(
            [_PROMPTS[side] + text for text in texts[first : first + 16]],
            padding=True,
            truncation=True,
            max_length=256,
            return_tensors="pt",
        )
        mask = batch["attention_mask"][..., None]
        states = trainer.model(**batch).last_hidden_state.float()
        rows.append(functional.normalize((states * mask).sum(1) / mask.sum(1)))
    return torch.cat(rows)


def train(trainer: Trainer, lessons: Lessons) -> None:
    """Take all steps, and print the losses of each tenth."""
    optimizer = torch.optim.AdamW(trainer.trained, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / _WARM_UP) * (1 - step / STEPS)
    )
    for step in range(1, STEPS + 1):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            asked = trainer.loss_of_questions(lessons.asked(_QUESTIONS))
            asked.backward()  # type: ignore[no-untyped-call]
            translated = trainer.loss_of_translations(lessons.translated(_SENTENCES))
            translated.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trainer.trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step % 10 == 0:
            print(f"{step}\t{asked.item():.3f}\t{translated.item():.3f}", flush=True)


def adapter(model: Any) -> dict[str, np.ndarray[Any, np.dtype[np.float16]]]:
    """The two factors of each adapted matrix, ``NAME.A`` (r, in) and ``NAME.B`` (out, r)."""
    kept = {}
    for name, value in model.state_dict().items():
        if ".lora_" in name:
            matrix, factor = name.removeprefix("base_model.model.").split(".lora_")
            scale = _KEPT * 2.0 if factor[0] == "B" else 1.0  # 2 is lora_alpha / r
            kept[f"{matrix}.{factor[0]}"] = (scale * value).numpy().astype(np.float16)
    return kept


def main() -> None:
    """Train, and write the adapter beside the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="qa/, parallel/ and lexicon/")
    parser.add_argument("--out", type=Path, required=True, help="a new folder for the float model")
    arguments = parser.parse_args()
    torch.manual_seed(1)
    save_reference(arguments.out, with_adapter=False)
    trainer = Trainer(arguments.out / "model")
    sets = {"en": "tydiqa", "ar": "arcd"}
    found = {code: examples(trainer, arguments.data, name, code) for code, name in sets.items()}
    train(trainer, Lessons(arguments.data, found))
    np.savez(ADAPTER, allow_pickle=False, **adapter(trainer.model))


if __name__ == "__main__":
    main()
