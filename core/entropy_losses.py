"""Losses between probabilities, in nats: how surprising the truth is to the one who predicted."""

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
def binary_cross_entropy(prediction: Array, target: Array) -> float:
    """Mean surprise over many yes-or-no questions, each with its own probability of yes."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p, target=y)
    return float(np.mean(weighted(y, -np.log(p)) + weighted(1 - y, -np.log1p(-p))))


@surprise_may_be_infinite
def binary_cross_entropy_gradient(prediction: Array, target: Array) -> Array:
    """Pulls without bound when confidently wrong."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p, target=y)
    return (weighted(1 - y, 1 / (1 - p)) - weighted(y, 1 / p)) / p.size


@surprise_may_be_infinite
def cross_entropy(prediction: Array, target: Array) -> float:
    """Mean surprise at the true class, when one of many had to be named."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p)
    check_shares(y)
    return float(np.mean(np.sum(weighted(y, -np.log(p)), axis=-1)))


@surprise_may_be_infinite
def cross_entropy_gradient(prediction: Array, target: Array) -> Array:
    """Pulls at the true class only; the others feel it through the softmax."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p)
    check_shares(y)
    return -weighted(y, 1 / p) / _rows(p)


@surprise_may_be_infinite
def kl_divergence(prediction: Array, target: Array) -> float:
    """Surprise beyond what the target itself could not avoid: 0 only if both agree."""
    p, y = paired(prediction, target)
    check_probabilities(prediction=p)
    check_shares(y)
    return float(np.mean(np.sum(weighted(y, np.log(y) - np.log(p)), axis=-1)))


def kl_divergence_gradient(prediction: Array, target: Array) -> Array:
    """That of the cross-entropy: the two differ by a constant, the entropy of the target."""
    return cross_entropy_gradient(prediction, target)


@surprise_may_be_infinite
def binary_cross_entropy_with_logits(prediction: Array, target: Array) -> float:
    """Binary cross-entropy of sigmoid(z), from z itself, so that nothing is lost to rounding."""
    z, y = paired(prediction, target)
    check_probabilities(target=y)
    return float(np.mean(weighted(y, softplus(-z)) + weighted(1 - y, softplus(z))))


def binary_cross_entropy_with_logits_gradient(prediction: Array, target: Array) -> Array:
    """Predicted minus true probability: the sigmoid's slope has canceled."""
    z, y = paired(prediction, target)
    check_probabilities(target=y)
    return (sigmoid(z) - y) / z.size


@surprise_may_be_infinite
def cross_entropy_with_logits(prediction: Array, target: Array) -> float:
    """Cross-entropy of softmax(z), from z itself, so that nothing is lost to rounding."""
    z, y = paired(prediction, target)
    check_shares(y)
    return float(np.mean(np.sum(weighted(y, -log_softmax(z)), axis=-1)))


def cross_entropy_with_logits_gradient(prediction: Array, target: Array) -> Array:
    """Predicted minus true probabilities: the softmax's Jacobian has canceled."""
    z, y = paired(prediction, target)
    check_shares(y)
    return (softmax(z) - y) / _rows(z)


def _rows(p: Array) -> int:
    """How many examples: an array of one axis is one example."""
    return p.size // p.shape[-1]
