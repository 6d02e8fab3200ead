"""Walks on batches of several sizes, as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.script import stand_alone

if TYPE_CHECKING:
    from core.landscape import Point
    from core.studies.gradient_descent.data_tasks import Task


def script(
    task: Task,
    parts: Sequence[Any],
    *,
    noise: Mapping[str, float],
    runs: Sequence[tuple[str, int, bool, int]],
    rate: str,
    seed: int,
    start: Point,
    ball: tuple[int, float] | None,
) -> str:
    """Today's walks as a script that needs NumPy alone.

    Parameters
    ----------
    parts : sequence of callables
        The core functions that the script needs beside those of the task.
    runs : sequence of (label, batch, replace, steps)
    rate : str
        The learning rate of step t, as Python.
    ball : (batch, rate) or None
        Whose ball to print.
    """
    knobs = "".join(f", {name}={value!r}" for name, value in noise.items())
    lines = [f"walk({label!r}, {batch}, {back}, {steps})" for label, batch, back, steps in runs]
    if ball is not None:
        lines.append(
            f'print("radius of the ball", noise_ball(task, data, {ball[1]!r}, {ball[0]}).radius)'
        )
    main = _MAIN.format(
        task=task,
        cost=task.cost,
        knobs=knobs,
        rate=rate,
        seed=seed,
        start=tuple(map(float, start)),
        runs="\n".join(lines),
    )
    needed = (task.draw, task.pull, task.bend, task.cost.value, task.cost.best, task.cost.predict)
    return stand_alone(*needed, *parts, main=main)


_MAIN = """
from itertools import islice
from types import SimpleNamespace

pull, bend, best = {task.pull.__name__}, {task.bend.__name__}, {cost.best.__name__}
cost = SimpleNamespace(best=best, predict={cost.predict.__name__})
task = SimpleNamespace(pull=pull, bend=bend, cost=cost)
data = {task.draw.__name__}(100, seed=0{knobs})
features = np.stack([data.x, np.ones(100)], axis=1)
np.seterr(over="ignore", invalid="ignore")  # a walk that diverges says so by its numbers


def cost_at(theta):
    return float({cost.value.__name__}(*theta, features=features, targets=data.y))


lowest = best(features, data.y).point
print("best fit", *lowest, cost_at(lowest))


def walk(name, batch, replace, steps):
    theta = np.array({start!r})
    for t, rows in enumerate(drawn(100, batch, steps, [{seed}], replace=replace)[0]):
        theta = theta - {rate} * batch_gradient(task, theta, features[rows], data.y[rows])
    print(name, "after", steps, "steps", *theta, cost_at(theta) - cost_at(lowest))


{runs}
"""
