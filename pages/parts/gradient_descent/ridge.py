"""Walks at the ridge of a saddle: in words, in formulas, in a table and as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from ui.numerals import short, tex
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.landscape import Surface
    from core.optimizers import Trajectory
    from core.studies.gradient_descent.nudges import Nudge

Walks = Mapping[str, tuple["Nudge", "Trajectory"]]


def tell_ridge(walks: Walks, left: Mapping[str, float], lr: float, steps: int) -> str:
    """When each walk is more than 1 away from the ridge."""
    fates, still = [], []
    for key, (nudge, walk) in walks.items():
        away = abs(float(walk.points[-1, 1]))
        if isfinite(left[key]):
            fates.append(f"{nudge.label} after {left[key]:.0f} steps")
        elif away == 0:
            still.append(nudge.label)
        else:
            fates.append(f"{nudge.label} never, it is {short(away, 3)} away")
    notes = [f" More than 1 from the ridge: {'; '.join(fates)}."] if fates else []
    if still:
        notes.append(f" Exactly 0 away, so without a line at the right: {'; '.join(still)}.")
    if any(walk.outcome == "diverged" for _, walk in walks.values()):
        notes.append(" Lines that end at a cross have diverged.")
    if any(nudge.noisy for nudge, _ in walks.values()):
        notes.append(" Dotted for noise: the standard deviation of many walks.")
    return f"x² − y², η = {lr:g}, {steps} steps.{''.join(notes)}"


def growth_formulas(
    walks: Walks, factors: Mapping[str, float], lr: float, beta: float, noise: float
) -> list[tuple[str, str]]:
    """What a step does to the distance from the ridge, in symbols and in numbers."""
    pairs = [
        (
            r"y \leftarrow y - \eta \frac{\partial f}{\partial y} = (1 + 2\eta)\, y",
            rf"(1 + 2 \cdot {tex(lr)})\, y = {tex(1 + 2 * lr)}\, y, \quad {tex(1 + 2 * lr)} \cdot 0 = 0",
        )
    ]
    if "with_momentum" in walks:
        pairs.append(
            (
                r"r^2 - (1 + \beta + 2\eta)\, r + \beta = 0: \quad"
                r" r = \frac{1 + \beta + 2\eta + \sqrt{(1 + \beta + 2\eta)^2 - 4\beta}}{2}",
                rf"\beta = {tex(beta)}: \quad r = {tex(factors['with_momentum'], 5)}",
            )
        )
    if "with_noise" in walks:
        pairs.append(
            (
                r"y \leftarrow (1 + 2\eta)\, y - \eta \sigma \xi, \quad \xi \sim \mathcal{N}(0, 1)",
                rf"{tex(1 + 2 * lr)}\, y - {tex(lr)} \cdot {tex(noise)}\, \xi",
            )
        )
    return pairs


def table_of_distances(walks: Walks) -> dict[str, Sequence[Any]]:
    """All walks, a row a step."""
    rows = [
        (nudge.label, t, *walk.points[t])
        for nudge, walk in walks.values()
        for t in range(len(walk.values))
    ]
    return dict(zip(("start", "step", "x", "y"), zip(*rows, strict=True), strict=True))


def ridge_script(
    surface: Surface,
    walks: Walks,
    rules: Mapping[str, Any],
    knobs: Mapping[str, Mapping[str, float]],
    setting: Mapping[str, Any],
) -> str:
    """Today's walks as a script that needs NumPy alone.

    Parameters
    ----------
    rules : mapping of nudge key to Optimizer
    knobs : mapping of nudge key to the knobs of its walk
    setting : mapping
        ``x``, ``beside``, ``noise``, ``steps``, ``seed``.
    """
    runs = []
    for key, (nudge, _) in walks.items():
        rule, own = rules[key], "".join(f", {n}={v!r}" for n, v in knobs[key].items())
        y = setting["beside"] if nudge.beside else 0.0
        noise = setting["noise"] if nudge.noisy else 0.0
        runs.append(
            f'walk("{nudge.label}", {rule.init.__name__}, {rule.step.__name__}, {y!r}, {noise!r}{own})'
        )
    main = _MAIN.format(surface=surface, runs="\n".join(runs), **setting)
    parts = [part for rule in rules.values() for part in (rule.init, rule.step)]
    return stand_alone(surface.value, surface.gradient, *parts, main=main)


_MAIN = """
value, gradient = {surface.value.__name__}, {surface.gradient.__name__}
(x_low, x_high), (y_low, y_high) = {surface.window!r}
reach = 10 * np.hypot(x_high - x_low, y_high - y_low)  # farther away a walk has diverged


def walk(name, init, step, y, noise, **knobs):
    start = point = np.array([{x!r}, y])
    state, rng, left = init(point), np.random.default_rng({seed}), None
    for t in range({steps} + 1):
        print(f"{{name}}:", t, *point)
        if left is None and abs(point[1]) > 1:
            left = t
        if t == {steps} or np.hypot(*(point - start)) > reach:
            break
        slope = gradient(*point) + (noise * rng.standard_normal(2) if noise else 0)
        point, state = step(point, slope, state, **knobs)
    print(f"{{name}}: more than 1 from the ridge after", left, "steps; at the end", abs(point[1]))


{runs}
"""
