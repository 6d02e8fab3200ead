"""Dropout: units switched off at random while a network learns, and the scaling that makes up for them.

p is the probability that a unit is dropped, q = 1 - p that it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS
from core.bounds import whole, within
from core.entries import Array, as_floats, table
from core.network import Network

MOST_UNITS = 16  # of which every mask can be listed: 65,536 of them


def draw_mask(rng: np.random.Generator, shape: int | Sequence[int], q: float) -> Array:
    """Who stays this time: 1 with probability q, 0 otherwise, each for itself.

    Parameters
    ----------
    rng : numpy.random.Generator
        The same state with a larger q keeps the same units, and more.
    shape : int or sequence of int
    q : float
        Keep probability, in (0, 1].

    Returns
    -------
    mask : shape
        Of zeros and ones.

    Raises
    ------
    ValueError
        If q is out of range.
    """
    return (rng.random(shape) < keep_probability(q)).astype(float)


def spatial_mask(rng: np.random.Generator, channels: int, q: float) -> Array:
    """Which feature maps stay: one lot for each whole map, (channels, 1, 1).

    References
    ----------
    Tompson et al. 2015, arXiv:1411.4280, section 3.2.
    """
    return draw_mask(rng, (channels, 1, 1), q)


def inverted_dropout(a: Array, mask: Array, q: float) -> Array:
    """What is left of the activations in training: those kept grow by 1/q, so the mean over all masks is a.

    Parameters
    ----------
    a : (..., units)
    mask : broadcasts with a
        Of zeros and ones, from `draw_mask` or `spatial_mask`.
    q : float
        Keep probability, in (0, 1].

    Returns
    -------
    (..., units)
        At inference nothing is called and nothing is scaled: a itself goes on.

    Raises
    ------
    ValueError
        If q is out of range.

    References
    ----------
    Srivastava et al. 2014, JMLR 15, section 10.
    """
    return a * mask / keep_probability(q)


def keep_probability(q: float) -> float:
    """q, if something can be kept with it."""
    if not within("q", q, 0, 1) > 0:
        raise ValueError("q is 0; a keep probability is more than 0 and at most 1")
    return float(q)


@dataclass(frozen=True)
class Scaling:
    """How activations are scaled by hand: kept ones in training, all of them at inference."""

    key: str
    label: str
    training: Callable[[float], float]  # factors, from the keep probability q
    inference: Callable[[float], float]
    equation: str
    source: str
    right: bool  # whether inference continues what training has learned

    def signal(self, q: float) -> float:
        """Mean activation at inference over mean activation in training: 1 where both fit together."""
        return self.inference(q) / (self.training(q) * q)


def thinned(network: Network, x: Array, masks: Sequence[Array], factor: float) -> Array:
    """What the network says before its last activation, with hidden units masked and scaled.

    Parameters
    ----------
    network : Network
    x : (..., n_in)
    masks : one for each hidden layer, each broadcasts with (..., units)
        Masks (m, 1, units) ask m sub-networks about a whole batch at once. Ones drop nothing.
    factor : float
        On every hidden activation that is kept: 1/q in training with inverted dropout.

    Returns
    -------
    logits : (..., n_out)

    Raises
    ------
    ValueError
        If there are not as many masks as hidden layers.
    """
    hidden = len(network.weights) - 1
    if len(masks) != hidden:
        raise ValueError(f"masks are {len(masks)}; there must be one a hidden layer, {hidden}")
    a = as_floats(x)
    for w, b, key, mask in zip(
        network.weights, network.biases, network.activations, masks, strict=False
    ):
        a = ACTIVATIONS[key].value(a @ w + b) * mask * factor
    return a @ network.weights[-1] + network.biases[-1]


def every_mask(units: int) -> Array:
    """All sub-sets of a layer's units: (2^units, units) of zeros and ones.

    Raises
    ------
    ValueError
        If there are more units than `MOST_UNITS`.
    """
    if whole("units", units, 1) > MOST_UNITS:
        raise ValueError(f"units is {units}; it may be at most {MOST_UNITS}")
    return (np.arange(2**units)[:, None] >> np.arange(units) & 1).astype(float)


def chances(masks: Array, q: float) -> Array:
    """How likely each mask is, q for each unit kept and 1 - q for each dropped: (m, units) -> (m,)."""
    q = keep_probability(q)
    return np.where(masks == 1, q, 1 - q).prod(axis=-1)


SCALINGS = table(
    (
        Scaling(
            "inverted",
            "Inverted",
            lambda q: 1 / q,
            lambda q: 1.0,
            r"\text{training: } \tfrac{m\,a}{q}, \quad \text{inference: } a",
            "Srivastava et al. 2014, section 10; what libraries do",
            True,
        ),
        Scaling(
            "classic",
            "Classic",
            lambda q: 1.0,
            lambda q: q,
            r"\text{training: } m\,a, \quad \text{inference: } q\,a",
            "Srivastava et al. 2014, section 4",
            True,
        ),
        Scaling(
            "both",
            "Both (wrong)",
            lambda q: 1 / q,
            lambda q: q,
            r"\text{training: } \tfrac{m\,a}{q}, \quad \text{inference: } q\,a",
            "a mistake often made",
            False,
        ),
        Scaling(
            "neither",
            "Neither (wrong)",
            lambda q: 1.0,
            lambda q: 1.0,
            r"\text{training: } m\,a, \quad \text{inference: } a",
            "a mistake often made",
            False,
        ),
        Scaling(
            "drop_probability",
            "Times p (wrong)",
            lambda q: 1.0,
            lambda q: 1 - q,
            r"\text{training: } m\,a, \quad \text{inference: } p\,a",
            "ConvNetJS, layer of dropout: right only where p = q",
            False,
        ),
    )
)
