"""Which loss for which task: what each is for, what it settles on, and how hard it can pull."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.activations import ACTIVATIONS
from core.losses import LOSSES


@dataclass(frozen=True)
class LossFacts:
    """What a chooser wants to know about the entry of `LOSSES` with the key ``loss``."""

    loss: str
    task: str
    output: str  # of the unit that matches it, a key of ACTIVATIONS or "softmax"
    settles_on: str  # the best answer, if one answer must serve all examples
    robust: bool  # whether one example's pull along a prediction has a limit
    pull: str  # how hard the worst example pulls
    delta: str  # LaTeX: slope of one example's cost along z of the matching unit


LOSS_FACTS: Mapping[str, LossFacts] = MappingProxyType(
    {
        facts.loss: facts
        for facts in (
            LossFacts(
                "mse",
                "Regression",
                "identity",
                "the mean",
                False,
                "in proportion to its miss",
                r"2\,(\hat y - y)",
            ),
            LossFacts(
                "mae",
                "Regression with outliers",
                "identity",
                "the median",
                True,
                "as hard as every other: 1",
                r"\operatorname{sign}(\hat y - y)",
            ),
            LossFacts(
                "huber",
                "Regression with outliers",
                "identity",
                "between the median (small δ) and the mean (large δ)",
                True,
                "at most δ",
                r"\max(-\delta, \min(\delta,\ \hat y - y))",
            ),
            LossFacts(
                "log_cosh",
                "Regression with outliers",
                "identity",
                "the mean of targets close together, towards the median of targets far apart",
                True,
                "less than 1",
                r"\tanh(\hat y - y)",
            ),
            LossFacts(
                "hinge",
                "Two classes, −1 and +1, with a margin",
                "identity",
                "the class of the majority",
                True,
                "as hard as every other that lacks margin: 1",
                r"-y\,[\,y \hat y < 1\,]",
            ),
            LossFacts(
                "squared_hinge",
                "Two classes, −1 and +1, with a margin",
                "identity",
                "the mean: share of +1 less share of −1",
                False,
                "in proportion to what its margin lacks",
                r"-2 y \max(0,\ 1 - y \hat y)",
            ),
            LossFacts(
                "binary_cross_entropy",
                "Two classes; several labels at once",
                "sigmoid",
                "the share of yes",
                False,
                "without limit along ŷ; at most 1 along z",
                r"\hat y - y",
            ),
            LossFacts(
                "cross_entropy",
                "One of many classes",
                "softmax",
                "the share of each class",
                False,
                "without limit along ŷ; at most 1 along z",
                r"\hat y - y",
            ),
            LossFacts(
                "kl_divergence",
                "Match a whole distribution",
                "softmax",
                "the mean of the distributions",
                False,
                "without limit along ŷ; at most 1 along z",
                r"\hat y - y",
            ),
            LossFacts(
                "binary_cross_entropy_with_logits",
                "Two classes; several labels at once",
                "identity",
                "the log-odds of the share of yes",
                True,
                "at most 1",
                r"\sigma(z) - y",
            ),
            LossFacts(
                "cross_entropy_with_logits",
                "One of many classes",
                "identity",
                "the logarithm of each class's share, up to a constant",
                True,
                "at most 1",
                r"\operatorname{softmax}(z) - y",
            ),
        )
    }
)


def as_table() -> dict[str, list[str]]:
    """All of it in the words of a reader, a column a question, a row a loss."""
    units = {key: entry.label for key, entry in ACTIVATIONS.items()} | {"softmax": "Softmax"}
    rows = LOSS_FACTS.values()
    return {
        "Loss": [LOSSES[facts.loss].label for facts in rows],
        "For": [facts.task for facts in rows],
        "Output unit": [units[facts.output] for facts in rows],
        "Best answer, if one must serve all": [facts.settles_on for facts in rows],
        "How hard the worst example pulls": [facts.pull for facts in rows],
    }
