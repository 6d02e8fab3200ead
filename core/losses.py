"""Losses: how wrong a prediction is, in one number, and which way is less wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core import elementwise_losses as each
from core import entropy_losses as entropy
from core.entries import Array, Knob, table


@dataclass(frozen=True)
class Loss:
    """The mean loss over a batch and its slope along every prediction.

    ``value(prediction, target, **knobs)`` is a float. ``gradient`` has the shape of the prediction
    and already holds the 1 / count of the mean. ``costs`` are what the mean is taken over, and
    ``slopes`` those of each cost along its own prediction. All take two arrays of one shape and raise
    ValueError if the shapes differ or a number is none of those that ``takes`` names: predictions
    (any number), margins (any number, targets -1 or +1), probabilities (in [0, 1]) or logits (any
    number, targets in [0, 1]). The mean is over all elements; where classes share one whole
    (``shares``) it is over rows, and an array of one axis is one example. ``kinks`` are the misses
    at which the slope jumps.
    """

    key: str
    label: str
    value: Callable[..., float]
    gradient: Callable[..., Array]
    costs: Callable[..., Array]
    slopes: Callable[..., Array]
    equation: str
    source: str
    takes: Literal["predictions", "probabilities", "logits", "margins"]
    knobs: tuple[Knob, ...] = ()
    kinks: tuple[float, ...] = ()
    shares: bool = False


# Not in the menu: the loss of one much-copied worked example.
HALF_SSE = Loss(
    key="half_sse",
    label="Half squared error",
    value=each.half_sse,
    gradient=each.half_sse_gradient,
    costs=each.half_squared_errors,
    slopes=each.half_squared_error_slopes,
    equation=r"L = \tfrac12 \sum_i (\hat y_i - y_i)^2",
    source="Rumelhart, Hinton & Williams 1986",
    takes="predictions",
)

LOSSES = table(
    (
        Loss(
            key="mse",
            label="Mean squared error",
            value=each.mse,
            gradient=each.mse_gradient,
            costs=each.squared_errors,
            slopes=each.squared_error_slopes,
            equation=r"L = \frac1n \sum_i (\hat y_i - y_i)^2",
            source="Legendre 1805; Gauss 1809",
            takes="predictions",
        ),
        Loss(
            key="mae",
            label="Mean absolute error",
            value=each.mae,
            gradient=each.mae_gradient,
            costs=each.absolute_errors,
            slopes=each.absolute_error_slopes,
            equation=r"L = \frac1n \sum_i |\hat y_i - y_i|",
            source="Boscovich 1757; Laplace 1793",
            takes="predictions",
            kinks=(0.0,),
        ),
        Loss(
            key="huber",
            label="Huber",
            value=each.huber,
            gradient=each.huber_gradient,
            costs=each.huber_errors,
            slopes=each.huber_slopes,
            equation=(
                r"L = \frac1n \sum_i \begin{cases} \tfrac12 e_i^2 & |e_i| \le \delta \\"
                r" \delta\,(|e_i| - \tfrac12 \delta) & |e_i| > \delta \end{cases},"
                r" \quad e_i = \hat y_i - y_i"
            ),
            source="Huber 1964",
            takes="predictions",
            knobs=(
                Knob(
                    name="delta",
                    symbol=r"\delta",
                    default=1.0,
                    ticks=(0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 5.0),
                    meaning="miss at which the square gives way to a line",
                ),
            ),
        ),
        Loss(
            key="log_cosh",
            label="Log-cosh",
            value=each.log_cosh,
            gradient=each.log_cosh_gradient,
            costs=each.log_cosh_errors,
            slopes=each.log_cosh_slopes,
            equation=r"L = \frac1n \sum_i \ln \cosh(\hat y_i - y_i)",
            source="Green 1990",
            takes="predictions",
        ),
        Loss(
            key="hinge",
            label="Hinge",
            value=each.hinge,
            gradient=each.hinge_gradient,
            costs=each.hinge_shortfalls,
            slopes=each.hinge_slopes,
            equation=r"L = \frac1n \sum_i \max(0,\ 1 - y_i \hat y_i), \quad y_i = \pm 1",
            source="Cortes & Vapnik 1995",
            takes="margins",
            kinks=(0.0,),
        ),
        Loss(
            key="squared_hinge",
            label="Squared hinge",
            value=each.squared_hinge,
            gradient=each.squared_hinge_gradient,
            costs=each.squared_shortfalls,
            slopes=each.squared_hinge_slopes,
            equation=r"L = \frac1n \sum_i \max(0,\ 1 - y_i \hat y_i)^2, \quad y_i = \pm 1",
            source="Cortes & Vapnik 1995; Lee & Mangasarian 2001",
            takes="margins",
        ),
        Loss(
            key="binary_cross_entropy",
            label="Binary cross-entropy",
            value=entropy.binary_cross_entropy,
            gradient=entropy.binary_cross_entropy_gradient,
            costs=entropy.binary_surprises,
            slopes=entropy.binary_surprise_slopes,
            equation=(
                r"L = -\frac1n \sum_i \left[ y_i \ln \hat y_i"
                r" + (1 - y_i) \ln (1 - \hat y_i) \right], \quad 0 \ln 0 = 0"
            ),
            source="Good 1952",
            takes="probabilities",
        ),
        Loss(
            key="cross_entropy",
            label="Cross-entropy",
            value=entropy.cross_entropy,
            gradient=entropy.cross_entropy_gradient,
            costs=entropy.surprises,
            slopes=entropy.surprise_slopes,
            equation=r"L = -\frac1B \sum_b \sum_k y_{bk} \ln \hat y_{bk}, \quad 0 \ln 0 = 0",
            source="Good 1952; Bridle 1990",
            takes="probabilities",
            shares=True,
        ),
        Loss(
            key="kl_divergence",
            label="KL divergence",
            value=entropy.kl_divergence,
            gradient=entropy.kl_divergence_gradient,
            costs=entropy.divergences,
            slopes=entropy.surprise_slopes,
            equation=(
                r"L = \frac1B \sum_b \sum_k y_{bk} \ln \frac{y_{bk}}{\hat y_{bk}},"
                r" \quad 0 \ln 0 = 0"
            ),
            source="Kullback & Leibler 1951",
            takes="probabilities",
            shares=True,
        ),
        Loss(
            key="binary_cross_entropy_with_logits",
            label="Binary cross-entropy (logits)",
            value=entropy.binary_cross_entropy_with_logits,
            gradient=entropy.binary_cross_entropy_with_logits_gradient,
            costs=entropy.binary_surprises_of_logits,
            slopes=entropy.binary_logit_slopes,
            equation=(
                r"L = \frac1n \sum_i \left[ y_i \ln(1 + e^{-z_i})"
                r" + (1 - y_i) \ln(1 + e^{z_i}) \right]"
            ),
            source="Cox 1958",
            takes="logits",
        ),
        Loss(
            key="cross_entropy_with_logits",
            label="Cross-entropy (logits)",
            value=entropy.cross_entropy_with_logits,
            gradient=entropy.cross_entropy_with_logits_gradient,
            costs=entropy.surprises_of_logits,
            slopes=entropy.logit_slopes,
            equation=(
                r"L = \frac1B \sum_b \sum_k y_{bk}"
                r" \left( \ln \sum_j e^{z_{bj}} - z_{bk} \right)"
            ),
            source="Bridle 1990",
            takes="logits",
            shares=True,
        ),
    )
)
