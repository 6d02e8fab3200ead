"""Least squares for curves that are not straight in their parameters, from many starts at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.quiet import quiet

Model = Callable[[Array], tuple[Array, Array]]


class Place(NamedTuple):
    """Where each start has come to, and what the model says there."""

    params: Array  # (starts, P)
    predicted: Array  # (starts, n)
    slopes: Array  # (starts, n, P), of the predictions along the parameters
    error: Array  # (starts,), mean squared


def levenberg_marquardt(
    model: Model, params: Array, target: Array, *, steps: int = 60
) -> tuple[Array, Array]:
    """Pretend that the model is straight, solve that exactly, and trust it as far as it was right.

    A step that makes the error smaller is taken, and the next one will be bolder. Any other is
    taken back, and the next one will be more careful.

    Parameters
    ----------
    model : callable
        Takes params (starts, P); gives what they predict, (starts, n), and the slopes of that
        along the parameters, (starts, n, P).
    params : (starts, P)
        Where to begin; not modified.
    target : (n,)
        What is to be predicted.
    steps : int
        1 or more, those taken back included.

    Returns
    -------
    params : (starts, P)
    errors : (steps + 1, starts)
        Mean squared error after each step. It never rises.

    Raises
    ------
    ValueError
        If ``steps`` is no count.

    References
    ----------
    Levenberg 1944, and Marquardt 1963, An algorithm for least-squares estimation of nonlinear
    parameters.
    """
    damping = np.full(len(params), 0.01)
    with quiet():
        here = _look(model, params, target)
        errors = [here.error]
        for _ in range(whole("steps", steps, 1)):
            trial = _look(model, here.params + _step(here, target, damping), target)
            better = trial.error < here.error  # (starts,); nan is not
            here = Place(*(_choose(better, new, old) for new, old in zip(trial, here, strict=True)))
            damping = np.clip(np.where(better, damping / 3, damping * 2), 1e-9, 1e9)
            errors.append(here.error)
    return here.params, np.array(errors)


def _look(model: Model, params: Array, target: Array) -> Place:
    """What the model says with these parameters, and how wrong it is."""
    predicted, slopes = model(params)
    return Place(params, predicted, slopes, np.mean((predicted - target) ** 2, axis=1))


def _step(here: Place, target: Array, damping: Array) -> Array:
    """To the bottom of the damped parabola: (JᵀJ / n + damping) step = Jᵀ (target - predicted) / n."""
    J, residual = (
        here.slopes,
        (target - here.predicted)[..., None],
    )  # (starts, n, P), (starts, n, 1)
    Jt = J.swapaxes(1, 2) / len(target)
    curvature = Jt @ J + damping[:, None, None] * np.eye(J.shape[2])
    return np.linalg.solve(curvature, Jt @ residual)[..., 0]


def _choose(better: Array, new: Array, old: Array) -> Array:
    """The new one for the starts that got better, the old one for the others."""
    return np.where(better.reshape(-1, *[1] * (new.ndim - 1)), new, old)
