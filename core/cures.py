"""Cures against over-fitting: what each does to the examples, to the pass, or to the weights."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.batch_norm import folded, normalize_from_now, normalized_slopes
from core.bounds import within
from core.cure_rules import (
    draw_jitter,
    draw_units,
    jittered,
    shorten,
    sizes_of_weights,
    smoothed,
    soften,
    stop_early,
    thinned_slopes,
)
from core.entries import Knob, table
from core.treatment import UNTREATED, Treatment


@dataclass(frozen=True)
class Cure:
    """A way to hold a network back from learning the noise.

    ``treat(knob=)`` is the treatment of a training. At ``off``, where there is such a value of its
    knob, it changes no bit of it.
    """

    key: str
    label: str
    treat: Callable[..., Treatment]
    equation: str
    source: str
    meaning: str
    knobs: tuple[Knob, ...] = ()
    off: float | None = None


def no_cure() -> Treatment:
    """The network is trained as it is."""
    return UNTREATED


def weight_decay(*, l2: float = 0.02) -> Treatment:
    """Large weights cost, by their squares; biases are free."""
    return Treatment(l2=within("l2", l2, 0, 100))


def lasso_of_weights(*, l1: float = 0.005) -> Treatment:
    """Every weight costs by its size; biases are free."""
    l1 = within("l1", l1, 0, 100)
    return Treatment(price=partial(sizes_of_weights, l1=l1), mend=partial(soften, l1=l1))


def dropout(*, p: float = 0.2) -> Treatment:
    """Each hidden unit sits out, for each example of each step, with chance p."""
    return Treatment(draw=draw_units, slopes=partial(thinned_slopes, p=within("p", p, 0, 0.99)))


def early_stopping(*, patience: float = 40.0) -> Treatment:
    """Training ends when the validation loss has found no new best for so many epochs."""
    return Treatment(stop=partial(stop_early, patience=within("patience", patience, 1, math.inf)))


def input_noise(*, sigma: float = 0.5) -> Treatment:
    """Examples are jittered anew at every step."""
    sigma = within("sigma", sigma, 0, 100)
    return Treatment(draw=draw_jitter, show=partial(jittered, sigma=sigma))


def max_norm(*, c: float = 1.0) -> Treatment:
    """No unit's incoming weights may grow longer than c."""
    return Treatment(mend=partial(shorten, c=within("c", c, 1e-6, math.inf)))


def label_smoothing(*, smoothing: float = 0.1) -> Treatment:
    """Targets are a little less sure than 0 and 1."""
    return Treatment(show=partial(smoothed, smoothing=within("smoothing", smoothing, 0, 1)))


def batch_normalization(*, momentum: float = 0.1) -> Treatment:
    """Hidden units are normalized over each batch, before their activation."""
    momentum = within("momentum", momentum, 0, 1)
    slopes = partial(normalized_slopes, momentum=momentum)
    return Treatment(slopes=slopes, enrol=normalize_from_now, used=folded)


