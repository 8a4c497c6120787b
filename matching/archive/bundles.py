"""The engine's bundles of arrays (`Facts`, `Wishes`, …): to files and back, picked and joined."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import numpy as np

from matching.engine.arrays import Array, Ragged

Bundle = TypeVar("Bundle")


def save_bundle(bundle: Any, folder: Path, *, name: str) -> None:
    """Write a dataclass of arrays and ragged lists to one file; nothing is pickled."""
    np.savez(folder / f"{name}.npz", **dict(_flat(bundle)))  # type: ignore[arg-type]


def load_bundle(kind: type[Bundle], folder: Path, *, name: str) -> Bundle:
    # Opened here: NumPy leaves a file open that turns out to be broken.
    with (folder / f"{name}.npz").open("rb") as file:
        arrays = np.load(file, allow_pickle=False)
        return kind(**{each: _read(hint, arrays, each) for each, hint in _columns(kind)})


def concatenate(first: Bundle, second: Bundle) -> Bundle:
    """The rows of one bundle, then those of the other."""
    others = dict(_values(second))
    both = {name: _joined(value, others[name]) for name, value in _values(first)}
    return type(first)(**both)


def _joined(one: Any, other: Any) -> Any:
    if isinstance(one, Ragged):
        starts = np.concatenate([one.starts, one.starts[-1] + other.starts[1:]])
        return Ragged(starts=starts, values=np.concatenate([one.values, other.values]))
    return np.concatenate([one, other])


def _columns(kind: type) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(each.name, hints[each.name]) for each in fields(kind)]


def _values(bundle: Any) -> list[tuple[str, Any]]:
    return [(each.name, getattr(bundle, each.name)) for each in fields(bundle)]


def _flat(bundle: Any) -> Iterator[tuple[str, Array]]:
    for name, value in _values(bundle):
        if isinstance(value, Ragged):
            yield f"{name}.starts", value.starts
            yield f"{name}.values", value.values
        else:
            yield name, value


def _read(hint: Any, arrays: Any, name: str) -> Any:
    if hint is Ragged:
        return Ragged(starts=arrays[f"{name}.starts"], values=arrays[f"{name}.values"])
    return arrays[name]
