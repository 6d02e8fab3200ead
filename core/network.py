"""A network of dense layers, and backpropagation with everything it computed kept to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from core.activations import ACTIVATIONS, softmax
from core.bounds import whole
from core.entries import Array, as_floats
from core.initializers import INITIALIZERS
from core.losses import HALF_SSE, LOSSES, Loss
from core.quiet import quiet

# Output and loss that fit: the output's slope and the loss's cancel to ŷ - y, which also holds
# where the one has become 0 and the other infinite.
MATCHED = (
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
    ("softmax", "kl_divergence"),
)


@dataclass(frozen=True, eq=False)
class Network:
    """Layers one after the other: each computes f(a W + b) of what the layer before put out.

    ``weights`` are (n_in, n_out) each, ``biases`` (n_out,), ``activations`` keys of `ACTIVATIONS`;
    the last may also be "softmax". ValueError if they do not fit together.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    activations: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", tuple(as_floats(w) for w in self.weights))
        object.__setattr__(self, "biases", tuple(as_floats(b) for b in self.biases))
        object.__setattr__(self, "activations", tuple(self.activations))
        _check_layers(self)

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str],
        *,
        seed: int = 0,
        initializer: str = "glorot",
    ) -> Network:
        """A network that has learned nothing yet: drawn weights, biases of 0.

        Parameters
        ----------
        sizes : sequence of int
            Units of the input and of every layer, so one more than there are layers.
        activations : sequence of str
            One key a layer.
        seed : int
            The same seed draws the same weights.
        initializer : str
            A key of `INITIALIZERS`.

        Returns
        -------
        Network

        Raises
        ------
        ValueError
            If a key is unknown, a size is not a whole number from 1 up, or the counts do not fit.
        """
        if initializer not in INITIALIZERS:
            raise ValueError(_unknown("initializer", initializer, INITIALIZERS))
        rng = np.random.default_rng(seed)
        sizes = [whole("each of sizes", n, 1) for n in sizes]
        pairs = list(pairwise(sizes))
        weights = tuple(INITIALIZERS[initializer](rng, n_in, n_out) for n_in, n_out in pairs)
        return cls(weights, tuple(np.zeros(n_out) for _, n_out in pairs), tuple(activations))


@dataclass(frozen=True, eq=False)
class LayerStep:
    """One layer on the way forward."""

    a: Array  # (batch, n_in), what came in
    z: Array  # (batch, n_out), pre-activation
    out: Array  # (batch, n_out)


@dataclass(frozen=True, eq=False)
class LayerGradient:
    """The same layer on the way back: slopes of the objective, mean over the batch included."""

    d_out: Array  # (batch, n_out)
    d_z: Array  # (batch, n_out)
    d_weights: Array  # (n_in, n_out), the penalty's share included
    d_bias: Array  # (n_out,)
    d_a: Array  # (batch, n_in)


@dataclass(frozen=True, eq=False)
class Trace:
    """All of one pass forward and back; entry i of both tuples belongs to layer i."""

    forward: tuple[LayerStep, ...]
    loss: float
    objective: float  # loss + l2 / 2 · sum of squared weights
    backward: tuple[LayerGradient, ...]


def forward(network: Network, x: Array) -> Array:
    """What the network answers.

    Parameters
    ----------
    network : Network
    x : (batch, n_in)
        One example a row.

    Returns
    -------
    (batch, n_out)

    Raises
    ------
    ValueError
        If x is not a batch of rows that fit the first layer.
    """
    return _steps(network, x)[-1].out


def trace(network: Network, x: Array, y: Array, loss: str, l2: float = 0.0) -> Trace:
    """Forward once, backward once, with every number on the way.

    Parameters
    ----------
    network : Network
    x : (batch, n_in)
    y : (batch, n_out)
    loss : str
        A key of `LOSSES`, or "half_sse". A loss of logits wants "identity" as the last activation.
    l2 : float
        Strength of the penalty on the weights, >= 0. The biases go free.

    Returns
    -------
    Trace
        Numbers too large for a float are inf or nan, without a warning.

    Raises
    ------
    ValueError
        If a shape, the key or l2 does not fit.

    References
    ----------
    Rumelhart, Hinton & Williams 1986, Learning representations by back-propagating errors.
    """
    if not 0 <= l2 < np.inf:
        raise ValueError(f"l2 must be a number from 0 up, it is {l2}")
    rule, steps, gradients = find_loss(loss), _steps(network, x), []
    with quiet():
        value = rule.value(steps[-1].out, y)
        penalty = l2 / 2 * sum(float(np.sum(w * w)) for w in network.weights)
        d_out = rule.gradient(steps[-1].out, y)  # (batch, n_out)
        d_z = output_slope(network.activations[-1], steps[-1], d_out, y, rule)
        for i in reversed(range(len(steps))):
            a, w = steps[i].a, network.weights[i]
            d_a = d_z @ w.T  # (batch, n_in)
            gradients.append(LayerGradient(d_out, d_z, a.T @ d_z + l2 * w, d_z.sum(axis=0), d_a))
            if i > 0:  # what this layer took in, the one before put out
                d_out = d_a
                d_z = d_out * ACTIVATIONS[network.activations[i - 1]].derivative(steps[i - 1].z)
    return Trace(steps, value, value + penalty, tuple(reversed(gradients)))


