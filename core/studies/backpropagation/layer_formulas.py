"""The formulas of a walk, layer by layer, as LaTeX: the same steps as matrices, examples in rows."""

from __future__ import annotations

from collections.abc import Sequence

from core.formula import Formula, factor, tex
from core.network import MATCHED
from core.studies.backpropagation.loss_parts import loss_formula
from core.studies.backpropagation.plans import Plan
from core.studies.backpropagation.story import Story
from core.studies.backpropagation.unit_formulas import (
    letter_of,
    penalty_formula,
    unit_formula,
)

DIGITS = 4


def layer_formula(story: Story, plan: Plan) -> Formula:
    """The formula of one step of a whole layer."""
    write = {
        "forward": _forward,
        "output_delta": _output_blame,
        "hidden_delta": _hidden_blame,
        "slopes": _slopes,
        "pull": _pull,
        "update": _update,
        "loss": lambda story, plan: loss_formula(story, ""),
        "penalty": lambda story, plan: penalty_formula(story, ""),
    }.get(plan.kind, unit_formula)
    return write(story, plan)


def _named(letter: str, layer: int, age: str = "") -> str:
    return f"{letter}^{{({layer + 1}){age}}}"


def _came_in(layer: int) -> str:
    return r"\value{x}" if layer == 0 else rf"\value{{{_named('a', layer - 1)}}}"


def _row(values: Sequence[float]) -> str:
    return r"\begin{pmatrix}" + " & ".join(tex(v, DIGITS) for v in values) + r"\end{pmatrix}"


def _rows(rows: Sequence[Sequence[float]]) -> str:
    lines = (" & ".join(tex(v, DIGITS) for v in row) for row in rows)
    return r"\begin{pmatrix}" + r"\\".join(lines) + r"\end{pmatrix}"


def _of(story: Story, prefix: str, names: Sequence[str]) -> list[float]:
    return [story.n[prefix + name] for name in names]


def _matrix(story: Story, prefix: str, layer: int) -> str:
    return _rows([_of(story, prefix, row) for row in story.labels.weights[layer]])


def _painted(mark: str, text: str) -> str:
    return rf"\{mark}{{{text}}}"


def _forward(story: Story, plan: Plan) -> Formula:
    layer, labels = plan.layer, story.labels
    z, a = (_painted("value", _named(letter, layer)) for letter in "za")
    units, key = labels.units[layer + 1], story.activation(plan.layer)
    came = _painted("value", _row(_of(story, "", labels.units[layer])))
    sums = _painted("value", _row(_of(story, "z_", units)))
    symbols = f"{z} = {_came_in(layer)} {_named('W', layer)} + {_named('b', layer)}"
    bias = _row(_of(story, "", labels.biases[layer]))
    numbers = f"{came} {_matrix(story, '', layer)} + {bias} = {sums}"
    if key == "softmax":
        return Formula(symbols, numbers)
    out = _painted("value", _row(_of(story, "", units)))
    return Formula(
        rf"{symbols}, \qquad {a} = {letter_of(key)}({z})",
        rf"{numbers}, \\ {letter_of(key)}(\ldots) = {out}",
    )


def _output_blame(story: Story, plan: Plan) -> Formula:
    layer, units = plan.layer, story.outputs
    delta = _painted("slope", _named(r"\delta", layer))
    result = _painted("slope", _row(_of(story, "delta_", units)))
    key, loss = story.activation(layer), story.problem.loss
    d = _painted("slope", r"\frac{\partial L}{\partial \hat y}")
    came = _painted("slope", _row(_of(story, "d_", units)))
    if (key, loss) in MATCHED:
        n = len(units) if loss == "binary_cross_entropy" else 1
        share = rf"\tfrac1{{{n}}} " if n > 1 else ""
        p = _painted("value", _row(_of(story, "", units)))
        y = _painted("target", _row([story.n[f"y{i}"] for i, _ in enumerate(units, 1)]))
        start = rf"{delta} = {share}(\value{{\hat y}} - \target{{y}})"
        if share:
            return Formula(start, rf"{share}\left( {p} - {y} \right) = {result}")
        return Formula(start, rf"{p} - {y} = {result}")
    if key == "softmax":
        return Formula(
            rf"{delta} = \value{{\hat y}} \odot \left( {d} - \value{{\hat y}} \cdot {d} \right), \qquad {d} = {came}",
            result,
        )
    bend = _row(_of(story, "bend_", units))
    z = _painted("value", _named("z", layer))
    return Formula(
        rf"{delta} = {d} \odot {letter_of(key)}'({z})", rf"{came} \odot {bend} = {result}"
    )


