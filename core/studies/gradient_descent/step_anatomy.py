"""What there is to see inside one step of each learning rule and variant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from types import MappingProxyType, SimpleNamespace

import numpy as np

from core.adam_rules import MOMENTUM_DECAY
from core.entries import Array
from core.studies.gradient_descent.step_quantities import Own, Quantity

Numbers = SimpleNamespace  # n.lr, n.v_hat, n.v_old: as in the code of the step
Part = Callable[[Numbers], Array]


@dataclass(frozen=True)
class Anatomy:
    """θ moves by -``rate`` times ``direction``, and by the decay if the rule ``decays``.

    ``lines`` are pairs of a name and its formula, in the order of the code. ``fresh`` is the weight
    of the newest slope in the direction, the rest of which is memory; it is None where the
    direction is no sum of the two. ``own`` are quantities that the rule writes in its own way.
    """

    lines: tuple[tuple[str, str], ...]
    rate: Part
    direction: Part
    fresh: Part | None
    decays: bool = False
    own: Own = field(default_factory=dict)


def same_rate(n: Numbers) -> Array:
    """The learning rate, in each coordinate."""
    return n.lr + np.zeros_like(n.gradient)


def over_root(size: str) -> Part:
    """The learning rate over the root of a size, epsilon outside."""
    return lambda n: n.lr / (np.sqrt(getattr(n, size)) + n.eps)


def over_inner_root(size: str) -> Part:
    """The learning rate over the root of a size, epsilon inside."""
    return lambda n: n.lr / np.sqrt(getattr(n, size) + n.eps)


def all_new(n: Numbers) -> float:
    """The direction is the newest slope."""
    return 1.0


def adam_fresh(n: Numbers) -> float:
    """Weight of the newest slope in the corrected mean: all of it at the first step."""
    return (1 - n.beta1) / (1 - n.beta1**n.t)


def nadam_fresh(n: Numbers) -> float:
    """The newest slope counts twice: in the mean and beside it."""
    in_mean = n.mu_next * (1 - n.beta1) / (1 - n.product * n.mu_next)
    return in_mean + (1 - n.mu) / (1 - n.product)


VELOCITY = ("v", "<beta> * <v_old> + <gradient>")
MEAN_SQUARE = ("v", "<rho> * <v_old> + (1 - <rho>) * <gradient>^2")
MEAN = ("m", "<beta1> * <m_old> + (1 - <beta1>) * <gradient>")
SQUARE = ("v", "<beta2> * <v_old> + (1 - <beta2>) * <gradient>^2")
M_HAT = ("m_hat", r"\frac{<m>}{1 - <beta1>^{<t>}}")
V_HAT = ("v_hat", r"\frac{<v>}{1 - <beta2>^{<t>}}")
DECAY = "-<lr> * <weight_decay> * <params> "
MU = rf"<beta1> * (1 - \frac{{1}}{{2}} * 0.96^{{{MOMENTUM_DECAY} * "


def rate_over(root: str) -> tuple[str, str]:
    """The line of the effective rate."""
    return "rate", rf"\frac{{<lr>}}{{{root}}}"


def moved_by(factors: str) -> tuple[str, str]:
    """The last line: against the direction."""
    return "moved", f"-{factors}"


def corrected(square: str, decay: str = "") -> tuple[tuple[str, str], ...]:
    """The last four lines of Adam, from the memory of squares that it divides by."""
    return (
        M_HAT,
        ("v_hat", rf"\frac{{<{square}>}}{{1 - <beta2>^{{<t>}}}}"),
        rate_over(r"\sqrt{<v_hat>} + <eps>"),
        ("moved", decay + "-<rate> * <m_hat>"),
    )


PLAIN = Anatomy(
    lines=(moved_by("<lr> * <gradient>"),),
    rate=same_rate,
    direction=attrgetter("gradient"),
    fresh=all_new,
    own={"v": Quantity("v_t", "velocity")},
)
MOMENTUM = replace(
    PLAIN,
    lines=(VELOCITY, moved_by("<lr> * <v>")),
    direction=attrgetter("v"),
)
NESTEROV = replace(
    MOMENTUM,
    lines=(VELOCITY, ("direction", "<gradient> + <beta> * <v>"), moved_by("<lr> * <direction>")),
    direction=lambda n: n.gradient + n.beta * n.v,
    fresh=lambda n: 1 + n.beta,
)
RMSPROP = Anatomy(
    lines=(MEAN_SQUARE, rate_over(r"\sqrt{<v>} + <eps>"), moved_by("<rate> * <gradient>")),
    rate=over_root("v"),
    direction=attrgetter("gradient"),
    fresh=all_new,
)
ADAM = Anatomy(
    lines=(MEAN, SQUARE, *corrected("v")),
    rate=over_root("v_hat"),
    direction=attrgetter("m_hat"),
    fresh=adam_fresh,
)

ANATOMIES: Mapping[str, Anatomy] = MappingProxyType(
    {
        "sgd": PLAIN,
        "momentum": MOMENTUM,
        "momentum_mean": replace(
            MOMENTUM,
            lines=(
                ("v", "<beta> * <v_old> + (1 - <beta>) * <gradient>"),
                moved_by("<lr> * <v>"),
            ),
            fresh=lambda n: 1 - n.beta,
        ),
        "nesterov": NESTEROV,
        "nesterov_ahead": replace(
            NESTEROV,
            lines=(
                VELOCITY,
                ("theta", "<theta_old> - <lr> * <v>"),
                ("ahead", "<theta> - <lr> * <beta> * <v>"),
                ("moved", "<ahead> - <params>"),
            ),
            own=PLAIN.own
            | {
                "params": Quantity(r"\varphi_{t-1}", "point looked ahead to, before the step"),
                "moved": Quantity(r"\Delta\varphi_t", "the move of the point ahead"),
            },
        ),
        "adagrad": Anatomy(
            lines=(
                ("total", "<total_old> + <gradient>^2"),
                rate_over(r"\sqrt{<total>} + <eps>"),
                moved_by("<rate> * <gradient>"),
            ),
            rate=over_root("total"),
            direction=attrgetter("gradient"),
            fresh=all_new,
        ),
        "rmsprop": RMSPROP,
        "rmsprop_inside": replace(
            RMSPROP,
            lines=(MEAN_SQUARE, rate_over(r"\sqrt{<v> + <eps>}"), moved_by("<rate> * <gradient>")),
            rate=over_inner_root("v"),
        ),
        "adadelta": Anatomy(
            lines=(
                MEAN_SQUARE,
                ("move", r"\frac{\sqrt{<u_old> + <eps>}}{\sqrt{<v> + <eps>}} * <gradient>"),
                ("u", "<rho> * <u_old> + (1 - <rho>) * <move>^2"),
                ("rate", r"<lr> * \frac{\sqrt{<u_old> + <eps>}}{\sqrt{<v> + <eps>}}"),
                moved_by("<lr> * <move>"),
            ),
            rate=lambda n: n.lr * np.sqrt(n.u_old + n.eps) / np.sqrt(n.v + n.eps),
            direction=attrgetter("gradient"),
            fresh=all_new,
        ),
        "adam": ADAM,
        "adam_uncorrected": replace(
            ADAM,
            lines=(MEAN, SQUARE, rate_over(r"\sqrt{<v>} + <eps>"), moved_by("<rate> * <m>")),
            rate=over_root("v"),
            direction=attrgetter("m"),
            fresh=lambda n: 1 - n.beta1,
        ),
        "adam_inside": replace(
            ADAM,
            lines=(
                *(MEAN, SQUARE, M_HAT, V_HAT),
                rate_over(r"\sqrt{<v_hat> + <eps>}"),
                moved_by("<rate> * <m_hat>"),
            ),
            rate=over_inner_root("v_hat"),
        ),
        "adam_l2": replace(
            ADAM,
            lines=(
                ("pulled", "<gradient> + <weight_decay> * <params>"),
                *((name, line.replace("<gradient>", "<pulled>")) for name, line in ADAM.lines),
            ),
        ),
        "amsgrad": replace(
            ADAM,
            lines=(MEAN, SQUARE, ("v_max", r"\max(<v_max_old>, <v>)"), *corrected("v_max")),
        ),
        "adamw": replace(ADAM, lines=(MEAN, SQUARE, *corrected("v", DECAY)), decays=True),
        "nadam": replace(
            ADAM,
            lines=(
                ("mu", MU + "<t>})"),
                ("mu_next", MU + "(<t> + 1)})"),
                ("product", "<product_old> * <mu>"),
                *(MEAN, SQUARE),
                (
                    "m_hat",
                    r"\frac{<mu_next> * <m>}{1 - <product> * <mu_next>}"
                    r" + \frac{(1 - <mu>) * <gradient>}{1 - <product>}",
                ),
                *corrected("v")[1:],
            ),
            fresh=nadam_fresh,
        ),
        "lion": Anatomy(
            lines=(
                ("c", "<beta1> * <m_old> + (1 - <beta1>) * <gradient>"),
                ("m", "<beta2> * <m_old> + (1 - <beta2>) * <gradient>"),
                ("moved", DECAY + r"-<lr> * \operatorname{sign} <c>"),
            ),
            rate=same_rate,
            direction=lambda n: np.sign(n.c),
            fresh=None,
            decays=True,
        ),
    }
)
