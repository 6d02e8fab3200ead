"""Two layers with nothing between them are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.entries import Array, as_floats

if TYPE_CHECKING:
    from core.studies.activations.bends import BendFit


def collapse(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """The one layer that does what two layers do when nothing bends between them.

    (x W₁ + b₁) W₂ + b₂ = x (W₁ W₂) + (b₁ W₂ + b₂).

    Parameters
    ----------
    w1, w2 : (n_in, n_hidden), (n_hidden, n_out)
    b1, b2 : (n_hidden,), (n_out,)

    Returns
    -------
    weights : (n_in, n_out)
    bias : (n_out,)

    Raises
    ------
    ValueError
        If the layers do not fit together.
    """
    w1, b1, w2, b2 = (as_floats(part) for part in (w1, b1, w2, b2))
    shapes = [part.shape for part in (w1, b1, w2, b2)]
    if w1.ndim != 2 or w2.ndim != 2 or shapes[1] != shapes[2][:1] or shapes[3] != shapes[2][1:]:
        raise ValueError(f"w1, b1, w2 and b2 do not fit together, their shapes are {shapes}")
    if w1.shape[1] != w2.shape[0]:
        raise ValueError(f"w1 {w1.shape} must put out as many numbers as w2 {w2.shape} takes in")
    return w1 @ w2, b1 @ w2 + b2


def one_layer(fit: BendFit) -> tuple[float, float]:
    """Slope and bias of the one straight layer that a fit without bends collapses into."""
    w, b, v, c = fit.w[None], fit.b, fit.v[:, None], np.array([fit.c])  # (1, k), (k,), (k, 1), (1,)
    weights, bias = collapse(w, b, v, c)
    return float(weights[0, 0]), float(bias[0])
