"""What one prediction costs, and how steeply, as it moves past its target: ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.bounds import bounded, whole
from core.entries import Array
from core.losses import LOSSES, Loss


@dataclass(frozen=True)
class Family:
    """Losses that take the same kind of prediction, so that one target makes sense for all."""

    label: str
    low: float  # the stretch of predictions worth drawing
    high: float
    target: float  # a telling default
    targets: tuple[float, ...]  # every value on offer, rising
    meaning: str

    def losses(self) -> tuple[Loss, ...]:
        """The members, easiest first."""
        return tuple(loss for loss in LOSSES.values() if FAMILIES[loss.takes] is self)


@dataclass(frozen=True, eq=False)
class LossCurve:
    """The cost of one prediction and its slope, at each of many predictions.

    A kink stands three times among them: itself, and its next neighbors on both sides, so that a
    jump of the slope is a jump and no ramp. ``seams`` are where one rule gives way to the next
    without a jump of the slope. At ``infinite_at`` the loss is infinite: ``values`` and ``slopes``
    say so, and a chart has to.
    """

    key: str
    label: str
    target: float
    predictions: Array  # (n,), rising
    values: Array  # (n,)
    slopes: Array  # (n,)
    kinks: Array  # (k,)
    seams: Array  # (s,)
    infinite_at: Array  # (i,)


def sample(
    loss: Loss, target: float, low: float, high: float, *, points: int = 161, **knobs: float
) -> LossCurve:
    """Evaluate a loss and its slope at evenly spaced predictions and around its kinks.

    Where classes share one whole there are two of them: a probability p leaves 1 - p to the
    rival, a logit z stands against a rival's logit of 0. The slope counts both.

    Parameters
    ----------
    loss : Loss
    target : float
        What the loss accepts: any number, -1 or +1, or a probability.
    low, high : float
        Ends of the stretch of predictions, ``low`` < ``high``; probabilities lie in [0, 1].
    points : int
        Evenly spaced predictions, from 2 up; a kink adds up to three.
    **knobs
        Those of the loss.

    Returns
    -------
    LossCurve

    Raises
    ------
    ValueError
        If the stretch is empty or not finite, there are fewer than two points, or the loss does
        not accept a prediction or the target.
    """
    low, high = bounded("low and high", (low, high)).astype(np.float64).tolist()
    if low >= high:
        raise ValueError(f"low is {low} and high is {high}; low must be the smaller one")
    target = float(bounded("target", target))
    kinks = _inside(target + np.array(loss.kinks), low, high)
    sides = (np.nextafter(kinks, -np.inf), kinks, np.nextafter(kinks, np.inf))
    even = np.linspace(low, high, whole("points", points, 2))
    predictions = np.unique(np.concatenate([even, *sides]))
    values, slopes = cost_of_one(loss, predictions, target, **knobs)
    return LossCurve(
        key=loss.key,
        label=loss.label,
        target=target,
        predictions=predictions,
        values=values,
        slopes=slopes,
        kinks=kinks,
        seams=_inside(_seams(loss, target, **knobs), low, high),
        infinite_at=predictions[np.isinf(values)],
    )


def cost_of_one(
    loss: Loss, predictions: Array, target: float, **knobs: float
) -> tuple[Array, Array]:
    """What each prediction would cost if it were the only one, and the slope there: (n,) and (n,)."""
    p = np.asarray(predictions, dtype=np.float64)[:, None]  # (n, 1), each a batch of its own
    y = np.full_like(p, target)
    if loss.shares:
        p, y = np.hstack([p, _rival(loss, p)]), np.hstack([y, 1 - y])  # (n, 2)
    values, slopes = loss.costs(p, y, **knobs), loss.slopes(p, y, **knobs)
    if loss.shares and loss.takes == "probabilities":
        return values, slopes[:, 0] - slopes[:, 1]  # what p gains its rival loses
    return values.ravel(), slopes[:, 0]


def coinciding(curves: Mapping[str, LossCurve]) -> tuple[tuple[str, ...], ...]:
    """Names of losses that are one and the same along the same predictions: a group each, of two or more."""
    groups: list[list[str]] = []
    for name, curve in curves.items():
        for group in groups:
            other = curves[group[0]]
            if other.values.shape == curve.values.shape and np.allclose(
                other.values, curve.values, rtol=1e-9, atol=1e-12
            ):
                group.append(name)
                break
        else:
            groups.append([name])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _rival(loss: Loss, p: Array) -> Array:
    """What is left to the other of two classes: the rest of a probability, or a logit of 0."""
    return 1 - p if loss.takes == "probabilities" else np.zeros_like(p)


def _inside(places: Array, low: float, high: float) -> Array:
    """Those between both ends."""
    return places[(low < places) & (places < high)]


def _seams(loss: Loss, target: float, **knobs: float) -> Array:
    """Where a loss changes its rule but not its slope."""
    if loss.key == "huber":
        delta = knobs.get("delta", loss.knobs[0].default)
        return np.array([target - delta, target + delta])
    return np.array([target] if loss.key == "squared_hinge" else [])


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "predictions": Family(
            "Regression",
            low=-4.0,
            high=4.0,
            target=0.0,
            targets=(-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0),
            meaning="a number is predicted, and the target is a number",
        ),
        "margins": Family(
            "Margins",
            low=-3.0,
            high=3.0,
            target=1.0,
            targets=(-1.0, 1.0),
            meaning="a score is predicted, its sign is the class: the target is -1 or +1",
        ),
        "probabilities": Family(
            "Probabilities",
            low=0.0,
            high=1.0,
            target=1.0,
            targets=(0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0),
            meaning="the probability of yes is predicted; a target between 0 and 1 is a share of yes",
        ),
        "logits": Family(
            "Logits",
            low=-6.0,
            high=6.0,
            target=1.0,
            targets=(0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0),
            meaning="a score is predicted that sigmoid or softmax turns into a probability of yes",
        ),
    }
)
