"""From one trained network to another: the loss on the straight line between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole, within
from core.entries import Array
from core.network import Network
from core.objective import Examples
from core.passes import losses_at
from core.quiet import quiet
from core.stacked import Stack


@dataclass(frozen=True, eq=False)
class Line:
    """The loss along a straight line through two networks, the first at 0 and the second at 1."""

    at: Array  # (n,)
    train: Array  # (n,)
    test: Array  # (n,)
    length: float  # distance between the two networks
    barrier: float  # how far the training loss rises above the chord between the ends, at most
    top: float  # where it does


def line_between(
    first: Network,
    second: Network,
    train: Examples,
    test: Examples,
    *,
    loss: str,
    points: int = 151,
    beyond: float = 0.25,
) -> Line:
    """Mix all parameters of two networks, (1 - α) of the first and α of the second.

    Parameters
    ----------
    first, second : Network
        Of one shape.
    train, test : (x, y)
        Examples that were learned from, and others.
    loss : str
        As in `core.network.trace`.
    points : int
        On the line, 3 at least; 0 and 1 are put in if they are not among them.
    beyond : float
        How far the line goes on past both ends, >= 0.

    Returns
    -------
    Line

    Raises
    ------
    ValueError
        If the networks differ in shape or an argument is out of range.

    References
    ----------
    Goodfellow, Vinyals & Saxe 2015; the barrier: Frankle, Dziugaite, Roy & Carbin 2020.
    """
    a, b = Stack.of([first, second]).parameters
    beyond = within("beyond", beyond, 0, 10)
    at = np.linspace(-beyond, 1 + beyond, whole("points", points, 3))
    at = np.union1d(at, [0.0, 1.0])
    mixed = (1 - at)[:, None] * a + at[:, None] * b  # (n, P)
    seen, unseen = (losses_at(mixed, first, *examples, loss) for examples in (train, test))
    return Line(at, seen, unseen, float(np.linalg.norm(b - a)), *barrier(at, seen))


def barrier(at: Array, values: Array) -> tuple[float, float]:
    """How far values rise above the straight line from that at 0 to that at 1, and where: 0 if nowhere.

    Parameters
    ----------
    at : (n,)
        Rising, 0 and 1 among them.
    values : (n,)

    Returns
    -------
    height, place : float
    """
    inner = (at >= 0) & (at <= 1)
    at, values = at[inner], values[inner]
    with quiet():
        above = values - ((1 - at) * values[0] + at * values[-1])
    highest = int(np.argmax(above))
    return float(max(above[highest], 0.0)), float(at[highest])


def reordered(network: Network, seed: int) -> Network:
    """The same network with the units of every hidden layer in another order: it answers alike.

    Parameters
    ----------
    network : Network
    seed : int
        Of the order.

    Returns
    -------
    Network
    """
    rng = np.random.default_rng((5, whole("seed", seed, 0)))
    weights, biases = list(network.weights), list(network.biases)
    for i in range(len(weights) - 1):
        order = rng.permutation(len(biases[i]))
        weights[i], biases[i] = weights[i][:, order], biases[i][order]
        weights[i + 1] = weights[i + 1][order]
    return Network(tuple(weights), tuple(biases), network.activations)
