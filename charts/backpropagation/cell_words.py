"""How one cell of a matrix came about, written out as arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.studies.backpropagation.matrix_steps import Step


def arithmetic(step: Step, row: int, column: int) -> str:
    """The cell (from 0 up) of the step's result: products and their sum, or whatever it takes."""
    left, right = step.left.values, None if step.right is None else step.right.values
    result = plain(float(step.result.values[row, column]))
    if step.kind == "product":
        firsts = [plain(left[row, 0]), *map(wrapped, left[row, 1:])]
        terms = [f"{a} · {wrapped(b)}" for a, b in zip(firsts, right[:, column], strict=True)]
        return f"{' + '.join(terms)} = {result}"
    if step.kind == "add":
        return f"{plain(left[row, column])} + {wrapped(right[0, column])} = {result}"
    if step.kind == "bend":
        if "softmax" in step.title:  # which needs the whole row
            return f"softmax({numbers(left[row])}), number {column + 1} = {result}"
        return f"φ({plain(left[row, column])}) = {result}"
    if step.kind == "times":
        return f"{plain(left[row, column])} · {wrapped(right[row, column])} = {result}"
    if step.kind == "miss":
        miss = f"({plain(left[row, column])} − {wrapped(right[row, column])})"
        return f"{plain(step.factor)} · {miss} = {result}"
    if step.kind == "sum":
        terms = [plain(left[0, column]), *map(wrapped, left[1:, column])]
        return f"{' + '.join(terms)} = {result}"
    return f"answers {numbers(left[row])}, targets {numbers(right[row])}: ℓ = {result}"


def numbers(values) -> str:
    """Some numbers with commas between them."""
    return ", ".join(map(plain, values))


def plain(value: float) -> str:
    """Four digits and a printer's minus."""
    return f"{value + 0.0:.4g}".replace("-", "−")


def wrapped(value: float) -> str:
    """The same, in brackets where a sign stands before it."""
    return f"({plain(value)})" if value < 0 else plain(value)