CURES = table(
    (
        Cure(
            key="none",
            label="No cure",
            treat=no_cure,
            equation=r"J = L",
            source="Rumelhart, Hinton & Williams 1986",
            meaning="the loss on the training points is all that counts",
        ),
        Cure(
            key="l2",
            label="L2 penalty",
            treat=weight_decay,
            equation=r"J = L + \frac{\lambda}{2} \sum w^2",
            source="Krogh & Hertz 1991, A simple weight decay can improve generalization",
            meaning="large weights cost, by their squares",
            knobs=(
                Knob(
                    "l2",
                    r"\lambda",
                    0.02,
                    (0.0, 0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.3),
                    "strength of the penalty; at 0 there is none",
                ),
            ),
            off=0.0,
        ),
        Cure(
            key="l1",
            label="L1 penalty",
            treat=lasso_of_weights,
            equation=(
                r"J = L + \lambda \sum |w|, \quad"
                r" w \leftarrow \operatorname{sign}(w) \max(|w| - \eta\lambda,\ 0) \text{ after each step}"
            ),
            source="Tibshirani 1996; the step: Beck & Teboulle 2009",
            meaning="every weight costs, by its size: what is not worth it becomes exactly 0",
            knobs=(
                Knob(
                    "l1",
                    r"\lambda",
                    0.005,
                    (0.0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05),
                    "strength of the penalty; at 0 there is none",
                ),
            ),
            off=0.0,
        ),
        Cure(
            key="dropout",
            label="Dropout",
            treat=dropout,
            equation=(
                r"\tilde h = \frac{m \odot h}{1 - p}, \quad m_i = \begin{cases} 0 & \text{with chance } p \\"
                r" 1 & \text{else} \end{cases} \quad \text{in training only}"
            ),
            source="Srivastava et al. 2014, Dropout (the inverted form)",
            meaning="hidden units sit out at random, anew for each example of each step",
            knobs=(
                Knob(
                    "p",
                    "p",
                    0.2,
                    (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
                    "chance of a hidden unit to sit out",
                ),
            ),
            off=0.0,
        ),
        Cure(
            key="early_stopping",
            label="Early stopping",
            treat=early_stopping,
            equation=r"\theta = \theta_{t^*}, \quad t^* = \arg\min_t L_{\text{validation}}(\theta_t)",
            source="Prechelt 1998, Early stopping, but when?",
            meaning="training ends when validation finds no new best, and goes back to the best weights",
            knobs=(
                Knob(
                    "patience",
                    r"\text{patience}",
                    40.0,
                    (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0),
                    "epochs to wait for a new best before stopping",
                ),
            ),
            off=math.inf,
        ),
        Cure(
            key="input_noise",
            label="Input noise",
            treat=input_noise,
            equation=r"\tilde x = x + \sigma \varepsilon, \quad \varepsilon \sim N(0, I) \quad \text{in training only}",
            source="Bishop 1995, Training with noise is equivalent to Tikhonov regularization",
            meaning="the training points are jittered anew at every step",
            knobs=(
                Knob(
                    "sigma",
                    r"\sigma",
                    0.5,
                    (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0),
                    "standard deviation of the jitter along each input",
                ),
            ),
            off=0.0,
        ),
        Cure(
            key="max_norm",
            label="Max-norm",
            treat=max_norm,
            equation=(
                r"w \leftarrow w \cdot \min\left(1, \frac{c}{\lVert w \rVert}\right)"
                r" \text{ for the weights into each unit, after each step}"
            ),
            source="Srebro & Shraibman 2005; Srivastava et al. 2014",
            meaning="the weights into a unit may not grow longer than c",
            knobs=(
                Knob(
                    "c",
                    "c",
                    1.0,
                    (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0),
                    "greatest length of the weights into a unit",
                ),
            ),
            off=math.inf,
        ),
        Cure(
            key="label_smoothing",
            label="Label smoothing",
            treat=label_smoothing,
            equation=r"\tilde y = (1 - s)\, y + \frac{s}{2} \quad \text{in training only}",
            source="Szegedy et al. 2016, Rethinking the Inception architecture",
            meaning="targets are a little less sure than 0 and 1",
            knobs=(
                Knob(
                    "smoothing",
                    "s",
                    0.1,
                    (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8),
                    "share of the way from the label to ½",
                ),
            ),
            off=0.0,
        ),
        Cure(
            key="batch_norm",
            label="Batch norm",
            treat=batch_normalization,
            equation=(
                r"\hat z = \gamma\, \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}} + \beta;"
                r" \quad \text{when used: running averages for } \mu_B, \sigma_B^2"
            ),
            source="Ioffe & Szegedy 2015, arXiv:1502.03167",
            meaning="each hidden unit is normalized over the batch, before its activation",
            knobs=(
                Knob(
                    "momentum",
                    r"\rho",
                    0.1,
                    (0.01, 0.03, 0.1, 0.3, 1.0),
                    "share of the way that the running averages go to those of each batch",
                ),
            ),
        ),
    )
)
