"""Losses between probabilities, in nats: how surprising the truth is to the one who predicted.

Each stands here four times: what every question or example costs and the slope of that cost, then
the mean over the batch and its gradient.
"""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.pairs import check_probabilities, check_shares, paired, weighted
from core.smooth_activations import sigmoid, softplus
from core.softmax import log_softmax, softmax

# The surprise at what was held impossible is infinite: that is the value, not an accident.
# Where the truth has no share, 0 · log 0 counts as 0.
surprise_may_be_infinite = np.errstate(divide="ignore", over="ignore", invalid="ignore")


@surprise_may_be_infinite
def binary_surprises(prediction: Array, target: Array) -> Array:
    """The surprise at the answer to each yes-or-no question."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p, target=y)
    return weighted(y, -np.log(p)) + weighted(1 - y, -np.log1p(-p))


@surprise_may_be_infinite
def binary_surprise_slopes(prediction: Array, target: Array) -> Array:
    """Without bound where confidently wrong."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p, target=y)
    return weighted(1 - y, 1 / (1 - p)) - weighted(y, 1 / p)


def binary_cross_entropy(prediction: Array, target: Array) -> float:
    """Mean surprise over many yes-or-no questions, each with its own probability of yes."""
    return float(np.mean(binary_surprises(prediction, target)))


def binary_cross_entropy_gradient(prediction: Array, target: Array) -> Array:
    """Pulls without bound when confidently wrong."""
    slopes = binary_surprise_slopes(prediction, target)
    return slopes / slopes.size


@surprise_may_be_infinite
def surprises(prediction: Array, target: Array) -> Array:
    """The expected surprise of each example: that of every class, weighted by its true share."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p)
    check_shares(y)
    return np.sum(weighted(y, -np.log(p)), axis=-1)


@surprise_may_be_infinite
def surprise_slopes(prediction: Array, target: Array) -> Array:
    """Nothing but at the classes that have a true share."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p)
    check_shares(y)
    return -weighted(y, 1 / p)


def cross_entropy(prediction: Array, target: Array) -> float:
    """Mean surprise at the true class, when one of many had to be named."""
    return float(np.mean(surprises(prediction, target)))


def cross_entropy_gradient(prediction: Array, target: Array) -> Array:
    """Pulls at the true class only; the others feel it through the softmax."""
    slopes = surprise_slopes(prediction, target)
    return slopes / _rows(slopes)


@surprise_may_be_infinite
def divergence_terms(prediction: Array, target: Array) -> Array:
    """What each class adds to the divergence of its example; a term alone may be negative."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p)
    check_shares(y)
    return weighted(y, np.log(y) - np.log(p))


def divergences(prediction: Array, target: Array) -> Array:
    """The divergence of each example: the sum over its classes."""
    return np.sum(divergence_terms(prediction, target), axis=-1)


def kl_divergence(prediction: Array, target: Array) -> float:
    """Surprise beyond what the target itself could not avoid: 0 only if both agree."""
    return float(np.mean(divergences(prediction, target)))


def kl_divergence_gradient(prediction: Array, target: Array) -> Array:
    """That of the cross-entropy: the two differ by a constant, the entropy of the target."""
    return cross_entropy_gradient(prediction, target)


@surprise_may_be_infinite
def binary_surprises_of_logits(prediction: Array, target: Array) -> Array:
    """The surprise of sigmoid(z) at each answer, from z itself."""
    z, y = paired(prediction, target)
    check_probabilities(target=y)
    return weighted(y, softplus(-z)) + weighted(1 - y, softplus(z))


def binary_logit_slopes(prediction: Array, target: Array) -> Array:
    """Predicted minus true probability: the sigmoid's slope has canceled."""
    z, y = paired(prediction, target)
    check_probabilities(target=y)
    return sigmoid(z) - y


@surprise_may_be_infinite
def binary_cross_entropy_with_logits(prediction: Array, target: Array) -> float:
    """Binary cross-entropy of sigmoid(z), from z itself, so that nothing is lost to rounding."""
    return float(np.mean(binary_surprises_of_logits(prediction, target)))


def binary_cross_entropy_with_logits_gradient(prediction: Array, target: Array) -> Array:
    """Predicted minus true probability, shared among all questions."""
    slopes = binary_logit_slopes(prediction, target)
    return slopes / slopes.size


@surprise_may_be_infinite
def surprises_of_logits(prediction: Array, target: Array) -> Array:
    """The expected surprise of softmax(z) at each example, from z itself."""
    z, y = paired(prediction, target)
    check_shares(y)
    return np.sum(weighted(y, -log_softmax(z)), axis=-1)


def logit_slopes(prediction: Array, target: Array) -> Array:
    """Predicted minus true probabilities: the softmax's Jacobian has canceled."""
    z, y = paired(prediction, target)
    check_shares(y)
    return softmax(z) - y


@surprise_may_be_infinite
def cross_entropy_with_logits(prediction: Array, target: Array) -> float:
    """Cross-entropy of softmax(z), from z itself, so that nothing is lost to rounding."""
    return float(np.mean(surprises_of_logits(prediction, target)))


def cross_entropy_with_logits_gradient(prediction: Array, target: Array) -> Array:
    """Predicted minus true probabilities, shared among the examples."""
    slopes = logit_slopes(prediction, target)
    return slopes / _rows(slopes)


def _rows(slopes: Array) -> int:
    """How many examples: an array of one axis is one example."""
    return slopes.size // slopes.shape[-1]
