"""Wrong ways that are often taken, each really gone, so that an answer can be recognized."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.activations import ACTIVATIONS
from core.entries import Array
from core.network import Network, Trace, trace, update
from core.studies.backpropagation.worksheet import Mistake

NO_BIAS = "That is the sum without its bias."
NO_BEND = "That is z: it still has to go through the bend."
NO_HALF = "The ½ in front is missing."
NO_SLOPE = "The slope of the bend is missing: multiply by φ′(z)."
OF_Z = "The slope of the bend is a · (1 − a), with the value a, not with z."
EARLY = (
    "The blame was sent through weights that had already moved: all slopes belong to the old ones."
)
ONE_PATH = "Only the path through {} is in it: the blame comes back over both outputs, and adds up."
NO_INPUT = "That is δ: it still has to be multiplied by what came in over the weight."
NOT_MOVED = "That is the old one: it still has to move."
UPHILL = "That goes uphill: the step is against the slope, with a minus."
NO_RATE = "The learning rate is missing."
ONLY_STEP = "That is the step alone: take it from the old one."
STILL_OLD = "That is the loss of before."
FIXED_BIASES = "The weights have moved in it, the biases have not."
FIRST_ONLY = "Only the first output is in it."
SWAPPED = (
    "Those are weights that leave one unit together; the sum needs those that arrive together."
)


def mistakes_of(
    network: Network, x: Array, y: Array, lr: float, values: Mapping[str, float], run: Trace
) -> dict[str, list[Mistake]]:
    """Wrong answers by the name of what is asked."""
    wrong: dict[str, list[Mistake]] = {}

    def note(name: str, says: str, value: float) -> None:
        wrong.setdefault(name, []).append(Mistake(says, float(value)))

    moved = update(network, run, lr)
    _forward(network, x, y, run, note)
    _blame(network, moved, y, run, note)
    _slopes(network, moved, y, run, note)
    for name in values:
        if name.startswith("new_") and f"d_{name[4:]}" in values:
            old, slope = values[name[4:]], values[f"d_{name[4:]}"]
            note(name, NOT_MOVED, old)
            note(name, UPHILL, old + lr * slope)
            note(name, NO_RATE, old - slope)
            note(name, ONLY_STEP, -lr * slope)
            note(name, ONLY_STEP, lr * slope)
    for says, other in (
        (STILL_OLD, network),
        (FIXED_BIASES, update(network, run, lr, update_biases=False)),
        (UPHILL, update(network, run, -lr)),
        (EARLY, _moved_too_early(network, moved, run, lr)),
    ):
        note("new_loss", says, trace(other, x, y, "half_sse").loss)
    note("new_loss", NO_HALF, 2 * values["new_loss"])
    return wrong


def _forward(network: Network, x: Array, y: Array, run: Trace, note) -> None:
    for layer, letter in enumerate("ho"):
        step, weights = run.forward[layer], network.weights[layer]
        for j in range(weights.shape[1]):
            note(f"z_{letter}{j + 1}", NO_BIAS, step.z[0, j] - network.biases[layer][j])
            note(f"{letter}{j + 1}", NO_BEND, step.z[0, j])
            if weights.shape[0] == weights.shape[1]:
                swapped = step.a[0] @ weights[j] + network.biases[layer][j]
                note(f"z_{letter}{j + 1}", SWAPPED, swapped)
    misses = (run.forward[1].out - y)[0]
    note("loss", NO_HALF, 2 * run.loss)
    if len(misses) > 1:
        note("loss", FIRST_ONLY, misses[0] ** 2 / 2)


def _blame(network: Network, moved: Network, y: Array, run: Trace, note) -> None:
    hidden, last = run.forward
    misses, delta = last.out - y, run.backward[1].d_z
    for k in range(last.z.shape[1]):
        note(f"delta_o{k + 1}", NO_SLOPE, misses[0, k])
        note(f"delta_o{k + 1}", OF_Z, misses[0, k] * last.z[0, k] * (1 - last.z[0, k]))
    bend = ACTIVATIONS[network.activations[0]].derivative(hidden.z)[0]
    for j in range(hidden.z.shape[1]):
        name, arriving = f"delta_h{j + 1}", run.backward[0].d_out[0, j]
        note(name, NO_SLOPE, arriving)
        if network.activations[0] == "sigmoid":
            note(name, OF_Z, arriving * hidden.z[0, j] * (1 - hidden.z[0, j]))
        note(name, EARLY, (delta @ moved.weights[1].T)[0, j] * bend[j])
        note(name, NO_SLOPE, (misses @ network.weights[1].T)[0, j] * bend[j])
        if delta.shape[1] > 1:
            for k in range(delta.shape[1]):
                value = delta[0, k] * network.weights[1][j, k] * bend[j]
                note(name, ONE_PATH.format(f"o{k + 1}"), value)


def _slopes(network: Network, moved: Network, y: Array, run: Trace, note) -> None:
    """Blame without the bend's slope, or through moved weights, brought to every weight."""
    early = run.backward[1].d_z @ moved.weights[1].T
    early = early * ACTIVATIONS[network.activations[0]].derivative(run.forward[0].z)
    flat = (run.backward[0].d_out, run.forward[1].out - y)
    weight = bias = 0
    for layer in (0, 1):
        a, delta = run.forward[layer].a[0], run.backward[layer].d_z[0]
        for j in range(len(delta)):
            bias += 1
            note(f"d_b{bias}", NO_SLOPE, flat[layer][0, j])
            if layer == 0:
                note(f"d_b{bias}", EARLY, early[0, j])
            for i in range(len(a)):
                weight += 1
                note(f"d_w{weight}", NO_INPUT, delta[j])
                note(f"d_w{weight}", NO_SLOPE, flat[layer][0, j] * a[i])
                if layer == 0:
                    note(f"d_w{weight}", EARLY, early[0, j] * a[i])


def _moved_too_early(network: Network, moved: Network, run: Trace, lr: float) -> Network:
    """The network after a step whose hidden slopes went through output weights that had moved already."""
    hidden = run.forward[0]
    delta = run.backward[1].d_z @ moved.weights[1].T
    delta = delta * ACTIVATIONS[network.activations[0]].derivative(hidden.z)
    weights = network.weights[0] - lr * hidden.a.T @ delta
    biases = network.biases[0] - lr * delta.sum(axis=0)
    return replace(moved, weights=(weights, moved.weights[1]), biases=(biases, moved.biases[1]))
