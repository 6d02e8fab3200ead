"""The scalar view step by step: a node forward, a node back, each with its formula in symbols and in numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from core.expressions import Expression
from core.formula import Formula, factor, tex
from core.scalar_operations import OPERATIONS
from core.studies.backpropagation.scalar_run import ScalarRun

LETTERS = ("v", "u", "n", "m", "q")  # of nodes in between, the first that no variable begins with
RESULTS = ("f", "F", "g", "G", "R", "S", "T", "U", "V")  # of the last node


@dataclass(frozen=True)
class ScalarStep:
    """What one step finds, at which node, and how."""

    phase: Literal["forward", "backward"]
    node: int
    title: str
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, eq=False)
class ScalarStory:
    """A run, the names of its nodes, and its steps."""

    run: ScalarRun
    names: tuple[str, ...]
    steps: tuple[ScalarStep, ...]

    def values_known(self, step: int) -> set[int]:
        """Nodes whose value is known after so many steps; what is given is known from the start."""
        nodes = self.run.expression.nodes
        given = {i for i, node in enumerate(nodes) if not node.args}
        return given | {s.node for s in self.steps[:step] if s.phase == "forward"}

    def gradients_known(self, step: int) -> set[int]:
        """Nodes whose gradient is known after so many steps."""
        return {s.node for s in self.steps[:step] if s.phase == "backward"}


def tell_story(run: ScalarRun) -> ScalarStory:
    """Forward one operation at a time, then back one node at a time.

    Formulas mark what is meant by a color: ``\\value{…}`` for what runs forward, ``\\slope{…}`` for what runs back.
    """
    nodes, names = run.expression.nodes, names_of(run.expression)
    steps = [_forward(run, names, i) for i, node in enumerate(nodes) if node.args]
    steps += [_back(run, names, i) for i in reversed(range(len(nodes))) if run.moving[i]]
    return ScalarStory(run, names, tuple(steps))


def names_of(expression: Expression) -> tuple[str, ...]:
    """Variables and numbers as they are; what lies between is v1, v2, … and the result f."""
    taken = expression.variables
    letter = next(a for a in LETTERS if not any(re.fullmatch(rf"{a}\d+", name) for name in taken))
    result = next(a for a in RESULTS if a not in taken)
    names, count = [], 0
    for node in expression.nodes:
        if node.op == "variable":
            names.append(node.name)
        elif node.op == "number":
            names.append(f"{node.number:g}")
        else:
            count += 1
            names.append(f"{letter}{count}")
    if expression.nodes[-1].args:
        names[-1] = result
    return tuple(names)


def symbol(name: str) -> str:
    """A name in LaTeX: w1 and w_1 with an index, longer words upright."""
    found = re.fullmatch(r"([A-Za-zα-ω])_?(\d*)", name)
    if found:
        return f"{found[1]}_{{{found[2]}}}" if found[2] else found[1]
    if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", name):
        return factor(float(name))
    return rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"


def slope_symbol(of: str, along: str) -> str:
    r"""LaTeX of a derivative, such as ∂f/∂w."""
    return rf"\frac{{\partial {symbol(of)}}}{{\partial {symbol(along)}}}"


def local_slope(run: ScalarRun, names: tuple[str, ...], i: int, place: int) -> str:
    """LaTeX of the local derivative of node i along one of its arguments."""
    node = run.expression.nodes[i]
    template = OPERATIONS[node.op].slope_equations[place]
    letters = dict(zip("ab", (symbol(names[a]) for a in node.args), strict=False))
    return template.format(**letters, v=symbol(names[i]))


def _forward(run: ScalarRun, names: tuple[str, ...], i: int) -> ScalarStep:
    """One operation: its value, and the local derivative along each edge that moves."""
    node = run.expression.nodes[i]
    equation = OPERATIONS[node.op].equation
    in_symbols = dict(zip("ab", (symbol(names[a]) for a in node.args), strict=False))
    numbers = [_base(node.op, k, run.values[a]) for k, a in enumerate(node.args)]
    in_numbers = dict(zip("ab", (rf"\value{{{n}}}" for n in numbers), strict=False))
    value = tex(run.values[i])
    formulas = [
        Formula(
            f"{symbol(names[i])} = {equation.format(**in_symbols)}",
            rf"{equation.format(**in_numbers)} = \value{{{value}}}",
        )
    ]
    local = [(k, a) for k, a in enumerate(node.args) if run.moving[a]]
    if local:
        formulas.append(
            Formula(
                r",\quad ".join(
                    f"{slope_symbol(names[i], names[a])} = {local_slope(run, names, i, k)}"
                    for k, a in local
                ),
                r",\quad ".join(f"= {tex(run.slopes[i][k])}" for k, _ in local),
            )
        )
    return ScalarStep(
        "forward", i, f"Forward: {names[i]} = {spoken(run, names, i)}", tuple(formulas)
    )


def _base(op: str, place: int, value: float) -> str:
    """A number in its place; in brackets wherever a sign would be misread."""
    return tex(value) if op in ("divide", "sigmoid", "relu", "exp") else factor(value)


def _back(run: ScalarRun, names: tuple[str, ...], i: int) -> ScalarStep:
    """One gradient: what comes back over each edge, gradient times local derivative, added up."""
    last = len(names) - 1
    whole = slope_symbol(names[last], names[i])
    if i == last:
        formula = Formula(rf"\slope{{{whole}}} = 1", r"\slope{1}")
        return ScalarStep(
            "backward",
            i,
            f"Back: the result moves with itself, ∂{names[i]}/∂{names[i]} = 1",
            (formula,),
        )
    edges = edges_from(run.expression, i)
    chain = " + ".join(
        rf"\slope{{{slope_symbol(names[last], names[j])}}} \cdot {slope_symbol(names[j], names[i])}"
        for j, _ in edges
    )
    worked = " + ".join(
        rf"\slope{{{factor(run.gradients[j])}}} \cdot {factor(run.slopes[j][k])}" for j, k in edges
    )
    formula = Formula(
        rf"\slope{{{whole}}} = {chain}", rf"{worked} = \slope{{{tex(run.gradients[i])}}}"
    )
    how = f"{len(edges)} edges add up" if len(edges) > 1 else "one edge"
    return ScalarStep("backward", i, f"Back: ∂{names[last]}/∂{names[i]}, {how}", (formula,))


def edges_from(expression: Expression, i: int) -> list[tuple[int, int]]:
    """Where a node goes: the nodes that use it, and the place it has among their arguments."""
    return [
        (j, k) for j, node in enumerate(expression.nodes) for k, a in enumerate(node.args) if a == i
    ]


def spoken(run: ScalarRun, names: tuple[str, ...], i: int) -> str:
    """An operation as it is written in a line of text."""
    node = run.expression.nodes[i]
    going_in = [names[a] for a in node.args]
    label = OPERATIONS[node.op].label
    if node.op == "negate":
        return f"−{going_in[0]}"
    return f"{label}({going_in[0]})" if len(going_in) == 1 else f" {label} ".join(going_in)
