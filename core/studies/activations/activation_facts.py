"""What can be said about each activation in a word, and what a machine pays for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal

import numpy as np

from core.activations import Activation


@dataclass(frozen=True)
class Cost:
    """Elementary operations for one number, counted along the equation as it stands in its entry.

    Products of constants are worked out beforehand, a part that occurs twice is computed once,
    σ(-z) is 1 - σ(z) and 1/cosh² is 1 - tanh². A subtraction counts as an addition, min and max as
    a comparison; a change of sign and |z| are free. Where sides differ, the costlier one counts.
    """

    exp: int = 0
    log: int = 0
    tanh: int = 0
    erf: int = 0
    compare: int = 0
    add: int = 0
    multiply: int = 0
    divide: int = 0

    @property
    def total(self) -> int:
        """All operations, whatever they take."""
        return sum(getattr(self, place.name) for place in fields(self))

    @property
    def functions(self) -> int:
        """Those that take many times as long as an addition: exp, log, tanh and erf."""
        return self.exp + self.log + self.tanh + self.erf

    def __str__(self) -> str:
        counts = ((getattr(self, place.name), place.name) for place in fields(self))
        return ", ".join(f"{count} {name}" for count, name in counts if count) or "nothing"


@dataclass(frozen=True)
class Facts:
    """Properties at the knobs' defaults; range, kinks, author and year stand in the entry itself.

    ``zero_centered``: f(0) = 0, and values of both signs occur. ``monotone``: never falls.
    ``saturates``: on which side the slope tends to 0 far out. The costs are those of the value
    alone and of the slope alone, both from z.
    """

    zero_centered: bool
    monotone: bool
    saturates: Literal["left", "right", "both", "nowhere"]
    value_cost: Cost
    slope_cost: Cost
    used_where: str


def true_kinks(activation: Activation, **knobs: float) -> tuple[float, ...]:
    """Where value or slope really jumps with these knobs.

    An ELU with alpha = 1 has none: there both sides meet with slope 1.
    """
    return tuple(kink for kink in activation.kinks if _jumps(activation, kink, knobs))


def _jumps(activation: Activation, z: float, knobs: Mapping[str, float]) -> bool:
    """Whether the next numbers on both sides of z disagree on value or slope."""
    sides = np.nextafter(z, [-np.inf, np.inf])
    value_step = np.ptp(activation.value(sides, **knobs))
    slope_step = np.ptp(activation.derivative(sides, **knobs))
    return bool(max(value_step, slope_step) > 1e-12)


FACTS: Mapping[str, Facts] = MappingProxyType(
    {
        "step": Facts(
            zero_centered=False,
            monotone=True,
            saturates="both",
            value_cost=Cost(compare=1),
            slope_cost=Cost(),
            used_where="the first perceptrons; no slope to learn by",
        ),
        "identity": Facts(
            zero_centered=True,
            monotone=True,
            saturates="nowhere",
            value_cost=Cost(),
            slope_cost=Cost(),
            used_where="outputs of regression",
        ),
        "sigmoid": Facts(
            zero_centered=False,
            monotone=True,
            saturates="both",
            value_cost=Cost(exp=1, add=1, divide=1),
            slope_cost=Cost(exp=1, add=2, multiply=1, divide=1),
            used_where="yes-or-no outputs; gates of an LSTM",
        ),
        "tanh": Facts(
            zero_centered=True,
            monotone=True,
            saturates="both",
            value_cost=Cost(tanh=1),
            slope_cost=Cost(tanh=1, add=1, multiply=1),
            used_where="recurrent networks; small networks",
        ),
        "relu": Facts(
            zero_centered=False,
            monotone=True,
            saturates="left",
            value_cost=Cost(compare=1),
            slope_cost=Cost(compare=1),
            used_where="hidden layers of most convolutional networks",
        ),
        "leaky_relu": Facts(
            zero_centered=True,
            monotone=True,
            saturates="nowhere",
            value_cost=Cost(compare=1, multiply=1),
            slope_cost=Cost(compare=1),
            used_where="YOLO detectors; discriminators of GANs",
        ),
        "elu": Facts(
            zero_centered=True,
            monotone=True,
            saturates="left",
            value_cost=Cost(exp=1, compare=1, add=1, multiply=1),
            slope_cost=Cost(exp=1, compare=1, multiply=1),
            used_where="image classifiers without batch normalization",
        ),
        "selu": Facts(
            zero_centered=True,
            monotone=True,
            saturates="left",
            value_cost=Cost(exp=1, compare=1, add=1, multiply=1),
            slope_cost=Cost(exp=1, compare=1, multiply=1),
            used_where="deep dense networks without normalization",
        ),
        "softplus": Facts(
            zero_centered=False,
            monotone=True,
            saturates="left",
            value_cost=Cost(exp=1, log=1, add=1),
            slope_cost=Cost(exp=1, add=1, divide=1),
            used_where="outputs that must be positive, such as a variance",
        ),
        "gelu": Facts(
            zero_centered=True,
            monotone=False,
            saturates="left",
            value_cost=Cost(erf=1, multiply=3),
            slope_cost=Cost(exp=1, erf=1, add=1, multiply=6),
            used_where="transformers such as BERT",
        ),
        "silu": Facts(
            zero_centered=True,
            monotone=False,
            saturates="left",
            value_cost=Cost(exp=1, add=1, multiply=1, divide=1),
            slope_cost=Cost(exp=1, add=3, multiply=2, divide=1),
            used_where="EfficientNet; gates inside LLaMA",
        ),
        "mish": Facts(
            zero_centered=True,
            monotone=False,
            saturates="left",
            value_cost=Cost(exp=1, log=1, tanh=1, add=1, multiply=1),
            slope_cost=Cost(exp=1, log=1, tanh=1, add=3, multiply=3, divide=1),
            used_where="the detector YOLOv4",
        ),
        "hard_sigmoid": Facts(
            zero_centered=False,
            monotone=True,
            saturates="both",
            value_cost=Cost(compare=2, add=1, multiply=1),
            slope_cost=Cost(compare=1),
            used_where="networks for phones: MobileNetV3",
        ),
        "hard_tanh": Facts(
            zero_centered=True,
            monotone=True,
            saturates="both",
            value_cost=Cost(compare=2),
            slope_cost=Cost(compare=1),
            used_where="networks with binary or rounded weights",
        ),
        "prelu": Facts(
            zero_centered=True,
            monotone=True,
            saturates="nowhere",
            value_cost=Cost(compare=1, multiply=1),
            slope_cost=Cost(compare=1),
            used_where="image classifiers; one leak for each channel",
        ),
        "gelu_tanh": Facts(
            zero_centered=True,
            monotone=False,
            saturates="left",
            value_cost=Cost(tanh=1, add=2, multiply=5),
            slope_cost=Cost(tanh=1, add=5, multiply=9),
            used_where="GPT-2; wherever the error function is slow",
        ),
    }
)
