"""The steps of one update in their order, before their formulas are written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple

from core.studies.backpropagation.labels import pretty, unit_by_unit
from core.studies.backpropagation.story import Story


class Plan(NamedTuple):
    """A step before its numbers are filled in: ``lit`` takes part, ``finds`` names its results."""

    phase: Literal["forward", "loss", "backward", "update"]
    kind: str
    layer: int
    title: str
    says: str
    lit: tuple[str, ...]
    finds: tuple[str, ...]
    unit: str = ""
    layer_title: str = ""
    layer_says: str = ""
    errs: bool = False
    again: bool = False  # after the update
    says_after: str = ""


def plans(story: Story) -> Iterator[Plan]:
    """All steps in their order, which is what an update that comes too early gets wrong."""
    depth, early = story.labels.depth, story.mistake.key == "too_early"
    for layer in range(depth):
        yield from _forward(story, layer)
    yield _loss(story)
    if story.penalized:
        yield _penalty(story)
    for layer in reversed(range(depth)):
        yield from _deltas(story, layer)
        yield from _slopes(story, layer)
        if story.penalized and story.mistake.penalized:
            yield _pull(story, layer)
        if early:
            yield _update(story, layer)
    if not early:
        yield from (_update(story, layer) for layer in reversed(range(depth)))
    yield from _again(story)


def layer_name(story: Story, layer: int) -> str:
    """A layer as it is spoken of."""
    depth = story.labels.depth
    if layer == depth - 1:
        return "output"
    return "hidden" if depth == 2 else f"hidden layer {layer + 1}"


def _layer(story: Story, layer: int) -> str:
    name = layer_name(story, layer)
    return f"{name} layer" if " " not in name else name


def _forward(story: Story, layer: int) -> Iterator[Plan]:
    labels, soft = story.labels, story.activation(layer) == "softmax"
    title = f"Forward through the {_layer(story, layer)}"
    says = "Every unit weighs what comes in, adds its bias, and bends the sum."
    for unit in labels.units[layer + 1]:
        does = "; the softmax waits for all sums" if soft else ", and bends the sum"
        yield Plan(
            *("forward", "forward", layer, f"Forward through {pretty(unit)}"),
            f"{pretty(unit)} weighs what comes in{'' if soft else ','} {'and ' if soft else ''}adds its bias{does}.",
            (unit, *labels.into(unit), labels.bias_of(unit)),
            (f"z_{unit}",) if soft else (f"z_{unit}", unit),
            *(unit, title, says),
        )
    if soft:
        says = "All sums together become shares: positive, and 1 in all."
        units = labels.units[layer + 1]
        yield Plan("forward", "softmax", layer, "Softmax", says, units, units, "", "Softmax", says)


def _loss(story: Story) -> Plan:
    says = {
        "half_sse": "How wrong is the answer? Half the sum of the squared misses.",
        "mse": "How wrong is the answer? The mean of the squared misses.",
        "binary_cross_entropy": "How wrong is the answer? The surprise at the truth, given what was held likely.",
        "cross_entropy": "How wrong is the answer? The surprise at the true class.",
    }[story.problem.loss]
    finds = ("loss",) if story.penalized else ("loss", "objective")
    return Plan(
        *("loss", "loss", -1, "The loss", says, ("loss", *story.outputs), finds),
        *("", "The loss", says),
    )


def _penalty(story: Story) -> Plan:
    title, says = (
        "The penalty",
        "Large weights cost: half λ times the sum of their squares. Biases go free.",
    )
    weights = tuple(chain.from_iterable(map(unit_by_unit, story.labels.weights)))
    lit = ("loss", *weights)
    return Plan("loss", "penalty", -1, title, says, lit, ("objective",), "", title, says)


def _deltas(story: Story, layer: int) -> Iterator[Plan]:
    """The blame of every unit of a layer."""
    labels, last = story.labels, layer == story.labels.depth - 1
    kind = "output_delta" if last else "hidden_delta"
    hidden = "What comes back to a hidden unit is the sum over all units that it feeds."
    says_all = "How fast does the loss change with each z of the answer?" if last else hidden
    for unit in labels.units[layer + 1]:
        finds = [f"d_{unit}", f"bend_{unit}", f"delta_{unit}"]
        yield Plan(
            *("backward", kind, layer, f"The blame at {pretty(unit)}, δ = ∂L/∂z"),
            says_all.replace("each z of the answer", f"z at {pretty(unit)}")
            if last
            else _paths(story, layer, unit),
            (unit, "loss") if last else (unit, *labels.out_of(unit)),
            tuple(name for name in finds if name in story.n),
            *(unit, f"The blame in the {_layer(story, layer)}, δ = ∂L/∂z", says_all),
            errs=not last and not _blame_is_right(story),
        )


def _paths(story: Story, layer: int, unit: str) -> str:
    fed = story.labels.units[layer + 2]
    if len(fed) == 1:
        return f"{pretty(unit)} acts on the loss through {pretty(fed[0])} alone: its blame comes back over that weight."
    if story.mistake.key == "one_path":
        return f"{pretty(unit)} acts on the loss along {_count(len(fed))} paths, but only the first one is followed back."
    where = "output" if layer + 3 == len(story.labels.units) else "unit that it feeds"
    return f"{pretty(unit)} acts on the loss along {_count(len(fed))} paths, one through each {where}: what comes back along them adds up."


def _count(n: int) -> str:
    return ("no", "one", "two", "three", "four", "five", "six")[n]


def _blame_is_right(story: Story) -> bool:
    return story.mistake.key not in ("too_early", "no_bend", "one_path")


def _slopes(story: Story, layer: int) -> Iterator[Plan]:
    """The slope of every weight and bias into a layer, of the loss alone."""
    labels, key = story.labels, story.mistake.key
    word = "share" if story.penalized and story.mistake.penalized else "slope"
    errs = layer < labels.depth - 1 and not _blame_is_right(story)
    errs |= (key == "sum_for_output" and layer > 0) or (key == "no_penalty" and story.penalized)
    says = "The share of a weight: the blame at its end, times what came in at its start."
    for unit in labels.units[layer + 1]:
        weights, bias = labels.into(unit), labels.bias_of(unit)
        yield Plan(
            *("backward", "slopes", layer, f"Slopes of the weights into {pretty(unit)}", says),
            (*weights, bias),
            (*(f"{word}_{w}" for w in weights), f"slope_{bias}"),
            *(unit, f"Slopes of the weights into the {_layer(story, layer)}", says),
            errs=errs,
        )


def _pull(story: Story, layer: int) -> Plan:
    """What the penalty adds to the slopes of a layer."""
    weights = unit_by_unit(story.labels.weights[layer])
    title = f"The penalty's share, {_layer(story, layer)}"
    says = "The penalty pulls every weight towards 0, the harder the larger it is: λw is added to its slope."
    finds = tuple(f"{what}_{w}" for what in ("pull", "slope") for w in weights)
    errs = layer < story.labels.depth - 1 and not _blame_is_right(story)
    errs |= story.mistake.key == "sum_for_output" and layer > 0
    return Plan("backward", "pull", layer, title, says, weights, finds, "", title, says, errs)


def _update(story: Story, layer: int) -> Plan:
    lit = unit_by_unit(story.labels.weights[layer])
    if story.update_biases:
        lit += story.labels.biases[layer]
    early = story.mistake.key == "too_early" and layer > 0
    says = (
        "Too early: the slopes have yet to pass."
        if early
        else "Every weight moves a little against its own slope."
    )
    name = layer_name(story, layer)
    title = f"Update the {name} weights" if " " not in name else f"Update the weights of {name}"
    finds = tuple(f"new_{key}" for key in lit)
    return Plan("update", "update", layer, title, says, lit, finds, "", title, says)


def _again(story: Story) -> Iterator[Plan]:
    fell = story.n["new_objective"] < story.n["objective"]
    says_after = "It fell." if fell else "It did not fall."
    units = tuple(chain.from_iterable(story.labels.units[1:]))
    finds = tuple(f"new_{part}{name}" for name in units for part in ("z_", ""))
    says, title = "The same input, through the new weights.", "Forward again"
    after = {"again": True, "says_after": f"{says} {says_after}"}
    yield Plan("forward", "again", -1, title, says, units, finds, "", title, says, **after)
    title = "The loss again"
    finds, lit = ("new_loss", "new_objective"), ("loss", *story.outputs)
    yield Plan(
        "loss", "new_loss", -1, title, says_after, lit, finds, "", title, says_after, **after
    )
