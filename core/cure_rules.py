"""What cures do in a training: to the weights after a step, to the examples before it, or to the pass."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from core.entries import Array
from core.objective import Objective
from core.stacked import Stack, which_are_weights


def sizes_of_weights(stack: Stack, *, l1: float) -> Array:
    """l1 times the sum of the sizes of all weights: (runs,)."""
    return l1 * (_weights(stack.sizes) * np.abs(stack.parameters)).sum(axis=1)


def soften(stack: Stack, lr: Array, *, l1: float) -> Stack:
    """Move every weight lr · l1 towards 0, and no further: the proximal step of l1 · |w|.

    A plain subgradient step, w - lr · l1 · sign(w), would jump over 0 and back for ever.

    References
    ----------
    Beck & Teboulle 2009, A fast iterative shrinkage-thresholding algorithm.
    """
    w, threshold = stack.parameters, lr * l1 * _weights(stack.sizes)
    return replace(stack, parameters=np.sign(w) * np.maximum(np.abs(w) - threshold, 0))


def draw_units(rng: np.random.Generator, n: int, sizes: tuple[int, ...]) -> Array:
    """A lot in [0, 1) for every hidden unit and every example, (n, H)."""
    return rng.random((n, sum(sizes[1:-1])))


def masks_of(lots: Array, sizes: tuple[int, ...], p: float) -> list[Array]:
    """What each hidden unit's output is multiplied by: 0 with chance p, else 1 / (1 - p).

    (..., H) -> (..., units) for each hidden layer. On average a unit says what it says without.
    """
    masks = (lots >= p) / (1 - p)
    return np.split(masks, np.cumsum(sizes[1:-1])[:-1], axis=-1)


def thinned_slopes(
    stack: Stack, x: Array, y: Array, objective: Objective, lots: Array, *, p: float
) -> tuple[Array, Stack]:
    """Slopes through the units that are left, which speak up for the others."""
    return objective.gradient(stack, x, y, masks_of(lots, stack.sizes, p)), stack


def stop_early(validation_loss: Array, *, patience: float) -> tuple[int, int]:
    """The row at which training ends, and the row whose weights are kept.

    It ends once the last ``patience`` rows brought no new best, and goes back to the best. Where
    that never happens, it goes on to the last row and stays there.

    Parameters
    ----------
    validation_loss : (T + 1,)
    patience : float
        Rows, 1 or more.

    Returns
    -------
    end, kept : int

    References
    ----------
    Prechelt 1998, Early stopping, but when?
    """
    best = 0
    for row, loss in enumerate(validation_loss):
        if loss < validation_loss[best]:
            best = row
        if row - best >= patience:
            return row, best
    return len(validation_loss) - 1, len(validation_loss) - 1


def draw_jitter(rng: np.random.Generator, n: int, sizes: tuple[int, ...]) -> Array:
    """A normal number for every input of every example, (n, n_in)."""
    return rng.standard_normal((n, sizes[0]))


def jittered(x: Array, y: Array, lots: Array, *, sigma: float) -> tuple[Array, Array]:
    """The examples, each moved a little; their targets stay."""
    return x + sigma * lots, y


def shorten(stack: Stack, lr: Array, *, c: float) -> Stack:
    """Bring the incoming weights of every unit, of the output too, back to length c where they are longer."""
    short = replace(stack, parameters=stack.parameters.copy())
    for weights in short.weights:  # (runs, n_in, n_out)
        lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
        weights *= np.minimum(1, c / np.maximum(lengths, np.finfo(lengths.dtype).tiny))
    return short


def smoothed(x: Array, y: Array, lots: None, *, smoothing: float) -> tuple[Array, Array]:
    """Targets moved the share ``smoothing`` of the way to ½."""
    return x, y * (1 - smoothing) + smoothing / 2


@lru_cache(maxsize=8)
def _weights(sizes: tuple[int, ...]) -> Array:
    """1 for a weight, 0 for a bias."""
    return which_are_weights(sizes)
