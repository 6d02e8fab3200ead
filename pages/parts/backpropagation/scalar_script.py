"""The script that a reader takes from the scalar view: the walk forward and back, a line a node."""

import ui
from core.scalar_operations import OPERATIONS


def script(story, ways):
    """Today's walk, written out: each value, then each gradient as the sum of what comes back over its edges."""
    run, names = story.run, story.names
    nodes = run.expression.nodes
    called = [f"n{i}" for i in range(len(nodes))]
    lines = [
        "import builtins",
        "",
        "# forward: a line a node, with its local derivatives",
        "s = {}",
    ]
    for i, node in enumerate(nodes):
        if node.args:
            going_in = ", ".join(called[a] for a in node.args)
            entry = OPERATIONS[node.op]
            lines.append(f"{called[i]} = {entry.value.__name__}({going_in})  # {names[i]}")
            if run.moving[i]:
                lines.append(f"s[{i}] = {entry.slopes.__name__}({going_in}, {called[i]})")
        else:
            lines.append(f"{called[i]} = {run.values[i]!r}  # {names[i]}")
    lines += [
        "",
        "# back: gradient of the next node times local derivative, added up over the edges",
    ]
    lines.append(f"d{len(nodes) - 1} = 1.0")
    for i in reversed(range(len(nodes) - 1)):
        if run.moving[i]:
            shares = [
                f"d{j} * s[{j}][{k}]"
                for j, other in enumerate(nodes)
                for k, a in enumerate(other.args)
                if a == i
            ]
            lines.append(f"d{i} = {' + '.join(shares)}  # along {names[i]}")
    lines += ["", f'print("value", {called[-1]})']
    for i, node in enumerate(nodes):
        if node.op == "variable":
            lines.append(f'print("slope along", "{node.name}", d{i})')
    lines = [line for line in lines if line != "import builtins"]
    used = {node.op for node in nodes if node.args}
    parts = [f for op in OPERATIONS.values() if op.key in used for f in (op.value, op.slopes)]
    head = f"# {run.expression.text.strip()!r}\n"
    return ui.stand_alone(*parts, main=head + "\n".join(lines))
