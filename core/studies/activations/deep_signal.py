"""What becomes of a signal and its gradient on a real way through many wide layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.bounds import whole, within
from core.choice import chosen
from core.entries import Array, table
from core.initializers import INITIALIZERS, Initializer
from core.quiet import quiet
from core.studies.activations.deep_notes import (
    DECADES,
    Verdict,
    judge,
    note_gradient,
    note_signal,
    rms,
    signal_window,
    typical,
)
from core.studies.activations.infinite_width import predict_rms, predict_spread
from core.studies.activations.ridges import Ridges, ridges

AT_ONCE = 4  # runs side by side: their arrays fit the processor's cache, twice as fast as all


def plain(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """Spread 1 whatever the size of the layer; the gain makes of it what you want."""
    return rng.normal(size=(n_in, n_out))


STARTS = table(
    (
        *INITIALIZERS.values(),
        Initializer(
            key="plain",
            label="Plain normal",
            draw=plain,
            variance=lambda n_in, n_out: 1.0,
            equation=r"W_{ij} \sim N(0, 1)",
            source="the start that He et al. 2015 replace: one spread for every layer",
        ),
    )
)


@dataclass(frozen=True, eq=False)
class DeepRun:
    """Row l belongs to layer l + 1. Gradients are along z: what the layer's weights learn from."""

    spread: Array  # (L, runs), of a unit over the batch: the signal; the input has about 1
    a_rms: Array  # (L, runs), root mean square of the activations; the input has about 1
    gradient_rms: Array  # (L, runs), in units of what arrives at the output
    nearly_flat: Array  # (L, runs), share of |f'(z)| < 0.01
    silent: Array  # (L, runs), share of gradients that are exactly 0
    path_mean: Array  # (L, runs), product of |f'| from this layer to the last, mean over paths
    path_largest: Array  # (L, runs), the largest such product
    activations: Ridges  # a, over all runs
    gradients: Ridges  # log10 |gradient|, over all runs; zeros lie below
    spread_predicted: Array  # (L,), what spread would be in layers of infinite width
    a_predicted: Array  # (L,), the same for a_rms
    gradient_predicted: Array  # (L,)
    signal: Verdict  # by spread, on the way forward
    gradient: Verdict  # by gradient_rms, on the way back

    @property
    def spread_typical(self) -> Array:
        """(L,): median of ``spread`` over the runs, by which its verdict goes."""
        return typical(self.spread)

    @property
    def a_typical(self) -> Array:
        """(L,): median of ``a_rms`` over the runs."""
        return typical(self.a_rms)

    @property
    def gradient_typical(self) -> Array:
        """(L,): median of ``gradient_rms`` over the runs, by which its verdict goes."""
        return typical(self.gradient_rms)


def go_forward(
    f: Activation, x: Array, weights: Sequence[Array], **knobs: float
) -> Iterator[tuple[Array, Array]]:
    """From the first layer to the last: what it sums up, and what it makes of it.

    Parameters
    ----------
    f : Activation
    x : (..., batch, width)
        Leading axes are runs.
    weights : (L, ..., width, width)
        There are no biases.
    **knobs
        Those of the activation.

    Yields
    ------
    z, a : (..., batch, width)
    """
    a = x
    for W in weights:
        z = a @ W
        a = f.value(z, **knobs)
        yield z, a


def go_back(
    f: Activation, d_out: Array, z: Sequence[Array], weights: Sequence[Array], **knobs: float
) -> Iterator[tuple[Array, Array]]:
    """From the last layer to the first: the slope of f, and the gradient along z.

    Parameters
    ----------
    f : Activation
    d_out : (..., batch, width)
        The gradient along what the last layer put out.
    z : (L, ..., batch, width)
        From `go_forward`.
    weights : (L, ..., width, width)
    **knobs
        Those of the activation.

    Yields
    ------
    slopes, d_z : (..., batch, width)
    """
    d_a = d_out
    for layer in reversed(range(len(weights))):
        slopes = f.derivative(z[layer], **knobs)
        d_z = d_a * slopes
        yield slopes, d_z
        d_a = d_z @ weights[layer].swapaxes(-1, -2)


