"""Batch normalization: every hidden unit's z is measured by its batch, while it learns.

Placed before the activation, as in the paper. In training, mean and variance are those of the batch
at hand, and slopes run through them. Once training is over, running averages stand in for them;
they are constants, so a normalized network is then a plain one with other weights and biases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.activations import ACTIVATIONS
from core.entries import Array
from core.losses import Loss
from core.network import LayerStep, find_loss, output_slope
from core.objective import Objective
from core.passes import for_each_run
from core.quiet import quiet
from core.stacked import Stack, count_parameters

EPSILON = 1e-5  # keeps the division finite where a unit says the same of the whole batch


@dataclass(frozen=True, eq=False)
class Normalized:
    """Many networks whose hidden layers are normalized.

    A row of ``parameters`` is that of a `Stack`, in which the bias of a hidden unit is the shift β
    after its normalization (before it, a bias would be subtracted again), and then one scale γ for
    each hidden unit.
    """

    parameters: Array  # (runs, P + H)
    means: Array  # (runs, H), running averages over the batches seen
    variances: Array  # (runs, H)
    sizes: tuple[int, ...]
    activations: tuple[str, ...]

    @property
    def stack(self) -> Stack:
        """Weights and shifts, without scales and statistics."""
        p = count_parameters(self.sizes)
        return Stack(self.parameters[:, :p], self.sizes, self.activations)

    @property
    def scales(self) -> list[Array]:
        """γ of each hidden layer, (runs, 1, units)."""
        return by_layer(self.parameters[:, count_parameters(self.sizes) :], self.sizes)


@dataclass(frozen=True, eq=False)
class Measured:
    """One normalized layer on the way forward."""

    unit: Array  # (runs, batch, units), z with mean 0 and variance 1
    mean: Array  # (runs, 1, units), as below
    variance: Array  # of the batch: the sum of squares over the batch size
    spread: Array  # √(variance + ε)


def normalize_from_now(stack: Stack) -> Normalized:
    """The same networks at the start of their normalized training: γ = 1, β = the biases."""
    ones = np.ones((stack.runs, sum(stack.sizes[1:-1])), stack.parameters.dtype)
    parameters = np.concatenate([stack.parameters, ones], axis=1)
    return Normalized(parameters, 0 * ones, ones, stack.sizes, stack.activations)


def by_layer(values: Array, sizes: tuple[int, ...]) -> list[Array]:
    """Numbers of all hidden units, (runs, H), layer by layer: (runs, 1, units) each."""
    ends = np.cumsum(sizes[1:-1])[:-1]
    return [part[:, None] for part in np.split(values, ends, axis=1)]


def normalized_forward(nets: Normalized, x: Array) -> tuple[tuple[LayerStep, ...], list[Measured]]:
    """The way forward in training; the z of a hidden layer's step is the one after normalization."""
    a, steps, seen = x, [], []
    scales = nets.scales
    with quiet():
        for i, (w, b, key) in enumerate(nets.stack.layers()):
            z = a @ w
            if i < len(scales):
                mean, variance = z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)
                spread = np.sqrt(variance + EPSILON)
                seen.append(Measured((z - mean) / spread, mean, variance, spread))
                z = scales[i] * seen[-1].unit
            z = z + b
            out = ACTIVATIONS[key].value(z)
            steps.append(LayerStep(a, z, out))
            a = out
    return tuple(steps), seen


def normalized_slopes(
    nets: Normalized, x: Array, y: Array, objective: Objective, lots: None, *, momentum: float
) -> tuple[Array, Normalized]:
    """Slopes of the mean loss along weights, shifts and scales, and the statistics moved along.

    Running averages go ``momentum`` of the way to the batch's mean and to its unbiased variance
    (sum of squares over the batch size less 1), as PyTorch's do.

    References
    ----------
    Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1 and section 3.
    """
    steps, seen = normalized_forward(nets, x)
    y = for_each_run(steps[-1].out, y)
    with quiet():
        slopes = _back_through_batch(nets, steps, seen, y, find_loss(objective.loss))
        plain = nets.stack.parameters
        slopes[:, : plain.shape[1]] += objective.decay * plain  # scales go free, as shifts do
        n = steps[0].a.shape[-2]
        mean, variance = (
            np.concatenate([getattr(layer, name)[:, 0] for layer in seen], axis=1)
            for name in ("mean", "variance")
        )
        unbiased = variance * n / max(n - 1, 1)
        means = nets.means + momentum * (mean - nets.means)
        variances = nets.variances + momentum * (unbiased - nets.variances)
    return slopes, replace(nets, means=means, variances=variances)


def _back_through_batch(
    nets: Normalized, steps: tuple[LayerStep, ...], seen: list[Measured], y: Array, rule: Loss
) -> Array:
    """Slopes along all parameters, (runs, P + H); mean and variance of the batch depend on every z of it."""
    stack, scales, parts, d_scales = nets.stack, nets.scales, [], []
    out, weights, runs = steps[-1].out, nets.stack.weights, len(nets.parameters)
    d_out = rule.slopes(out, y) / out[0].size
    d_z = output_slope(stack.activations[-1], steps[-1], d_out, y, rule)
    for i in reversed(range(len(steps))):
        d_shift = d_z.sum(axis=1)
        if i < len(seen):
            unit = seen[i].unit
            d_scales.append((d_z * unit).sum(axis=1))
            d_unit = d_z * scales[i]
            along = unit * (d_unit * unit).mean(axis=1, keepdims=True)
            d_z = (d_unit - d_unit.mean(axis=1, keepdims=True) - along) / seen[i].spread
        parts += [d_shift, (steps[i].a.swapaxes(-1, -2) @ d_z).reshape(runs, -1)]
        if i > 0:
            d_a = d_z @ weights[i].swapaxes(-1, -2)
            d_z = d_a * ACTIVATIONS[stack.activations[i - 1]].derivative(steps[i - 1].z)
    return np.concatenate(parts[::-1] + d_scales[::-1], axis=1)


def folded(nets: Normalized) -> Stack:
    """The plain networks that answer as the normalized ones do by their running statistics.

    γ (z - mean) / √(variance + ε) + β, with z = a W, is a W' + b'.
    """
    moved = replace(nets.stack, parameters=nets.stack.parameters.copy())
    means, variances = (by_layer(part, nets.sizes) for part in (nets.means, nets.variances))
    for i, scale in enumerate(nets.scales):
        factor = scale / np.sqrt(variances[i] + EPSILON)  # (runs, 1, units)
        moved.weights[i][...] *= factor
        moved.biases[i][...] -= means[i] * factor
    return moved
