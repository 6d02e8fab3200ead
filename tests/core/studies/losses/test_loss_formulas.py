import math
import re

import pytest

from core.losses import LOSSES
from core.studies.losses.loss_curves import cost_of_one
from core.studies.losses.loss_formulas import ONE, one_prediction, outcome
from core.studies.losses.loss_members import NAIVE

PLACES = {"predictions": (2.0, -1.0), "margins": (-0.5, -1.0)}
PLACES |= {"probabilities": (0.3, 0.75), "logits": (-2.0, 0.25)}


def evaluated(latex):
    """What a formula with numbers in it comes to, computed from its text."""
    text = latex.replace(r"\left", "").replace(r"\right", "").replace(r"\tfrac12 \cdot", "0.5*")
    text = text.replace(r"\tfrac12", "0.5*")
    text = re.sub(r"\\[,! ]", "", text).replace(r"\cdot", "*")
    while match := re.search(
        r"\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", text
    ):
        text = text[: match.start()] + f"(({match[1]})/({match[2]}))" + text[match.end() :]
    text = re.sub(r"e\^\{([^{}]*)\}", r"exp(\1)", text).replace("e^0", "1")
    text = re.sub(r"\\operatorname\{sign\}", "sign", text)
    text = re.sub(r"\\ln\s*\\sigma\(([^()]*)\)", r"log(sigma(\1))", text)
    text = re.sub(r"\\ln\s*\\cosh", "logcosh", text)
    text = re.sub(r"\\ln\s*([\d.]+)", r"log(\1)", text).replace(r"\ln", "log")
    text = text.replace(r"\sigma", "sigma").replace(r"\max", "max").replace(r"\tanh", "tanh")
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text).replace("^", "**")
    text = re.sub(r"([\d)])\s*(?=log|sigma|sign|\()", r"\1*", text)
    text = re.sub(r"\[([^\]]*)\]", r"(\1)", text)
    functions = {name: getattr(math, name) for name in ("exp", "log", "tanh")}
    functions |= {"max": max, "abs": abs, "sign": lambda v: math.copysign(1, v)}
    functions |= {"sigma": lambda v: 1 / (1 + math.exp(-v))}
    functions |= {"logcosh": lambda v: math.log(math.cosh(v))}
    return eval(text, {"__builtins__": {}}, functions)


@pytest.mark.parametrize("key", [*ONE, "huber"])
@pytest.mark.parametrize("delta", [0.5, 5.0])
def test_the_numbers_in_a_formula_come_to_what_it_says(key, delta):
    loss = NAIVE if key == NAIVE.key else LOSSES[key]
    prediction, target = PLACES[loss.takes]
    knobs = {"delta": delta} if key == "huber" else {}
    (cost,), (slope,) = cost_of_one(loss, [prediction], target, **knobs)
    told = one_prediction(key, prediction, target, cost=cost, slope=slope, delta=delta)
    for part, result in zip(told.numbers.split(r", \quad "), (cost, slope), strict=True):
        _, formula, outcome_told = part.split("=")
        assert float(outcome_told) == pytest.approx(result, rel=1e-6)
        assert evaluated(formula) == pytest.approx(result, rel=1e-5)


def test_symbols_name_what_the_family_names():
    assert "z" in one_prediction("cross_entropy_with_logits", 0, 0, cost=0, slope=0).symbols
    logistic = one_prediction(
        "binary_cross_entropy_with_logits", 2.0, -1.0, cost=2.126928, slope=0.8807971, signs=True
    )
    assert logistic.symbols.startswith(r"L = \ln(1 + e^{-y \cdot \hat y})")
    assert logistic.numbers.startswith(r"L = \ln(1 + e^{-(-1) \cdot 2}) = 2.126928")


def test_infinity_and_no_number_are_told():
    assert [outcome(v) for v in (math.inf, -math.inf, math.nan, -0.0)] == [
        r"\infty",
        r"-\infty",
        r"\text{no number}",
        "0",
    ]
