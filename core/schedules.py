"""Schedules: how the learning rate changes while a network learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.entries import Array, Knob, as_floats, table
from core.quiet import quiet


@dataclass(frozen=True)
class Schedule:
    """A learning rate that depends on the step; called like a function.

    ``rate(t, lr, **knobs)`` is the bare formula, for steps and rates already checked.
    """

    key: str
    label: str
    rate: Callable[..., Array]
    equation: str
    source: str
    knobs: tuple[Knob, ...] = ()

    def __call__(self, t: Array, lr: Array, **knobs: float) -> Array:
        """The learning rate of step t.

        Parameters
        ----------
        t : int or (...)
            Steps taken before this one, so the first is 0.
        lr : float or (...)
            The rate that the schedule starts from; for warm-up and one cycle, that it rises to. Of
            any shape that broadcasts with ``t``.
        **knobs
            Knobs of the schedule; those left out keep their defaults.

        Returns
        -------
        float or (...)

        Raises
        ------
        ValueError
            If t is negative, lr or a knob is out of range, or the schedule has no such knob.
        """
        t, lr = as_floats(t)[()], as_floats(lr)[()]
        if not np.all((t >= 0) & (t < np.inf)):
            raise ValueError(f"t must be 0 or more, and finite, it is {t}")
        if not np.all((lr > 0) & (lr < np.inf)):
            raise ValueError(f"lr must be positive and finite, it is {lr}")
        self.check(knobs)
        with quiet():
            return self.rate(t, lr, **knobs)

    def check(self, knobs: dict[str, float]) -> None:
        """Raise ValueError if a knob is not one of the schedule's, or out of its range."""
        names = [knob.name for knob in self.knobs]
        for name, value in knobs.items():
            if name not in names:
                raise ValueError(f"{self.key} has no knob {name!r}; its knobs are {names}")
            wanted, fits = RANGES[name]
            if not (np.ndim(value) == 0 and fits(value)):
                raise ValueError(f"{name} must be {wanted}, not {value!r}")


def rates_of(schedule: Schedule, lr: Array, count: int, **knobs: float) -> Array:
    """The learning rate of every step of a training.

    Parameters
    ----------
    schedule : Schedule
    lr : (runs,)
        As in `Schedule`, for each of many runs.
    count : int
        Steps in all. A schedule with an end ends there, unless its knob ``steps`` says otherwise.
    **knobs
        Knobs of the schedule; those left out keep their defaults.

    Returns
    -------
    (count, runs)
        At 0 a training stands still.

    Raises
    ------
    ValueError
        If lr or a knob is out of range, or the schedule has no such knob.
    """
    if any(knob.name == "steps" for knob in schedule.knobs):
        knobs = {"steps": max(count, 1)} | knobs
    return schedule(np.arange(count)[:, None], lr, **knobs)


def planned(schedule: Schedule, count: int, **knobs: float) -> Callable[[int, Array], Array]:
    """The schedule as `core.descent` takes it, worked out once for a walk of so many steps.

    Every schedule multiplies the rate that it starts from, so one list serves all rates.

    Parameters
    ----------
    schedule : Schedule
    count : int
        Steps in all. A schedule with an end ends there, unless its knob ``steps`` says otherwise.
    **knobs
        Knobs of the schedule; those left out keep their defaults.

    Returns
    -------
    callable
        ``(t, lr)`` to the rate of the step after the t-th.
    """
    shares = rates_of(schedule, np.array([1.0]), count, **knobs)[:, 0].tolist()
    return lambda t, lr: lr * shares[t]


POSITIVE = ("positive and finite", lambda k: 0 < k < np.inf)
RANGES = {
    "every": POSITIVE,
    "t0": POSITIVE,
    "steps": POSITIVE,
    "warm": POSITIVE,
    "drop": ("above 0, at most 1", lambda k: 0 < k <= 1),
    "gamma": ("above 0, at most 1", lambda k: 0 < k <= 1),
    "floor": ("from 0 to 1", lambda k: 0 <= k <= 1),
    "rise": ("between 0 and 1", lambda k: 0 < k < 1),
}


def constant(t: Array, lr: Array) -> Array:
    """The same at every step."""
    return lr + 0 * t


def step(t: Array, lr: Array, *, drop: float = 0.5, every: float = 50) -> Array:
    """Stairs: long flat treads, then a sudden drop."""
    return lr * drop ** np.floor(t / every)


def exponential(t: Array, lr: Array, *, gamma: float = 0.99) -> Array:
    """Loses the same share of itself at every step."""
    return lr * gamma**t


def one_over_t(t: Array, lr: Array, *, t0: float = 50) -> Array:
    """Falls quickly, then ever more slowly: its sum is infinite, that of its squares is not."""
    return lr * (t0 / (t + t0))


