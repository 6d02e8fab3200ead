r"""The formulas of the walkthrough as LaTeX, each in symbols and in numbers.

What a letter means is marked, not colored: ``\value{}``, ``\slope{}``, ``\target{}`` and ``\wrong{}`` (for the loss)
are replaced by colors where the formula is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.formula import Formula, factor, tex
from core.studies.backpropagation.worked_example import HIDDEN, OUTPUT, UNITS, Unit


def formulas(n: Mapping[str, float], *, update_biases: bool, too_early: bool) -> dict[str, Formula]:
    """All formulas of a walk, by the step that they belong to; ``n`` holds its numbers by name."""
    written = {f"forward_{name}": _forward(name, n) for name in UNITS}
    written |= {f"delta_{name}": _output_blame(name, n) for name in OUTPUT}
    written |= {f"delta_{name}": _hidden_blame(name, n, too_early) for name in HIDDEN}
    written |= {f"slopes_{name}": _slopes(name, n) for name in UNITS}
    written |= {
        "loss": _loss(n, ""),
        "output": _update(OUTPUT, n, update_biases),
        "hidden": _update(HIDDEN, n, update_biases),
        "again": _again(n),
        "new_loss": _loss(n, "new_"),
    }
    return written


def symbol(name: str, age: str = "") -> str:
    """A name as LaTeX: w_5, h_1; the output of a unit o1 is the prediction ŷ_1."""
    letter = r"\hat y" if name[0] == "o" else name[0]
    body = f"{letter}_{{{name[1:]}}}{age}"
    return rf"\value{{{body}}}" if name[0] in "xho" else body


def _unit(name: str) -> str:
    return f"{name[0]}_{{{name[1:]}}}"


def _forward(name: str, n: Mapping[str, float]) -> Formula:
    unit = UNITS[name]
    pairs = list(zip(unit.weights, unit.inputs, strict=True))
    z = rf"\value{{z_{{{_unit(name)}}}}}"
    total = " + ".join(f"{symbol(w)} {symbol(a)}" for w, a in pairs)
    sums = " + ".join(rf"{factor(n[w])}\cdot \value{{{factor(n[a])}}}" for w, a in pairs)
    return Formula(
        rf"{z} = {total} + {symbol(unit.bias)}, \qquad {symbol(name)} = \sigma({z})",
        rf"{sums} + {factor(n[unit.bias])} = \value{{{tex(n[f'z_{name}'], 9)}}}, \qquad"
        rf" \sigma({tex(n[f'z_{name}'])}) = \value{{{tex(n[name], 9)}}}",
    )


def _loss(n: Mapping[str, float], age: str) -> Formula:
    plus = "^{+}" if age else ""
    symbols, numbers = [], []
    for i, name in enumerate(OUTPUT, 1):
        prediction = rf"\value{{\hat y_{{{i}}}{plus}}}"
        symbols.append(rf"\tfrac12 ({prediction} - \target{{y_{i}}})^2")
        target = n[f"y{i}"]
        numbers.append(
            rf"\tfrac12 (\value{{{tex(n[age + name])}}} - \target{{{factor(target)}}})^2"
        )
    then = rf" \quad (\text{{it was }} {tex(n['loss'], 9)})" if age else ""
    return Formula(
        rf"\wrong{{L{plus}}} = {' + '.join(symbols)}",
        rf"{' + '.join(numbers)} = \wrong{{{tex(n[f'{age}loss'], 9)}}}{then}",
    )


def _output_blame(name: str, n: Mapping[str, float]) -> Formula:
    i, delta = name[1], rf"\slope{{\delta_{{{_unit(name)}}}}}"
    z = rf"\value{{z_{{{_unit(name)}}}}}"
    return Formula(
        rf"{delta} = \frac{{\partial L}}{{\partial z_{{{_unit(name)}}}}} ="
        rf" ({symbol(name)} - \target{{y_{i}}}) \; \sigma'({z}), \qquad"
        rf" \sigma'({z}) = {symbol(name)} (1 - {symbol(name)})",
        rf"(\value{{{tex(n[name])}}} - \target{{{factor(n[f'y{i}'])}}}) \cdot"
        rf" {factor(n[f'bend_{name}'])} = \slope{{{tex(n[f'delta_{name}'], 9)}}}",
    )


def _hidden_blame(name: str, n: Mapping[str, float], too_early: bool) -> Formula:
    age, plus = ("new_", "^{+}") if too_early else ("", "")
    place = list(HIDDEN).index(name)
    paths = [(unit.weights[place], output) for output, unit in OUTPUT.items()]
    total = " + ".join(rf"{symbol(w)}{plus} \slope{{\delta_{{{_unit(o)}}}}}" for w, o in paths)
    sums = " + ".join(
        rf"{factor(n[age + w])}\cdot \slope{{{factor(n[f'delta_{o}'])}}}" for w, o in paths
    )
    return Formula(
        rf"\slope{{\delta_{{{_unit(name)}}}}} = \left( {total} \right)"
        rf" \sigma'(\value{{z_{{{_unit(name)}}}}})",
        rf"\left( {sums} \right) \cdot {factor(n[f'bend_{name}'])}"
        rf" = \slope{{{tex(n[f'delta_{name}'], 9)}}}",
    )


def _slopes(name: str, n: Mapping[str, float]) -> Formula:
    unit, delta = UNITS[name], rf"\slope{{\delta_{{{_unit(name)}}}}}"
    symbols, numbers = [], []
    for w, a in zip(unit.weights, unit.inputs, strict=True):
        symbols.append(rf"\frac{{\partial L}}{{\partial {symbol(w)}}} = {delta} {symbol(a)}")
        numbers.append(
            rf"\slope{{{factor(n[f'delta_{name}'])}}} \cdot \value{{{factor(n[a])}}}"
            rf" = \slope{{{tex(n[f'slope_{w}'])}}}"
        )
    symbols.append(rf"\frac{{\partial L}}{{\partial {symbol(unit.bias)}}} = {delta}")
    numbers.append(rf"\slope{{{tex(n[f'slope_{unit.bias}'])}}}")
    return Formula(r", \quad ".join(symbols), r", \quad ".join(numbers))


def _update(units: Mapping[str, Unit], n: Mapping[str, float], update_biases: bool) -> Formula:
    rows = []
    for unit in units.values():
        names = (*unit.weights, unit.bias) if update_biases else unit.weights
        rows.append(r", \quad ".join(_moved(name, n) for name in names))
    return Formula(
        r"w^{+} = w - \eta\, \slope{\frac{\partial L}{\partial w}}, \qquad"
        rf" \eta = {tex(n['lr'])}"
        + (r", \qquad b^{+} = b - \eta\, \slope{\delta}" * update_biases),
        r"\\".join(rows),
    )


def _moved(name: str, n: Mapping[str, float]) -> str:
    return rf"{symbol(name)}: {tex(n[name])} \to {tex(n[f'new_{name}'], 9)}"


def _again(n: Mapping[str, float]) -> Formula:
    outs = (rf"{symbol(name, '^{+}')} = \value{{{tex(n[f'new_{name}'], 9)}}}" for name in UNITS)
    return Formula(
        r"\value{h^{+}} = \sigma(w^{+} \value{x} + b^{+}), \qquad"
        r" \value{\hat y^{+}} = \sigma(w^{+} \value{h^{+}} + b^{+})",
        r", \quad ".join(outs),
    )
