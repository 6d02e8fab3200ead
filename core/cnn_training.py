"""Training a small convolutional network on digits, an epoch at a time, so that somebody can watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from core.bounds import whole
from core.cnn import Cnn, read
from core.cnn_backward import blame
from core.entries import Array
from core.images import digits
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS

TRAINING = 1400  # digits that are learned from; the others are held out
SPLIT_SEED = 0
SEED, EPOCHS = 1, 20  # of the network whose weights are kept


class Part(NamedTuple):
    """Some of the digits."""

    images: Array  # (n, 8, 8), ink from 0 to 1
    labels: Array  # (n,)
    numbers: Array  # (n,), which of all digits they are


class Split(NamedTuple):
    """The digits to learn from, and those that are held out."""

    training: Part
    held_out: Part


def split_digits(*, shuffled: bool = True) -> Split:
    """The 1797 digits: 1400 to learn from, 397 held out.

    Shuffled, both hold digits of the same hands. As they stand in the file, neighbors are often by one hand, so that
    most of those held out were written by somebody new.
    """
    known = digits()
    order = np.arange(len(known.labels))
    if shuffled:
        order = np.random.default_rng(SPLIT_SEED).permutation(order)
    parts = np.split(order, [TRAINING])
    return Split(*(Part(known.images[part], known.labels[part], part) for part in parts))


@dataclass(frozen=True, eq=False)
class Point:
    """A network after so many epochs, and how well it reads."""

    epoch: int
    network: Cnn
    memory: Any  # of the optimizer
    loss: float  # nats, on what is learned from
    accuracy: float
    held_out_loss: float
    held_out_accuracy: float


def begin(split: Split, *, seed: int) -> Point:
    """A network as chance made it."""
    network = Cnn.random(seed=seed)
    return _judged(0, network, OPTIMIZERS["adam"].init(network.vector()), split)


def one_epoch(point: Point, split: Split, *, seed: int, batch: int = 32, lr: float = 0.01) -> Point:
    """Show every digit to learn from once, in an order of its own.

    Parameters
    ----------
    point : Point
        Where training stands; not modified.
    split : Split
    seed : int
        Of the order, together with the number of the epoch.
    batch : int
        Digits a step; the last step of an epoch may see fewer.
    lr : float
        Of Adam.

    Returns
    -------
    Point
    """
    images, labels, _ = split.training
    order = np.random.default_rng((point.epoch + 1, seed)).permutation(len(labels))
    network, memory, adam = point.network, point.memory, OPTIMIZERS["adam"]
    for first in range(0, len(order), whole("batch", batch, 1)):
        some = order[first : first + batch]
        slopes = blame(network, read(network, images[some]), labels[some]).along.vector()
        vector, memory = adam.step(network.vector(), slopes, memory, lr=lr)
        network = network.with_vector(vector)
    return _judged(point.epoch + 1, network, memory, split)


def _judged(epoch: int, network: Cnn, memory: Any, split: Split) -> Point:
    """The network with its loss and accuracy on both parts."""
    found = []
    for images, labels, _ in split:
        logits = read(network, images).logits
        targets = np.eye(logits.shape[1])[labels]
        loss = LOSSES["cross_entropy_with_logits"].value(logits, targets)
        found += [loss, float(np.mean(logits.argmax(axis=1) == labels))]
    return Point(epoch, network, memory, *found)
