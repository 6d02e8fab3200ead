"""Two networks under two cures: in sentences, in a table, in formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from charts.regularization.two_networks import Side
from core.studies.regularization.on_network import LEARNED, all_weights, longest, lots_of_first_step
from ui.numerals import short, tex

if TYPE_CHECKING:
    from core.cures import Cure
    from core.entries import Array
    from core.studies.regularization.on_network import Outcome, Points, Task

Chosen = tuple["Cure", float | None]
NAMES = ("left", "right")


def side_of(
    cure: Cure, strength: float | None, outcome: Outcome, run: int, maps: tuple[bytes, Array]
) -> Side:
    """What the chart draws of one side."""
    return Side(
        f"{named((cure, strength))}: {outcome.fresh_loss[run]:.3f} on fresh points",
        *maps,
        outcome.loss,
        outcome.validation_loss,
        run,
        int(outcome.ended[run]),
        int(outcome.kept[run]),
    )


def named(side: Chosen) -> str:
    """The cure, and its strength in words."""
    cure, strength = side
    symbols = {"l2": "λ", "l1": "λ", "sigma": "σ", "smoothing": "s", "momentum": "ρ"}
    symbols |= {"p": "p", "c": "c", "patience": "patience"}
    said = "".join(f", {symbols[k.name]} = {strength:g}" for k in cure.knobs)
    return f"{cure.label}{said}"


def tell(sides: Sequence[Chosen], outcomes: Sequence[Outcome], run: int, floor: tuple) -> str:
    """Losses of both networks, the spread of all five, and the best there is."""
    parts = []
    for name, side, outcome in zip(NAMES, sides, outcomes, strict=True):
        fresh, kept = outcome.fresh_loss, int(outcome.kept[run])
        text = (
            f"{name.capitalize()}, {named(side)}: training {outcome.loss[run, kept]:.3f}, validation"
            f" {outcome.validation_loss[run, kept]:.3f}, fresh points {fresh[run]:.3f}"
            f" ({fresh.min():.3f} to {fresh.max():.3f} for all five)"
        )
        if kept < outcome.ended[run]:
            text += f", stopped in epoch {outcome.ended[run]} and gone back to epoch {kept}"
        if outcome.diverged[run]:
            text += ", diverged on the way and drawn as last seen"
        parts.append(text)
    return (
        f"{'. '.join(parts)}. The best answer there is (dashed) has {floor[0]:.3f}. "
        "Bands span five networks; press Play to train."
    )


def table(sides: Sequence[Chosen], outcomes: Sequence[Outcome], floor: tuple) -> str:
    """Means over five networks, and their extremes."""
    rows = []
    for name, side, outcome in zip(NAMES, sides, outcomes, strict=True):
        runs = range(len(outcome.kept))
        own = [outcome.loss[i, outcome.kept[i]] for i in runs]
        held = [outcome.validation_loss[i, outcome.kept[i]] for i in runs]
        cells = [spread(values) for values in (own, held, outcome.fresh_loss)]
        cells.append(f"{outcome.fresh_accuracy.mean():.1%}")
        cells.append(spread([float((all_weights(outcome.used, i) ** 2).sum()) for i in runs], 1))
        rows.append(f"| {name.capitalize()}: {named(side)} | {' | '.join(cells)} |")
    rows.append(f"| Best there is | | | {floor[0]:.3f} | {floor[1]:.1%} | |")
    head = [
        "| mean of 5 (least to most) | training | validation | fresh points | right | Σw² |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*head, *rows])


def spread(values: Any, digits: int = 3) -> str:
    """A mean, and the least and the most in brackets."""
    mean, low, high = sum(values) / len(values), min(values), max(values)
    return f"{mean:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def formula(
    cure: Cure, strength: float | None, outcome: Outcome, task: Task, run: int
) -> tuple[str, str]:
    """A cure in symbols, and with the numbers of the network drawn."""
    return cure.equation, FORMULAS[cure.key](strength, outcome, task, run)


def _plain(strength: None, outcome: Outcome, task: Task, run: int) -> str:
    return f"J = {_own(outcome, run)}"


def _l2(l2: float, outcome: Outcome, task: Task, run: int) -> str:
    squares = float((all_weights(outcome.used, run) ** 2).sum())
    return (
        rf"J = {_own(outcome, run)} + \tfrac{{{tex(l2)}}}{{2}} \cdot {tex(squares)}"
        rf" = {tex(outcome.objective[run])}"
    )


def _l1(l1: float, outcome: Outcome, task: Task, run: int) -> str:
    weights = all_weights(outcome.used, run)
    return (
        rf"J = {_own(outcome, run)} + {tex(l1)} \cdot {tex(float(abs(weights).sum()))}"
        rf" = {tex(outcome.objective[run])}, \quad {int((weights == 0).sum())} \text{{ of }}"
        rf" {len(weights)} \text{{ weights are exactly }} 0"
    )


def _dropout(p: float, outcome: Outcome, task: Task, run: int) -> str:
    return (
        rf"\tilde h = {tex(1 / (1 - p))}\; m \odot h, \quad"
        rf" {tex(1 - p)} \cdot {tex(1 / (1 - p))} + {tex(p)} \cdot 0 = 1 \text{{ on average}}"
    )


def _early(patience: float, outcome: Outcome, task: Task, run: int) -> str:
    end, kept = int(outcome.ended[run]), int(outcome.kept[run])
    value = tex(outcome.validation_loss[run, kept])
    if kept == end:
        return rf"\text{{no stop within {end} epochs: }} L_{{\text{{validation}}}}(\theta_{{{end}}}) = {value}"
    return rf"t^* = {kept}, \quad L_{{\text{{validation}}}} = {value}, \quad \text{{stopped in epoch }} {kept} + {tex(patience)} = {end}"


def _noise(sigma: float, outcome: Outcome, task: Task, run: int) -> str:
    first, second = lots_of_first_step("input_noise", sigma, task, run, 1)[0].tolist()
    return (
        rf"\tilde x = x + {tex(sigma)} \cdot ({tex(first)},\ {tex(second)})"
        r" \quad \text{for the first point of the first step}"
    )


def _norm(c: float, outcome: Outcome, task: Task, run: int) -> str:
    length = longest(outcome.used.part(run, run + 1))
    return rf"\max \lVert w \rVert = {tex(length, 5)} \le {tex(c)}"


def _smoothing(s: float, outcome: Outcome, task: Task, run: int) -> str:
    return rf"1 \to {tex(1 - s / 2)}, \quad 0 \to {tex(s / 2)}"


def _batch(momentum: float, outcome: Outcome, task: Task, run: int) -> str:
    noisy = (
        r"\text{ all training points: every step measures the same}"
        if task.batch >= LEARNED
        else rf"\text{{ of }} {LEARNED} \text{{ points, other ones in every step}}"
    )
    return (
        rf"B = {task.batch}{noisy}; \quad \text{{running}} \leftarrow"
        rf" {tex(1 - momentum)} \text{{ running}} + {tex(momentum)} \text{{ batch}}"
    )


def _own(outcome: Outcome, run: int) -> str:
    """The training loss of the network that is left."""
    return tex(outcome.loss[run, outcome.kept[run]])


FORMULAS = {
    "none": _plain,
    "l2": _l2,
    "l1": _l1,
    "dropout": _dropout,
    "early_stopping": _early,
    "input_noise": _noise,
    "max_norm": _norm,
    "label_smoothing": _smoothing,
    "batch_norm": _batch,
}


def weight_titles(sides: Sequence[Chosen], weights: Sequence[Array]) -> tuple[str, str]:
    """What stands above the histograms."""
    return tuple(
        f"{cure.label}{' (folded into weights)' if cure.key == 'batch_norm' else ''}"
        for cure, _ in sides
    )


def tell_weights(sides: Sequence[Chosen], weights: Sequence[Array]) -> str:
    """The largest weight of both networks, and how many are 0."""
    parts = [
        f"{name.capitalize()}, {named(side)}: largest {short(float(abs(w).max()), 3)},"
        f" {int((w == 0).sum())} exactly 0"
        for name, side, w in zip(NAMES, sides, weights, strict=True)
    ]
    return f"The {len(weights[0])} weights of each network drawn, without its biases. {'; '.join(parts)}."


def thinned_titles(kept: Array) -> list[str]:
    """How many units each example meets."""
    return [
        f"example {i}: {int(mask.sum())} of {len(mask)} units" for i, mask in enumerate(kept, 1)
    ]


def tell_thinned(kept: Array, p: float, epoch: int, side: int) -> str:
    """Which networks these are, and how many there might be."""
    counts = ", ".join(str(int(mask.sum())) for mask in kept)
    expected = kept.shape[1] * (1 - p)
    return (
        f"{NAMES[side].capitalize()}, dropout with p = {p:g}, the first step of epoch {epoch}: its first three"
        f" examples each go through a network of their own, with {counts} of {kept.shape[1]} hidden units"
        f" (on average {short(expected, 3)}). All share the same weights; what is left is scaled by"
        f" {short(1 / (1 - p))}. When used, all units are in and nothing is scaled."
    )


def table_of_points(points: Points) -> dict[str, list[Any]]:
    """The 200 points, and which of them are learned from."""
    rows = [
        (*x, int(y[0]), name)
        for sample, name in ((points.train, "training"), (points.validation, "validation"))
        for x, y in zip(sample.x.tolist(), sample.y.tolist(), strict=True)
    ]
    return dict(zip(("x1", "x2", "class", "part"), map(list, zip(*rows, strict=True)), strict=True))


def table_of_losses(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Losses of all networks after every epoch."""
    columns: dict[str, Any] = {"epoch": range(outcomes[0].loss.shape[1])}
    for name, outcome in zip(NAMES, outcomes, strict=True):
        for run in range(len(outcome.loss)):
            columns[f"{name}_{run + 1}_training"] = outcome.loss[run]
            columns[f"{name}_{run + 1}_validation"] = outcome.validation_loss[run]
    return columns
