"""The share of right answers, where the targets are classes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array, as_floats


class Verdict(NamedTuple):
    """Where one output changes its answer; several outputs answer with their largest."""

    cut: float  # of the prediction
    middle: float  # of the targets


def verdict(y: Array, takes: str) -> Verdict | None:
    """How answers are to be read for these targets, or None if they are no classes.

    Parameters
    ----------
    y : (..., n_out)
        One column with two values, or rows with a single 1 among zeros.
    takes : str
        What the loss takes (`Loss.takes`): logits and margins change their answer at 0, everything
        else halfway between the two targets.

    Returns
    -------
    Verdict or None
    """
    y = as_floats(y)
    if y.shape[-1] > 1:
        one_hot = np.isin(y, (0, 1)).all() and (y.sum(axis=-1) == 1).all()
        return Verdict(np.nan, np.nan) if one_hot else None
    if len(np.unique(y)) != 2:
        return None
    middle = float(y.min() + y.max()) / 2
    return Verdict(0.0 if takes in ("logits", "margins") else middle, middle)


def accuracies(prediction: Array, y: Array, reading: Verdict) -> Array:
    """Share of right answers of every run: (runs, batch, n_out) -> (runs,)."""
    if prediction.shape[-1] > 1:
        right = prediction.argmax(axis=-1) == y.argmax(axis=-1)
    else:
        right = ((prediction > reading.cut) == (y > reading.middle))[..., 0]
    return right.mean(axis=-1)
