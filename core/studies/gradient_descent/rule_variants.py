"""Variants of the learning rules: what a book, a library or a bug does differently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.adam_rules import adam_init
from core.adaptive_rules import rmsprop_init
from core.descent import Optimizer, Trajectory
from core.entries import Array, table
from core.momentum_rules import velocity_init
from core.optimizers import ADAM_KNOBS, BETA, OPTIMIZERS, PER_SLOPE
from core.stepping import lr_knob
from core.studies.gradient_descent import variant_rules as rules


@dataclass(frozen=True)
class Variant(Optimizer):
    """A learning rule that differs in one thing from the one whose key is ``method``."""

    method: str
    differs: str  # a sentence


def without_look_ahead(walk: Trajectory, *, lr: float = 0.005, beta: float = 0.9) -> Array:
    """Where the walker of `nesterov_step` stands while its params are already looked ahead.

    Parameters
    ----------
    walk : Trajectory
        Made by ``nesterov`` with these two knobs, at a constant rate.
    lr, beta : float

    Returns
    -------
    (T + 1, 2)
        θ = φ + ηβv. The ``theta`` of `nesterov_ahead_step` goes the same way.
    """
    velocities = np.array([state.v for state in walk.states])  # (T + 1, 2)
    return walk.points + lr * beta * velocities


RULE_VARIANTS = table(
    (
        Variant(
            key="momentum_mean",
            label="Momentum, v a mean",
            method="momentum",
            init=velocity_init,
            step=rules.momentum_mean_step,
            knobs=(lr_knob(0.1, PER_SLOPE), BETA),
            equation=r"v \leftarrow \beta v + (1 - \beta)\, g, \quad \theta \leftarrow \theta - \eta\, v",
            source="as in many books, and in Adam",
            differs="The velocity is a mean of slopes, not a sum. The walk is the same when the "
            "rate is 1 / (1 − β) times as large.",
        ),
        Variant(
            key="nesterov_ahead",
            label="Nesterov, looking ahead",
            method="nesterov",
            init=rules.look_ahead_init,
            step=rules.nesterov_ahead_step,
            knobs=OPTIMIZERS["nesterov"].knobs,
            equation=r"\varphi = \theta - \eta \beta v, \quad v \leftarrow \beta v + g(\varphi), \quad "
            r"\theta \leftarrow \theta - \eta\, v",
            source="Sutskever, Martens, Dahl & Hinton, 2013",
            differs="The slope is taken ahead of the walker, at φ. Nesterov's usual form in "
            "libraries walks with φ itself: the same path, seen from ahead.",
        ),
        Variant(
            key="rmsprop_inside",
            label="RMSprop, ε inside",
            method="rmsprop",
            init=rmsprop_init,
            step=rules.rmsprop_inside_step,
            knobs=OPTIMIZERS["rmsprop"].knobs,
            equation=r"v \leftarrow \rho v + (1 - \rho) g^2, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, g}{\sqrt{v + \varepsilon}}",
            source="as in Keras",
            differs="ε stands inside the root, so it weighs as √ε: much more, where slopes are small.",
        ),
        Variant(
            key="adam_uncorrected",
            label="Adam, no correction",
            method="adam",
            init=adam_init,
            step=rules.adam_uncorrected_step,
            knobs=ADAM_KNOBS,
            equation=r"m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad "
            r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, m}{\sqrt{v} + \varepsilon}",
            source="a common mistake; Kingma & Ba, 2015, section 3, say why",
            differs="Nothing undoes the pull of m and v towards their zero start. The first step is "
            "(1 − β₁) / √(1 − β₂) times too long: 3.2 times, with the usual betas.",
        ),
        Variant(
            key="adam_inside",
            label="Adam, ε inside",
            method="adam",
            init=adam_init,
            step=rules.adam_inside_step,
            knobs=ADAM_KNOBS,
            equation=r"\hat m, \hat v \text{ as in Adam}, \quad "
            r"\theta \leftarrow \theta - \frac{\eta\, \hat m}{\sqrt{\hat v + \varepsilon}}",
            source="as in some libraries; the paper has it outside",
            differs="ε stands inside the root, so it weighs as √ε: much more, where slopes are small.",
        ),
        Variant(
            key="adam_l2",
            label="Adam + L2",
            method="adamw",
            init=adam_init,
            step=rules.adam_l2_step,
            knobs=OPTIMIZERS["adamw"].knobs,
            equation=r"g \leftarrow g + \lambda \theta, \quad \text{then as in Adam}",
            source="Loshchilov & Hutter, 2019, algorithm 2, on what to avoid",
            differs="The pull towards 0 goes through the gradient, so Adam divides it by the size "
            "of the slopes: weights with large slopes hardly decay.",
        ),
    )
)
