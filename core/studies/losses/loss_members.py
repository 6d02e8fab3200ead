"""Who is drawn with whom: the losses of a family, and those that stand beside them for contrast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entries import Array
from core.losses import LOSSES, Loss
from core.pairs import check_probabilities, paired, weighted
from core.studies.losses.loss_curves import FAMILIES

# Of one prediction there is no mean yet; classes that share one whole are two.
SHORT = {
    "mse": "Squared (MSE)",
    "mae": "Absolute (MAE)",
    "binary_cross_entropy": "Binary CE",
    "cross_entropy": "CE, two classes",
    "kl_divergence": "KL, two classes",
    "binary_cross_entropy_with_logits": "Binary CE from z",
    "cross_entropy_with_logits": "CE from z, two classes",
}


def _inf_and_nan_are_results() -> np.errstate:
    """The failure is what is to be seen."""
    return np.errstate(divide="ignore", over="ignore", invalid="ignore")


@dataclass(frozen=True)
class Member:
    """A loss as its family sees it; ``target`` is what the loss itself is told."""

    loss: Loss
    label: str
    target: float


def naive_surprises(prediction: Array, target: Array) -> Array:
    """-ln of sigmoid(z) as it stands in books: first the probability, then its logarithm."""
    z, y = paired(prediction, target)
    check_probabilities(target=y)
    with _inf_and_nan_are_results():
        p = 1 / (1 + np.exp(-z))
        return weighted(y, -np.log(p)) + weighted(1 - y, -np.log(1 - p))


def naive_surprise_slopes(prediction: Array, target: Array) -> Array:
    """The chain rule as it stands: slope along p times slope of p, which may be inf times 0."""
    z, y = paired(prediction, target)
    check_probabilities(target=y)
    with _inf_and_nan_are_results():
        p = 1 / (1 + np.exp(-z))
        return (weighted(1 - y, 1 / (1 - p)) - weighted(y, 1 / p)) * (p * (1 - p))


def naive_surprise(prediction: Array, target: Array) -> float:
    """The mean of it: one inf makes the whole batch inf."""
    return float(np.mean(naive_surprises(prediction, target)))


def naive_surprise_gradient(prediction: Array, target: Array) -> Array:
    """The slopes, shared among all questions."""
    slopes = naive_surprise_slopes(prediction, target)
    return slopes / slopes.size


# Not in the menu: here to be seen failing beside the form that does not.
NAIVE = Loss(
    key="naive_cross_entropy",
    label="Naive: σ(z), then ln",
    value=naive_surprise,
    gradient=naive_surprise_gradient,
    costs=naive_surprises,
    slopes=naive_surprise_slopes,
    equation=(
        r"L = -\frac1n \sum_i \left[ y_i \ln \sigma(z_i)"
        r" + (1 - y_i) \ln (1 - \sigma(z_i)) \right]"
    ),
    source="Cox 1958",
    takes="logits",
)


def members(family: str, target: float) -> tuple[Member, ...]:
    """Those that share a picture, and what each is told when the family's target is ``target``.

    Parameters
    ----------
    family : str
        A key of `FAMILIES`. Beside margins stands the logistic loss, to which -1 is a 0; beside
        probabilities the squared error; beside logits the naive form, first, to be drawn below.
    target : float
        One of the family's targets.
    """
    own = tuple(_member(loss, target) for loss in FAMILIES[family].losses())
    if family == "margins":
        logistic = LOSSES["binary_cross_entropy_with_logits"]
        return (*own, Member(logistic, "Logistic", (1 + target) / 2))
    if family == "probabilities":
        return (*own, _member(LOSSES["mse"], target))
    if family == "logits":
        return (_member(NAIVE, target), *own)
    return own


def _member(loss: Loss, target: float) -> Member:
    return Member(loss, SHORT.get(loss.key, loss.label), target)
