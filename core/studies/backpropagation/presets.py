"""Networks to begin with: small ones, each with its numbers, and one of the reader's own sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.entries import Array, table
from core.network import Network
from core.stacked import sizes_of
from core.studies.backpropagation.problem import Problem
from core.studies.backpropagation.xor_runs import X, Y


@dataclass(frozen=True, eq=False)
class Preset:
    """A network with its examples, and how it is usually trained; ``row`` is the example to look at first."""

    key: str
    label: str
    problem: Problem
    lr: float
    update_biases: bool = True
    row: int = 0


def _network(weights: Sequence, biases: Sequence, *activations: str) -> Network:
    return Network(tuple(map(np.array, weights)), tuple(map(np.array, biases)), activations)


PRESETS = table(
    (
        Preset(  # Mazur 2015, "A step by step backpropagation example", which writes (n_out, n_in)
            key="worked",
            label="2-2-2, the worked example",
            problem=Problem(
                _network(
                    ([[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]),
                    ([0.35, 0.35], [0.60, 0.60]),
                    *("sigmoid", "sigmoid"),
                ),
                np.array([[0.05, 0.10]]),
                np.array([[0.01, 0.99]]),
            ),
            lr=0.5,
            update_biases=False,
        ),
        Preset(
            key="perceptron",
            label="Perceptron σ(1 + 3x₁ − 2x₂)",
            problem=Problem(
                _network([[[3.0], [-2.0]]], [[1.0]], "sigmoid"),
                np.array([[-1.0, 2.0]]),
                np.array([[1.0]]),
                "binary_cross_entropy",
            ),
            lr=0.5,
        ),
        Preset(
            key="xor",
            label="2-3-1 tanh on XOR",
            problem=Problem(
                _network(
                    ([[0.03, 0.99, -0.78], [0.98, -0.41, -0.17]], [[0.8], [-0.22], [0.12]]),
                    ([0.0, 0.0, 0.0], [0.0]),
                    *("tanh", "tanh"),
                ),
                X,
                Y,
                "mse",
            ),
            lr=0.1,
            row=1,
        ),
        Preset(
            key="penalty",
            label="x → h → o with L2",
            problem=Problem(
                _network(([[0.8]], [[-1.2]]), ([0.1], [0.3]), "tanh", "identity"),
                np.array([[1.5]]),
                np.array([[1.0]]),
                "half_sse",
                0.1,
            ),
            lr=0.2,
        ),
        Preset(
            key="softmax",
            label="3-4-3 softmax",
            problem=Problem(
                _network(
                    (
                        [[0.3, -0.4, -0.9, -0.9], [0.6, 0.8, 0.2, 0.4], [0.1, 0.8, 0.6, -0.9]],
                        [[0.7, -0.9, 0.4], [-0.6, 0.7, 0.1], [-0.4, -0.1, -0.9], [-0.7, 0.3, 0.3]],
                    ),
                    ([0.1, -0.1, 0.2, 0.0], [0.0, 0.1, -0.1]),
                    *("tanh", "softmax"),
                ),
                np.array([[1.0, -0.5, 0.25]]),
                np.array([[0.0, 0.0, 1.0]]),
                "cross_entropy",
            ),
            lr=0.5,
        ),
    )
)


def own_sizes(sizes: Sequence[int], seed: int) -> Preset:
    """A network of the reader's sizes, input first, with numbers drawn from a seed, two digits each."""
    rng = np.random.default_rng(seed)
    drawn = Network.random(sizes, _tanh_then_sigmoid(len(sizes) - 1), seed=seed)
    network = Network(
        tuple(w.round(2) for w in drawn.weights),
        tuple(_two_digits(rng, n, 0.5) for n in sizes[1:]),
        drawn.activations,
    )
    x, y = _two_digits(rng, sizes[0], 1.0), np.abs(_two_digits(rng, sizes[-1], 1.0))
    return Preset("own", "Sizes of your own", Problem(network, x[None], y[None]), lr=0.5)


def _tanh_then_sigmoid(depth: int) -> tuple[str, ...]:
    return (*("tanh",) * (depth - 1), "sigmoid")


def _two_digits(rng: np.random.Generator, n: int, size: float) -> Array:
    return rng.uniform(-size, size, n).round(2)


def rebuilt(
    base: Problem,
    *,
    activations: Sequence[str],
    loss: str,
    l2: float,
    weights: Sequence[Array] | None = None,
    biases: Sequence[Array] | None = None,
    x: Array | None = None,
    y: Array | None = None,
) -> Problem:
    """The problem with some of its parts exchanged; what was not given and no longer fits is filled in.

    Biases become 0, inputs 0.5, and targets 0.5, or the first class where they must be shares.

    Raises
    ------
    ValueError
        With a sentence for the reader, if the parts do not fit together.
    """
    weights = tuple(weights or base.network.weights)
    _chain(weights)
    n_in, n_out = weights[0].shape[0], weights[-1].shape[1]
    kept = sizes_of(base.network) == (n_in, *(w.shape[1] for w in weights))
    if biases is None:
        biases = base.network.biases if kept else [np.zeros(w.shape[1]) for w in weights]
    _match(weights, biases)
    rows = len(x if x is not None else y if y is not None else base.x)
    if x is None:
        fits = base.x.shape == (rows, n_in)
        x = base.x if fits else np.full((rows, n_in), 0.5)
    if y is None:
        fits = base.y.shape == (rows, n_out)
        y = base.y if fits else np.full((rows, n_out), 0.5)
        if loss == "cross_entropy" and np.any(np.abs(y.sum(axis=1) - 1) > 1e-6):
            y = np.tile(np.eye(n_out)[0], (rows, 1))
    return Problem(Network(weights, tuple(biases), tuple(activations)), x, y, loss, l2)


def _chain(weights: Sequence[Array]) -> None:
    """Refuse matrices that cannot stand one behind the other."""
    for i in range(1, len(weights)):
        before, now = weights[i - 1], weights[i]
        if before.shape[1] != now.shape[0]:
            turned = " They would fit turned." if before.shape[1] == now.shape[1] else ""
            raise ValueError(
                f"Layer {i} puts out {before.shape[1]} numbers, but the weights of layer {i + 1}"
                f" have {now.shape[0]} rows: a row belongs to the unit it comes from.{turned}"
            )


def _match(weights: Sequence[Array], biases: Sequence[Array]) -> None:
    """Refuse biases that are not one for each unit."""
    wanted, got = [w.shape[1] for w in weights], [len(b) for b in biases]
    if wanted != got:
        needs, has = (" and ".join(map(str, counts)) or "none" for counts in (wanted, got))
        raise ValueError(f"The layers need {needs} biases, a row for each layer; there are {has}.")
