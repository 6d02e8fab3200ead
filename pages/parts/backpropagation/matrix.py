"""Words, formulas and take-aways of the matrices of a layer."""

from __future__ import annotations

import ui
from charts.backpropagation.cell_words import arithmetic
from core.activations import ACTIVATIONS
from core.losses import LOSSES
from core.network import Network, trace
from core.studies.backpropagation.matrix_steps import TRANSPOSED
from core.studies.backpropagation.small_batch import OUTPUTS

BEWARE = (
    "**“If the shapes fit, it is right.”** Shapes only say what can be multiplied. Wherever two sizes happen to be equal, a forgotten transpose goes through and gives a wrong gradient of the right shape: test with sizes that are all different, and check by small steps. "
    "**“dW is an average of the examples' gradients” or “a sum”?** Both, and it depends on where the mean is taken. Here the loss is a mean, so dZ already holds the 1/B, and Xᵀ dZ is a plain sum. Take the mean a second time, and the gradient is B times too small. "
    "**“Prediction needs as much memory as training.”** To predict, X, Z and A may be thrown away as soon as the next layer has read them. Training must keep them: dW needs X, and φ′ needs Z. "
    "**“The backward pass is the costly one.”** Two products instead of one: at most twice the way forward, whatever the number of weights."
)
# What each step computes, in symbols and with colors by way.
SYMBOLS = (
    r"(XW)_{ij} = \sum_k X_{ik}\, W_{kj}",
    r"Z_{ij} = (XW)_{ij} + b_j",
    r"A_{ij} = \varphi(Z_{ij})",
    r"L = \tfrac1B \sum_i \ell_i",
    r"dZ_{ij} = c\,(A_{ij} - Y_{ij})",
    r"dW_{ij} = \sum_b X_{bi}\, dZ_{bj}",
    r"db_j = \sum_b dZ_{bj}",
    r"dX_{ij} = \sum_k dZ_{ik}\, W_{jk}",
)
HIDDEN = {
    4: r"dA_{ij} = \sum_k dZ'_{ik}\, W'_{jk} \quad (\text{of the next layer})",
    5: r"dZ_{ij} = dA_{ij}\; \varphi'(Z_{ij})",
}
SAYS = {
    "product": "row {row} of {left} times column {column} of {right}",
    "add": "every row gets the same biases",
    "bend": "each number by itself",
    "loss": "each example has a loss of its own, L is their mean",
    "miss": "answer minus target, for this pair of output and loss",
    "times": "each slope times the steepness of its own bend",
    "sum": "a bias served all examples, so it hears from all of them",
}


def within(shape, row, column):
    """The cell that was asked for, from 0 up, or the nearest one inside."""
    return min(row, shape[0]) - 1, min(column, shape[1]) - 1


def inside(step, row, column):
    """The same in the result of a step, also where there is none."""
    return (0, 0) if step.result is None else within(step.result.shape, row, column)


def shape(matrix):
    """Rows by columns, as it is read."""
    return f"{matrix.shape[0]}×{matrix.shape[1]}"


def tell(step, number, layer, layers, cell, loss):
    """The step, its shapes and the chosen cell in two sentences."""
    where = f"Step {number} of 8, layer {layer} of {layers}: {step.title}"
    if step.result is None:
        return f"{where}. {shape(step.left)} times {shape(step.right)} cannot be: {step.left.shape[1]} columns on the left, {step.right.shape[0]} rows on the right."
    row, column = cell
    left, right = step.left.name, step.right.name if step.right else ""
    says = SAYS[step.kind].format(left=left, right=right, row=row + 1, column=column + 1)
    shapes = (
        f"{shape(step.left)} and {shape(step.right)} give"
        if step.right
        else f"{shape(step.left)} gives"
    )
    if step.kind == "product":
        shapes = f"{shape(step.left)} times {shape(step.right)} gives"
    return f"{where}, {shapes} {shape(step.result)}: {says}. {step.result.name}[{row + 1}, {column + 1}]: {arithmetic(step, row, column)}. The loss of the batch is L = {ui.short(loss, 6)}. Point at any cell for its own sum, click to keep it."


def tell_mistake(step, number, off):
    """What a mistake does where nothing refuses it."""
    if number not in TRANSPOSED:
        return "No transpose stands in this step: the mistake shows in steps 1, 6 and 8."
    if step.title.startswith("dW"):
        return f"The shapes happen to fit, so NumPy says nothing. Small steps do: this dW is wrong, with a relative error of {ui.short(off, 3)}."
    return "The shapes happen to fit, so NumPy says nothing, and the numbers are wrong. (The other steps go on with the right ones.)"


def formulas(step, cell, function, loss):
    """The step in symbols, and its chosen cell with today's numbers."""
    if step.result is None:
        need = r"(m \times k)\,(k \times n) \to (m \times n)"
        (m, k), (other, n) = step.left.shape, step.right.shape
        return [(need, rf"({m} \times {k})\,({other} \times {n}), \quad {k} \ne {other}")]
    numbers = arithmetic(step, *cell).replace("·", r"\cdot ").replace("−", "-")
    for sign, command in (
        ("φ", r"\varphi "),
        ("ℓ", r"\ell "),
        ("softmax", r"\operatorname{softmax}"),
    ):
        numbers = numbers.replace(sign, command)
    for word in ("answers ", ", targets ", ", number "):
        numbers = numbers.replace(word, rf"\text{{{word}}}")
    pairs = [(symbols_of(step, loss), numbers)]
    if step.kind == "bend" and step.title == "A = φ(Z)":
        entry = ACTIVATIONS["sigmoid"] if loss == "binary_cross_entropy" else function
        pairs[0] = (rf"{pairs[0][0]}, \quad {entry.equation}", numbers)
    return pairs


