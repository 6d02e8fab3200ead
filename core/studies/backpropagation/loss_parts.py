"""The formulas of the losses and of the blame that they put on the outputs, as LaTeX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.formula import Formula, factor, tex
from core.network import MATCHED
from core.studies.backpropagation.labels import of_unit, symbol
from core.studies.backpropagation.story import Story

if TYPE_CHECKING:
    from core.studies.backpropagation.plans import Plan


def answer(i: int, plus: str = "") -> str:
    return rf"\value{{\hat y_{{{i}}}{plus}}}"


def target(i: int) -> str:
    return rf"\target{{y_{{{i}}}}}"


def loss_formula(story: Story, age: str) -> Formula:
    """The loss, of the answers before or after the update."""
    plus = "^{+}" if age else ""
    symbols, numbers = _terms(story, age, plus)
    before = _mean(story)
    left, right = (r"\left( ", r" \right)") if before and len(symbols) > 1 else ("", "")
    return Formula(
        rf"\wrong{{L{plus}}} = {before}{left}{_sum(symbols)}{right}",
        rf"{before}{left}{_sum(numbers)}{right} = \wrong{{{tex(story.n[f'{age}loss'], 9)}}}",
    )


def _mean(story: Story) -> str:
    """What stands before the sum over the outputs."""
    n = len(story.outputs)
    share = rf"\tfrac1{{{n}}} " if n > 1 else ""
    return {
        "half_sse": r"\tfrac12 ",
        "mse": share,
        "binary_cross_entropy": f"-{share}",
        "cross_entropy": "-",
    }[story.problem.loss]


def _sum(terms: Sequence[str]) -> str:
    return r" \\ {} + ".join(" + ".join(terms[i : i + 3]) for i in range(0, len(terms), 3))


def _terms(story: Story, age: str, plus: str) -> tuple[list[str], list[str]]:
    """What every output adds, in symbols and in numbers."""
    symbols, numbers = [], []
    for i, unit in enumerate(story.outputs, 1):
        p, y = tex(story.n[age + unit]), factor(story.n[f"y{i}"])
        for terms, given, wanted in (
            (symbols, answer(i, plus), target(i)),
            (numbers, rf"\value{{{p}}}", rf"\target{{{y}}}"),
        ):
            terms.append(_term(story.problem.loss, given, wanted))
    return symbols, numbers


def _term(loss: str, given: str, wanted: str) -> str:
    if loss == "cross_entropy":
        return rf"{wanted} \ln {given}"
    if loss == "binary_cross_entropy":
        return rf"\left[ {wanted} \ln {given} + (1 - {wanted}) \ln (1 - {given}) \right]"
    return f"({given} - {wanted})^2"


def output_blame(story: Story, plan: Plan) -> Formula:
    """δ of one output: what the loss says, through the bend of the output."""
    key, loss = story.activation(plan.layer), story.problem.loss
    if (key, loss) in MATCHED:
        return _matched(story, plan)
    return _through_softmax(story, plan) if key == "softmax" else _through_bend(story, plan)


def _miss(story: Story, i: int, unit: str) -> tuple[str, str]:
    """ŷ - y with the factor that the loss puts before it."""
    n = len(story.outputs)
    before = {"half_sse": "", "mse": r"2\," if n == 1 else rf"\tfrac2{{{n}}} "}[story.problem.loss]
    p, y = rf"\value{{{tex(story.n[unit])}}}", rf"\target{{{factor(story.n[f'y{i}'])}}}"
    return f"{before}({answer(i)} - {target(i)})", f"{before}({p} - {y})"


def _start(unit: str) -> str:
    delta = of_unit(r"\delta", unit)
    return rf"\slope{{{delta}}} = \frac{{\partial L}}{{\partial {of_unit('z', unit)}}}"


def _end(story: Story, unit: str) -> str:
    return rf"\slope{{{tex(story.n[f'delta_{unit}'], 9)}}}"


def _matched(story: Story, plan: Plan) -> Formula:
    """Output and loss that fit: the bend and the loss's slope cancel."""
    i, n = plan.unit[1:], story.n
    count = len(story.outputs) if story.problem.loss == "binary_cross_entropy" else 1
    share = rf"\tfrac1{{{count}}} " if count > 1 else ""
    left, right = ("(", ")") if share else ("", "")
    p, y = rf"\value{{{tex(n[plan.unit])}}}", rf"\target{{{factor(n[f'y{i}'])}}}"
    return Formula(
        rf"{_start(plan.unit)} = {share}{left}{answer(int(i))} - {target(int(i))}{right}"
        r" \qquad \text{(loss and output fit: the bend cancels)}",
        rf"{share}{left}{p} - {y}{right} = {_end(story, plan.unit)}",
    )


def _through_bend(story: Story, plan: Plan) -> Formula:
    i, unit, n = int(plan.unit[1:]), plan.unit, story.n
    symbols, numbers = _miss(story, i, unit)
    key, z = story.activation(plan.layer), rf"\value{{{of_unit('z', unit)}}}"
    name = {"sigmoid": r"\sigma", "tanh": r"\tanh"}.get(key, r"\varphi")
    bend = {"sigmoid": rf"{answer(i)} (1 - {answer(i)})", "tanh": f"1 - {answer(i)}^2"}.get(key)
    where = rf", \qquad {name}'({z}) = {bend}" if bend else ""
    return Formula(
        rf"{_start(unit)} = {symbols} \; {name}'({z}){where}",
        rf"{numbers} \cdot {factor(n[f'bend_{unit}'])} = {_end(story, unit)}",
    )


def _through_softmax(story: Story, plan: Plan) -> Formula:
    """Every answer depends on every z: the blame of one is held against the mean blame."""
    unit, n = plan.unit, story.n
    d = rf"\slope{{\frac{{\partial L}}{{\partial {symbol(unit)}}}}}"
    mean = r"\sum_k \value{\hat y_k} \slope{\frac{\partial L}{\partial \hat y_k}}"
    total = sum(n[o] * n[f"d_{o}"] for o in story.outputs)
    return Formula(
        rf"{_start(unit)} = {symbol(unit)} \left( {d} - {mean} \right)",
        rf"\value{{{tex(n[unit])}}} \left( \slope{{{tex(n[f'd_{unit}'])}}} - \slope{{{factor(total)}}} \right) = {_end(story, unit)}",
    )
