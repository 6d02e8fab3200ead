"""What bends buy: a curve drawn by a few hidden units, each adding its own piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.bounds import whole
from core.choice import chosen
from core.entries import Array, as_floats
from core.least_squares import levenberg_marquardt
from core.studies.activations.targets import TARGETS, WINDOW, Target

SHOWN = 121  # places that the network is shown; corners of targets are among them
DRAWN = 361  # among them the places shown; every kink is drawn besides
COUNTED = 4001  # places between which bends are counted
STEEPEST = 6.0  # of the weights w at the start; then a unit's turn fits into the window


@dataclass(frozen=True, eq=False)
class BendFit:
    """The curve ŷ = Σ v f(w x + b) + c of k hidden units, and what it is made of.

    The units stand in the order of the places where w x + b = 0, from left to right.
    """

    x: Array  # (n,), rising: an even grid, and every kink
    target: Array  # (n,)
    fit: Array  # (n,), the sum of the units, plus c
    units: Array  # (k, n), what each unit adds: v f(w x + b)
    w: Array  # (k,)
    b: Array  # (k,)
    v: Array  # (k,)
    c: float
    kinks: Array  # (m,), where in [-1, 1] units have their kinks, rising
    kink_units: Array  # (m,), whose they are, from 0
    kink_places: Array  # (m,), where each stands in x
    bends: int | None  # corners and jumps of the fit, counted on it; None where f itself is curved
    most_bends: int | None  # k times the kinks of f
    rmse: float  # root mean squared error on the 121 points shown
    rmse_by_step: Array  # (steps + 1,), of the start that ended best
    rmse_by_start: Array  # (starts,), how each start ended

    @property
    def sums(self) -> Array:
        """What is drawn so far: c alone, then with the first unit, and so on to all: (k + 1, n)."""
        return np.cumsum(np.vstack([np.full_like(self.x, self.c), self.units]), axis=0)


def window_grid(count: int) -> Array:
    """Evenly spaced places in the window."""
    return np.linspace(*WINDOW, count)


def fit_bends(
    target: Target | str,
    activation: Activation | str,
    k: int,
    *,
    starts: int = 24,
    steps: int = 120,
    seed: int = 0,
    **knobs: float,
) -> BendFit:
    """Train k hidden units and one straight output to draw a curve; keep the best of many starts.

    All parameters learn at once, by Levenberg and Marquardt's steps on the mean squared error
    over 121 points; plain descent would need far more of them. An activation without slope,
    such as the step, leaves w and b where they were, and only v and c learn.

    Parameters
    ----------
    target : Target or str
        An entry of `TARGETS`, or its key.
    activation : Activation or str
        Of the hidden units: an entry of `ACTIVATIONS`, or its key.
    k : int
        Hidden units, 1 to 64.
    starts, steps : int
        1 or more each.
    seed : int
        Each start turns every unit one way or the other, somewhere in the window, at random.
    **knobs
        Those of the activation.

    Returns
    -------
    BendFit

    Raises
    ------
    ValueError
        If a key is unknown or an argument out of range.
    """
    curve, f = chosen("target", target, TARGETS), chosen("activation", activation, ACTIVATIONS)
    if whole("k", k, 1) > 64:
        raise ValueError(f"k is {k}; it may be a whole number from 1 to 64")
    rng, shape = np.random.default_rng(whole("seed", seed, 0)), (whole("starts", starts, 1), k)
    w = rng.choice([-1, 1], shape) * rng.uniform(STEEPEST / 2, STEEPEST, shape)
    b = -w * rng.uniform(*WINDOW, shape)  # so w x + b = 0 somewhere in the window
    params = np.concatenate([w, b, np.zeros((len(w), k + 1))], axis=1)  # v and c: nothing drawn yet
    x = window_grid(SHOWN)
    params, errors = levenberg_marquardt(
        lambda params: predict(f, params, x, **knobs), params, curve.value(x), steps=steps
    )
    best = int(np.argmin(errors[-1]))
    return _describe(f, curve, params[best], np.sqrt(errors), best, knobs)


def predict(f: Activation, params: Array, x: Array, **knobs: float) -> tuple[Array, Array]:
    """What networks of one hidden layer draw, and how each point moves with each parameter.

    Parameters
    ----------
    f : Activation
    params : (starts, 3 k + 1)
        Of each network w, b and v of all k units, then c.
    x : (n,)
    **knobs
        Those of the activation.

    Returns
    -------
    y : (starts, n)
    slopes : (starts, n, 3 k + 1)
        Of y along the parameters.
    """
    w, b, v = np.split(params[:, None, :-1], 3, axis=2)  # (starts, 1, k) each
    c = params[:, -1:]  # (starts, 1)
    z = w * x[:, None] + b  # (starts, n, k)
    a = f.value(z, **knobs)
    d_z = v * f.derivative(z, **knobs)
    y = (v * a).sum(axis=2) + c
    return y, np.concatenate([d_z * x[:, None], d_z, a, np.ones_like(z[..., :1])], axis=2)


def count_bends(x: Array, y: Array, *, tolerance: float = 1e-6) -> int:
    """The fewest bends with which straight pieces can run through all points.

    A bend between two points changes the slope at both of them, so it is counted once. So is a
    jump between two points.

    Parameters
    ----------
    x, y : (n,)
        x rising; 3 points or more.
    tolerance : float
        A change of slope counts if it is larger than this share of the steepest slope, > 0.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the shapes do not fit or x does not rise.
    """
    x, y = as_floats(x), as_floats(y)
    if x.ndim != 1 or x.shape != y.shape or len(x) < 3 or not np.all(np.diff(x) > 0):
        raise ValueError(f"x {x.shape} and y {y.shape} must be 3 points or more, x rising")
    slopes = np.diff(y) / np.diff(x)
    rounding = 1e-12 * np.abs(y).max() / np.diff(x).min()  # no change of slope smaller than this
    limit = max(tolerance * np.abs(slopes).max(), rounding)
    bent = np.abs(np.diff(slopes)) > limit  # at x[1], …, x[n - 2]
    edges = np.flatnonzero(np.diff(np.pad(bent, 1).astype(int)))  # where runs begin and end
    runs = edges[1::2] - edges[::2]
    return int(np.sum((runs + 1) // 2))  # two neighbors share a bend


def is_straight(f: Activation, **knobs: float) -> bool:
    """Whether f is made of straight pieces only: it has no more slopes than pieces."""
    slopes = f.derivative(np.linspace(-6, 6, 2001), **knobs)
    return len(np.unique(slopes)) <= len(f.kinks) + 1


def _describe(
    f: Activation, curve: Target, params: Array, rmse: Array, best: int, knobs: dict[str, float]
) -> BendFit:
    """The record of one trained network; rmse is (steps + 1, starts)."""
    w, b, v = _from_left(*np.split(params[:-1], 3))
    kinks, kink_units, kink_z = _kinks(f, w, b)
    c, x = float(params[-1]), _with_kinks(kinks)
    units = v[:, None] * f.value(w[:, None] * x + b[:, None], **knobs)  # (k, n)
    places = np.searchsorted(x, kinks)
    units[kink_units, places] = v[kink_units] * f.value(
        kink_z, **knobs
    )  # on its own side of a jump
    bends = most = None
    if is_straight(f, **knobs):
        fine = window_grid(COUNTED)
        bends = count_bends(fine, predict(f, params[None], fine, **knobs)[0][0])
        most = len(w) * len(f.kinks)
    return BendFit(
        x=x,
        target=curve.value(x),
        fit=units.sum(axis=0) + c,
        units=units,
        w=w,
        b=b,
        v=v,
        c=c,
        kinks=kinks,
        kink_units=kink_units,
        kink_places=places,
        bends=bends,
        most_bends=most,
        rmse=float(rmse[-1, best]),
        rmse_by_step=rmse[:, best],
        rmse_by_start=rmse[-1],
    )


def _from_left(w: Array, b: Array, v: Array) -> tuple[Array, Array, Array]:
    """Units in the order of the places where w x + b = 0; one without weight has none and is last."""
    order = np.argsort(np.divide(-b, w, out=np.full_like(w, np.inf), where=w != 0), kind="stable")
    return w[order], b[order], v[order]


def _with_kinks(kinks: Array) -> Array:
    """Even places all over the window, and every kink; a place next to a kink gives way to it."""
    grid = window_grid(DRAWN)
    near = np.abs(grid[:, None] - kinks).min(axis=1, initial=np.inf) < 1e-9
    return np.union1d(grid[~near], kinks)


def _kinks(f: Activation, w: Array, b: Array) -> tuple[Array, Array, Array]:
    """Where in the window units have their kinks, rising, whose they are, and the z of each."""
    owners = np.repeat(np.flatnonzero(w), len(f.kinks))  # a unit without weight has none
    z = np.tile(f.kinks, np.count_nonzero(w))
    x = (z - b[owners]) / w[owners]
    inside = np.flatnonzero(np.abs(x) <= 1)
    order = inside[np.argsort(x[inside], kind="stable")]
    return x[order], owners[order], z[order]
