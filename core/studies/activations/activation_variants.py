"""Close relatives of two activations: a GELU without the error function, a leaky ReLU that learns."""

from __future__ import annotations

from math import inf

import numpy as np

from core.activations import Activation
from core.entries import Array, Knob, table
from core.smooth_activations import gelu, gelu_derivative, gelu_tanh, gelu_tanh_derivative
from core.straight_activations import prelu, prelu_derivative


def gelu_gap(z: Array) -> Array:
    """How far the exact GELU lies above its tanh form; below it where negative.

    Parameters
    ----------
    z : (...)

    Returns
    -------
    (...)
        The same at z and -z, since f(z) - f(-z) = z for both forms.
    """
    left = -np.abs(z)  # where both are small, so that their difference keeps its digits
    return gelu(left) - gelu_tanh(left)


def widest_gelu_gap() -> tuple[float, float]:
    """Where on the positive side the two forms of GELU differ most, and the gap there."""
    z = np.linspace(0, 6, 601)
    widest = np.abs(gelu_gap(z)).argmax()
    low, high = z[widest - 1], z[widest + 1]
    for _ in range(50):  # halve the stretch in which the slopes cross
        middle = (low + high) / 2
        crossed = _slope_gap(middle) * _slope_gap(low) <= 0
        low, high = (low, middle) if crossed else (middle, high)
    return float(low), float(gelu_gap(low))


def _slope_gap(z: Array) -> Array:
    """Slope of the exact form minus that of the tanh form."""
    return gelu_derivative(z) - gelu_tanh_derivative(z)


LEARNED_LEAK = Knob(
    name="alpha",
    symbol=r"\alpha",
    default=0.25,
    ticks=(-1.0, -0.5, 0.01, 0.1, 0.25, 0.5, 1.0),
    meaning="learned slope on the negative side; 0.25 to begin with",
)

ACTIVATION_VARIANTS = table(
    (
        Activation(
            key="prelu",
            label="PReLU",
            value=prelu,
            derivative=prelu_derivative,
            kinks=(0.0,),
            equation=r"f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}",
            derivative_equation=(
                r"f'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}, \quad"
                r" \frac{\partial f}{\partial \alpha} = \min(0, z)"
            ),
            source="He et al. 2015",
            range=(-inf, inf),
            knobs=(LEARNED_LEAK,),
        ),
        Activation(
            key="gelu_tanh",
            label="GELU, tanh form",
            value=gelu_tanh,
            derivative=gelu_tanh_derivative,
            kinks=(),
            equation=(
                r"f(z) = \tfrac12 z\,(1 + \tanh u), \quad"
                r" u = \sqrt{\tfrac{2}{\pi}}\,(z + 0.044715\,z^3)"
            ),
            derivative_equation=(
                r"f'(z) = \tfrac12 (1 + \tanh u) + \frac{z}{2 \cosh^2 u}\,"
                r"\sqrt{\tfrac{2}{\pi}}\,(1 + 0.134145\,z^2)"
            ),
            source="Hendrycks & Gimpel 2016, the approximation",
            range=(-0.17004075057125403, inf),
        ),
    )
)
