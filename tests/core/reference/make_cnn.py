"""Writes core/data/cnn.npz: two networks of 1210 numbers each, trained on the same 1400 handwritten digits.

Run from the root of the repository: python -m tests.core.reference.make_cnn. It needs NumPy alone and takes a few
seconds. On another processor the last digits differ, since sums are rounded in another order.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from core.cnn import Cnn, accuracy
from core.cnn_training import EPOCHS, SEED, Split, begin, one_epoch, split_digits
from core.images import DATA
from core.network import Network, forward
from core.optimizers import OPTIMIZERS
from core.trained import DENSE
from core.training import train


def train_cnn(split: Split) -> Cnn:
    point = begin(split, seed=SEED)
    for _ in range(EPOCHS):
        point = one_epoch(point, split, seed=SEED)
    return point.network


def train_dense(split: Split) -> Network:
    images, labels, _ = split.training
    run = train(
        Network.random(*DENSE, seed=SEED),
        (images.reshape(len(images), -1), np.eye(10)[labels]),
        OPTIMIZERS["adam"],
        epochs=EPOCHS,
        batch=32,
        seed=SEED,
        loss="cross_entropy_with_logits",
        lr=0.01,
    )
    return run.path.network(-1)


if __name__ == "__main__":
    digits = split_digits()
    cnn, dense = train_cnn(digits), train_dense(digits)
    weights = {f"dense_weights_{i}": w for i, w in enumerate(dense.weights)}
    biases = {f"dense_bias_{i}": b for i, b in enumerate(dense.biases)}
    np.savez_compressed(DATA / "cnn.npz", cnn=cnn.vector(), **weights, **biases)
    images, labels, _ = digits.held_out
    print("cnn", cnn.size, accuracy(cnn, images, labels))
    scores = forward(dense, images.reshape(len(images), -1))
    print("dense", np.mean(scores.argmax(axis=1) == labels))
