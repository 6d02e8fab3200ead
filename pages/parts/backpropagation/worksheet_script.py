"""The script that a reader takes from a worksheet: all its numbers, computed."""

import ui
from core.activations import ACTIVATIONS
from core.expressions import parse_expression
from core.losses import HALF_SSE
from core.network import Network, trace, update
from core.studies.backpropagation.scalar_run import run_scalar
from core.studies.backpropagation.scalar_steps import names_of
from core.studies.backpropagation.worksheet_network import SIZES
from pages.parts.backpropagation.scalar_script import operations_of, walk_written_out


def script(sheet):
    """Today's sheet, solved by a script that needs NumPy alone."""
    return of_formula(sheet) if sheet.text else of_network(sheet)


def of_formula(sheet):
    """Forward, back, a step, and forward again, a line a node."""
    expression = parse_expression(sheet.text)
    run, names = run_scalar(expression, sheet.given), names_of(expression)
    lines = walk_written_out(run, names)
    learned = {q.name[4:] for q in sheet.quantities if q.group == "new"}
    lines += [f"eta = {sheet.given['eta']!r}", "", "# a step, and forward again"]
    for i, node in enumerate(expression.nodes):
        if node.name in learned:
            lines.append(f"n{i} = n{i} - eta * d{i}")
            lines.append(f'print("new {node.name}", n{i})')
    lines += [line for line in walk_written_out(run, names) if " = " in line and is_value(line)]
    lines.append(f'print("new value", n{len(names) - 1})')
    return ui.stand_alone(*operations_of(run), main="\n".join(lines))


def is_value(line):
    """Whether a line computes a value of a node from others."""
    return line.startswith("n") and "(" in line.partition("#")[0]


def of_network(sheet):
    """The network's trace, an update, and the new loss."""
    n_in, hidden, n_out = SIZES[sheet.level]
    given = sheet.given
    weights = [given[f"w{i + 1}"] for i in range(n_in * hidden + hidden * n_out)]
    biases = [given[f"b{i + 1}"] for i in range(hidden + n_out)]
    inner, outer = ACTIVATIONS[sheet.function], ACTIVATIONS["sigmoid"]
    used = {entry.key: entry for entry in (inner, outer)}
    table = ", ".join(
        f'"{key}": SimpleNamespace(value={e.value.__name__}, derivative={e.derivative.__name__})'
        for key, e in used.items()
    )
    main = f"""
from types import SimpleNamespace

ACTIVATIONS = {{{table}}}
HALF_SSE = SimpleNamespace(key="half_sse", value={HALF_SSE.value.__name__}, gradient={HALF_SSE.gradient.__name__})
LOSSES = {{}}

x, y = np.array([{[given[f"x{i + 1}"] for i in range(n_in)]}]), np.array([{[given[f"y{i + 1}"] for i in range(n_out)]}])
first = np.array({weights[: n_in * hidden]}).reshape({hidden}, {n_in}).T  # a row of weights for each unit
second = np.array({weights[n_in * hidden :]}).reshape({n_out}, {hidden}).T
biases = np.array({biases[:hidden]}), np.array({biases[hidden:]})
network = Network((first, second), biases, ("{sheet.function}", "sigmoid"))

run = trace(network, x, y, "half_sse")
moved = update(network, run, {given["eta"]!r})
for name, layer, back, new, bias in zip(("hidden", "output"), run.forward, run.backward, moved.weights, moved.biases):
    print(name, "z", *map(float, layer.z[0]))
    print(name, "a", *map(float, layer.out[0]))
    print(name, "delta", *map(float, back.d_z[0]))
    print(name, "slopes", *map(float, back.d_weights.T.ravel()))
    print(name, "new weights", *map(float, new.T.ravel()))
    print(name, "new biases", *map(float, bias))
print("loss", run.loss)
print("new loss", trace(moved, x, y, "half_sse").loss)
"""
    parts = [f for entry in used.values() for f in (entry.value, entry.derivative)]
    parts += [HALF_SSE.value, HALF_SSE.gradient, Network, trace, update]
    return ui.stand_alone(*parts, main=main)
