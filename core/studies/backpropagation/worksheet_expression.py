"""A formula to be taken apart by hand: its graph forward, its slopes back, and a step downhill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.expressions import Expression, parse_expression
from core.studies.backpropagation.scalar_run import ScalarRun, run_scalar
from core.studies.backpropagation.scalar_steps import edges_from, names_of
from core.studies.backpropagation.worksheet import Mistake, Quantity, Sheet

FORMULAS = (
    "(w*x + b - y)**2",
    "(w*x + b - y)**2 + 0.1*w**2",
    "(sigmoid(w*x + b) - y)**2",
    "tanh(a*b) + a*b",
    "(a*b + c)*a",
    "log(1 + exp(a*x + b))",
    "relu(a*x + b)*a",
    "a*b + (a + b)**2",
)
DATA = ("x", "y")  # what does not learn
NUMBERS = (-3, -2, -1, -0.5, 0.5, 1, 1.5, 2, 3)
RATES = (0.1, 0.2, 0.5)
TRIES = 1000
LEAST, MOST = 0.01, 40.0  # of every number
ONE_EDGE = "It is used more than once: what comes back over all its edges adds up, and this is one of them."
NO_CHAIN = "That is the local derivative: it still has to be multiplied by what comes back to the next node."
PASSED_ON = "That is what comes back to the next node: the local derivative on the edge is missing."
NOT_MOVED = "That is the old one: it still has to move."
UPHILL = "That goes uphill: the step is against the slope, with a minus."
NO_RATE = "The learning rate is missing."
STILL_OLD = "That is the value of before."

_VALUES = {
    **{"add": "{0} + {1}", "subtract": "{0} − {1}", "multiply": "{0} · {1}", "power": "{0}²"},
    **{"exp": "exp({0})", "log": "log({0})", "tanh": "tanh({0})", "sigmoid": "σ({0})"},
    "relu": "max(0, {0})",
}
_SLOPES = {
    **{"add": ("", ""), "subtract": ("", "(−1)"), "multiply": ("{1}", "{0}")},
    **{"power": ("2 · {0}", ""), "exp": ("{v}",), "log": ("(1 / {0})",), "tanh": ("(1 − {v}²)",)},
    **{"sigmoid": ("{v} · (1 − {v})",), "relu": ("[{0} > 0]",)},
}


def expression_sheet(seed: int) -> Sheet:
    """A problem with a formula out of `FORMULAS`; the same seed sets the same problem."""
    rng = np.random.default_rng((seed, 99))
    expression = parse_expression(FORMULAS[rng.integers(len(FORMULAS))])
    learn = [name for name in expression.variables if name not in DATA]
    for _ in range(TRIES):
        inputs = {name: float(rng.choice(NUMBERS)) for name in expression.variables}
        lr = float(rng.choice(RATES))
        run = run_scalar(expression, inputs)
        slopes = _slopes_of(run, learn)
        moved = {n: v - lr * slopes.get(n, 0.0) for n, v in inputs.items()}
        again = run_scalar(expression, moved)
        if _worth_it(run, again):
            break
    names = names_of(expression)
    quantities = [*_forward(run, names), *_back(run, names)]
    for name in learn:
        wrong = (
            Mistake(NOT_MOVED, inputs[name]),
            Mistake(UPHILL, inputs[name] + lr * slopes[name]),
            Mistake(NO_RATE, inputs[name] - slopes[name]),
        )
        template = f"{{{name}}} − {{eta}} · {{d_{name}}}"
        quantities.append(Quantity(f"new_{name}", "new", template, moved[name], "", wrong))
    quantities += _again(again, names, run.values[-1], learn)
    return Sheet("expression", seed, "", {**inputs, "eta": lr}, tuple(quantities), expression.text)


def _slopes_of(run: ScalarRun, names: list[str]) -> dict[str, float]:
    nodes = run.expression.nodes
    return {n.name: g for n, g in zip(nodes, run.gradients, strict=True) if n.name in names}


def _worth_it(run: ScalarRun, again: ScalarRun) -> bool:
    """Numbers neither tiny nor large, no ReLU on its kink, and a value that falls enough to be seen."""
    slopes = [slope for slope, on in zip(run.gradients, run.moving, strict=True) if on]
    every = [*run.values, *again.values, *slopes]
    return (
        all(LEAST <= abs(v) <= MOST for v in every)
        and not run.kinks
        and run.values[-1] - again.values[-1] >= LEAST
    )


def _key(names: tuple[str, ...], i: int) -> str:
    """The name that a node has in templates; the result is the loss."""
    return "loss" if i == len(names) - 1 else names[i]


def _braced(expression: Expression, names: tuple[str, ...], i: int, new: str, moving) -> str:
    node = expression.nodes[i]
    if node.op == "number":
        return f"{node.number:g}"
    return f"{{{new if moving(i) else ''}{_key(names, i)}}}"


def _value_template(expression: Expression, names, i: int, new: str = "", moving=None) -> str:
    node, moving = expression.nodes[i], moving or (lambda i: False)
    parts = [_braced(expression, names, a, new, moving) for a in node.args]
    if node.op == "power" and new:
        parts[0] = f"({parts[0]})"
    return _VALUES[node.op].format(*parts)


def _forward(run: ScalarRun, names: tuple[str, ...]) -> Iterator[Quantity]:
    """A value a node."""
    last = len(names) - 1
    for i, node in enumerate(run.expression.nodes):
        if node.args:
            template = _value_template(run.expression, names, i)
            place, group = str(i % 2), "loss" if i == last else "a"
            yield Quantity(_key(names, i), group, template, run.values[i], place)


def _back(run: ScalarRun, names: tuple[str, ...]) -> Iterator[Quantity]:
    """A gradient a node, the result's own left out; the data's as well."""
    nodes = run.expression.nodes
    for i in reversed(range(len(names) - 1)):
        if not run.moving[i] or names[i] in DATA:
            continue
        shares, wrong, last = [], [], len(names) - 1
        edges = edges_from(run.expression, i)
        for j, k in edges:
            inner = [_braced(run.expression, names, a, "", lambda i: False) for a in nodes[j].args]
            slope = _SLOPES[nodes[j].op][k].format(*inner, v=f"{{{_key(names, j)}}}")
            arriving = "" if j == last else f"{{d_{names[j]}}}"
            shares.append(" · ".join(part for part in (arriving, slope) if part) or "1")
            wrong.append(Mistake(NO_CHAIN, run.slopes[j][k]))
            wrong.append(Mistake(PASSED_ON, run.gradients[j]))
            if len(edges) > 1:
                wrong.insert(0, Mistake(ONE_EDGE, run.gradients[j] * run.slopes[j][k]))
        group = "slope" if nodes[i].op == "variable" else "delta"
        yield Quantity(
            *(f"d_{names[i]}", group, " + ".join(shares), run.gradients[i]),
            *(str(i % 2) if group == "slope" else "", tuple(wrong)),
        )


def _again(run: ScalarRun, names, old: float, learn: list[str]) -> Iterator[Quantity]:
    """The way forward once more, with what has moved."""
    expression, last = run.expression, len(names) - 1
    moves: list[bool] = []
    for node in expression.nodes:
        moves.append(node.name in learn or any(moves[a] for a in node.args))
    for i, node in enumerate(expression.nodes):
        if node.args and moves[i]:
            template = _value_template(expression, names, i, "new_", lambda i: moves[i])
            group = "new_loss" if i == last else "again"
            wrong = (Mistake(STILL_OLD, old),) if i == last else ()
            yield Quantity(f"new_{_key(names, i)}", group, template, run.values[i], "", wrong)
