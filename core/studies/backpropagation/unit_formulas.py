r"""The formulas of a walk, unit by unit, as LaTeX: each in symbols and in numbers.

What a letter means is marked, not colored: ``\value{}``, ``\slope{}``, ``\target{}`` and ``\wrong{}`` (for the loss)
are replaced by colors where the formula is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.formula import Formula, factor, tex
from core.studies.backpropagation.labels import of_unit, symbol, unit_by_unit
from core.studies.backpropagation.loss_parts import loss_formula, output_blame
from core.studies.backpropagation.plans import Plan
from core.studies.backpropagation.story import Story

IN_A_LINE = 3  # terms of a sum
LETTERS = {
    "sigmoid": r"\sigma",
    "tanh": r"\tanh",
    "relu": r"\operatorname{ReLU}",
    "identity": r"\operatorname{id}",
    "softmax": r"\operatorname{softmax}",
}


def letter_of(key: str) -> str:
    """An activation as the name of a function."""
    return LETTERS.get(key, r"\varphi")


def unit_formula(story: Story, plan: Plan) -> Formula:
    """The formula of one step."""
    write = {
        "forward": _forward,
        "softmax": _softmax,
        "loss": lambda story, plan: loss_formula(story, ""),
        "penalty": lambda story, plan: penalty_formula(story, ""),
        "output_delta": output_blame,
        "hidden_delta": _hidden_blame,
        "slopes": _slopes,
        "pull": _pull,
        "update": _update,
        "again": _again,
        "new_loss": new_loss,
    }[plan.kind]
    return write(story, plan)


def _sum(terms: Sequence[str]) -> str:
    """A sum, broken into lines where it is long."""
    lines = [" + ".join(terms[i : i + IN_A_LINE]) for i in range(0, len(terms), IN_A_LINE)]
    return r" \\ {} + ".join(lines)


def value(text: str) -> str:
    return rf"\value{{{text}}}"


def slope(text: str) -> str:
    return rf"\slope{{{text}}}"


def z_of(unit: str) -> str:
    return value(of_unit("z", unit))


def delta_of(unit: str) -> str:
    return slope(of_unit(r"\delta", unit))


def _forward(story: Story, plan: Plan) -> Formula:
    labels, n, unit = story.labels, story.n, plan.unit
    bias, z = labels.bias_of(unit), z_of(plan.unit)
    pairs = list(zip(labels.into(unit), labels.units[plan.layer], strict=True))
    total = " + ".join(f"{symbol(w)} {symbol(a)}" for w, a in pairs)
    terms = [rf"{factor(n[w])}\cdot {value(factor(n[a]))}" for w, a in pairs]
    symbols = rf"{z} = {total} + {symbol(bias)}"
    numbers = rf"{_sum([*terms, factor(n[bias])])} = {value(tex(n[f'z_{unit}'], 9))}"
    key = story.activation(plan.layer)
    if key == "softmax":
        return Formula(symbols, numbers)
    bent = rf"{letter_of(key)}({tex(n[f'z_{unit}'])}) = {value(tex(n[unit], 9))}"
    return Formula(
        rf"{symbols}, \qquad {symbol(unit)} = {letter_of(key)}({z})",
        rf"{numbers}{_next(len(terms))} {bent}",
    )


def _next(terms: int) -> str:
    """What stands between two equations: a gap, or a new line after a long one."""
    return r", \qquad" if terms < IN_A_LINE else r", \\"


def _softmax(story: Story, plan: Plan) -> Formula:
    n, units = story.n, story.labels.units[plan.layer + 1]
    rows = (rf"e^{{{tex(n[f'z_{unit}'])}}} / s = {value(tex(n[unit], 9))}" for unit in units)
    return Formula(
        r"\value{\hat y_k} = \frac{e^{z_k}}{s}, \qquad s = \sum_j e^{z_j}",
        _lines(list(rows), IN_A_LINE),
    )


def penalty_formula(story: Story, age: str) -> Formula:
    """The objective: the loss, and half λ times the sum of all squared weights."""
    n, plus = story.n, "^{+}" if age else ""
    before = "new_" if age else ""
    squares = [n[f"{before}{w}"] ** 2 for rows in story.labels.weights for w in unit_by_unit(rows)]
    total, half = sum(squares), rf"\tfrac12 \cdot {factor(story.problem.l2)}"
    sums = " + ".join(tex(s, 4) for s in squares) if len(squares) <= 8 else tex(total)
    return Formula(
        rf"\wrong{{J{plus}}} = \wrong{{L{plus}}} + \tfrac12 \lambda \sum (w{plus})^2, \qquad \lambda = {tex(story.problem.l2)}",
        rf"\wrong{{{tex(n[f'{age}loss'])}}} + {half} \left( {sums} \right) = \wrong{{{tex(n[f'{age}objective'], 9)}}}",
    )


def _hidden_blame(story: Story, plan: Plan) -> Formula:
    labels, n, unit, key = story.labels, story.n, plan.unit, story.mistake.key
    age, plus = ("new_", "+") if key == "too_early" else ("", "")
    paths = list(zip(labels.out_of(unit), labels.units[plan.layer + 2], strict=True))
    paths = paths[:1] if key == "one_path" else paths
    total = " + ".join(rf"{symbol(w, plus)} {delta_of(o)}" for w, o in paths)
    terms = [rf"{factor(n[age + w])}\cdot {slope(factor(n[f'delta_{o}']))}" for w, o in paths]
    delta, z = delta_of(unit), z_of(unit)
    result = slope(tex(n[f"delta_{unit}"], 9))
    if key == "no_bend":
        return Formula(rf"{delta} = {total}", rf"{_sum(terms)} = {result}")
    bend = f"{letter_of(story.activation(plan.layer))}'({z})"
    if len(terms) <= IN_A_LINE:
        numbers = rf"\left( {_sum(terms)} \right) \cdot {factor(n[f'bend_{unit}'])} = {result}"
    else:
        came = slope(tex(n[f"d_{unit}"]))
        numbers = rf"{_sum(terms)} = {came}, \\ {came} \cdot {factor(n[f'bend_{unit}'])} = {result}"
    return Formula(rf"{delta} = \left( {total} \right) {bend}", numbers)


def _slopes(story: Story, plan: Plan) -> Formula:
    labels, n, unit = story.labels, story.n, plan.unit
    penalized = story.penalized and story.mistake.penalized
    word, letter = ("share", "L") if penalized else ("slope", story.objective)
    delta, bias = delta_of(unit), labels.bias_of(unit)
    sums = story.mistake.key == "sum_for_output" and plan.layer > 0
    symbols, numbers = [], []
    for w, a in zip(labels.into(unit), labels.units[plan.layer], strict=True):
        came, name = (z_of(a), f"z_{a}") if sums else (symbol(a), a)
        symbols.append(rf"\frac{{\partial {letter}}}{{\partial {symbol(w)}}} = {delta} {came}")
        numbers.append(
            rf"{slope(factor(n[f'delta_{unit}']))} \cdot {value(factor(n[name]))}"
            rf" = {slope(tex(n[f'{word}_{w}']))}"
        )
    symbols.append(rf"\frac{{\partial {letter}}}{{\partial {symbol(bias)}}} = {delta}")
    numbers.append(slope(tex(n[f"slope_{bias}"])))
    return Formula(_lines(symbols, 4), _lines(numbers, IN_A_LINE))


def _pull(story: Story, plan: Plan) -> Formula:
    n, l2 = story.n, story.problem.l2
    weights = unit_by_unit(story.labels.weights[plan.layer])
    rows = [
        rf"{symbol(w)}: \; {slope(tex(n[f'share_{w}'], 5))} + {factor(l2)} \cdot {factor(n[w], 5)}"
        rf" = {slope(tex(n[f'slope_{w}']))}"
        for w in weights
    ]
    return Formula(
        r"\slope{\frac{\partial J}{\partial w}} = \slope{\frac{\partial L}{\partial w}} + \lambda w,"
        rf" \qquad \lambda = {tex(l2)}",
        _lines(rows, 2 if len(rows) < 12 else IN_A_LINE),
    )


def _update(story: Story, plan: Plan) -> Formula:
    n, J = story.n, story.objective
    names = [name.removeprefix("new_") for name in plan.finds]
    digits = 9 if len(names) <= 12 else 5
    rows = [rf"{symbol(k)}: {tex(n[k])} \to {tex(n[f'new_{k}'], digits)}" for k in names]
    return Formula(
        rf"w^{{+}} = w - \eta\, \slope{{\frac{{\partial {J}}}{{\partial w}}}}, \qquad"
        rf" \eta = {tex(story.lr)}"
        + (r", \qquad b^{+} = b - \eta\, \slope{\delta}" * story.update_biases),
        _lines(rows, 3 if len(names) <= 12 else 5),
    )


def _again(story: Story, plan: Plan) -> Formula:
    outs = [
        rf"{symbol(unit, '+')} = {value(tex(story.n[f'new_{unit}'], 9))}"
        for units in story.labels.units[1:]
        for unit in units
    ]
    a, w = value("a^{+}"), "W^{+}"
    return Formula(
        rf"{a} = \varphi({value('z^{+}')}), \qquad {value('z^{+}')} = {a} {w} + b^{{+}}"
        r" \quad \text{layer by layer, from } \value{x}",
        _lines(outs, 4),
    )


def new_loss(story: Story, plan: Plan) -> Formula:
    """The loss after the update, beside the one before."""
    written = loss_formula(story, "new_")
    if not story.penalized:
        was = rf" \quad (\text{{it was }} {tex(story.n['loss'], 9)})"
        return Formula(written.symbols, written.numbers + was)
    whole = penalty_formula(story, "new_")
    was = rf" \quad (\text{{it was }} {tex(story.n['objective'], 9)})"
    return Formula(
        rf"{written.symbols}, \\ {whole.symbols}", rf"{written.numbers} \\ {whole.numbers}{was}"
    )


def _lines(parts: Sequence[str], in_a_line: int) -> str:
    """Several equations, so many in a line."""
    rows = (parts[i : i + in_a_line] for i in range(0, len(parts), in_a_line))
    return r" \\ ".join(r", \quad ".join(row) for row in rows)
