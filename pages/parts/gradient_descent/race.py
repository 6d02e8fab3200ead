"""A race in words, in a table and as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charts.landscape import LOWEST
from core.descent import DIVERGED_AT, STRAYED_AT
from core.studies.gradient_descent.arrival import floor
from ui.numerals import short
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.landscape import Point, Surface
    from core.optimizers import Trajectory
    from core.studies.gradient_descent.fair_search import RateSearch
    from core.studies.gradient_descent.race import Standing


def tell_race(surface: Surface, start: Point, walks: Mapping[str, Trajectory]) -> str:
    """The race in one sentence."""
    ends = [
        f"{walk.label} diverges after step {len(walk.values) - 1}"
        if walk.outcome == "diverged"
        else f"{walk.label} stands at height {walk.values[-1]:.3g} after {len(walk.values) - 1} steps"
        for walk in walks.values()
    ]
    text = f"{surface.label}, from ({start[0]:.4g}, {start[1]:.4g}) at height {surface.value(*start):.3g}: {'; '.join(ends)}."
    if any(walk.outcome == "diverged" for walk in walks.values()):
        text += (
            f" A walk counts as diverged, and stops, when its height passes {DIVERGED_AT:,.0f} times that of the start"
            f" (at least {DIVERGED_AT:,.0f}), or {STRAYED_AT} diagonals of the window away from it."
        )
    return text + _out_of_sight(surface, walks)


def _out_of_sight(surface: Surface, walks: Mapping[str, Trajectory]) -> str:
    """Who falls below the chart of heights."""
    bottom = floor(surface)
    below = [
        walk.label
        for walk in walks.values()
        if bottom is not None and walk.values.min() - bottom < LOWEST
    ]
    if not below:
        return ""
    return f" The chart of heights ends at {short(LOWEST)}: {', '.join(below)} {'falls' if len(below) == 1 else 'fall'} below it."


def standings_table(
    standings: Mapping[str, Standing], rates: Mapping[str, float], epsilon: float, minimum: bool
) -> str:
    """How every walk fared, in Markdown: who arrives first stands first; ``minimum`` is whether there is one."""
    first = sorted(
        standings.items(),
        key=lambda row: (
            row[1].outcome == "diverged",
            row[1].arrived is None,
            row[1].arrived or 0,
            row[1].final,
        ),
    )
    rows = [
        f"| {standing.label} | {short(rates[key], 3) if key in rates else '–'} "
        f"| {'–' if standing.arrived is None else standing.arrived} | {short(standing.final, 3)} "
        f"| {short(standing.length, 3)} | {_outcome(standing, minimum)} |"
        for key, standing in first
    ]
    head = f"| | η | steps until within {epsilon:g} for good | height at the end | length of the path | outcome |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def _outcome(standing: Standing, minimum: bool) -> str:
    if standing.outcome == "diverged":
        return f"diverged after step {standing.steps}"
    if not minimum:
        return "no minimum"
    if standing.arrived is not None:
        return "arrived"
    return "not there yet"


def tell_search(searches: Mapping[str, RateSearch], steps: int, tried: int, minimum: bool) -> str:
    """The best rates in one sentence."""
    best = "; ".join(
        f"{s.label} {short(s.best_rate, 3)}{' (at the end of the range)' if s.at_the_end else ''}"
        for s in searches.values()
    )
    gone = "; ".join(
        f"{s.label} from {short(float(s.rates[s.diverged].min()), 3)}"
        for s in searches.values()
        if s.diverged.any()
    )
    return (
        f"{tried} rates each, {steps} steps, the same start. Best: {best}. "
        f"{f'Diverged: {gone}' if gone else 'None diverged'}. "
        f"{_CRITERION if minimum else _NO_BOTTOM} Other knobs, such as β, are not tuned."
    )


_CRITERION = "Best is who is down for good first; where no rate gets there, who ends lowest."
_NO_BOTTOM = "There is no minimum here, so best is who falls deepest before it counts as diverged."


def table_of_walks(walks: Mapping[str, Trajectory]) -> dict[str, Sequence[Any]]:
    """All walks as one table, a row a step."""
    rows = [
        (walk.label, t, *walk.points[t], walk.values[t])
        for walk in walks.values()
        for t in range(len(walk.values))
    ]
    return dict(zip(("rule", "step", "x", "y", "height"), zip(*rows, strict=True), strict=True))


def table_of_rates(searches: Mapping[str, RateSearch]) -> dict[str, Sequence[Any]]:
    """What every rate led to, a row a rate; infinite steps are written as -1."""
    rows = [
        (s.label, rate, final, int(arrived) if arrived < 1e9 else -1, bool(gone))
        for s in searches.values()
        for rate, final, arrived, gone in zip(s.rates, s.final, s.arrived, s.diverged, strict=True)
    ]
    names = ("rule", "rate", "height at the end", "steps to arrive", "diverged")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def race_script(
    surface: Surface,
    racers: Sequence[Any],
    knobs: Mapping[str, Mapping[str, float]],
    start: Point,
    steps: int,
    plan: tuple[Any, Mapping[str, float]] | None,
) -> str:
    """Today's race as a script that needs NumPy alone.

    Parameters
    ----------
    racers : sequence of Optimizer or Ceiling
    knobs : mapping of racer key to its knobs
    plan : (Schedule, knobs), optional
        How the rate changes.
    """
    runs = "\n".join(
        f'walk("{r.label}", {r.init.__name__}, {_step_of(r, knobs[r.key])}{_more(knobs[r.key])})'
        for r in racers
    )
    parts = [function for racer in racers for function in (racer.init, racer.step)]
    rate = "lr"
    if plan:
        schedule, own = plan
        rate = f"{schedule.rate.__name__}(np.float64(t), {', '.join(['lr', *_named(own)])})"
        parts.append(schedule.rate)
    main = _MAIN.format(surface=surface, start=tuple(start), steps=steps, rate=rate, runs=runs)
    return stand_alone(surface.value, surface.gradient, surface.hessian, *parts, main=main)


def _step_of(racer: Any, knobs: Mapping[str, float]) -> str:
    """How the script calls a racer's step: those without a rate look at the surface itself."""
    name = racer.step.__name__
    return name if "lr" in knobs else f"partial({name}, surface)"


def _named(knobs: Mapping[str, float]) -> list[str]:
    return [f"{name}={value!r}" for name, value in knobs.items()]


def _more(knobs: Mapping[str, float]) -> str:
    return "".join(f", {knob}" for knob in _named(knobs))


_MAIN = """
from types import SimpleNamespace

value, gradient = {surface.value.__name__}, {surface.gradient.__name__}
surface = SimpleNamespace(value=value, gradient=gradient, hessian={surface.hessian.__name__})
np.seterr(over="ignore", invalid="ignore")  # a walk that diverges says so by its numbers


def walk(name, init, move, **knobs):
    point = np.array({start!r})
    state = init(point)
    lr = knobs.get("lr")
    for t in range({steps}):
        print(name, t, *point, value(*point))
        if lr is not None:
            knobs["lr"] = {rate}
        point, state = move(point, gradient(*point), state, **knobs)
    print(name, {steps}, *point, value(*point))


{runs}
"""
