"""One step of a learning rule: in words, in a table, in formulas and as a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.descent import DIVERGED_AT
from ui.numerals import short
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Point, Surface
    from core.optimizers import Optimizer, Trajectory
    from core.studies.gradient_descent.inside_step import OpenStep
    from core.studies.gradient_descent.step_quantities import Quantity

OverTime = Mapping[str, "Array"]
# Name of a number -> what it means to the eye, and what it is called.
STRIPS = {
    "gradient": ("slope", "slope g"),
    "m": ("memory", "mean of slopes m"),
    "m_hat": ("memory", "mean of slopes m̂"),
    "c": ("memory", "mix of memory and slope c"),
    "direction": ("memory", "direction d"),
    "v": ("squares", "mean of squared slopes v"),
    "v_hat": ("squares", "mean of squared slopes v̂"),
    "total": ("squares", "sum of squared slopes G"),
    "u": ("squares", "mean of squared moves u"),
    "rate": ("rate", "effective rate α"),
    "moved": ("move", "move Δθ"),
}
VELOCITY = ("memory", "velocity v")
PARTS = {
    "slope": "the share of the newest slope",
    "memory": "the share of the memory",
    "sign": "the sign of the mix",
    "decay": "the decay",
}


def strip_of(name: str, step: OpenStep) -> tuple[str, str]:
    """What a number means to the eye, and its heading with today's values; v is a velocity in rules without an ε."""
    kind, words = VELOCITY if name == "v" and "eps" not in step.numbers else STRIPS[name]
    return kind, f"{words} {pair(step.numbers[name])}"


def pair(values: Sequence[float], digits: int = 3) -> str:
    """Two coordinates as they are printed."""
    return f"({', '.join(short(float(value), digits) for value in values)})"


def tell_step(
    surface: Surface,
    walk: Trajectory,
    step: OpenStep,
    asked: int,
    compared: tuple[str, float, int] | None,
) -> str:
    """The step in a sentence: slope, parts, move; and how far another walk is from this one."""
    parts = ", ".join(
        f"{PARTS[k]} is {pair(arrow)}" for k, arrow in step.arrows.items() if any(arrow)
    )
    parts = f"{parts}; " if parts else ""
    text = (
        f"{walk.label} on {surface.label}, step {step.t} of {len(walk.points) - 1}, at {pair(step.before)}: "
        f"the slope is {pair(step.numbers['gradient'])}; {parts}"
        f"the move is {pair(step.numbers['moved'], 4)}."
    )
    if walk.outcome == "diverged":
        text += f" This walk diverges after step {len(walk.points) - 1}: its height passes {DIVERGED_AT:,.0f} times that of the start, or it is far from the window."
        text += f" There is no step {asked}." if asked > step.t else ""
    if compared:
        label, apart, when = compared
        if apart < 1e-12:
            text += f" It is the same path as that of {label}, to the last digit or two."
        else:
            text += f" It is farthest from {label} after step {when}: {short(apart, 3)} apart."
    return text


def numbers_table(
    step: OpenStep,
    other: OpenStep | None,
    names: Sequence[str],
    quantity: Callable[[str], Quantity],
    paint: Callable[[str], str],
    labels: tuple[str, str],
) -> str:
    """Every number of the step, in Markdown; beside it that of the walk it is compared with."""
    head = ["", "", f"{labels[0]}: x", "y"] + ([f"{labels[1]}: x", "y"] if other else [])
    rows = [head, ["---"] * len(head)]
    for name in names:
        cells = [f"${paint(quantity(name).symbol)}$", quantity(name).meaning]
        for one in (step, other) if other else (step,):
            cells += (
                [short(float(v), 5) for v in one.numbers[name]]
                if name in one.numbers
                else ["–"] * 2
            )
        rows.append(cells)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def table_of_steps(walk: Trajectory, numbers: OverTime) -> dict[str, Sequence[Any]]:
    """Every number of every step, a row a step."""
    count = len(walk.points) - 1
    columns: dict[str, Sequence[Any]] = {"step": list(range(1, count + 1))}
    for i, axis in enumerate("xy"):
        columns |= {f"{name}_{axis}": values[:, i].tolist() for name, values in numbers.items()}
    return columns


def step_script(
    surface: Surface,
    rule: Optimizer,
    knobs: Mapping[str, float],
    start: Point,
    t: int,
    watched: Callable[..., Any],
) -> str:
    """Today's step as a script that needs NumPy alone: it prints what every name in the rule's code stood for."""
    main = _MAIN.format(
        start=tuple(start),
        t=t,
        knobs=dict(knobs),
        value=surface.value.__name__,
        gradient=surface.gradient.__name__,
        init=rule.init.__name__,
        step=rule.step.__name__,
    )
    return stand_alone(surface.value, surface.gradient, rule.init, rule.step, watched, main=main)


_MAIN = """
import inspect
import sys

np.seterr(all="ignore")  # a walk that diverges says so by its numbers
point, knobs = np.array({start!r}), {knobs!r}
state = {init}(point)
for t in range(1, {t} + 1):
    before = point
    (point, state), names = watched({step}, before, {gradient}(*before), state, **knobs)
names.pop("state")
for name, number in names.items():
    print(name, *np.atleast_1d(number).tolist())
print("moved", *(point - before).tolist())
print("height", {value}(*point))
"""
