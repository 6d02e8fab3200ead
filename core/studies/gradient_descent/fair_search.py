"""A fair race gives every rule its own best rate: the same rates tried by all, in one pass each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from core.descent import Optimizer, Schedule
from core.entries import Array
from core.landscape import Point, Surface
from core.studies.gradient_descent.arrival import EPSILON, floor, steps_to_stay
from core.studies.gradient_descent.many_walks import moments

# Three digits, so that the rate on the screen is the rate that ran.
RATES = tuple(float(f"{rate:.3g}") for rate in np.geomspace(1e-4, 10, 64))


@dataclass(frozen=True, eq=False)
class RateSearch:
    """How one rule fared at every rate. Walks that diverged keep the height at which they left."""

    key: str
    label: str
    rates: Array  # (n,), rising
    final: Array  # (n,), height at the end
    lowest: Array  # (n,), lowest height on the way
    arrived: Array  # (n,), steps until within epsilon of the lowest minimum for good, inf for never
    diverged: Array  # (n,), True or False
    best: int  # index of the best rate

    @property
    def best_rate(self) -> float:
        """The rate with which this rule should race."""
        return float(self.rates[self.best])

    @property
    def at_the_end(self) -> bool:
        """Whether the best rate is the first or last tried, so that a better one may lie outside."""
        return self.best in (0, len(self.rates) - 1)


def fair_search(
    surface: Surface,
    rules: Iterable[Optimizer],
    start: Point,
    *,
    steps: int = 300,
    rates: Array = RATES,
    epsilon: float = EPSILON,
    schedule: Schedule | None = None,
    knobs: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, RateSearch]:
    """Try the same learning rates with every rule, and find the best for each.

    The best rate ends lowest. Ends within ``epsilon`` of the lowest minimum count as equally low;
    among those the fewest steps until they stay there win, then the lower end, then the
    smaller rate. A walk that diverged is last, wherever it left.

    Parameters
    ----------
    surface : Surface
    rules : iterable of Optimizer
    start : (2,)
    steps : int
        The same for all.
    rates : (n,)
        Rising, > 0; by default 64 from 1e-4 to 10, evenly spaced on a log scale.
    epsilon : float
        Height above the lowest minimum that counts as arrived, > 0.
    schedule : callable, optional
        As in `core.descent.descend`; each rate is then the one that the schedule is given.
    knobs : mapping, optional
        A rule's other knobs under its key; those left out keep their defaults.

    Returns
    -------
    dict
        A `RateSearch` for each rule, under its key.

    Raises
    ------
    ValueError
        If the rates do not rise, or anything else is out of range.
    """
    rates = np.array(rates, dtype=np.float64)
    if rates.ndim != 1 or not rates.size or not (np.diff(rates) > 0).all():
        raise ValueError(f"rates must be one number or more, rising, not {rates}")
    searches = {}
    for rule in rules:
        own = (knobs or {}).get(rule.key, {})
        starts = np.tile(np.asarray(start), (len(rates), 1))
        how = {"steps": steps, "schedule": schedule, **own, "lr": rates}
        walked = list(moments(surface, rule, starts, **how))
        values = np.array([moment.values for moment in walked])  # (T + 1, n)
        searches[rule.key] = _judged(rule, rates, values, walked[-1].gone, floor(surface), epsilon)
    return searches


def _judged(
    rule: Optimizer,
    rates: Array,
    values: Array,
    diverged: Array,
    bottom: float | None,
    epsilon: float,
) -> RateSearch:
    """What the heights of all walks, (T + 1, n), say about the rates."""
    arrived = np.where(diverged, np.inf, steps_to_stay(values, bottom, epsilon))
    final = np.where(diverged, np.inf, values[-1])
    low_enough = -np.inf if bottom is None else bottom + epsilon
    order = np.lexsort((rates, final, arrived, np.maximum(final, low_enough)))  # last key first
    return RateSearch(
        key=rule.key,
        label=rule.label,
        rates=rates,
        final=values[-1],
        lowest=values.min(axis=0),
        arrived=arrived,
        diverged=diverged,
        best=int(order[0]),
    )
