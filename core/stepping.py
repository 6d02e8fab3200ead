"""What all learning rules share: their knobs, and the check on what they are given."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import inf

import numpy as np

from core.entries import Array, Knob
from core.quiet import quiet

RANGES = {
    "lr": ("positive and finite", lambda k: (k > 0) & (k < inf)),
    "eps": ("positive and finite", lambda k: (k > 0) & (k < inf)),
    "weight_decay": ("0 or more, and finite", lambda k: (k >= 0) & (k < inf)),
    "beta": ("from 0 up to, not including, 1", lambda k: (k >= 0) & (k < 1)),
}
RANGES |= dict.fromkeys(("rho", "beta1", "beta2"), RANGES["beta"])


def learning_rule(step: Callable) -> Callable:
    """Check what a step is given, then let numbers too large for a float overflow silently."""

    @wraps(step)
    def checked(params: Array, gradient: Array, state: tuple, **knobs: float) -> tuple:
        if params.shape != gradient.shape:
            raise ValueError(f"params {params.shape} and gradient {gradient.shape} must match")
        check_knobs(knobs)
        with quiet():
            return step(params, gradient, state, **knobs)

    return checked


def check_knobs(knobs: dict[str, float]) -> None:
    """Raise ValueError if a knob is out of its range. A knob may be an array of rates."""
    for name, value in knobs.items():
        if name not in RANGES:
            continue  # Python itself refuses a keyword that the step does not have
        wanted, fits = RANGES[name]
        fit = fits(value)
        if not (fit if isinstance(fit, bool) else np.all(fit)):  # np.all costs more than a step
            raise ValueError(f"{name} must be {wanted}, not {value!r}")


def _ladder(lowest: int, highest: int) -> tuple[float, ...]:
    """1, 2, 5, 10, ... between two powers of ten, both included."""
    rungs = [float(f"{digit}e{power}") for power in range(lowest, highest) for digit in (1, 2, 5)]
    return (*rungs, 10.0**highest)


MEMORIES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


def lr_knob(default: float, meaning: str) -> Knob:
    """The learning rate."""
    return Knob("lr", r"\eta", default, _ladder(-4, 1), meaning)


def memory_knob(name: str, symbol: str, default: float, meaning: str) -> Knob:
    """The share of an average that a step keeps: about the last 1 / (1 - share) steps count."""
    return Knob(name, symbol, default, MEMORIES, meaning)


def eps_knob(default: float, meaning: str = "keeps the division finite") -> Knob:
    """The small number beside a root."""
    ticks = tuple(float(f"1e{power}") for power in range(-10, 0))
    return Knob("eps", r"\varepsilon", default, ticks, meaning)


def decay_knob(default: float) -> Knob:
    """The pull of the weights towards zero."""
    ticks = (0.0, *_ladder(-3, 0))
    return Knob("weight_decay", r"\lambda", default, ticks, "pull of the parameters towards 0")
