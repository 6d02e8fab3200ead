"""Words and formulas of what a training step keeps and multiplies."""

from __future__ import annotations

import ui
from charts.backpropagation.costs import sized
from core.studies.backpropagation.costs import count_costs

TIMES = r"\cdot"


def tell_costs(kept, costs, batch, widths):
    """Memory and multiplications, in three sentences."""
    numbers = sum(array.numbers for array in kept)
    sizes = ", ".join(f"{sized(numbers * width)} in {name}" for name, width in widths.items())
    ratio = costs.backward / costs.forward
    return f"A batch of {batch:,} leaves {numbers:,} numbers to be kept for the way back: {sizes}; the {costs.parameters:,} weights and biases take {sized(8 * costs.parameters)} in float64. Backward takes {ui.short(ratio, 3)} times the multiply-adds of forward; measuring the same slopes by small steps takes {costs.evaluations:,} passes forward, two for each parameter."


def table_of_memory(sizes, kept, batch, widths):
    """A row a layer: its weights, what it keeps, and the bytes of that."""
    head = ["layer", "weights", "kept", "numbers", *widths]
    rows = []
    for layer in range(len(sizes)):
        arrays = [array for array in kept if array.layer == layer]
        count = sum(array.numbers for array in arrays)
        weights = f"{sizes[layer - 1]:,}×{sizes[layer]:,} + {sizes[layer]:,}" if layer else ""
        names = ", ".join(array.name for array in arrays)
        each = [sized(count * width) for width in widths.values()]
        what = f"{names}: {batch:,}×{sizes[layer]:,}" + (" each" if layer else "")
        rows.append([str(layer) if layer else "examples", weights, what, f"{count:,}", *each])
    total = sum(array.numbers for array in kept)
    rows.append(["**all**", f"{count_costs(sizes, batch).parameters:,}", "", f"{total:,}"])
    rows[-1] += [f"**{sized(total * width)}**" for width in widths.values()]
    lines = [head, ["---", "---", "---", *["---:"] * (len(head) - 3)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cost_formulas(sizes, batch, costs):
    """Counts in symbols and in today's numbers; V is the number of weights, P also counts the biases."""
    weights = costs.forward // batch
    return [
        (
            r"\text{forward} = B\,V, \quad V = \sum_l n_{l-1} n_l",
            f"{grouped(batch)} {TIMES} {grouped(weights)} = {grouped(costs.forward)}",
        ),
        (
            r"\text{backward} = 2BV - B\,n_0 n_1 \;(\text{no one needs } dX \text{ of the first layer})",
            f"2 {TIMES} {grouped(costs.forward)} - {grouped(batch)} {TIMES} {grouped(sizes[0] * sizes[1])} = {grouped(costs.backward)}",
        ),
        (
            r"\text{small steps} = 2P \cdot B\,V = O(V^2)",
            f"2 {TIMES} {grouped(costs.parameters)} {TIMES} {grouped(costs.forward)} = {ui.tex(costs.numerical, 6)}",
        ),
    ]


def grouped(count):
    """A whole number in LaTeX, its thousands apart."""
    return f"{count:,}".replace(",", "{,}")