def send_through(
    activation: Activation | str,
    depth: int,
    *,
    width: int = 64,
    batch: int = 128,
    runs: int = 16,
    initializer: Initializer | str = "he",
    gain: float = 1.0,
    seed: int = 0,
    **knobs: float,
) -> DeepRun:
    """Send a batch forward through a deep network and a random gradient back, in many runs.

    Parameters
    ----------
    activation : Activation or str
        Of every layer: an entry of `ACTIVATIONS`, or its key.
    depth, width, batch, runs : int
        1 or more each, the batch 2 or more. Input and output are as wide as the layers; there are no biases.
    initializer : Initializer or str
        An entry of `STARTS`, or its key.
    gain : float
        Multiplies all weights, 0 to 1000.
    seed : int
        Run i draws its weights as `Network.random` does with seed + i, and its inputs from N(0, 1).
        The gradient at its output points anywhere, with a root mean square of exactly 1.
    **knobs
        Those of the activation.

    Returns
    -------
    DeepRun
        A path picks one unit in each layer. Those measured stay in one column; as the weights are
        random, that is as good as any. Numbers too large for a float are inf or nan, without a
        warning.

    Raises
    ------
    ValueError
        If a key is unknown or an argument out of range.

    References
    ----------
    Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward networks.
    """
    f = chosen("activation", activation, ACTIVATIONS)
    draw = chosen("initializer", initializer, STARTS)
    sizes = whole("depth", depth, 1), whole("batch", batch, 2), whole("width", width, 1)
    first, gain = whole("seed", seed, 0), within("gain", gain, 0, 1000)
    seeds = range(first, first + whole("runs", runs, 1))

    few = [seeds[start : start + AT_ONCE] for start in range(0, len(seeds), AT_ONCE)]
    with quiet():
        blocks = [_measure(f, *draw_runs(draw, part, gain, *sizes), **knobs) for part in few]
    seen = {name: np.concatenate([block[name] for block in blocks], axis=1) for name in blocks[0]}
    weight_power = gain**2 * width * draw.variance(width, width)
    a_predicted, gradient_predicted = predict_rms(f, depth, weight_power, **knobs)
    spread_predicted = predict_spread(f, depth, weight_power, batch=batch, **knobs)
    return DeepRun(
        activations=ridges(seen.pop("a_counts").sum(axis=1), *signal_window(f, **knobs)),
        gradients=ridges(seen.pop("gradient_counts").sum(axis=1), *DECADES),
        spread_predicted=spread_predicted,
        a_predicted=a_predicted,
        gradient_predicted=gradient_predicted,
        signal=judge(seen["spread"]),
        gradient=judge(seen["gradient_rms"], backwards=True),
        **seen,
    )


def draw_runs(
    draw: Initializer, seeds: Sequence[int], gain: float, depth: int, batch: int, width: int
) -> tuple[Array, Array, Array]:
    """What the runs start from: one for each seed.

    Returns
    -------
    weights : (L, s, width, width)
    x, d_out : (s, batch, width)
        Inputs, and gradients at the output, these with a root mean square of 1.
    """
    weights = np.empty((depth, len(seeds), width, width))
    for run, seed in enumerate(seeds):
        rng = np.random.default_rng(seed)
        for layer in range(depth):
            weights[layer, run] = gain * draw(rng, width, width)
    rngs = [np.random.default_rng((seed, 1)) for seed in seeds]  # more layers, still the same x
    x, d_out = np.stack([rng.standard_normal((2, batch, width)) for rng in rngs], axis=1)
    return weights, x, d_out / rms(d_out)[:, None, None]


def _measure(
    f: Activation, weights: Array, x: Array, d_out: Array, **knobs: float
) -> dict[str, Array]:
    """Both ways through a block of s runs, and the notes taken on them by name: (L, s, ...) each."""
    window, z, there, back, path = signal_window(f, **knobs), [], [], [], 1.0
    for z_layer, a in go_forward(f, x, weights, **knobs):
        z.append(z_layer)
        there.append(note_signal(a, window))
    for slopes, d_z in go_back(f, d_out, z, weights, **knobs):
        path = path * np.abs(slopes)  # from this layer to the last
        back.append(note_gradient(slopes, d_z, path))
    return {
        name: np.stack([getattr(layer, name) for layer in notes])
        for notes in (there, back[::-1])
        for name in notes[0]._fields
    }
