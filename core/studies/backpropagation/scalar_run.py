"""One pass forward and one back through the graph of an expression, with every number on the way kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.expressions import Expression
from core.scalar_operations import OPERATIONS

LARGEST = 1e100  # of a value or a slope; beyond it nothing can be drawn or measured


@dataclass(frozen=True, eq=False)
class ScalarRun:
    """Entry i of each tuple belongs to node i of the expression."""

    expression: Expression
    inputs: Mapping[str, float]
    values: tuple[float, ...]
    moving: tuple[bool, ...]  # whether the node depends on any variable
    slopes: tuple[tuple[float, ...], ...]  # local derivative along each of its arguments
    gradients: tuple[float, ...]  # slope of the result along the node
    kinks: tuple[int, ...]  # ReLUs that stand exactly on their kink


def run_scalar(expression: Expression, inputs: Mapping[str, float]) -> ScalarRun:
    """Forward through all nodes, then back.

    Parameters
    ----------
    expression : Expression
    inputs : mapping of name to number
        One for every variable.

    Returns
    -------
    ScalarRun

    Raises
    ------
    ValueError
        With a sentence for the reader, where a value or a slope does not exist or is too large.
    """
    nodes, values, slopes = expression.nodes, [], []
    moving = depends(expression)
    for i, node in enumerate(nodes):
        if node.op in ("variable", "number"):
            values.append(inputs[node.name] if node.op == "variable" else node.number)
            slopes.append(())
            continue
        going_in = [values[a] for a in node.args]
        values.append(_value(node.op, going_in))
        local = _slopes(node.op, going_in, values[i])
        if not all(_fits(s) for s, a in zip(local, node.args, strict=True) if moving[a]):
            raise ValueError(f"{_call(node.op, going_in)} has no finite slope there.")
        slopes.append(local)
    gradients = backward(expression, slopes)
    if not all(map(_fits, gradients)):
        raise ValueError("A slope is larger than 10¹⁰⁰: choose smaller numbers.")
    kinks = tuple(i for i, n in enumerate(nodes) if n.op == "relu" and values[n.args[0]] == 0)
    return ScalarRun(
        *(expression, dict(inputs), tuple(values), moving, tuple(slopes)), gradients, kinks
    )


def backward(expression: Expression, slopes) -> tuple[float, ...]:
    """From the result to the variables: every node hands its gradient on, times the local derivative.

    What comes back to a node over several edges adds up: the sum over paths.
    """
    gradients = [0.0] * len(expression.nodes)
    gradients[-1] = 1.0
    moving = depends(expression)
    for i in reversed(range(len(expression.nodes))):
        for a, slope in zip(expression.nodes[i].args, slopes[i], strict=True):
            if moving[a]:
                gradients[a] += gradients[i] * slope
    return tuple(gradients)


def depends(expression: Expression) -> tuple[bool, ...]:
    """For each node, whether it moves when variables do."""
    moving: list[bool] = []
    for node in expression.nodes:
        moving.append(node.op == "variable" or any(moving[a] for a in node.args))
    return tuple(moving)


def result_at(expression: Expression, inputs: Mapping[str, float]) -> float:
    """The value alone, for measuring; ValueError as in `run_scalar`."""
    values: list[float] = []
    for node in expression.nodes:
        if node.op in ("variable", "number"):
            values.append(inputs[node.name] if node.op == "variable" else node.number)
        else:
            values.append(_value(node.op, [values[a] for a in node.args]))
    return values[-1]


def _value(op: str, going_in: list[float]) -> float:
    try:
        value = OPERATIONS[op].value(*going_in)
    except OverflowError:
        value = math.inf
    except (ValueError, ZeroDivisionError):
        value = math.nan
    if math.isnan(value):
        raise ValueError(f"{_call(op, going_in)} is no number.{_reason(op)}")
    if not _fits(value):
        raise ValueError(f"{_call(op, going_in)} is larger than 10¹⁰⁰: choose smaller numbers.")
    return value


def _slopes(op: str, going_in: list[float], value: float) -> tuple[float, ...]:
    try:
        return OPERATIONS[op].slopes(*going_in, value)
    except (OverflowError, ValueError, ZeroDivisionError):
        return (math.nan,) * len(going_in)


def _fits(value: float) -> bool:
    return abs(value) <= LARGEST  # false for nan, too


def _call(op: str, going_in: list[float]) -> str:
    """The operation with its numbers, as it is said."""
    shown = [f"{value:.4g}" for value in going_in]
    if op == "negate":
        return f"−({shown[0]})"
    if len(shown) == 1:
        return f"{op}({shown[0]})"
    left, right = (f"({text})" if text.startswith("-") else text for text in shown)
    return f"{left} {OPERATIONS[op].label} {right}"


def _reason(op: str) -> str:
    return {
        "log": " A logarithm needs a number above 0.",
        "divide": " Nothing can be divided by 0.",
        "power": " 0 has no negative power, and a number below 0 only whole ones.",
    }.get(op, "")