def update(network: Network, trace: Trace, lr: float, update_biases: bool = True) -> Network:
    """One step downhill: every weight moves against its own slope, all at once.

    Parameters
    ----------
    network : Network
        Not modified.
    trace : Trace
        Of this network.
    lr : float
        Learning rate η.
    update_biases : bool
        False leaves the biases where they are.

    Returns
    -------
    Network
    """
    with quiet():
        layers = zip(network.weights, network.biases, trace.backward, strict=True)
        moved = [(w - lr * g.d_weights, b - lr * g.d_bias) for w, b, g in layers]
    weights, biases = zip(*moved, strict=True)
    return replace(network, weights=weights, biases=biases if update_biases else network.biases)


def _steps(network: Network, x: Array) -> tuple[LayerStep, ...]:
    """The way forward, layer by layer."""
    a, n_in = as_floats(x), network.weights[0].shape[0]
    if a.ndim != 2 or a.shape[0] == 0 or a.shape[1] != n_in:
        raise ValueError(f"x must be a batch of rows (batch, {n_in}), its shape is {a.shape}")
    return through(zip(network.weights, network.biases, network.activations, strict=True), a)


def through(
    layers: Iterable[tuple[Array, Array, str]], a: Array, masks: Sequence[Array] = ()
) -> tuple[LayerStep, ...]:
    """The way forward through weights, biases and activations, unchecked.

    With weights (runs, n_in, n_out) and biases (runs, 1, n_out) it is that of many networks. What
    a layer puts out is multiplied by its mask, where it has one, before the next takes it in.
    """
    steps = []
    with quiet():
        for i, (w, b, key) in enumerate(layers):
            z = a @ w + b  # (batch, n_out)
            out = softmax(z) if key == "softmax" else ACTIVATIONS[key].value(z)
            steps.append(LayerStep(a, z, out))
            a = out * masks[i] if i < len(masks) else out
    return tuple(steps)


def output_slope(key: str, step: LayerStep, d_out: Array, y: Array, rule: Loss) -> Array:
    """Slope along the last z: the output's own slope times that of the loss.

    Arrays are (batch, n_out), or (runs, batch, n_out) for many networks at once.
    """
    if (key, rule.key) in MATCHED:
        batch, n_out = step.out.shape[-2:]
        return (step.out - y) / (batch * n_out if key == "sigmoid" else batch)
    if key == "softmax":  # the Jacobian diag(p) - p pᵀ times d_out, without building it
        p = step.out
        return p * (d_out - (p * d_out).sum(axis=-1, keepdims=True))
    return d_out * ACTIVATIONS[key].derivative(step.z)


def find_loss(key: str) -> Loss:
    """The entry of a loss, that of the worked example among them."""
    choices = {**LOSSES, HALF_SSE.key: HALF_SSE}
    if key not in choices:
        raise ValueError(_unknown("loss", key, choices))
    return choices[key]


def _check_layers(network: Network) -> None:
    """Refuse layers that do not fit together."""
    counts = len(network.weights), len(network.biases), len(network.activations)
    if counts[0] == 0 or len(set(counts)) > 1:
        raise ValueError(
            "weights, biases and activations must be as many as there are layers (at least 1),"
            f" there are {counts[0]}, {counts[1]} and {counts[2]}"
        )
    for i, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        if w.ndim != 2 or w.size == 0 or b.shape != w.shape[1:]:
            raise ValueError(
                f"layer {i} needs weights (n_in, n_out) and a bias (n_out,),"
                f" it has {w.shape} and {b.shape}"
            )
        if i > 0 and w.shape[0] != network.weights[i - 1].shape[1]:
            raise ValueError(
                f"layer {i} has weights {w.shape},"
                f" but layer {i - 1} puts out {network.weights[i - 1].shape[1]} numbers"
            )
    for key in network.activations[:-1]:
        if key not in ACTIVATIONS:
            raise ValueError(_unknown("activation", key, ACTIVATIONS))
    if network.activations[-1] not in (*ACTIVATIONS, "softmax"):
        raise ValueError(
            _unknown("last activation", network.activations[-1], (*ACTIVATIONS, "softmax"))
        )


def _unknown(name: str, key: object, choices: Sequence[str]) -> str:
    """What to say of a key that stands in no table."""
    return f"{name} is {key!r}; it may be one of {', '.join(choices)}"
