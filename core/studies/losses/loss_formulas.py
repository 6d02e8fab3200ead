r"""What one prediction costs and the slope of that cost, as LaTeX: in symbols and with today's numbers.

``<p>`` is the prediction or logit, ``<y>`` the target, ``<d>`` Huber's delta.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from core.formula import Formula, tex

_SURPRISE = (
    r"-<y> \ln <p> - (1 - <y>) \ln (1 - <p>)",
    r"\frac{1 - <y>}{1 - <p>} - \frac{<y>}{<p>}",
)
_HUBER_FAR = (
    r"<d>\,(|<p> - <y>| - \tfrac12 \cdot <d>)",
    r"<d> \operatorname{sign}(<p> - <y>)",
)
_HUBER_NEAR = (r"\tfrac12 (<p> - <y>)^2", r"<p> - <y>")
_LOGISTIC = (r"\ln(1 + e^{-<y> \cdot <p>})", r"-<y> \cdot \sigma(-<y> \cdot <p>)")

# Cost and slope of one prediction; where classes share one whole there are two of them.
ONE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "mse": (r"(<p> - <y>)^2", r"2\,(<p> - <y>)"),
        "mae": (r"|<p> - <y>|", r"\operatorname{sign}(<p> - <y>)"),
        "log_cosh": (r"\ln \cosh(<p> - <y>)", r"\tanh(<p> - <y>)"),
        "hinge": (r"\max(0,\ 1 - <y> \cdot <p>)", r"-<y> \cdot [\,<y> \cdot <p> < 1\,]"),
        "squared_hinge": (
            r"\max(0,\ 1 - <y> \cdot <p>)^2",
            r"-2 \cdot <y> \cdot \max(0,\ 1 - <y> \cdot <p>)",
        ),
        "binary_cross_entropy": _SURPRISE,
        "cross_entropy": _SURPRISE,
        "kl_divergence": (
            r"<y> \ln \frac{<y>}{<p>} + (1 - <y>) \ln \frac{1 - <y>}{1 - <p>}",
            _SURPRISE[1],
        ),
        "binary_cross_entropy_with_logits": (
            r"<y> \ln(1 + e^{-<p>}) + (1 - <y>) \ln(1 + e^{<p>})",
            r"\sigma(<p>) - <y>",
        ),
        "cross_entropy_with_logits": (
            r"\ln(e^{<p>} + e^0) - <y> \cdot <p>",
            r"\frac{e^{<p>}}{e^{<p>} + e^0} - <y>",
        ),
        "naive_cross_entropy": (
            r"-<y> \ln \sigma(<p>) - (1 - <y>) \ln (1 - \sigma(<p>))",
            r"\left( \frac{1 - <y>}{1 - \sigma(<p>)} - \frac{<y>}{\sigma(<p>)} \right)"
            r" \sigma(<p>)\,(1 - \sigma(<p>))",
        ),
    }
)


def one_prediction(
    key: str,
    prediction: float,
    target: float,
    *,
    cost: float,
    slope: float,
    delta: float = 1.0,
    signs: bool = False,
) -> Formula:
    """Cost and slope of one prediction.

    Parameters
    ----------
    key : str
        Of `LOSSES`, or the naive form's.
    prediction, target : float
    cost, slope : float
        What came out; may be infinite or no number at all.
    delta : float
        Huber's, which decides the branch that is written.
    signs : bool
        Whether the target of a cross-entropy of logits is -1 or +1.
    """
    rules = _rules(key, abs(prediction - target) <= delta, signs)
    of_logits = "logits" in key or key == "naive_cross_entropy"
    letter = "z" if of_logits and not signs else r"\hat y"
    symbols = {"p": letter, "y": "y", "d": r"\delta"}
    numbers = {"p": tex(prediction + 0.0), "y": tex(target + 0.0), "d": tex(delta)}
    along = rf"\frac{{dL}}{{d{letter}}}"
    in_symbols, in_numbers = (
        [_put(rule, values) for rule in rules] for values in (symbols, numbers)
    )
    return Formula(
        rf"L = {in_symbols[0]}, \quad {along} = {in_symbols[1]}",
        rf"L = {in_numbers[0]} = {outcome(cost)}, \quad {along} = {in_numbers[1]} = {outcome(slope)}",
    )


def outcome(value: float, digits: int = 7) -> str:
    """What came out, as LaTeX; a zero without its sign."""
    return tex(value + 0.0, digits)


def _rules(key: str, near: bool, signs: bool) -> tuple[str, str]:
    """The templates; Huber's are those of the branch in which the miss lies."""
    if key == "huber":
        return _HUBER_NEAR if near else _HUBER_FAR
    return _LOGISTIC if signs and key == "binary_cross_entropy_with_logits" else ONE[key]


def _put(rule: str, values: Mapping[str, str]) -> str:
    """The rule with values in its places; a negative one is bracketed after an operator."""

    def fill(found: re.Match[str]) -> str:
        text = values[found[2]]
        bracketed = text.startswith("-") and found[1].strip()[-1:] not in ("", "(", "{", "|")
        return f"{found[1]}({text})" if bracketed else f"{found[1]}{text}"

    return re.sub(r"(.?\s*)<(\w)>", fill, rule)
