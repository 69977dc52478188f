"""Fine-tunes the model on a user's own judged questions, and says what that gained on questions it did not see.

`nhiemvu train DIR OUTPUT`. Half of the questions train it, the other half judge it, and
which is which depends on the question's id alone, so that the same set always gives the
same halves. It needs the extra ``nhiemvu[models]``.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.model import Document, Record
from corpus.settings import Settings
from evals.quality.retrieval import evaluate, judgements
from index.embedding.embedder import SentenceEmbedder, open_embedder, prompts
from index.errors import ModelError
from index.retrieval.chunking import passages

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Small steps: some hundred questions are to bend the model, not to make it forget.
_LEARNING_RATE = 2e-5
_BATCH = 16
# The other answers of a batch are what a question's own must beat; fewer than these teach nothing.
_FEWEST_QUESTIONS = 8
# The extra `models`: looked for before the first minutes are spent.
_LIBRARIES = ("torch", "sentence_transformers", "datasets", "accelerate")


def train(folder: Path, output: Path, settings: Settings, *, epochs: int = 1) -> dict[str, Any]:
    """Trains the model of `settings` on half of the questions in `folder` (BEIR layout) and writes it to `output`.

    Gives ``trained_on``, ``held_out`` (numbers of questions), and the figures of
    `evals.quality.retrieval.evaluate` on those held out, ``before`` and ``after``. Raises
    `ModelError` where the extra is missing or there are too few questions.
    """
    if not all(map(find_spec, _LIBRARIES)):
        raise ModelError("Huấn luyện cần cài thêm: pip install 'nhiemvu[models]'")
    judged = judgements(folder / "qrels.tsv")
    taught = {question for question in judged if is_taught(question)}
    held_out = judged.keys() - taught
    if len(taught) < _FEWEST_QUESTIONS or not held_out:
        raise ModelError(f"Cần ít nhất {2 * _FEWEST_QUESTIONS} câu hỏi có đáp án để huấn luyện; chỉ có {len(judged)}.")
    before = evaluate(folder, settings, only=held_out)
    embedder = open_embedder(settings)
    pairs = _pairs(folder, {question: judged[question] for question in taught}, embedder)
    model = _loaded(embedder.folder)
    _fit(model, pairs, epochs)
    said = prompts(embedder.folder)
    model.prompts = {"query": said["query"], "document": said["passage"]}
    model.save_pretrained(str(output))
    after = evaluate(folder, replace(settings, model=str(output)), only=held_out)
    return {"trained_on": len(taught), "held_out": len(held_out), "before": before, "after": after}


def is_taught(question: str) -> bool:
    """Whether the question with this id is one to train on: every other one, by a hash of the id."""
    return blake2b(question.encode(), digest_size=1).digest()[0] % 2 == 0


def _pairs(folder: Path, judged: dict[str, dict[str, int]], embedder: SentenceEmbedder) -> list[tuple[str, str]]:
    """Questions with the passage of their answer that is nearest to them already, prompts included."""
    said = prompts(embedder.folder)
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in judged}
    wanted = {text for answers in judged.values() for text in answers}
    cut = {row["_id"]: _passages(row) for row in _rows(folder / "corpus.jsonl") if row["_id"] in wanted}
    found = []
    for question, answers in sorted(judged.items()):
        candidates = [passage for text in answers for passage in cut.get(text, ())]
        if not candidates or question not in questions:
            continue
        near = embedder.embed_passages(candidates) @ embedder.embed_query(questions[question])
        best = candidates[int(np.argmax(near))]
        found.append((said["query"] + questions[question], said["passage"] + best))
    return found


def _passages(row: dict[str, Any]) -> list[str]:
    document = Document(id="0", source=row["_id"], sha256="", title=row.get("title", ""))
    return [passage.embedded for passage in passages(Record(document, row["text"]))]


def _loaded(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _fit(model: SentenceTransformer, pairs: list[tuple[str, str]], epochs: int) -> None:
    """Draws each question to its answer and away from the other answers of its batch."""
    from datasets import Dataset  # type: ignore[import-untyped]
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.training_args import BatchSamplers

    data = Dataset.from_dict({"anchor": [q for q, _ in pairs], "positive": [p for _, p in pairs]})
    with tempfile.TemporaryDirectory(prefix="nhiemvu-") as place:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=place,
            num_train_epochs=epochs,
            per_device_train_batch_size=min(_BATCH, len(pairs)),
            learning_rate=_LEARNING_RATE,
            warmup_steps=0.1,
            batch_sampler=BatchSamplers.NO_DUPLICATES,
            use_cpu=True,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            logging_strategy="no",
            seed=7,
        )
        SentenceTransformerTrainer(
            model=model, args=arguments, train_dataset=data, loss=MultipleNegativesRankingLoss(model)
        ).train()


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
