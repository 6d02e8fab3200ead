"""What a surface looks like close up: its quadratic model, and what kind of point that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.entries import Array, as_floats
from core.landscape import Surface
from core.quiet import quiet

Kind = Literal["slope", "minimum", "maximum", "saddle", "degenerate"]


@dataclass(frozen=True, eq=False)
class LocalShape:
    """A surface around one point: height, slope, curvature, and the axes of its ellipses.

    The contours of the quadratic model have their axes along the eigenvectors, with lengths
    proportional to |λ|^(-1/2).
    """

    point: Array  # (2,)
    value: float
    gradient: Array  # (2,)
    hessian: Array  # (2, 2)
    eigenvalues: Array  # (2,), rising
    eigenvectors: Array  # (2, 2), column i belongs to eigenvalue i
    kind: Kind

    @property
    def condition(self) -> float | None:
        """Largest eigenvalue over smallest; None unless both are positive."""
        low, high = self.eigenvalues.tolist()
        return high / low if low > 0 else None


def local_shape(surface: Surface, x: float, y: float, *, tolerance: float = 1e-6) -> LocalShape:
    """What a walker at (x, y) stands on: a slope, a minimum, a maximum, a saddle, or none of these.

    Parameters
    ----------
    surface : Surface
    x, y : float
    tolerance : float
        Slopes and eigenvalues up to ``tolerance`` times max(1, largest |eigenvalue|) count as zero.

    Returns
    -------
    LocalShape
        ``kind`` is "slope" where the gradient is not zero, "degenerate" where it is and an
        eigenvalue is zero too, so that the quadratic model cannot tell.

    Raises
    ------
    ValueError
        If ``tolerance`` is not positive, or the surface is not finite at the point.
    """
    if not 0 < tolerance < np.inf:
        raise ValueError(f"tolerance must be positive and finite, not {tolerance!r}")
    point = np.array([x, y], dtype=np.float64)
    value, gradient = float(surface.value(*point)), surface.gradient(*point)
    hessian = surface.hessian(*point)
    if not (np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(hessian).all()):
        raise ValueError(f"x, y must be a point where {surface.key} is finite, not ({x!r}, {y!r})")
    eigenvalues, eigenvectors = np.linalg.eigh(hessian)
    zero = tolerance * max(1.0, np.abs(eigenvalues).max())
    kind = "slope" if np.hypot(*gradient) > zero else _kind(eigenvalues, zero)
    return LocalShape(point, value, gradient, hessian, eigenvalues, eigenvectors, kind)


def _kind(eigenvalues: Array, zero: float) -> Kind:
    """What a level point is, from the signs of its two curvatures."""
    low, high = eigenvalues
    if min(abs(low), abs(high)) <= zero:
        return "degenerate"
    if low > 0:
        return "minimum"
    return "maximum" if high < 0 else "saddle"


def quadratic_model(shape: LocalShape, x: Array, y: Array) -> Array:
    """Heights of the parabola that touches the surface at the point of ``shape``.

    Parameters
    ----------
    shape : LocalShape
        From `local_shape`.
    x, y : (...)
        Where to evaluate; any shapes that broadcast.

    Returns
    -------
    (...)
        E(ŵ) + (w − ŵ)ᵀb + ½ (w − ŵ)ᵀH(w − ŵ).
    """
    (b_x, b_y), ((h_xx, h_xy), (_, h_yy)) = shape.gradient.tolist(), shape.hessian.tolist()
    x_hat, y_hat = shape.point.tolist()
    with quiet():
        d_x, d_y = as_floats(x)[()] - x_hat, as_floats(y)[()] - y_hat
        slope = d_x * b_x + d_y * b_y
        curve = d_x * h_xx * d_x + 2 * d_x * h_xy * d_y + d_y * h_yy * d_y
        return shape.value + slope + curve / 2
