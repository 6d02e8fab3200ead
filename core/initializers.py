"""Initializers: the weights before the first step, and how large they should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array, Knob, table


@dataclass(frozen=True)
class Initializer:
    """A way to draw the first weights of a layer; called like a function."""

    key: str
    label: str
    draw: Callable[[np.random.Generator, int, int], Array]
    variance: Callable[[int, int], float]  # of each weight, from n_in and n_out
    equation: str
    source: str
    knobs: tuple[Knob, ...] = ()

    def __call__(self, rng: np.random.Generator, n_in: int, n_out: int) -> Array:
        """Draw the weights of a layer that turns ``n_in`` numbers into ``n_out``.

        Parameters
        ----------
        rng : numpy.random.Generator
            Where chance comes from; the same state gives the same weights.
        n_in, n_out : int
            Whole numbers from 1 up.

        Returns
        -------
        (n_in, n_out)

        Raises
        ------
        ValueError
            If a size is not a whole number from 1 up.
        """
        return self.draw(rng, whole("n_in", n_in, 1), whole("n_out", n_out, 1))


def zeros(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """All units alike, and alike they stay: the weights never part. Needs no chance."""
    return np.zeros((n_in, n_out))


def uniform_half(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """The same spread whatever the size of the layer: too much for wide ones."""
    return rng.uniform(-0.5, 0.5, (n_in, n_out))


def lecun(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """Keep the variance of the signal on its way forward, through units that are about linear."""
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


def glorot(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """A compromise between keeping the variance forward (1/n_in) and backward (1/n_out)."""
    r = np.sqrt(6 / (n_in + n_out))  # a box of half-width r has variance r²/3
    return rng.uniform(-r, r, (n_in, n_out))


def he(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """LeCun's variance doubled, because ReLU throws half the signal away."""
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def orthogonal(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """A random rotation: lengths and angles survive as far as the sizes allow."""
    tall = rng.normal(size=(max(n_in, n_out), min(n_in, n_out)))
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))  # without it, QR would favor some rotations
    return q if n_in >= n_out else np.ascontiguousarray(q.T)


INITIALIZERS = table(
    (
        Initializer(
            key="zeros",
            label="Zeros",
            draw=zeros,
            variance=lambda n_in, n_out: 0.0,
            equation=r"W_{ij} = 0",
            source="Rumelhart, Hinton & Williams 1986, as the start to avoid",
        ),
        Initializer(
            key="uniform_half",
            label="Uniform ±½",
            draw=uniform_half,
            variance=lambda n_in, n_out: 1 / 12,
            equation=r"W_{ij} \sim U\left(-\tfrac12, \tfrac12\right)",
            source="Smilkov & Carter 2016, TensorFlow Playground",
        ),
        Initializer(
            key="lecun",
            label="LeCun",
            draw=lecun,
            variance=lambda n_in, n_out: 1 / n_in,
            equation=r"W_{ij} \sim N\left(0, \tfrac{1}{n_{in}}\right)",
            source="LeCun et al. 1998",
        ),
        Initializer(
            key="glorot",
            label="Glorot (Xavier)",
            draw=glorot,
            variance=lambda n_in, n_out: 2 / (n_in + n_out),
            equation=(
                r"W_{ij} \sim U(-r, r), \quad r = \sqrt{\tfrac{6}{n_{in} + n_{out}}}, \quad"
                r" \operatorname{Var} W_{ij} = \tfrac{2}{n_{in} + n_{out}}"
            ),
            source="Glorot & Bengio 2010, equation 16",
        ),
        Initializer(
            key="he",
            label="He",
            draw=he,
            variance=lambda n_in, n_out: 2 / n_in,
            equation=r"W_{ij} \sim N\left(0, \tfrac{2}{n_{in}}\right)",
            source="He et al. 2015",
        ),
        Initializer(
            key="orthogonal",
            label="Orthogonal",
            draw=orthogonal,
            variance=lambda n_in, n_out: 1 / max(n_in, n_out),
            equation=r"W^\top W = I \ (n_{in} \ge n_{out}), \quad W W^\top = I \ (n_{in} \le n_{out})",
            source="Saxe, McClelland & Ganguli 2014",
        ),
    )
)