def symbols_of(step, loss):
    """The formula of a step, by what it computes."""
    result, number = step.title.partition(" ")[0], 0
    wanted = {"Z": 2, "A": 3, "L": 4, "dZ": 5, "dW": 6, "db": 7, "dX": 8, "dA": 4}
    number = wanted.get(result, 1)
    if step.kind == "times" or result == "dA":
        return HIDDEN[number]
    if step.kind == "miss":
        c = {"cross_entropy": r"\tfrac1B", "mse": r"\tfrac{2}{B\,n}"}.get(loss, r"\tfrac{1}{B\,n}")
        return rf"{SYMBOLS[4]}, \quad c = {c}"
    if "softmax" in step.title:
        return r"A_{ij} = e^{Z_{ij}} / \sum_k e^{Z_{ik}}"
    mistaken = {"X Wᵀ": r"(XW^\top)_{ij} = \sum_k X_{ik}\, W_{jk}"}
    mistaken |= {"dW = X dZ": r"(X\,dZ)_{ij} = \sum_k X_{ik}\, dZ_{kj}"}
    mistaken |= {"dX = dZ W": r"(dZ\,W)_{ij} = \sum_k dZ_{ik}\, W_{kj}"}
    return mistaken.get(step.title, SYMBOLS[number - 1])


def verdict(checked):
    """What small steps say of the whole batch, layer by layer."""
    worst = max(max(layer.weights, layer.biases) for layer in checked)
    layers = "; ".join(
        f"layer {layer.layer}: dW {ui.short(layer.weights, 1)}, db {ui.short(layer.biases, 1)}"
        for layer in checked
    )
    says = (
        "The whole batch checked by central differences: every slope agrees"
        if worst < 1e-6
        else "**Central differences disagree**"
    )
    return ui.typeset(f"{says} (relative error of {layers}).")


def tell_shares(shares, total, cell, loss, n_out):
    """How dW is put together, for the chosen cell."""
    terms = " + ".join(bracketed(float(value)) for value in shares[:, cell[0], cell[1]])
    count = len(shares)
    mean = f"Each share already holds the 1/{count} of the mean: dW is the mean of the {count} examples' own gradients"
    one = "With one example dW is that example's gradient, column times row"
    said = one if count == 1 else mean
    sums = f" = {terms}" if count > 1 else ""
    return f"dW as {count} outer product{'s' if count > 1 else ''}, column xᵀ times row dz of each example. {said}. dW[{cell[0] + 1}, {cell[1] + 1}]{sums} = {ui.short(float(total[cell]))}."


def bracketed(value):
    """A number as a term of a sum, in brackets where it is below 0."""
    return f"({ui.short(value)})" if value < 0 else ui.short(value)


def table_of(own):
    """A row a number: which matrix, which cell."""
    cells = [
        (name, i + 1, j + 1, float(matrix.values[i, j]))
        for name, matrix in own.items()
        for i in range(matrix.shape[0])
        for j in range(matrix.shape[1])
    ]
    return dict(zip(("matrix", "row", "column", "value"), zip(*cells, strict=True), strict=True))


def table_of_shares(shares):
    """A row a cell of each example's outer product."""
    batch, rows, columns = shares.shape
    cells = [
        (b + 1, i + 1, j + 1, float(shares[b, i, j]))
        for b in range(batch)
        for i in range(rows)
        for j in range(columns)
    ]
    return dict(zip(("example", "row", "column", "share"), zip(*cells, strict=True), strict=True))


def script(batch, function, layer):
    """Today's batch forward and back, as a script that needs NumPy alone."""
    network, rule = batch.network, LOSSES[batch.loss]
    bends = {f.key: f for f in (function, ACTIVATIONS.get(OUTPUTS[batch.loss])) if f}
    entries = ", ".join(
        f'"{f.key}": Entry(value={f.value.__name__}, derivative={f.derivative.__name__})'
        for f in bends.values()
    )
    main = f"""
from types import SimpleNamespace as Entry

ACTIVATIONS = {{{entries}}}
HALF_SSE = Entry(key="half_sse")
LOSSES = {{"{rule.key}": Entry(key="{rule.key}", value={rule.value.__name__}, gradient={rule.gradient.__name__})}}
x = np.array({batch.x.tolist()})
y = np.array({batch.y.tolist()})
weights = [np.array(w) for w in {[w.tolist() for w in network.weights]}]
biases = [np.array(b) for b in {[b.tolist() for b in network.biases]}]
network = Network(weights, biases, {list(network.activations)})
run = trace(network, x, y, "{rule.key}")
step, slopes = run.forward[{layer - 1}], run.backward[{layer - 1}]
print("loss", run.loss)
X, dZ = step.a, slopes.d_z
matrices = {{"Z": step.z, "A": step.out, "dZ": dZ, "dW": X.T @ dZ, "db": dZ.sum(axis=0), "dX": slopes.d_a}}
for name, matrix in matrices.items():
    print(name, *matrix.shape, "cells", *matrix.ravel())
shares = [np.outer(x, dz) for x, dz in zip(X, dZ)]  # one example each
print("sum of the outer products is dW:", np.allclose(sum(shares), matrices["dW"]))
"""
    parts = [part for f in bends.values() for part in (f.value, f.derivative)]
    return ui.stand_alone(*parts, rule.value, rule.gradient, Network, trace, main=main)
