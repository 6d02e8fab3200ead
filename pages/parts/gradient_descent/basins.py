"""Where walks from everywhere end: in words, in tables and as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from ui.numerals import short, tex
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.landscape import Point, Surface
    from core.optimizers import Optimizer, Trajectory
    from core.studies.gradient_descent.basins import BasinMap
    from core.studies.gradient_descent.restarts import Restarts

NOT_YET, DIVERGED = -1, -2  # as in core.studies.gradient_descent.basins
SAME = 1e-6  # heights this close count as equal


def tell_map(basins: BasinMap, walk: Trajectory, start: Point) -> str:
    """How many starts end in the lowest minimum, and where the chosen one ends."""
    steps, (x, y) = len(walk.values) - 1, walk.points[-1]
    if walk.outcome == "diverged":
        fate = f"diverges after step {steps}"
    else:
        fate = f"stands at ({x + 0.0:.3g}, {y + 0.0:.3g}), height {walk.values[-1]:.3g}, after {steps} steps"
    several = int(basins.lowest.sum())
    lowest = "the lowest minimum" if several == 1 else f"one of the {several} lowest minima"
    return (
        f"{walk.label} from ({start[0]:.4g}, {start[1]:.4g}) {fate}. Of {basins.reached.size:,} starts "
        f"{percent(basins.chance)} reach {lowest}, {percent(basins.share(NOT_YET))} none yet, "
        f"{percent(basins.share(DIVERGED))} diverge."
    )


def tell_tries(
    walks: Restarts, basins: BasinMap, predicted: float, measured: tuple[float, float]
) -> str:
    """What starting again brings; measured is a share and its standard error."""
    count, level = len(walks.values), basins.lowest.all() and len(basins.heights) > 1
    lowest = float(walks.best_so_far[-1])
    if isfinite(lowest):
        first = next(i for i, v in enumerate(walks.values, 1) if v <= lowest + SAME)
        best = f"height {short(round(lowest, 9))}, first in try {first}"
    else:
        best = "none: all diverged"
    all_alike = f" All {len(basins.heights)} minima are equally low." if level else ""
    return (
        f"Lowest of {count} chance starts: {best}.{all_alike} That one of {count} finds "
        f"{'one of them' if level else 'the lowest'} has a chance of {percent(predicted)} by the map's share, "
        f"measured {percent(measured[0])[:-2]} ± {percent(measured[1])} from many more starts."
    )


def percent(share: float) -> str:
    """A share as it is printed."""
    return f"{100 * share:.1f} %"


def chance_formula(share: float, tries: int, chance: float) -> tuple[str, str]:
    """The chance that one of k tries succeeds, in symbols and in numbers."""
    return (
        r"P(\text{one of } k \text{ starts succeeds}) = 1 - (1 - p)^k",
        rf"1 - (1 - {tex(share)})^{{{tries}}} {'=' if chance in (0, 1) else chr(92) + 'approx'} {tex(chance)}",
    )


def table_of_map(basins: BasinMap) -> dict[str, Sequence[Any]]:
    """All starts and ends, a row a start; -1 is not yet, -2 diverged."""
    rows = [
        (x, y, reached, *end)
        for y, line, ends in zip(basins.y, basins.reached, basins.ends, strict=True)
        for x, reached, end in zip(basins.x, line, ends, strict=True)
    ]
    names = ("start x", "start y", "minimum", "end x", "end y")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def table_of_tries(walks: Restarts) -> dict[str, Sequence[Any]]:
    """All tries that stayed, a row each."""
    rows = [
        (i, *start, value, lowest)
        for i, (start, value, lowest) in enumerate(
            zip(walks.starts, walks.values, walks.best_so_far, strict=True), 1
        )
        if isfinite(value)
    ]
    names = ("try", "start x", "start y", "height at the end", "lowest so far")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def map_script(
    surface: Surface,
    rule: Optimizer,
    knobs: Mapping[str, float],
    start: Point,
    steps: int,
    basins: BasinMap,
    near: float,
) -> str:
    """The map and the walk on it as a script that needs NumPy alone."""
    main = _MAIN.format(
        surface=surface,
        init=rule.init.__name__,
        step=rule.step.__name__,
        knobs=", ".join(f"{name}={value!r}" for name, value in knobs.items()),
        start=tuple(start),
        steps=steps,
        count=len(basins.x),
        near=near,
        minima=basins.minima.tolist(),
        heights=basins.heights.tolist(),
    )
    return stand_alone(surface.value, surface.gradient, rule.init, rule.step, main=main)


_MAIN = """
np.seterr(all="ignore")  # a walk that diverges says so by its numbers
value, gradient = {surface.value.__name__}, {surface.gradient.__name__}
window, minima, heights = np.array({surface.window!r}), np.array({minima}), {heights}
diagonal = np.hypot(*np.ptp(window, axis=1))


def ends(starts):
    points, state = starts, {init}(starts)
    first = value(*starts.T)
    limit, gone = 1e6 * np.maximum(1, np.abs(first)), np.zeros(len(starts), dtype=bool)
    for _ in range({steps}):
        new, state = {step}(points, gradient(*points.T).T, state, {knobs})
        near = (np.hypot(*(new - starts).T) <= 10 * diagonal) & (np.abs(value(*new.T)) <= limit)
        points = np.where(gone[:, None], points, new)
        gone |= ~near
    return points, gone


points, gone = ends(np.array([{start!r}]))
print("from", *{start!r}, "diverges" if gone[0] else "to", *points[0], value(*points[0]))
x, y = (np.linspace(low, high, {count}) for low, high in window)
points, gone = ends(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
reached = np.where(gone, -2, -1)
for index, place in enumerate(minima):
    close = np.hypot(*(points - place).T) <= {near} * diagonal
    reached[close & ~gone] = index
for index, (place, height) in enumerate(zip(minima, heights)):
    print("minimum", *place, height, "share in percent", 100 * (reached == index).mean())
lowest = np.flatnonzero(np.array(heights) <= heights[0] + 1e-6)
print("lowest, in percent", 100 * np.isin(reached, lowest).mean())
print("none yet, in percent", 100 * (reached == -1).mean())
print("diverged, in percent", 100 * (reached == -2).mean())
"""
