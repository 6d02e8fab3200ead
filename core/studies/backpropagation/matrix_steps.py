"""One layer forward and back as eight steps on whole matrices, every operand and result kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.activations import ACTIVATIONS
from core.entries import Array
from core.losses import LOSSES
from core.network import Trace
from core.studies.backpropagation.problem import Problem

Kind = Literal["product", "add", "bend", "loss", "miss", "times", "sum"]
TRANSPOSED = (1, 6, 8)  # steps in which a transpose can be forgotten, or made where none belongs
LAST = 8


@dataclass(frozen=True, eq=False)
class Matrix:
    """A matrix with its name, what its rows and columns stand for, and which way it travels."""

    name: str
    values: Array
    rows: str
    columns: str
    way: Literal["forward", "backward", "target", "loss"] = "forward"

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.values.shape

    def transposed(self) -> Matrix:
        """The same numbers, rows as columns."""
        return Matrix(f"{self.name}ᵀ", self.values.T, self.columns, self.rows, self.way)


@dataclass(frozen=True, eq=False)
class Step:
    """What is computed from what. Cell (i, j) of the result comes from the operands as ``kind`` says.

    product: row i of the left one times column j of the right one; add: left + row ``right``; bend: the
    activation of left; times: left ⊙ right; miss: factor · (left - right); sum: column j of the left
    one; loss: row i of both. Without a result ``complaint`` is what NumPy said.
    """

    kind: Kind
    title: str  # such as dW = Xᵀ dZ
    left: Matrix
    right: Matrix | None
    result: Matrix | None
    factor: float = 1.0
    complaint: str = ""


def matrix_steps(
    batch: Problem, run: Trace, layer: int, *, mistake: bool = False
) -> tuple[Step, ...]:
    """The eight steps of one layer: X W, + b, bend, loss or what comes back, dZ, dW, db, dX.

    Parameters
    ----------
    batch : Problem
    run : Trace
        Of its network.
    layer : int
        From 1 up.
    mistake : bool
        In steps 1, 6 and 8 a transpose too many or too few.

    Returns
    -------
    tuple of 8 Step
    """
    own = matrices_of(batch, run, layer)
    x, w, b, z, a, d_z = (own[name] for name in ("X", "W", "b", "Z", "A", "dZ"))
    function = batch.network.activations[layer - 1]
    raw = Matrix("XW", x.values @ w.values, "examples", "units")
    wrong, right = (x, d_z), (x.transposed(), d_z)
    return (
        product("XW", x, w.transposed() if mistake else w),
        Step("add", "Z = XW + b", raw, b, z),
        Step("bend", f"A = {'softmax' if function == 'softmax' else 'φ'}(Z)", z, None, a),
        *_turning(batch, run, layer, own),
        product("dW", *(wrong if mistake else right)),
        Step("sum", "db = column sums of dZ", d_z, None, own["db"]),
        product("dX", d_z, w if mistake else w.transposed()),
    )


def product(name: str, left: Matrix, right: Matrix) -> Step:
    """Multiply two matrices; where their shapes do not fit, keep what NumPy says."""
    factors = f"{left.name} {right.name}"
    title = factors if name == "XW" else f"{name} = {factors}"
    ways = {left.way, right.way}
    try:
        values = left.values @ right.values
    except ValueError as error:
        return Step("product", title, left, right, None, complaint=str(error))
    way = "backward" if "backward" in ways else "forward"
    return Step("product", title, left, right, Matrix(name, values, left.rows, right.columns, way))


def matrices_of(batch: Problem, run: Trace, layer: int) -> dict[str, Matrix]:
    """All matrices of a layer by name, forward ones and their slopes."""
    step, back = run.forward[layer - 1], run.backward[layer - 1]
    w, b = batch.network.weights[layer - 1], batch.network.biases[layer - 1]
    all_of_them = (
        Matrix("X", step.a, "examples", "inputs"),
        Matrix("W", w, "inputs", "units"),
        Matrix("b", b[None], "bias", "units"),
        Matrix("Z", step.z, "examples", "units"),
        Matrix("A", step.out, "examples", "units"),
        Matrix("dA", back.d_out, "examples", "units", "backward"),
        Matrix("dZ", back.d_z, "examples", "units", "backward"),
        Matrix("dW", back.d_weights, "inputs", "units", "backward"),
        Matrix("db", back.d_bias[None], "bias", "units", "backward"),
        Matrix("dX", back.d_a, "examples", "inputs", "backward"),
    )
    return {matrix.name: matrix for matrix in all_of_them}


def _turning(batch: Problem, run: Trace, layer: int, own: dict[str, Matrix]) -> tuple[Step, Step]:
    """Steps 4 and 5: how the slope arrives at this layer's output, and gets through its bend."""
    if layer == len(run.forward):
        return _at_the_end(batch, own)
    later = matrices_of(batch, run, layer + 1)
    d_z, w = (later[name] for name in ("dZ", "W"))
    after = "₁₂₃₄₅"[layer]
    arriving = product(
        "dA",
        Matrix(f"dZ{after}", d_z.values, "examples", "units of the next", "backward"),
        Matrix(f"W{after}ᵀ", w.values.T, "units of the next", "units"),
    )
    function = ACTIVATIONS[batch.network.activations[layer - 1]]
    bend = Matrix("φ′(Z)", function.derivative(own["Z"].values), "examples", "units")
    return arriving, Step("times", "dZ = dA ⊙ φ′(Z)", own["dA"], bend, own["dZ"])


def _at_the_end(batch: Problem, own: dict[str, Matrix]) -> tuple[Step, Step]:
    """The last layer meets its targets: the loss of every example, and c (A - Y)."""
    a, loss = own["A"], LOSSES[batch.loss]
    costs = loss.costs(a.values, batch.y).reshape(len(batch.y), -1).mean(axis=1, keepdims=True)
    y = Matrix("Y", batch.y, "examples", "units", "target")
    of_each = Matrix("ℓ", costs, "examples", "loss", "loss")
    rows, units = batch.y.shape
    factor = {"cross_entropy": 1 / rows, "mse": 2 / (rows * units)}.get(
        batch.loss, 1 / batch.y.size
    )
    return (
        Step("loss", "L = mean of ℓ", a, y, of_each),
        Step("miss", "dZ = c (A − Y)", a, y, own["dZ"], factor=factor),
    )


def outer_products(batch: Problem, run: Trace, layer: int) -> Array:
    """Each example's share of dW, (batch, n_in, n_out): column times row, xᵀ dz."""
    x, d_z = run.forward[layer - 1].a, run.backward[layer - 1].d_z
    return x[:, :, np.newaxis] * d_z[:, np.newaxis, :]
