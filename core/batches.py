"""Which examples each run sees next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np

from core.entries import Array

AHEAD = 4096  # examples drawn at once: a call costs more than the drawing


def orders(n: int, seeds: Sequence[int], *, shuffle: bool = True) -> Iterator[Array]:
    """Epoch after epoch, for ever, the order in which each run sees its n examples: (runs, n).

    It depends on the seed of the run alone, not on the company that the run keeps.
    """
    if not shuffle:
        yield from repeat(np.tile(np.arange(n), (len(seeds), 1)))
    rngs = [np.random.default_rng((1, seed)) for seed in seeds]  # not the stream of the weights
    epochs = max(1, AHEAD // n)
    while True:
        lots = np.stack([rng.random((epochs, n)) for rng in rngs], axis=1)  # (epochs, runs, n)
        yield from lots.argsort(axis=-1)


def batches(x: Array, y: Array, order: Array, size: int) -> Iterator[tuple[Array, Array]]:
    """One epoch in that order, ``size`` examples at a time; the last batch may be smaller.

    All at once they come as they are: x (n, d) or (runs, n, d). Batches are (runs, size, d).
    """
    n = x.shape[-2]
    if size == n:
        yield x, y
        return
    x, y = take(x, order), take(y, order)
    for start in range(0, n, size):
        yield x[:, start : start + size], y[:, start : start + size]


def take(values: Array, rows: Array) -> Array:
    """Rows (runs, k) of data that all runs share, (n, d), or that each has its own of, (runs, n, d)."""
    if values.ndim == 2:
        return values[rows]
    return np.take_along_axis(values, rows[..., None], axis=1)
