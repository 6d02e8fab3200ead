"""One small network on two noisy moons, with and without a cure, from five starts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS
from core.cure_rules import masks_of
from core.cures import CURES
from core.data_recipes import Sample
from core.data_sets import DATA_SETS
from core.entries import Array, table
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.passes import forward_many, losses_many
from core.smooth_activations import sigmoid
from core.stacked import Stack, which_are_weights
from core.studies.regularization.best_answer import best_logits
from core.training import train_many
from core.training_record import TrainingRun
from core.treatment import Treatment

SIZES, RUNS, EPOCHS, LR = (2, 16, 16, 1), 5, 400, 0.5
LOSS = "binary_cross_entropy_with_logits"  # the sigmoid of the output is inside, where it is stable
POINTS, LEARNED, FRESH = (
    200,
    100,
    2000,
)  # points, those learned from, and those of the last judgment
EVERY = 10  # epochs from one shot to the next
GRID = (56, 38)  # across and up: probabilities drawn
HIDDEN = table(ACTIVATIONS[key] for key in ("tanh", "relu"))
START = {"tanh": "glorot", "relu": "he"}


class Task(NamedTuple):
    """What the networks are asked, and how they learn it."""

    noise: float  # standard deviation of the points around their moon, > 0
    sample: int  # seed of the points
    activation: str  # of the hidden units, a key of `HIDDEN`
    batch: int  # points a step


class Points(NamedTuple):
    """Three samples of the same two moons."""

    train: Sample
    validation: Sample
    fresh: Sample


@dataclass(frozen=True, eq=False)
class Outcome:
    """Five networks, one a row, through one training.

    Losses are mean cross-entropies in nats on true labels, of the network as it would be used at
    that moment: without dropout or noise, by running statistics. They go on to the last epoch also
    where a training was stopped before.
    """

    loss: Array  # (runs, T + 1), after 0, 1, 2 ... epochs
    validation_loss: Array  # (runs, T + 1)
    ended: Array  # (runs,), the epoch in which training stopped
    kept: Array  # (runs,), the epoch whose weights are used in the end
    shots: Stack  # (runs * S, P): the networks at hand every `EVERY` epochs, run by run
    used: Stack  # (runs, P): those that are left in the end
    objective: Array  # (runs,), theirs, as the accuracies and losses below
    fresh_loss: Array
    accuracy: Array
    fresh_accuracy: Array
    diverged: (
        Array  # (runs,), whether the weights flew apart: then they stay as they were last seen
    )

    def shots_of(self, run: int) -> Stack:
        """One network at all its shots."""
        count = self.shots.runs // len(self.loss)
        return self.shots.part(run * count, (run + 1) * count)


def points_of(task: Task) -> Points:
    """The points of a task: half of 200 to learn from, half to validate, and 2000 fresh ones."""
    moons = DATA_SETS["moons"]
    x, y = moons.make(POINTS, noise=task.noise, seed=task.sample)
    fresh = moons.make(FRESH, noise=task.noise, seed=1_000_000 + task.sample)
    return Points(Sample(x[:LEARNED], y[:LEARNED]), Sample(x[LEARNED:], y[LEARNED:]), fresh)


def train_with(cure: str, strength: float | None, task: Task, *, epochs: int = EPOCHS) -> Outcome:
    """Train the five networks under a cure; they differ in their first weights and in their luck.

    Parameters
    ----------
    cure : str
        A key of `CURES`.
    strength : float, optional
        Of its knob; its default if left out.
    task : Task
    epochs : int

    Returns
    -------
    Outcome
    """
    treatment = treatment_of(cure, strength)
    points, hidden = points_of(task), task.activation
    stack = Stack.random(
        SIZES, (hidden, hidden, "identity"), seeds=range(RUNS), initializer=START[hidden]
    )
    runs = train_many(
        stack,
        points.train,
        OPTIMIZERS["sgd"],
        epochs=epochs,
        batch=task.batch,
        lr=LR,
        loss=LOSS,
        validation=points.validation,
        treatment=treatment,
    )
    return _judged(runs, treatment, points, epochs)


def treatment_of(cure: str, strength: float | None) -> Treatment:
    """What a cure does at that strength of its one knob, if it has one."""
    entry = CURES[cure]
    given = strength is not None and entry.knobs
    return entry.treat(**({entry.knobs[0].name: strength} if given else {}))


def _judged(
    runs: tuple[TrainingRun, ...], treatment: Treatment, points: Points, epochs: int
) -> Outcome:
    """The record of all runs, each as the treatment leaves it."""
    last = [len(run.epochs) - 1 for run in runs]
    stops = [
        treatment.stop(run.validation_loss) if treatment.stop else (end, end)
        for run, end in zip(runs, last, strict=True)
    ]
    ended, kept = np.array(stops).T
    rows = np.arange(epochs + 1)
    at = [np.minimum(rows, end) for end in last]
    seen = [np.where(rows >= end, keep, np.minimum(rows, end))[::EVERY] for end, keep in stops]
    shape = runs[0].path
    shots = np.concatenate([r.path.parameters[s] for r, s in zip(runs, seen, strict=True)])
    used = np.array([r.path.parameters[keep] for r, keep in zip(runs, kept, strict=True)])
    used = Stack(used, shape.sizes, shape.activations)
    return Outcome(
        loss=np.array([run.loss[i] for run, i in zip(runs, at, strict=True)]),
        validation_loss=np.array([run.validation_loss[i] for run, i in zip(runs, at, strict=True)]),
        ended=ended,
        kept=kept,
        shots=Stack(shots, shape.sizes, shape.activations),
        used=used,
        objective=np.array([run.objective[i] for run, i in zip(runs, kept, strict=True)]),
        fresh_loss=losses_many(used, *points.fresh, LOSS),
        accuracy=np.array([run.accuracy[i] for run, i in zip(runs, kept, strict=True)]),
        fresh_accuracy=_share_right(used, points.fresh),
        diverged=np.array([run.outcome == "diverged" for run in runs]),
    )


def _share_right(stack: Stack, sample: Sample) -> Array:
    """How many points each network puts on their side: (runs,)."""
    return ((forward_many(stack, sample.x) > 0) == (sample.y > 0.5)).mean(axis=(1, 2))


def axes_of(points: Points) -> tuple[Array, Array]:
    """Places of a grid over the 200 points, with a little room around them."""
    x = np.concatenate([points.train.x, points.validation.x])
    low, high = x.min(axis=0), x.max(axis=0)
    room = 0.04 * (high - low)
    return tuple(
        np.linspace(a, b, n) for a, b, n in zip(low - room, high + room, GRID, strict=True)
    )


def maps_of(stack: Stack, x: Array, y: Array) -> Array:
    """The probability of class 1 at every place of a grid: (networks, up, across), in float32."""
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    small = Stack(stack.parameters.astype(np.float32), stack.sizes, stack.activations)
    return sigmoid(forward_many(small, places)).reshape(stack.runs, len(y), len(x))


def in_bytes(probabilities: Array) -> bytes:
    """Each as one byte, 0 for 0 and 255 for 1."""
    return np.rint(255 * probabilities).astype(np.uint8).tobytes()


def best_scores(task: Task) -> tuple[float, float]:
    """Loss and share of right answers of the best answer there is, on the fresh points."""
    x, y = points_of(task).fresh
    logits = best_logits(x, task.noise)
    return LOSSES[LOSS].value(logits, y), float(((logits > 0) == (y > 0.5)).mean())


def kept_units(task: Task, run: int, epoch: int, p: float, *, examples: int = 3) -> Array:
    """Which hidden units the first examples met in the first step of an epoch: (examples, H)."""
    lots = lots_of_first_step("dropout", p, task, run, epoch)
    return np.concatenate(masks_of(lots[:examples], SIZES, p), axis=-1) > 0


def lots_of_first_step(cure: str, strength: float, task: Task, run: int, epoch: int) -> Array:
    """What a cure drew for the first step of an epoch: (batch, k), a row an example."""
    drawn = treatment_of(cure, strength).lots_of(epoch, [run], LEARNED, SIZES, task.batch)
    return next(iter(drawn))[0]


def longest(stack: Stack) -> float:
    """The greatest length of the weights into any unit of these networks."""
    return max(float(np.sqrt((w**2).sum(axis=1)).max()) for w in stack.weights)


def all_weights(stack: Stack, run: int) -> Array:
    """The weights of one network in a row, without its biases."""
    return stack.parameters[run][which_are_weights(stack.sizes) == 1]
