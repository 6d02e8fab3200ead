"""The script that a reader takes from the scalar view: the walk forward and back, a line a node."""

import ui
from core.scalar_operations import OPERATIONS
from core.studies.backpropagation.scalar_steps import edges_from


def script(story):
    """Today's walk, as a script that needs NumPy alone."""
    run, names = story.run, story.names
    head = f"# {run.expression.text.strip()!r}\n"
    return ui.stand_alone(*operations_of(run), main=head + "\n".join(walk_written_out(run, names)))


def operations_of(run):
    """The functions of the operations in it, values and slopes."""
    used = {node.op for node in run.expression.nodes if node.args}
    return [f for op in OPERATIONS.values() if op.key in used for f in (op.value, op.slopes)]


def walk_written_out(run, names):
    """Lines of Python: each value, then each gradient as the sum of what comes back over its edges."""
    nodes = run.expression.nodes
    lines = ["# forward: a line a node, and its local derivatives", "s = {}"]
    for i, node in enumerate(nodes):
        lines += (
            _forward(run, names, i) if node.args else [f"n{i} = {run.values[i]!r}  # {names[i]}"]
        )
    lines += [
        "",
        "# back: gradient of the next node times local derivative, added up over the edges",
    ]
    lines.append(f"d{len(nodes) - 1} = 1.0")
    for i in reversed(range(len(nodes) - 1)):
        if run.moving[i]:
            shares = " + ".join(f"d{j} * s[{j}][{k}]" for j, k in edges_from(run.expression, i))
            lines.append(f"d{i} = {shares}  # along {names[i]}")
    lines += ["", f'print("value", n{len(nodes) - 1})']
    for i, node in enumerate(nodes):
        if node.op == "variable":
            lines.append(f'print("slope along", "{node.name}", d{i})')
    return lines


def _forward(run, names, i):
    """A node's value, and where it depends on a variable, its local derivatives."""
    node = run.expression.nodes[i]
    entry, going_in = OPERATIONS[node.op], ", ".join(f"n{a}" for a in node.args)
    lines = [f"n{i} = {entry.value.__name__}({going_in})  # {names[i]}"]
    if run.moving[i]:
        lines.append(f"s[{i}] = {entry.slopes.__name__}({going_in}, n{i})")
    return lines
