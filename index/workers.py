"""Encoding in several processes, each with an encoder of its own."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from index.encode import EncodeBatches, EncodedBatches, encode_batch
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.errors import EncoderError
from index.storage.contents import Encoded

_encoder: Encoder
"""The encoder of a worker process, which lives as long as the process."""


def encode_in_processes(encoder_name: str, workers: int) -> EncodeBatches:
    """Encode in *workers* new processes that share the cores.

    What is iterated raises EncoderError where a process cannot load the encoder or is killed.
    """

    def encode_batches(batches: Sequence[list[str]]) -> EncodedBatches:
        if not batches:
            return
        count = min(workers, len(batches))
        threads = max(1, (os.cpu_count() or 1) // count)
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(count, spawn, _start, (encoder_name, threads)) as pool:
            numbers = {pool.submit(_encode, texts): n for n, texts in enumerate(batches)}
            try:
                for future in as_completed(numbers):
                    yield numbers.pop(future), future.result()
            except BrokenProcessPool as error:
                raise EncoderError(
                    "A process that encodes ended (too little memory, or it was killed); what was"
                    " encoded is kept: run the build again, with fewer --index-workers."
                ) from error
            finally:
                pool.shutdown(cancel_futures=True)

    return encode_batches


def _start(encoder_name: str, threads: int) -> None:
    """Load the worker's encoder, and end the worker when the build that started it is killed."""
    global _encoder  # noqa: PLW0603 (what an executor's initializer prepares has no other place)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _encoder = load_encoder(encoder_name, threads)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _encode(texts: list[str]) -> list[Encoded]:
    return encode_batch(_encoder, texts)
