"""Forward and back through many networks at once; bit for bit what each of them gives alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.activations import ACTIVATIONS
from core.bounds import whole
from core.entries import Array, as_floats
from core.losses import Loss
from core.network import LayerStep, Network, find_loss, output_slope, through
from core.quiet import quiet
from core.stacked import Stack, sizes_of

BLOCK = 2**17  # numbers of one layer held at once: a megabyte, which stays in the cache


def forward_many(stack: Stack, x: Array) -> Array:
    """What every network answers.

    Parameters
    ----------
    stack : Stack
    x : (batch, n_in) or (runs, batch, n_in)
        The same examples for all networks, or a batch for each.

    Returns
    -------
    (runs, batch, n_out)

    Raises
    ------
    ValueError
        If x does not fit the stack.
    """
    return layers_many(stack, x)[-1].out


def layers_many(stack: Stack, x: Array, masks: Sequence[Array] = ()) -> tuple[LayerStep, ...]:
    """As `forward_many`, with every layer's z and output kept: (runs, batch, units) each.

    Masks are those of `gradients_many`.
    """
    x = as_floats(x)
    fits = x.ndim in (2, 3) and x.size and x.shape[-1] == stack.sizes[0]
    if not fits or (x.ndim == 3 and len(x) != stack.runs):
        raise ValueError(
            f"x must be (batch, {stack.sizes[0]}) or ({stack.runs}, batch, {stack.sizes[0]}),"
            f" its shape is {x.shape}"
        )
    return through(stack.layers(), x, masks)


def losses_many(stack: Stack, x: Array, y: Array, loss: str) -> Array:
    """The mean loss of every network.

    Parameters
    ----------
    stack : Stack
    x : (batch, n_in) or (runs, batch, n_in)
    y : (batch, n_out) or (runs, batch, n_out)
    loss : str
        As in `core.network.trace`.

    Returns
    -------
    (runs,)

    Raises
    ------
    ValueError
        If a shape or the key does not fit.
    """
    out = forward_many(stack, x)
    return mean_costs(find_loss(loss), out, for_each_run(out, y))


def gradients_many(
    stack: Stack, x: Array, y: Array, loss: str, masks: Sequence[Array] = ()
) -> tuple[Array, Array]:
    """One pass forward and back: the mean loss of every network, and its slopes.

    Parameters
    ----------
    stack : Stack
    x : (batch, n_in) or (runs, batch, n_in)
    y : (batch, n_out) or (runs, batch, n_out)
    loss : str
        As in `core.network.trace`.
    masks : sequence of (runs, batch, units)
        One a hidden layer, or none: factors of what its units put out.

    Returns
    -------
    losses : (runs,)
    gradients : (runs, P)
        In the order of the stack's parameters.

    Raises
    ------
    ValueError
        If a shape or the key does not fit.
    """
    rule, steps = find_loss(loss), layers_many(stack, x, masks)
    out = steps[-1].out
    y = for_each_run(out, y)
    costs = _costs(rule, out, y)
    with quiet():
        d_out = rule.slopes(out, y) / costs.shape[1]  # (runs, batch, n_out)
        d_z = output_slope(stack.activations[-1], steps[-1], d_out, y, rule)
        return costs.mean(axis=1), _backward(stack, steps, d_z, masks)


def losses_at(
    parameters: Array, like: Network, x: Array, y: Array, loss: str, *, block: int | None = None
) -> Array:
    """The height of a network's loss surface at many points of the space of its parameters.

    Parameters
    ----------
    parameters : (m, P)
        In the order of `Stack`. In float32 all is computed in float32, in about half the time:
        good enough to draw.
    like : Network
        Lends its sizes and activations.
    x : (batch, n_in)
    y : (batch, n_out)
    loss : str
    block : int, optional
        Rows computed at once, whatever fits the cache if left out. It changes no result.

    Returns
    -------
    (m,)

    Raises
    ------
    ValueError
        If a shape, the key or the block does not fit.
    """
    parameters, sizes = as_floats(parameters), sizes_of(like)
    x, y = (as_floats(array).astype(parameters.dtype, copy=False) for array in (x, y))
    fitting = max(1, BLOCK // (x.shape[0] * max(sizes) or 1))
    rows = fitting if block is None else whole("block", block, 1)
    stack = Stack(parameters, sizes, like.activations)
    parts = (stack.part(i, i + rows) for i in range(0, stack.runs, rows))
    return np.concatenate([losses_many(part, x, y, loss) for part in parts])


def _backward(
    stack: Stack, steps: tuple[LayerStep, ...], d_z: Array, masks: Sequence[Array] = ()
) -> Array:
    """From the slopes along the last z to those along every parameter, (runs, P)."""
    parts, weights = [], stack.weights
    for i in reversed(range(len(steps))):
        parts += [d_z.sum(axis=1), steps[i].a.swapaxes(-1, -2) @ d_z]  # bias, weights
        if i > 0:
            d_a = d_z @ weights[i].swapaxes(-1, -2)  # (runs, batch, n_in)
            if masks:
                d_a = d_a * masks[i - 1]
            d_z = d_a * ACTIVATIONS[stack.activations[i - 1]].derivative(steps[i - 1].z)
    return np.concatenate([part.reshape(stack.runs, -1) for part in reversed(parts)], axis=1)


def mean_costs(rule: Loss, out: Array, y: Array) -> Array:
    """The loss of every run: (runs, batch, n_out) twice -> (runs,)."""
    with quiet():
        return _costs(rule, out, y).mean(axis=1)


def for_each_run(out: Array, y: Array) -> Array:
    """Targets shaped like the answers: (batch, n_out) is repeated for every run."""
    y = as_floats(y)
    if y.shape == out.shape:
        return y
    if y.shape != out.shape[1:]:
        raise ValueError(f"y must be {out.shape[1:]} or {out.shape}, its shape is {y.shape}")
    return np.broadcast_to(y, out.shape)


def _costs(rule: Loss, out: Array, y: Array) -> Array:
    """(runs, count): all that the mean of each run is over."""
    return rule.costs(out, y).reshape(len(out), -1)