def cosine(t: Array, lr: Array, *, steps: float = 1000, floor: float = 0.0) -> Array:
    """Falls slowly, quickly, slowly, like the upper half of a wave, and ends on its floor."""
    wave = (1 + np.cos(np.pi * np.minimum(t / steps, 1))) / 2
    return lr * (floor + (1 - floor) * wave)


def warmup(t: Array, lr: Array, *, warm: float = 20) -> Array:
    """Small steps at first, in even stages up to the full rate, which then stays."""
    return lr * np.minimum((t + 1) / warm, 1)


def one_cycle(t: Array, lr: Array, *, steps: float = 1000, rise: float = 0.3) -> Array:
    """Up to a large rate and down again to almost nothing, in half waves."""
    share = np.minimum(t / steps, 1)
    up = LOW + (1 - LOW) * (1 - np.cos(np.pi * share / rise)) / 2
    down = END + (1 - END) * (1 + np.cos(np.pi * (share - rise) / (1 - rise))) / 2
    return lr * np.where(share < rise, up, down)


LOW = 1 / 25  # where one cycle begins and ends, as shares of its peak: PyTorch's defaults
END = LOW / 1e4

STEPS = Knob(
    name="steps",
    symbol="T",
    default=1000,
    ticks=(50, 100, 200, 500, 1000, 2000, 5000, 10_000),
    meaning="steps until the end of the schedule; training fills in its own",
)

SCHEDULES = table(
    (
        Schedule(
            key="constant",
            label="Constant",
            rate=constant,
            equation=r"\eta_t = \eta",
            source="Cauchy 1847",
        ),
        Schedule(
            key="step",
            label="Step decay",
            rate=step,
            equation=r"\eta_t = \eta\, d^{\lfloor t / k \rfloor}",
            source="Krizhevsky, Sutskever & Hinton 2012",
            knobs=(
                Knob(
                    "drop", "d", 0.5, (0.1, 0.2, 0.5, 0.8, 0.9), "share of the rate left by a drop"
                ),
                Knob("every", "k", 50, (10, 20, 50, 100, 200, 500, 1000), "steps between drops"),
            ),
        ),
        Schedule(
            key="exponential",
            label="Exponential decay",
            rate=exponential,
            equation=r"\eta_t = \eta\, \gamma^t",
            source="Senior, Heigold, Ranzato & Yang 2013",
            knobs=(
                Knob(
                    name="gamma",
                    symbol=r"\gamma",
                    default=0.99,
                    ticks=(0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999),
                    meaning="share of the rate that each step leaves",
                ),
            ),
        ),
        Schedule(
            key="one_over_t",
            label="1/t decay",
            rate=one_over_t,
            equation=r"\eta_t = \eta\, \frac{t_0}{t + t_0}",
            source="Robbins & Monro 1951",
            knobs=(
                Knob(
                    name="t0",
                    symbol="t_0",
                    default=50,
                    ticks=(1, 5, 10, 20, 50, 100, 200, 500, 1000),
                    meaning="steps until the rate has halved",
                ),
            ),
        ),
        Schedule(
            key="cosine",
            label="Cosine",
            rate=cosine,
            equation=(
                r"\eta_t = \eta \left( f + \frac{1 - f}{2}"
                r" \left( 1 + \cos \frac{\pi \min(t, T)}{T} \right) \right)"
            ),
            source="Loshchilov & Hutter 2017",
            knobs=(
                STEPS,
                Knob("floor", "f", 0.0, (0.0, 0.01, 0.1, 0.2, 0.5), "share of the rate at the end"),
            ),
        ),
        Schedule(
            key="warmup",
            label="Warm-up",
            rate=warmup,
            equation=r"\eta_t = \eta\, \min\left( \frac{t + 1}{w},\ 1 \right)",
            source="Goyal et al. 2017",
            knobs=(
                Knob(
                    name="warm",
                    symbol="w",
                    default=20,
                    ticks=(1, 5, 10, 20, 50, 100, 200, 500),
                    meaning="steps until the full rate",
                ),
            ),
        ),
        Schedule(
            key="one_cycle",
            label="One cycle",
            rate=one_cycle,
            equation=(
                r"\eta_t = \begin{cases} \eta \left( \ell + (1 - \ell)"
                r" \frac{1 - \cos(\pi s / r)}{2} \right) & s < r \\"
                r" \eta \left( e + (1 - e) \frac{1 + \cos(\pi (s - r) / (1 - r))}{2} \right)"
                r" & s \ge r \end{cases}, \quad s = \min\left( \tfrac{t}{T}, 1 \right),"
                r"\ \ell = \tfrac{1}{25},\ e = \ell \cdot 10^{-4}"
            ),
            source="Smith & Topin 2018 (half waves and both ends as in PyTorch)",
            knobs=(
                STEPS,
                Knob("rise", "r", 0.3, (0.1, 0.2, 0.3, 0.4, 0.5), "share of the steps that go up"),
            ),
        ),
    )
)
