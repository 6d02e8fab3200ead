"""Operations on single numbers, each with its local derivatives: what a computational graph is made of."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.entries import table
from core.smooth_activations import sigmoid, sigmoid_derivative, tanh_derivative
from core.straight_activations import relu, relu_derivative


@dataclass(frozen=True)
class Operation:
    """One or two numbers in, one out.

    ``slopes`` takes what went in and what came out, and gives the local derivative along each of what went in: nan
    where there is none. ``equation`` and ``slope_equations`` are LaTeX with places {a}, {b} (in) and {v} (out).
    """

    key: str
    label: str
    value: Callable[..., float]
    slopes: Callable[..., tuple[float, ...]]
    equation: str
    slope_equations: tuple[str, ...]
    source: str
    arity: int = 2


def add(a: float, b: float) -> float:
    """The sum."""
    return a + b


def add_slopes(a: float, b: float, v: float) -> tuple[float, float]:
    """A sum passes on what comes back, unchanged, to both."""
    return 1.0, 1.0


def subtract(a: float, b: float) -> float:
    """The difference."""
    return a - b


def subtract_slopes(a: float, b: float, v: float) -> tuple[float, float]:
    """As a sum, but the sign turns for what is taken away."""
    return 1.0, -1.0


def multiply(a: float, b: float) -> float:
    """The product."""
    return a * b


def multiply_slopes(a: float, b: float, v: float) -> tuple[float, float]:
    """Each factor's slope is the other factor."""
    return b, a


def divide(a: float, b: float) -> float:
    """The quotient."""
    return a / b


def divide_slopes(a: float, b: float, v: float) -> tuple[float, float]:
    """The larger the divisor, the less both of them move the quotient."""
    return 1 / b, -v / b


def power(a: float, b: float) -> float:
    """``a`` to the power ``b``."""
    return math.pow(a, b)


def power_slopes(a: float, b: float, v: float) -> tuple[float, float]:
    """Along the base the power rule; along the exponent a logarithm, so only for a base above 0."""
    along_base = b * math.pow(a, b - 1) if b else 0.0
    return along_base, v * math.log(a) if a > 0 else math.nan


def negate(a: float) -> float:
    """The same, with the other sign."""
    return -a


def negate_slopes(a: float, v: float) -> tuple[float]:
    """Up becomes down."""
    return (-1.0,)


def exponential(a: float) -> float:
    """e to the power ``a``."""
    return math.exp(a)


def exponential_slopes(a: float, v: float) -> tuple[float]:
    """It is its own slope."""
    return (v,)


def logarithm(a: float) -> float:
    """The natural logarithm."""
    return math.log(a)


def logarithm_slopes(a: float, v: float) -> tuple[float]:
    """Steep near 0, flatter and flatter further out."""
    return (1 / a,)


def hyperbolic_tangent(a: float) -> float:
    """Squashed into (-1, 1)."""
    return math.tanh(a)


def hyperbolic_tangent_slopes(a: float, v: float) -> tuple[float]:
    """One in the middle, nothing in the tails."""
    return (float(tanh_derivative(a)),)


def logistic(a: float) -> float:
    """The sigmoid: squashed into (0, 1)."""
    return float(sigmoid(a))


def logistic_slopes(a: float, v: float) -> tuple[float]:
    """At most 1/4."""
    return (float(sigmoid_derivative(a)),)


def rectify(a: float) -> float:
    """ReLU: what is positive stays, the rest is 0."""
    return float(relu(a))


def rectify_slopes(a: float, v: float) -> tuple[float]:
    """Open or shut; at the kink itself it counts as shut."""
    return (float(relu_derivative(a)),)


_LEIBNIZ = "Leibniz 1684, Nova methodus pro maximis et minimis"
_EULER = "Euler 1755, Institutiones calculi differentialis"

OPERATIONS = table(
    (
        Operation("add", "+", add, add_slopes, "{a} + {b}", ("1", "1"), _LEIBNIZ),
        Operation("subtract", "−", subtract, subtract_slopes, "{a} - {b}", ("1", "-1"), _LEIBNIZ),
        Operation(
            *("multiply", "×", multiply, multiply_slopes),
            *(r"{a} \cdot {b}", ("{b}", "{a}"), _LEIBNIZ),
        ),
        Operation(
            *("divide", "÷", divide, divide_slopes),
            *(r"\frac{{{a}}}{{{b}}}", (r"\frac{{1}}{{{b}}}", r"-\frac{{{v}}}{{{b}}}"), _LEIBNIZ),
        ),
        Operation(
            *("power", "^", power, power_slopes, "{{{a}}}^{{{b}}}"),
            ("{b} \\cdot {{{a}}}^{{{b} - 1}}", r"{v} \cdot \ln {a}"),
            _EULER,
        ),
        Operation("negate", "neg", negate, negate_slopes, "-{a}", ("-1",), _LEIBNIZ, 1),
        Operation("exp", "exp", exponential, exponential_slopes, "e^{{{a}}}", ("{v}",), _EULER, 1),
        Operation(
            *("log", "log", logarithm, logarithm_slopes, r"\ln {a}"),
            *((r"\frac{{1}}{{{a}}}",), _EULER, 1),
        ),
        Operation(
            *("tanh", "tanh", hyperbolic_tangent, hyperbolic_tangent_slopes),
            *(r"\tanh {a}", ("1 - {{{v}}}^2",), "LeCun et al. 1998", 1),
        ),
        Operation(
            *("sigmoid", "σ", logistic, logistic_slopes, r"\sigma({a})"),
            *((r"{v} \, (1 - {v})",), "Rumelhart, Hinton & Williams 1986", 1),
        ),
        Operation(
            *("relu", "relu", rectify, rectify_slopes, r"\max(0, {a})"),
            *(("[{a} > 0]",), "Nair & Hinton 2010", 1),
        ),
    )
)
