"""Backpropagation one small step at a time: every step says what it computes, in symbols and in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.activations import ACTIVATIONS
from core.entries import Array
from core.formula import Formula
from core.network import Network, Trace, trace, update
from core.studies.backpropagation.out_of_order import out_of_order
from core.studies.backpropagation.step_formulas import formulas
from core.studies.backpropagation.worked_example import (
    HIDDEN,
    NAMES,
    OUTPUT,
    PARAMETERS,
    UNITS,
    Example,
    Unit,
    parameters_of,
    pretty,
    slopes_of,
)

Phase = Literal["forward", "loss", "backward", "update"]


@dataclass(frozen=True, eq=False)
class Step:
    """One small step of the computation."""

    phase: Phase
    title: str
    says: str
    lit: tuple[str, ...]  # names of units, weights and biases that take part
    formula: Formula
    found: Mapping[str, float]  # what is known from here on


@dataclass(frozen=True, eq=False)
class Walk:
    """One pass forward, one back, one update, and forward again; ``steps`` in the order they happen."""

    given: Mapping[str, float]
    units: Mapping[str, Unit]
    steps: tuple[Step, ...]
    run: Trace  # before the update; its backward pass is the one that was used
    moved: Network
    again: Trace  # after the update

    def known(self, step: int) -> dict[str, float]:
        """Every number that is known once the first ``step`` steps are done."""
        found = dict(self.given)
        for done in self.steps[:step]:
            found |= done.found
        return found


class _Plan(NamedTuple):
    """A step before its numbers are filled in: ``about`` names its formula, ``finds`` its results."""

    phase: Phase
    title: str
    says: str
    lit: tuple[str, ...]
    about: str
    finds: tuple[str, ...]


def walk(
    example: Example, lr: float, *, update_biases: bool = False, too_early: bool = False
) -> Walk:
    """Walk through one update of the 2-2-2 network.

    Parameters
    ----------
    example : Example
    lr : float
        Learning rate.
    update_biases : bool
        The example as published leaves them where they are.
    too_early : bool
        Make the mistake of `out_of_order`: update the output weights, then send the slopes through them.

    Returns
    -------
    Walk
    """
    network = example.network
    run = trace(network, example.x, example.y, "half_sse")
    if too_early:
        run = out_of_order(network, run, lr)
    moved = update(network, run, lr, update_biases)
    again = trace(moved, example.x, example.y, "half_sse")
    numbers = named_numbers(example, run, moved, again) | {"lr": lr}
    written = formulas(numbers, update_biases=update_biases, too_early=too_early)
    steps = tuple(
        _step(plan, written, numbers)
        for plan in _plans(update_biases, too_early, fell=again.loss < run.loss)
    )
    given = {name: numbers[name] for name in (*NAMES, "lr")}
    return Walk(given, UNITS, steps, run, moved, again)


def named_numbers(example: Example, run: Trace, moved: Network, again: Trace) -> dict[str, float]:
    """Every number of a walk by its name: h1, z_h1, bend_h1 (the slope of the bend), delta_h1, slope_w1, new_w1, …"""
    bend = ACTIVATIONS["sigmoid"].derivative
    numbers = _by_name("", NAMES[:2], example.x) | _by_name("", NAMES[2:4], example.y)
    numbers |= _by_name("", PARAMETERS, parameters_of(example.network))
    numbers |= _by_name("slope_", PARAMETERS, slopes_of(run))
    numbers |= _by_name("new_", PARAMETERS, parameters_of(moved))
    for names, step, back, later in zip(
        (HIDDEN, OUTPUT), run.forward, run.backward, again.forward, strict=True
    ):
        numbers |= _by_name("", names, step.out) | _by_name("z_", names, step.z)
        numbers |= _by_name("bend_", names, bend(step.z)) | _by_name("d_", names, back.d_out)
        numbers |= _by_name("delta_", names, back.d_z)
        numbers |= _by_name("new_", names, later.out) | _by_name("new_z_", names, later.z)
    return numbers | {"loss": run.loss, "new_loss": again.loss}


def _by_name(prefix: str, names: Iterable[str], values: Array) -> dict[str, float]:
    return {f"{prefix}{name}": float(v) for name, v in zip(names, values.ravel(), strict=True)}


def _step(plan: _Plan, written: Mapping[str, Formula], numbers: Mapping[str, float]) -> Step:
    """A plan with its formula and its results."""
    found = {name: numbers[name] for name in plan.finds}
    return Step(plan.phase, plan.title, plan.says, plan.lit, written[plan.about], found)


def _plans(update_biases: bool, too_early: bool, fell: bool) -> Iterator[_Plan]:
    """The steps in their order, which is what `too_early` gets wrong."""
    yield from map(_forward, UNITS)
    yield _loss("", "How wrong is the answer? Half the sum of the squared misses.")
    yield from map(_output_blame, OUTPUT)
    yield from map(_slopes, OUTPUT)
    if too_early:
        yield _update("output", OUTPUT, update_biases, "Too early: the slopes have yet to pass.")
    for plan in (*map(_hidden_blame, HIDDEN), *map(_slopes, HIDDEN)):
        yield plan._replace(title=f"{plan.title} (wrong)") if too_early else plan
    if not too_early:
        yield _update("output", OUTPUT, update_biases)
    yield _update("hidden", HIDDEN, update_biases)
    finds = tuple(f"new_{part}{name}" for name in UNITS for part in ("z_", ""))
    says = "The same input, through the new weights."
    yield _Plan("forward", "Forward again", says, tuple(UNITS), "again", finds)
    yield _loss("new_", "It fell." if fell else "It did not fall.")


def _forward(name: str) -> _Plan:
    says = f"{pretty(name)} weighs what comes in, adds its bias, and bends the sum."
    lit, finds = (name, *UNITS[name].weights), (f"z_{name}", name)
    return _Plan("forward", f"Forward through {pretty(name)}", says, lit, f"forward_{name}", finds)


def _loss(age: str, says: str) -> _Plan:
    title = "The loss again" if age else "The loss"
    return _Plan("loss", title, says, ("loss", *OUTPUT), f"{age}loss", (f"{age}loss",))


def _output_blame(name: str) -> _Plan:
    says = f"How fast does the loss change with z at {pretty(name)}? The miss, times the slope of the bend."
    return _blame(name, (name, "loss"), says)


def _hidden_blame(name: str) -> _Plan:
    place = list(HIDDEN).index(name)
    paths = (unit.weights[place] for unit in OUTPUT.values())
    says = f"{pretty(name)} acts on the loss along two paths, one through each output: what comes back along them adds up."
    return _blame(name, (name, *paths), says)


def _blame(name: str, lit: tuple[str, ...], says: str) -> _Plan:
    finds = (f"d_{name}", f"bend_{name}", f"delta_{name}")
    return _Plan(
        "backward", f"The blame at {pretty(name)}, δ = ∂L/∂z", says, lit, f"delta_{name}", finds
    )


def _slopes(name: str) -> _Plan:
    unit = UNITS[name]
    lit = (*unit.weights, unit.bias)
    title = f"Slopes of the weights into {pretty(name)}"
    says = "The share of a weight: the blame at its end, times what came in at its start."
    return _Plan(
        "backward", title, says, lit, f"slopes_{name}", tuple(f"slope_{key}" for key in lit)
    )


def _update(
    layer: str,
    units: Mapping[str, Unit],
    update_biases: bool,
    says: str = "Every weight moves a little against its own slope.",
) -> _Plan:
    lit = tuple(key for unit in units.values() for key in unit.weights)
    if update_biases:
        lit += tuple(unit.bias for unit in units.values())
    finds = tuple(f"new_{key}" for key in lit)
    return _Plan("update", f"Update the {layer} weights", says, lit, layer, finds)
