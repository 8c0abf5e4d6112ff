"""Several arrays in one file, which is mapped into memory when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALIGNED = 64
_LONGEST_HEAD = 1 << 16


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays of one dimension: a line of JSON that says where each lies, and their bytes."""
    table, place = {}, 0
    for name, array in arrays.items():
        table[name] = [array.dtype.str, len(array), place]
        place += _padded(array.nbytes)
    head = json.dumps(table).encode("ascii")
    with path.open("wb") as file:
        file.write(head.ljust(_padded(len(head) + 1) - 1) + b"\n")
        for array in arrays.values():
            file.write(array.tobytes().ljust(_padded(array.nbytes), b"\0"))


def read_arrays(path: Path, kinds: Mapping[str, type]) -> dict[str, NDArray[Any]]:
    """The arrays of a file, mapped.

    Args:
        path: the file.
        kinds: the names that it must have, with their types.

    Raises:
        ValueError, LookupError, TypeError: it is not such a file.
    """
    mapped = np.asarray(np.memmap(path, np.uint8, "r"))
    head, end, _ = mapped[:_LONGEST_HEAD].tobytes().partition(b"\n")
    table = json.loads(head)
    if not end or list(table) != list(kinds):
        raise ValueError(f"{path.name} has other arrays")
    data = mapped[len(head) + 1 :]
    try:
        return {name: _view(data, np.dtype(kind), *table[name]) for name, kind in kinds.items()}
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _view(
    data: NDArray[np.uint8], kind: np.dtype[Any], written: str, count: int, place: int
) -> NDArray[Any]:
    size = kind.itemsize * count
    if written != kind.str or place % _ALIGNED or not 0 <= place <= place + size <= len(data):
        raise ValueError("an array of another type or size")
    return data[place : place + size].view(kind)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
