"""Every number of one update by its name: h1, z_h1, bend_h1 (the slope of the bend), delta_h1, slope_w1, new_w1, …"""

from __future__ import annotations

from collections.abc import Iterable

from core.activations import ACTIVATIONS
from core.entries import Array
from core.network import Network, Trace
from core.studies.backpropagation.labels import Labels, unit_by_unit
from core.studies.backpropagation.mistakes import Mistake
from core.studies.backpropagation.problem import Problem

Numbers = dict[str, float]


def named_numbers(
    problem: Problem, labels: Labels, mistake: Mistake, run: Trace, moved: Network, again: Trace
) -> Numbers:
    """The numbers of a problem with one example: from its run, its moved network, and the run after.

    Of a weight ``share_`` is what the loss alone says of its slope, ``pull_`` what the penalty does, ``slope_`` both.
    """
    numbers = given_numbers(problem, labels)
    numbers |= _parameters("new_", labels, moved)
    for i, (step, back, later) in enumerate(
        zip(run.forward, run.backward, again.forward, strict=True)
    ):
        units, key = labels.units[i + 1], problem.network.activations[i]
        numbers |= _by_name("z_", units, step.z) | _by_name("", units, step.out)
        numbers |= _by_name("d_", units, back.d_out) | _by_name("delta_", units, back.d_z)
        numbers |= _by_name("new_z_", units, later.z) | _by_name("new_", units, later.out)
        if key != "softmax":
            numbers |= _by_name("bend_", units, ACTIVATIONS[key].derivative(step.z))
        weights = unit_by_unit(labels.weights[i])
        share = mistake.incoming(run, i).T @ back.d_z
        numbers |= _by_name("share_", weights, share.T)
        numbers |= _by_name("pull_", weights, problem.l2 * problem.network.weights[i].T)
        numbers |= _by_name("slope_", weights, back.d_weights.T)
        numbers |= _by_name("slope_", labels.biases[i], back.d_bias)
    for age, found in (("", run), ("new_", again)):
        numbers |= {f"{age}loss": found.loss, f"{age}objective": found.objective}
    return numbers


def given_numbers(problem: Problem, labels: Labels) -> Numbers:
    """What is known before anything is computed."""
    targets = [name.replace("o", "y") for name in labels.units[-1]]
    inputs = _by_name("", labels.units[0], problem.x) | _by_name("", targets, problem.y)
    return inputs | _parameters("", labels, problem.network)


def _parameters(prefix: str, labels: Labels, network: Network) -> Numbers:
    numbers: Numbers = {}
    for i, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        numbers |= _by_name(prefix, unit_by_unit(labels.weights[i]), w.T)
        numbers |= _by_name(prefix, labels.biases[i], b)
    return numbers


def _by_name(prefix: str, names: Iterable[str], values: Array) -> Numbers:
    return dict(zip((prefix + name for name in names), values.ravel().tolist(), strict=True))
