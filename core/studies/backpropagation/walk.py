"""Backpropagation one small step at a time: every step says what it computes, in symbols and in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from core.formula import Formula
from core.network import Network, Trace, trace, update
from core.studies.backpropagation.labels import Labels, labels_for
from core.studies.backpropagation.layer_formulas import layer_formula
from core.studies.backpropagation.mistakes import MISTAKES, backward_with
from core.studies.backpropagation.numbers import given_numbers, named_numbers
from core.studies.backpropagation.plans import Plan, plans
from core.studies.backpropagation.problem import Problem
from core.studies.backpropagation.story import Story
from core.studies.backpropagation.unit_formulas import unit_formula

Grain = Literal["unit", "layer", "whole"]
GRAINS = {"unit": "unit by unit", "layer": "layer by layer", "whole": "all at once"}


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the computation; ``lit`` names the units, weights and biases that take part."""

    phase: Literal["forward", "loss", "backward", "update"]
    kind: str
    title: str
    says: str
    lit: tuple[str, ...]
    formula: Callable[[], Formula]  # written only where it is shown
    found: Mapping[str, float]  # what is known from here on


@dataclass(frozen=True, eq=False)
class Walk:
    """One pass forward, one back, one update, and forward again; ``steps`` in the order they happen."""

    problem: Problem
    labels: Labels
    given: Mapping[str, float]
    numbers: Mapping[str, float]  # all that are ever found
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

    @property
    def first_shown(self) -> int:
        """The step to look at first: where blame reaches a hidden unit, or an output where none is hidden."""
        deltas = [i for i, step in enumerate(self.steps, 1) if step.phase == "backward"]
        hidden = [i for i in deltas if self.steps[i - 1].kind == "hidden_delta"]
        return (hidden or deltas)[0]


def walk(
    problem: Problem,
    lr: float,
    *,
    update_biases: bool = True,
    mistake: str = "none",
    grain: Grain = "unit",
) -> Walk:
    """Walk through one update of a network by one example.

    Parameters
    ----------
    problem : Problem
        With one example.
    lr : float
        Learning rate.
    update_biases : bool
        False leaves them where they are.
    mistake : str
        A key of `MISTAKES`, to be made on the way back.
    grain : str
        How much happens in a step: a "unit", a "layer", or the "whole" way forward or back.

    Returns
    -------
    Walk
    """
    network, error = problem.network, MISTAKES[mistake]
    run = trace(network, problem.x, problem.y, problem.loss, problem.l2)
    if error.key != "none":
        run = backward_with(error, network, run, problem.l2, lr)
    moved = update(network, run, lr, update_biases)
    again = trace(moved, problem.x, problem.y, problem.loss, problem.l2)
    labels = labels_for(problem.sizes)
    numbers = named_numbers(problem, labels, error, run, moved, again)
    story = Story(problem, labels, numbers, error, lr, update_biases)
    return Walk(
        problem=problem,
        labels=labels,
        given=given_numbers(problem, labels),
        numbers=numbers,
        steps=tuple(_steps(story, grain)),
        run=run,
        moved=moved,
        again=again,
    )


def _steps(story: Story, grain: Grain) -> Iterator[Step]:
    """The plans as steps, as many of them together as the grain says."""
    together = {
        "unit": lambda plan: plan,
        "layer": lambda plan: (plan.kind, plan.layer),
        "whole": lambda plan: "again" if plan.again else plan.phase,
    }[grain]
    for _, group in groupby(plans(story), together):
        yield _joined(story, list(group), grain)


def _joined(story: Story, group: Sequence[Plan], grain: Grain) -> Step:
    """One step out of one or several plans."""
    first, errs = group[0], any(plan.errs for plan in group)
    title, says = first.title, first.says
    if grain == "layer":
        title, says = first.layer_title, first.layer_says
    elif grain == "whole":
        title, says = _of_whole(first)
    return Step(
        phase=first.phase,
        kind=first.kind,
        title=f"{title} (wrong)" if errs else title,
        says=says,
        lit=tuple(dict.fromkeys(name for plan in group for name in plan.lit)),
        formula=lambda: _written(story, group, grain),
        found={name: story.n[name] for plan in group for name in plan.finds},
    )


def _written(story: Story, group: Sequence[Plan], grain: Grain) -> Formula:
    """The formula of a step: of its unit, or of its layers, one below the other."""
    if grain == "unit":
        return unit_formula(story, group[0])
    layers = [next(part) for _, part in groupby(group, lambda plan: (plan.kind, plan.layer))]
    written = [layer_formula(story, plan) for plan in layers]
    return Formula(*(r"\\[3pt]".join(lines) for lines in zip(*written, strict=True)))


def _of_whole(plan: Plan) -> tuple[str, str]:
    """Title and sentence where all of one way is one step."""
    if plan.again:
        return "Forward again, and the loss again", plan.says_after
    return {
        "forward": (
            "Forward",
            "The values run through all layers, from the inputs to the answers.",
        ),
        "loss": ("The loss", plan.says),
        "backward": (
            "Backward",
            "The blame runs back through all layers; on its way every weight gets its slope.",
        ),
        "update": ("Update", "Every weight moves a little against its own slope."),
    }[plan.phase]
