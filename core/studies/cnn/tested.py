"""Two networks of the same size put to the test: which digits they take for which, and what a shift does to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cnn import CLASSES, read
from core.cnn_training import split_digits
from core.entries import Array
from core.network import forward
from core.softmax import softmax
from core.trained import trained_cnn, trained_dense

NETWORKS = {"cnn": "Convolutional", "dense": "Dense"}
DIRECTIONS = {"right": (0, 1), "left": (0, -1), "up": (-1, 0), "down": (1, 0)}  # rows, columns
SHIFTS = range(5)  # pixels


@dataclass(frozen=True, eq=False)
class Tested:
    """One network on the held-out digits."""

    images: Array  # (n, 8, 8), as it saw them
    labels: Array  # (n,)
    told: Array  # (n,), what it read
    shares: Array  # (n, 10)
    confusion: Array  # (10, 10): how many of each true class (row) were read as each (column)

    @property
    def accuracy(self) -> float:
        """Share of digits that were read right."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    def wrong(self, true: int | None = None, told: int | None = None) -> Array:
        """Which digits were read wrong, surest first; or those of one cell of the confusion, right or wrong."""
        chosen = self.told != self.labels
        if true is not None and told is not None:
            chosen = (self.labels == true) & (self.told == told)
        found = np.flatnonzero(chosen)
        sure = self.shares[found, self.told[found]]
        return found[np.argsort(-sure, kind="stable")]


def shift_images(images: Array, direction: str, pixels: int) -> Array:
    """The images moved: what leaves the frame is gone, what comes in is blank."""
    down, across = (pixels * step for step in DIRECTIONS[direction])
    h, w = images.shape[-2:]
    shifted = np.zeros_like(images)
    rows, columns = (slice(max(0, by), n + min(0, by)) for by, n in ((down, h), (across, w)))
    from_rows, from_columns = (
        slice(max(0, -by), n + min(0, -by)) for by, n in ((down, h), (across, w))
    )
    shifted[..., rows, columns] = images[..., from_rows, from_columns]
    return shifted


def examine(network: str, direction: str, pixels: int) -> Tested:
    """Show the held-out digits, shifted, to one of the two trained networks.

    Parameters
    ----------
    network : str
        A key of `NETWORKS`.
    direction : str
        A key of `DIRECTIONS`.
    pixels : int
        0 to 4.

    Returns
    -------
    Tested
    """
    held_out = split_digits().held_out
    images = shift_images(held_out.images, direction, pixels)
    if network == "cnn":
        shares = read(trained_cnn(), images).shares
    else:
        shares = softmax(forward(trained_dense(), images.reshape(len(images), -1)))
    told = shares.argmax(axis=1)
    confusion = np.zeros((CLASSES, CLASSES), dtype=int)
    np.add.at(confusion, (held_out.labels, told), 1)
    return Tested(images, held_out.labels, told, shares, confusion)


@dataclass(frozen=True, eq=False)
class Shifted:
    """Both networks under shifts of 0 to 4 pixels in one direction."""

    accuracies: dict[str, list[float]]  # by key of `NETWORKS`
    ink: list[float]  # share of the ink that is still in the frame


def examine_shifts(direction: str) -> Shifted:
    """Accuracy of both networks, shift by shift, and how much of the digits is left to read."""
    accuracies = {
        key: [examine(key, direction, pixels).accuracy for pixels in SHIFTS] for key in NETWORKS
    }
    images = split_digits().held_out.images
    ink = [float(shift_images(images, direction, p).sum() / images.sum()) for p in SHIFTS]
    return Shifted(accuracies, ink)
