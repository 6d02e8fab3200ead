"""Two networks that were really trained on the digits, one convolutional and one dense, of the same size.

``tests/core/reference/make_cnn.py`` trained them; the digits that they have not seen are
`core.cnn_training.split_digits().held_out`.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core.cnn import Cnn
from core.images import DATA
from core.network import Network

DENSE = (
    (64, 16, 10),
    ("relu", "identity"),
)  # sizes and activations: 1210 numbers, as many as the other has


@cache
def trained_cnn() -> Cnn:
    """The convolutional one, loaded once and shared: its arrays are read-only."""
    with np.load(DATA / "cnn.npz", allow_pickle=False) as stored:
        vector = stored["cnn"]
    vector.setflags(write=False)
    return Cnn.random(seed=0).with_vector(vector)


@cache
def trained_dense() -> Network:
    """The dense one, loaded once and shared."""
    with np.load(DATA / "cnn.npz", allow_pickle=False) as stored:
        parts = [
            tuple(stored[f"dense_{kind}_{i}"] for i in range(2)) for kind in ("weights", "bias")
        ]
    for array in (*parts[0], *parts[1]):
        array.setflags(write=False)
    return Network(*parts, DENSE[1])
