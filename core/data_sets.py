"""Data sets in the plane: points that a small network has to tell apart, or give a height to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from core import data_recipes as recipes
from core.bounds import whole, within
from core.data_recipes import Sample
from core.entries import Array, Knob, as_floats, table

__all__ = ["DATA_SETS", "DataSet", "Sample", "Split", "split"]

WINDOW = ((-6.0, 6.0), (-6.0, 6.0))  # of all sets alike, as (x₁, x₂); noise may leave it


class Split(NamedTuple):
    """What is learned from, and what is held back."""

    train: Sample
    test: Sample


@dataclass(frozen=True)
class DataSet:
    """A recipe for points in the plane.

    ``draw(rng, n, noise=)`` is the bare recipe. In ``task`` "classes" the targets are 0 and 1, as
    often as each other (an odd point goes to 0), and noise moves the points after their class is
    settled. In "regression" they are heights in [-1, 1], and noise moves the heights.
    """

    key: str
    label: str
    draw: Callable[..., Sample]
    task: Literal["classes", "regression"]
    equation: str
    source: str
    meaning: str
    knobs: tuple[Knob, ...]
    window: tuple[tuple[float, float], tuple[float, float]] = WINDOW

    def make(self, n: int, *, noise: float = 0.0, seed: int = 0) -> Sample:
        """Draw a sample, in random order.

        Parameters
        ----------
        n : int
            Points, from 2 up.
        noise : float
            Standard deviation, >= 0: of the points along both axes (the window is 12 wide), or of
            the heights in a regression.
        seed : int
            The same seed draws the same sample.

        Returns
        -------
        Sample

        Raises
        ------
        ValueError
            If n or the noise is out of range.
        """
        n, noise = whole("n", n, 2), within("noise", noise, 0, 100)
        rng = np.random.default_rng((2, whole("seed", seed, 0)))  # not the stream of the weights
        x, y = self.draw(rng, n, noise=noise)
        order = rng.permutation(n)
        return Sample(x[order], y[order])


def split(x: Array, y: Array, test_share: float, seed: int) -> Split:
    """Hold back some of the points, at random, to be asked about only after learning.

    Parameters
    ----------
    x, y : (n, ...)
        Rows that belong together; neither is modified.
    test_share : float
        Share of the points held back, in (0, 1), rounded to whole points; each side gets one at least.
    seed : int

    Returns
    -------
    Split

    Raises
    ------
    ValueError
        If there are fewer than 2 rows, not as many in y, or the share is not between 0 and 1.
    """
    x, y = as_floats(x), as_floats(y)
    if len(x) != len(y) or len(x) < 2:
        raise ValueError(f"x {x.shape} and y {y.shape} must have as many rows, 2 at least")
    if not 0 < test_share < 1:
        raise ValueError(f"test_share must be between 0 and 1, it is {test_share!r}")
    held = min(max(round(test_share * len(x)), 1), len(x) - 1)
    order = np.random.default_rng(whole("seed", seed, 0)).permutation(len(x))
    test, train = order[:held], order[held:]
    return Split(Sample(x[train], y[train]), Sample(x[test], y[test]))


JITTER = Knob(
    name="noise",
    symbol=r"\sigma",
    default=0.0,
    ticks=(0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0),
    meaning="standard deviation of the jitter of the points",
)
SHAKE = Knob(
    name="noise",
    symbol=r"\sigma",
    default=0.0,
    ticks=(0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5),
    meaning="standard deviation of the heights around the true ones",
)

DATA_SETS = table(
    (
        DataSet(
            key="blobs",
            label="Two blobs",
            draw=recipes.blobs,
            task="classes",
            equation=r"x \sim N\left(\pm (2, 2),\ \tfrac12 I\right)",
            source="Smilkov & Carter 2016, TensorFlow Playground",
            meaning="two round clouds that a straight line tells apart",
            knobs=(JITTER,),
        ),
        DataSet(
            key="circles",
            label="Circles",
            draw=recipes.circles,
            task="classes",
            equation=r"y = \begin{cases} 1 & \lVert x \rVert \le 2.5 \\ 0 & 3.5 \le \lVert x \rVert \le 5 \end{cases}",
            source="Smilkov & Carter 2016, TensorFlow Playground",
            meaning="a disc within a ring: it takes a closed curve",
            knobs=(JITTER,),
        ),
        DataSet(
            key="moons",
            label="Two moons",
            draw=recipes.moons,
            task="classes",
            equation=(
                r"x = \pm \left( 3 \cos\varphi - \tfrac32,\ 3 \sin\varphi - \tfrac34 \right),"
                r" \quad 0 \le \varphi < \pi"
            ),
            source="Pedregosa et al. 2011, scikit-learn (three times as large, centered)",
            meaning="two half circles that reach into each other",
            knobs=(JITTER,),
        ),
        DataSet(
            key="xor",
            label="XOR",
            draw=recipes.xor,
            task="classes",
            equation=r"y = [x_1 > 0] \oplus [x_2 > 0], \quad |x_i| \le 5",
            source="Minsky & Papert 1969",
            meaning="opposite corners belong together: too much for one neuron",
            knobs=(JITTER,),
        ),
        DataSet(
            key="checkerboard",
            label="Checkerboard",
            draw=recipes.checkerboard,
            task="classes",
            equation=(
                r"y = \left( \lfloor x_1 / 3 \rfloor + \lfloor x_2 / 3 \rfloor \right) \bmod 2,"
                r" \quad |x_i| \le 6"
            ),
            source="Ho & Kleinberg 1996",
            meaning="sixteen squares by turns, each to be fenced in",
            knobs=(JITTER,),
        ),
        DataSet(
            key="spirals",
            label="Spirals",
            draw=recipes.spirals,
            task="classes",
            equation=(
                r"x = 5u\, (\sin\varphi, \cos\varphi), \quad \varphi = 3.5\pi u + \pi y,"
                r" \quad 0 \le u < 1"
            ),
            source="Lang & Witbrock 1988; this form: TensorFlow Playground",
            meaning="two arms around each other: the hard one",
            knobs=(JITTER,),
        ),
        DataSet(
            key="plane",
            label="Tilted plane",
            draw=recipes.plane,
            task="regression",
            equation=r"y = \frac{x_1 + x_2}{10}, \quad |x_i| \le 5",
            source="Smilkov & Carter 2016, TensorFlow Playground",
            meaning="heights that one linear neuron reaches",
            knobs=(SHAKE,),
        ),
        DataSet(
            key="hills",
            label="Gaussian hills",
            draw=recipes.hills,
            task="regression",
            equation=(
                r"y = \sum_k \pm e^{-\lVert x - c_k \rVert^2 / 2}, \quad"
                r" c_k \in \{-4, 0, 4\} \times \{-2.5, 2.5\}"
            ),
            source="Smilkov & Carter 2016, TensorFlow Playground (there they are cones)",
            meaning="three hills and three hollows by turns",
            knobs=(SHAKE,),
        ),
    )
)
