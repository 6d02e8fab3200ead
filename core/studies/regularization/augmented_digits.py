"""Does it help? A small network on a hundred handwritten digits, with and without augmentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np

from core.augmentations import AUGMENTATIONS, augment
from core.entries import Array
from core.images import digits
from core.objective import Objective
from core.optimizers import OPTIMIZERS
from core.passes import forward_many
from core.stacked import Stack
from core.training import learn

TEST = 1000
SEEDS = 8
SIZES, ACTIVATIONS = (64, 32, 10), ("relu", "identity")
STEPS, LR, EVERY = 80, 0.01, 20


@dataclass(frozen=True, eq=False)
class Learning:
    """How some trainings went, each on its own hundred digits; row t is after ``steps[t]`` steps."""

    steps: Array  # (T,)
    train: Array  # (T, runs), accuracy on the hundred digits as they are
    test: Array  # (T, runs), accuracy on the digits held back, as they are
    stack: Stack  # the networks at the end


def examples(seed: int, n: int) -> tuple[Array, ...]:
    """n digits to learn from and others held back: images (n, 8, 8) and one-hot labels, twice."""
    order = np.random.default_rng((8, seed)).permutation(len(digits().labels))
    train, test = order[:n], order[-TEST:]
    one_hot = np.eye(10, dtype=np.float32)[digits().labels]
    images = digits().images.astype(np.float32)
    return images[train], one_hot[train], images[test], one_hot[test]


def all_examples(n: int, seeds: int = SEEDS) -> list[Array]:
    """`examples` of seeds 0, 1 and so on, stacked: (seeds, n, ...) four times."""
    each = [examples(seed, n) for seed in range(seeds)]
    return [np.stack(part) for part in zip(*each, strict=True)]


def train_on_digits(
    key: str, strength: float, n: int = 100, seeds: int = SEEDS, steps: int = STEPS
) -> Learning:
    """Some networks at once; in every second step all their pictures are augmented anew (key "none": never).

    Parameters
    ----------
    key : str
        Of `AUGMENTATIONS`, or "none".
    strength : float
    n : int
        Digits to learn from, up to 700.
    seeds : int
        Networks: 0, 1 and so on, each with its own digits, first weights and chances.
    steps : int
        A multiple of `EVERY`.
    """
    images, y, test, y_test = all_examples(n, seeds)
    stack = Stack.random(SIZES, ACTIVATIONS, seeds=range(seeds), initializer="he")
    stack = replace(stack, parameters=stack.parameters.astype(np.float32))
    adam, rngs = OPTIMIZERS["adam"], [np.random.default_rng((9, seed)) for seed in range(seeds)]
    objective = Objective("cross_entropy_with_logits", np.zeros_like(stack.parameters[0]))
    state, rows = adam.init(stack.parameters), []
    for step in range(0, steps + 1, EVERY):
        rows.append((step, accuracy(stack, images, y), accuracy(stack, test, y_test)))
        for seen, told in changed(key, strength, images, y, rngs) if step < steps else ():
            stack, state = learn(stack, state, seen, told, objective, adam, {"lr": LR})
    return Learning(*(np.array(column) for column in zip(*rows, strict=True)), stack)


def changed(
    key: str, strength: float, images: Array, y: Array, rngs: Sequence[np.random.Generator]
) -> Iterator[tuple[Array, Array]]:
    """What the networks are shown in the next `EVERY` steps: (runs, n, 64), and labels (runs, n, 10)."""
    runs, n = y.shape[:2]
    if key == "none":
        yield from repeat((images.reshape(runs, n, 64), y), EVERY)
        return
    versions = EVERY // 2
    again = (versions, 1, 1)
    each = [
        (augment(AUGMENTATIONS[key], np.tile(batch, again), rng, strength), np.tile(of, again[:2]))
        for batch, of, rng in zip(images, y, rngs, strict=True)  # each run among its own digits
    ]
    x = np.stack([now.images for now, _ in each]).reshape(runs, versions, n, 64)
    told = np.stack([now.targets(of) for now, of in each]).astype(y.dtype)
    told = told.reshape(runs, versions, n, -1)
    for version in range(versions):
        yield from repeat((x[:, version], told[:, version]), 2)


def accuracy_on_changed(learning: Learning, key: str, strength: float) -> Array:
    """Accuracy on 500 digits held back that are augmented alike, each once: (runs,)."""
    _, _, test, y = (part[:, :500] for part in all_examples(1, learning.stack.runs))
    rng = np.random.default_rng(10)
    now = augment(AUGMENTATIONS[key], test.reshape(-1, 8, 8), rng, strength)
    return accuracy(learning.stack, now.images.reshape(test.shape), y)


def accuracy(stack: Stack, images: Array, y: Array) -> Array:
    """Share of right answers of every run: (runs,)."""
    out = forward_many(stack, images.reshape(*y.shape[:2], -1))
    return (out.argmax(axis=-1) == y.argmax(axis=-1)).mean(axis=-1)


def paired_difference(with_it: Array, without: Array) -> tuple[float, float]:
    """Mean difference over the seeds, each compared with itself, and its standard error."""
    off = with_it - without
    return float(off.mean()), float(off.std(ddof=1) / np.sqrt(len(off)))