def _hidden_blame(story: Story, plan: Plan) -> Formula:
    layer, key = plan.layer, story.mistake.key
    units, above = story.labels.units[layer + 1], story.labels.units[layer + 2]
    age, prefix = ("+", "new_") if key == "too_early" else ("", "")
    rows = [_of(story, prefix, row) for row in story.labels.weights[layer + 1]]
    deltas = _of(story, "delta_", above)
    if key == "one_path":
        rows, deltas = [row[:1] for row in rows], deltas[:1]
    first = "_{1}" if key == "one_path" else ""
    delta, later = (_painted("slope", _named(r"\delta", at)) for at in (layer, layer + 1))
    W = _named("W", layer + 1, age)
    symbols = rf"{delta} = \left( {later}{first} \, {W}{first}{{}}^{{\!\top}} \right)"
    turned = list(zip(*rows, strict=True))
    numbers = f"{_painted('slope', _row(deltas))} {_rows(turned)}"
    result = _painted("slope", _row(_of(story, "delta_", units)))
    if key == "no_bend":
        return Formula(symbols, f"{numbers} = {result}")
    bend = _row(_of(story, "bend_", units))
    z, letter = _painted("value", _named("z", layer)), letter_of(story.activation(layer))
    return Formula(
        rf"{symbols} \odot {letter}'({z})",
        rf"\left( {numbers} \right) \odot {bend} = {result}",
    )


def _slopes(story: Story, plan: Plan) -> Formula:
    layer, labels = plan.layer, story.labels
    penalized = story.penalized and story.mistake.penalized
    word, letter = ("share_", "L") if penalized else ("slope_", story.objective)
    sums = story.mistake.key == "sum_for_output" and layer > 0
    came = _painted("value", _named("z", layer - 1)) if sums else _came_in(layer)
    delta = _painted("slope", _named(r"\delta", layer))
    column = _rows([[v] for v in _of(story, "z_" if sums else "", labels.units[layer])])
    blame = _row(_of(story, "delta_", labels.units[layer + 1]))
    W, b = _named("W", layer), _named("b", layer)
    return Formula(
        rf"\frac{{\partial {letter}}}{{\partial {W}}} = {came}^{{\top}} {delta},"
        rf" \qquad \frac{{\partial {letter}}}{{\partial {b}}} = {delta}",
        rf"{_painted('value', column)} {_painted('slope', blame)}"
        rf" = {_painted('slope', _matrix(story, word, layer))}",
    )


def _pull(story: Story, plan: Plan) -> Formula:
    layer, W = plan.layer, _named("W", plan.layer)
    return Formula(
        rf"\slope{{\frac{{\partial J}}{{\partial {W}}}}} ="
        rf" \slope{{\frac{{\partial L}}{{\partial {W}}}}} + \lambda {W}",
        rf"{_painted('slope', _matrix(story, 'share_', layer))} + {factor(story.problem.l2)}"
        rf" {_matrix(story, '', layer)} = {_painted('slope', _matrix(story, 'slope_', layer))}",
    )


def _update(story: Story, plan: Plan) -> Formula:
    layer, J = plan.layer, story.objective
    W, moved = _named("W", layer), _named("W", layer, "+")
    return Formula(
        rf"{moved} = {W} - \eta\, \slope{{\frac{{\partial {J}}}{{\partial {W}}}}}",
        rf"{_matrix(story, '', layer)} - {factor(story.lr)}"
        rf" {_painted('slope', _matrix(story, 'slope_', layer))} = {_matrix(story, 'new_', layer)}",
    )
