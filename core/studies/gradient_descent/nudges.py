"""What may take a walk off the ridge of a saddle, and what cannot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entries import Array, table
from core.optimizers import OPTIMIZERS, Trajectory, descend
from core.studies.gradient_descent.saddle import distances, spread
from core.surfaces import SURFACES

SADDLE = SURFACES["saddle"]
START = -1.8  # along the ridge, which is the line y = 0


@dataclass(frozen=True)
class Nudge:
    """A way to start, and to walk on, at a ridge."""

    key: str
    label: str
    rule: str  # of core.optimizers
    beside: bool  # starts a little beside the ridge, not on it
    noisy: bool  # feels slopes with noise


def walk_off(
    nudge: Nudge, *, beside: float, noise: float, steps: int, seed: int = 0, **knobs: float
) -> Trajectory:
    """Walk on x² - y² from the ridge, or from beside it.

    Parameters
    ----------
    nudge : Nudge
    beside : float
        Distance from the ridge at the start, for nudges that start beside it.
    noise : float
        Standard deviation of the noise on each slope, for nudges that are noisy.
    steps : int
    seed : int
        Of the noise.
    **knobs
        ``lr`` and ``beta``; a rule that has no such knob does without.

    Returns
    -------
    Trajectory

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    rule = OPTIMIZERS[nudge.rule]
    names = {knob.name for knob in rule.knobs}
    return descend(
        SADDLE,
        rule,
        (START, beside if nudge.beside else 0.0),
        steps=steps,
        noise=noise if nudge.noisy else 0.0,
        seed=seed,
        **{name: value for name, value in knobs.items() if name in names},
    )


def foretold(
    nudge: Nudge, *, beside: float, noise: float, steps: int, lr: float, beta: float
) -> Array | None:
    """Distance from the ridge that theory promises after 0 to ``steps`` steps.

    With noise it is the standard deviation of the distance, not the distance of one walk. None where
    there is no formula: on the exact ridge nothing happens, and Adam's step is not linear in the
    slope.
    """
    if nudge.noisy:
        return np.array([spread(t, lr=lr, noise=noise) for t in range(steps + 1)])
    if not nudge.beside or nudge.rule not in ("sgd", "momentum"):
        return None
    memory = beta if nudge.rule == "momentum" else 0.0
    return distances(steps, first=beside, lr=lr, beta=memory)


NUDGES = table(
    (
        Nudge("on_ridge", "On the ridge", "sgd", beside=False, noisy=False),
        Nudge("on_with_momentum", "On it, momentum", "momentum", beside=False, noisy=False),
        Nudge("on_with_adam", "On it, Adam", "adam", beside=False, noisy=False),
        Nudge("beside_ridge", "Beside it", "sgd", beside=True, noisy=False),
        Nudge("with_noise", "On it, with noise", "sgd", beside=False, noisy=True),
        Nudge("with_momentum", "Beside it, momentum", "momentum", beside=True, noisy=False),
        Nudge("with_adam", "Beside it, Adam", "adam", beside=True, noisy=False),
    )
)
